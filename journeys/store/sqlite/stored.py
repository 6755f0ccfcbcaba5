"""What verification reads of an SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from journeys.store.sqlite.errors import SqliteErrors
from journeys.store.sqlite.schema import TABLES
from journeys.store.stored import Place, Row
from journeys.store.tables import CHECKED, select

_EVENTS = (
    "SELECT position, typeof(relationship), CAST(relationship AS BLOB), "
    "typeof(version), CAST(version AS BLOB), typeof(topic), CAST(topic AS BLOB), "
    "typeof(payload), CAST(payload AS BLOB), typeof(event_id), CAST(event_id AS BLOB) "
    "FROM events NOT INDEXED ORDER BY position"
)
_ENTRIES = (
    "SELECT log_index, typeof(line), CAST(line AS BLOB) FROM entries NOT INDEXED ORDER BY log_index"
)
# A column of another kind than was stored reads as NULL here, and agrees with nothing.
_COMMAND = """
    SELECT CASE typeof(relationship) WHEN 'text' THEN CAST(relationship AS BLOB) END,
        CASE typeof(first_version) WHEN 'integer' THEN first_version END,
        CASE typeof(last_version) WHEN 'integer' THEN last_version END
    FROM commands WHERE command_id = ?"""
_COMMANDS = """
    SELECT CASE typeof(command_id) WHEN 'text' THEN CAST(command_id AS BLOB) END,
        CASE typeof(relationship) WHEN 'text' THEN CAST(relationship AS BLOB) END,
        CASE typeof(first_version) WHEN 'integer' THEN first_version END,
        CASE typeof(last_version) WHEN 'integer' THEN last_version END
    FROM commands"""
_HEADS = """
    SELECT CASE typeof(relationship) WHEN 'text' THEN CAST(relationship AS BLOB) END,
        CASE typeof(version) WHEN 'integer' THEN version END,
        CASE typeof(log_index) WHEN 'integer' THEN log_index END,
        CASE typeof(entry_hash) WHEN 'blob' THEN entry_hash END
    FROM heads"""
_HEAD = "SELECT 1 FROM heads WHERE relationship = ?"
_LINE = (
    "SELECT CAST(line AS BLOB) FROM entries WHERE log_index = "
    "(SELECT position - 1 FROM events WHERE relationship = ? AND version = ?)"
)
_MADE = "SELECT sql FROM sqlite_master WHERE type = 'table'"
_TRIGGERS = "SELECT 1 FROM sqlite_master WHERE type = 'trigger' LIMIT 1"
_GIVEN = "SELECT CAST(seq AS INTEGER) FROM sqlite_sequence WHERE name = 'events'"


class SqliteStored:
    """See `journeys.store.stored.Stored`.

    Parameters
    ----------
    connection
        Inside a read transaction, where others may be writing meanwhile.
    """

    unreadable = (*SqliteErrors, MemoryError, OverflowError)

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def events(self) -> Iterator[Row]:
        """Yield events by position."""
        return self._rows(_EVENTS)

    def entries(self) -> Iterator[Row]:
        """Yield entries by index."""
        return self._rows(_ENTRIES)

    def heads(self) -> Iterator[Row]:
        """Yield the heads."""
        return self._rows(_HEADS)

    def commands(self) -> Iterator[Row]:
        """Yield the ledger."""
        return self._rows(_COMMANDS)

    def command(self, command_id: str) -> Place | None:
        """Return what the ledger says of a command."""
        row = next(self._rows(_COMMAND, command_id), None)
        return None if row is None else Place(*row)

    def has_head(self, relationship: str) -> bool:
        """Whether there is a head of that relationship."""
        return next(self._rows(_HEAD, relationship), None) is not None

    def line(self, relationship: str, version: int) -> bytes | None:
        """Return the entry that stands beside an event."""
        row = next(self._rows(_LINE, relationship, version), None)
        return row[0] if row else None

    def end(self) -> tuple[int, int]:
        """Return the last position ever given out, and the last one that is here."""
        given = next(self._rows(_GIVEN), (0,))[0]
        (last,) = next(self._rows("SELECT max(position) FROM events"))
        return given, last or 0

    def sound(self) -> Iterator[bool]:
        """Compare the tables with what we made, and have SQLite compare them with their indexes.

        Events are looked up by an index, and a trigger could change them on their way in.
        """
        try:
            yield set(TABLES) <= {row[0] for row in self._rows(_MADE)}
            yield next(self._rows(_TRIGGERS), None) is None
        except SqliteErrors:
            yield False
        for table in CHECKED:
            try:
                found = [row[0] for row in self._rows(f"PRAGMA integrity_check({table})")]
            except SqliteErrors:
                found = []
            yield found == ["ok"]

    def copied(self, table: str) -> Iterator[Row]:
        """Yield the rows of a table by its key."""
        return self._rows(select(table))

    def _rows(self, statement: str, *values: object) -> Iterator[Row]:
        cursor = self._connection.cursor()
        cursor.row_factory = None
        # "yield from" closes the cursor when nobody reads on; where the connection is closed by
        # then, as after Ctrl-C, SQLite would complain.
        for row in cursor.execute(statement, values):  # noqa: UP028 - see above
            yield row
