"""OCEL 2.0 as an SQLite file: one table for each type, and four that hold them together."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from itertools import chain
from pathlib import Path

from domain.errors import Unreadable
from journeys.io.ocel.columns import Columns, one_of_all, repeated
from journeys.io.ocel.log import Log
from journeys.io.ocel.parts import Kind
from journeys.io.ocel.sqlite_cells import Cell, alike, values_of
from journeys.io.ocel.sqlite_inserting import insert
from journeys.io.ocel.sqlite_rows import tables_of
from journeys.io.ocel.sqlite_tables import FIXED, OURS, TYPES, quoted

_MANY, _PAGE = 10_000, 1 << 14
"""From so many events the file has larger pages: a twentieth less time, and hardly more room."""


def dump(log: Log, path: Path) -> None:
    """Write a log to an SQLite file that does not exist yet.

    Raises
    ------
    OSError
        When the disk refuses it, because it is full for instance.
    Unreadable
        For a whole number of more than 64 bits, which the database does not have.
    """
    try:
        _dump(log, path)
    except OverflowError:
        message = "a whole number is larger than SQLite holds: write this log as JSON or XML"
        raise Unreadable(message) from None
    except sqlite3.OperationalError as error:
        full = error.sqlite_errorcode == sqlite3.SQLITE_FULL
        raise OSError(errno.ENOSPC if full else errno.EIO, str(error)) from error


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
    names = [table.name for table in tables.values()]
    insert(connection, f"{what}_map_type", [[[*tables], names]])
    insert(connection, what, [[things.ids, things.types]])
    insert(connection, "event_object" if what == "event" else "object_object", _ties(things))
    fixed = OURS if what == "object" else OURS[:2]
    for table in tables.values():
        rows = [[row[0], *map(alike, row[1:])] for row in table.rows()]
        declared = [f"{column} TEXT" for column in fixed]
        for place, (column, kind) in enumerate(table.columns.items(), start=len(fixed)):
            declared.append(f"{quoted(column)} {_declared(kind, [row[place] for row in rows])}")
        name = f"{what}_{table.name}"
        connection.execute(f"CREATE TABLE {quoted(name)} ({', '.join(declared)})")
        insert(connection, name, rows)


def _declared(kind: str, cells: Iterable[Cell]) -> str:
    """Return how a column is declared: one of texts that holds others as well is not at all.

    SQLite would make texts of them. A column that is not declared is read as one of texts.
    """
    if kind in TYPES:
        return TYPES[kind]
    values = chain.from_iterable(values_of(cell, 1) for cell in cells)
    return "TEXT" if {*map(type, values)} <= {str, type(None)} else ""


def _ties(things: Columns) -> list[list[Cell]]:
    """Return the rows of ties: those of each thing, or one at a time where some have more."""
    ids, each = things.ids, one_of_all(things.tied)
    if each:
        return [[ids, things.others[n::each], things.qualifiers[n::each]] for n in range(each)]
    return [[repeated(ids, things.tied), things.others, things.qualifiers]]
