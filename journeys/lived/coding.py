"""Rows that agree get one number, without sorting where the numbers are small."""

from __future__ import annotations

import numpy as np

from journeys.columns.arrays import Array

_MOST = 1 << 22
"""Up to so many different numbers a table of all of them costs less than sorting."""


def agreeing(*columns: Array) -> tuple[Array, Array]:
    """Return a number for each row, the same for rows that agree, and the first row of each.

    Numbers are given from 0 on in the order in which they first come up.

    Parameters
    ----------
    *columns
        Whole numbers from 0 on, all of one length.

    Examples
    --------
    >>> numbers, first = agreeing(np.array([7, 7, 2, 7]), np.array([1, 0, 1, 1]))
    >>> numbers.tolist(), first.tolist()
    ([0, 1, 2, 0], [0, 1, 2])
    """
    key, span = np.zeros(len(columns[0]), dtype=np.int64), 1
    for one in columns:
        wide = int(one.max()) + 1 if len(one) else 1
        if span * wide > _MOST:
            key, span = _close(key, span)
        key, span = key * wide + one, span * wide
    key, span = _close(key, span)
    first = np.zeros(span, dtype=np.int64)
    first[key[::-1]] = np.arange(len(key) - 1, -1, -1)
    order = np.argsort(first, kind="stable")
    rank = np.empty(span, dtype=np.int64)
    rank[order] = np.arange(span)
    return rank[key], first[order]


def _close(key: Array, span: int) -> tuple[Array, int]:
    """Return the same numbers without gaps between them, and how many there are."""
    if span > _MOST:
        found, key = np.unique(key, return_inverse=True)
        return key.reshape(-1), len(found)
    used = np.zeros(span, dtype=bool)
    used[key] = True
    return (np.cumsum(used) - 1)[key], int(used.sum())


def numbered(values: list[str], known: dict[str, int]) -> Array:
    """Return the number of each text; one that is not known yet gets the next.

    Examples
    --------
    >>> known = {"a": 0}
    >>> numbered(["b", "a"], known).tolist(), known
    ([1, 0], {'a': 0, 'b': 1})
    """
    return np.array([known.setdefault(one, len(known)) for one in values], dtype=np.int64)
