"""Watches: stretches of a relationship in which an alarm can be right or wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from domain._kernel import AnyEvent
from domain.breakup import BreakupWithdrawn, RelationshipRekindled
from domain.moments import Moment
from projections.alarms.following import CONTACT, GOODBYE

FEWEST: Final = 5
"""Contacts on record before a breakup; with fewer nobody could have been warned."""
YEAR = timedelta(days=365.25)


@dataclass(frozen=True, slots=True)
class Watch:
    """A stretch from the first that was on record to the announced breakup, or to the end.

    Parameters
    ----------
    begin, end
        When it was first on record, and the announcement or the moment of looking.
    parted
        Whether it ended in an announced breakup.
    contacts
        How many contacts were on record before the end.
    """

    begin: datetime
    end: datetime
    parted: bool
    contacts: int

    @property
    def told(self) -> bool:
        """Whether enough was on record to judge it at all."""
        return self.contacts >= FEWEST

    @property
    def years(self) -> float:
        """For how many years it was watched."""
        return max(self.end - self.begin, timedelta(0)) / YEAR

    def open_to_error(self, horizon: timedelta) -> float:
        """Return for how many years an alarm in it would have been false.

        These lie more than a horizon before its end: later ones were right, or nobody knows yet.
        """
        return max(self.end - horizon - self.begin, timedelta(0)) / YEAR


def watches(events: Iterable[AnyEvent], now: Moment) -> Iterator[Watch]:
    """Yield the watches of one relationship, given its events in order of happening.

    A new one begins where a breakup is withdrawn or the two begin again.
    """
    stretch: list[AnyEvent] = []
    watching = True
    for event in events:
        if isinstance(event.fact, BreakupWithdrawn | RelationshipRekindled):
            stretch, watching = [], True
        if watching and isinstance(event.fact, GOODBYE):
            yield _watch(stretch or [event], event.occurred_at.start, parted=True)
            stretch, watching = [], False
        if watching:
            stretch.append(event)
    if stretch:
        yield _watch(stretch, now.end, parted=False)


def _watch(events: list[AnyEvent], end: datetime, *, parted: bool) -> Watch:
    known = [event for event in events if event.recorded_at.start < end]
    begin = min((event.recorded_at.start for event in known), default=end)
    told = {event.occurred_at.start for event in known if isinstance(event.fact, CONTACT)}
    return Watch(begin, end, parted, len(told))
