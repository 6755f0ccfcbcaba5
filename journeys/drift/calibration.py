"""Limits of one's own: measured on the organisation's quiet relationships, when there are enough.

Nobody knows which relationships are quiet: some that still run are drifting unseen, and a limit
measured on them is too high. Drift takes time to begin, so only the beginnings are looked at, and
held against the beginnings of generated relationships. The combined line's limit is moved by
three quarters of what the limits for the first third differ. A channel's is put where its first
half has as many alarms as those of a generated line that keeps to the budget over the whole. What
that comes to with drifting relationships mixed in stands in docs/drift.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from journeys.drift.eras import Era, columns
from journeys.population import generate
from projections.alarms.bounds import Bounds
from projections.drift.calibrate import (
    ENOUGH_YEARS,
    YEAR,
    Budget,
    first_alarms,
    limit_for,
    usual_limits,
    yearly,
)
from projections.drift.columns import Columns, Floats, Whole, joined
from projections.drift.lines import LINES, Heights, bulk_heights

FEWEST = 5
"""Contacts that a relationship needs to count here."""
REFERENCE, REFERENCE_SEED = 8_000, 30_000_000
COMBINED = "drifting"
HALF, EARLY, EARLY_ALARMS = 0.5, 0.35, 5.0
"""Which part of a relationship counts as its beginning, for a channel and for the combined line."""
MOVED = 0.77
"""By how much of what beginnings differ the combined limit moves: they exaggerate. The slope over
14 generated worlds, calmer and harsher, between that and what the limit had to move."""
TELLING_YEARS = 200.0
"""Of fewer quiet years no rate is given: ten alarms at most would make it."""
_AT_ONCE = 4_096


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Limits of one's own, and what the combined line came to where it was not measured.

    ``realised`` is in alarms per 100 relationship-years, from 200 of them on. Without enough quiet
    years ``bounds`` have the usual limits; ``years`` says how many there are.
    """

    bounds: Bounds
    relationships: int
    years: float
    realised: float | None

    @property
    def enough(self) -> bool:
        """Whether there were enough quiet years."""
        return bool(self.bounds.own)


def calibrated(found: Sequence[Era], bounds: Bounds) -> Calibrated:
    """Return the limits that keep to a budget on these relationships.

    Parameters
    ----------
    found
        All that is known; those that parted, and those with under five contacts, are left out.
    bounds
        The budget; own limits in it are not looked at.
    """
    quiet = [era for era in found if not era.parted and len(era.contacts) >= FEWEST]
    own = _gathered(quiet)
    years = float(own.end.sum()) / YEAR if quiet else 0.0
    usual = Bounds(bounds.alarms, bounds.clients)
    heights = bulk_heights(own) if quiet else None
    if heights is None or years < ENOUGH_YEARS:
        realised = None
        if heights is not None and years >= TELLING_YEARS:
            realised = _realised(heights, own.end, usual.whole[COMBINED])
        return Calibrated(usual, len(quiet), years, realised)
    limits = own_limits(heights, own.end, usual)
    made = Bounds(bounds.alarms, bounds.clients, limits, len(quiet), round(years, 1))
    return Calibrated(made, len(quiet), years, _crossed(heights, own, usual))


def own_limits(
    heights: Heights, end: Floats, usual: Bounds
) -> tuple[tuple[str, float, float], ...]:
    """Return (line, whole limit, strict limit) measured on the beginnings of relationships."""
    limits = []
    for line, target in _targets(usual.alarms, usual.clients):
        if line == COMBINED:
            moved = _early_limit(heights, end) - _usual_early_limit()
            whole = usual.whole[line] + MOVED * moved
        else:
            half = _beginning(heights, end, HALF)
            whole = limit_for(half, line, end * HALF, Budget(target * 100))
        gap = usual.strict[line] - usual.whole[line]
        limits.append((line, round(whole, 4), round(whole + gap, 4)))
    return tuple(limits)


@lru_cache(maxsize=1)
def _reference() -> tuple[Heights, Floats]:
    controls = generate(REFERENCE, REFERENCE_SEED).columns
    return bulk_heights(controls), controls.end


@lru_cache(maxsize=8)
def _targets(alarms: float, clients: int) -> tuple[tuple[str, float], ...]:
    """Return how many alarms a year the first half has, of lines that keep to the budget."""
    heights, end = _reference()
    half = _beginning(heights, end, HALF)
    limits = usual_limits(Budget(alarms, clients)).of
    return tuple(
        (line, yearly(first_alarms(half, line, limits[line], len(end)), end * HALF))
        for line in LINES
    )


def _early_limit(heights: Heights, end: Floats) -> float:
    """Return the combined line's limit for the usual budget, if there were only beginnings."""
    early = _beginning(heights, end, EARLY)
    return limit_for(early, COMBINED, end * EARLY, Budget(EARLY_ALARMS))


@lru_cache(maxsize=1)
def _usual_early_limit() -> float:
    return _early_limit(*_reference())


def _beginning(heights: Heights, end: Floats, part: float) -> Heights:
    early = heights.day <= end[heights.who] * part
    return Heights(heights.who[early], heights.day[early], heights.value[early])


def _crossed(heights: Heights, own: Columns, usual: Bounds) -> float:
    """Return the rate on each half of the relationships, with limits measured on the other."""
    first = np.full(len(own), np.inf)
    for part in (0, 1):
        measured, other = np.arange(part, len(own), 2), np.arange(1 - part, len(own), 2)
        limits = own_limits(_only(heights, measured, len(own)), own.end[measured], usual)
        rest = _only(heights, other, len(own))
        first[other] = first_alarms(rest, "drifting", limits[0][1], len(other))
    return 100 * yearly(first, own.end)


def _only(heights: Heights, which: Whole, count: int) -> Heights:
    place = np.full(count, -1)
    place[which] = np.arange(len(which))
    kept = place[heights.who] >= 0
    return Heights(place[heights.who[kept]], heights.day[kept], heights.value[kept])


def _realised(heights: Heights, end: Floats, limit: float) -> float:
    return 100 * yearly(first_alarms(heights, "drifting", limit, len(end)), end)


def _gathered(quiet: Sequence[Era]) -> Columns:
    parts = [columns(quiet[at : at + _AT_ONCE]) for at in range(0, len(quiet), _AT_ONCE)]
    return joined(parts) if parts else columns(())
