"""Events that stand in a table for each type, put together in the order of all of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, compress
from typing import Any, NamedTuple

from journeys.io.ocel.columns import Columns, joined, picked


class Table(NamedTuple):
    """What the table of a type tells of its events: a row for each, in columns."""

    kind: str
    ids: list[str]
    times: list[str]
    names: list[str]
    """Of the attributes."""
    cells: list[list[Any]]
    """A column for each attribute."""


def in_turn(tables: list[Table], kinds: list[str]) -> list[int] | None:
    """Return the row of each event, if those of a type are in one order in both tables.

    Rows are counted through all tables. What comes out is a guess that the ids have to confirm.

    Examples
    --------
    >>> call = Table("call", ["e2"], ["10:00"], [], [])
    >>> tables = [call, Table("meet", ["e1"], ["9:00"], [], [])]
    >>> in_turn(tables, ["meet", "call"]), in_turn(tables, ["meet", "meet"])
    ([1, 0], None)
    """
    ahead, count = dict[str, Iterator[int]](), 0
    for table in tables:
        ahead[table.kind] = iter(range(count, count + len(table.ids)))
        count += len(table.ids)
    if count != len(kinds) or not ahead.keys() >= set(kinds):
        return None
    order = [*map(next, map(ahead.__getitem__, kinds))]
    return order if len(order) == count else None  # a table had too few rows


def joined_in(order: list[int], tables: list[Table]) -> Columns:
    """Return the events of all tables in some order, which says what row comes first, and so on.

    Examples
    --------
    >>> call = Table("call", ["e2"], ["10:00"], ["n"], [[2]])
    >>> told = joined_in([1, 0], [call, Table("meet", ["e1"], ["9:00"], ["n"], [[1]])])
    >>> told.times, told.names, told.values
    (['9:00', '10:00'], ['n', 'n'], [1, 2])
    """
    names = tables[0].names if tables else []
    if any(one.names != names or any(None in column for column in one.cells) for one in tables):
        told = Columns()
        for table in tables:
            told.extend(_of(table))
        return told.in_order(order)
    columns = zip(*((one.times, *one.cells) for one in tables), strict=True)
    times, *cells = [picked([*chain.from_iterable(column)], order) for column in columns] or [[]]
    return Columns(
        times=times,
        said=[len(names)] * len(order),
        names=names * len(order),
        values=joined(cells) if cells else [],
        tied=[0] * len(order),
    )


def _of(table: Table) -> Columns:
    """Return what the table of a type tells: an attribute for every value there is."""
    count, row = len(table.ids), joined(table.cells) if table.cells else []
    said, own = [len(table.names)] * count, table.names * count
    if any(None in column for column in table.cells):
        there = [value is not None for value in row]
        said = [*map(sum, zip(*[iter(there)] * len(table.names), strict=True))]
        own, row = [*compress(own, there)], [*compress(row, there)]
    return Columns(table.ids, [], table.times, said, own, row, tied=[0] * count)
