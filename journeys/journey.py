"""A journey: one relationship, replayed to any moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from domain._kernel import AnyEvent
from domain.moments import Moment
from domain.relationship import Relationship, fold, in_order_of_happening
from projections.calendar import Calendar
from projections.curve import Feelings, feelings
from projections.difference import Difference, difference
from projections.farewell import Farewell
from projections.finding import Finding
from projections.reading import Reading, read, up_to
from projections.still import Still
from projections.timeline import Line

if TYPE_CHECKING:
    from journeys.branch import Branch
    from projections.whatif import Change


@dataclass(frozen=True)
class Journey:
    """One relationship's history.

    Every answer takes ``at`` (the facts that had happened by then, whenever they were recorded)
    and ``as_known`` (the facts that had been recorded by then); without them it answers with
    everything known, as of now. A ``hypothetical`` journey is a branch: it never happened so.
    """

    id: str
    all_events: tuple[AnyEvent, ...]
    calendar: Calendar
    clock: Callable[[], Moment]
    hypothetical: bool = False

    def __repr__(self) -> str:
        """Say which journey it is, and nothing personal."""
        name = "hypothetical Journey" if self.hypothetical else "Journey"
        return f"<{name} {self.id}: {len(self.all_events)} events>"

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
        return read(self.id, up_to(self.all_events, at, as_known), self.calendar)

    def state(self, at: Moment | None = None, as_known: Moment | None = None) -> Relationship:
        """Return the relationship as it stood."""
        return self.reading(at, as_known).state

    def at(self, moment: Moment | None = None, as_known: Moment | None = None) -> Still:
        """Return a still: the relationship as it stood, everything about it side by side.

        Examples
        --------
        >>> import journeys
        >>> from domain.moments import Moment
        >>> with journeys.open(":memory:") as engine:
        ...     _ = engine.load_stories()
        ...     engine.journey("agency").at(Moment("2025-08-20")).phase
        'contract'
        """
        now = self.moment(moment, as_known)
        return Still(self.reading(moment, as_known), now, self.hypothetical)

    def diff(self, before: Moment, after: Moment, *, as_known: bool = False) -> Difference:
        """Return what sets the still at *after* apart from that at *before*.

        Parameters
        ----------
        before, after
            Two moments, in either order.
        as_known
            Whether they are moments of knowing, rather than of happening.
        """
        if as_known:
            return difference(self.at(as_known=before), self.at(as_known=after))
        return difference(self.at(before), self.at(after))

    def between(self, begin: Moment, end: Moment, as_known: Moment | None = None) -> list[AnyEvent]:
        """Return what happened after *begin*, up to *end*, in order of happening."""
        events = self.events(end, as_known)
        return [event for event in events if not event.occurred_at.reached_by(begin)]

    def what_if(self, *changes: Change) -> Branch:
        """Return the branch in which *changes* were so; nothing of it is ever recorded.

        Raises
        ------
        NotFound, Unreadable
            When a change names nothing here, or makes history impossible.
        """
        from journeys.branch import branch

        return branch(self, changes)

    def judged(
        self, at: Moment | None = None, as_known: Moment | None = None
    ) -> tuple[Finding, ...]:
        """Return every finding by then, those that have ended as well, by since, code and key."""
        return self.at(at, as_known).judged

    def findings(
        self, at: Moment | None = None, as_known: Moment | None = None
    ) -> tuple[Finding, ...]:
        """Return the findings that are open at that moment, by since, code and key."""
        return self.at(at, as_known).findings

    def farewell(self, at: Moment | None = None, as_known: Moment | None = None) -> Farewell:
        """Return how the goodbye stands."""
        return self.at(at, as_known).farewell

    def feelings(self, at: Moment | None = None, as_known: Moment | None = None) -> Feelings:
        """Return both sides' emotion curves."""
        return feelings(self.events(at, as_known))

    def timeline(self, at: Moment | None = None, as_known: Moment | None = None) -> list[Line]:
        """Return what happened, a line an event, in order of happening."""
        return self.at(at, as_known).timeline
