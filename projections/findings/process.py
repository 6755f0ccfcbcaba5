"""Findings about the way of working: gates, waivers, absences, advice, lessons."""

from __future__ import annotations

from collections.abc import Iterator

from domain._kernel import AnyEvent
from domain.breakup import LessonRecorded
from domain.contract import AgreementMade, GoalSet, StaffAssigned
from domain.numbers import MetricObserved
from domain.process import (
    AbsencePlanned,
    AdviceAnswered,
    GateDecided,
    ProcessAdopted,
    WaiverGranted,
    WorkPlanned,
    WorkStarted,
)
from domain.state import Relationship
from domain.vocabulary import Severity
from projections.calendar import days_between
from projections.findings.registry import Raise, Scene, Settle, rule
from projections.findings.windows import back, lately


@rule(
    "deviation-accepted",
    "low",
    WaiverGranted,
    GateDecided,
    rows=(12, 14, 15),
    sentence=(
        "Work starts before {gates} is done. That was accepted as harmless, on condition that "
        "it is only {work}."
    ),
    action="Keep an eye on the condition; do the step by {until}.",
    cannot_know="whether the condition was understood by everybody who relies on it",
)
def deviation_accepted(scene: Scene) -> Iterator[Raise | Settle]:
    """A step was put off under a waiver."""
    if isinstance(scene.fact, WaiverGranted):
        says = {
            "gates": list(scene.fact.gates),
            "work": list(scene.fact.harmless_for),
            "until": scene.fact.until or "?",
        }
        severity: Severity | None = "info" if scene.fact.authorised else None
        due = scene.fact.until
        yield Raise(scene.fact.waiver, (scene.event,), says, due=due, severity=severity)
    elif scene.fact.outcome == "passed":
        for key, waiver in scene.after.named("waiver").items():
            if scene.fact.gate in waiver.opened.fact.gates:
                yield Settle(key)


@rule(
    "waiver-void",
    "high",
    GoalSet,
    WorkStarted,
    GateDecided,
    rows=(12, 30, 31),
    sentence=(
        "The waiver {waiver} no longer holds: {work} is not the work it was harmless for, and "
        "relies on what nobody has checked: {tools}."
    ),
    action="Check {tools} now, or put {work} off until that is done.",
    cannot_know="whether somebody looked at these tools without recording it",
)
def waiver_void(scene: Scene) -> Iterator[Raise | Settle]:
    """New work breaks the condition under which a waiver was harmless, until its step is done."""
    decided = isinstance(scene.fact, GateDecided)
    for key, waiver in scene.before.named("waiver").items():
        granted = waiver.opened.fact
        if decided:
            if all(passed(scene.after, gate) for gate in granted.gates):
                yield Settle(key)
        elif breaks(scene, granted):
            tools = sorted(_needed(scene) & set(granted.leaves_unchecked)) or list(granted.gates)
            says = {"waiver": key, "work": scene.fact.work, "tools": tools}
            yield Raise(key, (waiver.opened, scene.event), says)


def passed(state: Relationship, gate: str) -> bool:
    """Whether the last that was decided on a gate is that it was passed."""
    thing = state.thing("gate", gate)
    decided = thing.last(GateDecided) if thing else None
    return decided is not None and decided.fact.outcome == "passed"


def breaks(scene: Scene, granted: WaiverGranted) -> bool:
    """Whether the goal or the work that just came breaks the condition of a waiver."""
    over = granted.until is not None and granted.until.end <= scene.now.start
    needed = _needed(scene)
    relies = not needed or bool(needed & set(granted.leaves_unchecked))
    return not over and scene.fact.work not in granted.harmless_for and relies


def _needed(scene: Scene) -> set[str]:
    fact = scene.fact
    return set(fact.needs if isinstance(fact, GoalSet) else fact.uses)


@rule(
    "key-person-absent",
    "low",
    AbsencePlanned,
    StaffAssigned,
    rows=(2, 11),
    lapses=True,
    sentence="The {role} will be away from {begins} while work for this client is under way.",
    action="Name who stands in, and tell the client.",
    cannot_know="whether a stand-in was arranged without being recorded",
)
def key_person_absent(scene: Scene) -> Iterator[Raise | Settle]:
    """Somebody the work depends on will be away while it is under way, and nobody stands in."""
    fact = scene.fact
    if isinstance(fact, StaffAssigned):
        for key, absence in scene.after.named("absence").items():
            if fact.known_to_client and scene.now <= absence.opened.fact.begins:
                yield Settle(key)
        return
    under_way: AnyEvent | None = scene.after.last(WorkPlanned) or scene.after.last(GoalSet)
    if fact.key_person and under_way:
        says = {"role": fact.role, "begins": fact.begins}
        until = back(scene.place, scene.after.named("absence")[fact.absence])
        evidence = (under_way, scene.event)
        yield Raise(fact.absence, evidence, says, until=until, due=fact.begins)


