"""What is told of things, type by type, as the tables of OCEL 2.0 in SQLite have it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from journeys.io.ocel.columns import Columns, joined, one_of_all
from journeys.io.ocel.sqlite_cells import Cell, Column, Picked, alike, values_of


class Nth(NamedTuple):
    """The first attribute of each thing, or the second, and so on: a column for what it has."""

    names: Cell
    values: Cell
    since: Cell


class Told(NamedTuple):
    """What is told of the things of one type."""

    ids: Column
    times: Column
    nth: list[Nth] | None
    """Their attributes, where all of them have as many."""
    apart: Columns
    """The things, where some have more attributes than others."""

    def names(self) -> list[str] | None:
        """Return the names of each thing's attributes, where all have them in one order."""
        if self.nth is None:
            return None
        names = [name for one in self.nth if isinstance(name := alike(one.names), str)]
        return names if len(names) == len(self.nth) else None

    def laid_out(self) -> Columns:
        """Return the things with the attributes of one behind those of another."""
        if self.nth is None:
            return self.apart
        count = len(self.ids)
        told = Columns(self.ids[:], times=self.times[:], said=[len(self.nth)] * count)
        if not self.nth:
            return told
        names, values, since = (
            joined([values_of(cell, count) for cell in cells])
            for cells in zip(*self.nth, strict=True)
        )
        return replace(told, names=names, values=values, since=since)


def by_type(things: Columns, places: list[list[int]]) -> Iterator[Told]:
    """Yield what is told of the things of each type, of which *places* says where they are.

    Examples
    --------
    >>> things = Columns(["a", "b"], said=[1, 1], names=["x", "y"], values=[3, 4])
    >>> [(told.ids[:], told.names()) for told in by_type(things, [[1], [0]])]
    [(['b'], ['y']), (['a'], ['x'])]
    """
    nth = _nth(things)
    if nth is None:  # put side by side once, as there may be thousands of types
        bare = replace(things, types=[], tied=[0] * len(things.ids), others=[], qualifiers=[])
        side_by_side = bare.in_order([*chain.from_iterable(places)])
        for own in side_by_side.cut(map(len, places)):
            yield Told(own.ids, own.times, _nth(own), own)
        return
    for at in places:
        times: Column = Picked(things.times, at) if things.times else []
        told = [Nth(*(_picked(cell, at) for cell in one)) for one in nth] if at else []
        yield Told(Picked(things.ids, at), times, told, Columns())


def _nth(things: Columns) -> list[Nth] | None:
    each = one_of_all(things.said)
    if each is None:
        return None
    columns = things.names, things.values, things.since
    return [Nth(*(alike(column[n::each]) for column in columns)) for n in range(each)]


def _picked(cell: Cell, places: list[int]) -> Cell:
    """Return what some things have; the column of what is not told of is empty."""
    return Picked(cell, places) if isinstance(cell, list) and cell else cell
