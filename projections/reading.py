"""The reading of one relationship: the one fold that every answer is taken from.

Two orders meet here. Findings are judged in the order in which things *happened*; when they could
first have been *known* shows as the same fold grows in the order in which things were *recorded*.
An event that turns up for an earlier moment starts the fold of what happened anew, from the last
place before it that was kept.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from heapq import heappop, heappush
from itertools import chain, groupby
from typing import NamedTuple

from domain._kernel import AnyEvent, Event
from domain.judgement import FindingAnswered
from domain.moments import Moment
from domain.relationship import Relationship
from domain.vocabulary import SEVERITIES, Phase, Severity
from projections.alarms.bounds import Bounds
from projections.calendar import Calendar, Place
from projections.finding import Finding
from projections.findings.book import USUAL, Book
from projections.findings.docket import Docket, Identity
from projections.reply import answers, reply

KEPT_EVERY = 32
"""Of so many dockets one is kept, to begin from when something turns up for an earlier moment."""


class Rise(NamedTuple):
    """A finding became known, ``anew``, or graver than it was."""

    identity: Identity
    severity: Severity
    since: Moment
    anew: bool


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
    book
        The rules that are asked; by default all of them.

    Attributes
    ----------
    events, phases
        The events in order of happening, and the phase that each led to.
    docket
        The state, the moods and the findings after the last of them.
    rises
        Every time that a finding became known, in the order of knowing: also those that later
        events took back.
    places
        Where each event stands in ``events``, by its id.
    turned
        How often something turned up for an earlier moment, so that what was folded already was
        folded anew.
    stirred
        The findings that may have become other than they were, in the order in which they did; one
        as often as it was.
    """

    def __init__(
        self,
        relationship: str,
        calendar: Calendar,
        bounds: Bounds | None = None,
        book: Book = USUAL,
    ) -> None:
        self.relationship = relationship
        self.calendar = calendar
        self.bounds = bounds or Bounds()
        self.events: list[AnyEvent] = []
        self.phases: list[Phase] = []
        self.docket = Docket.empty(relationship, calendar, self.bounds, book)
        self.rises: list[Rise] = []
        self.places: dict[str, int] = {}
        self.turned = 0
        self.stirred: list[Identity] = []
        self.learnt: Moment | None = None
        self._kept: list[Docket] = [self.docket]
        self._touched: list[tuple[Identity, ...]] = []
        self._to_come: list[tuple[datetime, Identity]] = []
        self._known_since: dict[Identity, Moment] = {}
        self._ended: set[Identity] = set()
        self._lapses: dict[Identity, Moment | None] = {}
        self._foreseen = self.docket, self.docket
        self._severity: dict[Identity, Severity] = {}

    @property
    def state(self) -> Relationship:
        """The relationship as it stands."""
        return self.docket.state

    @property
    def place(self) -> Place:
        """Where its working days are counted."""
        return self.docket.place

    def can_learn(self, event: AnyEvent) -> bool:
        """Whether *event* was recorded no earlier than what has been learnt."""
        return self.learnt is None or self.learnt <= event.recorded_at

    def learn(self, *events: AnyEvent) -> None:
        """Take in more events, in the order in which they were recorded.

        O(their number) when they happened after all that is known, else O(what happened since
        the earliest of them). Those recorded at one moment are known together.

        Raises
        ------
        ValueError
            When one was recorded before what has been learnt already: read all events anew.
        """
        for _, together in groupby(events, key=lambda event: event.recorded_at.start):
            self._learn(list(together))

    def wait(self, now: Moment) -> None:
        """Let time pass until *now*: deadlines and silence may bring something; nothing happens.

        What was recorded before *now* can no longer be learnt after it.
        """
        self._brought_by_silence(now, before=True)
        self._know_what_came(now, before=True)
        self.learnt = now if self.learnt is None else max(self.learnt, now)

    def _learn(self, together: list[AnyEvent]) -> None:
        if not self.can_learn(together[0]):
            msg = "events are learnt in the order in which they were recorded"
            raise ValueError(msg)
        now = together[-1].recorded_at
        quiet = self._brought_by_silence(now, before=True)
        self._know_what_came(now, before=True)
        if len(together) > 1:
            together.sort(key=_order)
        place, over_at = self._place_of(together[0]), self.state.over_at
        # In an order: what becomes known at one moment comes in the same one in every process.
        changed: dict[Identity, None] = {}
        if later := self.events[place:]:
            changed = self._touched_since(place)
            self._go_back(place)
            together = sorted([*later, *together], key=_order)
        for event in together:
            self._fold(event)
        changed |= dict.fromkeys(quiet) | self._touched_since(place)
        if self.state.over_at != over_at:  # whatever ends with the relationship is other now
            changed |= dict.fromkeys(self.docket.findings)
        self.learnt = now
        for identity in changed:
            self._know(identity, now)
        self._know_what_came(now, before=False)
        self._brought_by_silence(now, before=False)

    def _place_of(self, event: AnyEvent) -> int:
        if not self.events or self.events[-1].order <= event.order:
            return len(self.events)
        return bisect_right(self.events, event.order, key=_order)

    def _touched_since(self, place: int) -> dict[Identity, None]:
        return dict.fromkeys(chain.from_iterable(self._touched[place:]))

    def _brought_by_silence(self, now: Moment, *, before: bool) -> tuple[Identity, ...]:
        """Note what silence alone brought: *before* now, or just now. Return what that is.

        The docket itself stands at its last event: what turns up later may break the silence.
        """
        quiet = self.docket.until(now)
        if quiet is self.docket:
            return ()
        for identity in quiet.touched:
            finding = quiet.findings[identity]
            self._note(finding, finding.since if before else now)
        return quiet.touched

    def _go_back(self, place: int) -> None:
        """Stand where the first so many events were folded, and no more."""
        self.turned += 1
        kept = place // KEPT_EVERY
        again = self.events[kept * KEPT_EVERY : place]
        self.docket = self._kept[kept]
        del self._kept[kept + 1 :]
        for event in self.events[kept * KEPT_EVERY :]:
            self.places.pop(event.id, None)
        for told in (self.events, self.phases, self._touched):
            del told[kept * KEPT_EVERY :]
        for event in again:
            self._fold(event)

    def _fold(self, event: AnyEvent) -> None:
        self.docket = self.docket.after(event)
        self.places[event.id] = len(self.events)
        self.events.append(event)
        self.phases.append(self.docket.state.phase_at(event.occurred_at))
        self._touched.append(self.docket.touched)
        if len(self.events) % KEPT_EVERY == 0:
            self._kept.append(self.docket)

    def _know_what_came(self, now: Moment, *, before: bool) -> None:
        """Note the findings that a deadline brought meanwhile: *before* now, or just now."""
        while self._to_come and self._to_come[0][0] <= now.start:
            if before and self._to_come[0][0] == now.start:
                return
            _, identity = heappop(self._to_come)
            finding = self._standing(identity)
            if finding is not None and finding.stands(now) and finding.since <= now:
                self._note(finding, finding.since if before else now)

    def _know(self, identity: Identity, now: Moment) -> None:
        """Note that a finding which changed is known by *now*, or is known to have ended."""
        self.stirred.append(identity)
        finding = self._standing(identity)
        if finding is None:  # silence that a contact broke which turned up late
            self._known_since.pop(identity, None)
            self._ended.discard(identity)
        elif finding.since > now:
            heappush(self._to_come, (finding.since.start, identity))
        elif finding.stands(now):
            self._note(finding, now)
        else:
            known = self._known_since.get(identity)
            if known is None or known < finding.since:  # it came and went, and we learn it now
                self._known_since[identity] = now
            self._ended.add(identity)

    def _standing(self, identity: Identity) -> Finding | None:
        """Return a finding as it stands, by what is told of the relationship's end."""
        finding = self.docket.findings.get(identity)
        return finding and self.docket.closing(finding)

    def _note(self, finding: Finding, since: Moment) -> None:
        identity = finding.identity
        self.stirred.append(identity)
        anew = self._is_anew(finding)
        self._lapses[identity] = finding.until
        if anew:
            self._known_since[identity] = since
        self._ended.discard(identity)
        if anew or self._grown_graver(finding):
            self._severity[identity] = finding.severity
            self.rises.append(Rise(identity, finding.severity, since, anew))

    def _is_anew(self, finding: Finding) -> bool:
        """Whether it was not known before, or had ended since it was."""
        identity = finding.identity
        lapses = self._lapses.get(identity)
        lapsed = lapses is not None and lapses <= finding.since
        return lapsed or identity in self._ended or identity not in self._known_since

    def _grown_graver(self, finding: Finding) -> bool:
        before = self._severity.get(finding.identity, finding.severity)
        return SEVERITIES.index(finding.severity) > SEVERITIES.index(before)

    def findings(self) -> Iterator[Finding]:
        """Yield every finding with both its moments and what was answered to it.

        Those that a deadline or silence will bring are among them.
        """
        foreseen, given = self.foreseen(), answers(self.docket.state)
        for identity, finding in foreseen.findings.items():
            yield self.known(finding, given.get(identity, ()))

    def foreseen(self) -> Docket:
        """Return the docket with what silence, and the end, will bring if nothing else happens."""
        if self._foreseen[0] is not self.docket:
            self._foreseen = self.docket, self.docket.until().closed()
        return self._foreseen[1]

    def known(self, finding: Finding, said: Iterable[Event[FindingAnswered]]) -> Finding:
        """Return a finding of the docket with the moment it was known, and what was *said* to it.

        Parameters
        ----------
        finding
            One of those that are `foreseen`.
        said
            The answers to it, in order of happening.
        """
        since = self._known_since.get(finding.identity, finding.since)
        if since < finding.since and self._is_anew(finding):  # known of old; this one is to come
            since = finding.since
        given = tuple(said)
        return replace(
            finding,
            known_since=since,
            reply=reply(given, finding.severity, finding.evidence, finding.further)
            if given
            else None,
        )


def _order(event: AnyEvent) -> tuple[datetime, int]:
    return event.order


def read(
    relationship: str,
    events: Iterable[AnyEvent],
    calendar: Calendar,
    bounds: Bounds | None = None,
    book: Book = USUAL,
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
    book
        The rules that are asked; by default all of them.
    """
    reading = Reading(relationship, calendar, bounds, book)
    reading.learn(*sorted(events, key=lambda e: (e.recorded_at.start, e.version)))
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