@rule(
    "gate-skipped",
    "high",
    GateDecided,
    rows=(19, 25, 26),
    sentence=(
        "The mandatory gate {gate} was skipped: {blanks} of its {questions} questions have no "
        "answer."
    ),
    action="Answer the open questions before the next step: {open}.",
    cannot_know="answers that somebody has in mind and did not record",
)
def gate_skipped(scene: Scene) -> Iterator[Raise | Settle]:
    """A mandatory gate was left out."""
    fact, gate = scene.fact, scene.after.gate(scene.fact.gate)
    if fact.outcome == "passed":
        yield Settle(fact.gate)
    entitled = gate is not None and gate.gate in _discretion(scene.after)
    if fact.outcome == "skipped" and gate and gate.mandatory and not entitled:
        answered = {answer.question for answer in fact.answers if answer.answer}
        blanks = [question for question in gate.questions if question not in answered]
        says = {
            "gate": gate.gate,
            "blanks": len(blanks),
            "questions": len(gate.questions),
            "open": blanks,
        }
        adopted = scene.after.named("gate")[gate.gate].opened
        severity: Severity | None = "critical" if gate.foundation else None
        yield Raise(fact.gate, (adopted, scene.event), says, severity=severity)


def _discretion(state: Relationship) -> set[str]:
    """Return the gates that the team is entitled to leave out."""
    adopted = state.last(ProcessAdopted)
    return set(adopted.fact.discretion or ()) if adopted else set()


@rule(
    "timeline-compressed",
    "medium",
    WorkStarted,
    rows=(27,),
    lapses=True,
    sentence="The {work} starts {days} days before the {role} is away.",
    action="Move the start, or make somebody else fully responsible for those days.",
    cannot_know="how much work is still to be done in those days",
    within_days=7,
)
def timeline_compressed(scene: Scene, *, within_days: int) -> Iterator[Raise]:
    """Work starts just before a key person leaves."""
    for key, absence in scene.before.named("absence").items():
        away = absence.opened.fact
        days = days_between(scene.now, away.begins)
        if away.key_person and 0 <= days <= within_days:
            agreed = scene.before.of(AgreementMade)[-1:]
            says = {"work": scene.fact.work, "days": days, "role": away.role}
            evidence = (absence.opened, *agreed, scene.event)
            yield Raise(key, evidence, says, until=back(scene.place, absence))


@rule(
    "advice-rejected",
    "high",
    AdviceAnswered,
    rows=(21, 24),
    sentence="Advice was rejected against {numbers} measured numbers that the supplier held.",
    action="Show the client the numbers, and write down what both believe will happen.",
    cannot_know="whether the client was shown the numbers, unless that is recorded",
    within_days=90,
)
def advice_rejected(scene: Scene, *, within_days: int) -> Iterator[Raise | Settle]:
    """Advice was not taken although numbers spoke for it, unless it is taken after all."""
    if scene.fact.answer == "accepted":
        yield Settle(scene.fact.advice)
    advice = scene.after.thing("advice", scene.fact.advice)
    held = lately(scene.before.of(MetricObserved), scene.now, within_days)
    if scene.fact.answer == "rejected" and scene.fact.by == "client" and held and advice:
        evidence = (*held, advice.opened, scene.event)
        yield Raise(scene.fact.advice, evidence, {"numbers": len(held)})


@rule(
    "lesson-becomes-rule",
    "positive",
    LessonRecorded,
    rows=(42, 194),
    outlasts=True,
    sentence="A lesson made these gates non-waivable: {gates}.",
    cannot_know="whether the lesson will be kept to",
)
def lesson_becomes_rule(scene: Scene) -> Iterator[Raise]:
    """What was learned now binds."""
    if scene.fact.hardens:
        yield Raise(scene.fact.lesson, (scene.event,), {"gates": list(scene.fact.hardens)})
