"""One pass: line by line into the store and its columns, in one transaction.

What is refused is refused in the words of `journeys.io.importing`, which goes through the file
again where only the whole of it can tell what is wrong. Nothing is kept then, nor after a kill, a
full disk or Ctrl-C.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO, NamedTuple

from domain._kernel import AnyEvent, Fact
from domain.errors import Refused, Unreadable
from journeys.columns.copy import Copy
from journeys.columns.growth import Growth
from journeys.columns.taking import Page
from journeys.io.bulk.lines import Lines, Odd, joined, quick, slow
from journeys.io.bulk.ordinary import OutOfTheOrdinary
from journeys.io.bulk.pasts import Pasts
from journeys.io.envelope import incoming
from journeys.io.files import MEGABYTE, decoded, open_file, wrong
from journeys.io.native import LINE_LIMIT, SIZE_LIMIT
from journeys.io.shapes import registered
from journeys.io.story import against_a_rule
from journeys.io.strict_json import NotTaken
from journeys.store import Store
from journeys.store.bulk import BulkWriting
from journeys.store.errors import Conflict
from projections.sweeping import unswept

FROM = 8 * MEGABYTE
"""From this size on a file is taken in bulk unless told otherwise."""
MOST = 64 * 1024 * MEGABYTE
BLOCK = 256 * 1024
"""Bytes read and checked at a time: as many as a processor has close by."""
BATCH = 4096
"""Events written at a time: as many as one statement takes."""
_LINE_END = b"\n"


class Taken(NamedTuple):
    """How many events were recorded, and how many were there already."""

    recorded: int
    already: int


def take(
    path: Path,
    store: Store,
    copy: Copy | None = None,
    on_progress: Callable[[int, int], object] | None = None,
    *,
    write: bool = True,
) -> Taken:
    """Take a native file in: into the store, and into its columns on the way.

    Comes to the same bytes in the store as planning and applying it does, in memory that does not
    grow with the file but with the relationships in it.

    Parameters
    ----------
    path
        The file.
    store
        Where to.
    copy
        Its columns, where it has them.
    on_progress
        Told how many bytes of how many have been read.
    write
        Whether to keep anything in the end.

    Raises
    ------
    Unreadable
        With the line and what to do. Nothing was stored.
    OutOfTheOrdinary
        When something is wrong, or has to be looked at more closely, and the ordinary way can say
        what: it goes through files up to `native.SIZE_LIMIT`.
    """
    with unswept(), open_file(path, MOST) as file, _grown(copy if write else None) as growth:
        try:
            with store.bulk() as writing:
                one = _Pass(str(path), store, writing, growth)
                taken = one.run(file, on_progress)
                _keep(write)
        except _Undone:
            return taken
        except Conflict as error:
            raise OutOfTheOrdinary from error
        except Unreadable as error:
            # Which mistake is said first, and what else is said of it, takes the whole file.
            if path.stat().st_size <= SIZE_LIMIT:
                raise OutOfTheOrdinary from error
            raise
        if growth is not None and one.growing:
            growth.publish()
    return taken


def _block(file: BinaryIO) -> bytes:
    """Return the next lines of a file, whole; one that is too long is cut off."""
    block = file.read(BLOCK)
    if not block.endswith(_LINE_END):
        block += file.readline(LINE_LIMIT + 2)
    return block


def _page(positions: range, lines: Lines) -> Page:
    """Return lines as the columns take them in."""
    return Page(
        positions,
        lines.relationship,
        lines.version,
        lines.topic,
        lines.event,
        lines.at,
        lines.day,
        lines.precision,
        lines.recorded,
        lines.actor,
        _given(lines.channel),
        _given(lines.word),
        _given(lines.touchpoint),
        _given(lines.story),
        [one.kept for one in lines.known],
    )


def _given(texts: Sequence[str]) -> list[str | None]:
    return [one or None for one in texts] if any(texts) else [None] * len(texts)


class _Undone(Exception):
    """Ends a transaction of which nothing is to be kept."""


def _keep(write: bool) -> None:  # noqa: FBT001 - an answer, not an option
    if not write:
        raise _Undone


def _grown(copy: Copy | None) -> AbstractContextManager[Growth | None]:
    return nullcontext() if copy is None else copy.growing()


class _Pass:
    """What is known while a file is gone through."""

    def __init__(
        self, file: str, store: Store, writing: BulkWriting, growth: Growth | None
    ) -> None:
        self.growing = growth is not None
        self._file, self._store, self._writing, self._growth = file, store, writing, growth
        self._kinds: Mapping[str, type[Fact]] = registered()
        self._again: dict[str, int] = {}
        self._waiting: list[Lines] = []
        self._begun = bool(store.end())
        self._causes: set[str] = set()
        self._later: set[str] = set()
        self._recorded = self._already = 0
        self._pasts = Pasts(self._events, writing.last)

    def run(self, file: BinaryIO, on_progress: Callable[[int, int], object] | None) -> Taken:
        """Go through the file."""
        size, done, seen = os.fstat(file.fileno()).st_size, 0, False
        first = 1
        while block := _block(file):
            done += len(block)
            block = block if block.endswith(_LINE_END) else block + _LINE_END
            for found in quick(first, block, self._kinds):
                lines = self._slow(found, seen=seen) if isinstance(found, Odd) else found
                if lines is not None:
                    seen = True
                    self._take(lines)
            first += block.count(_LINE_END)
            if on_progress:
                on_progress(done, size)
        if not seen:
            raise wrong(
                self._file, 1, "the file is empty: a native file has one event on each line"
            )
        self._flush()
        if self._later and self._found(self._later):
            raise OutOfTheOrdinary
        return Taken(self._recorded, self._already)

    def _slow(self, odd: Odd, *, seen: bool) -> Lines | None:
        """Return what a line says that is written another way than ours; None for a blank one."""
        number, raw = odd
        if len(raw.rstrip(b"\r\n")) > LINE_LIMIT:
            message = "the line is longer than {limit:g} MB: an event is shorter than that"
            raise wrong(self._file, number, message, limit=LINE_LIMIT / MEGABYTE)
        text = decoded(raw, self._file, number).strip(" \t\r\n")
        if not text:
            return None
        try:
            found = incoming(self._file, number, text, self._kinds)
        except NotTaken as error:
            begin = "" if seen else "this is not a native journeys file: "
            raise wrong(self._file, number, begin + str(error)) from None
        event = found.event
        if not found.numbered:
            if self._pasts.before(event.relationship):
                raise OutOfTheOrdinary
            last = self._pasts.last(event.relationship)
            event = event.model_copy(update={"version": last + 1})
        return slow(number, event)

    def _take(self, lines: Lines) -> None:
        self._lines, self._put, self._place = lines, 0, 0
        while (place := self._pasts.follow(lines, self._place)) < len(lines):
            self._place = place
            if lines.version[place] == self._pasts.last(lines.relationship[place]) + 1:
                self._judge(place)
            else:
                self._wait_until(place)
                self._recognise(place)
                self._put = place + 1
            self._place = place + 1
        self._wait_until(len(lines))

    def _judge(self, place: int) -> None:
        try:
            self._pasts.judge(self._lines, place)
        except Refused as refusal:
            number, event = self._lines.number[place], self._lines.event[place]
            raise against_a_rule(refusal, self._file, number, event) from None

    def _wait_until(self, place: int) -> None:
        """Have the events up to a place of the block wait, and write them when they are many."""
        if self._put < place:
            lines = self._lines.part(self._put, place)
            if self._begun:  # where nothing was stored before, nothing comes again
                self._causes.update(filter(None, lines.cause))
            self._waiting.append(lines)
            self._put = place
        if sum(map(len, self._waiting)) >= BATCH:
            self._flush(BATCH)

    def _recognise(self, place: int) -> None:
        """Count an event that was stored before: it is the same, each time once, or a mistake."""
        lines = self._lines
        name, version, event = (
            lines.relationship[place], lines.version[place], lines.event[place],
        )  # fmt: skip
        if not self._again.get(name, 0) < version <= self._pasts.before(name):
            raise OutOfTheOrdinary
        self._again[name] = version
        if (
            self._store.stored_as(name, version) != [(lines.payload[place], event)]
            or event in self._causes
        ):
            raise OutOfTheOrdinary
        self._already += 1

    def _events(self, relationship: str) -> Sequence[AnyEvent]:
        self._wait_until(self._place)
        self._flush()
        return self._store.events(relationship)

    def _flush(self, least: int = 1) -> None:
        """Write what waits, as long as so many are left; the rest goes on waiting."""
        if not self._waiting:
            return
        lines, begin = joined(self._waiting), 0
        while len(lines) - begin >= least:
            end = min(len(lines), begin + BATCH)
            self._add(lines.part(begin, end))
            begin = end
        self._waiting = [lines.part(begin, len(lines))] if begin < len(lines) else []

    def _add(self, lines: Lines) -> None:
        positions = self._writing.add(list(lines.bytes()))
        self._recorded += len(lines)
        self._check_causes(lines, positions)
        if self._growth is None:
            return
        if not self._growth.follows(positions[0]):  # somebody wrote while we waited for our turn
            self._growth, self.growing = None, False
            return
        self._growth.take(_page(positions, lines))

    def _check_causes(self, lines: Lines, positions: Sequence[int]) -> None:
        """Hold that causes come before their effects, where they are in the file at all."""
        if not any(lines.cause):
            return
        found = self._found(set(filter(None, lines.cause)))
        for cause, position in zip(lines.cause, positions, strict=True):
            if cause and found.get(cause, 0) >= position:
                raise OutOfTheOrdinary
            if cause and cause not in found:
                self._later.add(cause)

    def _found(self, ids: Collection[str]) -> dict[str, int]:
        return self._store.positions_of(list(ids))
