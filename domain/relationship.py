"""The relationship: one state, one fold, one decision.

`evolve` folds an event into the state; `decide` turns a command into events, or refuses it. Both
are pure. `evolve` may be called in the order of recording (to decide) or in the order of happening
(to replay): a fact never stands before what it refers to in either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from domain._kernel import AnyEvent, Fact, Record, Testimony, event_id, event_of
from domain.breakup import BreakupAnnounced, EndDateSet, RelationshipEnded
from domain.contract import (
    AgreementMade,
    ContractRenewed,
    ContractSigned,
    CooperationStarted,
    GoalSet,
)
from domain.courtship import RelationshipOpened
from domain.friction import (
    BoundaryGivenUp,
    IncidentOccurred,
    IssueHandled,
    IssueRaised,
    SolutionSought,
    UneaseVoiced,
)
from domain.rules import check
from domain.state import Relationship, Thing
from domain.vocabulary import Phase

__all__ = ["Relationship", "Thing", "decide", "evolve", "fold", "in_order_of_happening"]


def evolve(state: Relationship, event: AnyEvent) -> Relationship:
    """Return the state after *event*. Pure; linear in the things the fact touches."""
    fact = event.fact
    changes: dict[str, Any] = {"version": max(event.version, state.version)}
    things = _touched(state, event)
    if things is not None:
        changes["things"] = things
    kind = type(fact)
    if kind.remembered:
        changes["facts"] = {**state.facts, kind: (*state.of(kind), event)}
    phase = _phase_after(state, fact)
    if phase != state.phase or state.opened is None:
        changes |= {"phase": phase, "phase_since": event.occurred_at}
    if isinstance(fact, RelationshipOpened):
        changes["opened"] = event
    if isinstance(fact, EndDateSet):
        changes["ends"] = fact.ends
    elif isinstance(fact, RelationshipEnded) and state.ends is None:
        changes["ends"] = event.occurred_at
    return replace(state, **changes)


def _touched(state: Relationship, event: AnyEvent) -> Mapping[str, Mapping[str, Thing]] | None:
    kinds: dict[str, dict[str, Thing]] = {}

    def shelf(kind: str) -> dict[str, Thing]:
        return kinds.setdefault(kind, dict(state.named(kind)))

    for kind, key in event.fact.referred():
        known = state.thing(kind, key)
        if known is not None:
            shelf(kind)[key] = Thing(known.opened, (*known.later, event))
    for kind, key in event.fact.defined():
        shelf(kind)[key] = Thing(event)
    return {**state.things, **kinds} if kinds else None


_BEGINS_CONTRACT = (CooperationStarted, ContractSigned, ContractRenewed, AgreementMade, GoalSet)
_BEGINS_FRICTION = (IncidentOccurred, IssueRaised, SolutionSought, UneaseVoiced, BoundaryGivenUp)


def _phase_after(state: Relationship, fact: Fact) -> Phase:
    phase = state.phase
    if isinstance(fact, RelationshipEnded):
        return "ended"
    if isinstance(fact, BreakupAnnounced) and phase != "ended":
        return "breakup"
    if phase not in ("breakup", "ended"):
        if phase == "friction" and isinstance(fact, IssueHandled) and _heals(fact):
            phase = "contract"
        elif isinstance(fact, _BEGINS_FRICTION):
            phase = "friction"
        elif isinstance(fact, _BEGINS_CONTRACT) and phase == "courtship":
            phase = "contract"
    return phase


def _heals(fact: IssueHandled) -> bool:
    """Whether an issue is dealt with: its outcome where told, else that both looked for one."""
    if fact.outcome is None:
        return bool(fact.sought_together)
    return fact.outcome in ("solved", "accepted")


def fold(state: Relationship | None, events: Iterable[AnyEvent]) -> Relationship | None:
    """Fold *events* into *state*; ``None`` while nothing is known (the event library's form)."""
    for event in events:
        state = evolve(state or Relationship(event.relationship), event)
    return state


def in_order_of_happening(events: Iterable[AnyEvent]) -> list[AnyEvent]:
    """Return the events as they happened: by moment, ties by version."""
    return sorted(events, key=lambda event: event.order)


def decide(state: Relationship | None, command: Record) -> tuple[AnyEvent, ...]:
    """Return the events that *command* leads to. Pure.

    Raises
    ------
    Refused
        With the rule that forbids it; then nothing at all is to be recorded.
    """
    now = state or Relationship(command.relationship)
    shared = {name: getattr(command, name) for name in Testimony.model_fields}
    events: list[AnyEvent] = []
    for index, fact in enumerate(command.facts):
        event = event_of(
            fact,
            **shared,
            id=event_id(command.command_id, index),
            relationship=command.relationship,
            version=now.version + 1,
        )
        check(now, event)
        now = evolve(now, event)
        events.append(event)
    return tuple(events)
