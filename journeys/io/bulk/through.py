"""Through a file: from its lines to batches of events that are in order.

What is refused is refused in the words of `journeys.io.importing`, which goes through the file
again where only the whole of it can tell what is wrong.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import BinaryIO, NamedTuple, Protocol

from domain._kernel import AnyEvent, Fact
from domain.errors import Refused
from journeys.io.bulk.lines import Lines, Odd, joined, quick, slow
from journeys.io.bulk.ordinary import OutOfTheOrdinary
from journeys.io.bulk.pasts import Pasts
from journeys.io.envelope import incoming
from journeys.io.files import MEGABYTE, decoded, wrong
from journeys.io.native import LINE_LIMIT
from journeys.io.shapes import registered
from journeys.io.story import against_a_rule
from journeys.io.strict_json import NotTaken
from journeys.store.numbering import Numbering

_LINE_END = b"\n"


class Taken(NamedTuple):
    """How many events were recorded, and how many were there already."""

    recorded: int
    already: int


class Steps(NamedTuple):
    """In what steps a file is gone through."""

    block: int
    """Bytes read and checked at a time."""
    batch: int
    """Events handed on at a time, at least; whole blocks of them."""


class Stock(Protocol):
    """Where batches go, and what is there."""

    begun: bool
    """Whether anything was there before."""

    def add(self, lines: Lines) -> None:
        """Take the next batch."""
        ...

    def last(self, relationship: str) -> int:
        """Return the last version of a relationship that was there before, 0 without one."""
        ...

    def events(self, relationship: str) -> Sequence[AnyEvent]:
        """Return its events, with those that were added."""
        ...

    def stored_as(self, relationship: str, version: int) -> list[tuple[bytes, str]]:
        """Return the payload and the id of an event; nothing when there is none."""
        ...


class Pass:
    """What is known while a file is gone through."""

    def __init__(self, file: str, stock: Stock, steps: Steps, numbers: Numbering[str]) -> None:
        self._file, self._stock, self._steps = file, stock, steps
        self._kinds: Mapping[str, type[Fact]] = registered()
        self._again: dict[str, int] = {}
        self._waiting: list[Lines] = []
        self._causes: set[str] = set()
        self._recorded = self._already = 0
        self._numbers = numbers
        self._first, self._seen = 1, False
        """The number of the next line, and whether there was an event before it."""
        self.done = 0
        """The bytes that were read."""
        self._pasts = Pasts(self._events, stock.last, self._numbers)

    def run(self, file: BinaryIO, on_progress: Callable[[int, int], object] | None) -> Taken:
        """Go through the file."""
        while self.step(file, on_progress):
            pass
        return self.end()

    def step(self, file: BinaryIO, on_progress: Callable[[int, int], object] | None) -> bool:
        """Take the next block of the file; whether there was one."""
        block = self._block(file)
        if not block:
            return False
        self.done += len(block)
        block = block if block.endswith(_LINE_END) else block + _LINE_END
        for found in quick(self._first, block, self._numbers):
            lines = self._slow(found) if isinstance(found, Odd) else found
            self._first += 1 if isinstance(found, Odd) else len(found)
            if lines is not None:
                self._seen = True
                self._take(lines)
        if on_progress:
            on_progress(self.done, os.fstat(file.fileno()).st_size)
        return True

    def end(self) -> Taken:
        """Hand on what is left, and return what there was."""
        if not self._seen:
            raise wrong(
                self._file, 1, "the file is empty: a native file has one event on each line"
            )
        self._flush()
        return Taken(self._recorded, self._already)

    def _block(self, file: BinaryIO) -> bytes:
        """Return the next lines of a file, whole; one that is too long is cut off."""
        block = file.read(self._steps.block)
        return block if block.endswith(_LINE_END) else block + file.readline(LINE_LIMIT + 2)

    def _slow(self, odd: Odd) -> Lines | None:
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
            begin = "" if self._seen else "this is not a native journeys file: "
            raise wrong(self._file, number, begin + str(error)) from None
        event = found.event
        if not found.numbered:
            if self._pasts.before(event.relationship):
                raise OutOfTheOrdinary
            last = self._pasts.last(event.relationship)
            event = event.model_copy(update={"version": last + 1})
        return slow(number, event, self._numbers)

    def _take(self, lines: Lines) -> None:
        self._lines, self._put = lines, 0
        rows = zip(
            range(len(lines)), lines.who, lines.version, lines.known, lines.plain,
            strict=True,
        )  # fmt: skip
        while (place := self._pasts.follow(lines, rows)) < len(lines):
            self._place = place
            if lines.version[place] == self._pasts.last(lines.relationship[place]) + 1:
                self._judge(place)
            else:
                self._wait_until(place)
                self._recognise(place)
                self._put = place + 1
        self._wait_until(len(lines))
        del self._lines

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
            if self._stock.begun:  # where nothing was stored before, nothing comes again
                self._causes.update(filter(None, lines.cause))
            self._waiting.append(lines)
            self._put = place
        if sum(map(len, self._waiting)) >= self._steps.batch:
            self._flush()

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
            self._stock.stored_as(name, version) != [(lines.payload[place].encode(), event)]
            or event in self._causes
        ):
            raise OutOfTheOrdinary
        self._already += 1

    def _events(self, relationship: str) -> Sequence[AnyEvent]:
        self._wait_until(self._place)
        self._flush()
        return self._stock.events(relationship)

    def _flush(self) -> None:
        """Hand on what waits."""
        if self._waiting:
            lines, self._waiting = joined(self._waiting), []
            self._stock.add(lines)
            self._recorded += len(lines)
