"""OCEL 2.0 as an SQLite file: one table for each type, and four that hold them together."""

from __future__ import annotations

import errno
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import chain
from operator import add
from pathlib import Path

from domain.errors import Unreadable
from journeys.io.ocel.columns import Columns, joined, picked, repeated
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
    tables = _Tables(what, kinds, things).of
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
        rows = table.objects() if what == "object" else table.events()
        _insert(connection, name, rows, len(declared))


class _Tables:
    """Which table each type has: its name, and what is in it."""

    def __init__(self, what: str, kinds: Iterable[Kind], things: Columns) -> None:
        self.of: dict[str, _Table] = {}
        names: set[str] = set()
        declared = {one.name: {a.name: a.type for a in one.attributes} for one in kinds}
        for kind in dict.fromkeys(chain(declared, things.types)):
            plain = re.sub(r"\W+", "", kind, flags=re.ASCII).lower() or "type"
            name = next(name for name in _numbered(plain) if name not in names)
            names.add(name)
            self.of[kind] = _Table(name, declared.get(kind, {}))
        for place, kind in enumerate(things.types):
            self.of[kind].places.append(place)
        begins = things.begins()
        for kind, table in self.of.items():
            table.hold(things, begins)
            folded = [column.casefold() for column in (*OURS, *table.columns)]
            if len(folded) != len(set(folded)):
                message = "the attributes of {what} {kind} differ by capitals only, or are reserved"
                raise Unreadable(message, what=what, kind=kind[:80])


class _Table:
    """The table of a type: its columns (declared ones, and those in use), and its rows."""

    def __init__(self, name: str, columns: dict[str, str]) -> None:
        self.name, self.columns = name, columns
        self.places: list[int] = []

    def hold(self, things: Columns, begins: list[int]) -> None:
        """Take in the things of this type, and look which attributes they have."""
        self.things = things
        self.begins = picked(begins, self.places)
        self.counts = picked(things.said, self.places)
        self.alike = self._all_alike()
        if not self.alike:
            for part in self._parts():
                for name in things.names[part]:
                    self.columns.setdefault(name, "string")

    def _all_alike(self) -> bool:
        """Whether all things have all declared attributes and no other, in their order."""
        width, names = len(self.columns), self.things.names
        if self.counts.count(width) < len(self.counts):
            return False
        return all(
            picked(names, self._at(place)).count(name) == len(self.begins)
            for place, name in enumerate(self.columns)
        )

    def _at(self, place: int) -> list[int]:
        return [begin + place for begin in self.begins]

    def _parts(self) -> Iterator[slice]:
        return map(slice, self.begins, map(add, self.begins, self.counts))

    def events(self) -> list[Value]:
        """Return the rows of events, one after another."""
        told = self.things
        ids, times = picked(told.ids, self.places), picked(told.times, self.places)
        if self.alike:
            width = range(len(self.columns))
            own = [picked(told.values, self._at(place)) for place in width]
            return joined([ids, times, *own])
        found: list[Value] = []
        for one, time, part in zip(ids, times, self._parts(), strict=True):
            row = dict(zip(told.names[part], told.values[part], strict=True))
            found += (one, time, *map(row.get, self.columns))
        return found

    def objects(self) -> list[Value]:
        """Return the rows of objects: of each its first values, then every change."""
        told, columns, found = self.things, [*self.columns], list[Value]()
        names, values, since = told.names, told.values, told.since
        for one, part in zip(picked(told.ids, self.places), self._parts(), strict=True):
            first: dict[str, Value] = {}
            place, end = part.start, part.stop
            while place < end and since[place] == FIRST and names[place] not in first:
                first[names[place]] = values[place]
                place += 1
            if first:
                found += (one, FIRST, None, *map(first.get, columns))
            for later in range(place, end):
                said = {names[later]: values[later]}
                found += (one, since[later], names[later], *map(said.get, columns))
        return found


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}_{number}" for number in range(2, 1_000_000))


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
