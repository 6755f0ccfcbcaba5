"""Taking a native file in: as a whole or not at all, and twice is once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from domain._kernel import AnyEvent
from domain.errors import Refused
from domain.relationship import Relationship, evolve, fold
from domain.rules import check
from journeys.io.envelope import Incoming
from journeys.io.files import wrong
from journeys.io.native import name_of, read
from journeys.io.story import against_a_rule
from journeys.store.errors import OutOfTurn


class Target(Protocol):
    """What a store has to be able to do to be imported into."""

    def append(
        self, events: Sequence[AnyEvent], *, fingerprints: Mapping[str, bytes] = ...
    ) -> Sequence[int]:
        """Store all of the events, or none."""
        ...

    def answer(self, command_id: str) -> object | None:
        """Return what a command led to, None when it was never carried out."""
        ...

    def events(self, relationship: str) -> Sequence[AnyEvent]:
        """Return a relationship's events, by version."""
        ...

    def find_event(self, prefix: str, *, limit: int = ...) -> Sequence[tuple[str, str, int]]:
        """Return (event id, relationship, version) of events whose id begins with *prefix*."""
        ...


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What importing a file comes to: the events to store, and how many are there already."""

    file: str
    events: tuple[AnyEvent, ...]
    already: int


@dataclass(slots=True)
class _Past:
    """One relationship while the file is gone through."""

    state: Relationship
    stored: dict[str, AnyEvent]


@dataclass(slots=True)
class _Ledger:
    """What the file has said so far."""

    file: str
    store: Target
    pasts: dict[str, _Past] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    commands: dict[str, tuple[str, int]] = field(default_factory=dict)

    def past(self, relationship: str) -> _Past:
        if relationship not in self.pasts:
            events = self.store.events(relationship)
            state = fold(None, events) or Relationship(relationship)
            self.pasts[relationship] = _Past(state, {event.id: event for event in events})
        return self.pasts[relationship]

    def take(self, incoming: Incoming) -> AnyEvent | None:
        """Return the event to store; None when it is there already."""
        event, line = incoming.event, incoming.line
        if event.id in self.ids:
            message = "the id {id} stands here twice (also on line {first}): an event has its own"
            raise wrong(self.file, line, message, id=event.id, first=self.ids[event.id])
        self.ids[event.id] = line
        past = self.past(event.relationship)
        stored = past.stored.get(event.id)
        if stored is not None:
            same = event if incoming.numbered else _numbered(event, stored.version)
            if same.payload() != stored.payload():
                message = "the event {id} is stored already, with other content: give it another id"
                raise wrong(self.file, line, message, id=event.id)
            return None
        event = self._new(incoming, past.state)
        try:
            check(past.state, event)
        except Refused as refusal:
            raise against_a_rule(refusal, self.file, line, event.id) from None
        past.state = evolve(past.state, event)
        return event

    def _new(self, incoming: Incoming, state: Relationship) -> AnyEvent:
        event, line = incoming.event, incoming.line
        if incoming.numbered and event.version != state.version + 1:
            message = (
                "event {given} of {relationship} does not follow event {last}:"
                " leave out sequence to have it numbered"
            )
            details = {"given": event.version, "relationship": event.relationship}
            raise wrong(self.file, line, message, last=state.version, **details)
        event = event if incoming.numbered else _numbered(event, state.version + 1)
        for other, relationship, _ in self.store.find_event(event.id, limit=1):
            if other == event.id:
                self._was_not_there(event, relationship)
                message = "the id {id} belongs to an event of {relationship}: give it another"
                raise wrong(self.file, line, message, id=event.id, relationship=relationship)
        before = self.commands.get(event.command_id)
        if before is None and self.store.answer(event.command_id) is not None:
            for other, relationship, _ in self.store.find_event(event.id, limit=1):
                if other == event.id:
                    self._was_not_there(event, relationship)
            message = "its command was carried out already: give it another commandid, or none"
            raise wrong(self.file, line, message)
        if before is not None and before != (event.relationship, event.version - 1):
            message = "a commandid is for successive events of one relationship: give it another"
            raise wrong(self.file, line, message)
        self.commands[event.command_id] = (event.relationship, event.version)
        return event

    def _was_not_there(self, event: AnyEvent, relationship: str) -> None:
        """Give up where an event came to be stored since its relationship was read."""
        if relationship == event.relationship:
            raise OutOfTurn("others wrote in the meantime: try again")


def plan(source: Path | str | BinaryIO, store: Target, *, file: str | None = None) -> ImportPlan:
    """Read a native file and work out what importing it comes to. Nothing is stored.

    The events go through the rules of the domain as if they were being recorded now, so a history
    that cannot have been is refused as a whole. An event that is stored already, with the same
    content, is left alone. An event of an older topic is brought up to today's.

    The plan holds every new event in memory (about 3 kB each), which is why a file may be at most
    256 MB.

    Raises
    ------
    Unreadable
        With the line and what to do.
    NotFound
        When there is no such file.
    OutOfTurn
        When somebody stored the same events in the meantime: plan again.
    """
    name = file or name_of(source)
    ledger = _Ledger(name, store)
    events: list[AnyEvent] = []
    already = 0
    causes: list[tuple[int, str]] = []
    for batch in read(source, file=name):
        for incoming in batch:
            event = ledger.take(incoming)
            if event is None:
                already += 1
                continue
            events.append(event)
            if event.cause == event.id or (event.cause and event.cause not in ledger.ids):
                causes.append((incoming.line, event.cause))
    for line, cause in causes:
        if cause in ledger.ids:
            message = "its cause {cause} comes later, on line {first}: put causes before effects"
            raise wrong(name, line, message, cause=cause, first=ledger.ids[cause])
    return ImportPlan(name, tuple(events), already)


def apply(planned: ImportPlan, store: Target) -> int:
    """Store the events of a plan in one transaction and return how many they were.

    Raises
    ------
    Busy
        When somebody wrote in the meantime. Nothing was stored: plan again.
    """
    if planned.events:
        store.append(planned.events)
    return len(planned.events)


def _numbered(event: AnyEvent, version: int) -> AnyEvent:
    return event.model_copy(update={"version": version})
