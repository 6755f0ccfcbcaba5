"""OCEL 2.0 as an SQLite file: one table for each type, and four that hold them together."""

from __future__ import annotations

import errno
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import chain
from pathlib import Path

from domain.errors import Unreadable
from journeys.io.ocel.columns import Columns, joined, repeated
from journeys.io.ocel.log import Log
from journeys.io.ocel.parts import FIRST, Kind, Value
from journeys.io.ocel.sqlite_tables import FIXED, OURS, TYPES, quoted

_PLACES = 900
"""Values in one statement: a step for hundreds of rows takes half the time of a step for each.

Every SQLite takes 999 of them.
"""


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
    tables = _Tables(what, kinds, things)
    _insert(connection, f"{what}_map_type", [*chain.from_iterable(tables.names.items())])
    _insert(connection, what, joined([things.ids, things.types]))
    ties = [repeated(things.ids, things.tied), things.others, things.qualifiers]
    _insert(connection, "event_object" if what == "event" else "object_object", joined(ties))
    for kind, name in tables.names.items():
        columns = tables.columns[kind]
        declared = [f"{column} TEXT" for column in tables.fixed]
        declared += [f"{quoted(column)} {TYPES.get(t, 'TEXT')}" for column, t in columns.items()]
        table = f"{what}_{name}"
        connection.execute(f"CREATE TABLE {quoted(table)} ({', '.join(declared)})")
        _insert(connection, table, tables.rows(kind), len(declared))


class _Tables:
    """Which table each type has, which columns (declared ones, and those in use), and its rows."""

    def __init__(self, what: str, kinds: Iterable[Kind], things: Columns) -> None:
        self.fixed = OURS if what == "object" else OURS[:2]
        self.told = things
        self.said = [*things.places()]
        self.names: dict[str, str] = {}
        self.columns: dict[str, dict[str, str]] = {}
        self.places: dict[str, list[int]] = {}
        for one in kinds:
            self._enter(one.name)
            self.columns[one.name] |= {a.name: a.type for a in one.attributes}
        for kind in dict.fromkeys(things.types):
            if kind not in self.names:
                self._enter(kind)
        for place, kind in enumerate(things.types):
            self.places[kind].append(place)
        for kind, columns in self.columns.items():
            for name in self._in_use(kind):
                columns.setdefault(name, "string")
            folded = [column.casefold() for column in (*OURS, *columns)]
            if len(folded) != len(set(folded)):
                message = "the attributes of {what} {kind} differ by capitals only, or are reserved"
                raise Unreadable(message, what=what, kind=kind[:80])

    def _enter(self, kind: str) -> None:
        plain = re.sub(r"\W+", "", kind, flags=re.ASCII).lower() or "type"
        taken = set(self.names.values())
        self.names[kind] = next(name for name in _numbered(plain) if name not in taken)
        self.columns[kind], self.places[kind] = {}, []

    def _in_use(self, kind: str) -> Iterable[str]:
        """Return the names of a type's attributes, in the order in which they come up."""
        parts = map(self.said.__getitem__, self.places[kind])
        return dict.fromkeys(chain.from_iterable(map(self.told.names.__getitem__, parts)))

    def rows(self, kind: str) -> list[Value]:
        """Return the rows of a type's table, one after another."""
        told, places, columns = self.told, self.places[kind], self.columns[kind]
        ids = [*map(told.ids.__getitem__, places)]
        own = [*map(self.said.__getitem__, places)]
        names = map(told.names.__getitem__, own)
        values = map(told.values.__getitem__, own)
        if self.fixed == OURS:
            since = map(told.since.__getitem__, own)
            found: list[Value] = []
            for one, *said in zip(ids, names, values, since, strict=True):
                found += _changes(one, *said, columns)
            return found
        times = [*map(told.times.__getitem__, places)]
        if self._all_alike(own, columns):
            said = [*chain.from_iterable(values)]
            width = len(columns)
            return joined([ids, times, *(said[place::width] for place in range(width))])
        rows = (dict(zip(*row, strict=True)) for row in zip(names, values, strict=True))
        in_columns = (tuple(map(row.get, columns)) for row in rows)
        return [*chain.from_iterable(map(_event_row, ids, times, in_columns))]

    def _all_alike(self, own: list[slice], columns: dict[str, str]) -> bool:
        """Whether all of a type's things have all of its attributes, in their order."""
        whole, names = [*columns], self.told.names
        return all(names[part] == whole for part in own)


def _event_row(one: str, time: str, values: tuple[Value, ...]) -> tuple[Value, ...]:
    return (one, time, *values)


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}_{number}" for number in range(2, 1_000_000))


def _changes(
    one: str, names: list[str], values: list[Value], since: list[str], columns: dict[str, str]
) -> list[Value]:
    """Return a row of an object's first values, then a row for every change."""
    first: dict[str, Value] = {}
    for name, value, time in zip(names, values, since, strict=True):
        if time != FIRST or name in first:
            break
        first[name] = value
    found = [one, FIRST, None, *map(first.get, columns)] if first else []
    begin = len(first)
    for name, value, time in zip(names[begin:], values[begin:], since[begin:], strict=True):
        found += (one, time, name, *[value if name == column else None for column in columns])
    return found


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
