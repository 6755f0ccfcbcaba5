"""A session of SQLite: statements of one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from journeys.store import tables
from journeys.store.database import Rows
from journeys.store.sqlite.errors import SqliteErrors, translated
from journeys.store.sqlite.stored import SqliteStored

_WIDE = 400_000
"""Kilobytes of the file that a session with very many rows may hold in memory."""
_GIVEN = "SELECT seq FROM sqlite_sequence WHERE name = 'events'"


class SqliteSession:
    """See `journeys.store.database.Session`."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        cursor.row_factory = None
        self._cursor = cursor

    def all(self, statement: str, *values: object) -> Rows:
        """Return every row of an answer."""
        with _translating():
            return self._cursor.execute(statement, values).fetchall()

    def run(self, statement: str, *values: object) -> None:
        """Carry out a statement without an answer."""
        with _translating():
            self._cursor.execute(statement, values)

    def add(self, table: str, rows: Sequence[tuple[object, ...]]) -> None:
        """Add rows of all columns."""
        self._many(tables.insert(table), rows)

    def put(self, table: str, rows: Sequence[tuple[object, ...]]) -> None:
        """Add rows, or put them in the place of those with the same key."""
        self._many(tables.put(table), rows)

    def widen(self, among: int = 1) -> None:
        """Hold more of the file in memory: indexes are written to all over."""
        self.run(f"PRAGMA cache_size = -{_WIDE // among}")

    def positions(self, count: int) -> int:  # noqa: ARG002 - AUTOINCREMENT counts by itself
        """Return the last position that was ever given out."""
        rows = self.all(_GIVEN)
        return rows[0][0] if rows else 0

    def stored(self) -> SqliteStored:
        """Return what verification reads, with what this session has written so far."""
        return SqliteStored(self._cursor.connection)

    def _many(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        with _translating():
            self._cursor.executemany(statement, rows)


@contextmanager
def _translating() -> Iterator[None]:
    try:
        yield
    except SqliteErrors as error:
        raise translated(error) from error
