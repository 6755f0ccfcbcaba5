"""Rows put into a table of SQLite, with as few values handed over as can be.

To hand a value over costs about as much as to store it. So many rows go in at a time; what is the
same in all of them stands in the statement itself; and what stands in several rows of one thing,
as its id does, is handed over once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from journeys.io.ocel.columns import joined
from journeys.io.ocel.sqlite_tables import quoted

Cell = list[Any] | str | None
"""A column, with a value for each thing; or a text without NUL, or nothing, the same for all."""

_MANY, _NAMED = 900, 200
"""Cells in one statement: hundreds of rows a step take half the time of one row a step.

Every SQLite takes 999 places. Fewer where some have a number: it may be looked up for each place.
"""

_LONGEST = 64
"""Letters of a text that may stand in the statement."""


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
    alike = [[row[0], *map(_alike, row[1:])] for row in rows]
    given = [cell for row in alike for cell in row if isinstance(cell, list)]
    columns = [*{id(column): column for column in given}.values()]
    if len(columns) > _MANY and len(alike) > 1:
        insert(connection, table, [_one_row(alike, len(columns[0]))])
        return
    cells = sum(map(len, alike))
    many = max(1, (_MANY if len(columns) == len(given) else _NAMED) // cells)
    values, width = joined(columns), len(columns)
    whole = len(values) - len(values) % (many * width)
    for things, begin, end in ((many, 0, whole), (1, whole, len(values))):
        step = things * width
        statement = f"INSERT INTO {quoted(table)} VALUES {_places(alike, things)}"  # noqa: S608 - names and texts are quoted
        connection.executemany(
            statement, (values[at : at + step] for at in range(begin, end, step))
        )


def _alike(cell: Cell) -> Cell:
    """Return what all values of a column are, where that can stand in a statement."""
    if not isinstance(cell, list) or not cell or cell[0] != cell[-1]:
        return cell
    text = cell[0]
    short = text is None or (isinstance(text, str) and len(text) <= _LONGEST and "\0" not in text)
    return text if short and cell.count(text) == len(cell) else cell


def _one_row(rows: list[list[Cell]], count: int) -> list[Cell]:
    """Return the rows of things as if each row were a thing's."""
    full = ([cell if isinstance(cell, list) else [cell] * count for cell in row] for row in rows)
    return [joined(columns) for columns in zip(*full, strict=True)]


def _places(rows: list[list[Cell]], things: int) -> str:
    """Return the rows of so many things as SQL has them: a place for each value handed over."""
    said, number = list[str](), 0
    for _ in range(things):
        seen: dict[int, int] = {}
        for row in rows:
            cells = list[str]()
            for cell in row:
                if not isinstance(cell, list):
                    cells.append("NULL" if cell is None else "'" + cell.replace("'", "''") + "'")
                elif id(cell) in seen:
                    cells.append(f"?{seen[id(cell)]}")
                else:
                    number += 1
                    seen[id(cell)] = number
                    cells.append("?")
            said.append(f"({', '.join(cells)})")
    return ", ".join(said)
