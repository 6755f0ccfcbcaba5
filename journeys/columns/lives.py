"""Lives: when each relationship began and when it ended, by the columns and the facts that decide.

As `projections.answers.seen` tells it of a reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import msgspec
import numpy as np

from domain._kernel import AnyEvent, Fact
from domain.contract import ContractSigned, CooperationStarted
from domain.courtship import RelationshipOpened
from domain.moments import Moment
from domain.relationship import ENDINGS, fold
from journeys.columns.arrays import Array, Cut, changes
from journeys.columns.chosen import Columns
from journeys.columns.reading import events, said
from projections.answers.seen import over


class _Dated(msgspec.Struct, gc=False):
    occurred_at: str


class Lives:
    """The relationships that a question is about, by number from 0 on.

    Parameters
    ----------
    columns
        Their facts.

    Attributes
    ----------
    names
        Their ids, in order.
    turn
        Of each row the number of the relationship that it is of.
    """

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        whose, self._topic = columns.arrays("relationship", "topic")
        self.first = np.flatnonzero(changes(whose)) if len(whose) else np.zeros(0, dtype=np.int64)
        self.turn: Array = np.cumsum(changes(whose)) - 1
        texts = columns.texts("relationship")
        self.names = [texts[one] for one in whose[self.first].tolist()]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.names)

    def rows(self, *kinds: type[Fact]) -> Array:
        """Return the rows of these kinds of facts."""
        return self.of([kind.topic for kind in kinds])

    def of(self, topics: Iterable[str]) -> Array:
        """Return the rows of facts of these topics."""
        codes = [self._columns.code("topic", topic) for topic in topics]
        return np.flatnonzero(np.isin(self._topic, codes))

    def cut(self, rows: Array) -> Cut:
        """Return these rows by relationship."""
        return Cut(rows, self.turn[rows], len(self))

    @cached_property
    def opened(self) -> Array:
        """Of each, the row of the opening that counts: the last one; −1 where there is none."""
        rows, found = self.rows(RelationshipOpened), np.full(len(self), -1)
        found[self.turn[rows]] = rows
        return found

    @cached_property
    def begun(self) -> Array:
        """Of each, the row that it began with: the work, a contract, or the record."""
        found = np.where(self.opened < 0, self.first, self.opened)
        rows = self.rows(CooperationStarted, ContractSigned)[::-1]
        found[self.turn[rows]] = rows  # of several the first one, which comes last here
        return found

    @cached_property
    def since(self) -> list[Moment]:
        """When each began, as it was written."""
        return [Moment(one.occurred_at) for one in said(self._columns, self.begun, _Dated)]

    @cached_property
    def ended(self) -> Mapping[int, Moment]:
        """When those ended that have, by their numbers."""
        now = self._columns.now
        told = ((who, fold(None, facts.values())) for who, facts in self.endings.items())
        ends = ((who, over(state, now)) for who, state in told if state is not None)
        return {who: moment for who, moment in ends if moment is not None}

    @cached_property
    def endings(self) -> Mapping[int, Mapping[int, AnyEvent]]:
        """What may move the day on which one ends: the events, by relationship and row."""
        rows = self.rows(*ENDINGS)
        found: dict[int, dict[int, AnyEvent]] = {}
        told = zip(
            self.turn[rows].tolist(), rows.tolist(), events(self._columns, rows), strict=True
        )
        for who, row, event in told:
            found.setdefault(who, {})[row] = event
        return found

    def mean_over_time(self, rows: Array) -> list[float | None]:
        """Return of each the mean of feelings over time, as `projections.moods.Told` has it.

        Parameters
        ----------
        rows
            The feelings of one side.
        """
        at, valence = (one[rows] for one in self._columns.arrays("at", "valence"))
        whose = self.turn[rows]
        new = changes(whose)
        first, later = np.flatnonzero(new), np.flatnonzero(~new)
        last = np.append(first, len(rows))[1:] - 1
        areas = _days(at[later] - at[later - 1]) * (valence[later] + valence[later - 1]) / 2
        area, total = (
            np.bincount(who, weights=what, minlength=len(self))[whose[first]]  # added in order
            for who, what in ((whose[later], areas), (whose, valence))
        )
        days, seen = _days(at[last] - at[first]), last - first + 1
        means = np.where(days, area, total) / np.where(days, days, seen)
        found: list[float | None] = [None] * len(self)
        for who, mean in zip(whose[first].tolist(), means.tolist(), strict=True):
            found[who] = mean
        return found


def _days(microseconds: Array) -> Array:
    return microseconds / 1_000_000 / 86_400
