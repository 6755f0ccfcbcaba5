"""Three-valued logic over columns: true, false, or unknown where nobody told.

A `Truth` says for every place whether it is so and whether it is not; where neither holds it is
unknown. *And*, *or* and *not* are Kleene's: unknown and false is false, unknown or true is true.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

import numpy as np

from domain.moments import Moment
from journeys.graph.query.ground import Column, Floats, Mask, Objects
from journeys.graph.query.tree import Sign


class Truth:
    """For each place: whether it is so, and whether it is not."""

    __slots__ = ("no", "yes")

    def __init__(self, yes: Mask, no: Mask) -> None:
        self.yes, self.no = yes, no

    def __invert__(self) -> Truth:
        """Return the opposite."""
        return Truth(self.no, self.yes)

    def __and__(self, other: Truth) -> Truth:
        """Whether both are so."""
        return Truth(self.yes & other.yes, self.no | other.no)

    def __or__(self, other: Truth) -> Truth:
        """Whether one of them is so."""
        return Truth(self.yes | other.yes, self.no & other.no)

    @property
    def unknown(self) -> Mask:
        """Where it is neither so nor not so."""
        return ~(self.yes | self.no)


def compare(left: Column, sign: Sign, right: Column) -> Truth:
    """Hold two columns against each other, place by place; either may be one value for all."""
    if left.objects is not None and left.ends is None:
        return _same(left, right) if sign == "=" else ~_same(left, right)
    if left.ends is not None:
        return _when(left, sign, right)
    one, other = _numbers(left), _numbers(right)
    if sign in ("=", "!="):
        same = Truth(one == other, (one < other) | (one > other))
        return same if sign == "=" else ~same
    if sign in ("<", ">="):
        less = Truth(one < other, one >= other)
        return less if sign == "<" else ~less
    more = Truth(one > other, one <= other)
    return more if sign == ">" else ~more


def _numbers(column: Column) -> Floats:
    assert column.numbers is not None  # noqa: S101 - checked before: only figures are compared
    return column.numbers


def _same(left: Column, right: Column) -> Truth:
    one, other = _objects(left), _objects(right)
    known = told(left).yes & told(right).yes
    same = np.asarray(one == other, dtype=np.bool_)
    return Truth(known & same, known & ~same)


def _objects(column: Column) -> Objects:
    assert column.objects is not None  # noqa: S101 - checked before: only words are compared here
    return column.objects


def _when(left: Column, sign: Sign, right: Column) -> Truth:
    """Compare moments no sharper than they are known.

    A moment of an attribute lies somewhere between its start and its end. A date that was typed is
    a stretch: before it is before its start, after it is after its end, equal to it is within it.
    """
    if left.objects is None:
        return _when(right, TURNED[sign], left)
    typed = right.objects is None
    earlier = _before(left, right) if typed else _earlier(left, right)
    later = _after(left, right) if typed else _earlier(right, left)
    if sign in ("=", "!="):
        same = ~earlier & ~later
        return same if sign == "=" else ~same
    if sign in ("<", ">="):
        return earlier if sign == "<" else ~earlier
    return later if sign == ">" else ~later


TURNED: dict[Sign, Sign] = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}


def _bounds(column: Column) -> tuple[Floats, Floats]:
    assert column.ends is not None  # noqa: S101 - checked before: these are moments
    return _numbers(column), column.ends


def _before(left: Column, right: Column) -> Truth:
    (start, end), (begin, _) = _bounds(left), _bounds(right)
    return Truth((end <= begin) & (start < begin), start >= begin)


def _after(left: Column, right: Column) -> Truth:
    (start, end), (begin, over) = _bounds(left), _bounds(right)
    later = (start >= over) & (start > begin)
    return Truth(later, (end <= over) & ~later)


def _earlier(left: Column, right: Column) -> Truth:
    (start, end), (begin, over) = _bounds(left), _bounds(right)
    return Truth(
        (end <= begin) & (start < begin), (start >= over) | (start >= begin) & (over <= start)
    )


def among(column: Column, values: Sequence[Column]) -> Truth:
    """Whether it is one of these values."""
    return reduce(Truth.__or__, (compare(column, "=", value) for value in values))


def each(column: Column, test: Callable[[object], bool]) -> Truth:
    """Ask every value that is told."""
    known = told(column).yes
    asked = (test(value) for value in _objects(column)[known])
    yes = np.zeros(len(known), dtype=np.bool_)
    yes[known] = np.fromiter(asked, np.bool_, int(known.sum()))
    return Truth(yes, known & ~yes)


def flag(column: Column) -> Truth:
    """Whether it is true, of what is true or false by itself."""
    numbers = _numbers(column)
    return Truth(numbers == 1, numbers == 0)


def told(column: Column) -> Truth:
    """Whether it is known at all. This is never unknown."""
    if column.objects is None:
        yes = ~np.isnan(_numbers(column))
    else:
        yes = np.asarray(column.objects != None, dtype=np.bool_)  # noqa: E711 - place by place
    return Truth(yes, ~yes)


def constant(value: float | str | Moment, kind: str) -> Column:
    """Return one value for all places."""
    if isinstance(value, Moment):
        start, end = (np.array([at.timestamp()]) for at in (value.start, value.end))
        return Column("moment", start, end)
    if isinstance(value, str):
        word = np.empty(1, dtype=np.object_)
        word[0] = value
        return Column("text", objects=word)
    return Column("days" if kind == "days" else "number", np.array([float(value)]))


def alike(shape: str) -> Callable[[object], bool]:
    """Return a test whether a text has a shape, in which ``*`` stands for anything. Linear.

    Examples
    --------
    >>> (
    ...     alike("issue-*")("issue-raised"),
    ...     alike("*raised")("issue-raised:x"),
    ...     alike("a*b*c")("axbyc"),
    ... )
    (True, False, True)
    """
    first, *rest = shape.split("*")

    def test(value: object) -> bool:
        text = str(value)
        if not rest:
            return text == first
        if not text.startswith(first) or len(text) < len(first) + len(rest[-1]):
            return False
        place = len(first)
        for part in rest[:-1]:
            place = text.find(part, place)
            if place < 0:
                return False
            place += len(part)
        return text.endswith(rest[-1]) and len(text) - len(rest[-1]) >= place

    return test
