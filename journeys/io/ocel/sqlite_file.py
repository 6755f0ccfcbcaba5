"""OCEL 2.0 in an SQLite file, read column by column.

Every table is read once, in the order of its rows, and held together here: the columns of a table
become those of a log without a step of Python for every row.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from itertools import chain, compress, cycle, repeat
from pathlib import Path
from typing import Any, TypeVar

from domain.errors import Unreadable
from journeys.io.ocel.columns import Columns, by_kind, grouped, joined, ordered, picked
from journeys.io.ocel.log import Log
from journeys.io.ocel.parts import FIRST, Declared, Kind
from journeys.io.ocel.sqlite_columns import column_types, columns_of
from journeys.io.ocel.sqlite_events import Table, in_turn, joined_in
from journeys.io.ocel.sqlite_tables import FIXED, OURS, TYPES

_KINDS = {declared: kind for kind, declared in TYPES.items()}
_BOOLEANS = {0: False, 1: True, "true": True, "false": False, "True": True, "False": False}

_T = TypeVar("_T")


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
        return column_types(self.connection, table)

    def log(self) -> Log:
        told, known = self._types("event"), self._types("object")
        return Log(
            self._kinds(known),
            self._kinds(told),
            self._objects(known),
            self._events(told),
        )

    def _all(self, table: str, known: list[str] | None = None) -> list[list[Any]]:
        """Return the columns of a table that every log has; the first may hold *known* ids."""
        asked = dict.fromkeys(FIXED[table], "TEXT")
        return columns_of(self.connection, table, asked, known)

    def _types(self, what: str) -> dict[str, str]:
        """Return the table of each type, in the order in which the types are listed."""
        table = f"{what}_map_type"
        found: dict[str, str] = dict(zip(*self._all(table), strict=True))
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

    def _told(
        self, table: str, fixed: tuple[str, ...], known: list[str] | None
    ) -> tuple[list[str], list[list[Any]]]:
        """Return the names of a table's attributes, and its columns: the fixed ones come first.

        SQLite keeps booleans as numbers, and others write them as text.
        """
        declared = self.columns(table)
        self._has(table, declared, fixed[:2])
        names = [name for name in declared if name not in OURS]
        asked = {name: declared[name] for name in (*fixed, *names)}
        columns = columns_of(self.connection, table, asked, known)
        for place, name in enumerate(names, start=len(fixed)):
            if declared[name] == "BOOLEAN":
                columns[place] = [*map(_BOOLEANS.get, columns[place], columns[place])]
        return names, columns

    def _ties(self, table: str, ids: list[str]) -> dict[str, list[Any]]:
        sources, others, said = self._all(table, ids)
        tied, order = grouped(ids, sources)
        qualifiers = said if all(said) else [qualifier or "" for qualifier in said]
        return {
            "tied": tied,
            "others": ordered(others, order),
            "qualifiers": ordered(qualifiers, order),
        }

    def _events(self, tables: dict[str, str]) -> Columns:
        ids, kinds = self._all("event")
        known = by_kind(ids, kinds)
        told = list[Table]()
        for kind, table in tables.items():
            names, (own, times, *cells) = self._told(table, OURS[:2], known.get(kind))
            told.append(Table(kind, own, times, names, cells))
        owners = [*chain.from_iterable(table.ids for table in told)]
        order = in_turn(told, kinds)
        if order is None or picked(owners, order) != ids:
            last = dict(zip(owners, range(len(owners)), strict=True))
            untold = [one for one in ids if one not in last]
            if untold:
                message = "{file}: the event {id} has no row in the table of its type"
                raise Unreadable(message, file=self.file, id=str(untold[0])[:80])
            order = [*map(last.__getitem__, ids)]
        events = joined_in(order, told)
        return replace(events, ids=ids, types=kinds, **self._ties("event_object", ids))

    def _objects(self, tables: dict[str, str]) -> Columns:
        owners: list[str] = []
        said, values, since = list[str](), list[Any](), list[str]()
        everything, kinds = self._all("object")
        known = by_kind(everything, kinds)
        for kind, table in tables.items():
            declared = self.columns(table)  # others write a type without values as bare ids
            fixed = (OURS[0], *(name for name in OURS[1:] if name in declared))
            names, (ids, *cells) = self._told(table, fixed, known.get(kind))
            if not names:
                continue
            nothing: list[Any] = [None] * len(ids)
            times, changed = (cells.pop(0) if name in fixed else nothing for name in OURS[1:])
            row = joined(cells)
            each = len(names)
            there = [
                value is not None and (field is None or field == name)
                for value, field, name in zip(row, _each(changed, each), cycle(names))
            ]
            owners += compress(_each(ids, each), there)
            said += compress(cycle(names), there)
            values += compress(row, there)
            told = times if all(times) else [time or FIRST for time in times]
            since += compress(_each(told, each), there)
        count, order = grouped(everything, owners)
        return Columns(
            ids=everything,
            types=kinds,
            said=count,
            names=ordered(said, order),
            values=ordered(values, order),
            since=ordered(since, order),
            **self._ties("object_object", everything),
        )


def _each(values: list[_T], times: int) -> Iterable[_T]:
    """Return each value so many times."""
    return values if times == 1 else chain.from_iterable(map(repeat, values, repeat(times)))
