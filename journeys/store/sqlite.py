"""The SQLite recorder: events, their evidence and the ledger of commands, in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, cast
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteCursor, SQLiteFactory

from journeys.store.connection import WAIT, Datastore
from journeys.store.errors import CommandRepeated, Conflict, EventIdTaken, OutOfTurn, StoreDamaged
from journeys.store.evidence import FIRST, MOST, Entry, EntryNote, digest

_SILENT = EntryNote("", "", "", "")

_LAST_ENTRY = "SELECT log_index FROM entries ORDER BY log_index DESC LIMIT 1"
_HEAD = "SELECT version, entry_hash FROM heads WHERE relationship = ?"
_INSERT_COMMAND = "INSERT INTO commands VALUES (?, ?, ?, ?, ?)"
_INSERT_EVENT = (
    "INSERT INTO events (relationship, version, topic, payload, event_id) VALUES (?, ?, ?, ?, ?)"
)
_INSERT_ENTRY = "INSERT INTO entries VALUES (?, ?)"
_SET_HEAD = "INSERT OR REPLACE INTO heads VALUES (?, ?, ?, ?)"
_EVENTS = "SELECT position, relationship, version, topic, payload FROM events "

_COME_APART = "events and their evidence do not match: run 'journeys verify'"

Tuples = list[tuple[int, str, int, str, bytes]]


class EvidenceRecorder(SQLiteApplicationRecorder):
    """Records events for the library, and evidence beside every one of them."""

    def create_table(self) -> None:
        """Open the file: a connection is only ever handed out on one that has its tables.

        For reading, because a store can be opened while somebody else is writing to it.
        """
        with self.datastore.transaction(commit=False):
            pass

    def _insert_events(
        self,
        c: SQLiteCursor,
        stored_events: Sequence[StoredEvent],
        *,
        notes: Sequence[EntryNote] | None = None,
        fingerprints: Mapping[str, bytes] | None = None,
        **_: Any,  # noqa: ANN401 - the library passes tracking and the like
    ) -> Sequence[int]:
        """Store all of the events, or raise and store none.

        Parameters
        ----------
        c
            The cursor of a transaction that holds the write lock.
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
        """
        if not stored_events:
            return []
        cursor = c.sqlite_cursor
        cursor.row_factory = None
        # A library event may start at 0; a relationship's first event is number 1.
        starts = (0, 1) if notes is None else (1,)
        pairs = list(zip(stored_events, notes or [_SILENT] * len(stored_events), strict=True))
        if notes is not None:
            _record_commands(cursor, pairs, fingerprints or {})
        (last,) = _sound(cursor.execute(_LAST_ENTRY).fetchone() or (-1,), (int,))
        heads: dict[str, tuple[int, int, str]] = {}
        events, entries = [], []
        for index, (event, note) in enumerate(pairs, start=last + 1):
            name, version = _text(event.originator_id), event.originator_version
            before, previous = _head(cursor, heads, name)
            if version not in (starts if before is None else (before + 1,)):
                message = "event {version} of {relationship} does not follow event {last}"
                raise OutOfTurn(message, version=version, relationship=name, last=before or 0)
            line = Entry(
                index, name, version, event.topic, *note[1:], digest(event.state), previous
            ).line()
            heads[name] = (version, index, digest(line))
            events.append((name, version, event.topic, event.state, note.event_id or None))
            entries.append((index, line))
        position = _insert(cursor, events)
        _check_in_step(position, index)
        cursor.executemany(_INSERT_ENTRY, entries)
        cursor.executemany(
            _SET_HEAD, [(name, v, i, bytes.fromhex(h)) for name, (v, i, h) in heads.items()]
        )
        return list(range(position - len(events) + 1, position + 1))

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
        rows = self._select(
            f"{_EVENTS} WHERE relationship = ? AND version > ? AND version <= ? "
            f"ORDER BY version {'DESC' if desc else 'ASC'} LIMIT ?",
            (
                _text(originator_id),
                -1 if gt is None else gt,
                MOST if lte is None else lte,
                -1 if limit is None else limit,
            ),
        )
        convert = self.convert_originator_id
        return [StoredEvent(convert(name), v, topic, data) for _, name, v, topic, data in rows]

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
        rows = self._select(
            f"{_EVENTS} WHERE position > ? AND position <= ? {among}ORDER BY position LIMIT ?",
            (after, MOST if stop is None else stop, *topics, limit),
        )
        convert = self.convert_originator_id
        return [
            Notification(convert(name), version, topic, data, id=position)
            for position, name, version, topic, data in rows
        ]

    def select_rows(self, after: int, limit: int) -> Tuples:
        """Return (position, relationship, version, topic, payload) after a position, in order.

        The bulk paths read these tuples: building the library's objects costs more than decoding.
        """
        rows = self._select(
            f"{_EVENTS} WHERE position > ? ORDER BY position LIMIT ?", (after, limit)
        )
        # Whoever asks for page after page would go on for ever where a damaged table definition
        # has made the position an ordinary column, with anything in it.
        if rows and (type(rows[-1][0]) is not int or rows[-1][0] <= after):
            raise StoreDamaged(_COME_APART)
        return rows

    def select_stream(self, relationship: str) -> Tuples:
        """Return the same tuples of one relationship, by version."""
        return self._select(f"{_EVENTS} WHERE relationship = ? ORDER BY version", (relationship,))

    def max_notification_id(self) -> int | None:  # type: ignore[override]
        """Return the last position; None for an empty log. The library's SQLite part says int."""
        with self.datastore.transaction(commit=False) as c:
            c.execute("SELECT MAX(position) FROM events")
            return cast("int | None", c.fetchone()[0])

    def _select(self, statement: str, parameters: tuple[object, ...]) -> Tuples:
        with self.datastore.transaction(commit=False) as c:
            cursor = c.sqlite_cursor
            cursor.row_factory = None
            return cursor.execute(statement, parameters).fetchall()


