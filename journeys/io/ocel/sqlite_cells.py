"""The cells of a row that many things have alike: a column each, or one value that all have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from journeys.io.ocel.columns import picked

_LONGEST = 64
"""Letters of a text that may stand in a statement."""


@dataclass(frozen=True, slots=True)
class Picked:
    """What stands at some places of a column: picked a part at a time, when it is needed.

    Examples
    --------
    >>> Picked(["a", "b", "c"], [2, 0])[:]
    ['c', 'a']
    """

    column: list[Any]
    places: list[int]

    def __len__(self) -> int:
        """Return how many places there are."""
        return len(self.places)

    def __getitem__(self, some: slice) -> list[Any]:
        """Return what stands at some of the places."""
        return picked(self.column, self.places[some])


Column: TypeAlias = list[Any] | Picked
"""A value for each thing."""

Cell: TypeAlias = Column | str | None
"""A column; or a text without NUL, or nothing, the same for all things."""


def alike(cell: Cell) -> Cell:
    """Return what all values of a column are, where that can stand in a statement.

    Examples
    --------
    >>> alike(["mail", "mail"]), alike(["mail", "call"]), alike([1, 1])
    ('mail', ['mail', 'call'], [1, 1])
    """
    if cell is None or isinstance(cell, str) or not len(cell) or cell[:1] != cell[-1:]:
        return cell
    [text] = cell[:1]
    short = text is None or (isinstance(text, str) and len(text) <= _LONGEST and "\0" not in text)
    values = cell if isinstance(cell, list) else cell[:]
    return text if short and values.count(text) == len(values) else cell


def values_of(cell: Cell, count: int) -> list[Any]:
    """Return the value of each of so many things."""
    return [cell] * count if cell is None or isinstance(cell, str) else cell[:]
