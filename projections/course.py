"""The course of a relationship: its events in order of happening, and nothing judged.

Most questions need no findings. This is the same fold of the same state that a
`projections.reading.Reading` holds after its last event, at a fraction of the work; findings are
fetched when somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from domain._kernel import AnyEvent
from domain.relationship import Relationship, in_order_of_happening, lived_through
from domain.vocabulary import Phase
from projections.calendar import Calendar, Place
from projections.finding import Finding


class Told(Protocol):
    """What most answers are read from: a course, or a whole reading."""

    @property
    def relationship(self) -> str:
        """The id that all its events carry."""
        ...

    @property
    def events(self) -> Sequence[AnyEvent]:
        """The events, in order of happening."""
        ...

    @property
    def phases(self) -> Sequence[Phase]:
        """The phase that each event led to."""
        ...

    @property
    def state(self) -> Relationship:
        """The relationship after the last of them."""
        ...

    @property
    def place(self) -> Place:
        """Where its working days are counted."""
        ...

    def findings(self) -> Iterable[Finding]:
        """Return every finding, in an order of its own."""
        ...


def nothing_judged() -> Iterable[Finding]:
    """Return no findings: nobody judged this course."""
    return ()


@dataclass(frozen=True, slots=True)
class Course:
    """Events in order of happening, the phase that each led to, and the state after the last.

    ``judged`` gives the findings; it is asked for them only when somebody asks the course.
    """

    relationship: str
    events: Sequence[AnyEvent]
    phases: Sequence[Phase]
    state: Relationship
    place: Place
    judged: Callable[[], Iterable[Finding]] = nothing_judged

    def findings(self) -> Iterable[Finding]:
        """Return every finding, the oldest first; of one moment by code and key."""
        return sorted(self.judged(), key=lambda found: (found.since.start, found.identity))


def course(
    relationship: str,
    events: Iterable[AnyEvent],
    calendar: Calendar,
    judged: Callable[[], Iterable[Finding]] = nothing_judged,
) -> Course:
    """Return the course of these events, given in any order. O(n log n).

    Parameters
    ----------
    relationship
        The id they all carry.
    events
        All that is to be considered.
    calendar
        Tells working days.
    judged
        Gives the findings of these events when they are asked for.
    """
    ordered = in_order_of_happening(events)
    state, phases = lived_through(relationship, ordered)
    place = place_of(state, calendar)
    return Course(relationship, ordered, phases, state, place, judged)


def place_of(state: Relationship, calendar: Calendar) -> Place:
    """Return where a relationship's days are counted: as its opening tells, else as usual."""
    place = Place(calendar)
    if state.opened is None:
        return place
    told = state.opened.fact
    return replace(place, jurisdiction=told.jurisdiction or place.jurisdiction, zone=told.zone)
