"""The order across shards: by time of recording, then by shard, then by position.

Each shard's own order is kept: the next event is always the earliest of those that are next in
their shards. So events of one relationship come in their exact order; between shards it is the
recorders' clocks that are believed. One thing goes before the clock: a cause that is kept in
another shard comes before its effect.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache

import msgspec

from domain.moments import Moment
from journeys.store.shards.vector import Vector
from projections.ports import Log, LogRow

_FIRST = datetime.min.replace(tzinfo=UTC)
_LEAST = 50
"""So many rows are fetched of a shard at least."""
Find = Callable[[str], tuple[int, int] | None]
"""Tells in which shard an event is, and at which position there."""


class _Said(msgspec.Struct, gc=False):
    recorded_at: str
    cause: str | None = None


_decode = msgspec.json.Decoder(_Said).decode


def in_order(shards: Sequence[Log], find: Find, after: Vector, batch: int) -> Iterator[LogRow]:
    """Yield the events of all shards after a position, each with the position that it leads to.

    Parameters
    ----------
    shards
        Their logs, in order.
    find
        Where a cause is kept.
    after
        Where to begin.
    batch
        About how many rows are held in memory.
    """
    each = max(_LEAST, batch // len(shards))
    merge = _Merge([_Cursor(*one, each) for one in zip(shards, after.shards, strict=True)], find)
    while (first := merge.first()) is not None:
        yield from merge.taken(first)


class _Cursor:
    """The next event of one shard."""

    def __init__(self, log: Log, position: int, batch: int) -> None:
        self.position = position
        self.time = _FIRST
        self.cause: str | None = None
        self._log, self._batch, self._over = log, batch, False
        self._rows: deque[LogRow] = deque()
        self._look()

    @property
    def row(self) -> LogRow | None:
        return self._rows[0] if self._rows else None

    def advance(self) -> None:
        self.position = self._rows.popleft().position
        self._look()

    def _look(self) -> None:
        if not self._rows and not self._over:
            self._rows.extend(self._log.page(self.position, self._batch))
            self._over = len(self._rows) < self._batch
        if self._rows:
            self.time, self.cause = _said(self._rows[0].payload, self.time)


class _Merge:
    def __init__(self, cursors: list[_Cursor], find: Find) -> None:
        self._cursors = cursors
        self._find = lru_cache(maxsize=4096)(find)
        self._waiting: set[int] = set()

    def first(self) -> int | None:
        """Return the shard whose next event comes first, None at the end of all."""
        found = None
        for number, cursor in enumerate(self._cursors):
            if cursor.row and (found is None or cursor.time < self._cursors[found].time):
                found = number
        return found

    def taken(self, number: int) -> Iterator[LogRow]:
        """Yield a shard's next event, and before it what it rests on."""
        cursor = self._cursors[number]
        if cursor.cause is not None:
            yield from self._causes(number, cursor.cause)
        row = cursor.row
        if row is not None:
            cursor.advance()
            yield row._replace(position=Vector(one.position for one in self._cursors))

    def _causes(self, number: int, cause: str) -> Iterator[LogRow]:
        found = self._find(cause)
        # Whoever waits is not waited for: only damaged logs could have two wait for each other.
        if found is None or found[0] in self._waiting | {number}:
            return
        there = self._cursors[found[0]]
        self._waiting.add(number)
        while there.row and there.position < found[1]:
            yield from self.taken(found[0])
        self._waiting.discard(number)


def _said(payload: bytes, before: datetime) -> tuple[datetime, str | None]:
    try:
        said = _decode(payload)
        return _start(said.recorded_at), said.cause
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError):
        return before, None  # damage is for a verification to name


@lru_cache(maxsize=4096)
def _start(text: str) -> datetime:
    return Moment(text).start
