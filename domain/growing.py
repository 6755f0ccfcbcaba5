"""What only grows: sequences and shelves whose older forms stay true, and cost next to nothing.

A fold keeps every state it passes through: a rule looks at the one before and the one after an
event. Copying all that is known for each event would make a history of 100,000 contacts take hours
where a history of 1,000 takes a moment, so these share what they have in common.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import islice
from operator import itemgetter
from typing import Any, Generic, TypeVar, cast, overload

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_BITS = 5
_WIDE = 1 << _BITS
_FULL = 32
_DEEP = 12
"""Levels of a shelf: below them keys that cannot be told apart lie together."""


class _Shared(list[T]):
    """The list that sequences grown from one another share, and what was looked up in it.

    ``_passing`` has for each test how far it was asked, and the places that pass it; ``_places``
    where each item first stands. Both only grow, as the list does; few lists are ever asked.
    """

    __slots__ = ("_passing", "_placed", "_places")

    def passing(self, test: Callable[[T], bool]) -> list[int]:
        """Return the places of all that pass a test."""
        if not hasattr(self, "_passing"):
            self._passing: dict[Callable[[T], bool], tuple[int, list[int]]] = {}
        asked, places = self._passing.get(test, (0, []))
        if asked < len(self):
            places += [place for place in range(asked, len(self)) if test(self[place])]
            self._passing[test] = len(self), places
        return places

    def places(self) -> dict[T, int]:
        """Return where each item first stands."""
        if not hasattr(self, "_places"):
            self._places: dict[T, int] = {}
            self._placed = 0
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
    """A mapping that never changes, and of which a fuller one is made in O(log n).

    It is a tree: small dicts, and above them branches of 32 by the hash of the key. A change copies
    one dict and the branches on the way to it; all the rest is shared, and what no form holds any
    more is given back. It goes through its keys in the order in which they came.

    Examples
    --------
    >>> one = Shelf().put("b", 1).put("a", 2)
    >>> dict(one.put("b", 3)), dict(one.without("b")), dict(one)
    ({'b': 3, 'a': 2}, {'a': 2}, {'b': 1, 'a': 2})
    """

    __slots__ = ("_count", "_next", "_root")

    def __init__(self) -> None:
        self._root: Any = {}
        self._count = 0
        self._next = 0

    def put(self, key: K, value: V) -> Shelf[K, V]:
        """Return this shelf with *value* under *key*, in the place it had. O(log n)."""
        there = self._leaf(key).get(key)
        serial = self._next if there is None else there[0]
        root = _put(self._root, hash(key), key, (serial, value), 0)
        return self._with(root, there is None)

    def with_all(self, items: Mapping[K, V]) -> Shelf[K, V]:
        """Return this shelf with all of *items*, as if put one after another.

        O(their number), where it was empty; else O(their number · log n).

        Examples
        --------
        >>> dict(Shelf().put("b", 1).with_all({"a": 2, "b": 3}))
        {'b': 3, 'a': 2}
        """
        if self._count or len(items) == 1:
            return reduce(lambda shelf, item: shelf.put(*item), items.items(), self)
        other: Shelf[K, V] = Shelf()
        leaf = {key: (serial, items[key]) for serial, key in enumerate(items)}
        other._root = leaf if len(leaf) <= _FULL else _spread(leaf, 0)
        other._count = other._next = len(leaf)
        return other

    def without(self, key: K) -> Shelf[K, V]:
        """Return this shelf without *key*, which need not be there. O(log n)."""
        if key not in self._leaf(key):
            return self
        return self._with(_without(self._root, hash(key), key), -1)

    def _with(self, root: Any, more: int) -> Shelf[K, V]:  # noqa: ANN401 - a dict, or a branch
        other: Shelf[K, V] = Shelf.__new__(Shelf)
        other._root, other._count, other._next = root, self._count + more, self._next + 1
        return other

    def _leaf(self, key: object) -> dict[K, tuple[int, V]]:
        node, mark = self._root, hash(key)
        while type(node) is tuple:
            node = node[mark % _WIDE]
            mark >>= _BITS
        return cast("dict[K, tuple[int, V]]", node)

    def __getitem__(self, key: K) -> V:
        return self._leaf(key)[key][1]

    def __contains__(self, key: object) -> bool:
        return key in self._leaf(key)

    def get(self, key: K, default: Any = None) -> Any:  # noqa: ANN401 - as of every mapping
        """Return what is under *key*. As `Mapping.get`, which asks by way of an error."""
        kept = self._leaf(key).get(key)
        return default if kept is None else kept[1]

    def __iter__(self) -> Iterator[K]:
        kept = [(place[0], key) for leaf in _leaves(self._root) for key, place in leaf.items()]
        kept.sort(key=itemgetter(0))
        return iter([key for _, key in kept])

    def __len__(self) -> int:
        return self._count

    def __repr__(self) -> str:
        return f"Shelf({dict(self)!r})"


def _put(node: Any, mark: int, key: Any, kept: tuple[int, Any], depth: int) -> Any:  # noqa: ANN401 - a dict, or a branch
    if type(node) is tuple:
        place = mark % _WIDE
        below = _put(node[place], mark >> _BITS, key, kept, depth + 1)
        return (*node[:place], below, *node[place + 1 :])
    leaf = {**node, key: kept}
    return leaf if len(leaf) <= _FULL or depth == _DEEP else _spread(leaf, depth)


def _without(node: Any, mark: int, key: Any) -> Any:  # noqa: ANN401 - a dict, or a branch
    if type(node) is tuple:
        place = mark % _WIDE
        below = _without(node[place], mark >> _BITS, key)
        return (*node[:place], below, *node[place + 1 :])
    return {k: v for k, v in node.items() if k != key}


def _spread(leaf: dict[Any, Any], depth: int) -> Any:  # noqa: ANN401 - a branch
    wide: list[Any] = [{} for _ in range(_WIDE)]
    for key, kept in leaf.items():
        wide[(hash(key) >> (_BITS * depth)) % _WIDE][key] = kept
    return tuple(
        _spread(below, depth + 1) if len(below) > _FULL and depth + 1 < _DEEP else below
        for below in wide
    )


def _leaves(node: Any) -> Iterator[dict[Any, tuple[int, Any]]]:  # noqa: ANN401 - a dict, or a branch
    if type(node) is tuple:
        for below in node:
            yield from _leaves(below)
    else:
        yield node
