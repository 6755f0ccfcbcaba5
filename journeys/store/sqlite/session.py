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
        places, told = self._placed(table, columns)
        width, done = len(told), 0
        for number in _NUMBERS if self._together else ():
            statement = _insert_many(table, places, number)
            while len(columns[0]) - done >= number:
                values: list[object] = [None] * (width * number)
                for place, column in enumerate(told):
                    values[place::width] = column[done : done + number]
                self._run(statement, values)
                done += number
        rest = (column[done:] for column in told)
        self._many(_insert_many(table, places, 1), zip(*rest, strict=True))

    def _placed(
        self, table: str, columns: Columns
    ) -> tuple[tuple[str, ...], list[Sequence[object]]]:
        """Return what stands in a statement for each column, and what is bound there.

        Python's `sqlite3` looks for an adapter for whatever is no text, number or `bytearray`, and
        that takes longer (0.3 to 0.4 µs) than all else which it does with a value.
        """
        places, told = list[str](), list[Sequence[object]]()
        for name, column in zip(tables.COLUMNS[table], columns, strict=True):
            if not column or (column[0] is None and column.count(None) == len(column)):
                places.append("NULL")
                continue
            cast = name in tables.BYTES and isinstance(column[0], str)
            places.append("CAST(? AS BLOB)" if cast else "?")
            told.append(_as_bytes(column) if name in tables.BYTES and not cast else column)
        return tuple(places), told

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


def _as_bytes(column: Sequence[object]) -> list[object]:
    """Return a column of bytes in the form that is bound the sooner."""
    return [
        bytearray(one)
        if isinstance(one, bytes)
        else bytearray(one, "utf-8")
        if isinstance(one, str)
        else one
        for one in column
    ]


@cache
def _insert_many(table: str, places: tuple[str, ...], number: int) -> str:
    """Return the statement that adds so many rows, in each of which this stands."""
    # As the transaction ends where one fails, SQLite need not note how to undo the statement: for
    # a million events it would write a third of their file besides.
    one, _ = tables.insert(table).replace("INSERT", "INSERT OR FAIL", 1).split(" VALUES ")
    row = f"({', '.join(places)})"
    return f"{one} VALUES {', '.join([row] * number)}"
