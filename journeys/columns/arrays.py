"""Arrays: whole columns at once, rows put together by sorting small numbers.

Numbers of 16 bits are sorted by their digits, which takes one pass over the rows, where sorting
larger ones compares them. So whatever rows are put together by is packed into one small number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
_SMALL = 1 << 16


def narrow(most: int) -> type[np.unsignedinteger[Any]]:
    """Return the narrowest kind of whole number, from 0 on, that holds *most*.

    Examples
    --------
    >>> narrow(255).__name__, narrow(256).__name__, narrow(1 << 16).__name__
    ('uint8', 'uint16', 'uint32')
    """
    kinds = (np.uint8, np.uint16, np.uint32)
    return next((kind for kind in kinds if most <= np.iinfo(kind).max), np.uint64)


def sorting(keys: Array, most: int) -> Array:
    """Return the places of rows by their keys, 0…*most*; rows of one key stay in their order.

    Examples
    --------
    >>> sorting(np.array([70_000, 3, 70_000, 0]), 70_000).tolist()
    [3, 1, 0, 2]
    """
    kind = narrow(len(keys))
    order: Array = np.argsort(keys.astype(np.uint16), kind="stable").astype(kind)  # the lowest 16
    bits = 16
    while most >> bits:
        digits = (keys[order] >> bits).astype(np.uint16)
        order = order[np.argsort(digits, kind="stable")]
        bits += 16
    return order


def changes(values: Array) -> Array:
    """Return where a value is another than the one before it; the first one always is."""
    new = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return new


class Groups:
    """Rows that agree in some columns, each group with its places among the rows.

    Parameters
    ----------
    *by
        The columns: whole numbers from 0 on, all of one length. Their spans multiply to less
        than 2⁶³.

    Attributes
    ----------
    sizes
        How many rows each group has; none is empty. Groups come by their columns, in order.
    first
        The place of each group's first row.
    keys
        For each column, its value in every group.
    order
        The places of all rows, group by group, in the order of the rows within a group.

    Examples
    --------
    >>> found = Groups(np.array([2, 0, 2, 2]), np.array([1, 1, 1, 0]))
    >>> [key.tolist() for key in found.keys], found.sizes.tolist(), found.of(2).tolist()
    ([[0, 2, 2], [1, 0, 1]], [1, 1, 2], [0, 2])
    >>> found.count(np.array([True, False, False, True])).tolist(), found.first.tolist()
    ([0, 1, 1], [1, 3, 0])
    """

    def __init__(self, *by: Array) -> None:
        spans = [int(one.max()) + 1 if len(one) else 1 for one in by]
        packed, most = _packed(by, spans)
        self.order = sorting(packed, most)
        self._starts = np.flatnonzero(changes(packed[self.order]))
        self.sizes = np.diff(self._starts, append=len(packed))
        self.first = self.order[self._starts]
        self.keys = [one[self.first] for one in by]

    def __len__(self) -> int:
        """Return how many groups there are."""
        return len(self.sizes)

    def of(self, group: int) -> Array:
        """Return the places of a group's rows, in order."""
        start = self._starts[group]
        return self.order[start : start + self.sizes[group]]

    def ordered(self, column: Array) -> Iterator[Array]:
        """Yield a column cut into groups."""
        found = column[self.order]
        for start, size in zip(self._starts.tolist(), self.sizes.tolist(), strict=True):
            yield found[start : start + size]

    def count(self, meant: Array) -> Array:
        """Return how many rows of each group are meant, by a column that says of each whether."""
        if not len(self):
            return self.sizes
        return np.add.reduceat(meant[self.order], self._starts, dtype=np.int64)

    def distinct(self, column: Array) -> Array:
        """Return how many values of a column each group has.

        Equal ones have to stand together within a group, as relationships do.
        """
        if not len(self):
            return self.sizes
        new = changes(column[self.order])
        new[self._starts] = True
        return np.add.reduceat(new, self._starts, dtype=np.int64)


class Cut:
    """Rows cut by whose they are: of each owner a slice.

    Parameters
    ----------
    rows
        By owner.
    owner
        Whose each of them is: whole numbers from 0 on.
    owners
        How many there are.

    Examples
    --------
    >>> found = Cut(np.array([3, 4, 9]), np.array([0, 0, 2]), 3)
    >>> [found.of(owner).tolist() for owner in range(3)], found.sizes
    ([[3, 4], [], [9]], [2, 0, 1])
    """

    def __init__(self, rows: Array, owner: Array, owners: int) -> None:
        self._rows = rows
        starts = np.searchsorted(owner, np.arange(owners + 1))
        self._starts: list[int] = starts.tolist()
        self.sizes: list[int] = np.diff(starts).tolist()

    def of(self, owner: int) -> Array:
        """Return the rows of an owner, in order."""
        return self._rows[self._starts[owner] : self._starts[owner + 1]]


def _packed(by: Sequence[Array], spans: Sequence[int]) -> tuple[Array, int]:
    """Return one number a row that sorts as the columns do, and the largest there may be."""
    most = prod(spans)
    kind = np.uint16 if most < _SMALL else np.uint32 if most < _SMALL**2 else np.int64
    packed: Array = by[0].astype(kind)
    for one, span in zip(by[1:], spans[1:], strict=True):
        packed = packed * np.asarray(span, kind) + one.astype(kind)
    return packed, most - 1


def middle(values: Array) -> float:
    """Return the median of whole numbers, exactly as of a list of them."""
    half = len(values) // 2
    if len(values) % 2:
        return int(np.partition(values, half)[half])
    two = np.partition(values, (half - 1, half))
    return (int(two[half - 1]) + int(two[half])) / 2
