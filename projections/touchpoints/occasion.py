"""Occasions: the lived moments of one relationship as their facts tell them, on no map yet.

The first half of the one fold from a relationship to its visits. No map has a say in it, so that it
can be kept; `projections.touchpoints.visits` then says where each occasion was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from domain._kernel import AnyEvent, Event, Fact
from domain.courtship import IntakeDecided
from domain.feelings import FeelingObserved
from domain.friction import IssueHandled, RequestAnswered, UneaseAnswered
from domain.process import GateDecided
from domain.promises import PromiseMade, PromiseSettled, StatusAsked
from domain.relationship import Relationship
from domain.vocabulary import Channel, Phase
from projections.course import Told
from projections.friction import TURNED_AWAY, friction
from projections.moods import counts, is_their_own_word
from projections.touchpoints.activity import Activity, activity_of
from projections.touchpoints.visit import Felt, Lane

_WHO = ("by", "initiated_by", "decided_by", "approved_by")
_TOLD_BY_WORD = ("incident-occurred", "issue-raised", "request-answered")
ACTED: dict[str | None, Lane] = {
    "client": "client", "supplier": "supplier", "staff": "supplier", "both": "both",
}  # fmt: skip
"""The lane of who acted, in the words of facts and of maps."""
UNTOLD = Felt()
"""The feelings of a side of which nobody told anything."""


class Occasion(NamedTuple):
    """One event that is a moment of the two together, with all that a visit is made of.

    Attributes
    ----------
    event, story_id, cause
        Its id, its name in a story, and the event that led to it.
    at, rough
        When it happened, and whether that date is a guess.
    phase, activity
        The phase that it led to, and the natural activity that it is.
    named, gate
        The touchpoint that was named with it, and the gate that was passed or failed in it.
    channel, lane
        Over what, and by whom as far as the fact tells.
    promise, friction, heals
        As `projections.touchpoints.visit.Visit` has them.
    together
        Whether it was recorded in one breath with the occasion before it.
    systems
        By which tools.
    client, staff
        Both sides' feelings around it.
    """

    event: str
    story_id: str | None
    cause: str | None
    at: str
    rough: bool
    phase: Phase
    activity: Activity
    named: str | None
    gate: str | None
    channel: Channel | None
    lane: Lane | None
    promise: str | None
    friction: str | None
    heals: str | None
    together: bool
    systems: tuple[str, ...]
    client: Felt
    staff: Felt


def occasions(told: Told) -> Iterator[Occasion]:
    """Yield every event that is a moment of the two together, in order of happening.

    `activity.NO_MOMENT` names the facts that are none. Facts that were recorded in one breath share
    the feelings that were told about any of them. Linear in events.
    """
    rubs = {event.id for event in friction(told.state)}
    about = _About(told.events)
    last: dict[str, tuple[float, str]] = {}
    breath = None
    for event, phase in zip(told.events, told.phases, strict=True):
        fact = event.fact
        if isinstance(fact, FeelingObserved):
            if counts(fact):
                last[fact.whose] = fact.valence, event.id
            continue
        activity = activity_of(event)
        if activity is None:
            continue
        yield Occasion(
            event=event.id,
            story_id=event.story_id,
            cause=event.cause,
            at=event.occurred_at,
            rough=event.dated_roughly,
            phase=phase,
            activity=activity,
            named=event.touchpoint,
            gate=_gate(fact),
            channel=event.channel,
            lane=_lane(fact),
            promise=_promise(fact),
            friction=_word(activity) if event.id in rubs else None,
            heals=_heals(told.state, fact),
            together=breath == event.command_id,
            systems=tuple(_tools(fact)),
            client=about.around("client", event, last.get("client")),
            staff=about.around("staff", event, last.get("staff")),
        )
        breath = event.command_id


@dataclass(frozen=True, slots=True)
class _Feeling:
    valence: float
    attributed: bool
    event: str


class _About:
    """The feelings that were told about moments; a command's facts are one moment."""

    def __init__(self, events: Sequence[AnyEvent]) -> None:
        commands = {event.id: event.command_id for event in events}
        self._told: dict[tuple[str, str], list[_Feeling]] = {}
        for event in _felt(events):
            about = event.fact.about
            command = commands.get(about) if about else None
            if command is not None:
                feeling = _Feeling(event.fact.valence, not is_their_own_word(event.fact), event.id)
                self._told.setdefault((command, event.fact.whose), []).append(feeling)

    def around(self, whose: str, event: AnyEvent, before: tuple[float, str] | None) -> Felt:
        """Return a side's feelings around an event; of several, their mean."""
        about = self._told.get((event.command_id, whose))
        if about is None and before is None:
            return UNTOLD
        valence, earlier = before or (None, None)
        if about is None:
            return Felt(valence, earlier=earlier)
        after = sum(one.valence for one in about) / len(about)
        ids = tuple(one.event for one in about)
        return Felt(valence, after, any(one.attributed for one in about), ids, earlier)


def _felt(events: Sequence[AnyEvent]) -> Iterator[Event[FeelingObserved]]:
    for event in events:
        if isinstance(event.fact, FeelingObserved) and counts(event.fact):
            yield event


def _gate(fact: Any) -> str | None:  # noqa: ANN401 - any fact
    """Return the gate that was passed or failed: one that was skipped was not visited."""
    if isinstance(fact, GateDecided):
        return fact.gate if fact.outcome != "skipped" else None
    return fact.gate if isinstance(fact, IntakeDecided) else None


def _lane(fact: Any) -> Lane | None:  # noqa: ANN401 - any fact
    kind: type[Fact] = type(fact)
    told = (getattr(fact, name) for name in _fields(kind, _WHO))
    return next((ACTED[who] for who in told if who in ACTED), None)


def _tools(fact: Any) -> Iterator[str]:  # noqa: ANN401 - any fact
    kind: type[Fact] = type(fact)
    for name in _fields(kind, ("tool", "uses")):
        told = getattr(fact, name)
        yield from (told,) if isinstance(told, str) else told or ()


@cache
def _fields(kind: type[Fact], names: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of these fields that a kind of fact has; asking each fact would be dear."""
    return tuple(name for name in names if name in kind.model_fields)


def _promise(fact: Any) -> str | None:  # noqa: ANN401 - any fact
    return fact.promise if isinstance(fact, (PromiseMade, PromiseSettled, StatusAsked)) else None


def _heals(state: Relationship, fact: Any) -> str | None:  # noqa: ANN401 - any fact
    """Return the event of the friction that a fact goes into and does not turn away."""
    if isinstance(fact, UneaseAnswered):
        thing = state.thing("unease", fact.unease)
    elif isinstance(fact, IssueHandled) and fact.outcome != "unsolved":
        thing = state.thing("issue", fact.issue)
    elif isinstance(fact, RequestAnswered) and fact.answer not in TURNED_AWAY:
        thing = state.thing("request", fact.request)
    else:
        return None
    return thing.opened.id if thing is not None else None


def _word(activity: Activity) -> str:
    kind, _, word = activity.partition(":")
    return word if kind in _TOLD_BY_WORD else kind
