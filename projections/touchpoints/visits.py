"""The visits of one relationship: the one fold from its reading to its touchpoints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from domain._kernel import AnyEvent, Event, Fact
from domain.feelings import FeelingObserved
from domain.friction import IssueHandled, RequestAnswered, UneaseAnswered
from domain.maps import MapBody, Touchpoint
from domain.moments import Moment
from domain.promises import PromiseMade, PromiseSettled, StatusAsked
from domain.relationship import Relationship
from projections.finding import Say
from projections.friction import TURNED_AWAY, friction
from projections.moods import counts, is_their_own_word
from projections.timeline import title
from projections.touchpoints.activity import activity_of, said
from projections.touchpoints.course import Told
from projections.touchpoints.recognise import Recogniser
from projections.touchpoints.visit import Felt, Lane, Visit

_DAY = 86_400.0
_WHO = ("by", "initiated_by", "decided_by", "approved_by")
_TOLD_BY_WORD = ("incident-occurred", "issue-raised", "request-answered")
_ACTED: dict[str | None, Lane] = {
    "client": "client", "supplier": "supplier", "staff": "supplier", "both": "both",
}  # fmt: skip
_UNTOLD = Felt()


def visits(reading: Told, body: MapBody | None = None) -> tuple[Visit, ...]:
    """Return what was lived, in order of happening.

    Every event that is a moment of the two together is one visit (`activity.NO_MOMENT` names the
    facts that are none). Facts that were recorded in one breath share the feelings that were told
    about any of them; those at the same place are one visit.

    Parameters
    ----------
    reading
        The course of the relationship or its whole reading, stopped wherever the replay stands.
    body
        The edition of the map that it adopted, where there is one.

    Notes
    -----
    Linear in events.
    """
    friction_ids = {event.id for event in friction(reading.state)}
    told = _Told(reading.events)
    recogniser = Recogniser(body)
    found: list[Visit] = []
    last: dict[str, float] = {}
    breath = None
    for event, phase in zip(reading.events, reading.phases, strict=True):
        fact = event.fact
        if isinstance(fact, FeelingObserved):
            if counts(fact):
                last[fact.whose] = fact.valence
            continue
        activity = activity_of(event)
        if activity is None:
            continue
        point = recogniser.touchpoint(event, activity)
        place, words, designed = _place(event, activity, point)
        tools = (*_tools(fact), *(point.systems if point else ()))
        if found and found[-1].place == place and breath == event.command_id:
            found[-1] = _with(found[-1], event, tools)
            continue
        breath = event.command_id
        found.append(
            Visit(
                relationship=event.relationship,
                place=place,
                activity=activity,
                title=words,
                designed=designed,
                phase=phase,
                stage=point.stage if point else None,
                channel=event.channel or (point.channel if point else None),
                lane=_lane(event, point),
                systems=tuple(dict.fromkeys(tools)),
                promise=_promise(fact),
                friction=_word(activity) if event.id in friction_ids else None,
                heals=_heals(reading.state, fact),
                at=event.occurred_at,
                rough=event.dated_roughly,
                waited=_days(found[-1].at, event.occurred_at) if found else None,
                client=told.around("client", event, last.get("client")),
                staff=told.around("staff", event, last.get("staff")),
                events=(event.id,),
                story_id=event.story_id,
                cause=event.cause,
            )
        )
    return tuple(found)


def _place(event: AnyEvent, activity: str, point: Touchpoint | None) -> tuple[str, Say, bool]:
    if point is not None:
        return point.touchpoint, Say(point.title), True
    if event.touchpoint is not None:
        return event.touchpoint, Say(event.touchpoint), False
    return activity, said(title(type(event.fact)), activity), False


def _with(visit: Visit, event: AnyEvent, tools: tuple[str, ...]) -> Visit:
    """Return a visit of which one more fact tells: two figures that were looked at together."""
    systems = tuple(dict.fromkeys((*visit.systems, *tools)))
    return replace(visit, systems=systems, events=(*visit.events, event.id))


@dataclass(frozen=True, slots=True)
class _Feeling:
    valence: float
    attributed: bool
    event: str


class _Told:
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

    def around(self, whose: str, event: AnyEvent, before: float | None) -> Felt:
        """Return a side's feelings around an event; of several, their mean."""
        about = self._told.get((event.command_id, whose))
        if about is None:
            return _UNTOLD if before is None else Felt(before)
        after = sum(one.valence for one in about) / len(about)
        ids = tuple(one.event for one in about)
        return Felt(before, after, any(one.attributed for one in about), ids)


def _felt(events: Sequence[AnyEvent]) -> Iterator[Event[FeelingObserved]]:
    for event in events:
        if isinstance(event.fact, FeelingObserved) and counts(event.fact):
            yield event


def _lane(event: AnyEvent, point: Touchpoint | None) -> Lane:
    """Return who acted: out of sight before anybody, then as the fact, then as the map says."""
    if event.channel == "internal" or (point is not None and point.lane == "back"):
        return "back"
    kind: type[Fact] = type(event.fact)
    told = [getattr(event.fact, name) for name in _fields(kind, _WHO)]
    if point is not None:
        told.append(point.initiated_by)
    return next((_ACTED[who] for who in told if who in _ACTED), "unknown")


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


def _word(activity: str) -> str:
    kind, _, word = activity.partition(":")
    return word if kind in _TOLD_BY_WORD else kind


def _days(earlier: Moment, later: Moment) -> float:
    return max(0.0, (later.start - earlier.start).total_seconds() / _DAY)
