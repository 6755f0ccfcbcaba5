"""Events or objects, a column each for what is told of them.

A file of a hundred thousand events holds more than a million values. As columns they are read and
written without a step of Python for each; a thing is made when somebody asks for one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, chain, compress, islice, repeat
from operator import itemgetter, ne, sub
from typing import Any, TypeVar

from journeys.io.ocel.parts import Attribute, Change, Event, Object, Related, Value

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Columns:
    """What is told of events or objects, in their order.

    Parameters
    ----------
    ids, types
        A value for each thing.
    times
        When each happened; objects have none.
    said
        How many attributes each thing has.
    names, values
        Of all attributes, those of one thing behind those of another.
    since
        When each attribute became so; events have none.
    tied
        How many ties each thing has.
    others, qualifiers
        Of all ties: the id of the object, and what it is in it.
    """

    ids: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    said: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    since: list[str] = field(default_factory=list)
    tied: list[int] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    qualifiers: list[str] = field(default_factory=list)

    def extend(self, more: Columns) -> None:
        """Put other things of the same sort behind these."""
        for name in self.__slots__:
            getattr(self, name).extend(getattr(more, name))

    def in_order(self, order: list[int]) -> Columns:
        """Return the same things in another order: which of them comes first, and so on."""
        own: list[list[Any]] = [self.names, self.values, self.since]
        names, values, since = _moved(own, self.said, order)
        others, qualifiers = _moved([self.others, self.qualifiers], self.tied, order)
        return Columns(
            picked(self.ids, order),
            picked(self.types, order) if self.types else [],
            picked(self.times, order) if self.times else [],
            _counts(self.said, order),
            names,
            values,
            since,
            _counts(self.tied, order),
            others,
            qualifiers,
        )

    def cut(self, counts: Iterable[int]) -> Iterator[Columns]:
        """Yield so many things at a time, without their ties.

        Examples
        --------
        >>> told = Columns(["a", "b"], said=[2, 1], names=["x", "y", "x"])
        >>> [(part.ids, part.names) for part in told.cut([1, 1])]
        [(['a'], ['x', 'y']), (['b'], ['x'])]
        """
        begin, first = 0, 0
        for count in counts:
            things = slice(begin, begin + count)
            own = slice(first, first + sum(self.said[things]))
            yield Columns(
                self.ids[things],
                self.types[things],
                self.times[things],
                self.said[things],
                self.names[own],
                self.values[own],
                self.since[own],
                [0] * count,
            )
            begin, first = things.stop, own.stop


def _moved(columns: Sequence[list[Any]], counts: list[int], order: list[int]) -> list[list[Any]]:
    """Return columns of what things have, so many each, for things in another order."""
    each = one_of_all(counts)
    if each is not None:
        places = range(each)
        return [
            joined([picked(column[place::each], order) for place in places]) if column else []
            for column in columns
        ]
    ends = [*accumulate(counts)]
    parts = map(range, map(sub, ends, counts), ends)
    within = [*chain.from_iterable(picked([*parts], order))]
    return [picked(column, within) if column else [] for column in columns]


def _counts(counts: list[int], order: list[int]) -> list[int]:
    return counts if one_of_all(counts) is not None else picked(counts, order)


def one_of_all(counts: list[int]) -> int | None:
    """Return the count that all things have, if there is one.

    Examples
    --------
    >>> one_of_all([2, 2]), one_of_all([1, 2]), one_of_all([])
    (2, None, 0)
    """
    each = counts[0] if counts else 0
    return each if counts.count(each) == len(counts) else None


def of_events(events: Sequence[Event]) -> Columns:
    """Return the columns of events."""
    return replace(_of(events), times=[event.time for event in events])


def of_objects(objects: Sequence[Object]) -> Columns:
    """Return the columns of objects."""
    since = [one.time for thing in objects for one in thing.attributes]
    return replace(_of(objects), since=since)


def _of(things: Sequence[Event] | Sequence[Object]) -> Columns:
    said = [one for thing in things for one in thing.attributes]
    ties = [tie for thing in things for tie in thing.relationships]
    return Columns(
        ids=[thing.id for thing in things],
        types=[thing.type for thing in things],
        said=[len(thing.attributes) for thing in things],
        names=[one.name for one in said],
        values=[one.value for one in said],
        tied=[len(thing.relationships) for thing in things],
        others=[tie.object_id for tie in ties],
        qualifiers=[tie.qualifier for tie in ties],
    )


def events(told: Columns) -> tuple[Event, ...]:
    """Return the events that columns tell of."""
    own = parted(map(Attribute, told.names, told.values), told.said)
    return tuple(map(Event, told.ids, told.types, told.times, own, _ties(told)))


def objects(told: Columns) -> tuple[Object, ...]:
    """Return the objects that columns tell of."""
    own = parted(map(Change, told.names, told.values, told.since), told.said)
    return tuple(map(Object, told.ids, told.types, own, _ties(told)))


def _ties(told: Columns) -> Iterator[tuple[Related, ...]]:
    return parted(map(Related, told.others, told.qualifiers), told.tied)


def parted(values: Iterator[_T], counts: Iterable[int]) -> Iterator[tuple[_T, ...]]:
    """Yield so many of some values for each count.

    Examples
    --------
    >>> [*parted(iter("abc"), [2, 0, 1])]
    [('a', 'b'), (), ('c',)]
    """
    return map(tuple, map(islice, repeat(values), counts))


def joined(columns: Sequence[Sequence[_T]]) -> list[_T]:
    """Return the rows of columns of one length, one behind another; there is a column at least.

    Examples
    --------
    >>> joined([["a", "b"], ["c", "d"]])
    ['a', 'c', 'b', 'd']
    """
    rows = [*columns[0]] * len(columns)
    for place, column in enumerate(columns):
        rows[place :: len(columns)] = column
    return rows


def repeated(values: list[_T], counts: list[int]) -> list[_T]:
    """Return each value as many times as its count says.

    Examples
    --------
    >>> repeated(["a", "b"], [2, 1]), repeated(["a", "b"], [2, 2])
    (['a', 'a', 'b'], ['a', 'a', 'b', 'b'])
    """
    each = one_of_all(counts)
    if each:
        return joined([values] * each)
    return [*chain.from_iterable(map(repeat, values, counts))]


def by_kind(ids: Iterable[_T], kinds: list[str]) -> dict[str, list[_T]]:
    """Return the ids (or places) of each kind, in their order.

    Examples
    --------
    >>> by_kind(["a", "b", "c"], ["call", "meet", "call"])
    {'call': ['a', 'c'], 'meet': ['b']}
    """
    found: dict[str, list[_T]] = {kind: [] for kind in dict.fromkeys(kinds)}
    add = {kind: of_kind.append for kind, of_kind in found.items()}
    for one, kind in zip(ids, kinds, strict=True):
        add[kind](one)
    return found


def grouped(ids: list[str], owners: list[str]) -> tuple[list[int], list[int] | None]:
    """Return how much of a column belongs to each id, and in which order that stands in it.

    *owners* says whose each place is. The order is None where it is the column's own already.

    Examples
    --------
    >>> grouped(["a", "b", "c"], ["a", "a", "c"])
    ([2, 0, 1], None)
    >>> grouped(["a", "b"], ["b", "a", "b"])
    ([1, 2], [1, 0, 2])
    """
    each = len(owners) // len(ids) if ids else 0
    if each * len(ids) == len(owners) and all(owners[n::each] == ids for n in range(each)):
        return [each] * len(ids), None  # as in many a log: all have as many
    begins = [*compress(range(len(owners)), chain([True], map(ne, owners, owners[1:])))]
    ends = [*begins[1:], len(owners)]
    firsts = picked(owners, begins)
    found = dict(zip(firsts, map(sub, ends, begins), strict=True))
    counts = [*map(found.get, ids, repeat(0))]
    if len(found) == len(firsts) and firsts == [*compress(ids, counts)]:
        return counts, None
    runs: dict[str, Sequence[int]] = dict(zip(firsts, map(range, begins, ends), strict=True))
    if len(runs) < len(firsts):  # what belongs to one stands in several places
        apart: dict[str, list[int]] = defaultdict(list)
        for place, owner in enumerate(owners):
            apart[owner].append(place)
        runs = {**apart}
    parts = [*map(runs.get, ids, repeat(()))]
    order = [*chain.from_iterable(parts)]
    return [*map(len, parts)], order if order != [*range(len(owners))] else None


def ordered(column: list[_T], order: list[int] | None) -> list[_T]:
    """Return a column in another order, of which `grouped` tells."""
    return column if order is None else picked(column, order)


def picked(column: Sequence[_T], places: Sequence[int]) -> list[_T]:
    """Return what stands at some places of a column.

    Examples
    --------
    >>> picked("abc", [2, 0]), picked("abc", [1]), picked("abc", [])
    (['c', 'a'], ['b'], [])
    """
    if len(places) <= 1:  # the library would return no tuple, or want one place at least
        return [column[place] for place in places]
    return [*itemgetter(*places)(column)]
