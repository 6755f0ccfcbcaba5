"""Figures: sums, means and spans in which what nobody told stays out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from statistics import fmean, median

from domain._kernel import AnyEvent
from domain.moments import Moment
from projections.calendar import LAST_DAY

_DAY = 86_400
_YEAR = 365.25 * _DAY


def ids(*events: AnyEvent | None) -> list[str]:
    """Return the ids of events, each once, in the order given."""
    return list(dict.fromkeys(event.id for event in events if event is not None))


def mean(values: Iterable[float | None]) -> float | None:
    """Return the mean of the values that were told; ``None`` where none was.

    Examples
    --------
    >>> mean([1, None, 2]), mean([None])
    (1.5, None)
    """
    told = [value for value in values if value is not None]
    return round(fmean(told), 4) if told else None


def middle(values: Iterable[float | None]) -> float | None:
    """Return the median of the values that were told; ``None`` where none was."""
    told = [value for value in values if value is not None]
    return round(median(told), 4) if told else None


def total(values: Iterable[float | None]) -> float | None:
    """Return the sum of the values that were told; ``None`` where none was."""
    told = [value for value in values if value is not None]
    return round(sum(told), 4) if told else None


def share(part: float | None, whole: float | None) -> float | None:
    """Return a part of a whole; ``None`` where there is no whole to speak of.

    Examples
    --------
    >>> share(1, 4), share(0, 0)
    (0.25, None)
    """
    return round(part / whole, 4) if whole and part is not None else None


def told(values: Iterable[bool | None]) -> float | None:
    """Return the share of *yes* among the answers that were given; ``None`` without any."""
    return mean(float(value) for value in values if value is not None)


def difference(one: float | None, other: float | None) -> float | None:
    """Return *one* less *other*; ``None`` where either was not told."""
    return None if one is None or other is None else round(one - other, 4)


def years(begin: Moment, end: Moment) -> float:
    """Return the years of 365.25 days from one moment to another, at least 0."""
    return round(max(0.0, (end.start - begin.start).total_seconds() / _YEAR), 2)


def days(begin: Moment, end: Moment) -> float:
    """Return the days from one moment's start to another's."""
    return round((end.start - begin.start).total_seconds() / _DAY, 2)


def later(moment: Moment, by_days: float) -> Moment:
    """Return the date so many days after a moment."""
    span = min(by_days, (LAST_DAY - moment.start.date()).days)
    return Moment.of((moment.start + timedelta(days=span)).date())
