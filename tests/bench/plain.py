"""Plain journeys: what ordinary relationships look like, the same for every contender.

A journey is opened, the work begins, and then the two are in touch, feel something, promise, keep
their promises and have an incident now and then. Everything follows from the seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from domain._kernel import AnyEvent, Fact, Record
from domain.care import ContactHeld
from domain.contract import CooperationStarted
from domain.courtship import RelationshipOpened
from domain.feelings import FeelingObserved
from domain.friction import IncidentOccurred
from domain.moments import Moment
from domain.promises import PromiseMade, PromiseSettled
from domain.relationship import decide, evolve
from domain.state import Relationship

SEED = 20_260_728
_FIRST = (RelationshipOpened(kind="client", market="b2b", sector="agency"), CooperationStarted())
_BEGIN = datetime(2020, 1, 6, 9, tzinfo=UTC)


class Told(NamedTuple):
    """One fact of a journey, before it is recorded."""

    relationship: str
    number: int
    at: datetime
    fact: Fact

    @property
    def command_id(self) -> str:
        return f"c-{self.relationship}-{self.number}"

    def command(self) -> Record:
        """Return the command that records this one fact."""
        at = Moment.of(self.at)
        return Record(
            relationship=self.relationship,
            occurred_at=at,
            recorded_at=at,
            actor="bench",
            command_id=self.command_id,
            facts=(self.fact,),
        )


Story = list[Told]


def stories(relationships: int, events: int, *, seed: int = SEED, name: str = "r") -> list[Story]:
    """Return that many journeys of that many facts each."""
    chance = random.Random(seed)  # noqa: S311 - no secrets here
    return [list(_story(f"{name}-{i:06d}", events, chance)) for i in range(relationships)]


def _story(relationship: str, events: int, chance: random.Random) -> Iterator[Told]:
    at = _BEGIN + timedelta(minutes=chance.randrange(60 * 24 * 365))
    unsettled: list[str] = []
    for number in range(1, events + 1):
        yield Told(relationship, number, at, _fact(number, unsettled, chance))
        at += timedelta(minutes=chance.randrange(60, 60 * 24 * 14))


def _fact(number: int, unsettled: list[str], chance: random.Random) -> Fact:
    if number <= len(_FIRST):
        return _FIRST[number - 1]
    drawn = chance.random()
    if drawn < 0.40:
        return ContactHeld(initiated_by=chance.choice(("client", "supplier")))
    if drawn < 0.75:
        whose: Literal["client", "staff"] = "client" if chance.random() < 0.7 else "staff"
        valence = round(max(-1.0, min(1.0, chance.gauss(0.3, 0.25))), 2)
        return FeelingObserved(whose=whose, valence=valence, said_by=whose)
    if drawn < 0.80:
        return IncidentOccurred(kind="small-error", mode="planned")
    return _promise(number, unsettled, chance)


def _promise(number: int, unsettled: list[str], chance: random.Random) -> Fact:
    if unsettled and chance.random() < 0.6:
        return PromiseSettled(promise=unsettled.pop(0), outcome="kept")
    unsettled.append(f"p-{number}")
    return PromiseMade(promise=unsettled[-1], text="a draft by Friday", by="supplier", to="client")


def recorded(told: Sequence[Told]) -> list[AnyEvent]:
    """Return one journey's facts as the events that our own decisions make of them."""
    state = Relationship(told[0].relationship)
    events: list[AnyEvent] = []
    for fact in told:
        for event in decide(state, fact.command()):
            state = evolve(state, event)
            events.append(event)
    return events


def in_time(told: Sequence[Story]) -> Story:
    """Return all facts of all journeys as they come in day by day, journeys mixed."""
    return sorted((fact for story in told for fact in story), key=lambda fact: fact.at)


def events_in_time(told: Sequence[Story]) -> list[AnyEvent]:
    """Return all events of all journeys in that order."""
    known = {(e.relationship, e.version): e for story in told for e in recorded(story)}
    return [known[fact.relationship, fact.number] for fact in in_time(told)]
