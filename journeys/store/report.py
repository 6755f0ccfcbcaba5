"""What a verification found."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST = 1000
"""Faults that a report lists; further ones are only counted."""

FAULTS = {
    "unreadable": "the file cannot be read from here on",
    "disorder": "rows do not come in the order of their numbers",
    "gap": "neither an event nor its entry is here",
    "event-missing": "an entry has no event",
    "entry-missing": "an event has no entry",
    "event-type": "a column of the event holds another kind of value than was stored",
    "entry-unreadable": "the entry is not one that we wrote",
    "index": "the entry carries another number than the place it stands in",
    "relationship": "event and entry name different relationships",
    "version": "event and entry have different versions",
    "topic": "event and entry have different topics",
    "payload": "the payload is not the one that the entry was made for",
    "event-id": "the event's id is not the one in its payload",
    "place": "the payload belongs to another relationship or version",
    "testimony": "payload and entry differ on time, actor or command",
    "sequence": "this version does not follow the relationship's previous one",
    "chain": "the entry does not carry the hash of the relationship's previous entry",
    "command": "the ledger does not know this event's command, or not for this event",
    "ledger": "the ledger names versions that its command did not record",
    "head": "a relationship's head is not its last entry",
    "tail": "the log was longer once: it has given out positions that are not here",
    "structure": "a table, an index or a trigger of the file is not what it should be",
    "elsewhere": "this relationship is kept in a shard where nobody looks for it",
    "twice": "the id of this event or its command stands in another shard as well",
}
"""Every code that `Fault.what` can be, in words."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where events and evidence do not agree.

    ``what`` is one of `FAULTS`. The other fields say where, as far as that can be known; they are
    read from a file that is not sound, so take them for a hint.
    """

    what: str
    position: int | None = None
    log_index: int | None = None
    relationship: str | None = None
    version: int | None = None
    event_id: str | None = None
    shard: int | None = None
    """Which of several shards, from 1."""

    @property
    def sentence(self) -> str:
        """What is wrong, for a person."""
        return FAULTS[self.what]


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome: how much was read, and the faults, the first bad event of the log first.

    Faults of heads, ledger and file structure, which belong to no single event, come after those
    of events. ``more`` counts the faults beyond the first 1,000, which are not listed.
    """

    events: int
    entries: int
    relationships: int
    faults: tuple[Fault, ...]
    more: int = 0
    shards: tuple[Report, ...] = ()
    """Of a store in shards, each one's own report."""

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


@dataclass(slots=True)
class Findings:
    """Faults being collected, in bounded memory."""

    faults: list[Fault] = field(default_factory=list)
    more: int = 0

    def add(self, fault: Fault) -> None:
        """Take a fault in, or count it when there are too many."""
        if len(self.faults) < MOST:
            self.faults.append(fault)
        else:
            self.more += 1
