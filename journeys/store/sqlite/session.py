"""A session of SQLite: statements of one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from functools import cache

from journeys.store import tables
from journeys.store.database import Columns, Rows
from journeys.store.sqlite.errors import SqliteErrors, translated
from journeys.store.sqlite.stored import SqliteStored

_NUMBERS = (1024, 256, 64, 16, 4)
"""Rows that one statement may add: six columns of the most are below SQLite's 32,766 values."""
_GIVEN = "SELECT seq FROM sqlite_sequence WHERE name = 'events'"


class SqliteSession:
    """See `journeys.store.database.Session`."""

    def __init__(self, cursor: sqlite3.Cursor, *, many: bool = False) -> None:
        cursor.row_factory = None
        self._cursor, self._together = cursor, many

    def all(self, statement: str, *values: object) -> Rows:
        """Return every row of an answer."""
        try:
            return self._cursor.execute(statement, values).fetchall()
        except SqliteErrors as error:
            raise translated(error) from error

    def run(self, statement: str, *values: object) -> None:
        """Carry out a statement without an answer."""
        self._run(statement, values)

    def add(self, table: str, rows: Sequence[Sequence[object]]) -> None:
        """Add rows of all columns."""
        self._many(tables.insert(table), rows)

    def fill(self, table: str, columns: Columns) -> None:
        """Add very many rows, told column by column, in few statements.

        While a statement runs other threads go on, but one that begins may have to wait for them.
        """
        told, done = [_bound(one) for one in columns if not _empty(one)], 0
        width, given = len(told), tuple(not _empty(one) for one in columns)
        for number in _NUMBERS if self._together else ():
            while len(columns[0]) - done >= number:
                values: list[object] = [None] * (width * number)
                for place, column in enumerate(told):
                    values[place::width] = column[done : done + number]
                self._run(_insert_many(table, given, number), values)
                done += number
        rest = (column[done:] for column in columns)
        self._many(tables.insert(table), zip(*rest, strict=True))

    def put(self, table: str, rows: Sequence[tuple[object, ...]]) -> None:
        """Add rows, or put them in the place of those with the same key."""
        self._many(tables.put(table), rows)

    def positions(self, count: int) -> int:  # noqa: ARG002 - AUTOINCREMENT counts by itself
        """Return the last position that was ever given out."""
        rows = self.all(_GIVEN)
        return rows[0][0] if rows else 0

    def stored(self) -> SqliteStored:
        """Return what verification reads, with what this session has written so far."""
        return SqliteStored(self._cursor.connection)

    def unhurried(self) -> None:
        """Do nothing: nobody hurries a session of a file."""

    def _run(self, statement: str, values: Sequence[object]) -> None:
        try:
            self._cursor.execute(statement, values)
        except SqliteErrors as error:
            raise translated(error) from error

    def _many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        try:
            self._cursor.executemany(statement, rows)
        except SqliteErrors as error:
            raise translated(error) from error


def _empty(column: Sequence[object]) -> bool:
    """Whether nothing stands in a column; each None that is handed over takes 0.3 µs."""
    return len(column) > 0 and column[0] is None and column.count(None) == len(column)


def _bound(column: Sequence[object]) -> Sequence[object]:
    """Return a column with its bytes in the form for which no adapter is looked for.

    Python's `sqlite3` looks for one for whatever is no text, number or `bytearray`: 0.3 µs each.
    """
    if len(column) == 0 or type(column[0]) is not bytes:
        return column
    return [bytearray(one) if type(one) is bytes else one for one in column]


@cache
def _insert_many(table: str, given: tuple[bool, ...], number: int) -> str:
    """Return the statement that adds so many rows, of which these columns are given."""
    # As the transaction ends where one fails, SQLite need not note how to undo the statement: for
    # a million events it would write a third of their file besides.
    one, _ = tables.insert(table).replace("INSERT", "INSERT OR FAIL", 1).split(" VALUES ")
    row = ", ".join("?" if one else "NULL" for one in given)
    return f"{one} VALUES {', '.join([f'({row})'] * number)}"
