"""A journey: one relationship, replayed to any moment, and what never happened beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

from domain._kernel import AnyEvent
from domain.errors import Unreadable
from domain.moments import Moment
from domain.relationship import Relationship
from journeys.held import Difference, Findings, Still, difference
from journeys.pictures import Picture, reader
from projections.alarms.bounds import Bounds
from projections.calendar import Calendar
from projections.course import Course, course
from projections.curve import Feelings, feelings
from projections.farewell import Farewell
from projections.finding import Finding
from projections.findings import open_at
from projections.reading import Reading, read, up_to
from projections.reply import QUIET
from projections.review import Review, review
from projections.still import by_then
from projections.timeline import Line, timeline
from projections.whatif import Change, Fate, alter

if TYPE_CHECKING:
    from journeys.language import Language

T = TypeVar("T")


def _nothing_kept() -> None:
    """Return that nobody keeps the findings."""


@dataclass(frozen=True)
class Journey:
    """One relationship's history.

    Every answer takes ``at`` (the facts that had happened by then, whenever they were recorded)
    and ``as_known`` (the facts that had been recorded by then); without them it answers with
    everything known, as of now. A ``hypothetical`` journey is a branch: it never happened so.
    An organisation is judged by its own facts and by those that were ``told_elsewhere``: what the
    relationships in its store say of it. ``kept`` tells the findings of just these events, where
    the store keeps them; without it they are judged anew.
    """

    id: str
    all_events: tuple[AnyEvent, ...]
    calendar: Calendar
    clock: Callable[[], Moment]
    bounds: Bounds = field(default_factory=Bounds)
    hypothetical: bool = False
    told_elsewhere: tuple[AnyEvent, ...] = ()
    kept: Callable[[], tuple[Finding, ...] | None] = field(
        default=_nothing_kept, compare=False, repr=False
    )
    _last: dict[str, tuple[object, Any]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def __repr__(self) -> str:
        """Say which journey it is, and nothing personal."""
        name = "hypothetical Journey" if self.hypothetical else "Journey"
        return f"<{name} {self.id}: {len(self.all_events)} events>"

    def picture(self, words: Language | None = None) -> Picture:
        """Return what both sides felt, with phases and findings, as a picture with its table."""
        from journeys.pictures.curve import curve, flagged

        found = flagged(self.judged(), self.moment())
        return curve(self.at(), words or reader(), found, self.title)

    def _repr_html_(self) -> str:
        return self.picture().html()

    @cached_property
    def title(self) -> str:
        """What people call it; the id where nobody gave it a title."""
        opened = self.course().state.opened
        return (opened and opened.fact.title) or self.id

    def moment(self, at: Moment | None = None, as_known: Moment | None = None) -> Moment:
        """Return the moment at which a replay stands: deadlines before it have passed."""
        return at or as_known or self.clock()

    def course(self, at: Moment | None = None, as_known: Moment | None = None) -> Course:
        """Return these events in order of happening, with nothing judged."""
        return self._once(
            "course",
            (at, as_known),
            lambda: course(self.id, up_to(self.all_events, at, as_known), self.calendar),
        )

    def events(self, at: Moment | None = None, as_known: Moment | None = None) -> list[AnyEvent]:
        """Return the events, in order of happening."""
        return list(self.course(at, as_known).events)

    def reading(self, at: Moment | None = None, as_known: Moment | None = None) -> Reading:
        """Return the fold of these events that every answer is taken from."""
        return read(self.id, up_to(self.all_events, at, as_known), self.calendar, self.bounds)

    def state(self, at: Moment | None = None, as_known: Moment | None = None) -> Relationship:
        """Return the relationship as it stood."""
        return self.course(at, as_known).state

    def _reading(self, at: Moment | None, as_known: Moment | None) -> Reading:
        return self._once("reading", (at, as_known), lambda: self.reading(at, as_known))

    def _once(self, what: str, key: object, made: Callable[[], T]) -> T:
        """Return what was made last of this name, if it was for the same moments."""
        known = self._last.get(what)
        if known is None or known[0] != key:
            known = self._last[what] = key, made()
        return cast("T", known[1])

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
        return Still(self._reading(moment, as_known), now, self.hypothetical)

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
        return _branch(self, changes)

    def judged(self, at: Moment | None = None, as_known: Moment | None = None) -> Findings:
        """Return every finding by then, those that have ended as well, by since, code and key."""
        now = self.moment(at, as_known)
        kept = self.kept() if at is None and as_known is None else None
        found = self._judging(at, as_known).judged if kept is None else by_then(kept, now)
        return Findings.of(found, now, self.title)

    def findings(self, at: Moment | None = None, as_known: Moment | None = None) -> Findings:
        """Return the findings that are open at that moment, by since, code and key."""
        judged = self.judged(at, as_known)
        return Findings.of(open_at(judged, judged.now), judged.now, judged.title)

    def _judging(self, at: Moment | None, as_known: Moment | None) -> Still:
        if not self.told_elsewhere:
            return self.at(at, as_known)
        told = (*self.all_events, *self.told_elsewhere)
        judged = self._once(
            "judging",
            (at, as_known),
            lambda: read(self.id, up_to(told, at, as_known), self.calendar),
        )
        return Still(judged, self.moment(at, as_known))

    def asking(self, at: Moment | None = None, as_known: Moment | None = None) -> Findings:
        """Return the open findings that ask for attention: not dismissed, and not put off."""
        now = self.moment(at, as_known)
        asked = (f for f in self.findings(at, as_known) if f.standing(now) not in QUIET)
        return Findings.of(asked, now, self.title)

    def farewell(self, at: Moment | None = None, as_known: Moment | None = None) -> Farewell:
        """Return how the goodbye stands."""
        return self.at(at, as_known).farewell

    def review(self, at: Moment | None = None, as_known: Moment | None = None) -> Review:
        """Return what is worth knowing when saying goodbye, or looking back on it."""
        return review(self._reading(at, as_known), self.moment(at, as_known))

    def feelings(self, at: Moment | None = None, as_known: Moment | None = None) -> Feelings:
        """Return both sides' emotion curves."""
        return feelings(self.events(at, as_known))

    def timeline(self, at: Moment | None = None, as_known: Moment | None = None) -> list[Line]:
        """Return what happened, a line an event, in order of happening."""
        return timeline(self.course(at, as_known))


