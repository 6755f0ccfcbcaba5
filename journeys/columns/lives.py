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
from domain.friction import RequestAnswered
from domain.moments import Moment
from domain.relationship import ENDINGS, fold
from journeys.columns.arrays import Array, Cut, changes
from journeys.columns.chosen import Columns, microseconds
from journeys.columns.reading import dated, events, facts
from projections.answers.seen import over
from projections.friction import SIGNALS, TURNED_AWAY


class _Answer(msgspec.Struct, gc=False):
    answer: str


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
        return dated(self._columns, self.begun)

    @cached_property
    def ended(self) -> Mapping[int, Moment]:
        """When those ended that have, by their numbers."""
        now = self._columns.now
        told = ((who, fold(None, facts.values())) for who, facts in self.endings.items())
        ends = ((who, over(state, now)) for who, state in told if state is not None)
        return {who: moment for who, moment in ends if moment is not None}

    @cached_property
    def until(self) -> Array:
        """Until when each went on, in microseconds: its end, or the moment of the question."""
        found = np.full(len(self), microseconds(self._columns.now.start))
        for who, moment in self.ended.items():
            found[who] = microseconds(moment.start)
        return found

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

    @cached_property
    def friction(self) -> Array:
        """The rows of friction signals, as `projections.friction` tells them."""
        asked = self.rows(RequestAnswered)
        answers = [one.answer for one in facts(self._columns, asked, _Answer)]
        away = asked[np.array([one in TURNED_AWAY for one in answers], dtype=bool)]
        return np.union1d(self.rows(*SIGNALS), away)


def days_between(begin: Array, end: Array) -> Array:
    """Return the days between moments, rounded as `projections.answers.sums.days` does."""
    return np.array([round(one, 2) for one in ((end - begin) / 1_000_000 / 86_400).tolist()])
