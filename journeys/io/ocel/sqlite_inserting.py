"""Rows put into a table of SQLite, with as few values handed over as can be.

To hand a value over costs about as much as to store it. So many rows go in at a time, and what is
the same in all of them stands in the statement itself.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from journeys.io.ocel.columns import joined
from journeys.io.ocel.sqlite_cells import Cell, Column, Picked, alike, values_of
from journeys.io.ocel.sqlite_tables import quoted

_MANY = 900
"""Cells in one statement: hundreds of rows a step take half the time of one row a step.

Every SQLite takes 999 places. None of them has a number, by which rows could share a value: Python
looks every such place up among all others from 3.12 on, and 3.12.1 warns of it each time.
"""


def insert(connection: sqlite3.Connection, table: str, rows: Sequence[Sequence[Cell]]) -> None:
    """Put the rows of things into a table, those of one thing behind those of another.

    Parameters
    ----------
    connection, table
        Where to.
    rows
        The rows of each thing, a cell for every column of the table; the first is a column.

    Examples
    --------
    >>> base = sqlite3.connect(":memory:")
    >>> _ = base.execute("CREATE TABLE tie (event, object, said)")
    >>> ids, firms, people = ["e1", "e2"], ["f1", "f2"], ["p1", "p2"]
    >>> insert(base, "tie", [[ids, firms, "of"], [ids, people, None]])
    >>> base.execute("SELECT * FROM tie").fetchall()
    [('e1', 'f1', 'of'), ('e1', 'p1', None), ('e2', 'f2', 'of'), ('e2', 'p2', None)]
    >>> base.close()
    """
    rows = [[row[0], *map(alike, row[1:])] for row in rows]
    columns = [cell for row in rows for cell in row if isinstance(cell, list | Picked)]
    if len(columns) > _MANY and len(rows) > 1:
        insert(connection, table, [_one_row(rows, len(columns[0]))])
        return
    count, many = len(columns[0]), max(1, _MANY // sum(map(len, rows)))
    whole = count - count % many
    for things, begin, end in ((many, 0, whole), (count - whole, whole, count)):
        if begin < end:
            row = ", ".join(map(_places, rows))
            statement = f"INSERT INTO {quoted(table)} VALUES {', '.join([row] * things)}"  # noqa: S608 - names and texts are quoted
            connection.executemany(statement, _steps(columns, range(begin, end, things), things))


def _steps(columns: list[Column], begins: range, things: int) -> Iterator[list[Any]]:
    """Yield the values of so many things at a time: always the same list, and other values in it.

    A step is small enough to stay at hand; all values side by side would go through memory again.
    """
    values: list[Any] = [None] * (len(columns) * things)
    for begin in begins:
        for place, column in enumerate(columns):
            values[place :: len(columns)] = column[begin : begin + things]
        yield values


def _one_row(rows: Sequence[Sequence[Cell]], count: int) -> list[Cell]:
    """Return the rows of things as if each row were a thing's."""
    full = ([values_of(cell, count) for cell in row] for row in rows)
    return [joined(columns) for columns in zip(*full, strict=True)]


def _places(row: Sequence[Cell]) -> str:
    """Return a row as SQL has it: a place for each value handed over."""
    return f"({', '.join(map(_place, row))})"


def _place(cell: Cell) -> str:
    if isinstance(cell, str):
        return "'" + cell.replace("'", "''") + "'"
    return "NULL" if cell is None else "?"
