"""A number for every relationship of a file: it is looked up once for each event, by its name.

Whatever else is known of relationships stands in lists, in the order of these numbers: a file may
be about very many, and each look into a large dictionary waits for memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence


class Numbering(dict[str, int]):
    """A number for every name, in the order in which they came up."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        """Each name at its number."""

    def __missing__(self, name: str) -> int:
        """Number the next name that nobody met before."""
        number = self[name] = len(self.names)
        self.names.append(name)
        return number

    def of(self, names: Sequence[str]) -> array[int]:
        """Return the number of each name.

        Examples
        --------
        >>> Numbering().of(["r-1", "r-2", "r-1"]).tolist()
        [0, 1, 0]
        """
        return array("I", map(self.__getitem__, names))
