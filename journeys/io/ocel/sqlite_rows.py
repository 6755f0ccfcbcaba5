"""The tables of the types, of which OCEL 2.0 in SQLite has one each: their columns and rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from operator import add
from typing import TypeVar

from domain.errors import Unreadable
from journeys.io.ocel.columns import Columns, joined, picked
from journeys.io.ocel.parts import FIRST, Kind, Value
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

    def parts(self) -> Iterator[slice]:
        """Return where the attributes of each thing stand."""
        return map(slice, self.begins, map(add, self.begins, self.counts))


class Events(Table):
    """A row for each event."""

    def rows(self) -> list[Value]:
        """Return the rows, one behind another."""
        told = self.told
        ids, times = picked(told.ids, self.places), picked(told.times, self.places)
        if self.names == [*self.columns]:
            own = [self.at(told.values, place) for place in range(len(self.names))]
            return joined([ids, times, *own])
        found: list[Value] = []
        for one, time, part in zip(ids, times, self.parts(), strict=True):
            row = dict(zip(told.names[part], told.values[part], strict=True))
            found += (one, time, *map(row.get, self.columns))
        return found


class Objects(Table):
    """A row for each object's first values, and one for every change."""

    def rows(self) -> list[Value]:
        """Return the rows, one behind another."""
        ids, names = picked(self.told.ids, self.places), self.names
        since = [self.at(self.told.since, place) for place in range(len(names or ()))]
        first = _first(names, since) if names else None
        if names is None or first is None:
            return self._row_by_row(ids)
        nothing: list[Value] = [None] * len(ids)
        values = [self.at(self.told.values, place) for place in range(len(names))]
        begun = dict(zip(names[:first], values, strict=False))
        rows: list[list[Value]] = []
        if begun:
            rows += [[*ids], [FIRST] * len(ids), nothing]
            rows += [begun.get(column, nothing) for column in self.columns]
        for name, said, time in list(zip(names, values, since, strict=True))[first:]:
            rows += [[*ids], [*time], [name] * len(ids)]
            rows += [said if column == name else nothing for column in self.columns]
        return joined(rows) if rows else []

    def _row_by_row(self, ids: list[str]) -> list[Value]:
        told, columns, found = self.told, [*self.columns], list[Value]()
        names, values, since = told.names, told.values, told.since
        for one, part in zip(ids, self.parts(), strict=True):
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


def _first(names: list[str], since: list[list[str]]) -> int | None:
    """Return how many attributes are first values; None where objects differ in that."""
    for place, (name, times) in enumerate(zip(names, since, strict=True)):
        count = times.count(FIRST) if name not in names[:place] else 0
        if count < len(times):
            return place if count == 0 else None
    return len(names)
