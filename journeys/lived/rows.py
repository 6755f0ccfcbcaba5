"""What rows of answers are made of: means, counts, and numbers that may not have been told."""

from __future__ import annotations

from statistics import fmean

import numpy as np

from journeys.columns.arrays import Array
from journeys.lived.visits import Visits


def same(rows: Array) -> Array:
    """Return the visits themselves: evidence asks for them when somebody looks."""
    return rows


def mean(values: Array) -> float | None:
    """Return the mean of what was told to four places, exactly as of a list of it."""
    told = values[~np.isnan(values)]
    return round(fmean(told.tolist()), 4) if len(told) else None


def relationships(visits: Visits, rows: Array) -> int:
    """Return of how many relationships these visits are."""
    return len(np.unique(visits.who[rows]))


def told(value: float) -> float | None:
    """Return a figure to four places; None where it was not told.

    Examples
    --------
    >>> told(0.123456), told(float("nan"))
    (0.1235, None)
    """
    return None if np.isnan(value) else round(value, 4)
