"""Conditions of a mapping: whether a row's cells are as they have to be."""

from __future__ import annotations

from collections.abc import Callable

from journeys.io.mapped.schema import Condition, Test
from journeys.io.mapped.values import Cells, number
from journeys.io.rows.row import SetAside

Holds = Callable[[Cells], bool]


def holds(condition: Condition | None) -> Holds:
    """Return what tells whether all parts of a condition hold for a row.

    Examples
    --------
    >>> late = holds({"Timely?": "No", "Score": Test(below=3)})
    >>> late({"Timely?": "No", "Score": "2"}), late({"Timely?": "No", "Score": ""})
    (True, False)
    """
    tests = [(column, _test(test)) for column, test in (condition or {}).items()]
    return lambda cells: all(test(cells.get(column, "").strip()) for column, test in tests)


def _test(test: str | list[str] | Test) -> Callable[[str], bool]:
    if isinstance(test, str):
        return lambda cell: cell == test
    if isinstance(test, list):
        return lambda cell: cell in test
    return lambda cell: _agrees(cell, test)


def _agrees(cell: str, test: Test) -> bool:
    measured = test.above is not None or test.below is not None
    figure = _figure(cell) if measured else None
    lower = cell.lower()
    return not (
        (test.is_ is not None and cell not in test.is_)
        or (test.not_ is not None and cell in test.not_)
        or (test.empty is not None and test.empty == bool(cell))
        or (test.contains is not None and not any(c.lower() in lower for c in test.contains))
        or (test.above is not None and (figure is None or figure <= test.above))
        or (test.below is not None and (figure is None or figure >= test.below))
    )


def _figure(cell: str) -> float | None:
    try:
        return number(cell, "")
    except SetAside:
        return None
