"""Time to position: one even stretch, or two with a break when the end is a sliver."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final, Literal

from journeys.render.values import Curve

Focus = datetime | Literal["auto", "none"]

_SLIVER: Final = 0.03  # of the time …
_CROWD: Final = 0.10  # … holding this share of the samples: break the axis
_FEWEST: Final = 3  # samples in the enlarged end
_HISTORY_SHARE: Final = 0.42  # of the width, for the stretch before the break
_AIR: Final = 0.05  # of the enlarged end, left free before its first sample
_LONE_MOMENT: Final = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time, in UTC, with an even scale; positions in px or columns."""

    start: datetime
    end: datetime
    left: float
    right: float

    def x(self, moment: datetime) -> float:
        """Return the position of a moment, held within the stretch."""
        share = (moment - self.start) / (self.end - self.start)
        return self.left + min(1.0, max(0.0, share)) * (self.right - self.left)


@dataclass(frozen=True, slots=True)
class TimeScale:
    """One or two stretches, and the time zone in which dates are said."""

    stretches: tuple[Stretch, ...]
    zone: tzinfo | None

    def x(self, moment: datetime) -> float:
        """Return the position of a moment; the break itself belongs to what follows."""
        for stretch in self.stretches[:-1]:
            if moment < stretch.end:
                return stretch.x(moment)
        return self.stretches[-1].x(moment)

    @property
    def factor(self) -> int:
        """How many times wider a day is after the break; 1 without a break."""
        first, last = self.stretches[0], self.stretches[-1]
        density = (last.right - last.left) / ((last.end - last.start) / timedelta(days=1))
        before = (first.right - first.left) / ((first.end - first.start) / timedelta(days=1))
        return round(density / before)


def time_scale(
    curve: Curve, left: float, right: float, gap: float, focus: Focus = "auto"
) -> TimeScale | None:
    """Return the scale of a curve between two positions; None when it holds no moment."""
    # In UTC: two moments of one zone are subtracted by the clock on the wall, summer time or not.
    given = _moments(curve)
    if not given:
        return None
    zone = min(given, key=_utc).tzinfo
    start, end = _utc(min(given, key=_utc)), _utc(max(given, key=_utc))
    if start == end:
        start, end = start - _LONE_MOMENT, end + _LONE_MOMENT
    felt = sorted(_utc(sample.at) for sample in (*curve.client, *curve.staff))
    split = crowded_end(felt, start, end) if focus == "auto" else focus
    split = _utc(split) if isinstance(split, datetime) else start
    if not start < split < end:
        return TimeScale((Stretch(start, end, left, right),), zone)
    middle = left + (right - left - gap) * _HISTORY_SHARE
    return TimeScale(
        (Stretch(start, split, left, middle), Stretch(split, end, middle + gap, right)), zone
    )


def crowded_end(felt: Sequence[datetime], start: datetime, end: datetime) -> datetime | None:
    """Return where the enlarged end should begin, or None when an even scale reads well.

    The end is worth a stretch of its own when at least a tenth of the samples (three or more)
    live in less than 3 % of the time; of the ends that qualify, the one whose share of the
    samples most exceeds its share of the time.
    """
    span = end - start
    best: tuple[float, int] | None = None
    for i in range(1, len(felt) - _FEWEST + 1):
        crowd, time = (len(felt) - i) / len(felt), (end - felt[i]) / span
        if crowd >= _CROWD and 0 < time < _SLIVER and (best is None or crowd - time > best[0]):
            best = (crowd - time, i)
    if best is None:
        return None
    first, before = felt[best[1]], felt[best[1] - 1]
    return max(first - _AIR * (end - first), before + (first - before) / 2)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _moments(curve: Curve) -> list[datetime]:
    moments = [sample.at for sample in (*curve.client, *curve.staff)]
    moments += [mark.at for mark in curve.marks]
    moments += [band.start for band in curve.bands]
    return moments + [band.end for band in curve.bands if band.end is not None]
