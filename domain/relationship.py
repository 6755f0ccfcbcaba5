"""The relationship: one state, one fold, one decision.

`evolve` folds an event into the state; `decide` turns a command into events, or refuses it. Both
are pure. `evolve` may be called in the order of recording (to decide) or in the order of happening
(to replay): a fact never stands before what it refers to in either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from domain._kernel import AnyEvent, Fact, Record, Testimony, event_id, event_of
from domain.breakup import (
    BreakupAnnounced,
    BreakupWithdrawn,
    EndDateSet,
    RelationshipEnded,
    RelationshipRekindled,
)
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
    UneaseAnswered,
    UneaseVoiced,
)
from domain.growing import Grown, Shelf
from domain.rules import check
from domain.state import Relationship, Thing
from domain.vocabulary import Phase

__all__ = ["Relationship", "Thing", "decide", "evolve", "fold", "in_order_of_happening"]


def evolve(state: Relationship, event: AnyEvent) -> Relationship:
    """Return the state after *event*. Pure; next to nothing of what is known is copied."""
    fact, kind = event.fact, type(event.fact)
    phase, ends = _phase_after(state, fact), state.ends
    if isinstance(fact, EndDateSet):
        ends = fact.ends
    elif isinstance(fact, (BreakupWithdrawn, RelationshipRekindled)):
        ends = None
    elif isinstance(fact, RelationshipEnded) and ends is None:
        ends = event.occurred_at
    moved = phase != state.phase or state.begun is None
    # Written out: `dataclasses.replace` is a fifth slower, and every answer goes through here.
    return Relationship(
        id=state.id,
        version=max(event.version, state.version),
        phase=phase,
        phase_since=event.occurred_at if moved else state.phase_since,
        begun=state.begun or event,
        opened=event if isinstance(fact, RelationshipOpened) else state.opened,
        ends=ends,
        things=_touched(state, event),
        facts=_remembered(state, event) if kind.remembered else state.facts,
        known=state.known.put(event.id, event) if kind.remembered else state.known,
    )


def _remembered(state: Relationship, event: AnyEvent) -> Mapping[type[Fact], Grown[AnyEvent]]:
    kind = type(event.fact)
    return {**state.facts, kind: (state.facts.get(kind) or Grown()).plus(event)}


def _touched(state: Relationship, event: AnyEvent) -> Mapping[str, Shelf[str, Thing]]:
    kinds: dict[str, Shelf[str, Thing]] = {}

    def put(kind: str, key: str, thing: Thing) -> None:
        shelf = kinds.get(kind) or state.things.get(kind) or Shelf()
        kinds[kind] = shelf.put(key, thing)

    for kind, key in event.fact.referred():
        known = state.thing(kind, key)
        if known is not None:
            put(kind, key, Thing(known.opened, known.later.plus(event)))
    for kind, key in event.fact.defined():
        put(kind, key, Thing(event))
    return {**state.things, **kinds} if kinds else state.things


_BEGINS_CONTRACT = (CooperationStarted, ContractSigned, ContractRenewed, AgreementMade, GoalSet)
_BEGINS_FRICTION = (IncidentOccurred, IssueRaised, SolutionSought, UneaseVoiced, BoundaryGivenUp)


def _phase_after(state: Relationship, fact: Fact) -> Phase:
    phase = state.phase
    if isinstance(fact, RelationshipEnded):
        return "ended"
    if isinstance(fact, BreakupAnnounced) and phase != "ended":
        return "breakup"
    if isinstance(fact, RelationshipRekindled):
        return "courtship"
    if isinstance(fact, BreakupWithdrawn):
        return "contract"
    if phase not in ("breakup", "ended"):
        if (phase == "friction" and isinstance(fact, IssueHandled) and _heals(fact)) or (
            phase == "friction" and isinstance(fact, UneaseAnswered) and _alone(state, fact)
        ):
            phase = "contract"
        elif isinstance(fact, _BEGINS_FRICTION) and not _is_slight(fact):
            phase = "friction"
        elif isinstance(fact, _BEGINS_CONTRACT) and phase == "courtship":
            phase = "contract"
    return phase


def _is_slight(fact: Fact) -> bool:
    return isinstance(fact, IncidentOccurred) and fact.kind == "small-error"


def _alone(state: Relationship, fact: UneaseAnswered) -> bool:
    """Whether this unease is all that is between the two."""
    uneasy = state.named("unease").items()
    others = [key for key, thing in uneasy if key != fact.unease and not thing.later]
    issues = [
        thing
        for thing in state.named("issue").values()
        if not any(isinstance(e.fact, IssueHandled) and _heals(e.fact) for e in thing.later)
    ]
    strained = [e for e in state.of(IncidentOccurred) if not _is_slight(e.fact)]
    return not (others or issues or strained or state.of(BoundaryGivenUp))


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
