"""A position in several logs at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from domain.errors import Unreadable


class Vector(int):
    """How far each shard's log has been read: one number a shard, in their order.

    As a number it is how many events that comes to, so that it can be counted with and compared;
    where reading goes on is told by the numbers of the shards alone.

    Parameters
    ----------
    shards
        The position in each shard's log, 0 where nothing was read.

    Examples
    --------
    >>> Vector([3, 0, 5])
    Vector(3·0·5)
    >>> int(Vector([3, 0, 5])), Vector([3, 0, 5]).shards
    (8, (3, 0, 5))
    """

    shards: tuple[int, ...]

    def __new__(cls, shards: Iterable[int]) -> Self:
        """Make one of the position in each shard's log."""
        positions = tuple(shards)
        made = super().__new__(cls, sum(positions))
        made.shards = positions
        return made

    @classmethod
    def of(cls, position: int, shards: int) -> Vector:
        """Return where to go on in so many *shards*; 0 is the beginning of all of them.

        Raises
        ------
        Unreadable
            When it is a position in another number of logs.

        Examples
        --------
        >>> Vector.of(0, 2)
        Vector(0·0)
        """
        if isinstance(position, Vector) and len(position.shards) == shards:
            return position
        if shards == 1 and not isinstance(position, Vector):
            return Vector([position])
        if position or isinstance(position, Vector):
            message = "{position} is no position in {n} shards: it has one number for each of them"
            raise Unreadable(message, position=str(position), n=shards)
        return Vector([0] * shards)

    def __str__(self) -> str:
        return "·".join(map(str, self.shards))

    def __repr__(self) -> str:
        return f"Vector({self})"

    def __reduce__(self) -> tuple[type[Self], tuple[tuple[int, ...]]]:
        return type(self), (self.shards,)
