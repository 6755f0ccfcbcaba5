"""OCEL 2.0 as an SQLite file: one table for each type, and four that hold them together."""

from __future__ import annotations

import errno
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from domain.errors import Unreadable
from journeys.io.ocel.log import (
    FIRST,
    Attribute,
    Change,
    Declared,
    Event,
    Kind,
    Log,
    Object,
    Related,
    Value,
)

_TYPES = {"integer": "INTEGER", "float": "REAL", "boolean": "BOOLEAN", "time": "TIMESTAMP"}
_KINDS = {"INTEGER": "integer", "REAL": "float", "BOOLEAN": "boolean", "TIMESTAMP": "time"}
_OURS = ("ocel_id", "ocel_time", "ocel_changed_field")
_FIXED = {
    "event": ("ocel_id", "ocel_type"),
    "object": ("ocel_id", "ocel_type"),
    "event_map_type": ("ocel_type", "ocel_type_map"),
    "object_map_type": ("ocel_type", "ocel_type_map"),
    "event_object": ("ocel_event_id", "ocel_object_id", "ocel_qualifier"),
    "object_object": ("ocel_source_id", "ocel_target_id", "ocel_qualifier"),
}


def load(path: Path) -> Log:
    """Return the log in an SQLite file; nothing of it is run, and nothing is written to it.

    Raises
    ------
    Unreadable
        When it is no SQLite file, or not one of OCEL 2.0.
    """
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            # A file from elsewhere: its views and triggers are not to be trusted.
            connection.execute("PRAGMA trusted_schema = OFF")
            return _Reader(connection, str(path)).log()
    except sqlite3.Error as error:
        message = "{file}: this is no OCEL 2.0 log in SQLite ({reason})"
        raise Unreadable(message, file=str(path), reason=str(error)[:120]) from None


class _Reader:
    def __init__(self, connection: sqlite3.Connection, file: str) -> None:
        self.connection, self.file = connection, file
        found = self.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
        self.tables = {name for (name,) in found}
        for table, columns in _FIXED.items():
            if table not in self.tables:
                message = "{file}: this is no OCEL 2.0 log: the table {table} is missing"
                raise Unreadable(message, file=file, table=table)
            missing = set(columns) - set(self.columns(table))
            if missing:
                message = "{file}: the table {table} has no column {column}"
                raise Unreadable(message, file=file, table=table, column=min(missing))

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        return self.connection.execute(query)

    def columns(self, table: str) -> dict[str, str]:
        found = self.rows(f"PRAGMA table_info({_quoted(table)})")
        return {name: declared.upper() for _, name, declared, *_ in found}

    def log(self) -> Log:
        events, objects = self._ties("event_object"), self._ties("object_object")
        told, known = self._types("event"), self._types("object")
        event_types = self._kinds(told)
        object_types = self._kinds(known)
        return Log(
            object_types,
            event_types,
            tuple(self._objects(known, objects)),
            tuple(self._events(told, events)),
        )

    def _ties(self, table: str) -> dict[str, list[Related]]:
        found: dict[str, list[Related]] = defaultdict(list)
        names = ", ".join(_FIXED[table])
        for source, target, qualifier in self.rows(_select(names, table)):
            found[source].append(Related(target, qualifier or ""))
        return found

    def _types(self, what: str) -> dict[str, str]:
        """Return the table of each type, in the order in which the types are listed."""
        names = ", ".join(_FIXED[f"{what}_map_type"])
        found = dict(self.rows(_select(names, f"{what}_map_type")))
        for kind, name in found.items():
            if f"{what}_{name}" not in self.tables:
                message = "{file}: the table {table} of the type {kind} is missing"
                details = {"table": f"{what}_{name}", "kind": kind}
                raise Unreadable(message, file=self.file, **details)
        return {kind: f"{what}_{name}" for kind, name in found.items()}

    def _kinds(self, tables: dict[str, str]) -> tuple[Kind, ...]:
        return tuple(
            Kind(
                kind,
                tuple(
                    Declared(name, _KINDS.get(declared, "string"))
                    for name, declared in self.columns(table).items()
                    if name not in _OURS
                ),
            )
            for kind, table in tables.items()
        )

    def _told(self, table: str) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
        """Return the names of a table's attributes, and its rows: ids and times come first."""
        columns = self.columns(table)
        names = [name for name in columns if name not in _OURS]
        fixed = [name for name in _OURS if name in columns]
        asked = ", ".join(map(_quoted, (*fixed, *names)))
        booleans = [name for name in names if columns[name] == "BOOLEAN"]
        rows = self.rows(_select(asked, table))
        if booleans:
            at = [len(fixed) + names.index(name) for name in booleans]
            rows = (_with_booleans(row, at) for row in rows)
        return names, rows

    def _events(self, tables: dict[str, str], ties: dict[str, list[Related]]) -> Iterator[Event]:
        told: dict[str, tuple[str, tuple[Attribute, ...]]] = {}
        for table in tables.values():
            names, rows = self._told(table)
            for one, time, *values in rows:
                said = zip(names, values, strict=True)
                attributes = tuple(Attribute(n, v) for n, v in said if v is not None)
                told[one] = (time, attributes)
        for one, kind in self.rows("SELECT ocel_id, ocel_type FROM event ORDER BY rowid"):
            if one not in told:
                message = "{file}: the event {id} has no row in the table of its type"
                raise Unreadable(message, file=self.file, id=str(one)[:80])
            time, attributes = told[one]
            yield Event(one, kind, time, attributes, tuple(ties.get(one, ())))

    def _objects(self, tables: dict[str, str], ties: dict[str, list[Related]]) -> Iterator[Object]:
        told: dict[str, list[Change]] = defaultdict(list)
        for table in tables.values():
            names, rows = self._told(table)
            changing = "ocel_changed_field" in self.columns(table)
            for one, time, *rest in rows:
                field, values = (rest[0], rest[1:]) if changing else (None, rest)
                for name, value in zip(names, values, strict=True):
                    if value is not None and field in (None, name):
                        told[one].append(Change(name, value, time or FIRST))
        for one, kind in self.rows("SELECT ocel_id, ocel_type FROM object ORDER BY rowid"):
            yield Object(one, kind, tuple(told.get(one, ())), tuple(ties.get(one, ())))


