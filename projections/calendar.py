"""Working days: which days count when something is due in so many of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from domain._kernel import Event
from domain.moments import Moment
from domain.unchanging import unchanging

E = TypeVar("E", bound=Event[Any])

CLOSE_OF_BUSINESS = time(18)
"""A deadline in working days falls at this hour, on the spot."""
LAST_DAY = date(9999, 12, 29)
"""No deadline lies after this day: beyond it a calendar ends."""
_SATURDAY = 5


class Calendar(Protocol):
    """Tells working days from days off."""

    def is_working_day(self, day: date, jurisdiction: str) -> bool:
        """Whether people there are at work on *day*."""
        ...


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Monday to Friday, with no holidays at all."""

    def is_working_day(self, day: date, jurisdiction: str) -> bool:  # noqa: ARG002 - the same everywhere
        """Whether *day* is no Saturday or Sunday."""
        return day.weekday() < _SATURDAY


@unchanging
class Place:
    """Where a relationship's deadlines are counted: its calendar, jurisdiction and time zone."""

    calendar: Calendar
    jurisdiction: str = "NL"
    zone: str = "Europe/Amsterdam"

    def working_days_after(self, moment: Moment, days: int) -> Moment:
        """Return the close of business, *days* working days after *moment*'s day.

        Examples
        --------
        >>> Place(Weekdays()).working_days_after(Moment("2025-08-22"), 2)
        '2025-08-26T18:00:00+02:00'
        """
        day = self.day_of(moment)
        for _ in range(days):
            day = _later(day, 1)
            while day < LAST_DAY and not self.calendar.is_working_day(day, self.jurisdiction):
                day = _later(day, 1)
        return self.closing(day)

    def days_after(self, moment: Moment, days: int) -> Moment:
        """Return the close of business, *days* calendar days after *moment*'s day."""
        return self.closing(_later(self.day_of(moment), days))

    def working_days_left(self, now: Moment, deadline: Moment) -> int:
        """Return how many working days come after *now*'s day, the deadline's day included.

        0 on the day itself, and where only days off are left; O(days) in the time between.

        Examples
        --------
        >>> Place(Weekdays()).working_days_left(Moment("2025-08-22"), Moment("2025-08-26"))
        2
        """
        day, last = self.day_of(now), self.day_of(deadline)
        between = range(1, (last - day).days + 1)
        later = (day + timedelta(days=number) for number in between)
        return sum(self.calendar.is_working_day(each, self.jurisdiction) for each in later)

    def day_of(self, moment: Moment) -> date:
        """Return the day it is here at *moment*: an instant's local day, a date's own.

        Examples
        --------
        >>> Place(Weekdays()).day_of(Moment("2025-08-24T22:30:00Z")).isoformat()
        '2025-08-25'
        """
        if moment.precision != "instant":
            return moment.day
        try:
            return moment.start.astimezone(_zone(self.zone)).date()
        except OverflowError:
            return moment.day

    def closing(self, day: date) -> Moment:
        """Return the close of business of *day*."""
        last = min(day, LAST_DAY)
        closing = datetime.combine(last, CLOSE_OF_BUSINESS, tzinfo=_zone(self.zone))
        offset = closing.utcoffset() or timedelta()
        # Long ago, offsets had seconds; no moment is written so.
        return Moment.of(closing.astimezone(UTC) if offset.seconds % 60 else closing)


def _later(day: date, days: int) -> date:
    return day + timedelta(days=days) if (LAST_DAY - day).days > days else LAST_DAY


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return ZoneInfo("Europe/Amsterdam")


def days_between(earlier: Moment, later: Moment) -> int:
    """Return the whole days from one moment's start to another's, rounded down."""
    return (later.start - earlier.start).days


def of_late(events: Sequence[E], now: Moment, days: int) -> tuple[E, ...]:
    """Return those of *events*, in order of happening, of the last so many whole days.

    O(their number, and the logarithm of all): what is older is not looked at.
    """
    return tuple(events[place_of_late(events, now, days) :])


def place_of_late(events: Sequence[E], now: Moment, days: int) -> int:
    """Return the place of the first of *events*, in order, of the last so many whole days."""
    try:
        before = now.start - timedelta(days=days + 1)
    except OverflowError:  # so long ago that there are no days before it
        return 0
    return bisect_right(events, before, key=lambda e: e.occurred_at.start)
