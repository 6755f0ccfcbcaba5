"""Numbers of events told in turn: of each visit its own, then what was felt, each once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from journeys.columns.arrays import Array
from journeys.lived.lives import ranges
from journeys.lived.visits import Visits

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
    counts = np.stack([end - begin for _, begin, end in turns], axis=1)
    flat = counts.reshape(-1)
    places = (np.cumsum(flat) - flat).reshape(counts.shape)
    found = np.empty(int(flat.sum()), dtype=np.int64)
    for n, (column, begin, _) in enumerate(turns):
        numbers = ranges(begin, counts[:, n])
        found[ranges(places[:, n], counts[:, n])] = numbers if column is None else column[numbers]
    return once(found)


def once(numbers: Array) -> Array:
    """Return each number once, in the order in which they first come up.

    Examples
    --------
    >>> once(np.array([3, 1, 3, 2])).tolist()
    [3, 1, 2]
    """
    _, first = np.unique(numbers, return_index=True)
    return numbers[np.sort(first)]