def _with_booleans(row: tuple[Any, ...], at: list[int]) -> tuple[Any, ...]:
    """Return a row with its booleans: SQLite keeps them as numbers, others write them as text."""
    said = list(row)
    for place in at:
        said[place] = _BOOLEANS.get(said[place], said[place])
    return tuple(said)


_BOOLEANS = {0: False, 1: True, "true": True, "false": False, "True": True, "False": False}


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
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        for table, columns in _FIXED.items():
            named = ", ".join(f"{column} TEXT" for column in columns)
            connection.execute(f"CREATE TABLE {table} ({named})")
        _write(connection, "event", log.event_types, log.events)
        _write(connection, "object", log.object_types, log.objects)
        connection.execute("COMMIT")


def _write(
    connection: sqlite3.Connection,
    what: str,
    kinds: Iterable[Kind],
    things: tuple[Event, ...] | tuple[Object, ...],
) -> None:
    tables = _Tables(what, kinds, things)
    pairs = [(kind, name) for kind, name in tables.names.items()]
    _insert(connection, f"{what}_map_type", pairs)
    _insert(connection, what, ((thing.id, thing.type) for thing in things))
    ties = "event_object" if what == "event" else "object_object"
    _insert(
        connection,
        ties,
        ((t.id, r.object_id, r.qualifier) for t in things for r in t.relationships),
    )
    for kind, name in tables.names.items():
        columns = tables.columns[kind]
        fixed = _OURS if what == "object" else _OURS[:2]
        declared = [f"{column} TEXT" for column in fixed]
        declared += [f"{_quoted(column)} {_TYPES.get(t, 'TEXT')}" for column, t in columns.items()]
        table = f"{what}_{name}"
        connection.execute(f"CREATE TABLE {_quoted(table)} ({', '.join(declared)})")
        _insert(connection, table, _rows(things, kind, columns), len(declared))


class _Tables:
    """Which table each type has, and which columns: declared ones, and those that are used."""

    def __init__(self, what: str, kinds: Iterable[Kind], things: Iterable[Any]) -> None:
        self.names: dict[str, str] = {}
        self.columns: dict[str, dict[str, str]] = {}
        for one in kinds:
            self._enter(one.name)
            self.columns[one.name] |= {a.name: a.type for a in one.attributes}
        for thing in things:
            if thing.type not in self.names:
                self._enter(thing.type)
            columns = self.columns[thing.type]
            for attribute in thing.attributes:
                columns.setdefault(attribute.name, "string")
        for kind, columns in self.columns.items():
            folded = [column.casefold() for column in (*_OURS, *columns)]
            if len(folded) != len(set(folded)):
                message = "the attributes of {what} {kind} differ by capitals only, or are reserved"
                raise Unreadable(message, what=what, kind=kind[:80])

    def _enter(self, kind: str) -> None:
        plain = re.sub(r"\W+", "", kind, flags=re.ASCII).lower() or "type"
        taken = set(self.names.values())
        name = next(n for n in _numbered(plain) if n not in taken)
        self.names[kind], self.columns[kind] = name, {}


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}_{number}" for number in range(2, 1_000_000))


def _rows(
    things: Iterable[Event | Object], kind: str, columns: dict[str, str]
) -> Iterator[tuple[Value, ...]]:
    for thing in things:
        if thing.type != kind:
            continue
        if isinstance(thing, Event):
            said = {a.name: a.value for a in thing.attributes}
            yield (thing.id, thing.time, *(said.get(column) for column in columns))
        else:
            yield from _object_rows(thing, columns)


def _object_rows(one: Object, columns: dict[str, str]) -> Iterator[tuple[Value, ...]]:
    """Yield a row of an object's first values, then a row for every change."""
    first: dict[str, Value] = {}
    later: list[Change] = []
    for change in one.attributes:
        if change.time == FIRST and change.name not in first and not later:
            first[change.name] = change.value
        else:
            later.append(change)
    if first:
        yield (one.id, FIRST, None, *(first.get(column) for column in columns))
    for change in later:
        values = (change.value if column == change.name else None for column in columns)
        yield (one.id, change.time, change.name, *values)


def _insert(
    connection: sqlite3.Connection, table: str, rows: Iterable[tuple[Value, ...]], width: int = 0
) -> None:
    places = ", ".join("?" * (width or len(_FIXED[table])))
    insert = f"INSERT INTO {_quoted(table)} VALUES ({places})"  # noqa: S608 - the name is quoted
    connection.executemany(insert, rows)


def _select(columns: str, table: str) -> str:
    """Return the query for columns that are quoted where they are not ours."""
    return f"SELECT {columns} FROM {_quoted(table)} ORDER BY rowid"  # noqa: S608 - names are quoted


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
