"""What only grows: sequences and shelves whose older forms stay true, and cost next to nothing.

A fold keeps every state it passes through: a rule looks at the one before and the one after an
event. Copying all that is known for each event would make a history of 100,000 contacts take hours
where a history of 1,000 takes a moment, so these share what they have in common.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_WIDE = 256
_FULL = 64


class Grown(Sequence[T]):
    """A sequence that never changes, and of which a longer one is made in O(1).

    Those that grew from one another share one list, each seeing its own length of it. Growing the
    same one twice copies it for the second: neither sees the other's.

    Examples
    --------
    >>> one = Grown((1, 2))
    >>> two, other = one.plus(3), one.plus(4)
    >>> tuple(one), tuple(two), tuple(other)
    ((1, 2), (1, 2, 3), (1, 2, 4))
    """

    __slots__ = ("_length", "_shared")

    def __init__(self, items: Iterable[T] = ()) -> None:
        self._shared: list[T] = list(items)
        self._length = len(self._shared)

    def plus(self, item: T) -> Grown[T]:
        """Return this sequence with one more item at its end. O(1), but O(n) for a fork."""
        shared, length = self._shared, self._length
        if len(shared) == length:
            shared.append(item)
        if len(shared) == length or shared[length] is not item:  # another grew from here first
            shared = [*shared[:length], item]
        longer: Grown[T] = Grown.__new__(Grown)
        longer._shared, longer._length = shared, length + 1
        return longer

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...

    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        if isinstance(index, slice):
            start, stop, step = index.indices(self._length)
            if step > 0:
                return tuple(self._shared[start:stop:step])
            return tuple(self._shared[n] for n in range(start, stop, step))
        place = index + self._length if index < 0 else index
        if not 0 <= place < self._length:
            msg = "there are not so many"
            raise IndexError(msg)
        return self._shared[place]

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[T]:
        return islice(self._shared, self._length)

    def __reversed__(self) -> Iterator[T]:
        if len(self._shared) == self._length:
            return reversed(self._shared)
        return (self._shared[n] for n in range(self._length - 1, -1, -1))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (Grown, tuple)):
            return NotImplemented
        return len(self) == len(other) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # as long as what it holds may not be hashed

    def __repr__(self) -> str:
        return f"Grown({tuple(self)!r})"


class Shelf(Mapping[K, V], Generic[K, V]):
    """A mapping that never changes, and of which a fuller one is made without copying it all.

    It is spread over 256 small dicts once it holds more than 64; only one of them is copied. It
    goes through its keys in the order in which they came.

    Examples
    --------
    >>> one = Shelf().put("b", 1).put("a", 2)
    >>> dict(one.put("b", 3)), dict(one.without("b")), dict(one)
    ({'b': 3, 'a': 2}, {'a': 2}, {'b': 1, 'a': 2})
    """

    __slots__ = ("_buckets", "_count", "_next")

    def __init__(self) -> None:
        self._buckets: tuple[dict[K, tuple[int, V]], ...] = ({},)
        self._count = 0
        self._next = 0

    def put(self, key: K, value: V) -> Shelf[K, V]:
        """Return this shelf with *value* under *key*, in the place it had. O(n / 256)."""
        number = hash(key) % len(self._buckets)
        bucket = self._buckets[number]
        there = bucket.get(key)
        serial = self._next if there is None else there[0]
        return self._with(number, {**bucket, key: (serial, value)}, there is None)

    def without(self, key: K) -> Shelf[K, V]:
        """Return this shelf without *key*, which need not be there. O(n / 256)."""
        number = hash(key) % len(self._buckets)
        bucket = self._buckets[number]
        if key not in bucket:
            return self
        return self._with(number, {k: v for k, v in bucket.items() if k != key}, -1)

    def _with(self, number: int, bucket: dict[K, tuple[int, V]], more: int) -> Shelf[K, V]:
        other: Shelf[K, V] = Shelf.__new__(Shelf)
        other._buckets = (*self._buckets[:number], bucket, *self._buckets[number + 1 :])
        other._count, other._next = self._count + more, self._next + 1
        if other._count > _FULL and len(other._buckets) == 1:
            other._buckets = _spread(bucket)
        return other

    def __getitem__(self, key: K) -> V:
        return self._buckets[hash(key) % len(self._buckets)][key][1]

    def __contains__(self, key: object) -> bool:
        return key in self._buckets[hash(key) % len(self._buckets)]

    def __iter__(self) -> Iterator[K]:
        kept: list[tuple[Any, K]] = [
            (place[0], key) for bucket in self._buckets for key, place in bucket.items()
        ]
        kept.sort(key=lambda one: one[0])
        return iter([key for _, key in kept])

    def __len__(self) -> int:
        return self._count

    def __repr__(self) -> str:
        return f"Shelf({dict(self)!r})"


def _spread(bucket: dict[K, tuple[int, V]]) -> tuple[dict[K, tuple[int, V]], ...]:
    wide: list[dict[K, tuple[int, V]]] = [{} for _ in range(_WIDE)]
    for key, kept in bucket.items():
        wide[hash(key) % _WIDE][key] = kept
    return tuple(wide)
