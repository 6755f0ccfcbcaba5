"""Busy histories: by a map or none, over channels and tools, felt about, in one breath, over."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from domain._kernel import AnyEvent, Fact, Record
from domain.breakup import BreakupAnnounced, BreakupWithdrawn, FarewellActDone
from domain.care import ContactHeld
from domain.courtship import RelationshipOpened
from domain.errors import Refused
from domain.feelings import FeelingObserved
from domain.friction import (
    IncidentOccurred,
    IssueHandled,
    IssueRaised,
    UneaseAnswered,
    UneaseVoiced,
)
from domain.moments import Moment
from domain.process import GateDecided, ProcessAdopted, WorkStarted
from domain.promises import PromiseMade, PromiseSettled, StatusAsked
from domain.relationship import decide, evolve
from domain.state import Relationship
from domain.vocabulary import Channel
from journeys.graph.living import shipped_map

_BEGIN = datetime(2024, 1, 1, 9, tzinfo=UTC)
_MAPS = (None, "start-process", "good-goodbye")
_CHANNELS: tuple[Channel | None, ...] = ("call", "mail", "in-person", "internal", None)
_KEYS, _TOOLS = ("a", "b"), ("crm", "desk", "phone")


class Busy:
    """Tells one relationship after another; a cause may lie in another one."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - no secrets here
        self._told: list[AnyEvent] = []

    def relationship(self, name: str, facts: int) -> list[AnyEvent]:
        """Return the events of a relationship, as they were recorded."""
        chance = self._chance
        self._state, self._name, self._events = Relationship(name), name, list[AnyEvent]()
        self._at = _BEGIN + timedelta(hours=chance.randrange(2_000))
        process = chance.choice(_MAPS)
        body = shipped_map(process) if process else None
        self._points = [one.touchpoint for one in body.touchpoints] if body else ["elsewhere"]
        self.gates = [gate.gate for gate in body.gates] if body else ["g"]
        self._tell(RelationshipOpened(kind="client", market=chance.choice(("b2b", "b2c"))))
        if process and body:
            self._tell(ProcessAdopted(process=process, gates=body.gates))
        for _ in range(facts):
            self._tell(*(self._fact() for _ in range(chance.choice((1, 1, 1, 2, 3)))))
        self._told += self._events
        return self._events

    def _tell(self, *facts: Fact) -> None:
        chance = self._chance
        late = timedelta(hours=chance.choice((0, 0, 0, 30)))
        at = Moment.of(self._at - late) if chance.random() < 0.8 else Moment.of(self._at.date())
        command = Record(
            relationship=self._name, occurred_at=at, recorded_at=Moment.of(self._at),
            actor="test", command_id=f"{self._name}-{len(self._events)}-{self._at:%j%H%M}",
            facts=facts, channel=chance.choice(_CHANNELS),
            touchpoint=chance.choice(self._points) if chance.random() < 0.3 else None,
            cause=self._any() if chance.random() < 0.3 else None,
            story_id=f"s{len(self._told)}-{len(self._events)}" if len(facts) == 1 else None,
            date_basis=chance.choice((None, None, "assumed")),
        )  # fmt: skip
        self._at += timedelta(minutes=chance.choice((0, 90, 60 * 24 * 3, 60 * 24 * 40)))
        try:
            events = list(decide(self._state, command))
        except Refused:
            return
        for event in events:
            self._state = evolve(self._state, event)
        self._events += events

    def _any(self) -> str | None:
        known = [*self._told[-30:], *self._events]
        return self._chance.choice(known).id if known else None

    def _fact(self) -> Fact:
        return self._chance.choice(_FACTS)(self._chance, self)

    def own(self) -> str | None:
        """Return one of the relationship's own events, or none."""
        return self._chance.choice(self._events).id if self._events else None


def _felt(chance: random.Random, busy: Busy) -> Fact:
    return FeelingObserved(
        whose=chance.choice(("client", "client", "staff")),
        valence=round(chance.uniform(-1, 1), 2),
        source=chance.choice(("self-report", "colleague")),
        about=busy.own() if chance.random() < 0.8 else None,
    )


_Made = Callable[[random.Random, Busy], Fact]
_FACTS: tuple[_Made, ...] = (
    *(_felt,) * 4,
    lambda one, _: ContactHeld(initiated_by=one.choice(("client", "supplier", "both"))),
    lambda _, __: ContactHeld(),
    lambda one, of: GateDecided(
        gate=one.choice(of.gates), outcome=one.choice(("failed", "skipped"))
    ),
    lambda one, _: IncidentOccurred(kind="small-error", tool=one.choice(_TOOLS)),
    lambda one, _: WorkStarted(work="other", uses=tuple(one.sample(_TOOLS, 2))),
    lambda one, _: UneaseVoiced(unease=one.choice(_KEYS)),
    lambda one, _: UneaseAnswered(unease=one.choice(_KEYS)),
    lambda one, _: IssueRaised(issue=one.choice(_KEYS), kind=one.choice(("complaint", "problem"))),
    lambda one, _: IssueHandled(
        issue=one.choice(_KEYS), outcome=one.choice(("solved", "unsolved"))
    ),
    lambda one, _: PromiseMade(
        promise=one.choice(_KEYS), text="x", by="supplier", to="client", due=Moment("2024-06-01")
    ),
    lambda one, _: PromiseSettled(
        promise=one.choice(_KEYS), outcome=one.choice(("kept", "broken"))
    ),
    lambda one, _: StatusAsked(promise=one.choice(_KEYS)),
    lambda one, _: BreakupAnnounced(by=one.choice(("client", "supplier"))),
    lambda _, __: BreakupWithdrawn(by="client"),
    lambda one, _: FarewellActDone(act=one.choice(("acknowledged", "owner-named"))),
)
