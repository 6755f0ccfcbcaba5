"""The engine over a store in shards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from domain._kernel import Record
from domain.errors import Busy
from domain.moments import Moment
from journeys import clock
from journeys.columns.keeping import folder_of
from journeys.engine import Engine
from journeys.recording import Recorded
from journeys.shards.columns import ShardedColumns
from journeys.shards.lives import ShardedLives
from journeys.shards.runners import Runners, stretches
from journeys.store import CannotWrite, ShardedStore
from projections.calendar import Calendar
from projections.runner import Progress


class ShardedEngine(Engine):
    """An engine whose store is several: each shard keeps its views and columns by itself.

    Parameters
    ----------
    store
        The shards.
    now, calendar
        As of an `Engine`.
    """

    store: ShardedStore

    def __init__(
        self,
        store: ShardedStore,
        now: Callable[[], Moment] = clock.now,
        calendar: Calendar | None = None,
    ) -> None:
        super().__init__(store, now, calendar)
        self._parts = tuple(
            Engine(one, now, self.calendar, folder_of(place), organisation=store)
            for one, place in zip(store.shards, store.where.places, strict=True)
        )
        self.runner = Runners(self._parts)
        self.kept_columns = ShardedColumns(self._parts, store)
        self.kept_lives = ShardedLives(self._parts, store)

    @property
    def parts(self) -> Sequence[Engine]:
        """The engines of the shards, in their order."""
        return self._parts

    def record(self, command: Record) -> Recorded:
        """Record a command's facts, once; views are brought up to date in its shard alone."""
        recorded = self.scribe.record(command)
        with suppress(Busy, CannotWrite):
            self._parts[self.store.number_of(command.relationship)].catch_up()
        return recorded

    def catch_up(self, on_progress: Callable[[Progress], None] | None = None) -> int:
        """Bring the views of every shard up to the end of its log, by the budget that is set now.

        A shard whose views somebody else keeps just now does not hold up the others.

        Raises
        ------
        Busy
            When one of them was busy, after all others.
        ReadOnly
            As of one store.
        """
        pages, busy = 0, None
        for part, tell in stretches(self._parts, on_progress):
            try:
                pages += part.catch_up(tell)
            except Busy as error:
                busy = busy or error
        with suppress(Busy):
            self.kept_columns.catch_up()
        if busy is not None:
            raise busy
        return pages
