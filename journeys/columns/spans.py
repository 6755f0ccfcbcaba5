"""Periods of many days at once: each different day is looked up once, not each row."""

from __future__ import annotations

from datetime import date

import numpy as np

from journeys.columns.arrays import Array, narrow
from journeys.columns.moments import PRECISIONS
from projections.answers.periods import Per, period

_YEAR = PRECISIONS.index("year")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_NUMBERS = 14
"""Numbers a year takes: the year itself, and at most twelve periods of it."""


def spans(days: Array, precision: Array, per: Per) -> tuple[Array, list[str]]:
    """Return the period of each day as a number, and the names of those numbers, in order.

    Parameters
    ----------
    days
        Days since 1970.
    precision
        How sharply each is known, as in the layout of a copy.
    per
        Which periods; what is known by its year alone is in that year.

    Examples
    --------
    >>> numbers, names = spans(np.array([59, 0, 31]), np.array([1, 3, 2]), "month")
    >>> [names[one] for one in numbers], names
    (['1970-03', '1970', '1970-02'], ['1970', '1970-02', '1970-03'])
    """
    if not len(days):
        return np.zeros(0, dtype=np.uint8), []
    first, last = int(days.min()), int(days.max())
    months = np.arange(first, last + 1).astype("datetime64[D]").astype("datetime64[M]").astype(int)
    year, month = np.divmod(months, 12)
    part = 0 if per == "year" else 1 + month // _MONTHS[per]
    sharp, blunt = year * _NUMBERS + part, year * _NUMBERS
    lowest = int(blunt[0])
    sharp, blunt = (one - lowest for one in (sharp, blunt))
    kind = narrow(int(sharp[-1]))
    found = sharp.astype(kind)[days - first]
    known_by_year = precision == _YEAR
    if known_by_year.any():
        found = np.where(known_by_year, blunt.astype(kind)[days - first], found)
    used = np.flatnonzero(np.bincount(found))
    ranks = np.zeros(used[-1] + 1, dtype=narrow(len(used)))
    ranks[used] = np.arange(len(used))
    return ranks[found], [_name(int(one) + lowest, per) for one in used]


def _name(number: int, per: Per) -> str:
    year, part = divmod(number, _NUMBERS)
    month = 1 + (part - 1) * _MONTHS[per] if part else 1
    return period(date(1970 + year, month, 1), "month" if part else "year", per)
