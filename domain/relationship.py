"""The relationship: one state, one fold, one decision.

`evolve` folds an event into the state; `decide` turns a command into events, or refuses it. Both
are pure. `evolve` may be called in the order of recording (to decide) or in the order of happening
(to replay): a fact never stands before what it refers to in either.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from domain._kernel import AnyEvent, Fact, Record, Testimony, event_id, event_of, topics
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
from domain.moments import Moment
from domain.rules import check
from domain.state import Relationship, Thing, phase_at
from domain.vocabulary import Phase

__all__ = [
    "ENDINGS",
    "Relationship",
    "Thing",
    "decide",
    "evolve",
    "fold",
    "in_order_of_happening",
    "lived_through",
    "standing_at",
    "weightless",
]


def evolve(state: Relationship, event: AnyEvent) -> Relationship:
    """Return the state after *event*. Pure; next to nothing of what is known is copied."""
    kind: type[Fact] = type(event.fact)
    if state.begun is not None and _weight(kind) is None:
        return standing_at(state, event.version)
    draft = _Draft(state)
    draft.take(event)
    return draft.state()


def fold(state: Relationship | None, events: Iterable[AnyEvent]) -> Relationship | None:
    """Fold *events* into *state*; ``None`` while nothing is known. O(their number)."""
    draft = None if state is None else _Draft(state)
    for event in events:
        if draft is None:
            draft = _Draft(Relationship(event.relationship))
        draft.take(event)
    return None if draft is None else draft.state()


def lived_through(
    relationship: str, events: Iterable[AnyEvent]
) -> tuple[Relationship, list[Phase]]:
    """Return the state after *events*, and the phase as it was at each of them. O(their number)."""
    draft, phases = _Draft(Relationship(relationship)), list[Phase]()
    for event in events:
        draft.take(event)
        phases.append(draft.phase_at(event.occurred_at))
    return draft.state(), phases


def standing_at(state: Relationship, version: int) -> Relationship:
    """Return the same state at a later version; what came since changed nothing else."""
    if version <= state.version:
        return state
    # Written out, as below: most events of most histories change nothing else.
    return Relationship(
        state.id, version, state.phase, state.phase_since, state.begun, state.opened,
        state.ends, state.things, state.facts, state.known,
    )  # fmt: skip


class _Weight(NamedTuple):
    """What a kind of fact may change in the state, beside its version."""

    turns: bool
    names: bool
    remembered: bool


@cache
def _weight(kind: type[Fact]) -> _Weight | None:
    weight = _Weight(issubclass(kind, _TURNS), kind.names_things(), kind.remembered)
    return weight if any(weight) else None


@cache
def weightless() -> tuple[str, ...]:
    """Return the topics of facts that change nothing but the version: they decide nothing.

    Whoever only wants the state need not read them: a history begins with an opening.

    Examples
    --------
    >>> weightless()
    ('relationship.contact-held.v1', 'relationship.feeling-observed.v1')
    """
    return tuple(topic for topic, kind in topics().items() if _weight(kind) is None)


class _Draft:
    """A state that one fold alone is making: changed in place, and handed out when it is whole.

    What it was begun from never changes, nor does what was handed out.
    """

    __slots__ = (
        "_began", "_begun", "_ends", "_facts", "_known",
        "_opened", "_phase", "_since", "_things", "_version",
    )  # fmt: skip

    def __init__(self, state: Relationship) -> None:
        self._began = state
        self._version, self._phase, self._ends = state.version, state.phase, state.ends
        self._since, self._begun, self._opened = state.phase_since, state.begun, state.opened
        self._facts: dict[type[Fact], Grown[AnyEvent]] = {}
        self._known: dict[str, AnyEvent] = {}
        self._things: dict[str, dict[str, Thing]] = {}

    def take(self, event: AnyEvent) -> None:
        """Fold in one more event."""
        kind: type[Fact] = type(event.fact)
        self._version = max(self._version, event.version)
        weight = _weight(kind)
        if self._begun is None:
            self._begun, self._since = event, event.occurred_at
        if weight is None:
            return
        if weight.turns:
            self._turn(event)
        if weight.names:
            self._touch(event)
        if weight.remembered:
            before = self._facts.get(kind) or self._began.facts.get(kind)
            self._facts[kind] = Grown((event,)) if before is None else before.plus(event)
            self._known[event.id] = event

    def _turn(self, event: AnyEvent) -> None:
        fact = event.fact
        phase = _phase_after(self._phase, fact)
        if self._phase == "friction" and isinstance(fact, UneaseAnswered):
            phase = "contract" if _alone(self.state(), fact) else phase
        if phase != self._phase:
            self._phase, self._since = phase, event.occurred_at
        if isinstance(fact, EndDateSet):
            self._ends = fact.ends
        elif isinstance(fact, (BreakupWithdrawn, RelationshipRekindled)):
            self._ends = None
        elif isinstance(fact, RelationshipEnded) and self._ends is None:
            self._ends = event.occurred_at
        elif isinstance(fact, RelationshipOpened):
            self._opened = event

    def _touch(self, event: AnyEvent) -> None:
        for kind, key in event.fact.referred():
            thing = self._things.get(kind, {}).get(key) or self._began.thing(kind, key)
            if thing is not None:
                touched = Thing(thing.opened, thing.later.plus(event))
                self._things.setdefault(kind, {})[key] = touched
        for kind, key in event.fact.defined():
            self._things.setdefault(kind, {})[key] = Thing(event)

    def phase_at(self, now: Moment) -> Phase:
        """Return the phase, as `Relationship.phase_at` does."""
        return phase_at(self._phase, self._ends, now)

    def state(self) -> Relationship:
        """Return the state as it stands; the draft goes on from there."""
        began = self._began
        things = {
            kind: (began.things.get(kind) or Shelf()).with_all(named)
            for kind, named in self._things.items()
        }
        # Written out: `dataclasses.replace` is a fifth slower, and every answer goes through here.
        self._began = Relationship(
            id=began.id,
            version=self._version,
            phase=self._phase,
            phase_since=self._since,
            begun=self._begun,
            opened=self._opened,
            ends=self._ends,
            things={**began.things, **things} if things else began.things,
            facts={**began.facts, **self._facts} if self._facts else began.facts,
            known=began.known.with_all(self._known) if self._known else began.known,
        )
        self._facts, self._known, self._things = {}, {}, {}
        return self._began


_BEGINS_CONTRACT = (CooperationStarted, ContractSigned, ContractRenewed, AgreementMade, GoalSet)
_BEGINS_FRICTION = (IncidentOccurred, IssueRaised, SolutionSought, UneaseVoiced, BoundaryGivenUp)
_TURNS = (
    *_BEGINS_CONTRACT,
    *_BEGINS_FRICTION,
    BreakupAnnounced,
    BreakupWithdrawn,
    EndDateSet,
    IssueHandled,
    RelationshipEnded,
    RelationshipOpened,
    RelationshipRekindled,
    UneaseAnswered,
)
"""What may move the phase, or the day on which it ends."""


ENDINGS = (BreakupWithdrawn, EndDateSet, RelationshipEnded, RelationshipRekindled)
"""What may move the day on which it ends: a fold of these alone tells that day."""


def _phase_after(phase: Phase, fact: Fact) -> Phase:
    """Return the phase that a fact leads to by itself."""
    if isinstance(fact, RelationshipEnded):
        return "ended"
    if isinstance(fact, BreakupAnnounced) and phase != "ended":
        return "breakup"
    if isinstance(fact, RelationshipRekindled):
        return "courtship"
    if isinstance(fact, BreakupWithdrawn):
        return "contract"
    if phase not in ("breakup", "ended"):
        if phase == "friction" and isinstance(fact, IssueHandled) and _heals(fact):
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
    return not (
        state.of(BoundaryGivenUp)
        or any(not _is_slight(event.fact) for event in state.of(IncidentOccurred))
        or any(key != fact.unease and not thing.later for key, thing in uneasy)
        or any(not _is_healed(thing) for thing in state.named("issue").values())
    )


def _is_healed(issue: Thing) -> bool:
    return any(isinstance(e.fact, IssueHandled) and _heals(e.fact) for e in issue.later)


def _heals(fact: IssueHandled) -> bool:
    """Whether an issue is dealt with: its outcome where told, else that both looked for one."""
    if fact.outcome is None:
        return bool(fact.sought_together)
    return fact.outcome in ("solved", "accepted")


def in_order_of_happening(events: Iterable[AnyEvent]) -> list[AnyEvent]:
    """Return the events as they happened: by moment, ties by version."""
    return sorted(events, key=lambda event: event.order)


_SHARED = frozenset(Testimony.model_fields)
"""What the events of a command have of it."""


def decide(state: Relationship | None, command: Record) -> tuple[AnyEvent, ...]:
    """Return the events that *command* leads to. Pure.

    Raises
    ------
    Refused
        With the rule that forbids it; then nothing at all is to be recorded.
    """
    now = state or Relationship(command.relationship)
    shared = {name: value for name, value in command.__dict__.items() if name in _SHARED}
    events: list[AnyEvent] = []
    for index, fact in enumerate(command.facts):
        if events:
            now = evolve(now, events[-1])
        event = event_of(
            fact,
            **shared,
            id=event_id(command.command_id, index),
            relationship=command.relationship,
            version=now.version + 1,
        )
        check(now, event)
        events.append(event)
    return tuple(events)
