"""A journey: one relationship, replayed to any moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from domain._kernel import AnyEvent
from domain.moments import Moment
from domain.relationship import Relationship, fold, in_order_of_happening
from projections.alarms.bounds import Bounds
from projections.calendar import Calendar
from projections.curve import Feelings, feelings
from projections.farewell import Farewell, farewell
from projections.finding import Finding
from projections.findings import open_at
from projections.reading import Reading, read, up_to
from projections.timeline import Line, timeline


@dataclass(frozen=True)
class Journey:
    """One relationship's history.

    Every answer takes ``at`` (the facts that had happened by then, whenever they were recorded)
    and ``as_known`` (the facts that had been recorded by then); without them it answers with
    everything known, as of now.
    """

    id: str
    all_events: tuple[AnyEvent, ...]
    calendar: Calendar
    clock: Callable[[], Moment]
    bounds: Bounds = field(default_factory=Bounds)

    def __repr__(self) -> str:
        """Say which journey it is, and nothing personal."""
        return f"<Journey {self.id}: {len(self.all_events)} events>"

    @cached_property
    def title(self) -> str:
        """What people call it; the id where nobody gave it a title."""
        state = fold(None, self.all_events)
        return (state and state.opened and state.opened.fact.title) or self.id

    def moment(self, at: Moment | None = None, as_known: Moment | None = None) -> Moment:
        """Return the moment at which a replay stands: deadlines before it have passed."""
        return at or as_known or self.clock()

    def events(self, at: Moment | None = None, as_known: Moment | None = None) -> list[AnyEvent]:
        """Return the events, in order of happening."""
        return in_order_of_happening(up_to(self.all_events, at, as_known))

    def reading(self, at: Moment | None = None, as_known: Moment | None = None) -> Reading:
        """Return the fold of these events that every answer is taken from."""
        return read(self.id, up_to(self.all_events, at, as_known), self.calendar, self.bounds)

    def state(self, at: Moment | None = None, as_known: Moment | None = None) -> Relationship:
        """Return the relationship as it stood."""
        return self.reading(at, as_known).state

    def judged(
        self, at: Moment | None = None, as_known: Moment | None = None
    ) -> tuple[Finding, ...]:
        """Return every finding by then, those that have ended as well, by since, code and key."""
        now = self.moment(at, as_known)
        found = [f for f in self.reading(at, as_known).findings() if f.since.reached_by(now)]
        return tuple(sorted(found, key=lambda f: (f.since.start, f.code, f.key)))

    def findings(
        self, at: Moment | None = None, as_known: Moment | None = None
    ) -> tuple[Finding, ...]:
        """Return the findings that are open at that moment, by since, code and key."""
        return open_at(self.judged(at, as_known), self.moment(at, as_known))

    def farewell(self, at: Moment | None = None, as_known: Moment | None = None) -> Farewell:
        """Return how the goodbye stands."""
        reading = self.reading(at, as_known)
        return farewell(reading.state, self.moment(at, as_known), reading.docket.place)

    def feelings(self, at: Moment | None = None, as_known: Moment | None = None) -> Feelings:
        """Return both sides' emotion curves."""
        return feelings(self.events(at, as_known))

    def timeline(self, at: Moment | None = None, as_known: Moment | None = None) -> list[Line]:
        """Return what happened, a line an event, in order of happening."""
        return timeline(self.reading(at, as_known))
