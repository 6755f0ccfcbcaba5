"""A session of PostgreSQL: statements of one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.rows import tuple_row

from journeys.store import tables
from journeys.store.database import Columns, Rows
from journeys.store.errors import StoreDamaged
from journeys.store.postgres.errors import translating
from journeys.store.postgres.spelling import spelled
from journeys.store.postgres.stored import PostgresStored

_GIVE = "UPDATE turns SET given = given + ? WHERE what = 'log' RETURNING given"
UNHURRIED = "SET LOCAL idle_in_transaction_session_timeout = 0"
_MANY = 100
"""From so many rows on COPY is quicker than sending them one by one."""


class PostgresSession:
    """See `journeys.store.database.Session`."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._cursor = connection.cursor(row_factory=tuple_row, binary=True)

    def all(self, statement: str, *values: object) -> Rows:
        """Return every row of an answer."""
        with translating():
            return self._cursor.execute(spelled(statement), values).fetchall()

    def run(self, statement: str, *values: object) -> None:
        """Carry out a statement without an answer."""
        with translating():
            self._cursor.execute(spelled(statement), values)

    def add(self, table: str, rows: Sequence[Sequence[object]]) -> None:
        """Add rows of all columns."""
        if len(rows) < _MANY:
            self._each(tables.insert(table), rows)
            return
        columns = ", ".join(tables.COLUMNS[table])
        with translating(), self._cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def fill(self, table: str, columns: Columns) -> None:
        """Add very many rows, told column by column."""
        told = (
            [one.encode() if isinstance(one, str) else one for one in column]
            if name in tables.BYTES
            else column
            for name, column in zip(tables.COLUMNS[table], columns, strict=True)
        )
        self.add(table, list(zip(*told, strict=True)))

    def put(self, table: str, rows: Sequence[tuple[object, ...]]) -> None:
        """Add rows, or put them in the place of those with the same key."""
        self._each(tables.put(table), rows)

    def positions(self, count: int) -> int:
        """Return the last position ever given out, and give out *count* more.

        Whoever changes this row first holds it until the transaction ends, so that positions are
        given in the order in which their events become visible, and a refused event costs none.
        """
        rows = self.all(_GIVE, count)
        if not rows:
            raise StoreDamaged("the store's tables are damaged: run 'journeys verify'")
        return int(rows[0][0]) - count

    def stored(self) -> PostgresStored:
        """Return what verification reads, with what this session has written so far."""
        ((schema,),) = self.all("SELECT current_schema()")
        return PostgresStored(self._cursor.connection, schema)

    def unhurried(self) -> None:
        """Have the server wait for this transaction, however long it says nothing."""
        self.run(UNHURRIED)

    def _each(self, statement: str, rows: Sequence[Sequence[object]]) -> None:
        with translating():
            if len(rows) == 1:
                self._cursor.execute(spelled(statement), rows[0])
            elif rows:
                self._cursor.executemany(spelled(statement), rows)
