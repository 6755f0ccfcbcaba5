"""Bags of visits over columns: what `projections.touchpoints.figures.Bag` is over visits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import cast, overload

import numpy as np

from domain.vocabulary import Phase
from journeys.columns.arrays import Array
from journeys.lived.evidence import Cited
from journeys.lived.groups import Bundle
from journeys.lived.visits import Visits
from projections.touchpoints.figures import Bag, Figures
from projections.touchpoints.visit import Visit


class Family:
    """Bags of one kind, which are worked out together when one of them is asked for.

    Parameters
    ----------
    counts
        How many visits each has.
    make
        Makes the groups, in that order.
    """

    def __init__(self, counts: Sequence[int], make: Callable[[], Bundle]) -> None:
        self.counts, self._make = counts, make
        self._good: tuple[list[float | None], list[int]] | None = None

    @cached_property
    def bundle(self) -> Bundle:
        """The groups."""
        return self._make()

    def good(self, endings: Array) -> tuple[list[float | None], list[int]]:
        """Return the share of good goodbyes of each, and how many were judged."""
        if self._good is None:
            self._good = self.bundle.good(endings)
        return self._good

    def bags(self) -> Iterator[Bag]:
        """Yield each of them as a bag."""
        return (ColumnBag(self, group) for group in range(len(self.counts)))


class Some(Sequence[Visit]):
    """Visits by their numbers, made when somebody looks."""

    def __init__(self, visits: Visits, numbers: Array) -> None:
        self._visits, self._numbers = visits, numbers

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> Visit: ...

    @overload
    def __getitem__(self, index: slice) -> list[Visit]: ...

    def __getitem__(self, index: int | slice) -> Visit | list[Visit]:
        """Return one visit, or some."""
        if isinstance(index, slice):
            return list(self._visits.visits(self._numbers[index]))
        return next(self._visits.visits(self._numbers[[index]]))

    def __iter__(self) -> Iterator[Visit]:
        return self._visits.visits(self._numbers)


class ColumnBag(Bag):
    """Visits put together, of which only the numbers are there.

    Parameters
    ----------
    family, group
        The bags that it is one of, and which.
    """

    __slots__ = ("family", "group")

    def __init__(self, family: Family, group: int) -> None:  # its sums are the family's
        self.family, self.group = family, group

    def __len__(self) -> int:
        """Return how many visits there are."""
        return self.family.counts[self.group]

    @property
    def rows(self) -> Array:
        """The numbers of the visits."""
        bundle = self.family.bundle
        return bundle.rows[bundle.of(self.group)]

    @property
    def visits(self) -> Sequence[Visit]:  # type: ignore[override] # nobody adds to it
        """The visits, in the order in which the fold has them."""
        return Some(self.family.bundle.visits, self.rows)

    @property
    def sources(self) -> Sequence[Visit]:  # type: ignore[override] # as above
        """The visits at the near end of a way; a place has none."""
        bundle = self.family.bundle
        if bundle.sources is None:
            return ()
        return Some(bundle.visits, bundle.sources[bundle.of(self.group)])

    @property
    def waits(self) -> list[float | None]:  # type: ignore[override] # as above
        """The days each took; None where that is not known."""
        bundle = self.family.bundle
        found = bundle.waits[bundle.of(self.group)]
        return [
            None if bad else one for one, bad in zip(found.tolist(), np.isnan(found), strict=True)
        ]

    def merge(self, other: Bag) -> Bag:
        """Refuse: what is read from columns does not grow; a `Bag` takes its visits.

        Raises
        ------
        TypeError
            Always.
        """
        del other
        msg = "a bag of columns is read, not grown"
        raise TypeError(msg)

    def grown(self) -> Bag:
        """Return a bag of the same visits, each at hand."""
        bag = Bag()
        bag.visits += self.visits
        bag.waits += self.waits
        bag.sources += self.sources
        return bag

    def phases(self) -> Mapping[Phase, int]:
        """Return in which phase most of these visits were lived; the others are left out."""
        return {cast("Phase", self.family.bundle.phases[self.group]): len(self)}

    def relationships(self) -> set[str]:
        """Return whose visits these are."""
        visits = self.family.bundle.visits
        names = visits.lives.relationships
        return {names[who] for who in np.unique(visits.who[self.rows]).tolist()}

    def cited(self) -> Cited:
        """Return the events behind the figures, to be read when somebody looks."""
        bundle = self.family.bundle
        return Cited(bundle.visits, partial(bundle.events, self.group))

    def events(self) -> tuple[str, ...]:
        """Return the events behind the figures, each once."""
        return tuple(self.cited())

    def figures(self) -> Figures:
        """Return what these visits come to."""
        told = self.family.bundle.figures(self.group)
        return replace(told, events=cast("tuple[str, ...]", self.cited()))
