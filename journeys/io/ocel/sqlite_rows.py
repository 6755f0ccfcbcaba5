"""The tables of the types, of which OCEL 2.0 in SQLite has one each: their columns and rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from operator import add
from typing import TypeVar

from domain.errors import Unreadable
from journeys.io.ocel.columns import Columns, picked, repeated
from journeys.io.ocel.parts import FIRST, Kind, Value
from journeys.io.ocel.sqlite_inserting import Cell
from journeys.io.ocel.sqlite_tables import OURS

_V = TypeVar("_V")


def tables_of(what: str, kinds: Iterable[Kind], things: Columns) -> Mapping[str, Events | Objects]:
    """Return the table of each type of events or objects, declared ones first.

    Raises
    ------
    Unreadable
        For attributes that columns of one table cannot tell apart.
    """
    declared = {one.name: {a.name: a.type for a in one.attributes} for one in kinds}
    found: dict[str, Events | Objects] = {}
    names: set[str] = set()
    for kind in dict.fromkeys(chain(declared, things.types)):
        plain = re.sub(r"\W+", "", kind, flags=re.ASCII).lower() or "type"
        name = next(name for name in _numbered(plain) if name not in names)
        names.add(name)
        found[kind] = (Objects if what == "object" else Events)(name, declared.get(kind, {}))
    at = {kind: table.places.append for kind, table in found.items()}
    for place, kind in enumerate(things.types):
        at[kind](place)
    begins = things.begins()
    for kind, table in found.items():
        table.hold(things, begins)
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
        self.places: list[int] = []

    def hold(self, things: Columns, begins: list[int]) -> None:
        """Take in the things of this type, and look which attributes they have."""
        self.told = things
        self.begins, self.counts = picked(begins, self.places), picked(things.said, self.places)
        self.ahead = [self.begins]
        self.names = self._same_names()
        seen = self.names
        if seen is None:
            seen = [*chain.from_iterable(map(things.names.__getitem__, self.parts()))]
        for name in dict.fromkeys(seen):
            self.columns.setdefault(name, "string")

    def _same_names(self) -> list[str] | None:
        """Return the names of each thing's attributes, where all have them in one order."""
        width = self.counts[0] if self.counts else 0
        if self.counts.count(width) < len(self.counts):
            return None
        names = [self.at(self.told.names, place) for place in range(width)]
        alike = all(column.count(column[0]) == len(column) for column in names)
        return [column[0] for column in names] if alike else None

    def at(self, column: list[_V], place: int) -> list[_V]:
        """Return what a column of attributes has at one place of every thing's."""
        while len(self.ahead) <= place:
            self.ahead.append([begin + 1 for begin in self.ahead[-1]])
        return picked(column, self.ahead[place])

    def filled(self, count: int, rows: Iterable[int]) -> list[list[Value]]:
        """Return the table's columns: for every value, in order, *rows* says in which row it is."""
        told, parts = self.told, [*self.parts()]
        names = chain.from_iterable(map(told.names.__getitem__, parts))
        values = chain.from_iterable(map(told.values.__getitem__, parts))
        filled: dict[str, list[Value]] = {name: [None] * count for name in self.columns}
        for row, name, value in zip(rows, names, values, strict=True):
            filled[name][row] = value
        return [*filled.values()]

    def parts(self) -> Iterator[slice]:
        """Return where the attributes of each thing stand."""
        return map(slice, self.begins, map(add, self.begins, self.counts))


class Events(Table):
    """A row for each event."""

    def rows(self) -> list[list[Cell]]:
        """Return the row of an event, in columns."""
        told = self.told
        ids, times = picked(told.ids, self.places), picked(told.times, self.places)
        if self.names == [*self.columns]:
            own = [self.at(told.values, place) for place in range(len(self.names))]
            return [[ids, times, *own]]
        rows = repeated([*range(len(ids))], self.counts)
        return [[ids, times, *self.filled(len(ids), rows)]]


class Objects(Table):
    """A row for each object's first values, and one for every change."""

    def rows(self) -> list[list[Cell]]:
        """Return the rows of an object, in columns; or one at a time where objects differ."""
        ids, names = picked(self.told.ids, self.places), self.names
        since = [self.at(self.told.since, place) for place in range(len(names or ()))]
        first = _first(names, since) if names else None
        if names is None or first is None:
            return [self._row_by_row(ids)]
        values = [self.at(self.told.values, place) for place in range(len(names))]
        begun = dict(zip(names[:first], values, strict=False))
        rows: list[list[Cell]] = []
        if begun:
            rows += [[ids, FIRST, None, *map(begun.get, self.columns)]]
        for name, said, time in list(zip(names, values, since, strict=True))[first:]:
            own = [said if column == name else None for column in self.columns]
            rows += [[ids, time, name, *own]]
        return rows

    def _row_by_row(self, ids: list[str]) -> list[Cell]:
        names, since = self.told.names, self.told.since
        owners, times, fields, rows = list[str](), list[str](), list[str | None](), list[int]()
        for one, part in zip(ids, self.parts(), strict=True):
            first, begun = set[str](), True
            for place in range(part.start, part.stop):
                name, time = names[place], since[place]
                begun = begun and time == FIRST and name not in first
                if not begun or not first:
                    owners.append(one)
                    times.append(time)
                    fields.append(None if begun else name)
                first.add(name)
                rows.append(len(owners) - 1)
        return [owners, times, fields, *self.filled(len(owners), rows)]


def _first(names: list[str], since: list[list[str]]) -> int | None:
    """Return how many attributes are first values; None where objects differ in that."""
    for place, (name, times) in enumerate(zip(names, since, strict=True)):
        count = times.count(FIRST) if name not in names[:place] else 0
        if count < len(times):
            return place if count == 0 else None
    return len(names)
