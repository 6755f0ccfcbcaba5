"""A number for every relationship of many events: it is looked up once for each, by its name.

Whatever else is known of relationships stands in lists, in the order of these numbers: there may be
very many, and each look into a large dictionary waits for memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TypeVar

K = TypeVar("K")


class Numbering(dict[K, int]):
    """A number for every name, or whatever else is told apart, in their order of coming up."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[K] = []
        """Each name at its number."""

    def __missing__(self, name: K) -> int:
        """Number the next name that nobody met before."""
        number = self[name] = len(self.names)
        self.names.append(name)
        return number

    def of(self, names: Sequence[K]) -> array[int]:
        """Return the number of each name.

        Examples
        --------
        >>> Numbering().of(["r-1", "r-2", "r-1"]).tolist()
        [0, 1, 0]
        """
        return array("I", map(self.__getitem__, names))
