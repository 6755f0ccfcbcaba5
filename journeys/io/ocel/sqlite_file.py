"""OCEL 2.0 in an SQLite file, read column by column.

Every table is fetched once, in the order of its rows, and held together here: the columns of a
table become the parts of a log without a step of Python for every row.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import chain, islice, repeat
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
)
from journeys.io.ocel.sqlite_tables import FIXED, OURS, TYPES, quoted

_KINDS = {declared: kind for kind, declared in TYPES.items()}
_BOOLEANS = {0: False, 1: True, "true": True, "false": False, "True": True, "False": False}

_Row = tuple[Any, ...]


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
        found = self.connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        self.tables = {name for (name,) in found}
        for table, columns in FIXED.items():
            if table not in self.tables:
                message = "{file}: this is no OCEL 2.0 log: the table {table} is missing"
                raise Unreadable(message, file=file, table=table)
            self._has(table, self.columns(table), columns)

    def _has(self, table: str, found: Iterable[str], columns: tuple[str, ...]) -> None:
        missing = set(columns) - set(found)
        if missing:
            message = "{file}: the table {table} has no column {column}"
            raise Unreadable(message, file=self.file, table=table, column=min(missing))

    def columns(self, table: str) -> dict[str, str]:
        found = self.connection.execute(f"PRAGMA table_info({quoted(table)})")
        return {name: declared.upper() for _, name, declared, *_ in found}

    def log(self) -> Log:
        told, known = self._types("event"), self._types("object")
        return Log(
            self._kinds(known),
            self._kinds(told),
            self._objects(known),
            self._events(told),
        )

    def _ties(self, table: str, ids: Sequence[str]) -> Iterator[tuple[Related, ...]]:
        rows = self._all(table, FIXED[table])
        if not rows:
            return repeat((), len(ids))
        sources, targets, qualifiers = zip(*rows, strict=True)
        said = [qualifier or "" for qualifier in qualifiers]
        return _of(ids, sources, map(Related, targets, said))

    def _all(self, table: str, columns: tuple[str, ...]) -> list[_Row]:
        """Return every row of a table, in the order in which they were written."""
        asked = ", ".join(map(quoted, columns))
        query = f"SELECT {asked} FROM {quoted(table)} ORDER BY rowid"  # noqa: S608 - names are quoted
        return self.connection.execute(query).fetchall()

    def _types(self, what: str) -> dict[str, str]:
        """Return the table of each type, in the order in which the types are listed."""
        table = f"{what}_map_type"
        found: dict[str, str] = dict(self._all(table, FIXED[table]))
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
                    if name not in OURS
                ),
            )
            for kind, table in tables.items()
        )

    def _told(self, table: str, fixed: tuple[str, ...]) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Return the names of a table's attributes, and its columns: the fixed ones come first.

        SQLite keeps booleans as numbers, and others write them as text.
        """
        declared = self.columns(table)
        self._has(table, declared, fixed[:2])
        names = [name for name in declared if name not in OURS]
        rows = self._all(table, (*fixed, *names))
        columns = list(zip(*rows, strict=True)) or [()] * (len(fixed) + len(names))
        for place, name in enumerate(names, start=len(fixed)):
            if declared[name] == "BOOLEAN":
                columns[place] = tuple(_BOOLEANS.get(value, value) for value in columns[place])
        return names, columns

    def _events(self, tables: dict[str, str]) -> tuple[Event, ...]:
        told: dict[str, list[_Row]] = {}
        for kind, table in tables.items():
            names, (ids, times, *values) = self._told(table, OURS[:2])
            said = _attributes(names, values, len(ids))
            told[kind] = list(zip(ids, times, said, strict=True))
        rows = self._all("event", FIXED["event"])
        if not rows:
            return ()
        ids, kinds = zip(*rows, strict=True)
        found, times, own = zip(*self._in_order(ids, kinds, told), strict=True)
        return tuple(map(Event, found, kinds, times, own, self._ties("event_object", ids)))

    def _in_order(
        self, ids: Sequence[str], kinds: Sequence[str], told: dict[str, list[_Row]]
    ) -> list[_Row]:
        """Return the row that tells of each event.

        In most files the events of a type are in one order in both their tables.
        """
        if sum(map(len, told.values())) == len(ids) and told.keys() >= set(kinds):
            ahead = {kind: iter(rows) for kind, rows in told.items()}
            found = list(map(next, map(ahead.__getitem__, kinds)))
            if [row[0] for row in found] == list(ids):
                return found
        known = {row[0]: row for row in chain.from_iterable(told.values())}
        untold = next((one for one in ids if one not in known), None)
        if untold is not None:
            message = "{file}: the event {id} has no row in the table of its type"
            raise Unreadable(message, file=self.file, id=str(untold)[:80])
        return [known[one] for one in ids]

    def _objects(self, tables: dict[str, str]) -> tuple[Object, ...]:
        told: dict[str, list[Change]] = defaultdict(list)
        for table in tables.values():
            changing = OURS[2] in self.columns(table)
            names, columns = self._told(table, OURS if changing else OURS[:2])
            ids, times = columns[:2]
            fields = columns[2] if changing else repeat(None, len(ids))
            places = {name: place for place, name in enumerate(names)}
            values = zip(*columns[2 + changing :], strict=True) if names else repeat((), len(ids))
            for one, time, field, said in zip(ids, times, fields, values, strict=True):
                if field is None:
                    pairs = zip(names, said, strict=True)
                    told[one] += [Change(n, v, time or FIRST) for n, v in pairs if v is not None]
                elif field in places and said[places[field]] is not None:
                    told[one].append(Change(field, said[places[field]], time or FIRST))
        rows = self._all("object", FIXED["object"])
        if not rows:
            return ()
        ids, kinds = zip(*rows, strict=True)
        changes = map(tuple, map(told.get, ids, repeat(())))
        return tuple(map(Object, ids, kinds, changes, self._ties("object_object", ids)))


def _attributes(
    names: list[str], columns: list[tuple[Any, ...]], count: int
) -> Iterator[tuple[Attribute, ...]]:
    """Return what each row says: an attribute for every value that is there."""
    if not names:
        return repeat((), count)
    if any(None in column for column in columns):
        told = (zip(names, row, strict=True) for row in zip(*columns, strict=True))
        return (tuple([Attribute(n, v) for n, v in row if v is not None]) for row in told)
    pairs = zip(names, columns, strict=True)
    return zip(*(map(Attribute, repeat(name), column) for name, column in pairs), strict=True)


def _of(
    ids: Sequence[str], sources: Sequence[str], ties: Iterator[Related]
) -> Iterator[tuple[Related, ...]]:
    """Return the ties of each id; in most files they stand in the order of the ids."""
    counts = Counter(sources)
    many = [counts[one] for one in ids]
    if list(chain.from_iterable(map(repeat, ids, many))) == list(sources):
        return map(tuple, map(islice, repeat(ties), many))
    found: dict[str, list[Related]] = defaultdict(list)
    for source, tie in zip(sources, ties, strict=True):
        found[source].append(tie)
    return map(tuple, map(found.get, ids, repeat(())))
