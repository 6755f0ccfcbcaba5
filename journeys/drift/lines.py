"""The lines over time: how high each stood at every contact, and at every tick of silence.

A line is judged where there is news: at a contact that adds to the evidence, and every 21 days of
silence. Between two judgements it can fall and does not rise: so whoever reads the lines alarms
exactly where the engine does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from journeys.drift.eras import Era, columns
from projections.drift import bulk
from projections.drift.columns import Columns, Floats, Truths, Whole
from projections.drift.last import NEVER
from projections.drift.lines import LINES, look_heights
from projections.drift.opening import open_after, open_in_silence
from projections.drift.state import State

BLOCK = 256
_APART = 1_000.0
"""More than any two heights differ."""


@dataclass(frozen=True, slots=True)
class Course:
    """How high the lines of one era stood: one row a moment, one column a line of `LINES`.

    ``tick`` are the moments at which nothing happened but the clock.
    """

    era: Era
    day: Floats
    tick: Truths
    value: Floats


def courses(found: Iterable[Era]) -> Iterator[Course]:
    """Yield the course of every era, a block at a time in memory."""
    rest = iter(found)
    while block := list(islice(rest, BLOCK)):
        yield from _courses(block)


def _courses(block: list[Era]) -> Iterator[Course]:
    who, day, tick, value = _values(columns(block))
    first = np.searchsorted(who, np.arange(len(block) + 1))
    for at, era in enumerate(block):
        own = slice(first[at], first[at + 1])
        yield Course(era, day[own], tick[own], value[own])


def _values(block: Columns) -> tuple[Whole, Floats, Truths, Floats]:
    """Return (era, day, whether a tick, heights), in order of eras and of time."""
    every = list(bulk.looks(block, gated=False))
    who = np.concatenate([look.who for look in every])
    day = np.concatenate([look.day for look in every])
    state = State(*(np.concatenate(part) for part in zip(*(e.state for e in every), strict=True)))
    order = np.lexsort((day, state.contacts, who))
    who, day, state = who[order], day[order], State(*(part[order] for part in state))
    tick, begins = day > state.day, np.diff(who, prepend=-1) > 0
    judged = np.where(tick, open_in_silence(state, day), open_after(state, begins))
    return who, day, tick, _held(begins, judged, look_heights(bulk.Look(who, state, day)))


def _held(begins: Truths, judged: Truths, height: Floats) -> Floats:
    """Return the heights, held down between two judgements."""
    start = np.where((begins & ~judged)[:, None], np.minimum(height, NEVER), height)
    stretch = np.cumsum(judged | begins)[:, None] * _APART
    held = np.minimum.accumulate(start - stretch, axis=0) + stretch
    return np.where(judged[:, None], height, held)


def place(line: str) -> int:
    """Return the column of a line."""
    return LINES.index(line)
