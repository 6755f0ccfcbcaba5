"""Contacts: the supplier's own, as far as the rules need to remember them.

Contacts are too many to keep in the state; this keeps counts, and the last few that rules cite.
"""

from __future__ import annotations

from datetime import date

from domain._kernel import AnyEvent, Event
from domain.care import ContactHeld
from domain.unchanging import unchanging
from projections.calendar import of_late

BURST_DAYS = 14
QUARTER_ENDS_A_YEAR = 4
REMEMBERED_DAYS = 400
REMEMBERED_AT_MOST = 64
_MONTHS = 3
_LAST_MONTH = 12


@unchanging
class Contacts:
    """The contacts that the supplier began.

    ``between`` counts those outside the last two weeks of a calendar quarter, ``quarter_ends`` are
    those within them, ``broadcasts`` those that went to everybody, ``lately`` the last of them all.
    """

    between: int = 0
    quarter_ends: tuple[Event[ContactHeld], ...] = ()
    broadcasts: tuple[Event[ContactHeld], ...] = ()
    lately: tuple[Event[ContactHeld], ...] = ()

    def after(self, event: AnyEvent) -> Contacts:
        """Return the contacts after an event. O(1)."""
        fact = event.fact
        if not isinstance(fact, ContactHeld) or fact.initiated_by != "supplier":
            return self
        closing = quarter_ending(event)
        return Contacts(
            between=self.between if closing else self.between + 1,
            quarter_ends=_kept(self.quarter_ends, event, REMEMBERED_DAYS)
            if closing
            else self.quarter_ends,
            broadcasts=_kept(self.broadcasts, event, BURST_DAYS)
            if fact.broadcast
            else self.broadcasts,
            lately=(*self.lately, event)[-REMEMBERED_AT_MOST:],
        )


def _kept(
    events: tuple[Event[ContactHeld], ...], event: AnyEvent, days: int
) -> tuple[Event[ContactHeld], ...]:
    return (*of_late(events, event.occurred_at, days), event)[-REMEMBERED_AT_MOST:]


def quarter_ending(event: AnyEvent) -> tuple[int, int] | None:
    """Return the (year, quarter) in whose last two weeks it happened; none for a rough date."""
    moment = event.occurred_at
    if event.dated_roughly or moment.precision not in ("instant", "day"):
        return None
    day = moment.day
    quarter = (day.month - 1) // _MONTHS
    month = quarter * _MONTHS + _MONTHS
    last = date(day.year, month, 31 if month in (_MONTHS, _LAST_MONTH) else 30)
    return (day.year, quarter + 1) if (last - day).days < BURST_DAYS else None
