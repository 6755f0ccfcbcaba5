"""A parting: what the record tells of one goodbye, looked up once for all the duties that ask.

Some thirty duties look at the same acts, the same end and the same complaints, at every act anew.
"""

from __future__ import annotations

from functools import cached_property
from typing import TypeVar, cast

from domain._kernel import AnyEvent, Event, Fact
from domain.breakup import (
    BreakupAnnounced,
    BreakupWithdrawn,
    EndDateSet,
    FarewellAct,
    FarewellActDone,
    PartingStatementMade,
    RelationshipEnded,
    RelationshipRekindled,
)
from domain.contract import ContractSigned
from domain.moments import Moment
from domain.relationship import Relationship
from projections.calendar import Place
from projections.farewell.duty import Due
from projections.farewell.scope import SOLVED, failures, started

F = TypeVar("F", bound=Fact)
Clock = tuple[AnyEvent, Moment]
"""What started the clock of a duty, and when."""
_COOLING_OFF = 14


def lately(state: Relationship, kind: type[F]) -> tuple[Event[F], ...]:
    """Return the events of a kind since the two last began anew: an earlier goodbye is another."""
    return _since(_turn(state), state, kind)


def _turn(state: Relationship) -> AnyEvent | None:
    anew: list[AnyEvent] = [*state.of(BreakupWithdrawn), *state.of(RelationshipRekindled)]
    return max(anew, key=lambda event: event.order, default=None)


def _since(turn: AnyEvent | None, state: Relationship, kind: type[F]) -> tuple[Event[F], ...]:
    if turn is None:
        return tuple(state.of(kind))
    return tuple(event for event in state.of(kind) if event.order > turn.order)


class Acts:
    """What the supplier did since a goodbye, or what started a clock, began; and each act by name.

    Attributes
    ----------
    all
        In order of happening.
    """

    def __init__(self, done: list[Event[FarewellActDone]]) -> None:
        self.all = done
        self._named: dict[FarewellAct, list[Event[FarewellActDone]]] = {}
        for act in done:
            self._named.setdefault(act.fact.act, []).append(act)

    def named(self, act: FarewellAct) -> list[Event[FarewellActDone]]:
        """Return those of one name."""
        return self._named.get(act, [])


class Parting:
    """One goodbye as the record tells it, whether or not it has begun.

    Parameters
    ----------
    state
        The relationship as folded from what happened.
    place
        Where working days are counted.
    """

    def __init__(self, state: Relationship, place: Place) -> None:
        self.state, self.place = state, place
        self.begun = started(state)
        self._turned = _turn(state)
        self._lately: dict[type[Fact], tuple[AnyEvent, ...]] = {}
        self._acts: dict[Moment, Acts] = {}
        self._deadlines: dict[tuple[Due, Moment], Moment] = {}

    def lately(self, kind: type[F]) -> tuple[Event[F], ...]:
        """Return the events of a kind since the two last began anew, as `lately` does."""
        if kind not in self._lately:
            self._lately[kind] = _since(self._turned, self.state, kind)
        return cast("tuple[Event[F], ...]", self._lately[kind])

    def acts(self, start: AnyEvent) -> Acts:
        """Return what the supplier did since the goodbye, or what started the clock, began."""
        begun = self.state.last(BreakupAnnounced)
        since = min(start.occurred_at, begun.occurred_at) if begun else start.occurred_at
        if since not in self._acts:
            done = self.lately(FarewellActDone)
            self._acts[since] = Acts(
                [act for act in done if act.fact.by != "client" and act.occurred_at >= since]
            )
        return self._acts[since]

    def deadline(self, due: Due, begins: Moment) -> Moment:
        """Return until when what is due is to be done, on a clock that began then."""
        known = self._deadlines.get((due, begins))
        if known is None:
            known = self._deadlines[due, begins] = self._until(due, begins)
        return known

    def _until(self, due: Due, begins: Moment) -> Moment:
        place, ends = self.place, self.state.ends
        if due.until_end and ends is not None:
            return place.closing(place.day_of(ends))
        if due.working_days is not None:
            return place.working_days_after(begins, due.working_days)
        return place.days_after(begins, due.days or 0)

    def clock(self, clock: str) -> Clock | None:
        """Return what started a duty's clock; None where it has not started."""
        if self.begun is None:
            return None
        event: AnyEvent | None = self.begun
        match clock:
            case "ended":
                return self._end
            case "client-parting":
                said = self.lately(PartingStatementMade)
                event = next((e for e in said if e.fact.by == "client"), None)
            case "complaint":
                event = self.complaints[-1] if self.complaints else None
            case "cooling-off":
                event = self.withdrawal
        return (event, event.occurred_at) if event else None

    @cached_property
    def _end(self) -> Clock | None:
        dated = self.lately(EndDateSet)
        if dated:
            return dated[-1], dated[-1].fact.ends
        ended = self.lately(RelationshipEnded)
        return (ended[-1], ended[-1].occurred_at) if ended else None

    @cached_property
    def failures(self) -> tuple[AnyEvent, ...]:
        """Where the supplier failed, in order of happening."""
        return failures(self.state)

    @cached_property
    def complaints(self) -> list[AnyEvent]:
        """The complaints that nobody has solved, the last one last."""
        issues = self.state.named("issue").values()
        alive = (
            issue.opened
            for issue in issues
            if issue.opened.fact.kind == "complaint"
            and not any(getattr(later.fact, "outcome", None) in SOLVED for later in issue.later)
        )
        return sorted(alive, key=lambda event: event.order)

    @cached_property
    def withdrawal(self) -> AnyEvent | None:
        """The contract made online from which the client withdrew within fourteen days."""
        ended = self.state.last(BreakupAnnounced)
        if ended is None or ended.fact.by != "client":
            return None
        at = ended.occurred_at.start
        fresh = [
            signed
            for signed in self.lately(ContractSigned)
            if signed.fact.formed_by in ("link", "form")
            and 0 <= (at - signed.occurred_at.start).total_seconds() <= _COOLING_OFF * 86_400
        ]
        return fresh[-1] if fresh else None
