"""The budget of false alarms: a fact of the organisation, kept with its limits in the store."""

from __future__ import annotations

from typing import Protocol

from domain._kernel import AnyEvent, Event
from domain.moments import Moment
from domain.organisation import AlarmBudgetSet
from projections.alarms.bounds import Bounds, bounds_of

ORGANISATION = "organisation:us"
"""In whose history the budget stands."""


class Histories(Protocol):
    """What is asked for the budget: a store, as far as it is needed here."""

    def version(self, relationship: str) -> int:
        """Return the last version of a history, 0 where there is none."""
        ...

    def events(self, relationship: str) -> list[AnyEvent]:
        """Return the events of one history."""
        ...


def budget_in(store: Histories, as_known: Moment | None = None) -> Event[AlarmBudgetSet] | None:
    """Return the budget that was set last, and recorded by *as_known*; None for the default."""
    if not store.version(ORGANISATION):
        return None
    known = (
        event
        for event in store.events(ORGANISATION)
        if isinstance(event.fact, AlarmBudgetSet)
        and (as_known is None or event.recorded_at.reached_by(as_known))
    )
    return max(known, key=lambda event: event.version, default=None)


def bounds_in(store: Histories) -> Bounds:
    """Return the limits in use: the last budget's, or the default's."""
    event = budget_in(store)
    return bounds_of(event.fact if event else None)
