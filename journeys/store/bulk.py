"""Many events at once: the same rows as the recorder writes, in one transaction of any length.

Who writes in bulk hands over bytes, not events: what they are was settled before. Positions,
versions, the evidence and the ledger of commands are kept here, as for every other event.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from itertools import islice
from types import MappingProxyType
from typing import Any

from journeys.store.behind import Behind
from journeys.store.database import Database, Rows, Session
from journeys.store.errors import COME_APART, Conflict, OutOfTurn, StoreDamaged
from journeys.store.evidence import FIRST, Entry, plain_line
from journeys.store.recorder import LAST_ENTRY, add_commands, add_events, head_of, sound

NONE: Mapping[str, bytes] = MappingProxyType({})
_AT_ONCE = 5000
"""Heads written at a time."""
_Head = tuple[int, int, bytes]
"""A relationship's last version, where its entry is, and the entry's hash."""
_Command = list[Any]
"""A row of the ledger: the command, its relationship, the first version and the last, and what
tells it from another with its id."""
_GOES_ON = "UPDATE commands SET last_version = ? WHERE command_id = ?"


Bytes = tuple[str, int, str, bytes, str, str, str, str]
"""An event as it is stored, and what the recorder has to know of it.

Relationship, version, topic, payload; the event's id, when it was recorded, the actor and the
command, as the payload says them.
"""


class BulkWriting:
    """One transaction that grows; nobody sees any of it before it is whole.

    What is added is written behind our back: `settle` waits for it, and says what was wrong.
    """

    def __init__(self, session: Session, behind: Behind) -> None:
        self._session, self._behind = session, behind
        self._blank = not session.all("SELECT 1 FROM heads LIMIT 1")
        self._heads: dict[str, _Head] = {}
        self._begun: int | None = None
        self._next = 0
        self._last: _Command | None = None

    def stay(self) -> None:
        """Say that we are still there: a server gives up on who says nothing for long."""
        self._session.positions(0)

    def last(self, relationship: str) -> int:
        """Return the last version of a relationship so far, 0 when it has none."""
        return self._head(relationship)[0]

    def add(self, events: Sequence[Bytes], fingerprints: Mapping[str, bytes] = NONE) -> range:
        """Store events in their order, with their evidence; return their positions.

        The events of one command follow each other, in one call or in successive ones.
        *fingerprints* are by command id, as in `Store.append`.

        Raises
        ------
        CommandRepeated, EventIdTaken, OutOfTurn
            As of `Store.append`, of these events or those before. The transaction must then end.
        """
        if not events:
            return range(0)
        if self._begun is None:
            ((last,),) = sound(self._session.all(LAST_ENTRY) or [(-1,)], (int,))
            self._begun = self._next = last + 1
        given = self._next
        commands = list(_commands(events, fingerprints, self._last).values())
        heads = self._heads
        rows: Rows = []
        entries: Rows = []
        for index, event in enumerate(events, start=given):
            name, version, topic, payload, event_id, recorded_at, actor, command = event
            before, _, previous = heads.get(name) or self._head(name)
            if version != before + 1:
                message = "event {version} of {relationship} does not follow event {last}"
                raise OutOfTurn(message, version=version, relationship=name, last=before)
            said = (recorded_at, actor, command, sha256(payload).hexdigest(), previous.hex())
            # All of this but the topic stands in the payload: without a backslash there, JSON
            # writes every text of it as it is.
            if b"\\" in payload:
                line = Entry(index, name, version, topic, *said).line()
            else:
                line = plain_line(index, name, version, topic, *said)
            heads[name] = (version, index, sha256(line).digest())
            rows.append((index + 1, name, version, topic, payload, event_id))
            entries.append((index, line))
        goes_on = self._last is not None and commands[0][:3] == self._last[:3]
        self._last, self._next = commands[-1], given + len(events)
        self._behind.do(partial(self._write, commands, rows, entries, goes_on=goes_on))
        return range(given + 1, self._next + 1)

    def settle(self) -> None:
        """Wait until all that was added can be read; raise as `add` does."""
        self._behind.wait()

    def _write(self, commands: list[_Command], rows: Rows, entries: Rows, *, goes_on: bool) -> None:
        session = self._session
        if session.positions(len(rows)) != rows[0][0] - 1:
            raise StoreDamaged(COME_APART)
        if goes_on:
            session.run(_GOES_ON, commands[0][3], commands[0][0])
        add_commands(session, commands[goes_on:])
        add_events(session, rows)
        session.add("entries", entries)

    def finish(self) -> None:
        """Write the head of every relationship that has grown."""
        self.settle()
        begin = self._begun
        if begin is not None:
            grown = ((name, *head) for name, head in self._heads.items() if head[1] >= begin)
            while some := list(islice(grown, _AT_ONCE)):
                self._session.put("heads", some)
            self._begun = None

    def _head(self, relationship: str) -> _Head:
        found = self._heads.get(relationship)
        if found is None:
            version, mark = 0, FIRST
            if not self._blank:
                self.settle()
                version, mark = head_of(self._session, relationship) or (0, FIRST)
            found = self._heads[relationship] = (version, -1, bytes.fromhex(mark))
        return found


@contextmanager
def bulk(database: Database, among: int = 1) -> Iterator[BulkWriting]:
    """Open a transaction for bulk writing; kept as a whole at the end of the block, or undone.

    It is one of so many (*among*) that are open at once.
    """
    with database.filling(among) as session, Behind(alone=among > 1) as behind:
        writing = BulkWriting(session, behind)
        yield writing
        writing.finish()


def _commands(
    events: Sequence[Bytes], fingerprints: Mapping[str, bytes], before: _Command | None
) -> dict[str, _Command]:
    """Return the ledger's row of every command, the one that goes on from before first."""
    found: dict[str, _Command] = {}
    if before is not None and events[0][-1] == before[0]:
        found[before[0]] = list(before)
    for name, version, _, _, _, _, _, command in events:
        row = found.get(command)
        if row is None:
            found[command] = [command, name, version, version, fingerprints.get(command)]
        elif row[1] == name and row[3] + 1 == version:
            row[3] = version
        else:
            message = "command {command} must record successive events of one relationship"
            raise Conflict(message, command=command)
    return found
