"""What only grows: sequences and shelves whose older forms stay true, and cost next to nothing.

A fold keeps every state it passes through: a rule looks at the one before and the one after an
event. Copying all that is known for each event would make a history of 100,000 contacts take hours
where a history of 1,000 takes a moment, so these share what they have in common.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_WIDE = 256
_FULL = 64


class _Shared(list[T]):
    """The list that sequences grown from one another share, and what was looked up in it.

    ``_passing`` has for each test how far it was asked, and the places that pass it; ``_places``
    where each item first stands. Both only grow, as the list does.
    """

    __slots__ = ("_passing", "_placed", "_places")

    def __init__(self, items: Iterable[T] = ()) -> None:
        super().__init__(items)
        self._passing: dict[Callable[[T], bool], tuple[int, list[int]]] = {}
        self._places: dict[T, int] = {}
        self._placed = 0

    def passing(self, test: Callable[[T], bool]) -> list[int]:
        """Return the places of all that pass a test."""
        asked, places = self._passing.get(test, (0, []))
        if asked < len(self):
            places += [place for place in range(asked, len(self)) if test(self[place])]
            self._passing[test] = len(self), places
        return places

    def places(self) -> dict[T, int]:
        """Return where each item first stands."""
        if self._placed < len(self):
            for place in range(self._placed, len(self)):
                self._places.setdefault(self[place], place)
            self._placed = len(self)
        return self._places


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
        self._shared: _Shared[T] = _Shared(items)
        self._length = len(self._shared)

    def plus(self, item: T) -> Grown[T]:
        """Return this sequence with one more item at its end. O(1), but O(n) for a fork."""
        shared, length = self._shared, self._length
        if len(shared) == length:
            shared.append(item)
        if len(shared) == length or shared[length] is not item:  # another grew from here first
            shared = _Shared([*shared[:length], item])
        longer: Grown[T] = Grown.__new__(Grown)
        longer._shared, longer._length = shared, length + 1
        return longer

    def count_passing(self, test: Callable[[T], bool], begin: int = 0) -> int:
        """Return how many items from place *begin* on pass a test, which is asked once of each.

        O(log n), and O(what came since) for what was not asked before. The test is remembered: let
        it be one function, not a new one each time.

        Examples
        --------
        >>> Grown((1, 0, 3, 4)).count_passing(bool, 1)
        2
        """
        places = self._shared.passing(test)
        return bisect_left(places, self._length) - bisect_left(places, min(begin, self._length))

    def passing(self, test: Callable[[T], bool], begin: int = 0) -> list[T]:
        """Return the items from place *begin* on that pass a test; as fast, and O(their number).

        Examples
        --------
        >>> Grown((1, 0, 3, 4)).passing(bool, 1)
        [3, 4]
        """
        shared, places = self._shared, self._shared.passing(test)
        first, beyond = bisect_left(places, begin), bisect_left(places, self._length)
        return [shared[place] for place in places[first:beyond]]

    def lacking(self, items: Iterable[T]) -> list[T]:
        """Return those of *items*, which can be hashed, that are not here. O(their number).

        Examples
        --------
        >>> one = Grown("a")
        >>> one.plus("b").lacking("abc"), one.lacking("abc")
        (['c'], ['b', 'c'])
        """
        places, length = self._shared.places(), self._length
        return [item for item in items if places.get(item, length) >= length]

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

    def __reduce__(self) -> tuple[type[Grown[T]], tuple[tuple[T, ...]]]:
        """Be copied as what it holds, without what was looked up in it."""
        return Grown, (tuple(self),)

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
