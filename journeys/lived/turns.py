"""Numbers of events told in turn: of each visit its own, then what was felt, each once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from journeys.columns.arrays import Array
from journeys.lived.lives import ranges
from journeys.lived.visits import Visits

_FEW = 8
Turn = tuple[Array | None, Array, Array]
"""A column, and where in it the numbers of each visit begin and end; without a column the places
are the numbers themselves."""


def earlier(visits: Visits, name: str, occasions: Array) -> Turn:
    """Return the last feelings that were told before these occasions, where any were."""
    found, places = visits.refs(name, occasions), np.arange(len(occasions))
    return found, places, places + (found >= 0)


def in_turn(turns: Sequence[Turn]) -> Array:
    """Return for visit after visit its numbers of every turn, each number once.

    Examples
    --------
    >>> felt = np.array([7, 8, 7])
    >>> own = None, np.array([0, 1]), np.array([1, 3])
    >>> in_turn([own, (felt, np.array([0, 2]), np.array([1, 3]))]).tolist()
    [0, 7, 1, 2]
    """
    if len(turns[0][1]) <= _FEW:
        return _one_by_one(turns)
    counts = np.stack([end - begin for _, begin, end in turns], axis=1)
    flat = counts.reshape(-1)
    places = (np.cumsum(flat) - flat).reshape(counts.shape)
    found = np.empty(int(flat.sum()), dtype=np.int64)
    for n, (column, begin, _) in enumerate(turns):
        numbers = ranges(begin, counts[:, n])
        found[ranges(places[:, n], counts[:, n])] = numbers if column is None else column[numbers]
    return once(found)


def _one_by_one(turns: Sequence[Turn]) -> Array:
    """Return the same of a few visits, for which making arrays would be most of the work."""
    found: dict[int, None] = {}
    ends = [(column, begin.tolist(), end.tolist()) for column, begin, end in turns]
    for visit in range(len(ends[0][1])):
        for column, begins, until in ends:
            places = range(begins[visit], until[visit])
            found.update(
                dict.fromkeys(
                    places if column is None else column[places.start : places.stop].tolist()
                )
            )
    return np.fromiter(found, np.int64, len(found))


def once(numbers: Array) -> Array:
    """Return each number once, in the order in which they first come up.

    Examples
    --------
    >>> once(np.array([3, 1, 3, 2])).tolist()
    [3, 1, 2]
    """
    _, first = np.unique(numbers, return_index=True)
    return numbers[np.sort(first)]
