"""Periods: months, quarters and years, no sharper than a moment is known."""

from __future__ import annotations

from datetime import date
from typing import Literal, cast, get_args

from domain.errors import Unreadable
from domain.moments import Moment, Precision

Per = Literal["month", "quarter", "year"]


def per_of(word: str) -> Per:
    """Return what periods are asked for.

    Raises
    ------
    Unreadable
        For another word than month, quarter or year.
    """
    if word not in get_args(Per):
        message = "{word} is no period: write month, quarter or year"
        raise Unreadable(message, word=word[:40])
    return cast("Per", word)


def period(day: date, precision: Precision, per: Per) -> str:
    """Return the period of a calendar day; what is known by its year alone is in that year.

    Examples
    --------
    >>> period(date(2026, 7, 28), "day", "quarter"), period(date(2026, 1, 1), "year", "month")
    ('2026-Q3', '2026')
    """
    if per == "year" or precision == "year":
        return f"{day.year:04d}"
    if per == "quarter":
        return f"{day.year:04d}-Q{(day.month - 1) // 3 + 1}"
    return f"{day.year:04d}-{day.month:02d}"


def period_of(moment: Moment, per: Per) -> str:
    """Return the period in which a moment lies, by the date as it was written."""
    return period(moment.day, moment.precision, per)
