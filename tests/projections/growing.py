"""Rows told as a history comes in, held against the rows of the whole of it."""

from __future__ import annotations

from collections.abc import Sequence

from domain._kernel import AnyEvent
from journeys.working_days import PublicHolidays
from projections.held import Held
from projections.reading import Reading, read
from projections.views import VIEWS, View

CALENDAR = PublicHolidays()
Table = dict[tuple[str, str], str]
OFTEN = 40
"""Histories of so many events at most are compared after every page; of a longer one, some."""


def in_order_of_knowing(events: Sequence[AnyEvent]) -> list[AnyEvent]:
    """Return events as they are recorded."""
    return sorted(events, key=lambda event: (event.recorded_at.start, event.version))


def whole(events: Sequence[AnyEvent]) -> Table:
    """Return what the views hold of these events when they are told at once."""
    held = Held(0, read(events[0].relationship, events, CALENDAR))
    return {(view.name, key): document for view in VIEWS for key, document in _told(held, view)[0]}


def _told(held: Held, view: View) -> tuple[list[tuple[str, str]], list[str], bool]:
    changes = held.changes(view, view.name)
    assert not isinstance(changes, str), f"{view.name} raised {changes}"
    return changes.put, changes.gone, changes.whole


def grow_as_a_whole(events: Sequence[AnyEvent], size: int = 1) -> int:
    """Tell the views so many events at a time, and hold their rows against those of the whole.

    Returns
    -------
    int
        How many pages were told as what they change, not as a whole.
    """
    known, table, grown = in_order_of_knowing(events), Table(), 0
    held = Held(0, Reading(events[0].relationship, CALENDAR))
    step = 1 + len(known) // size // OFTEN
    for number, begin in enumerate(range(0, len(known), size), start=1):
        held.reading.learn(*known[begin : begin + size])
        for view in VIEWS:
            put, gone, anew = _told(held, view)
            if anew:
                table = {place: row for place, row in table.items() if place[0] != view.name}
            else:
                grown += 1
            for key in gone:
                table.pop((view.name, key), None)
            table |= {(view.name, key): document for key, document in put}
        if number % step == 0 or begin + size >= len(known):
            assert table == whole(known[: begin + size]), f"after {begin + size} events"
    return grown
