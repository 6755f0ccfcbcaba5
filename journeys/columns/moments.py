"""Moments as columns: what `domain.moments.Moment` says of a text, for many texts at once.

The plain forms of an instant are read all at once, at a tenth of what a parser takes for one text
after another; whatever else people write, by `Moment` itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from domain.moments import Moment, Precision

PRECISIONS: tuple[Precision, ...] = ("instant", "day", "month", "year")
"""How sharply a moment is known, by the number that stands for it."""
_SHAPES = {
    len(shape): shape
    for second in (b"0000-00-00T00:00:00", b"0000-00-00T00:00:00.000000")
    for shape in (second + b"Z", second + b"+00:00")
}
"""The plain forms, by their length, with a nought for every digit."""
_DIGITS = bytes.maketrans(b"123456789", b"0" * 9)
_EPOCH, _BEGIN = datetime(1970, 1, 1, tzinfo=UTC), date(1970, 1, 1)
_MICROSECOND = timedelta(microseconds=1)
_FROM, _TO = np.datetime64("0002-01-01", "us"), np.datetime64("9999-01-01", "us")
_OFFSET, _MINUTE = 6, 60_000_000
_HOURS, _SIXTY = 24, 60
_NONE = 2**31
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


def _read_plain(found: Moments, among: Numbers, texts: Sequence[str], shape: bytes) -> None:
    """Read those of the texts that have this shape; at the places *among* all."""
    letters = "".join(texts).encode("ascii", "replace")
    signs = np.frombuffer(letters.translate(_DIGITS), f"S{len(shape)}")
    utc = shape.endswith(b"Z")
    sound = (signs == shape) if utc else (signs == shape) | (signs == shape.replace(b"+", b"-"))
    written = np.frombuffer(letters, f"S{len(shape)}")
    length = len(shape) - (1 if utc else _OFFSET)
    try:
        local = written[sound].astype(f"S{length}").astype("datetime64[us]")
    except ValueError:  # one of them is no moment, and `Moment` says which
        return
    minutes = np.zeros(len(local), np.int64)
    if not utc and not _all_are_utc(letters, len(shape)):
        minutes = _offsets(letters, len(shape))[sound]
    kept = (local >= _FROM) & (local < _TO) & (minutes < _NONE)
    places = among[sound][kept]
    found.at[places] = local[kept].astype(np.int64) - minutes[kept] * _MINUTE
    found.day[places] = local[kept].astype("datetime64[D]").astype(np.int64)
    found.plain[places] = True


def _all_are_utc(letters: bytes, width: int) -> bool:
    """Whether every text ends with the offset of UTC, as most do."""
    ends = np.dtype(
        {"names": ["end"], "formats": ["S6"], "offsets": [width - _OFFSET], "itemsize": width}
    )
    return bool((np.frombuffer(letters, ends)["end"] == b"+00:00").all())


def _offsets(letters: bytes, width: int) -> Numbers:
    """Return by how many minutes each is ahead of UTC, `_NONE` where that cannot be."""
    ends = np.frombuffer(letters, np.uint8).reshape(-1, width)[:, -_OFFSET:]
    digits = ends[:, [1, 2, 4, 5]].astype(np.int64) - ord("0")
    hours, minutes = digits[:, 0] * 10 + digits[:, 1], digits[:, 2] * 10 + digits[:, 3]
    ahead = np.where(ends[:, 0] == ord("-"), -1, 1) * (hours * _SIXTY + minutes)
    return np.where((hours < _HOURS) & (minutes < _SIXTY), ahead, _NONE)
