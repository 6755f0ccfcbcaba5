"""A portfolio of relationships that nobody had: quiet ones, drifting ones, and goodbyes.

It ends on a given day, so that its board has something for today.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Literal

from domain._kernel import AnyEvent
from domain.courtship import RelationshipOpened
from journeys.io.cloudevents import export
from journeys.population import telling
from journeys.population.generate import Population, generate
from journeys.population.goodbye import QUALITIES, Quality, Truth, frame
from journeys.population.kinds import KINDS, Kind
from journeys.population.parting import farewell_of, opening
from journeys.population.titles import title
from projections.ports import LogRow

Course = Literal["quiet", "drifting", "ended"]
_QUIET, _DRIFTING = 0.5, 0.25
_NEWLY, _LONG_AGO = 5, 400
_MORNING = time(9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Member:
    """One relationship of a portfolio, with what is really so of it.

    ``kind`` is how it drifts, ``quality`` how good its goodbye really was, ``truths`` what really
    became of each goodbye duty. A goodbye that is not over yet has truths that are still to come.
    """

    id: str
    title: str
    course: Course
    events: tuple[AnyEvent, ...]
    kind: Kind | None = None
    quality: Quality | None = None
    truths: tuple[Truth, ...] = ()


def portfolio(count: int, seed: int, until: date) -> tuple[Member, ...]:
    """Return *count* relationships as they are known on the day *until*.

    Half of them go quietly, a quarter drifts (all nine kinds in turn, at clear strength), and a
    quarter has a goodbye (all six qualities in turn) that began between 5 and 400 days ago. The
    same arguments give the same ones.

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
    members = [_going_on(*one, next(ids), seed, until) for one in _drawn(quiet, seed, None)]
    for place, kind in enumerate(KINDS):
        share = len(range(place, drifting, len(KINDS)))
        drawn = _drawn(share, seed + 1 + place, kind)
        members += [_going_on(*one, next(ids), seed, until) for one in drawn]
    left = _drawn(count - len(members), seed + 11, None)
    members += [_ended(*one, next(ids), seed, until) for one in left]
    return tuple(members)


def _drawn(many: int, seed: int, kind: Kind | None) -> Iterator[tuple[Population, int]]:
    made = generate(many, seed, kind) if many else None
    yield from ((made, index) for index in range(many) if made)


def _rng(what: str, seed: int, index: int) -> Random:
    return Random(f"{what} {seed} {index}")  # noqa: S311 - a generator, no secret


def _going_on(made: Population, index: int, who: str, seed: int, until: date) -> Member:
    rng = _rng(made.kind or "quiet", seed, index)
    name, where = title(rng), frame(rng, until)
    events = _body(made, index, who, datetime.combine(until, _MORNING), opening(where, name))
    course: Course = "drifting" if made.kind else "quiet"
    return Member(who, name, course, _known_by(events, until), made.kind)


def _ended(made: Population, index: int, who: str, seed: int, until: date) -> Member:
    rng = _rng("goodbye", seed, index)
    name, quality = title(rng), QUALITIES[index % len(QUALITIES)]
    announced = until - timedelta(days=rng.randint(_NEWLY, _LONG_AGO))
    where = frame(rng, announced)
    end = datetime.combine(announced - timedelta(days=1), _MORNING)
    body = _body(made, index, who, end, opening(where, name))
    before = [e for e in body if e.recorded_at.start.date() < announced]
    where = replace(where, opened=before[0].occurred_at.start.date())
    said = farewell_of(rng, who, before, where, quality)
    return Member(who, name, "ended", _known_by(said.events, until), None, quality, said.truths)


def _body(
    made: Population, index: int, who: str, end: datetime, opened: RelationshipOpened
) -> tuple[AnyEvent, ...]:
    """Return a generated relationship that is watched until *end*."""
    day_0 = end - timedelta(days=float(made.columns.end[index]))
    day_0 = datetime.combine(day_0.date(), _MORNING)
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
    with path.open("wb") as file:
        return sum(1 for line in lines(members) if file.write(line))
