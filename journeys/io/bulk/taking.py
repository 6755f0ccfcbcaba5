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
from journeys.store.bulk import BulkWriting
from journeys.store.errors import Conflict
from projections.ports import LogRow
from projections.sweeping import unswept

FROM = 8 * MEGABYTE
"""From this size on a file is taken in bulk unless told otherwise."""
MOST = 64 * 1024 * MEGABYTE
BATCH = 5000
"""Events written at a time, at least: those of one command stay together."""
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
        self._causes: set[str] = set()
        self._later: set[str] = set()
        self._recorded = self._already = 0
        self._pasts = Pasts(self._events, self._before.__contains__)

    def run(self, file: BinaryIO, on_progress: Callable[[int, int], object] | None) -> Taken:
        """Go through the file."""
        size, done, seen = os.fstat(file.fileno()).st_size, 0, False
        number = 0
        while raw := file.readline(LINE_LIMIT + 2):
            number += 1
            done += len(raw)
            line = quick(number, raw[:-1] if raw.endswith(_LINE_END) else raw, self._kinds)
            if line is None:
                line = self._slow(number, raw, seen=seen)
                if line is None:
                    continue
            seen = True
            if self._is_new(line):
                self._take(line)
                if on_progress and number % BATCH == 0:
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

    def _is_new(self, line: Line) -> bool:
        name, version = line.bytes.relationship, line.bytes.version
        if version == self._last(name) + 1:
            return True
        # Numbered like one that was stored before: it is the same, each time once, or a mistake.
        if not self._again.get(name, 0) < version <= self._before.get(name, 0):
            raise OutOfTheOrdinary
        self._again[name] = version
        ((payload, event),) = self._store.stored_as(name, version)
        if payload != line.bytes.payload or event in self._causes:
            raise OutOfTheOrdinary
        self._already += 1
        return False

    def _take(self, line: Line) -> None:
        try:
            self._pasts.admit(line)
        except Refused as refusal:
            event = line.bytes.note.event_id
            raise against_a_rule(refusal, self._file, line.number, event) from None
        waiting = self._waiting
        if (
            len(waiting) >= BATCH
            and waiting[-1].bytes.note.command_id != line.bytes.note.command_id
        ):
            self._flush()
        self._waiting.append(line)
        self._versions[line.bytes.relationship] = line.bytes.version

    def _events(self, relationship: str) -> Sequence[AnyEvent]:
        self._flush()
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
        self._growth.add(
            [
                LogRow(position, line.bytes.relationship, *line.bytes[1:4])
                for position, line in zip(positions, lines, strict=True)
            ]
        )

    def _check_causes(self, lines: Sequence[Line], positions: Sequence[int]) -> None:
        """Hold that causes come before their effects, where they are in the file at all."""
        caused = [
            (line.cause, position)
            for line, position in zip(lines, positions, strict=True)
            if line.cause is not None
        ]
        if not caused:
            return
        found = self._found({cause for cause, _ in caused})
        for cause, position in caused:
            if found.get(cause, 0) >= position:
                raise OutOfTheOrdinary
            (self._causes if cause in found else self._later).add(cause)

    def _found(self, ids: Collection[str]) -> dict[str, int]:
        return self._store.positions_of(list(ids))
