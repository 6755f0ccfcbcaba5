"""What several answers see in a reading: how it began, its fit, friction, effort, feelings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from domain._kernel import AnyEvent
from domain.contract import ContractSigned, CooperationStarted
from domain.courtship import IntakeDecided
from domain.friction import EffortSpent
from domain.moments import Moment, Precision
from domain.relationship import Relationship
from projections.answers.registry import Asked, Other
from projections.answers.sums import total
from projections.course import Told
from projections.curve import Feelings, feelings
from projections.finding import Finding

INSIDE = ("internal", "public")
"""Channels over which nobody is in contact with a client."""


def beginning(reading: Told) -> AnyEvent:
    """Return the event that a relationship began with: the work, a contract, or the record."""
    state = reading.state
    begun: list[AnyEvent] = [*state.of(CooperationStarted), *state.of(ContractSigned)]
    return min(begun, key=lambda e: e.order, default=state.opened or reading.events[0])


def over(state: Relationship, now: Moment) -> Moment | None:
    """Return when a relationship ended, if it has by *now*."""
    return state.ends if state.ends is not None and state.ends.reached_by(now) else None


def fit(state: Relationship) -> str | None:
    """Return how well a client fits the profile; ``None`` where nobody assessed it."""
    intake = state.last(IntakeDecided)
    return None if intake is None or intake.fact.fit == "unknown" else intake.fact.fit


BANDS = ("core", "edge", "outside", None)
"""How well clients fit, the best first; last those never assessed."""


class Band(NamedTuple):
    """Those who fit alike: whoever is read, and the others."""

    fit: str | None
    readings: Sequence[Told]
    others: Sequence[Other]

    @property
    def relationships(self) -> int:
        """How many they are."""
        return len(self.readings) + len(self.others)


def bands(asked: Asked) -> Iterator[Band]:
    """Yield everybody by fit band: core, edge, outside, and those never assessed."""
    for band in BANDS:
        found = [r for r in asked.readings if fit(r.state) == band]
        others = asked.others if band is None else ()
        if found or others:
            yield Band(band, found, others)


def first_events(readings: Iterable[Told], others: Iterable[Other] = ()) -> list[str]:
    """Return the ids of the first events of readings and others, by relationship."""
    read = (Other(r.relationship, r.state.begun.id) for r in readings if r.state.begun)
    return [one.first for one in sorted((*read, *others))]


def effort(state: Relationship) -> tuple[float | None, int, list[AnyEvent]]:
    """Return the hours that were told, how many entries told none, and the entries."""
    spent = list(state.of(EffortSpent))
    return (
        total(e.fact.hours for e in spent),
        sum(e.fact.hours is None for e in spent),
        [*spent],
    )


def curves(reading: Told) -> Feelings:
    """Return both sides' curves of a reading."""
    return feelings(reading.events)


def felt(reading: Told, whose: str | None = None) -> list[str]:
    """Return the ids of the feelings that a curve rests on."""
    both = curves(reading)
    samples = {"client": both.client, "staff": both.staff, None: (*both.client, *both.staff)}
    return [sample.event_id for sample in samples[whose]]


def found_by(reading: Told, now: Moment, *codes: str) -> list[Finding]:
    """Return the findings of these codes that had come by *now*, the oldest first."""
    found = [f for f in reading.findings() if f.code in codes and f.since.reached_by(now)]
    return sorted(found, key=lambda f: f.since.start)


def contacts(reading: Told) -> list[AnyEvent]:
    """Return one event for every moment of contact: channels inside or to everybody are none.

    A moment is the same however it is written: with another offset, or as approximate.
    """
    seen: dict[tuple[datetime, Precision, str], AnyEvent] = {}
    for event in reading.events:
        if event.channel not in (None, *INSIDE):
            moment = event.occurred_at
            seen.setdefault((moment.start, moment.precision, str(event.channel)), event)
    return list(seen.values())
