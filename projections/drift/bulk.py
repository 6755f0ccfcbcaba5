"""Many relationships at once: which moments to judge.

A great many contacts are worth a second of compiling `projections.drift.walk`; fewer go through
`projections.drift.stream`, one relationship after another. The moments and figures are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from projections.drift import stream, usual, walk
from projections.drift.columns import Columns, Floats, Whole
from projections.drift.features import features
from projections.drift.numbers import MANY
from projections.drift.state import State, begin
from projections.drift.step import DAY

WORTH_COMPILING: Final = 400_000
"""Contacts that take one by one about as long as compiling does (docs/adr/0020)."""
_CELLS = 16_384
"""Contacts in a block: its columns stay within the processor's cache."""
_ROOM = 8_200
"""Moments at a time. No power of two: rows so far apart push each other out of the cache."""
BEGIN: Final = np.array(begin(), dtype=np.float64)


class Look(NamedTuple):
    """Moments that are to be judged: of whom, in which state, on which day."""

    who: Whole
    state: State[Floats]
    day: Floats


def looks(columns: Columns, *, gated: bool = True) -> Iterator[Look]:
    """Yield all moments at which relationships are to be judged, many at a time. O(contacts).

    Parameters
    ----------
    columns
        Their contacts, from the beginning of each.
    gated
        Without the gate every contact and every tick is judged.
    """
    kept = np.tile(BEGIN, (len(columns), 1))
    fast = columns.contacts >= WORTH_COMPILING
    return advanced(kept, columns, gated=gated, fast=fast)


def advanced(
    kept: Floats, columns: Columns, *, gated: bool = True, fast: bool = False
) -> Iterator[Look]:
    """Yield what is to be judged, in the order of relationships and of time.

    Parameters
    ----------
    kept
        What was remembered of each: relationships × fields. Brought up to date in place.
    columns
        Their contacts since; ``end`` is −inf where silence after the last of them does not count.
    fast
        Compiled, where numba is installed.
    """
    if fast and (compiled := walk.compiled()):
        yield from _walked(compiled, kept, columns, gated=gated)
    else:
        yield from _one_by_one(kept, columns, gated=gated)


def _walked(way: walk.Way, kept: Floats, columns: Columns, *, gated: bool) -> Iterator[Look]:
    opens = walk.GATED if gated else walk.ALWAYS
    size = max(_ROOM, _longest(kept, columns))
    room = walk.Room(np.empty(size, np.int64), np.empty(size), np.empty((len(BEGIN), size)))
    filled = 0
    for first, end in _blocks(columns):
        told, at = walk.steps(columns, kept, first, end), first
        while at < end:
            at, filled = way(kept, told, opens, at, room, filled)
            if at < end:
                yield _look(room.who[:filled], room.state[:, :filled], room.day[:filled])
                filled = 0
    yield _look(room.who[:filled], room.state[:, :filled], room.day[:filled])


def _blocks(columns: Columns) -> Iterator[tuple[int, int]]:
    """Yield relationships in blocks whose columns stay within the processor's cache."""
    blocks = columns.first[:-1] // _CELLS
    begins = np.flatnonzero(np.diff(blocks, prepend=-1)).tolist()
    yield from pairwise([*begins, len(columns)])


def _longest(kept: Floats, columns: Columns) -> int:
    """Return for how many moments there must be room: contacts and ticks of one relationship."""
    last = columns.end.copy()
    some = columns.counts > 0
    last[some] = np.maximum(last[some], columns.day[columns.first[1:][some] - 1])
    ticks = np.maximum(0.0, last - kept[:, DAY]) / usual.TICK
    return int((columns.counts + ticks).max(initial=0)) + 2


def _one_by_one(kept: Floats, columns: Columns, *, gated: bool) -> Iterator[Look]:
    who, days, states = list[int](), list[float](), list[State[float]]()
    for place, (row, end) in enumerate(zip(kept, columns.end.tolist(), strict=True)):
        state, found = stream.after(State._make(row.tolist()), columns.of(place), gated=gated)
        found += [(day, state) for day in stream.ticks(state, end, gated=gated)]
        row[:] = state
        who += [place] * len(found)
        days += [day for day, _ in found]
        states += [then for _, then in found]
        if len(who) >= _ROOM:
            yield _look(np.array(who), np.array(states).T, np.array(days))
            who, days, states = [], [], []
    yield _look(np.array(who, np.int64), np.array(states).reshape(-1, len(BEGIN)).T, np.array(days))


def _look(who: Whole, states: Floats, day: Floats) -> Look:
    return Look(who.copy(), State(*states.copy()), day.copy())


def figures(look: Look) -> Floats:
    """Return the figures of a look, one row a moment."""
    return np.stack(features(MANY, look.state, look.day), axis=1)
