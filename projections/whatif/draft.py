"""A history while it is being altered, and each kind of change to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import singledispatch
from typing import Literal, NamedTuple

from domain._kernel import AnyEvent, Fact, event_id, event_of, fact_of, topics
from domain.care import ContactHeld
from domain.errors import NotFound, Refused, Unreadable
from domain.feelings import FeelingObserved
from domain.moments import Moment
from domain.process import GateDecided, WaiverGranted, WorkStarted
from domain.promises import PromiseMade, PromiseSettled
from projections.calendar import Place
from projections.finding import Say
from projections.whatif.changes import (
    Add,
    Call,
    Change,
    Channel,
    Delay,
    Drop,
    Hold,
    Keep,
    Stop,
)


class Turned(NamedTuple):
    """An event that a change touched itself."""

    event: AnyEvent
    what: Literal["dropped", "moved", "changed", "added"]
    why: Say


@dataclass
class Draft:
    """Events by id; those ``lost``; and those that a change ``turned``."""

    events: dict[str, AnyEvent]
    place: Place
    lost: dict[str, AnyEvent] = field(default_factory=dict)
    turned: dict[str, Turned] = field(default_factory=dict)

    def lose(self, event: AnyEvent) -> None:
        """Take an event out."""
        self.lost[event.id] = self.events.pop(event.id)

    def drop(self, event: AnyEvent, why: Say) -> None:
        """Take an event out because a change says so."""
        self.lose(event)
        self.turned[event.id] = Turned(event, "dropped", why)

    def turn(self, event: AnyEvent, what: Literal["moved", "changed"], why: Say) -> None:
        """Put an altered event in the place of the one with its id."""
        self.events[event.id] = event
        self.turned[event.id] = Turned(event, what, why)

    def add(self, fact: Fact, at: Moment, channel: str | None, why: Say) -> None:
        """Put in an event that never happened."""
        first = next(iter(self.events.values()))
        number = sum(t.what == "added" for t in self.turned.values()) + 1
        known = (*self.events.values(), *self.lost.values())
        event = event_of(
            fact,
            id=event_id(f"what-if {first.relationship} {number}", 0),
            relationship=first.relationship,
            version=max(e.version for e in known) + 1,
            occurred_at=at,
            recorded_at=at,
            actor="what-if",
            command_id=f"added-{number}",
            channel=channel,
        )
        self.events[event.id] = event
        self.turned[event.id] = Turned(event, "added", why)

    def named(self, name: str) -> list[AnyEvent]:
        """Return the events of that id, that story name, or that beginning of an id.

        Raises
        ------
        NotFound
            When there is none any more, or the beginning fits several.
        """
        events = self.events.values()
        found = [e for e in events if e.id == name] or [e for e in events if e.story_id == name]
        found = found or [e for e in events if e.id.startswith(name)]
        if not found:
            gone = [e for e in self.lost.values() if name in (e.id, e.story_id)]
            if gone:
                message = "{name} was taken out already by another change of this what-if"
                raise Unreadable(message, name=name)
            names = list(dict.fromkeys(e.story_id for e in events if e.story_id))
            names += [e.id for e in events if not e.story_id]
            near = ", ".join(get_close_matches(name, names, n=3, cutoff=0.4) or names[:3])
            message = "no event is called {name} here; near it are {near}"
            raise NotFound(message, name=name, near=near)
        if len({e.story_id or e.id for e in found}) > 1:
            message = "{name} may be any of {candidates}: type more of it"
            raise NotFound(message, name=name, candidates=", ".join(e.id for e in found[:10]))
        return found


@singledispatch
def changed(change: Change, _draft: Draft) -> None:
    """Make one change in a draft; see the kinds in `projections.whatif.changes`."""
    raise TypeError(type(change).__name__)


@changed.register
def _drop(change: Drop, draft: Draft) -> None:
    for event in draft.named(change.drop):
        draft.drop(event, Say("it did not happen"))


@changed.register
def _delay(change: Delay, draft: Draft) -> None:
    moving = draft.named(change.delay)
    if not change.alone:
        moving = _with_what_followed(draft, moving)
    days = {"days": abs(change.days)}
    why = Say("{days} days later", days) if change.days >= 0 else Say("{days} days earlier", days)
    for event in moving:
        later = {
            "occurred_at": shifted(event.occurred_at, change.days),
            "recorded_at": shifted(event.recorded_at, change.days),
        }
        draft.turn(event.model_copy(update=later), "moved", why)


def _with_what_followed(draft: Draft, moving: list[AnyEvent]) -> list[AnyEvent]:
    """Return the events with all that they led to, and the feelings about any of these."""
    found = {event.id: event for event in moving}
    grown = -1
    while grown != len(found):
        grown = len(found)
        for event in draft.events.values():
            about = event.fact.about if isinstance(event.fact, FeelingObserved) else None
            if event.cause in found or about in found:
                found[event.id] = event
    return list(found.values())


def shifted(moment: Moment, days: int) -> Moment:
    """Return the moment so many days on, no sharper than it was known.

    Examples
    --------
    >>> shifted(Moment("2025-08-30"), 3)
    '2025-09-02'
    >>> shifted(Moment("2025-08"), 40)
    '2025-09-10~'
    """
    by = timedelta(days=days)
    try:
        if moment.precision == "instant":
            bare = datetime.fromisoformat(moment.rstrip("~").upper())
            return Moment((bare + by).isoformat() + ("~" if moment.approximate else ""))
        rough = moment.approximate or moment.precision != "day"
        return Moment((moment.day + by).isoformat() + ("~" if rough else ""))
    except OverflowError:
        raise Unreadable("{days} days from there is no day any more", days=days) from None


@changed.register
def _channel(change: Channel, draft: Draft) -> None:
    for event in draft.named(change.channel):
        if not isinstance(event.fact, FeelingObserved):
            other = event.model_copy(update={"channel": change.to})
            draft.turn(other, "changed", Say("it went by {channel}", {"channel": change.to}))


@changed.register
def _keep(change: Keep, draft: Draft) -> None:
    made = _only(draft, lambda e: isinstance(e.fact, PromiseMade) and e.fact.promise == change.keep)
    if made is None:
        raise _unknown(draft, "promise", change.keep, PromiseMade)
    due, kept = made.fact.due, Say("the promise {promise} was kept", {"promise": change.keep})
    for event in list(draft.events.values()):
        if isinstance(event.fact, PromiseSettled) and event.fact.promise == change.keep:
            if event.fact.outcome == "reagreed":
                due = event.fact.due
            else:
                draft.drop(event, kept)
    at = change.on or due or _before_use(draft, made)
    if at is None:
        message = "the promise {promise} has no due moment: say on which day it was kept"
        raise Unreadable(message, promise=change.keep)
    fact = PromiseSettled(promise=change.keep, outcome="kept")
    draft.add(fact, at, None, kept)


def _before_use(draft: Draft, made: AnyEvent) -> Moment | None:
    """Return the day before the tool was first used that the promise has to come before."""
    tool = made.fact.before_use_of
    uses = (e for e in draft.events.values() if isinstance(e.fact, WorkStarted))
    first = next((e for e in uses if tool and tool in e.fact.uses), None)
    return shifted(first.occurred_at, -1) if first else None


@changed.register
def _hold(change: Hold, draft: Draft) -> None:
    held, says = False, {"gate": change.hold}
    for event in list(draft.events.values()):
        fact = event.fact
        if isinstance(fact, GateDecided) and fact.gate == change.hold and fact.outcome != "failed":
            draft.drop(event, Say("the gate {gate} was held", says))
            held = True
        elif isinstance(fact, WaiverGranted) and change.hold in fact.gates:
            held = True
            others = tuple(gate for gate in fact.gates if gate != change.hold)
            if others:
                rest = event.model_copy(update={"fact": fact.model_copy(update={"gates": others})})
                draft.turn(rest, "changed", Say("the gate {gate} was not waived", says))
            else:
                draft.drop(event, Say("the gate {gate} was not waived", says))
    if not held:
        passed = (e.fact for e in draft.events.values())
        gates = {
            gate
            for fact in passed
            for gate in (
                [fact.gate] if isinstance(fact, GateDecided) else getattr(fact, "gates", ())
            )
            if isinstance(gate, str)
        }
        message = "the gate {gate} was neither skipped, waived nor passed here; these were: {known}"
        raise NotFound(message, gate=change.hold, known=", ".join(sorted(gates)) or "–")


@changed.register
def _call(change: Call, draft: Draft) -> None:
    after = max(draft.named(change.call), key=lambda event: event.order)
    at = draft.place.working_days_after(after.occurred_at, change.working_days)
    fact = ContactHeld(initiated_by="supplier", personal=True)
    says = {"days": change.working_days, "event": after.story_id or after.id}
    why = Say("somebody the client knows called, {days} working days after {event}", says)
    draft.add(fact, at, change.channel, why)


@changed.register
def _stop(change: Stop, draft: Draft) -> None:
    last = max(draft.named(change.stop), key=lambda event: event.order)
    for event in list(draft.events.values()):
        if event.occurred_at > last.occurred_at:
            draft.drop(event, Say("the history stops before it"))


@changed.register
def _add(change: Add, draft: Draft) -> None:
    for one in change.add:
        for name, data in one.items():
            topic = _topic(name)
            try:
                fact = fact_of(topic, data)
            except Unreadable as error:
                message = "{name} cannot be added: {what}"
                raise Unreadable(message, name=name, what=str(error)) from None
            if isinstance(fact, FeelingObserved):
                raise Unreadable("feelings cannot be added to a what-if: nobody felt them")
            try:
                draft.add(fact, change.at, change.channel, Say("added by hand"))
            except Refused as error:
                raise Unreadable(str(error)) from None


def _topic(name: str) -> str:
    """Return the newest topic of a fact that stories call *name*."""
    known = {topic.split(".")[1]: topic for topic in topics() if topic.startswith("relationship.")}
    if name not in known:
        near = ", ".join(get_close_matches(name, known, n=3, cutoff=0.4)) or "–"
        message = "no fact is called {name}; near it are {near}"
        raise NotFound(message, name=name[:80], near=near)
    return known[name]


def _only(draft: Draft, meant: Callable[[AnyEvent], bool]) -> AnyEvent | None:
    return next((event for event in draft.events.values() if meant(event)), None)


def _unknown(draft: Draft, kind: str, key: str, made_by: type[Fact]) -> NotFound:
    known = [
        name
        for event in draft.events.values()
        if isinstance(event.fact, made_by)
        for found, name in event.fact.defined()
        if found == kind
    ]
    message = "no {kind} is called {key} here; there are: {known}"
    return NotFound(message, kind=kind, key=key, known=", ".join(known) or "–")
