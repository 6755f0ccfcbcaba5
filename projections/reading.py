"""The reading of one relationship: the one fold that every answer is taken from.

Two orders meet here. Findings are judged in the order in which things *happened*; when they could
first have been *known* shows as the same fold grows in the order in which things were *recorded*.
An event that turns up for an earlier moment starts the fold of what happened anew.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator
from dataclasses import replace

from domain._kernel import AnyEvent
from domain.moments import Moment
from domain.relationship import Relationship
from domain.vocabulary import Phase
from projections.alarms.bounds import Bounds
from projections.calendar import Calendar
from projections.finding import Finding
from projections.findings.docket import Docket, Identity


class Reading:
    """What is read in the events of one relationship so far. Grows by `learn` alone.

    Parameters
    ----------
    relationship
        Its id.
    calendar
        Tells working days.
    bounds
        The limits of drift in use; by default the usual ones.

    Attributes
    ----------
    events, phases
        The events in order of happening, and the phase that each led to.
    docket
        The state, the moods and the findings after the last of them.
    """

    def __init__(self, relationship: str, calendar: Calendar, bounds: Bounds | None = None) -> None:
        self.relationship = relationship
        self.calendar = calendar
        self.bounds = bounds or Bounds()
        self.events: list[AnyEvent] = []
        self.phases: list[Phase] = []
        self.docket = Docket.empty(relationship, calendar, self.bounds)
        self.learnt: Moment | None = None
        self._known_since: dict[Identity, Moment] = {}
        self._ended: set[Identity] = set()

    @property
    def state(self) -> Relationship:
        """The relationship as it stands."""
        return self.docket.state

    def can_learn(self, event: AnyEvent) -> bool:
        """Whether *event* was recorded no earlier than what has been learnt."""
        return self.learnt is None or self.learnt <= event.recorded_at

    def learn(self, event: AnyEvent) -> None:
        """Take in one more event.

        O(1) in the events known when it happened after all of them, else O(their number).

        Raises
        ------
        ValueError
            When it was recorded before what has been learnt already: read all events anew.
        """
        if not self.can_learn(event):
            msg = "events are learnt in the order in which they were recorded"
            raise ValueError(msg)
        self.docket = self.docket.until(event.recorded_at)
        self._know(event.recorded_at, before=True)
        late = bool(self.events) and event.order < self.events[-1].order
        if late:
            insort(self.events, event, key=lambda known: known.order)
            self.docket = Docket.empty(self.relationship, self.calendar, self.bounds)
            self.phases = []
            for known in self.events:
                self._fold(known)
        else:
            self.events.append(event)
            self._fold(event)
        self.learnt = event.recorded_at
        self.docket = self.docket.until(event.recorded_at)
        self._know(event.recorded_at, before=False)

    def _fold(self, event: AnyEvent) -> None:
        self.docket = self.docket.after(event)
        self.phases.append(self.docket.state.phase_at(event.occurred_at))

    def _know(self, now: Moment, *, before: bool) -> None:
        """Note which findings are known by *now*, and which are known to have ended.

        *before* it is learnt what is recorded now, those count that a deadline brought meanwhile.
        """
        for identity, finding in self.docket.findings.items():
            if finding.until is not None and finding.until <= now:
                self._ended.add(identity)
            elif finding.since < now or (not before and finding.since <= now):
                if identity in self._ended or identity not in self._known_since:
                    self._known_since[identity] = finding.since if before else now
                self._ended.discard(identity)

    def findings(self) -> Iterator[Finding]:
        """Yield every finding with both its moments, those a deadline will bring as well."""
        for identity, finding in self.docket.until().findings.items():
            known = None if identity in self._ended and finding.until is None else identity
            since = self._known_since.get(known, finding.since) if known else finding.since
            yield replace(finding, known_since=since)


def read(
    relationship: str,
    events: Iterable[AnyEvent],
    calendar: Calendar,
    bounds: Bounds | None = None,
) -> Reading:
    """Return the reading of these events, given in any order.

    Parameters
    ----------
    relationship
        The id they all carry.
    events
        All that is to be considered: leave out what a replay must not see yet.
    calendar
        Tells working days.
    bounds
        The limits of drift in use; by default the usual ones.
    """
    reading = Reading(relationship, calendar, bounds)
    for event in sorted(events, key=lambda e: (e.recorded_at.start, e.version)):
        reading.learn(event)
    return reading


def up_to(
    events: Iterable[AnyEvent], at: Moment | None = None, as_known: Moment | None = None
) -> list[AnyEvent]:
    """Return the events that had happened by *at*, and been recorded by *as_known*."""
    return [
        event
        for event in events
        if (at is None or event.occurred_at.reached_by(at))
        and (as_known is None or event.recorded_at.reached_by(as_known))
    ]
