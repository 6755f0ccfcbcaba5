"""Highlights: the moments that felt best, what the client brought, and whom it knew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import fmean
from typing import TypeVar

from domain._kernel import AnyEvent
from domain.breakup import FarewellActDone, LessonRecorded
from domain.contract import StaffAssigned
from domain.courtship import ReferralMade
from domain.expectation import InterviewAnswered
from domain.feelings import FeelingObserved
from domain.moments import Moment
from domain.relationship import Relationship
from projections.course import Told
from projections.timeline import Line, timeline, title

S = TypeVar("S")
Felt = tuple[float | None, float | None]
"""How the client felt at a moment, and how our people did, where told."""
MOST = 5
LEAST = 0.3
"""A highlight is no less pleasant than this, for whoever felt it least."""
BROUGHT = (LessonRecorded, ReferralMade, InterviewAnswered, FarewellActDone, StaffAssigned)
"""The facts that tell what the client brought, and whom it knew."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A moment that felt good: what it was, how each side felt, and what it rests on.

    ``name`` is its first fact, ``names`` all of them; ``words`` are those in which it was told.
    """

    at: Moment
    name: str
    names: tuple[str, ...]
    words: tuple[str, ...]
    client: float | None
    staff: float | None
    events: tuple[AnyEvent, ...]


def lines_of(reading: Told) -> list[Line]:
    """Return the timeline without feelings that stand by themselves."""
    return [line for line in timeline(reading) if not isinstance(line.event.fact, FeelingObserved)]


def steps_of(reading: Told) -> list[list[Line]]:
    """Return the lines step by step: what was recorded in one go is one step."""
    steps: dict[str, list[Line]] = defaultdict(list)
    for line in lines_of(reading):
        steps[line.event.command_id].append(line)
    return list(steps.values())


def name_of(step: list[Line]) -> str:
    """Return a step in words: its first fact, unless that only opens the record."""
    facts = [type(line.event.fact) for line in step]
    return title(next((kind for kind in facts if not kind.opens), facts[0]))


def felt_at(step: list[Line]) -> Felt:
    """Return how each side felt at a step, where told."""
    return _mean(line.client for line in step), _mean(line.staff for line in step)


def _mean(values: Iterable[float | None]) -> float | None:
    told = [value for value in values if value is not None]
    return round(fmean(told), 4) if told else None


def best_moments(reading: Told, most: int = MOST, least: float = LEAST) -> list[Highlight]:
    """Return the moments both sides felt best first, at most so many and none below *least*.

    A moment of which one side alone is told comes after those that both are known to have enjoyed;
    what went on inside, without the client, was not shared.
    """
    about: dict[str | None, list[AnyEvent]] = defaultdict(list)
    for event in reading.events:
        if isinstance(event.fact, FeelingObserved):
            about[event.fact.about].append(event)
    shared = [step for step in steps_of(reading) if step[0].event.channel != "internal"]
    best = finest(((step, felt_at(step)) for step in shared), most, least)
    return [_highlight(step, about) for step in best]


def finest(moments: Iterable[tuple[S, Felt]], most: int, least: float) -> list[S]:
    """Return what both sides felt best first, as `best_moments` tells; of equals the first.

    Examples
    --------
    >>> finest([("a", (0.9, None)), ("b", (0.4, 0.5)), ("c", (0.2, 0.8))], most=5, least=0.3)
    ['b', 'a']
    """
    moods = [(moment, [v for v in felt if v is not None]) for moment, felt in moments]
    best = [(len(m) > 1, min(m), moment) for moment, m in moods if m and min(m) >= least]
    best.sort(key=lambda one: (not one[0], -one[1]))
    return [moment for _, _, moment in best[:most]]


def _highlight(step: list[Line], about: dict[str | None, list[AnyEvent]]) -> Highlight:
    client, staff = felt_at(step)
    facts = [line.event for line in step]
    events = [e for line in step for e in (line.event, *about[line.event.id])]
    return Highlight(
        at=step[0].event.occurred_at,
        name=name_of(step),
        names=tuple(dict.fromkeys(title(type(e.fact)) for e in facts if not e.fact.opens)),
        words=tuple(dict.fromkeys(said for line in step if (said := told_in(line.event)))),
        client=client,
        staff=staff,
        events=tuple(events),
    )


def told_in(event: AnyEvent) -> str | None:
    """Return the words in which a fact was told, if any."""
    for name in ("text", "verbatim", "reason"):
        said = getattr(event.fact, name, None)
        if said:
            return str(said)
    return None


def brought(state: Relationship) -> Iterator[tuple[str, AnyEvent, str | None]]:
    """Yield what the client brought (``contribution``) and whom it knew (``known-person``).

    The third part is the person's pseudonym, where it is about a person.
    """
    for lesson in state.of(LessonRecorded):
        yield "contribution", lesson, None
    for referral in state.of(ReferralMade):
        if referral.fact.by == "client":
            yield "contribution", referral, None
    for used in state.of(InterviewAnswered):
        if used.fact.step == "used-in-offer":
            yield "contribution", used, None
    for act in state.of(FarewellActDone):
        if act.fact.act == "contribution":
            yield "contribution", act, None
    for known in state.of(StaffAssigned):
        if known.fact.known_to_client and not known.fact.leaves:
            yield "known-person", known, known.fact.person
