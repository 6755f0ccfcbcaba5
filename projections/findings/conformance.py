"""Findings about keeping to the way of working: its order, its limits, and who leans on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain._kernel import AnyEvent
from domain.breakup import BreakupAnnounced, RelationshipEnded
from domain.contract import GoalSet
from domain.courtship import IntakeDecided
from domain.process import (
    AdviceGiven,
    Gate,
    GateDecided,
    ProcessAdopted,
    WaiverGranted,
    WorkStarted,
)
from domain.state import Relationship
from domain.vocabulary import Severity
from projections.findings.process import passed
from projections.findings.registry import Raise, Scene, Settle, rule
from projections.findings.windows import closing


def _passed_over(state: Relationship, gates: Sequence[Gate]) -> list[Gate]:
    """Return the mandatory gates of these that nobody decided on, waived, or may leave out."""
    adopted = state.last(ProcessAdopted)
    free = set(adopted.fact.discretion or ()) if adopted else set()

    def touched(gate: str) -> bool:
        thing = state.thing("gate", gate)
        met = (GateDecided, WaiverGranted, IntakeDecided)
        return thing is not None and any(isinstance(e.fact, met) for e in thing.later)

    return [g for g in gates if g.mandatory and g.gate not in free and not touched(g.gate)]


@rule(
    "process-not-followed",
    "medium",
    GateDecided,
    WaiverGranted,
    WorkStarted,
    rows=(4, 15),
    sentence="The way of working was not followed: {step} came, and {missing} had not been asked.",
    action="Ask {missing} still, or say together that it is left out, and why.",
    cannot_know="gates that were gone through without being recorded",
)
def process_not_followed(scene: Scene) -> Iterator[Raise | Settle]:
    """A step is taken before one that comes first: a later gate, or work before its foundation."""
    fact, adopted = scene.fact, scene.before.last(ProcessAdopted)
    for key in () if isinstance(fact, WorkStarted) else _decided(fact):
        yield Settle(key)
    if adopted is None or isinstance(fact, WaiverGranted):
        return
    gates = adopted.fact.gates
    if isinstance(fact, WorkStarted):
        step, first = fact.work, tuple(gate for gate in gates if gate.foundation)
    elif fact.outcome == "passed" and any(gate.gate == fact.gate for gate in gates):
        step, first = fact.gate, gates[: [gate.gate for gate in gates].index(fact.gate)]
    else:
        return
    for gate in _passed_over(scene.before, first):
        says = {"step": step, "missing": gate.gate}
        severity: Severity | None = "high" if gate.foundation else None
        yield Raise(gate.gate, (adopted, scene.event), says, severity=severity)


def _decided(fact: GateDecided | WaiverGranted) -> tuple[str, ...]:
    return (fact.gate,) if isinstance(fact, GateDecided) else fact.gates


@rule(
    "deferred-step-overdue",
    "medium",
    WaiverGranted,
    GateDecided,
    BreakupAnnounced,
    RelationshipEnded,
    rows=(12,),
    sentence="What was put off under the waiver {waiver} was to be done by {until}: {gates}.",
    action="Do it now, or agree anew on how long putting it off is harmless.",
    cannot_know="whether it was done without being recorded",
)
def deferred_step_overdue(scene: Scene) -> Iterator[Raise | Settle]:
    """The day passes until which a step was put off, and it is not done."""
    fact = scene.fact
    if isinstance(fact, WaiverGranted):
        for key, other in scene.before.named("waiver").items():
            if set(fact.gates) >= set(other.opened.fact.gates):
                yield Settle(key)
        if fact.until and not fact.until.approximate:
            due = closing(scene.place, fact.until)
            says = {"waiver": fact.waiver, "until": fact.until, "gates": list(fact.gates)}
            yield Raise(fact.waiver, (scene.event,), says, since=due, due=due)
        return
    over = not isinstance(fact, GateDecided)
    for key, waiver in scene.before.named("waiver").items():
        left = [gate for gate in waiver.opened.fact.gates if not passed(scene.after, gate)]
        if over or not left:
            yield Settle(key)


@rule(
    "discretion-overstepped",
    "medium",
    WaiverGranted,
    GateDecided,
    rows=(82,),
    sentence="A deviation passes for the team's own to decide, and is not: {gates}.",
    action="Ask whoever may decide on it, or widen what the team may leave out.",
    cannot_know="leave that was given without being recorded",
)
def discretion_overstepped(scene: Scene) -> Iterator[Raise | Settle]:
    """A deviation is called authorised that the process does not leave to the team."""
    fact, adopted = scene.fact, scene.before.last(ProcessAdopted)
    if isinstance(fact, GateDecided):
        for key, waiver in scene.before.named("waiver").items():
            if all(passed(scene.after, gate) for gate in waiver.opened.fact.gates):
                yield Settle(key)
        return
    if adopted is None or adopted.fact.discretion is None or not fact.authorised:
        return
    beyond = [gate for gate in fact.gates if gate not in adopted.fact.discretion]
    if beyond and fact.approved_by == "supplier":
        gates = [gate for key in beyond if (gate := scene.before.gate(key))]
        severity: Severity | None = "high" if any(g.foundation for g in gates) else None
        yield Raise(fact.waiver, (adopted, scene.event), {"gates": beyond}, severity=severity)


@rule(
    "pressure-to-skip",
    "medium",
    GoalSet,
    AdviceGiven,
    GateDecided,
    BreakupAnnounced,
    RelationshipEnded,
    rows=(20,),
    sentence=(
        "The client presses to leave out {gate} ({motive}), and in {working_days} working days "
        "nobody advised on it or decided."
    ),
    action="Say what leaving it out puts at risk, with the numbers, before anything starts.",
    cannot_know="what was said about it without being recorded",
    working_days=2,
)
def pressure_to_skip(scene: Scene, *, working_days: int) -> Iterator[Raise | Settle]:
    """The client asks to park a gate, and the pressure is left to do its work."""
    fact = scene.fact
    if isinstance(fact, GoalSet):
        if fact.initiated_by == "client" and not scene.event.dated_roughly:
            due = scene.place.working_days_after(scene.now, working_days)
            weighs: Severity | None = None if fact.motive == "money-pressure" else "low"
            for gate in fact.parks_gates:
                says = {"gate": gate, "motive": fact.motive or "not told"}
                rests: tuple[AnyEvent, ...] = (scene.event,)
                yield Raise(gate, rests, says, since=due, due=due, severity=weighs)
    elif isinstance(fact, (AdviceGiven, GateDecided)):
        if fact.gate:
            yield Settle(fact.gate)
    else:
        for gate in scene.before.named("gate"):
            yield Settle(gate)
