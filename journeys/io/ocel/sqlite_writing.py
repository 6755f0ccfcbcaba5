"""OCEL 2.0 as an SQLite file: one table for each type, and four that hold them together."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import chain
from pathlib import Path

from journeys.io.ocel.columns import Columns, joined, repeated
from journeys.io.ocel.log import Log
from journeys.io.ocel.parts import Kind, Value
from journeys.io.ocel.sqlite_rows import tables_of
from journeys.io.ocel.sqlite_tables import FIXED, OURS, TYPES, quoted

_PLACES = 900
"""Values in one statement: a step for hundreds of rows takes half the time of a step for each.

Every SQLite takes 999 of them.
"""

_MANY, _PAGE = 10_000, 1 << 14
"""From so many events the file has larger pages: a twentieth less time, and hardly more room."""


def dump(log: Log, path: Path) -> None:
    """Write a log to an SQLite file that does not exist yet.

    Raises
    ------
    OSError
        When the disk refuses it, because it is full for instance.
    """
    try:
        _dump(log, path)
    except sqlite3.OperationalError as error:
        raise OSError(errno.EIO, str(error)) from error


def _dump(log: Log, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # Nothing to roll back to and nobody else in it: the file takes its name when it is whole.
        if len(log.event_columns.ids) > _MANY:
            connection.execute(f"PRAGMA page_size = {_PAGE}")
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN")
        for table, columns in FIXED.items():
            named = ", ".join(f"{column} TEXT" for column in columns)
            connection.execute(f"CREATE TABLE {table} ({named})")
        _write(connection, "event", log.event_types, log.event_columns)
        _write(connection, "object", log.object_types, log.object_columns)
        connection.execute("COMMIT")


def _write(
    connection: sqlite3.Connection, what: str, kinds: Iterable[Kind], things: Columns
) -> None:
    tables = tables_of(what, kinds, things)
    named = [(kind, table.name) for kind, table in tables.items()]
    _insert(connection, f"{what}_map_type", [*chain.from_iterable(named)])
    _insert(connection, what, joined([things.ids, things.types]))
    ties = [repeated(things.ids, things.tied), things.others, things.qualifiers]
    _insert(connection, "event_object" if what == "event" else "object_object", joined(ties))
    fixed = OURS if what == "object" else OURS[:2]
    for table in tables.values():
        declared = [f"{column} TEXT" for column in fixed]
        declared += [f"{quoted(c)} {TYPES.get(t, 'TEXT')}" for c, t in table.columns.items()]
        name = f"{what}_{table.name}"
        connection.execute(f"CREATE TABLE {quoted(name)} ({', '.join(declared)})")
        _insert(connection, name, table.rows(), len(declared))


def _insert(
    connection: sqlite3.Connection, table: str, values: Sequence[Value], width: int = 0
) -> None:
    """Put rows into a table, hundreds at a time: their values, one row after another."""
    width = width or len(FIXED[table])
    row = f"({', '.join('?' * width)})"
    many = max(1, _PLACES // width)
    whole = len(values) - len(values) % (many * width)
    for count, begin, end in ((many, 0, whole), (1, whole, len(values))):
        step = count * width
        insert = f"INSERT INTO {quoted(table)} VALUES {', '.join([row] * count)}"  # noqa: S608 - the name is quoted
        connection.executemany(insert, (values[at : at + step] for at in range(begin, end, step)))