@dataclass(frozen=True)
class Branch:
    """What happened beside what did not.

    Parameters
    ----------
    actual
        The journey as recorded.
    changes
        What is otherwise, in the order in which it was changed.
    hypothetical
        The journey of the branch; every answer can be asked of it as well.
    fates
        What became of every event that differs, in order of happening.
    """

    actual: Journey
    changes: tuple[Change, ...]
    hypothetical: Journey
    fates: tuple[Fate, ...]

    def __repr__(self) -> str:
        """Say what it is a branch of, and nothing personal."""
        return (
            f"<Branch of {self.actual.id}: {len(self.changes)} changes, {len(self.fates)} events>"
        )

    @cached_property
    def mark(self) -> str:
        """What tells the history that it was made on: a hash of what was recorded by then."""
        return history_mark(self.actual.all_events)

    def picture(self, words: Language | None = None) -> Picture:
        """Return what happened beside the branch, marked as what never happened."""
        return self.difference().picture(words, self.fates, self.actual.title)

    def _repr_html_(self) -> str:
        return self.picture().html()

    def difference(self, at: Moment | None = None, as_known: Moment | None = None) -> Difference:
        """Return what sets the branch apart from what happened, at the same moment in both."""
        now = at or (None if as_known else self.actual.clock())
        return difference(self.actual.at(now, as_known), self.hypothetical.at(now, as_known))


def _branch(journey: Journey, wanted: tuple[Change, ...]) -> Branch:
    if journey.hypothetical:
        raise Unreadable("a what-if branches off what happened, not off another what-if")
    if not journey.all_events:
        raise Unreadable("nothing is recorded of {relationship}", relationship=journey.id)
    if not wanted:
        raise Unreadable("a what-if changes something: name at least one change")
    place = journey.course().place
    altered = alter(journey.all_events, wanted, place)
    made_up = replace(journey, all_events=altered.events, hypothetical=True, kept=_nothing_kept)
    return Branch(journey, wanted, made_up, altered.fates)


def history_mark(events: Iterable[AnyEvent]) -> str:
    """Return a hash of a history, the same wherever it is kept."""
    found = hashlib.sha256()
    for event in sorted(events, key=lambda event: event.version):
        found.update(event.payload())
    return found.hexdigest()[:16]
