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

import numpy as np

from domain._kernel import AnyEvent, Fact
from domain.errors import Refused, Unreadable
from journeys.columns.copy import Copy
from journeys.columns.growth import Growth
from journeys.columns.taking import Page
from journeys.io.bulk.lines import Line, quick, slow
from journeys.io.bulk.ordinary import OutOfTheOrdinary
from journeys.io.bulk.pasts import Pasts
from journeys.io.envelope import incoming
from journeys.io.files import MEGABYTE, decoded, open_file, wrong
from journeys.io.native import LINE_LIMIT, SIZE_LIMIT
from journeys.io.shapes import registered
from journeys.io.story import against_a_rule
from journeys.io.strict_json import NotTaken
from journeys.store import Store
from journeys.store.bulk import BulkWriting, Bytes
from journeys.store.errors import Conflict
from projections.sweeping import unswept

FROM = 8 * MEGABYTE
"""From this size on a file is taken in bulk unless told otherwise."""
MOST = 64 * 1024 * MEGABYTE
BLOCK = 256 * 1024
"""Bytes read and checked at a time: as many as a processor has close by."""
BATCH = 4096
"""Events written at a time, while the next are read: as many as one statement takes."""
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
                try:
                    taken = one.run(file, on_progress)
                except Unreadable:
                    writing.settle()  # what was wrong before that comes first
                    raise
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
    return block if block.endswith(_LINE_END) else block + file.readline(LINE_LIMIT + 2)


def _page(positions: range, lines: Sequence[Line]) -> Page:
    """Return lines as the columns take them in."""
    rows = [line.bytes for line in lines]
    day = np.array([line.day for line in lines], np.int64)
    precision = np.array([line.precision for line in lines], np.int64)
    return Page(
        positions,
        [row[0] for row in rows],
        [row[1] for row in rows],
        [row[2] for row in rows],
        [row[4] for row in rows],
        np.array([line.at for line in lines], np.int64),
        day,
        precision,
        np.array([line.recorded for line in lines], np.int64),
        [row[6] for row in rows],
        [line.channel for line in lines],
        [line.word for line in lines],
        [line.touchpoint for line in lines],
        [line.story for line in lines],
        [line.known.kept for line in lines],
    )


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
        self._versions: dict[str, int] = {}
        self._before: dict[str, int] = {}
        self._again: dict[str, int] = {}
        self._waiting: list[Line] = []
        self._begun = bool(store.end())
        self._causes: set[str] = set()
        self._later: set[str] = set()
        self._recorded = self._already = 0
        self._pasts = Pasts(self._events, self._before.__contains__)

    def run(self, file: BinaryIO, on_progress: Callable[[int, int], object] | None) -> Taken:
        """Go through the file."""
        size, done, seen = os.fstat(file.fileno()).st_size, 0, False
        first = 1
        while block := _block(file):
            raws = block.removesuffix(_LINE_END).split(_LINE_END)
            for number, line in enumerate(quick(first, raws, self._kinds), start=first):
                found = line or self._slow(number, raws[number - first], seen=seen)
                if found is not None:
                    seen = True
                    self._take(found)
            first += len(raws)
            done += len(block)
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

    def _slow(self, number: int, raw: bytes, *, seen: bool) -> Line | None:
        """Return what a line says that is written another way than ours; None for a blank one."""
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
            last = self._last(event.relationship)
            if event.relationship in self._before:
                raise OutOfTheOrdinary
            event = event.model_copy(update={"version": last + 1})
        return slow(number, event)

    def _last(self, relationship: str) -> int:
        last = self._versions.get(relationship)
        if last is None:
            last = self._versions[relationship] = self._writing.last(relationship)
            if last:
                self._before[relationship] = last
        return last

    def _take(self, line: Line) -> None:
        row = line.bytes
        name, version = row[0], row[1]
        last = self._versions.get(name)
        if version != (self._last(name) if last is None else last) + 1:
            self._recognise(row)
            return
        try:
            self._pasts.admit(line)
        except Refused as refusal:
            raise against_a_rule(refusal, self._file, line.number, row[4]) from None
        if line.cause and self._begun:  # where nothing was stored before, nothing comes again
            self._causes.add(line.cause)
        self._waiting.append(line)
        self._versions[name] = version
        if len(self._waiting) >= BATCH:
            self._flush()

    def _recognise(self, row: Bytes) -> None:
        """Count an event that was stored before: it is the same, each time once, or a mistake."""
        name, version, _, payload, event, *_ = row
        if not self._again.get(name, 0) < version <= self._before.get(name, 0):
            raise OutOfTheOrdinary
        self._again[name] = version
        self._writing.settle()
        if self._store.stored_as(name, version) != [(payload, event)] or event in self._causes:
            raise OutOfTheOrdinary
        self._already += 1

    def _events(self, relationship: str) -> Sequence[AnyEvent]:
        self._flush()
        self._writing.settle()
        return self._store.events(relationship)

    def _flush(self) -> None:
        lines, self._waiting = self._waiting, []
        positions = self._writing.add([line.bytes for line in lines])
        self._recorded += len(lines)
        self._check_causes(lines, positions)
        if self._growth is None or not positions:
            return
        if not self._growth.follows(positions[0]):  # somebody wrote while we waited for our turn
            self._growth, self.growing = None, False
            return
        self._growth.take(_page(positions, lines))

    def _check_causes(self, lines: Sequence[Line], positions: Sequence[int]) -> None:
        """Hold that causes come before their effects, where they are in the file at all."""
        caused = [
            (line.cause, position)
            for line, position in zip(lines, positions, strict=True)
            if line.cause
        ]
        if not caused:
            return
        found = self._found({cause for cause, _ in caused})
        for cause, position in caused:
            if found.get(cause, 0) >= position:
                raise OutOfTheOrdinary
            if cause not in found:
                self._later.add(cause)

    def _found(self, ids: Collection[str]) -> dict[str, int]:
        self._writing.settle()
        return self._store.positions_of(list(ids))
