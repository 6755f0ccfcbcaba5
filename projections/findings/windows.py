"""Windows: what happened lately, what was felt lately, and when the day of a deadline closes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import islice
from typing import TypeVar

from domain._kernel import AnyEvent, Event, Fact
from domain.feelings import FeelingObserved
from domain.friction import IncidentOccurred
from domain.growing import Grown
from domain.moments import Moment
from domain.state import Thing
from projections.calendar import Place, of_late, place_of_late
from projections.findings.registry import Scene
from projections.moods import REMEMBERED_AT_MOST, Whose, is_their_own_word

F = TypeVar("F", bound=Fact)


def lately(events: Sequence[Event[F]], now: Moment, days: int) -> list[Event[F]]:
    """Return those of *events*, in order of happening, of the last so many days."""
    return list(of_late(events, now, days))


Test = Callable[[AnyEvent], bool]


def count(events: Sequence[AnyEvent], test: Test, begin: int = 0) -> int:
    """Return how many of the events on record, from a place on, pass a test; asked once of each."""
    return events.count_passing(test, begin) if isinstance(events, Grown) else 0


def passing(events: Sequence[AnyEvent], test: Test, now: Moment, days: int) -> list[AnyEvent]:
    """Return those of the events on record, of the last so many days, that pass a test."""
    begin = place_of_late(events, now, days)
    return events.passing(test, begin) if isinstance(events, Grown) else []


def is_fire(event: AnyEvent) -> bool:
    """Whether an incident, or effort, was putting out a fire."""
    fact = event.fact
    told = fact.mode if isinstance(fact, IncidentOccurred) else fact.kind
    return bool(told == "firefighting")


def felt(
    scene: Scene, whose: Whose, days: int, at_most: int = REMEMBERED_AT_MOST
) -> list[Event[FeelingObserved]]:
    """Return what a side said of its own feelings in the last so many days: the last so many."""
    own = (
        event
        for event in reversed(scene.moods.lately)
        if event.fact.whose == whose and is_their_own_word(event.fact)
    )
    last = list(islice(own, at_most))[::-1]
    return lately(last, scene.now, days)


def mean(feelings: Sequence[Event[FeelingObserved]]) -> float:
    """Return the mean valence, −1…1, of one feeling or more."""
    return sum(event.fact.valence for event in feelings) / len(feelings)


def lapse(events: Sequence[AnyEvent], least: int, days: int) -> Moment | None:
    """Return when fewer than so many of *events* lie within the last so many days.

    Parameters
    ----------
    events
        In order of happening, *least* of them or more.
    least
        So many have to lie within the window for anything to be said, one or more.
    days
        The whole days that the window goes back, as in `lately`.

    Returns
    -------
    Moment | None
        In whole days where the events are dated so; None after the last day that a calendar has.
    """
    first = events[-least].occurred_at
    try:
        out = first.start + timedelta(days=days + 1)
    except OverflowError:
        return None
    return Moment.of(out if first.precision == "instant" else out.date())


def first_of(*moments: Moment | None) -> Moment | None:
    """Return the earliest of these, where any is known."""
    return min((moment for moment in moments if moment is not None), default=None)


def last_day(moment: Moment) -> Moment:
    """Return the last day that a moment may mean: of a month or a year, its last.

    Examples
    --------
    >>> last_day(Moment("2025-02"))
    '2025-02-28'
    """
    exact = moment.precision in ("instant", "day")
    return Moment.of(moment.day if exact else (moment.end - timedelta(days=1)).date())


def closing(place: Place, due: Moment) -> Moment:
    """Return when what is due at that moment is overdue: at the close of its last day."""
    return max(place.closing(last_day(due).day), due)


def back(place: Place, absence: Thing) -> Moment | None:
    """Return when somebody who is away is back, where that is told: at the close of that day."""
    ends: Moment | None = absence.opened.fact.ends
    return closing(place, ends) if ends else None


def in_days(place: Place, moment: Moment, days: int) -> Moment:
    """Return the close of business, so many days after the last day that a moment may mean."""
    return place.days_after(last_day(moment), days)
