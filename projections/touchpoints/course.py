"""The course of a relationship: its events in order of happening, and nothing judged.

A graph of many relationships needs no findings. This is the same fold of the same state that a
`projections.reading.Reading` holds after its last event, at a fraction of the work.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from domain._kernel import AnyEvent
from domain.relationship import Relationship, evolve
from domain.vocabulary import Phase
from projections.calendar import Calendar, Place


class Told(Protocol):
    """What visits are read from: a course, or a whole reading."""

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


@dataclass(frozen=True, slots=True)
class Course:
    """Events in order of happening, the phase that each led to, and the state after the last."""

    relationship: str
    events: Sequence[AnyEvent]
    phases: Sequence[Phase]
    state: Relationship


def course(relationship: str, events: Iterable[AnyEvent]) -> Course:
    """Return the course of these events, given in any order. O(n log n).

    Parameters
    ----------
    relationship
        The id they all carry.
    events
        All that is to be considered.
    """
    ordered = sorted(events, key=lambda event: event.order)
    state, phases = Relationship(relationship), list[Phase]()
    for event in ordered:
        state = evolve(state, event)
        phases.append(state.phase_at(event.occurred_at))
    return Course(relationship, ordered, phases, state)


def place_of(state: Relationship, calendar: Calendar) -> Place:
    """Return where a relationship's days are counted: as its opening tells, else as usual."""
    place = Place(calendar)
    if state.opened is None:
        return place
    told = state.opened.fact
    return replace(place, jurisdiction=told.jurisdiction or place.jurisdiction, zone=told.zone)
