"""Where the lines of many relationships stand at the end, without going through every moment.

A line is judged where there is news, and until the next judgement it can fall and does not rise. So
who stands below a limit at the last judgement stands below it at the end; only for the others is it
asked how far the line fell since.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from projections.drift import bulk, usual
from projections.drift.columns import Columns, Floats, Whole
from projections.drift.lines import LINES, look_heights
from projections.drift.opening import open_in_silence
from projections.drift.state import State
from projections.drift.step import CONTACTS

NEVER = -9.0
"""Below any limit: nothing has been judged yet."""


def last_heights(columns: Columns, limits: Floats) -> Floats:
    """Return how high every line stands at the end: relationships × lines.

    Parameters
    ----------
    columns
        Their contacts, from the beginning of each.
    limits
        Of each line. Of whom no line reaches its limit, the heights may be those of the last
        judgement, which are no lower.

    Notes
    -----
    O(contacts). Silence until now is judged once, at its last tick: the longer it is, the wider it
    opens the gate, and a tick that is judged counts alone.
    """
    day, states = _last_looks(columns)
    ends = State(*states.final.T)
    tick = _last_tick(ends.day, columns.end)
    silent = (tick > ends.day) & open_in_silence(ends, tick)
    day[silent], states.judged[silent] = tick[silent], states.final[silent]
    found = np.full((len(columns), len(LINES)), NEVER)
    seen = np.flatnonzero(day >= 0)
    found[seen] = look_heights(bulk.Look(seen, State(*states.judged[seen].T), day[seen]))
    fallen = np.flatnonzero((found >= limits).any(axis=1) & ~silent & (day >= 0))
    _fall(found, columns, fallen, day[fallen], states.judged[fallen])
    return found


class _States:
    """What is remembered of each at the last judgement, and at the end."""

    def __init__(self, many: int) -> None:
        self.final = np.tile(bulk.BEGIN, (many, 1))
        self.judged = self.final.copy()


def _last_looks(columns: Columns) -> tuple[Floats, _States]:
    """Return the day of the last judgement until the last contact, −1 without any; and states."""
    states, day = _States(len(columns)), np.full(len(columns), -1.0)
    until_met = replace(columns, end=np.full(len(columns), -np.inf))
    fast = columns.contacts >= bulk.WORTH_COMPILING
    for look in bulk.advanced(states.final, until_met, fast=fast):
        last = np.flatnonzero(np.diff(look.who, append=-1))
        day[look.who[last]] = look.day[last]
        states.judged[look.who[last]] = np.stack([part[last] for part in look.state], axis=1)
    return day, states


def _last_tick(met: Floats, end: Floats) -> Floats:
    """Return the last tick of the clock before the end; the last contact where there is none."""
    passed = np.maximum(0.0, np.ceil((end - met) / usual.TICK))
    for _ in range(2):  # a division that is rounded may be one off
        passed -= (passed > 0) & (met + passed * usual.TICK >= end)
    found: Floats = met + passed * usual.TICK
    return found


def _fall(found: Floats, columns: Columns, who: Whole, day: Floats, kept: Floats) -> None:
    """Lower the heights of some relationships to the least since their last judgement."""
    rest = columns.take(who, kept[:, CONTACTS].astype(np.int64))
    for look in bulk.advanced(kept.copy(), rest, gated=False):
        later = look.day > day[look.who]
        state = State(*(part[later] for part in look.state))
        since = bulk.Look(who[look.who[later]], state, look.day[later])
        np.minimum.at(found, since.who, look_heights(since))
