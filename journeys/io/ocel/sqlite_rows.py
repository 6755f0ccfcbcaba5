"""The tables of the types, of which OCEL 2.0 in SQLite has one each: their columns and rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from domain.errors import Unreadable
from journeys.io.ocel.columns import Columns, by_kind, parted, repeated
from journeys.io.ocel.parts import FIRST, Kind, Value
from journeys.io.ocel.sqlite_cells import Cell, values_of
from journeys.io.ocel.sqlite_tables import OURS
from journeys.io.ocel.sqlite_types import Told, by_type


def tables_of(what: str, kinds: Iterable[Kind], things: Columns) -> Mapping[str, Events | Objects]:
    """Return the table of each type of events or objects, declared ones first.

    Raises
    ------
    Unreadable
        For attributes that columns of one table cannot tell apart.
    """
    declared = {one.name: {a.name: a.type for a in one.attributes} for one in kinds}
    places = by_kind(range(len(things.ids)), things.types)
    found: dict[str, Events | Objects] = {}
    names: set[str] = set()
    for kind in dict.fromkeys(chain(declared, places)):
        plain = re.sub(r"\W+", "", kind, flags=re.ASCII).lower() or "type"
        name = next(name for name in _numbered(plain) if name not in names)
        names.add(name)
        found[kind] = (Objects if what == "object" else Events)(name, declared.get(kind, {}))
    told = by_type(things, [places.get(kind, []) for kind in found])
    for (kind, table), own in zip(found.items(), told, strict=True):
        table.hold(own)
        folded = [column.casefold() for column in (*OURS, *table.columns)]
        if len(folded) != len(set(folded)):
            message = "the attributes of {what} {kind} differ by capitals only, or are reserved"
            raise Unreadable(message, what=what, kind=kind[:80])
    return found


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}_{number}" for number in range(2, 1_000_000))


class Table:
    """The table of a type: its columns (declared ones, and those in use), and its rows."""

    def __init__(self, name: str, columns: dict[str, str]) -> None:
        self.name, self.columns = name, columns
        self.told = Told([], [], [], Columns())
        self.names: list[str] | None = []

    def hold(self, told: Told) -> None:
        """Take in the things of this type, and look which attributes they have."""
        self.told, self.names = told, told.names()
        for name in dict.fromkeys(told.laid_out().names if self.names is None else self.names):
            self.columns.setdefault(name, "string")

    def filled(self, told: Columns, count: int, rows: Iterable[int]) -> list[list[Value]]:
        """Return the table's columns: for every value, in order, *rows* says in which row it is."""
        filled: dict[str, list[Value]] = {name: [None] * count for name in self.columns}
        for row, name, value in zip(rows, told.names, told.values, strict=True):
            filled[name][row] = value
        return [*filled.values()]


class Events(Table):
    """A row for each event."""

    def rows(self) -> list[list[Cell]]:
        """Return the row of an event, in columns."""
        if self.names is not None:
            said = dict(zip(self.names, (one.values for one in self.told.nth or ()), strict=False))
            return [[self.told.ids, self.told.times, *map(said.get, self.columns)]]
        told = self.told.laid_out()
        rows = repeated([*range(len(told.ids))], told.said)
        return [[told.ids, told.times, *self.filled(told, len(told.ids), rows)]]


class Objects(Table):
    """A row for each object's first values, and one for every change."""

    def rows(self) -> list[list[Cell]]:
        """Return the rows of an object, in columns; or one at a time where objects differ."""
        ids, names, nth = self.told.ids, self.names, self.told.nth or []
        first = _first(names, [one.since for one in nth]) if names else None
        if names is None or first is None:
            return [self._row_by_row()]
        begun = {name: one.values for name, one in zip(names[:first], nth, strict=False)}
        rows = list[list[Cell]]()
        if begun:
            rows += [[ids, FIRST, None, *map(begun.get, self.columns)]]
        for name, one in list(zip(names, nth, strict=True))[first:]:
            own = (one.values if column == name else None for column in self.columns)
            rows += [[ids, one.since, name, *own]]
        return rows

    def _row_by_row(self) -> list[Cell]:
        told = self.told.laid_out()
        owners, times, fields, rows = list[str](), list[str](), list[str | None](), list[int]()
        for one, own in zip(
            told.ids, parted(zip(told.names, told.since, strict=True), told.said), strict=True
        ):
            first, begun = set[str](), True
            for name, time in own:
                begun = begun and time == FIRST and name not in first
                if not begun or not first:
                    owners.append(one)
                    times.append(time)
                    fields.append(None if begun else name)
                first.add(name)
                rows.append(len(owners) - 1)
        return [owners, times, fields, *self.filled(told, len(owners), rows)]


def _first(names: list[str], since: list[Cell]) -> int | None:
    """Return how many attributes are first values; None where objects differ in that."""
    for place, (name, cell) in enumerate(zip(names, since, strict=True)):
        times = values_of(cell, 1)
        count = times.count(FIRST) if name not in names[:place] else 0
        if count < len(times):
            return place if count == 0 else None
    return len(names)
