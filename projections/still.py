"""A still: one relationship as it stood at one moment, everything about it side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from domain._kernel import AnyEvent
from domain.moments import Moment
from domain.relationship import Relationship
from domain.vocabulary import Phase
from projections.curve import Feelings, feelings
from projections.farewell import Farewell, farewell
from projections.finding import Finding
from projections.findings import open_at
from projections.reading import Reading
from projections.timeline import Line, timeline


def by_then(findings: Iterable[Finding], now: Moment) -> tuple[Finding, ...]:
    """Return the findings that were so by *now*, by since, code and key."""
    found = [finding for finding in findings if finding.since.reached_by(now)]
    return tuple(sorted(found, key=lambda f: (f.since.start, f.code, f.key)))


@dataclass(frozen=True)
class Still:
    """What a reading comes to at a moment.

    Parameters
    ----------
    reading
        The fold of what had happened, or was known, by then.
    now
        The moment itself: deadlines before it have passed.
    hypothetical
        Whether it shows what never happened: a branch of a what-if.
    """

    reading: Reading
    now: Moment
    hypothetical: bool = False

    def __repr__(self) -> str:
        """Say which relationship and when, and nothing personal."""
        name = "hypothetical Still" if self.hypothetical else "Still"
        return f"<{name} {self.reading.relationship} at {self.now}: {self.phase}>"

    @property
    def events(self) -> list[AnyEvent]:
        """The events, in order of happening."""
        return self.reading.events

    @property
    def state(self) -> Relationship:
        """The relationship as it stood."""
        return self.reading.state

    @property
    def phase(self) -> Phase:
        """The phase it was in."""
        return self.state.phase_at(self.now)

    @cached_property
    def judged(self) -> tuple[Finding, ...]:
        """Every finding by then, those that have ended as well, by since, code and key."""
        return by_then(self.reading.findings(), self.now)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings that were open, by since, code and key."""
        return open_at(self.judged, self.now)

    @cached_property
    def farewell(self) -> Farewell:
        """How the goodbye stood."""
        place = self.reading.docket.place
        return farewell(self.state, self.now, place, self.reading.events)

    @cached_property
    def feelings(self) -> Feelings:
        """Both sides' emotion curves."""
        return feelings(self.events)

    @cached_property
    def timeline(self) -> list[Line]:
        """What had happened, a line an event, in order of happening."""
        return timeline(self.reading)
