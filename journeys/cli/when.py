"""A moment as people type it: a date, an instant, ``yesterday``, ``3 weeks ago``."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.moments import Moment

_DAYS = {
    "today": 0, "vandaag": 0, "yesterday": -1, "gisteren": -1, "tomorrow": 1, "morgen": 1,
}  # fmt: skip
_NOW = {"now", "nu"}
_AGO = re.compile(
    r"(?P<n>[0-9]{1,4}|an?|one|een|één) (?P<unit>[a-zë]+) (?:ago|geleden)", re.IGNORECASE
)
_AHEAD = re.compile(
    r"(?:in|over) (?P<n>[0-9]{1,4}|an?|one|een|één) (?P<unit>[a-zë]+)", re.IGNORECASE
)
_A_YEAR = 12
_ONE = {"a", "an", "one", "een", "één"}
_UNITS = {
    "minute": "minutes", "minutes": "minutes", "minuut": "minutes", "minuten": "minutes",
    "hour": "hours", "hours": "hours", "uur": "hours", "uren": "hours",
    "day": "days", "days": "days", "dag": "days", "dagen": "days",
    "week": "weeks", "weeks": "weeks", "weken": "weeks",
    "month": "months", "months": "months", "maand": "months", "maanden": "months",
    "year": "years", "years": "years", "jaar": "years", "jaren": "years",
}  # fmt: skip


def clock() -> datetime:
    """Return this instant, in the zone of this machine."""
    return datetime.now().astimezone()


def when(text: str, now: datetime) -> Moment:
    """Return the moment that *text* means, seen from *now*.

    Days, weeks, months and years back or ahead give a date; minutes and hours give an instant.

    Parameters
    ----------
    text
        A moment in EDTF, a word such as ``today`` or ``gisteren``, "3 weeks ago" or "in 3 weeks".
    now
        The moment from which to count; time-zone aware.

    Raises
    ------
    ValueError
        When it is none of these.

    Examples
    --------
    >>> now = datetime.fromisoformat("2026-03-31T10:00:00+02:00")
    >>> str(when("2025-08", now)), str(when("yesterday", now)), str(when("3 weken geleden", now))
    ('2025-08', '2026-03-30', '2026-03-10')
    >>> str(when("1 month ago", now)), str(when("2 hours ago", now))
    ('2026-02-28', '2026-03-31T08:00:00+02:00')
    >>> str(when("in 2 weeks", now)), str(when("over een maand", now))
    ('2026-04-14', '2026-04-30')
    """
    from domain.moments import Moment

    plain = " ".join(text.split())
    word = plain.lower()
    if word in _NOW:
        return Moment.of(now.replace(microsecond=0))
    if word in _DAYS:
        return Moment.of(now.date() + timedelta(days=_DAYS[word]))
    ago = _AGO.fullmatch(word)
    ahead = _AHEAD.fullmatch(word)
    for found, way in ((ago, 1), (ahead, -1)):
        if found and found["unit"] in _UNITS:
            n = 1 if found["n"] in _ONE else int(found["n"])
            return Moment.of(_back(now, way * n, _UNITS[found["unit"]]))
    return Moment(plain)


def _back(now: datetime, n: int, unit: str) -> datetime | date:
    if unit in ("minutes", "hours"):
        return now.replace(microsecond=0) - timedelta(**{unit: n})
    day = now.date()
    if unit in ("days", "weeks"):
        return day - timedelta(**{unit: n})
    months = day.year * _A_YEAR + day.month - 1 - n * (_A_YEAR if unit == "years" else 1)
    if months < _A_YEAR:
        msg = "before the first year of the calendar"
        raise ValueError(msg)
    year, month = months // _A_YEAR, months % _A_YEAR + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
