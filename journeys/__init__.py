"""Top floor: the engine people open, and everything that touches the world.

Examples
--------
>>> import journeys
>>> with journeys.open(":memory:") as engine:
...     engine.load_stories()
...     [summary.id for summary in engine.relationships()]
Loaded(recorded=261, already=0)
['agency', 'telecom']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journeys.engine import Engine
    from journeys.store import Place

__all__ = ["open"]


def open(where: Place | str, *, create: bool = True) -> Engine:
    """Open a store.

    Parameters
    ----------
    where
        A file, ``":memory:"`` for a store that is gone afterwards, or the address of a PostgreSQL
        database (``postgresql://USER@HOST/DATABASE?schema=NAME``). A store in shards is named by
        ``shards=N`` in the address, or by a file that ends in ``.toml``.
    create
        Whether to make it where there is none.

    Raises
    ------
    domain.errors.NotFound
        When there is no such store and *create* is false, or no such folder or database.
    domain.errors.Unreadable
        When there is something else, or a store of a later version.
    journeys.store.NotAdmitted, domain.errors.Busy
        When the database does not let this user in, or does not answer.
    """
    from journeys.origin import check_origin

    check_origin()
    from journeys.shards.opening import open_engine

    return open_engine(where, create=create)
