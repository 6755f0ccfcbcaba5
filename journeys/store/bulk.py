"""Many events at once: the same rows as the recorder writes, in one transaction of any length.

Who writes in bulk hands over bytes, not events: what they are was settled before. Positions,
versions, the evidence and the ledger of commands are kept here, as for every other event.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, NamedTuple

from journeys.store.database import Database, Session
from journeys.store.errors import COME_APART, Conflict, OutOfTurn, StoreDamaged
from journeys.store.evidence import FIRST, Entry, EntryNote, digest
from journeys.store.recorder import LAST_ENTRY, add_commands, add_events, head_of, sound

NONE: Mapping[str, bytes] = MappingProxyType({})
_GOES_ON = "UPDATE commands SET last_version = ? WHERE command_id = ?"


class Bytes(NamedTuple):
    """An event as it is stored, and what the recorder has to know of it."""

    relationship: str
    version: int
    topic: str
    payload: bytes
    note: EntryNote


class BulkWriting:
    """One transaction that grows; nobody sees any of it before it is whole."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._heads: dict[str, tuple[int | None, str]] = {}
        self._last: tuple[str, str, int, int] | None = None

    def stay(self) -> None:
        """Say that we are still there: a server gives up on who says nothing for long."""
        self._session.positions(0)

    def last(self, relationship: str) -> int:
        """Return the last version of a relationship so far, 0 when it has none."""
        return self._head(relationship)[0] or 0

    def add(self, events: Sequence[Bytes], fingerprints: Mapping[str, bytes] = NONE) -> list[int]:
        """Store events in their order, with their evidence; return their positions.

        The events of one command follow each other, in one call or in successive ones.
        *fingerprints* are by command id, as in `Store.append`.

        Raises
        ------
        CommandRepeated, EventIdTaken, OutOfTurn
            As of `Store.append`. The transaction must then end.
        """
        if not events:
            return []
        given = self._session.positions(len(events))
        ((last,),) = sound(self._session.all(LAST_ENTRY) or [(-1,)], (int,))
        if given != last + 1:
            raise StoreDamaged(COME_APART)
        self._add_commands(events, fingerprints)
        touched: dict[str, tuple[int, int, bytes]] = {}
        rows: list[tuple[Any, ...]] = []
        entries: list[tuple[int, bytes]] = []
        for index, (name, version, topic, payload, note) in enumerate(events, start=given):
            before, previous = self._head(name)
            if version != (before or 0) + 1:
                message = "event {version} of {relationship} does not follow event {last}"
                details = {"version": version, "relationship": name, "last": before or 0}
                raise OutOfTurn(message, **details)
            line = Entry(index, name, version, topic, *note[1:], digest(payload), previous).line()
            mark = digest(line)
            self._heads[name] = (version, mark)
            touched[name] = (version, index, bytes.fromhex(mark))
            rows.append((index + 1, name, version, topic, payload, note.event_id))
            entries.append((index, line))
        add_events(self._session, rows)
        self._session.add("entries", entries)
        self._session.put("heads", [(name, *head) for name, head in touched.items()])
        return [position for position, *_ in rows]

    def _add_commands(self, events: Sequence[Bytes], fingerprints: Mapping[str, bytes]) -> None:
        commands = list(_commands(events, self._last))
        goes_on = self._last is not None and commands[0][:3] == self._last[:3]
        if goes_on:
            self._session.run(_GOES_ON, commands[0][3], commands[0][0])
        add_commands(
            self._session, [(*one, fingerprints.get(one[0])) for one in commands[goes_on:]]
        )
        self._last = commands[-1]

    def _head(self, relationship: str) -> tuple[int | None, str]:
        found = self._heads.get(relationship)
        if found is None:
            found = self._heads[relationship] = head_of(self._session, relationship) or (
                None,
                FIRST,
            )
        return found


@contextmanager
def bulk(database: Database, among: int = 1) -> Iterator[BulkWriting]:
    """Open a transaction for bulk writing; kept as a whole at the end of the block, or undone.

    It is one of so many (*among*) that are open at once.
    """
    with database.writing("log") as session:
        session.widen(among)
        yield BulkWriting(session)


def _commands(
    events: Sequence[Bytes], before: tuple[str, str, int, int] | None
) -> Iterator[tuple[str, str, int, int]]:
    """Yield every command with its place, the one that goes on from before first."""
    places: dict[str, tuple[str, int, int]] = {}
    if before is not None and events[0].note.command_id == before[0]:
        places[before[0]] = before[1:]
    for name, version, _, _, note in events:
        place = places.get(note.command_id)
        if place is not None and (place[0], place[2] + 1) != (name, version):
            message = "command {command} must record successive events of one relationship"
            raise Conflict(message, command=note.command_id)
        places[note.command_id] = (name, place[1] if place else version, version)
    for command, place in places.items():
        yield (command, *place)
