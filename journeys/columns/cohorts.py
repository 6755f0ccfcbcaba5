"""Many relationships on one clock, answered from the columns.

It is an answer of `projections.answers.cohorts` as well, and comes to the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from statistics import fmean

import numpy as np

from domain.breakup import BreakupAnnounced
from journeys.columns.arrays import Array, Groups
from journeys.columns.chosen import Columns, microseconds
from journeys.columns.lives import Lives, days_between
from journeys.columns.moods import felt_by, own_word
from projections.answers import Row
from projections.answers.cohorts import anchor_of, rated, steps_of

_SIDES = ("client", "staff")


def one_clock(
    columns: Columns, *, anchor: str, step_days: float, days_before: float, days_after: float
) -> Iterator[Row]:
    """Tell feelings by time since the anchor; see `projections.answers.cohorts.one_clock`."""
    of, steps = anchor_of(anchor), steps_of(step_days, days_before, days_after)
    lives = Lives(columns)
    start, started = _anchored(columns, lives, of)
    rated_in = _Rated(columns, lives, start, started, steps, step_days)
    there = np.flatnonzero(started)
    first, last, over = _watched(columns, lives, start, there)
    for number, step in enumerate(steps):
        begin, end = step * step_days, (step + 1) * step_days
        under = (first < end) & np.where(over, begin <= last, end <= last)
        if under.any():
            row: Row = {"from_day": begin, "to_day": end, "relationships": int(under.sum())}
            behind: list[Array] = []
            for side, name in enumerate(_SIDES):
                means, rows = rated_in.of(side, number, there[under])
                row |= rated(name, means)
                behind.append(rows)
            if not any(map(len, behind)):
                behind = [lives.first[there[under]]]
            count = sum(map(len, behind))
            yield row | {"events": columns.evidence(count, partial(np.concatenate, behind))}


def _anchored(columns: Columns, lives: Lives, anchor: str) -> tuple[Array, Array]:
    """Return when the clock of each starts, in microseconds, and of whom it does."""
    (at,) = columns.arrays("at")
    start = np.zeros(len(lives), dtype=np.int64)
    if anchor == "end":
        for who, moment in lives.ended.items():
            start[who] = microseconds(moment.start)
        return start, np.isin(np.arange(len(lives)), [*lives.ended])
    if anchor == "beginning":
        rows = lives.begun
    else:
        rows = lives.friction if anchor == "friction" else lives.rows(BreakupAnnounced)
    rows = rows[::-1]
    start[lives.turn[rows]] = at[rows]  # of several the first one, which comes last here
    return start, np.isin(np.arange(len(lives)), lives.turn[rows])


def _watched(
    columns: Columns, lives: Lives, start: Array, there: Array
) -> tuple[Array, Array, Array]:
    """Return from which day to which day each was watched, by its clock, and whether it is over."""
    (at,) = columns.arrays("at")
    final = np.append(lives.first, len(at))[1:] - 1
    over = np.isin(there, [*lives.ended])
    first, end, last = (
        days_between(start[there], to)
        for to in (at[lives.first[there]], lives.until[there], at[final[there]])
    )
    return first, np.maximum(end, last), over


class _Rated:
    """What was felt in each step by each relationship, told by those whose feelings they are."""

    def __init__(
        self,
        columns: Columns,
        lives: Lives,
        start: Array,
        started: Array,
        steps: range,
        step_days: float,
    ) -> None:
        at, valence = columns.arrays("at", "valence")
        rows = own_word(columns)
        rows = rows[started[lives.turn[rows]]]
        step = days_between(start[lives.turn[rows]], at[rows]) // step_days
        within = (step >= steps.start) & (step < steps.stop)
        rows, number = rows[within], step[within].astype(np.int64) - steps.start
        staff = np.isin(rows, felt_by(columns, "staff"), assume_unique=True)
        groups = Groups(staff, number, lives.turn[rows])
        self._rows, self._lives, self._steps = rows[groups.order], lives, len(steps)
        self._whose = groups.keys[2]
        self._means = np.array([fmean(one.tolist()) for one in groups.ordered(valence[rows])])
        edges = np.arange(len(_SIDES) * len(steps) + 1)
        self._edges = np.searchsorted(groups.keys[0] * len(steps) + groups.keys[1], edges)
        self._ends = np.append(0, np.cumsum(groups.sizes))

    def of(self, side: int, step: int, who: Array) -> tuple[list[float], Array]:
        """Return the mean of each of these who told any feeling of a side in a step, and which."""
        begin, end = self._edges[side * self._steps + step :][:2]
        rows = self._rows[self._ends[begin] : self._ends[end]]
        means = self._means[begin:end][np.isin(self._whose[begin:end], who)]
        return means.tolist(), rows[np.isin(self._lives.turn[rows], who)]
