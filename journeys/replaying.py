"""A replay of everybody: whose findings stand as they are kept, and whose are folded once more.

Findings of a relationship are a function of its events. Where all of these had happened by a moment
(or had been recorded), what is kept of them today is what a replay to that moment comes to; of whom
nothing had happened yet there is nothing to say. The columns tell who is which.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from domain.moments import Moment
from projections.finding import Finding, of_row

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from journeys.engine import Engine
    from journeys.kept import KeptRows
    from projections.ports import Row


class Replay(NamedTuple):
    """Who is to be replayed: those that ``stand`` as they are ``kept``, and the ``others``, by id.

    Of whom nothing had happened yet is in neither.
    """

    kept: KeptRows | None
    stand: frozenset[str]
    others: tuple[str, ...]


def replay_of(engine: Engine, at: Moment | None = None, as_known: Moment | None = None) -> Replay:
    """Return whose findings have to be folded to answer for a moment.

    Parameters
    ----------
    engine
        Of the store. Where anybody stands, its views are brought up to date if that can be done.
    at, as_known
        What had happened, or had been recorded, by then.
    """
    everybody = engine.store.everybody()
    stand, others = everybody, list[str]()
    if at is not None or as_known is not None:
        stand, others = _parted(engine, everybody, at, as_known)
    if not stand:
        return Replay(None, frozenset(), tuple(others))
    kept = engine.kept("findings")
    left_out = kept.left_out(stand)
    return Replay(kept, frozenset(stand).difference(left_out), tuple(sorted((*left_out, *others))))


def _parted(
    engine: Engine, everybody: list[str], at: Moment | None, as_known: Moment | None
) -> tuple[list[str], list[str]]:
    copy = engine.columns()
    if copy is None:
        return [], everybody
    from journeys.columns.chosen import Columns
    from journeys.columns.copy_folder import Torn

    try:
        return Columns(copy, None, at, as_known).reached()
    except Torn:
        return [], everybody


def standing_findings(
    replay: Replay,
    now: Moment,
    wanted: Callable[[Row], bool],
    *,
    everything: bool = False,
) -> Iterator[Finding]:
    """Yield the findings of those that stand, as of *now*; nobody's history is gone through.

    Parameters
    ----------
    replay
        As above.
    now
        Deadlines before it have passed.
    wanted
        Which rows are meant; the others are not read further.
    everything
        Also those that are settled.
    """
    for relationship, row in replay.kept.each() if replay.kept else ():
        if relationship in replay.stand and wanted(row):
            one = of_row(relationship, row)
            if one.since.reached_by(now) if everything else one.is_open(now):
                yield one


def with_goodbye(engine: Engine, relationships: Collection[str]) -> list[str]:
    """Return those of them in which somebody began to say goodbye, by id."""
    kept = engine.kept("farewell")
    begun = {one for one, _ in kept.each()}
    return sorted(begun.union(kept.left_out(relationships)).intersection(relationships))
