"""The visits of one relationship: its occasions, each at its place on the map it goes by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from domain._kernel import topics
from domain.maps import MapBody, Touchpoint
from domain.moments import Moment
from projections.course import Told
from projections.finding import Say
from projections.timeline import title
from projections.touchpoints.activity import Activity, kind_of, said
from projections.touchpoints.occasion import ACTED, Occasion, occasions
from projections.touchpoints.recognise import Recogniser
from projections.touchpoints.visit import Lane, Visit

_DAY = 86_400.0


def visits(told: Told, body: MapBody | None = None) -> tuple[Visit, ...]:
    """Return what was lived, in order of happening.

    Every event that is a moment of the two together is one visit (`activity.NO_MOMENT` names the
    facts that are none). Facts that were recorded in one breath share the feelings that were told
    about any of them; those at the same place are one visit.

    Parameters
    ----------
    told
        The course of the relationship or its whole reading, stopped wherever the replay stands.
    body
        The edition of the map that it adopted, where there is one.

    Notes
    -----
    Linear in events.
    """
    return placed(told.relationship, occasions(told), body)


def placed(
    relationship: str, lived: Iterable[Occasion], body: MapBody | None = None
) -> tuple[Visit, ...]:
    """Return the occasions of a relationship as visits, each where this map has it.

    Parameters
    ----------
    relationship
        Whose they are.
    lived
        In order of happening.
    body
        The edition of the map that it adopted, where there is one.
    """
    recogniser = Recogniser(body)
    found: list[Visit] = []
    for one in lived:
        point = recogniser.touchpoint(one)
        place, words, designed = _place(one, point)
        tools = (*one.systems, *(point.systems if point else ()))
        if found and one.together and found[-1].place == place:
            found[-1] = _with(found[-1], one, tools)
            continue
        at = Moment(one.at)
        found.append(
            Visit(
                relationship=relationship,
                place=place,
                activity=one.activity,
                title=words,
                designed=designed,
                phase=one.phase,
                stage=point.stage if point else None,
                channel=one.channel or (point.channel if point else None),
                lane=_lane(one, point),
                systems=tuple(dict.fromkeys(tools)) if tools else (),
                promise=one.promise,
                friction=one.friction,
                heals=one.heals,
                at=at,
                rough=one.rough,
                waited=_days(found[-1].at, at) if found else None,
                client=one.client,
                staff=one.staff,
                events=(one.event,),
                story_id=one.story_id,
                cause=one.cause,
            )
        )
    return tuple(found)


def _place(one: Occasion, point: Touchpoint | None) -> tuple[str, Say, bool]:
    if point is not None:
        return point.touchpoint, Say(point.title), True
    if one.named is not None:
        return one.named, Say(one.named), False
    return one.activity, _said(one.activity), False


@cache
def _said(activity: Activity) -> Say:
    return said(_titles()[activity.partition(":")[0]], activity)


@cache
def _titles() -> dict[str, str]:
    return {kind_of(kind): title(kind) for kind in topics().values()}


def _with(visit: Visit, one: Occasion, tools: tuple[str, ...]) -> Visit:
    """Return a visit of which one more fact tells: two figures that were looked at together."""
    systems = tuple(dict.fromkeys((*visit.systems, *tools)))
    return replace(visit, systems=systems, events=(*visit.events, one.event))


def _lane(one: Occasion, point: Touchpoint | None) -> Lane:
    """Return who acted: out of sight before anybody, then as the fact, then as the map says."""
    if one.channel == "internal" or (point is not None and point.lane == "back"):
        return "back"
    planned = ACTED.get(point.initiated_by) if point is not None else None
    return one.lane or planned or "unknown"


def _days(earlier: Moment, later: Moment) -> float:
    return max(0.0, (later.start - earlier.start).total_seconds() / _DAY)
