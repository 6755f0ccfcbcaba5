"""Foreseeing: which alarms silence will raise, and at which tick of the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import Final, NamedTuple, cast

import numpy as np

from domain.moments import Moment
from projections.alarms.judging import FEWEST
from projections.alarms.saying import drifting, rise, silence
from projections.alarms.watching import Fall, Rise, Stands, Watching
from projections.drift import stream
from projections.drift.columns import Floats
from projections.drift.features import FEATURES, SILENT, silent, steady
from projections.drift.numbers import MANY, ONE
from projections.drift.state import State
from projections.drift.wide import in_silence

AHEAD_DAYS: Final = 1_500.0
AT_FIRST, THEN = 24, 40
"""So many ticks are judged together: most alarms of silence come at one of the first, and what
comes after an alarm need not be looked at."""


class Reached(NamedTuple):
    """Where a line came to its limit: the day, how high it stood, and the figures of that day."""

    day: float
    height: float
    figures: list[float]


def foreseen(watching: Watching, until: Moment | None) -> Watching | None:
    """Return the watch with what silence raises before *until*; None where it raises nothing."""
    met, zero, bounds = watching.latest, watching.zero, watching.bounds
    if met is None or zero is None or met.state.contacts < FEWEST:
        return None
    end = met.told.day + AHEAD_DAYS
    if until is not None:
        end = min(end, (until.start - zero.start) / timedelta(days=1))
    standing = dict(watching.standing)
    rises: list[Rise | Fall] = []
    limits = (("silence", bounds.strict["silence"]), ("drifting", bounds.whole["drifting"]))
    awaited = tuple(limit for limit in limits if limit[0] not in standing)
    for code, where in _reached(met.state, end, awaited):
        since = _date(zero, where.day)
        if since is None:
            continue
        told = code == "silence"
        said = silence(met) if told else drifting(met, where.day, where.figures)
        key = met.told.events[0].id
        standing[code] = Stands(key if told else f"silent-{key}", since, "watch")
        rises.append(rise(code, standing[code], said, where.height, bounds))
    return replace(watching, standing=standing, moves=tuple(rises)) if rises else None


def _reached(
    state: State[float], end: float, limits: tuple[tuple[str, float], ...]
) -> tuple[tuple[str, Reached], ...]:
    """Return where lines come to their limits before *end*, in the order of the limits."""
    ticks = stream.ticks(state, end)
    found: dict[str, Reached] = {}
    for together in (AT_FIRST, THEN):
        days = list(islice(ticks, together)) if len(found) < len(limits) else []
        if not days:
            break
        figures = _figures(state, np.array(days))
        combined, quiet = in_silence(figures)
        for code, limit in limits:
            high = quiet if code == "silence" else combined
            (over,) = (high >= limit).nonzero()
            if code not in found and len(over):
                at = over[0]
                found[code] = Reached(days[at], float(high[at]), figures[:, at].tolist())
    return tuple((code, found[code]) for code, _ in limits if code in found)


def _figures(state: State[float], days: Floats) -> Floats:
    """Return the figures at each of these days: one column a day."""
    still, met = steady(ONE, state)
    still[SILENT.start : SILENT.start] = (0.0, 0.0, 0.0)
    found = np.empty((len(FEATURES), len(days)))
    found[:] = np.array(still)[:, None]
    of_silence = silent(MANY, cast("State[Floats]", state), days, cast("Floats", met))
    for place, figure in enumerate(of_silence, SILENT.start):
        found[place] = figure
    return found


def _date(zero: Moment, day: float) -> Moment | None:
    try:
        return Moment.of((zero.start + timedelta(days=day)).date())
    except OverflowError:  # after the last date that a calendar has
        return None
