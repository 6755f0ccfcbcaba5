"""Moments as columns: what `domain.moments.Moment` says of a text, for many texts at once.

The plain forms of an instant are read as columns of digits, at a tenth of what a parser takes for
one text after another; whatever else people write, by `Moment` itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from domain.moments import Moment, Precision

PRECISIONS: tuple[Precision, ...] = ("instant", "day", "month", "year")
"""How sharply a moment is known, by the number that stands for it."""
_SHAPES = {
    len(shape): shape
    for second in ("2026-07-28T14:05:00", "2026-07-28T14:05:00.000000")
    for shape in (f"{second}Z", f"{second}+02:00")
}
"""The plain forms, by their length: where a digit stands there must be one."""
_EPOCH, _BEGIN = datetime(1970, 1, 1, tzinfo=UTC), date(1970, 1, 1)
_MICROSECOND = timedelta(microseconds=1)
_ZERO = ord("0")
_MONTHS, _HOURS, _SIXTY, _YEARS = 12, 24, 60, (2, 9998)
Numbers = npt.NDArray[np.int64]


class Moments(NamedTuple):
    """What texts say, each a column: see `journeys.columns.layout`."""

    at: Numbers
    """Microseconds from 1970 to the first instant, in UTC."""
    day: Numbers
    """Days from 1970 to the calendar day as it was written."""
    precision: Numbers
    plain: npt.NDArray[np.bool_]
    """Whether it is an instant in one of the plain forms."""


def moments(texts: Sequence[str]) -> Moments:
    """Return what these texts say as moments.

    Raises
    ------
    ValueError
        When one of them is no moment.

    Examples
    --------
    >>> found = moments(["1970-01-02T00:00:00+02:00", "1970-02"])
    >>> found.at.tolist(), found.day.tolist(), found.precision.tolist()
    ([79200000000, 2678400000000], [1, 31], [0, 2])
    """
    at, day, precision = np.zeros((3, len(texts)), np.int64)
    found = Moments(at, day, precision, np.zeros(len(texts), bool))
    lengths = set(map(len, texts))
    for length in _SHAPES.keys() & lengths:
        if len(lengths) == 1:
            _read_plain(found, np.arange(len(texts)), texts, _SHAPES[length])
            continue
        among = [i for i, text in enumerate(texts) if len(text) == length]
        _read_plain(found, np.array(among), [texts[i] for i in among], _SHAPES[length])
    for i in np.flatnonzero(~found.plain).tolist():
        moment = Moment(texts[i])
        found.at[i] = (moment.start - _EPOCH) // _MICROSECOND
        found.day[i] = (moment.day - _BEGIN).days
        found.precision[i] = PRECISIONS.index(moment.precision)
    return found


def both_moments(occurred: Sequence[str], recorded: Sequence[str]) -> tuple[Moments, Moments]:
    """Return what both times of events say; where all are the same they are read once."""
    first = moments(occurred)
    return first, first if recorded == occurred else moments(recorded)


@cache
def _begins() -> Numbers:
    """Return the first day of every month from year 0 on, as days from 1970."""
    months = np.arange("0000-01", "10000-01", dtype="datetime64[M]")
    return months.astype("datetime64[D]").astype(np.int64)


def _read_plain(found: Moments, among: Numbers, texts: Sequence[str], shape: str) -> None:
    letters = np.frombuffer("".join(texts).encode("ascii", "replace"), np.uint8)
    columns = np.ascontiguousarray(letters.reshape(len(texts), len(shape)).T)
    digits = columns - np.uint8(_ZERO)

    def number(begin: int, end: int) -> Numbers:
        total = np.zeros(len(texts), np.int64)
        for column in range(begin, end):
            total = total * 10 + digits[column]
        return total

    sound = np.ones(len(texts), bool)
    for column, letter in enumerate(shape):
        if letter.isdigit():
            sound &= digits[column] <= np.uint8(9)
        elif letter == "+":
            sound &= (columns[column] == ord("+")) | (columns[column] == ord("-"))
        else:
            sound &= columns[column] == ord(letter)
    year, month, day = number(0, 4), number(5, 7), number(8, 10)
    hour, minute, second = number(11, 13), number(14, 16), number(17, 19)
    fraction = number(20, 26) if "." in shape else 0
    begins = _begins()
    which = np.clip(year * _MONTHS + month - 1, 0, len(begins) - 2)
    first, after = begins[which], begins[which + 1]
    sound &= (year >= _YEARS[0]) & (year <= _YEARS[1]) & (month >= 1) & (month <= _MONTHS)
    sound &= (day >= 1) & (day <= after - first)
    sound &= (hour < _HOURS) & (minute < _SIXTY) & (second < _SIXTY)
    days = first + day - 1
    minutes = (days * _HOURS + hour) * _SIXTY + minute
    if not shape.endswith("Z"):
        end = len(shape)
        hours, rest = number(end - 5, end - 3), number(end - 2, end)
        sound &= (hours < _HOURS) & (rest < _SIXTY)
        ahead = hours * _SIXTY + rest
        minutes -= np.where(columns[end - 6] == ord("-"), -ahead, ahead)
    at = (minutes * _SIXTY + second) * 1_000_000 + fraction
    kept = among[sound]
    found.at[kept], found.day[kept], found.plain[kept] = at[sound], days[sound], True
