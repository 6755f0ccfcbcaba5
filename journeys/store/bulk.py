"""Many events at once: the same rows as the recorder writes, in one transaction of any length.

Who writes in bulk hands over bytes, not events: what they are was settled before. Positions,
versions, the evidence and the ledger of commands are kept here, as for every other event.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from itertools import islice
from typing import Any

from journeys.store.database import Database, Session
from journeys.store.errors import COME_APART, Conflict, OutOfTurn, StoreDamaged
from journeys.store.evidence import FIRST, Entry, digest, plain_line
from journeys.store.recorder import LAST_ENTRY, add_commands, add_events, head_of, sound

_AT_ONCE = 5000
"""Heads written at a time."""
_Head = tuple[int, int, bytes]
"""A relationship's last version, where its entry is, and the entry's hash."""
_GOES_ON = "UPDATE commands SET last_version = ? WHERE command_id = ?"


Bytes = tuple[str, int, str, bytes, str, str, str, str]
"""An event as it is stored, and what the recorder has to know of it.

Relationship, version, topic, payload; the event's id, when it was recorded, the actor and the
command, as the payload says them.
"""


class BulkWriting:
    """One transaction that grows; nobody sees any of it before it is whole."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._heads: dict[str, _Head] = {}
        self._touched_from: int | None = None
        self._last: tuple[str, str, int, int] | None = None

    def last(self, relationship: str) -> int:
        """Return the last version of a relationship so far, 0 when it has none."""
        return self._head(relationship)[0]

    def add(self, events: Sequence[Bytes]) -> range:
        """Store events in their order, with their evidence; return their positions.

        The events of one command follow each other, in one call or in successive ones.

        Raises
        ------
        CommandRepeated, EventIdTaken, OutOfTurn
            As of `Store.append`. The transaction must then end.
        """
        if not events:
            return range(0)
        given = self._session.positions(len(events))
        ((last,),) = sound(self._session.all(LAST_ENTRY) or [(-1,)], (int,))
        if given != last + 1:
            raise StoreDamaged(COME_APART)
        if self._touched_from is None:
            self._touched_from = given
        self._add_commands(events)
        heads = self._heads
        rows: list[tuple[Any, ...]] = []
        entries: list[tuple[int, bytes]] = []
        for index, event in enumerate(events, start=given):
            name, version, topic, payload, event_id, recorded_at, actor, command = event
            before, _, previous = heads.get(name) or self._head(name)
            if version != before + 1:
                message = "event {version} of {relationship} does not follow event {last}"
                raise OutOfTurn(message, version=version, relationship=name, last=before)
            said = (recorded_at, actor, command, digest(payload), previous.hex())
            # All of this but the topic stands in the payload: without a backslash there, JSON
            # writes every text of it as it is.
            if b"\\" in payload:
                line = Entry(index, name, version, topic, *said).line()
            else:
                line = plain_line(index, name, version, topic, *said)
            heads[name] = (version, index, sha256(line).digest())
            rows.append((index + 1, name, version, topic, payload, event_id))
            entries.append((index, line))
        add_events(self._session, rows)
        self._session.add("entries", entries)
        return range(given + 1, given + 1 + len(events))

    def finish(self) -> None:
        """Write the head of every relationship that has grown."""
        begin = self._touched_from
        if begin is not None:
            grown = ((name, *head) for name, head in self._heads.items() if head[1] >= begin)
            while some := list(islice(grown, _AT_ONCE)):
                self._session.put("heads", some)

    def _add_commands(self, events: Sequence[Bytes]) -> None:
        commands = list(_commands(events, self._last))
        goes_on = self._last is not None and commands[0][:3] == self._last[:3]
        if goes_on:
            self._session.run(_GOES_ON, commands[0][3], commands[0][0])
        add_commands(self._session, [(*one, None) for one in commands[goes_on:]])
        self._last = commands[-1]

    def _head(self, relationship: str) -> _Head:
        found = self._heads.get(relationship)
        if found is None:
            version, mark = head_of(self._session, relationship) or (0, FIRST)
            found = self._heads[relationship] = (version, -1, bytes.fromhex(mark))
        return found


@contextmanager
def bulk(database: Database) -> Iterator[BulkWriting]:
    """Open a transaction for bulk writing; kept as a whole at the end of the block, or undone."""
    with database.filling() as session:
        writing = BulkWriting(session)
        yield writing
        writing.finish()


def _commands(
    events: Sequence[Bytes], before: tuple[str, str, int, int] | None
) -> Iterator[tuple[str, str, int, int]]:
    """Yield every command with its place, the one that goes on from before first."""
    places: dict[str, tuple[str, int, int]] = {}
    if before is not None and events[0][-1] == before[0]:
        places[before[0]] = before[1:]
    for name, version, _, _, _, _, _, command in events:
        place = places.get(command)
        if place is None:
            places[command] = (name, version, version)
        elif (place[0], place[2] + 1) == (name, version):
            places[command] = (name, place[1], version)
        else:
            message = "command {command} must record successive events of one relationship"
            raise Conflict(message, command=command)
    for command, (name, first, last) in places.items():
        yield command, name, first, last
