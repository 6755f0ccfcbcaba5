"""Steps: what was recorded in one go, by the columns and the log. Where nobody knows how one felt.

As `projections.highlights` tells them of a reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import msgspec
import numpy as np

from domain._kernel import topics
from journeys.columns.arrays import Array, Cut, Groups, changes, sorting
from journeys.columns.chosen import Columns
from journeys.columns.lines import Lines
from journeys.columns.lives import Lives
from journeys.columns.reading import said
from journeys.columns.titles import titles
from projections.answers import Row
from projections.answers.sums import share


class _Commanded(msgspec.Struct, gc=False):
    command_id: str


class Steps:
    """Steps, by number from 0 on: by relationship, and by what happened first in them.

    Parameters
    ----------
    columns, lives
        Whose they are.
    rows
        The facts of some timelines, each of them whole.

    Attributes
    ----------
    rows
        Their rows, step by step.
    number
        Of each of these rows the number of its step.
    first
        Of each step the row of what happened first in it.
    whose
        Of each step the number of its relationship.
    """

    def __init__(self, columns: Columns, lives: Lives, rows: Array) -> None:
        self._columns = columns
        number = _numbered(columns, lives.turn[rows], rows)
        order = sorting(number, len(rows))
        self.rows: Array = rows[order]
        self.number: Array = number[order]
        self.first: Array = self.rows[np.flatnonzero(changes(self.number))]
        self.whose: Array = lives.turn[self.first]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.first)

    @cached_property
    def facts(self) -> Cut:
        """Their rows, by step."""
        return Cut(self.rows, self.number, len(self))

    @cached_property
    def topic(self) -> Array:
        """Of each the topic it is called by, as a number: the first that opens no record."""
        (topic,) = self._columns.arrays("topic")
        opening = [kind.topic for kind in topics().values() if kind.opens]
        codes = [self._columns.code("topic", one) for one in opening]
        found = topic[self.first]
        rest = np.flatnonzero(~np.isin(topic[self.rows], codes))[::-1]
        found[self.number[rest]] = topic[self.rows[rest]]  # of several the first comes last here
        return found

    def told(self, felt: Array) -> Array:
        """Return at which of them anything was felt, by what was felt at each fact."""
        there = self.number[~np.isnan(felt[self.rows])]
        found: Array = np.bincount(there, minlength=len(self)) > 0
        return found


def _numbered(columns: Columns, turn: Array, rows: Array) -> Array:
    """Return the number of the step that each row belongs to."""
    found, known, before, count = list[int](), dict[str, int](), -1, 0
    for who, one in zip(turn.tolist(), said(columns, rows, _Commanded), strict=True):
        if who != before:
            known, before = {}, who
        number = known.setdefault(one.command_id, count)
        count += number == count
        found.append(number)
    return np.array(found, dtype=np.int64)


def steps_without_feelings(columns: Columns) -> Iterator[Row]:
    """Count where nobody asked; see `projections.answers.moments.steps_without_feelings`."""
    lives = Lives(columns)
    lines = Lines(columns, lives)
    steps, names = Steps(columns, lives, lines.rows), titles(columns)
    client, staff = (steps.told(lines.felt(whose)) for whose in ("client", "staff"))
    kinds = Groups(steps.whose, steps.topic)
    behind = Groups(steps.whose[steps.number], steps.topic[steps.number])  # in the same order
    whose, topic = (one.tolist() for one in kinds.keys)
    silent, without_client, without_staff = (
        kinds.count(missing).tolist() for missing in (~(client & staff), ~client, ~staff)
    )
    times = kinds.sizes.tolist()
    for kind in np.argsort(kinds.first).tolist():
        if silent[kind]:
            yield {
                "relationship": lives.names[whose[kind]],
                "what": names[topic[kind]],
                "times": times[kind],
                "without_client": without_client[kind],
                "without_staff": without_staff[kind],
                "share": share(silent[kind], times[kind]),
                "events": columns.behind(behind, kind, steps.rows),
            }
