"""Evidence: the ids of the events behind a figure, read when somebody looks at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import overload

from journeys.columns.arrays import Array

Ids = Callable[[Array], list[str]]
"""Returns the ids of events by their places."""


class Evidence(Sequence[str]):
    """Ids of events, in order: equal to a list of them, and read like one.

    What is behind the figures of a whole portfolio is the whole portfolio: here are only the
    places of the events. They are as of the moment of the answer, whatever becomes of the store.

    Parameters
    ----------
    ids
        Returns the ids of places.
    count
        How many there are.
    places
        Returns the places, in order; asked when they are needed.

    Examples
    --------
    >>> import numpy as np
    >>> known = np.array(["e-1", "e-2", "e-3"])
    >>> Evidence(lambda places: known[places].tolist(), 2, lambda: np.array([2, 0]))
    ['e-3', 'e-1']
    """

    def __init__(self, ids: Ids, count: int, places: Callable[[], Array]) -> None:
        self._ids, self._count, self._asked = ids, count, places

    @cached_property
    def _places(self) -> Array:
        return self._asked()

    def __len__(self) -> int:
        """Return how many there are; nothing is read for it."""
        return self._count

    @overload
    def __getitem__(self, index: int) -> str: ...

    @overload
    def __getitem__(self, index: slice) -> list[str]: ...

    def __getitem__(self, index: int | slice) -> str | list[str]:
        """Return one id, or a list of some; no others are read."""
        if isinstance(index, slice):
            return self._ids(self._places[index])
        return self._ids(self._places[[index]])[0]

    def __iter__(self) -> Iterator[str]:
        return iter(self[:])

    def __eq__(self, other: object) -> bool:
        """Whether the other is a sequence of the same ids."""
        if not isinstance(other, list | Evidence):
            return NotImplemented
        return len(self) == len(other) and self[:] == other[:]

    __hash__ = None  # type: ignore[assignment] # nor has a list one

    def __repr__(self) -> str:
        """Return them as a list says it."""
        return repr(self[:])
