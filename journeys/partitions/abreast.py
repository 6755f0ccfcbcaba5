"""Folding a long log in several processes at once, each of which reads the store by itself.

A relationship is folded without a look at another one, so any process may. What comes back is rows,
in the order in which one process would have made them; only the process that asked writes. Nothing
is written down for the others: they read the store's own file, or its server, as it stood when the
work began. Who has no second core, or not much to fold, does all of it alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from projections.alarms.bounds import Bounds
from projections.calendar import Calendar
from projections.ports import Log
from projections.rebuilding import TOGETHER, Several, each, one_by_one, several
from projections.views import VIEWS, View, judged_by

if TYPE_CHECKING:
    from journeys.engine import Engine
    from journeys.store import Place, Store

PAYS = 50_000
"""From so many events on. A process takes most of a second to begin; a thousand events a
tenth of one to fold."""
MOST = 4
"""So many folding processes keep the one that writes busy."""
AHEAD = 3
"""So many pieces of work wait for each of them, folded or to be folded."""


class Abreast:
    """Folds every relationship of a store, in several processes where that pays.

    Parameters
    ----------
    where
        The one file or schema that the log is kept in; others have to be able to open it.
    workers
        How many; by default one a core, 4 at most.
    least
        Shorter logs are folded here.
    """

    def __init__(self, where: Place, workers: int | None = None, least: int = PAYS) -> None:
        self.where, self.workers, self.least = where, workers, least

    def __call__(
        self, log: Log, end: int, views: Sequence[View], calendar: Calendar, bounds: Bounds
    ) -> Iterator[Several]:
        """Yield what the views hold of every relationship; see `projections.rebuilding.one_by_one`.

        Where a process is ended from outside, or cannot open the store, what is left is folded
        here.
        """
        # Views are sent by name, as their functions cannot be.
        sendable = {judged_by(view, bounds) for view in VIEWS}.issuperset(views)
        workers = self._number() if sendable and end >= self.least else 1
        if workers == 1:
            yield from one_by_one(log, end, views, calendar, bounds)
            return
        names = tuple(view.name for view in views)
        given, done = log.relationships(), 0
        task = _Task(self.where, names, calendar, bounds, end)
        size = max(1, TOGETHER * len(given) // end)
        pieces = [given[at : at + size] for at in range(0, len(given), size)]
        for piece, found in zip(pieces, _folded(task, pieces, workers), strict=False):
            done += len(piece)
            yield found
        yield from each(log, given[done:], end, views, calendar, bounds)

    def _number(self) -> int:
        from journeys.partitions.mapping import cores  # loads what begins processes

        return self.workers or min(cores(), MOST)


def go_abreast(engine: Engine, where: Place) -> None:
    """Let an engine fold long logs in several processes.

    Parameters
    ----------
    engine
        Of one store, or of several shards.
    where
        The place that it was opened at.

    Notes
    -----
    For programs that are guarded against being run again by the processes they start (``if __name__
    == "__main__"``), as the command line is.
    """
    from journeys.store import ShardedStore

    store = engine.store
    places = store.where.places if isinstance(store, ShardedStore) else (where,)
    for part, one in zip(engine.parts, places, strict=True):
        part.runner.folds = Abreast(one)


@dataclass(frozen=True, slots=True)
class _Task:
    """What a process is to fold: from where, into which views, up to which position."""

    where: Place
    views: tuple[str, ...]
    calendar: Calendar
    bounds: Bounds
    end: int


def _folded(task: _Task, pieces: Iterable[Sequence[str]], workers: int) -> Iterator[Several]:
    """Yield the pieces folded, in order, until one cannot be."""
    from journeys.partitions.workers import Ended, in_order

    with suppress(Ended):
        yield from in_order(
            _fold, pieces, workers, begin=partial(_begin, task), ahead=AHEAD * workers
        )


class _Here:
    """What a process that folds for another one keeps between two pieces of work."""

    store: Store
    task: _Task
    views: Sequence[View]


def _begin(task: _Task) -> None:
    from journeys.store import Store

    _Here.store = Store.open(task.where, create=False, shard=True)
    _Here.task = task
    _Here.views = [judged_by(view, task.bounds) for view in VIEWS if view.name in task.views]


def _fold(relationships: Sequence[str]) -> Several:
    from projections.sweeping import unswept

    task = _Here.task
    with unswept():
        return several(
            _Here.store, relationships, task.end, _Here.views, task.calendar, task.bounds
        )
