"""Many events at once: the same rows as the recorder writes, in one transaction of any length.

Who writes in bulk hands over bytes, not events: what they are was settled before. Positions,
versions, the evidence and the ledger of commands are kept here, as for every other event.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from types import MappingProxyType
from typing import Any

from journeys.store.chain import NO_HEAD, Attested, Bytes, Chain, Head, HeadRow, Rows
from journeys.store.database import Columns, Database, Session
from journeys.store.errors import COME_APART, Conflict, StoreDamaged
from journeys.store.numbering import Numbering
from journeys.store.recorder import LAST_ENTRY, commands_once, events_once, head_of, sound

NONE: Mapping[str, bytes] = MappingProxyType({})
AT_ONCE = 5000
"""Heads written at a time."""
_Command = tuple[Any, ...]
"""A row of the ledger: the command, its relationship, the first version and the last, and what
tells it from another with its id."""
_GOES_ON = "UPDATE commands SET last_version = ? WHERE command_id = ?"


class BulkWriting:
    """One transaction that grows; nobody sees any of it before it is whole."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._blank = not session.all("SELECT 1 FROM heads LIMIT 1")
        self._numbers = Numbering[str]()
        self._chain = Chain(self._numbers, self._head)
        self._begun: int | None = None
        self._next = 0
        self._last: _Command | None = None

    def stay(self) -> None:
        """Say that we are still there: a server gives up on who says nothing for long."""
        self._session.positions(0)

    def last(self, relationship: str) -> int:
        """Return the last version of a relationship so far, 0 when it has none."""
        return self._chain.last(relationship)

    def add(self, events: Sequence[Bytes], fingerprints: Mapping[str, bytes] = NONE) -> range:
        """Store events in their order, with their evidence; return their positions.

        The events of one command follow each other, in one call or in successive ones.
        *fingerprints* are by command id, as in `Store.append`.

        Raises
        ------
        CommandRepeated, EventIdTaken, OutOfTurn
            As of `Store.append`. The transaction must then end.
        """
        if not events:
            return range(0)
        names, versions, topics, payloads, ids, times, actors, commands = zip(*events, strict=True)
        told = Attested(names, versions, topics, payloads, times, actors, commands)
        lines = self._chain.link(self._numbers.of(names), told, self._start())
        return self.put(Rows(names, versions, topics, payloads, ids, commands), lines, fingerprints)

    @property
    def blank(self) -> bool:
        """Whether nothing was ever recorded here: what is added first is the first of the log."""
        return self._blank and self._start() == 0

    def put(
        self, rows: Rows, lines: Sequence[str], fingerprints: Mapping[str, bytes] = NONE
    ) -> range:
        """Store at least one event told in columns, with their evidence; otherwise as `add`.

        The lines may have been linked elsewhere, from the first event of the log on: then whoever
        did so has the heads, see `put_heads`.
        """
        session, start = self._session, self._start()
        ledger = _ledger(rows.command, rows.relationship, rows.version, fingerprints, self._last)
        first, last = (tuple(column[place] for column in ledger) for place in (0, -1))
        goes_on = self._last is not None and first[:3] == self._last[:3]
        indexes = range(start, start + len(rows))
        positions = range(start + 1, indexes.stop + 1)
        self._last, self._next = last, indexes.stop
        if session.positions(len(indexes)) != start:
            raise StoreDamaged(COME_APART)
        if goes_on:
            session.run(_GOES_ON, first[3], first[0])
            ledger = [column[1:] for column in ledger]
        with commands_once():
            session.fill("commands", ledger)
        with events_once():
            session.fill(
                "events",
                (positions, rows.relationship, rows.version, rows.topic, rows.payload, rows.event),
            )
        session.fill("entries", (indexes, lines))
        return positions

    def _start(self) -> int:
        if self._begun is None:
            ((last,),) = sound(self._session.all(LAST_ENTRY) or [(-1,)], (int,))
            self._begun = self._next = last + 1
        return self._next

    def finish(self) -> None:
        """Write the head of every relationship that has grown."""
        if self._begun is not None:
            grown = self._chain.grown(self._begun)
            while some := list(islice(grown, AT_ONCE)):
                self.put_heads(some)
            self._begun = None

    def put_heads(self, heads: Sequence[HeadRow]) -> None:
        """Write the heads of relationships, all those that have grown and each of them once."""
        if self._blank:
            self._session.fill("heads", list(zip(*heads, strict=True)))
        else:
            self._session.put("heads", heads)

    def _head(self, relationship: str) -> Head:
        found = None if self._blank else head_of(self._session, relationship)
        return NO_HEAD if found is None else (found[0], -1, found[1])


@contextmanager
def bulk(database: Database, among: int = 1) -> Iterator[BulkWriting]:
    """Open a transaction for bulk writing; kept as a whole at the end of the block, or undone.

    It is one of so many (*among*) that are open at once.
    """
    with database.filling(among) as session:
        writing = BulkWriting(session)
        yield writing
        writing.finish()


def _ledger(
    commands: Sequence[str],
    names: Sequence[str],
    versions: Sequence[int],
    fingerprints: Mapping[str, bytes],
    before: _Command | None,
) -> Columns:
    """Return the ledger's row of every command as columns; the one that goes on comes first."""
    goes_on = before is not None and commands[0] == before[0]
    if not goes_on and len(set(commands)) == len(commands):
        said = list(map(fingerprints.get, commands)) if fingerprints else [None] * len(commands)
        return commands, names, versions, versions, said
    found: dict[str, list[Any]] = {}
    if goes_on and before is not None:
        found[before[0]] = list(before)
    for command, name, version in zip(commands, names, versions, strict=True):
        row = found.get(command)
        if row is None:
            found[command] = [command, name, version, version, fingerprints.get(command)]
        elif row[1] == name and row[3] + 1 == version:
            row[3] = version
        else:
            message = "command {command} must record successive events of one relationship"
            raise Conflict(message, command=command)
    return list(zip(*found.values(), strict=True))
