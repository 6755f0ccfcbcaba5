"""The state of a relationship: an indexed memory of its facts.

Every *thing* that was named (a promise, a gate, a goal) is kept with the event that named it and
the events that touched it since, and every remembered fact by its kind. Answers are read off that
memory, so nothing is kept twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from domain._kernel import AnyEvent, Event, Fact
from domain.breakup import LessonRecorded
from domain.courtship import RelationshipOpened
from domain.growing import Grown, Shelf
from domain.moments import Moment
from domain.process import Gate, ProcessAdopted
from domain.unchanging import unchanging
from domain.vocabulary import Phase

F = TypeVar("F", bound=Fact)
Area = Literal["relationship", "organisation", "map"]
"""What a history is about."""
_NOTHING: Mapping[str, Any] = MappingProxyType({})


def area_of(subject: str) -> Area:
    """Return what the history under an id is about.

    Examples
    --------
    >>> area_of("organisation:us"), area_of("client-1")
    ('organisation', 'relationship')
    """
    if ":" not in subject:
        return "relationship"
    match subject.partition(":"):
        case ("organisation" | "map") as area, ":", _:
            return area
    return "relationship"


@unchanging
class Thing:
    """Something the two gave a name: how it came to be, and what happened to it since."""

    opened: AnyEvent
    later: Grown[AnyEvent] = field(default_factory=Grown)

    def last(self, kind: type[F]) -> Event[F] | None:
        """Return the last event of that kind that touched this thing."""
        return next((e for e in reversed(self.later) if isinstance(e.fact, kind)), None)


@unchanging
class Relationship:
    """What is known of a relationship (or an organisation, or a map).

    Immutable; `domain.relationship.evolve` makes the next.
    """

    id: str
    version: int = 0
    phase: Phase = "courtship"
    phase_since: Moment | None = None
    begun: AnyEvent | None = None
    opened: Event[RelationshipOpened] | None = None
    ends: Moment | None = None
    things: Mapping[str, Shelf[str, Thing]] = field(default_factory=dict)
    facts: Mapping[type[Fact], Grown[AnyEvent]] = field(default_factory=dict)
    known: Shelf[str, AnyEvent] = field(default_factory=Shelf)

    @property
    def area(self) -> Area:
        """What this history is about."""
        return area_of(self.id)

    def of(self, kind: type[F]) -> Sequence[Event[F]]:
        """Return the remembered events of one kind of fact, in the order of the fold."""
        return self.facts.get(kind, ())

    def last(self, kind: type[F]) -> Event[F] | None:
        """Return the last remembered event of one kind of fact."""
        events = self.of(kind)
        return events[-1] if events else None

    def named(self, kind: str) -> Mapping[str, Thing]:
        """Return the things of a kind (``promise``, ``gate`` …) by their keys."""
        return self.things.get(kind, _NOTHING)

    def thing(self, kind: str, key: str) -> Thing | None:
        """Return one thing, if it has been named."""
        return self.named(kind).get(key)

    def event(self, event_id: str | None) -> AnyEvent | None:
        """Return a remembered event by its id."""
        return self.known.get(event_id) if event_id is not None else None

    def tenure_years(self, now: Moment) -> float:
        """Return how long the two have been together, in years of 365.25 days."""
        first = self.opened.occurred_at if self.opened else now
        return max(0.0, (now.start - first.start).total_seconds() / (365.25 * 86_400))

    def gate(self, key: str) -> Gate | None:
        """Return a gate as the process defines it."""
        thing = self.thing("gate", key)
        if thing is None or not isinstance(thing.opened.fact, ProcessAdopted):
            return None
        return next((gate for gate in thing.opened.fact.gates if gate.gate == key), None)

    def may_be_waived(self, key: str) -> bool:
        """Whether a gate may be left out: not when its process or a lesson says otherwise."""
        gate = self.gate(key)
        hardened = any(key in lesson.fact.hardens for lesson in self.of(LessonRecorded))
        return gate is not None and gate.waivable and not hardened

    @property
    def over_at(self) -> Moment | None:
        """When it is over, by what is told so far: that may be to come, or be taken back."""
        if self.phase == "ended":
            told = (moment for moment in (self.ends, self.phase_since) if moment is not None)
            return min(told, default=None)
        return self.ends if self.phase == "breakup" else None

    def phase_at(self, now: Moment) -> Phase:
        """Return the phase, knowing that an end date ends a relationship when it comes."""
        return phase_at(self.phase, self.ends, now)


def phase_at(phase: Phase, ends: Moment | None, now: Moment) -> Phase:
    """Return the phase at *now*: a breakup with an end date is over once that date has come."""
    over = ends is not None and ends.start < now.end and phase == "breakup"
    return "ended" if over else phase
