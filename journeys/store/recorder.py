"""The recorder: events, their evidence and the ledger of commands, in one transaction.

Written once for every database. Each adds the event library's own recorder class to it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, cast
from uuid import UUID

from eventsourcing.persistence import IntegrityError, Notification, StoredEvent

from journeys.store.database import Database, Session
from journeys.store.errors import (
    COME_APART,
    CommandRepeated,
    Conflict,
    ConnectionLost,
    EventIdTaken,
    OutOfTurn,
    StoreDamaged,
)
from journeys.store.evidence import FIRST, MOST, Entry, EntryNote, digest
from projections.ports import LogPage

_SILENT = EntryNote("", "", "", "")
LAST_ENTRY = "SELECT log_index FROM entries ORDER BY log_index DESC LIMIT 1"
_HEAD = "SELECT version, entry_hash FROM heads WHERE relationship = ?"
_ENDS = (
    f"SELECT ({LAST_ENTRY}), version, entry_hash "  # noqa: S608 - our own names
    "FROM (SELECT 1 AS one) AS always LEFT JOIN heads ON relationship = ?"
)
_AT_ONCE = 2000
"""So many rows are looked up in one statement."""
_EVENTS = "SELECT position, relationship, version, topic, payload FROM events "
_BY_ID = "SELECT position, relationship, version FROM events WHERE event_id = ?"

Tuples = list[tuple[int, str, int, str, bytes]]
Pairs = Sequence[tuple[StoredEvent, EntryNote]]


class _Head(NamedTuple):
    version: int
    log_index: int
    digest: str


class EvidenceRecorder:
    """Records events for the library, and evidence beside every one of them."""

    datastore: Database

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        notes: Sequence[EntryNote] | None = None,
        fingerprints: Mapping[str, bytes] | None = None,
        **_: Any,  # noqa: ANN401 - the library passes tracking and the like
    ) -> Sequence[int]:
        """Store all of the events and return their positions, or raise and store none.

        When the connection breaks it is made anew and the events are stored, unless they turn out
        to have been stored before it broke: then their positions are the answer.

        Parameters
        ----------
        stored_events
            In order; several relationships and commands may be mixed.
        notes
            One per event, or None for events that come without testimony.
        fingerprints
            By command id, what tells two commands with one id apart.

        Raises
        ------
        CommandRepeated, EventIdTaken, OutOfTurn
            See `journeys.store.errors`; in this order when several are true.
        ConnectionLost
            When the connection stays broken: it is not known whether the events were stored.
        """
        if not stored_events:
            return []
        # A library event may start at 0; a relationship's first event is number 1.
        starts = (0, 1) if notes is None else (1,)
        pairs = list(zip(stored_events, notes or [_SILENT] * len(stored_events), strict=True))
        until = time.monotonic() + self.datastore.wait
        lost = False
        while True:
            try:
                with self.datastore.writing("log") as session:
                    given = session.positions(len(pairs))
                    if notes is not None:
                        _record_commands(session, pairs, fingerprints or {})
                    return _record_events(session, pairs, starts, given)
            except ConnectionLost:
                if time.monotonic() > until:
                    raise
                lost = True
            except Conflict:
                # Said under the lock: what was under way when the connection broke is decided.
                stored = self._stored(pairs) if lost else None
                if stored is None:
                    raise
                return stored

    def _stored(self, pairs: Pairs) -> list[int] | None:
        """Return the positions of these very events, None when they are not all stored."""
        positions = []
        for event, note in pairs:
            found = self.datastore.all(_BY_ID, note.event_id) if note.event_id else []
            place = (_text(event.originator_id), event.originator_version)
            if not found or tuple(found[0][1:]) != place:
                return None
            positions.append(int(found[0][0]))
        return positions

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """Return one relationship's events by version."""
        rows = self.datastore.all(
            f"{_EVENTS} WHERE relationship = ? AND version > ? AND version <= ? "
            f"ORDER BY version {'DESC' if desc else 'ASC'} LIMIT ?",
            _text(originator_id),
            -1 if gt is None else gt,
            MOST if lte is None else lte,
            MOST if limit is None else limit,
        )
        return [StoredEvent(self._id(name), v, topic, data) for _, name, v, topic, data in rows]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Return events in the order of the log, as the library wants them."""
        after = -1 if start is None else start - inclusive_of_start
        among = f"AND topic IN ({','.join('?' * len(topics))}) " if topics else ""
        rows = self.datastore.all(
            f"{_EVENTS} WHERE position > ? AND position <= ? {among}ORDER BY position LIMIT ?",
            after,
            MOST if stop is None else stop,
            *topics,
            limit,
        )
        return [
            Notification(self._id(name), version, topic, data, id=position)
            for position, name, version, topic, data in rows
        ]

    def select_rows(self, after: int, limit: int) -> Tuples:
        """Return (position, relationship, version, topic, payload) after a position, in order.

        The bulk paths read these tuples: building the library's objects costs more than decoding.
        """
        rows = self.datastore.all(
            f"{_EVENTS} WHERE position > ? ORDER BY position LIMIT ?", after, limit
        )
        # Whoever asks for page after page would go on for ever where a damaged table definition
        # has made the position an ordinary column, with anything in it.
        if rows and (type(rows[-1][0]) is not int or rows[-1][0] <= after):
            raise StoreDamaged(COME_APART)
        return cast("Tuples", rows)

    def select_page(self, after: int, limit: int) -> LogPage:
        """Return the same, a list for every thing."""
        return LogPage.of(self.select_rows(after, limit))

    def select_at(self, positions: Sequence[int]) -> Tuples:
        """Return the same tuples at these positions, in order."""
        found: list[tuple[Any, ...]] = []
        for begin in range(0, len(positions), _AT_ONCE):
            some = positions[begin : begin + _AT_ONCE]
            places = ", ".join("?" * len(some))
            statement = f"{_EVENTS}WHERE position IN ({places}) ORDER BY position"
            found += self.datastore.all(statement, *some)
        return cast("Tuples", found)

    def select_stream(
        self,
        relationship: str,
        *,
        after: int = 0,
        until: int | None = None,
        without: Sequence[str] = (),
    ) -> Tuples:
        """Return the same tuples of one relationship, after < version ≤ until, by version.

        Those whose topic is among *without* are left out.
        """
        passed = f"AND topic NOT IN ({', '.join('?' * len(without))}) " if without else ""
        statement = (
            f"{_EVENTS}WHERE relationship = ? AND version > ? AND version <= ? {passed}"
            "ORDER BY version"
        )
        last = MOST if until is None else until
        return cast("Tuples", self.datastore.all(statement, relationship, after, last, *without))

    def max_notification_id(self) -> int | None:
        """Return the last position; None for an empty log."""
        ((last,),) = self.datastore.all("SELECT MAX(position) FROM events")
        return cast("int | None", last)

    def _id(self, name: str) -> UUID | str:
        return UUID(name) if self.datastore.originator_id_type == "uuid" else name


def _text(originator_id: UUID | str) -> str:
    return originator_id.hex if isinstance(originator_id, UUID) else originator_id


def _record_events(
    session: Session, pairs: Pairs, starts: tuple[int, ...], given: int
) -> list[int]:
    last, heads = _ends(session, _text(pairs[0][0].originator_id))
    # Both numbers are given under one lock, so that position is always log_index + 1. Where it is
    # not, rows were lost or added behind our back, and writing on would bury the traces.
    if given != last + 1:
        raise StoreDamaged(COME_APART)
    events, entries = [], []
    for index, (event, note) in enumerate(pairs, start=last + 1):
        name, version = _text(event.originator_id), event.originator_version
        before, previous = _head(session, heads, name)
        if version not in (starts if before is None else (before + 1,)):
            message = "event {version} of {relationship} does not follow event {last}"
            raise OutOfTurn(message, version=version, relationship=name, last=before or 0)
        line = Entry(
            index, name, version, event.topic, *note[1:], digest(event.state), previous
        ).line()
        heads[name] = _Head(version, index, digest(line))
        events.append((index + 1, name, version, event.topic, event.state, note.event_id or None))
        entries.append((index, line))
    with events_once():
        session.add("events", events)
    session.add("entries", entries)
    session.put("heads", [(name, v, i, bytes.fromhex(h)) for name, (v, i, h) in heads.items()])
    return [position for position, *_ in events]


def _ends(session: Session, relationship: str) -> tuple[int, dict[str, _Head]]:
    """Return the last index in the log, −1 for none, and the relationship's head if it has one."""
    ((last, version, entry_hash),) = session.all(_ENDS, relationship)
    sound([(-1 if last is None else last,)], (int,))
    if version is None and entry_hash is None:
        return -1 if last is None else last, {}
    sound([(version, entry_hash)], (int, bytes))
    return last, {relationship: _Head(version, -1, entry_hash.hex())}


