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

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journeys.engine import Engine

__all__ = ["open"]


def open(path: Path | str, *, create: bool = True) -> Engine:
    """Open a store.

    Parameters
    ----------
    path
        The file, or ``":memory:"`` for one that is gone afterwards.
    create
        Whether to make it where there is none.

    Raises
    ------
    domain.errors.NotFound
        When there is no such file and *create* is false.
    domain.errors.Unreadable
        When the file is something else, or of a later version.
    """
    from journeys.origin import check_origin

    check_origin()
    from journeys.engine import Engine

    return Engine.open(path, create=create)
