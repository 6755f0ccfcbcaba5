"""From a history and changes to the altered history, with the fate of every event that differs.

What follows from a change is read in the record alone, in this order:

1. what a lost event **led to** (its recorded cause), and the feelings about it, are lost;
2. what **names** a promise, goal or agreement that now was never made is lost: the rules of
   recording themselves say so;
3. what **rests on** work that now never began is lost: what went wrong with a tool that no other
   work used, and the result of a goal that no other work served.

Everything else stands as it was recorded, though nobody knows whether it would have come so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from domain._kernel import AnyEvent
from domain.errors import Refused, Unreadable
from domain.feelings import FeelingObserved
from domain.friction import IncidentOccurred
from domain.numbers import MetricObserved
from domain.process import WorkStarted
from domain.relationship import Relationship, evolve, in_order_of_happening
from domain.rules import HYPOTHETICAL, check
from projections.calendar import Place
from projections.finding import Say
from projections.whatif.changes import Change
from projections.whatif.draft import Draft, Turned, changed

What = Literal["dropped", "fell", "moved", "changed", "added"]

_ABSENT = ("opened-first", "refers-to-what-is-known", "withdrawn-before-it-ended")
"""Rules that say no because something else is not there: such an event is lost with it."""


class Fate(NamedTuple):
    """What became of an event: what, why in words, and because of which event, if of one."""

    event: AnyEvent
    what: What
    why: Say
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Altered:
    """The altered history, in order of happening, and the fate of every event that differs."""

    events: tuple[AnyEvent, ...]
    fates: tuple[Fate, ...]


def alter(events: Iterable[AnyEvent], changes: Iterable[Change], place: Place) -> Altered:
    """Return the history as it would stand with these changes, made in the order given.

    Parameters
    ----------
    events
        Of one relationship.
    changes
        At least one.
    place
        Tells working days.

    Raises
    ------
    NotFound
        For an event, promise or gate that the history does not know.
    Unreadable
        For a change that cannot be made, or makes history impossible.
    """
    draft = Draft({event.id: event for event in in_order_of_happening(events)}, place)
    for change in changes:
        changed(change, draft)
    falls = _Falls(draft)
    falls.settle()
    _in_order(draft)
    standing = [_marked(event, draft) for event in draft.events.values()]
    fates = [
        Fate(t.event if t.what == "dropped" else _marked(t.event, draft), t.what, t.why)
        for t in draft.turned.values()
    ]
    return Altered(
        tuple(in_order_of_happening(standing)),
        tuple(sorted((*fates, *falls.fates), key=lambda fate: fate.event.order)),
    )


def _marked(event: AnyEvent, draft: Draft) -> AnyEvent:
    """Return the event, marked as never recorded where it is not what was recorded."""
    if event.id not in draft.turned:
        return event
    return event.model_copy(update={"command_id": f"{HYPOTHETICAL}{event.command_id}"[:128]})


@dataclass
class _Falls:
    """What is lost as a consequence, until nothing more is."""

    draft: Draft
    fates: list[Fate] = field(default_factory=list)

    def settle(self) -> None:
        while self._once():
            pass

    def _once(self) -> bool:
        """Go through the history in the order of knowing; whether anything was lost."""
        draft, before = self.draft, len(self.fates)
        known = sorted(draft.events.values(), key=lambda e: (e.recorded_at.start, e.version))
        state = Relationship(known[0].relationship) if known else None
        for event in known:
            assert state is not None, "there is an event"  # noqa: S101 - by construction
            why = self._led_to(event) or self._rests_on(event) or self._names(state, event)
            if why is None:
                state = evolve(state, event)
            else:
                self.fates.append(why)
                draft.lose(event)
        if not draft.events:
            raise Unreadable("this what-if leaves nothing: the relationship never began")
        return len(self.fates) > before

    def _led_to(self, event: AnyEvent) -> Fate | None:
        lost, fact = self.draft.lost, event.fact
        if event.cause in lost:
            return Fate(event, "fell", Say("what led to it did not happen"), event.cause)
        if isinstance(fact, FeelingObserved) and fact.about in lost:
            return Fate(
                event, "fell", Say("nobody felt it: what it was about did not happen"), fact.about
            )
        return None

    def _rests_on(self, event: AnyEvent) -> Fate | None:
        fact, began = event.fact, self._never_began
        if isinstance(fact, IncidentOccurred) and fact.tool:
            work = next((w for w in began() if fact.tool in w.fact.uses), None)
            if work and not any(fact.tool in w.fact.uses for w in self._began()):
                why = Say("no work that used {tool} had begun", {"tool": fact.tool})
                return Fate(event, "fell", why, work.id)
        if isinstance(fact, MetricObserved) and fact.goal:
            work = next((w for w in began() if w.fact.goal == fact.goal), None)
            if work and not any(w.fact.goal == fact.goal for w in self._began()):
                why = Say("no work for the goal {goal} had begun", {"goal": fact.goal})
                return Fate(event, "fell", why, work.id)
        return None

    def _names(self, state: Relationship, event: AnyEvent) -> Fate | None:
        try:
            check(state, event)
        except Refused as refusal:
            if refusal.rule in _ABSENT and event.id not in self.draft.turned:
                why = Say("it rests on what never was ({rule})", {"rule": refusal.rule})
                return Fate(event, "fell", why)
            raise _impossible(event, refusal) from None
        return None

    def _began(self) -> Iterator[AnyEvent]:
        return (e for e in self.draft.events.values() if isinstance(e.fact, WorkStarted))

    def _never_began(self) -> Iterator[AnyEvent]:
        return (e for e in self.draft.lost.values() if isinstance(e.fact, WorkStarted))


def _impossible(event: AnyEvent, refusal: Refused) -> Unreadable:
    message = "this what-if makes history impossible at {event} ({rule}): change that event as well"
    return Unreadable(message, event=event.story_id or event.id, rule=refusal.rule)


def _in_order(draft: Draft) -> None:
    """Refuse an effect before its cause, where one of the two was moved."""
    for event in draft.events.values():
        cause = draft.events.get(event.cause or "")
        moved = {event.id, event.cause} & _moved(draft.turned.values())
        if cause is not None and moved and event.occurred_at < cause.occurred_at:
            message = (
                "this what-if makes history impossible: {event} comes before {cause}, its cause"
            )
            raise Unreadable(
                message, event=event.story_id or event.id, cause=cause.story_id or cause.id
            )


def _moved(turned: Iterable[Turned]) -> set[str | None]:
    return {t.event.id for t in turned if t.what in ("moved", "added")}
