"""Dates along a time axis: round moments whose labels never touch."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final, NamedTuple

from journeys.render._scale import Stretch, TimeScale
from journeys.render.words import DateUnit, Words

_SECOND: Final = timedelta(seconds=1)
_MOST: Final = 80  # ticks worth trying
_LAST_YEAR: Final = 9990
_YEARS: Final = timedelta(days=1000)  # from here on a year alone tells two ends apart


class _Step(NamedTuple):
    size: timedelta
    unit: DateUnit
    every: int


def _steps() -> Iterator[_Step]:
    for count in (1, 2, 5, 10, 15, 30):
        yield _Step(count * _SECOND, "second", count)
    for count in (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720):
        yield _Step(timedelta(minutes=count), "clock", count)
    for count in (1, 2, 7, 14):
        yield _Step(timedelta(days=count), "day", count)
    for count in (1, 2, 3, 6):
        yield _Step(timedelta(days=30.4 * count), "month", count)
    for count in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000):
        yield _Step(timedelta(days=365.25 * count), "year", count)


_STEPS: Final = tuple(_steps())
_CONTEXT: Final[dict[DateUnit, DateUnit]] = {
    "second": "date",
    "clock": "date",
    "day": "year",
    "month": "year",
}


@dataclass(frozen=True, slots=True)
class Label:
    """A text centred on `x`, `width` wide, both in the unit of the scale."""

    text: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A moment on the axis: its position, its label, and under it a year or a date."""

    x: float
    label: Label
    context: Label | None


def ticks(
    scale: TimeScale, words: Words, measure: Callable[[str], float], gap: float, overhang: float
) -> tuple[Tick, ...]:
    """Return the ticks of a scale from left to right.

    `measure` gives the width of a label, `gap` the room between two of them, and `overhang`
    how far a label may reach over the ends of its stretch, all in the unit of the scale. In
    each of the two rows no label touches another.
    """
    return tuple(
        tick
        for stretch in scale.stretches
        for tick in _Axis(stretch, scale.zone, words, measure, gap, overhang).ticks()
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    stretch: Stretch
    zone: tzinfo | None
    words: Words
    measure: Callable[[str], float]
    gap: float
    overhang: float

    def ticks(self) -> Iterator[Tick]:
        moments, unit = self._choose()
        edge = said = float("-inf")
        before = ""
        for moment in moments:
            x = self.stretch.x(moment)
            label = self._label(self.words.format_date(moment, unit), x)
            if label is None or label.x - label.width / 2 < edge:
                continue
            edge = label.x + label.width / 2 + self.gap
            around = self.words.format_date(moment, _CONTEXT[unit]) if unit in _CONTEXT else ""
            context = self._label(around, x) if around != before else None
            if context is not None and context.x - context.width / 2 < said:
                context = None
            if context is not None:
                said, before = context.x + context.width / 2 + self.gap, around
            yield Tick(x, label, context)

    def _choose(self) -> tuple[list[datetime], DateUnit]:
        """Return the finest step whose labels all fit; two ends, or one, if none has two."""
        span = self.stretch.end - self.stretch.start
        for step in _STEPS:
            if span / step.size <= _MOST:
                moments = list(self._moments(step))
                if len(moments) > 1 and self._fits(moments, step.unit):
                    return moments, step.unit
        ends = [self._local(self.stretch.start), self._local(self.stretch.end)]
        if span > _YEARS:
            return ends, "year"
        return ends, "date" if span > timedelta(days=1) else "moment"

    def _fits(self, moments: list[datetime], unit: DateUnit) -> bool:
        labels = [self._label(self.words.format_date(m, unit), self.stretch.x(m)) for m in moments]
        edge = float("-inf")
        for label in labels:
            if label is None or label.x - label.width / 2 < edge:
                return False
            edge = label.x + label.width / 2 + self.gap
        return True

    def _label(self, text: str, x: float) -> Label | None:
        width = self.measure(text)
        low = self.stretch.left - self.overhang + width / 2
        high = self.stretch.right + self.overhang - width / 2
        return Label(text, min(high, max(low, x)), width) if low <= high else None

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def _moments(self, step: _Step) -> Iterator[datetime]:
        moment = _floor(self._local(self.stretch.start).replace(tzinfo=None), step)
        while moment.year < _LAST_YEAR:
            aware = moment.replace(tzinfo=self.zone)
            if aware > self.stretch.end:
                return
            if aware >= self.stretch.start:
                yield aware
            moment = _next(moment, step)


def _floor(moment: datetime, step: _Step) -> datetime:
    if step.unit in {"second", "clock"}:
        midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight + (moment - midnight) // step.size * step.size
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if step.unit == "day":  # whole weeks begin on a Monday
        past = (day.toordinal() - 1) % step.every
        return day - timedelta(days=min(past, day.toordinal() - 1))
    if step.unit == "month":
        return day.replace(month=(day.month - 1) // step.every * step.every + 1, day=1)
    return day.replace(year=max(1, day.year // step.every * step.every), month=1, day=1)


def _next(moment: datetime, step: _Step) -> datetime:
    if step.unit == "month":
        months = moment.month - 1 + step.every
        return moment.replace(year=moment.year + months // 12, month=months % 12 + 1)
    if step.unit == "year":
        return moment.replace(year=(moment.year // step.every + 1) * step.every)
    return moment + step.size
