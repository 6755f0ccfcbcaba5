"""The budget: how many false alarms a year are bearable, and which limit keeps to it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import log

import numpy as np

from projections.drift import limits
from projections.drift.columns import Columns, Floats, Truths
from projections.drift.lines import LINES, Heights, bulk_heights

YEAR = 365.25
ENOUGH_YEARS = 2000.0
"""Below so many quiet relationship-years an organisation's own limits would be mostly chance."""


@dataclass(frozen=True, slots=True)
class Budget:
    """So many false alarms a year, over so many clients.

    Examples
    --------
    >>> str(Budget(5))
    '5 false alarms a year per 100 clients'
    """

    alarms: float
    clients: int = 100

    def __post_init__(self) -> None:
        """Refuse what is no budget."""
        if not (self.alarms > 0 and self.clients > 0):
            raise ValueError("a budget is a number of alarms above zero, for at least one client")

    def __str__(self) -> str:
        return f"{self.alarms:g} false alarms a year per {self.clients} clients"

    @property
    def yearly(self) -> float:
        """False alarms per relationship-year."""
        return self.alarms / self.clients


@dataclass(frozen=True, slots=True)
class Limits:
    """From which height each line alarms, for which budget, and what they were measured on."""

    budget: Budget
    of: dict[str, float]
    measured_on: str


def first_alarms(heights: Heights, line: str, limit: float, count: int) -> Floats:
    """Return the day of each relationship's first alarm on a line; infinite where there is none."""
    first = np.full(count, np.inf)
    over = heights.value[:, LINES.index(line)] >= limit
    np.minimum.at(first, heights.who[over], heights.day[over])
    return first


def yearly(first: Floats, end: Floats) -> float:
    """Return the alarms per relationship-year; what follows a first alarm does not count."""
    return float(np.isfinite(first).sum() / (np.minimum(first, end).sum() / YEAR))


def limit_for(heights: Heights, line: str, end: Floats, budget: Budget) -> float:
    """Return the lowest limit at which a line keeps to the budget on these controls.

    Each line gets the whole budget: they are meant to be read one at a time.
    """
    values = heights.value[:, LINES.index(line)]
    if not len(values):
        return 0.0
    low, high = float(values.min()), float(values.max()) + 1e-6
    for _ in range(48):
        middle = (low + high) / 2
        if yearly(first_alarms(heights, line, middle, len(end)), end) > budget.yearly:
            low = middle
        else:
            high = middle
    return high


def calibrate(controls: Columns, budget: Budget, *, quiet: Truths | None = None) -> Limits:
    """Return the limits that keep to the budget on an organisation's own relationships.

    Parameters
    ----------
    controls
        Relationships that went well, or all of them.
    quiet
        Which of them went well; all when left out.

    Raises
    ------
    ValueError
        With fewer than 2,000 relationship-years: use `usual_limits` then, and say so.
    """
    own = controls if quiet is None else controls.take(np.flatnonzero(quiet))
    years = float(own.end.sum()) / YEAR
    if years < ENOUGH_YEARS:
        raise ValueError(
            f"{years:.0f} quiet relationship-years are too few for limits of one's own"
        )
    heights = bulk_heights(own)
    of = {line: limit_for(heights, line, own.end, budget) for line in LINES}
    return Limits(budget, of, f"{len(own)} relationships of one's own")


def usual_limits(budget: Budget) -> Limits:
    """Return the limits for a budget as measured on generated relationships.

    Between the budgets that were measured, a limit goes with the logarithm of the budget; beyond
    them it stays at the last.
    """
    per_100 = min(max(100 * budget.yearly, limits.BUDGETS[0]), limits.BUDGETS[-1])
    (at, (low, high)) = next(
        (i, pair) for i, pair in enumerate(pairwise(limits.BUDGETS)) if per_100 <= pair[1]
    )
    part = log(per_100 / low) / log(high / low)
    of = {
        line: heights[at] + part * (heights[at + 1] - heights[at])
        for line, heights in limits.LIMITS.items()
    }
    return Limits(budget, of, limits.MEASURED_ON)
