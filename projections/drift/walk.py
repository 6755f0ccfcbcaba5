"""Many relationships, one after another, over plain arrays: the loop that is compiled.

What is remembered goes through `projections.drift.step`, as it does for one relationship. Nothing
here but loops and numbers, so that numba (the extra ``fast``) makes machine code of it; without
numba it is ordinary Python, and slower than `projections.drift.stream`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import log
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from projections.drift import gate, usual
from projections.drift.columns import Columns, Floats, Whole
from projections.drift.silence import stretched
from projections.drift.state import State
from projections.drift.step import (
    CONTACTS,
    DAY,
    OTHERS,
    PER_DAY,
    PER_SILENCE,
    QUIET,
    USUAL_DAYS,
    Kept,
    felt,
    height,
    step,
)

_TICK, _CONTACTS = usual.TICK, usual.CONTACTS
FIELDS: Final = len(State._fields)


class Opens(NamedTuple):
    """How high the gate must stand: after a contact, by how much more, and at a tick of silence."""

    contact: float
    grown: float
    silence: float
    own: float


GATED: Final = Opens(gate.OPEN, gate.GROWN, gate.OPEN_IN_SILENCE, gate.OF_SILENCE)
ALWAYS: Final = Opens(gate.ALWAYS, gate.ALWAYS, gate.ALWAYS, gate.ALWAYS)


class Steps(NamedTuple):
    """Contacts of relationships ``begin:end``: of the *i*-th of them, ``first[i]:first[i + 1]``.

    ``stretch`` and ``weight`` depend on days alone and are reckoned for all of them beforehand (see
    `projections.drift.step.step`).
    """

    begin: int
    end: int
    first: Whole
    day: Floats
    client: Floats
    staff: Floats
    promise: Whole
    errors: Floats
    stretch: Floats
    weight: Floats
    until: Floats


class Room(NamedTuple):
    """Where to put the moments that are to be judged: of whom, on which day, in which state."""

    who: Whole
    day: Floats
    state: Floats


def steps(columns: Columns, kept: Floats, begin: int, end: int) -> Steps:
    """Return the contacts of some relationships, with what depends on days alone.

    Parameters
    ----------
    columns
        The contacts.
    kept
        What was remembered of every relationship: × 26.
    begin, end
        The relationships: ``begin:end``.
    """
    rows = slice(columns.first[begin], columns.first[end])
    first = columns.first[begin : end + 1] - rows.start
    day = columns.day[rows]
    before = np.empty_like(day)
    before[1:] = day[:-1]
    some = first[1:] > first[:-1]
    before[first[:-1][some]] = kept[begin:end, DAY][some]
    gap = day - before
    before += np.repeat(kept[begin:end, USUAL_DAYS], np.diff(first))
    stretch = stretched(before, gap)
    np.log(stretch, out=stretch)
    weight = np.minimum(day * PER_DAY, usual.HEAVIEST)
    np.exp(weight, out=weight)
    return Steps(
        begin, end, first, day, columns.client[rows], columns.staff[rows], columns.promise[rows],
        columns.errors[rows], stretch, weight, columns.end[begin:end],
    )  # fmt: skip


def walk(
    kept: Floats, told: Steps, opens: Opens, start: int, room: Room, filled: int
) -> tuple[int, int]:
    """Go through relationships from *start* on until there may not be room for another.

    Parameters
    ----------
    kept
        What is remembered of each: relationships × 26. Changed in place.
    told
        What happened since.
    opens
        When to judge.
    start
        The relationship to begin with.
    room, filled
        Filled further with what is to be judged, in the order of relationships and of time. There
        must be room for every contact and tick of the longest relationship.

    Returns
    -------
    tuple of int
        The relationship to go on with, and how much of the room is filled.
    """
    for who in range(start, told.end):
        place = who - told.begin
        first, end = told.first[place], told.first[place + 1]
        row, until = kept[who], told.until[place]
        last_day = max(until, told.day[end - 1]) if end > first else until
        if filled + (end - first) + max(0.0, last_day - row[DAY]) / _TICK + 1 > len(room.who):
            return who, filled
        now = (
            row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8], row[9],
            row[10], row[11], row[12], row[13], row[14], row[15], row[16], row[17], row[18],
            row[19], row[20], row[21], row[22], row[23], row[24], row[25],
        )  # fmt: skip
        high = height(now)
        for at in range(first, end):
            day = told.day[at]
            if _opens(now, told.stretch[at], opens):
                filled = _silence(now, day, opens, room, filled, who)
            now = step(
                now, day, told.client[at], told.staff[at], told.promise[at], told.errors[at],
                told.stretch[at], told.weight[at],
            )  # fmt: skip
            before, high = high, height(now)
            if high >= opens.contact and high > before + opens.grown:
                filled = _put(room, filled, who, day, now)
        filled = _silence(now, until, opens, room, filled, who)
        for field in range(FIELDS):
            row[field] = now[field]
    return told.end, filled


def _opens(now: Kept, stretch: float, opens: Opens) -> bool:
    """Return whether a silence opens the gate; it rises as long as nobody is heard."""
    own = now[QUIET] + (_CONTACTS + now[CONTACTS]) * stretch
    own *= PER_SILENCE * own
    return own >= opens.own and now[OTHERS] + own >= opens.silence


def _silence(now: Kept, day: float, opens: Opens, room: Room, filled: int, who: int) -> int:
    """Put in every tick between the last contact and *day* at which to judge."""
    last, known = now[DAY], now[USUAL_DAYS] + now[DAY]
    if day - last > _TICK and _opens(now, log(stretched(known, day - last)), opens):
        passed = 1
        while last + passed * _TICK < day:
            tick = last + passed * _TICK
            if _opens(now, log(stretched(known, tick - last)), opens):
                filled = _put(room, filled, who, tick, now)
            passed += 1
    return filled


def _put(room: Room, filled: int, who: int, day: float, now: Kept) -> int:
    room.who[filled] = who
    room.day[filled] = day
    for field in range(FIELDS):
        room.state[field, filled] = now[field]
    return filled + 1


Way: TypeAlias = Callable[[Floats, Steps, Opens, int, Room, int], tuple[int, int]]
"""`walk`, or what it was compiled to."""


@cache
def compiled() -> Way | None:
    """Return `walk` as machine code, or None where numba is not installed. Takes a second, once.

    It is not kept on disk: what is kept there is not made anew when a formula elsewhere changes.
    """
    try:
        from numba import njit  # noqa: PLC0415 - an extra, and half a second
        from numba.extending import register_jitable  # noqa: PLC0415
    except ImportError:
        return None
    for one in (felt, step, height, stretched, _opens, _silence, _put):
        register_jitable(forceinline=True)(one)
    made: Way = njit(error_model="numpy")(walk)
    return made
