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
from journeys.io.ocel.log import FIRST, Change, Event, Kind, Log, Object, Value
from journeys.io.ocel.sqlite_tables import FIXED, OURS, TYPES, quoted

_PLACES = 900
"""Values in one statement: a step for hundreds of rows takes half the time of a step for each.

Every SQLite takes 999 of them.
"""

_Things = tuple[Event, ...] | tuple[Object, ...]


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
        _write(connection, "event", log.event_types, log.events)
        _write(connection, "object", log.object_types, log.objects)
        connection.execute("COMMIT")


def _write(
    connection: sqlite3.Connection, what: str, kinds: Iterable[Kind], things: _Things
) -> None:
    tables = _Tables(what, kinds, things)
    _insert(connection, f"{what}_map_type", [*chain.from_iterable(tables.names.items())])
    _insert(connection, what, [said for thing in things for said in (thing.id, thing.type)])
    ties = [
        said
        for thing in things
        for tie in thing.relationships
        for said in (thing.id, tie.object_id, tie.qualifier)
    ]
    _insert(connection, "event_object" if what == "event" else "object_object", ties)
    for kind, name in tables.names.items():
        columns = tables.columns[kind]
        declared = [f"{column} TEXT" for column in tables.fixed]
        declared += [f"{quoted(column)} {TYPES.get(t, 'TEXT')}" for column, t in columns.items()]
        table = f"{what}_{name}"
        connection.execute(f"CREATE TABLE {quoted(table)} ({', '.join(declared)})")
        _insert(connection, table, tables.values(kind), len(declared))


class _Tables:
    """Which table each type has, which columns (declared ones, and those in use), and its rows."""

    def __init__(self, what: str, kinds: Iterable[Kind], things: _Things) -> None:
        self.fixed = OURS if what == "object" else OURS[:2]
        self.names: dict[str, str] = {}
        self.columns: dict[str, dict[str, str]] = {}
        self.things: dict[str, list[Event | Object]] = {}
        self.told: dict[str, dict[tuple[str, ...], None]] = {}
        for one in kinds:
            self._enter(one.name)
            self.columns[one.name] |= {a.name: a.type for a in one.attributes}
        for thing in things:
            if thing.type not in self.names:
                self._enter(thing.type)
            self.things[thing.type].append(thing)
            self.told[thing.type][tuple([said.name for said in thing.attributes])] = None
        for kind, columns in self.columns.items():
            for name in chain.from_iterable(self.told[kind]):
                columns.setdefault(name, "string")
            folded = [column.casefold() for column in (*OURS, *columns)]
            if len(folded) != len(set(folded)):
                message = "the attributes of {what} {kind} differ by capitals only, or are reserved"
                raise Unreadable(message, what=what, kind=kind[:80])

    def _enter(self, kind: str) -> None:
        plain = re.sub(r"\W+", "", kind, flags=re.ASCII).lower() or "type"
        taken = set(self.names.values())
        self.names[kind] = next(name for name in _numbered(plain) if name not in taken)
        self.columns[kind], self.things[kind], self.told[kind] = {}, [], {}

    def values(self, kind: str) -> list[Value]:
        """Return the rows of a type's table, one after another."""
        columns, found = self.columns[kind], list[Value]()
        all_alike = list(self.told[kind]) == [tuple(columns)]
        for thing in self.things[kind]:
            if isinstance(thing, Object):
                for row in _changes(thing, columns):
                    found += row
            elif all_alike:
                found += (thing.id, thing.time, *[said.value for said in thing.attributes])
            else:
                told = {said.name: said.value for said in thing.attributes}
                found += (thing.id, thing.time, *map(told.get, columns))
        return found


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}_{number}" for number in range(2, 1_000_000))


def _changes(one: Object, columns: dict[str, str]) -> Iterator[tuple[Value, ...]]:
    """Yield a row of an object's first values, then a row for every change."""
    first: dict[str, Value] = {}
    later: list[Change] = []
    for change in one.attributes:
        if change.time == FIRST and change.name not in first and not later:
            first[change.name] = change.value
        else:
            later.append(change)
    if first:
        yield (one.id, FIRST, None, *map(first.get, columns))
    for change in later:
        said = {change.name: change.value}
        yield (one.id, change.time, change.name, *map(said.get, columns))


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