@contextmanager
def events_once() -> Iterator[None]:
    """Add rows of events: `EventIdTaken` or `OutOfTurn` when one is there already."""
    try:
        yield
    except IntegrityError as error:
        if "event_id" in str(error):
            raise EventIdTaken("an event with this id is on record already") from error
        raise OutOfTurn("these events are on record already") from error


def _head(session: Session, heads: dict[str, _Head], relationship: str) -> tuple[int | None, str]:
    if relationship in heads:
        return heads[relationship].version, heads[relationship].digest
    return head_of(session, relationship) or (None, FIRST)


def head_of(session: Session, relationship: str) -> tuple[int, str] | None:
    """Return a relationship's last version and the hash of its entry; None when it has none."""
    rows = session.all(_HEAD, relationship)
    if not rows:
        return None
    ((version, entry_hash),) = sound(rows, (int, bytes))
    return version, entry_hash.hex()


def sound(rows: list[tuple[Any, ...]], types: tuple[type, ...]) -> list[tuple[Any, ...]]:
    """Return the rows when their values are of these types; `StoreDamaged` otherwise."""
    # SQLite keeps any kind of value in any column: what we build on must be of the right one.
    if any(tuple(map(type, row)) != types for row in rows):
        raise StoreDamaged(COME_APART)
    return rows


def _record_commands(session: Session, pairs: Pairs, fingerprints: Mapping[str, bytes]) -> None:
    # First of all, so that a command that comes twice is told so, not that it is out of turn.
    rows = [(command, *place, fingerprints.get(command)) for command, place in _grouped(pairs)]
    with commands_once():
        session.add("commands", rows)


@contextmanager
def commands_once() -> Iterator[None]:
    """Add rows of the ledger: `CommandRepeated` when one is there already."""
    try:
        yield
    except IntegrityError as error:
        raise CommandRepeated("a command with this id was carried out already") from error


def _grouped(pairs: Pairs) -> Iterator[tuple[str, tuple[str, int, int]]]:
    places: dict[str, tuple[str, int, int]] = {}
    for event, note in pairs:
        if not note.command_id:
            continue
        name, version = _text(event.originator_id), event.originator_version
        place = places.get(note.command_id)
        if place is not None and (place[0], place[2] + 1) != (name, version):
            message = "command {command} must record successive events of one relationship"
            raise Conflict(message, command=note.command_id)
        places[note.command_id] = (name, place[1] if place else version, version)
    yield from places.items()