class Factory(SQLiteFactory):
    """Builds the parts of the library's application on our data store."""

    application_recorder_class = EvidenceRecorder

    def __init__(self, env: Any) -> None:  # noqa: ANN401 - the library's environments
        super().__init__(env)
        kind = self.env.get(self.ORIGINATOR_ID_TYPE, "text").lower()
        self.datastore = Datastore(
            self.env.get(self.SQLITE_DBNAME, ""),
            wait=int(self.env.get(self.SQLITE_LOCK_TIMEOUT) or WAIT),
            single_row_tracking=self.datastore.single_row_tracking,
            originator_id_type=cast("Literal['uuid', 'text']", kind),
        )


def _text(originator_id: UUID | str) -> str:
    return originator_id.hex if isinstance(originator_id, UUID) else originator_id


def _head(
    cursor: sqlite3.Cursor, heads: dict[str, tuple[int, int, str]], relationship: str
) -> tuple[int | None, str]:
    if relationship in heads:
        version, _, previous = heads[relationship]
        return version, previous
    row = cursor.execute(_HEAD, (relationship,)).fetchone()
    if row is None:
        return None, FIRST
    version, entry_hash = _sound(row, (int, bytes))
    return version, entry_hash.hex()


def _sound(row: tuple[Any, ...], types: tuple[type, ...]) -> tuple[Any, ...]:
    # SQLite keeps any kind of value in any column: what we build on must be of the right one.
    if tuple(map(type, row)) != types:
        raise StoreDamaged(_COME_APART)
    return row


def _record_commands(
    cursor: sqlite3.Cursor,
    pairs: Sequence[tuple[StoredEvent, EntryNote]],
    fingerprints: Mapping[str, bytes],
) -> None:
    # First of all, so that a command that comes twice is told so, not that it is out of turn.
    rows = [(command, *place, fingerprints.get(command)) for command, place in _grouped(pairs)]
    try:
        cursor.executemany(_INSERT_COMMAND, rows)
    except sqlite3.IntegrityError as error:
        raise CommandRepeated("a command with this id was carried out already") from error


def _grouped(
    pairs: Sequence[tuple[StoredEvent, EntryNote]],
) -> Iterator[tuple[str, tuple[str, int, int]]]:
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


def _insert(cursor: sqlite3.Cursor, events: Sequence[tuple[object, ...]]) -> int:
    try:
        cursor.executemany(_INSERT_EVENT, events)
        (position,) = cursor.execute("SELECT last_insert_rowid()").fetchone()
        return cast("int", position)
    except sqlite3.IntegrityError as error:
        if "events.event_id" in str(error):
            raise EventIdTaken("an event with this id is on record already") from error
        raise OutOfTurn("these events are on record already") from error


def _check_in_step(position: int, log_index: int) -> None:
    # Both numbers are given under one lock, so that position is always log_index + 1. Where it is
    # not, rows were lost or added behind our back, and writing on would bury the traces.
    if position != log_index + 1:
        raise StoreDamaged(_COME_APART)
