"""A portfolio of relationships that nobody had: quiet ones, drifting ones, and goodbyes.

It ends on a given day, so that its board has something for today.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, count, product
from pathlib import Path
from random import Random
from typing import Literal

from domain._kernel import AnyEvent
from domain.courtship import RelationshipOpened
from journeys.io.cloudevents import export
from journeys.io.files import whole_or_not
from journeys.io.importing import ImportPlan
from journeys.population import telling
from journeys.population.generate import Population, generate
from journeys.population.goodbye import QUALITIES, Quality, Truth, frame
from journeys.population.kinds import KINDS, Kind, Strength
from journeys.population.parting import farewell_of, opening
from journeys.population.titles import title
from projections.ports import LogRow

Course = Literal["quiet", "drifting", "ended"]
STRENGTHS: tuple[Strength, ...] = ("clear", "moderate")
_QUIET, _DRIFTING = 0.5, 0.25
_NEWLY, _LONG_AGO = 5, 400
_AT_ONCE = 50
_MORNING = time(9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Member:
    """One relationship of a portfolio, with what is really so of it.

    ``kind`` is how it drifts, at which ``strength``, from the day of its ``onset`` on; ``quality``
    how good its goodbye really was, ``truths`` what really became of each goodbye duty. A goodbye
    that is not over yet has truths that are still to come.
    """

    id: str
    title: str
    course: Course
    events: tuple[AnyEvent, ...]
    kind: Kind | None = None
    quality: Quality | None = None
    truths: tuple[Truth, ...] = ()
    strength: Strength | None = None
    onset: date | None = None


def portfolio(count: int, seed: int, until: date) -> tuple[Member, ...]:
    """Return *count* relationships as they are known on the day *until*.

    Half of them go quietly, with seasons, bursts, bad patches that heal and ratings that are
    missing. A quarter drifts: all nine kinds in turn, at both strengths. A quarter has a goodbye
    (all six qualities in turn) that began between 5 and 400 days ago; every other one of these had
    drifted before it. The same arguments give the same ones.

    Parameters
    ----------
    count
        How many.
    seed
        Any whole number from 0.
    until
        The day on which they are looked at; nothing in them was recorded later.
    """
    quiet, drifting = round(count * _QUIET), round(count * _DRIFTING)
    ids = (f"client-{seed}-{number:05d}" for number in range(count))
    members = [_going_on(*one, next(ids), seed, until) for one in _drawn(quiet, seed)]
    members += [_going_on(*one, next(ids), seed, until) for one in _drifting(drifting, seed)]
    ended = count - len(members)
    drifted = ended // 2
    before = chain(_drawn(ended - drifted, seed + 11), _drifting(drifted, seed + 20))
    members += [_ended(*one, number, next(ids), seed, until) for number, one in enumerate(before)]
    return tuple(members)


Drawn = tuple[Population, int, Strength | None]


def _drawn(
    many: int, seed: int, kind: Kind | None = None, strength: Strength = "clear"
) -> Iterator[Drawn]:
    made = generate(many, seed, kind, strength, at_once=_AT_ONCE) if many else None
    yield from ((made, index, strength if kind else None) for index in range(many) if made)


def _drifting(many: int, seed: int) -> Iterator[Drawn]:
    """Yield so many that drift: every kind clearly, then every kind moderately, and over again."""
    ways = list(product(STRENGTHS, KINDS))
    for place, (strength, kind) in enumerate(ways):
        share = len(range(place, many, len(ways)))
        yield from _drawn(share, seed + 1 + place % len(KINDS), kind, strength)


def _rng(what: str, seed: int, index: int) -> Random:
    return Random(f"{what} {seed} {index}")  # noqa: S311 - a generator, no secret


def _going_on(
    made: Population, index: int, strength: Strength | None, who: str, seed: int, until: date
) -> Member:
    rng = _rng(f"{made.kind or 'quiet'} {strength}", seed, index)
    name, where = title(rng), frame(rng, until)
    end = datetime.combine(until, _MORNING)
    events = _body(made, index, who, end, opening(where, name))
    course: Course = "drifting" if made.kind else "quiet"
    onset = _onset(made, index, end)
    known = _known_by(events, until)
    return Member(who, name, course, known, made.kind, strength=strength, onset=onset)


def _ended(
    made: Population,
    index: int,
    strength: Strength | None,
    number: int,
    who: str,
    seed: int,
    until: date,
) -> Member:
    rng = _rng("goodbye", seed, number)
    name, quality = title(rng), QUALITIES[number % len(QUALITIES)]
    announced = until - timedelta(days=rng.randint(_NEWLY, _LONG_AGO))
    where = frame(rng, announced)
    end = datetime.combine(announced - timedelta(days=1), _MORNING)
    body = _body(made, index, who, end, opening(where, name))
    before = [e for e in body if e.recorded_at.start.date() < announced]
    where = replace(where, opened=before[0].occurred_at.start.date())
    said = farewell_of(rng, who, before, where, quality)
    onset, known = _onset(made, index, end), _known_by(said.events, until)
    return Member(who, name, "ended", known, made.kind, quality, said.truths, strength, onset)


def _onset(made: Population, index: int, end: datetime) -> date | None:
    """Return the day on which it began to drift."""
    if made.kind is None:
        return None
    return (_day_0(made, index, end) + timedelta(days=float(made.onset[index]))).date()


def _day_0(made: Population, index: int, end: datetime) -> datetime:
    begun = end - timedelta(days=float(made.columns.end[index]))
    return datetime.combine(begun.date(), _MORNING)


def _body(
    made: Population, index: int, who: str, end: datetime, opened: RelationshipOpened
) -> tuple[AnyEvent, ...]:
    """Return a generated relationship that is watched until *end*."""
    day_0 = _day_0(made, index, end)
    return tuple(telling.events(made, index, named=who, day_0=day_0, opening=opened))


def _known_by(events: tuple[AnyEvent, ...], until: date) -> tuple[AnyEvent, ...]:
    """Return what is recorded by then: a history of which the rest is still to come."""
    known = []
    for event in events:
        if event.recorded_at.start.date() >= until:
            break
        known.append(event)
    return tuple(known)


def lines(members: tuple[Member, ...]) -> Iterator[bytes]:
    """Yield a portfolio as lines of our native file, relationship by relationship."""
    position = count(1)
    for member in members:
        yield from export(
            LogRow(next(position), event.relationship, event.version, event.fact.topic,
                   event.payload())
            for event in member.events
        )  # fmt: skip


def write(members: tuple[Member, ...], path: Path) -> int:
    """Write a portfolio as a native file; return the number of events."""
    with whole_or_not(path) as part, part.open("wb") as file:
        return sum(1 for line in lines(members) if file.write(line))


def truth_lines(members: tuple[Member, ...]) -> Iterator[str]:
    """Yield what is really so, as JSON Lines: one relationship a line. No store holds it."""
    for one in members:
        duties = [
            {"duty": t.code, "really": t.really, "knowable": t.knowable, "day": t.day}
            for t in one.truths
        ]
        told = {
            "relationship": one.id, "title": one.title, "course": one.course, "drift": one.kind,
            "strength": one.strength, "onset": one.onset, "goodbye": one.quality, "duties": duties,
        }  # fmt: skip
        yield json.dumps(told, ensure_ascii=False, default=str) + "\n"


def planned(members: tuple[Member, ...]) -> ImportPlan:
    """Return a portfolio as a plan for a store that has none of it; see `Engine.take`."""
    return ImportPlan("portfolio", tuple(event for one in members for event in one.events), 0)
