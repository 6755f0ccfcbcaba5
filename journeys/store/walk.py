"""The walk of a verification: events and entries side by side, in log order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from journeys.store.compare import event_against, event_alone, number, plain
from journeys.store.evidence import FIRST, Entry, digest, parsed
from journeys.store.report import Fault, Findings
from journeys.store.stored import Place, Stored
from journeys.store.tails import Tail, Tails

Unreadable = tuple[type[BaseException], ...]


class Scan:
    """A table read in order of its number; stops, marked as broken, where it cannot go on."""

    def __init__(self, rows: Iterator[tuple[Any, ...]], unreadable: Unreadable) -> None:
        self.broken: str | None = None
        self.count = 0
        self.last: int | None = None
        self.row: tuple[Any, ...] | None = None
        self._rows = rows
        self._unreadable = unreadable
        self.advance()

    def advance(self) -> None:
        """Go to the next row; `row` is None at the end."""
        if self.row is not None:
            self.last = self.row[0]
        try:
            self.row = None if self.broken else next(self._rows, None)
        except self._unreadable:
            self.row, self.broken = None, "unreadable"
        if self.row is None:
            return
        # A damaged tree can bring the same page up twice, or for ever; a damaged table definition
        # can make the number an ordinary column.
        if type(self.row[0]) is not int:
            self.row, self.broken = None, "unreadable"
        elif self.last is not None and self.row[0] <= self.last:
            self.row, self.broken = None, "disorder"
        else:
            self.count += 1


class Walk:
    """Both tables side by side: position − 1 and log_index are one number, the place."""

    def __init__(self, stored: Stored, tails: Tails) -> None:
        self.events = Scan(stored.events(), stored.unreadable)
        self.entries = Scan(stored.entries(), stored.unreadable)
        self.found = Findings()
        self.covered = 0
        self._tails = tails
        # The events of one command stand together, so its row is looked up once.
        self._command = lru_cache(maxsize=64)(lambda command: _lookup(stored, command))

    @property
    def whole(self) -> bool:
        """Whether both tables could be read to their end."""
        return not (self.events.broken or self.entries.broken)

    def steps(self) -> Iterator[int]:
        """Check place after place, and yield each."""
        due = 0
        self._report_broken(self.events, due)
        self._report_broken(self.entries, due)
        while self.events.row or self.entries.row:
            event, entry = self.events.row, self.entries.row
            place = min(([event[0] - 1] if event else []) + ([entry[0]] if entry else []))
            if place > due and self.whole:
                self.found.add(Fault("gap", position=due + 1, log_index=due))
            due = max(due, place + 1)
            here = event if event and event[0] - 1 == place else None
            beside = entry if entry and entry[0] == place else None
            self._check(place, here, beside)
            if here:
                self.events.advance()
                self._report_broken(self.events, due)
            if beside:
                self.entries.advance()
                self._report_broken(self.entries, due)
            yield place

    def _report_broken(self, scan: Scan, due: int) -> None:
        if scan.broken:
            self.found.add(Fault(scan.broken, position=due + 1, log_index=due))

    def _check(
        self, place: int, event: tuple[Any, ...] | None, row: tuple[Any, ...] | None
    ) -> None:
        entry = parsed(row[2]) if row and row[1] == "blob" and row[2] is not None else None
        whats: list[str] = []
        name, version, event_id = None, None, None
        if event is not None:
            name, version, event_id = plain(event[2]), number(event[4]), plain(event[10])
            whats += event_alone(event)
        elif entry is not None:
            name, version = entry.relationship, entry.version
        if row is None and not self.entries.broken:
            whats.append("entry-missing")
        if event is None and not self.events.broken:
            whats.append("event-missing")
        if row is not None and entry is None:
            whats.append("entry-unreadable")
        if event is not None and entry is not None:
            whats += event_against(event, entry)
        if entry is not None:
            whats += self._chain(place, entry)
        if row is not None:
            self._remember(place, entry, row[2], name, version)
        for what in whats:
            self.found.add(Fault(what, place + 1, place, name, version, event_id))

    def _chain(self, place: int, entry: Entry) -> Iterator[str]:
        if entry.log_index != place:
            yield "index"
        tail = self._tails.get(entry.relationship)
        # The library's own events may start at 0; a relationship's first event is number 1.
        if entry.version not in ((0, 1) if tail is None else (tail.version + 1,)):
            yield "sequence"
        if entry.previous != (tail.digest if tail else FIRST):
            yield "chain"
        if entry.command_id:
            found = self._command(entry.command_id)
            if found and found.holds(entry.relationship, entry.version):
                self.covered += 1
            else:
                yield "command"

    def _remember(
        self,
        place: int,
        entry: Entry | None,
        line: bytes | None,
        name: str | None,
        version: int | None,
    ) -> None:
        if entry is not None:
            name, version = entry.relationship, entry.version
        if name is not None and version is not None:
            self._tails.set(name, Tail(version, place, digest(line or b"")))


def _lookup(stored: Stored, command_id: str) -> Place | None:
    try:
        return stored.command(command_id)
    except stored.unreadable:
        return None
