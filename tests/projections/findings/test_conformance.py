"""Findings about keeping to the way of working."""

from typing import Any

import pytest

from domain._kernel import Record
from domain.breakup import BreakupAnnounced
from domain.contract import GoalSet
from domain.courtship import IntakeDecided
from domain.moments import Moment
from domain.process import (
    AdviceGiven,
    Answer,
    Gate,
    GateDecided,
    ProcessAdopted,
    WaiverGranted,
    WorkStarted,
)
from tests.given import on, opened
from tests.projections.judging import judged, quiet, raises

OPENED = opened("2025-01-01")
GATES = (
    Gate(gate="intake", title="Do we fit?"),
    Gate(gate="clean-desk", title="Tidy up", foundation=True),
    Gate(gate="trust", title="Known, liked, trusted", questions=("seen",)),
    Gate(gate="extra", title="A nicety", mandatory=False),
    Gate(gate="launch", title="Go"),
)


def adopted(**more: Any) -> Record:  # noqa: ANN401
    return on("2025-01-02", ProcessAdopted(process="start", gates=GATES, **more))


ADOPTED = adopted()


def decided(gate: str, when: str, outcome: str = "passed") -> Record:
    answers = (Answer(question="seen", answer="yes"),) if gate == "trust" else ()
    said = {"gate": gate, "outcome": outcome, "answers": answers}
    return on(when, GateDecided.model_validate(said))


def waived(*gates: str, when: str = "2025-01-05", **more: Any) -> Record:  # noqa: ANN401
    said = {"waiver": f"w-{gates[0]}", "gates": gates, "harmless_for": ("visibility",), **more}
    return on(when, WaiverGranted.model_validate(said))


WORK = on("2025-02-01", WorkStarted(work="visibility"))
FIRST = (decided("intake", "2025-01-03"), decided("clean-desk", "2025-01-04"))


@raises("process-not-followed")
@pytest.mark.row(4)
def test_a_gate_that_is_passed_before_an_earlier_one_breaks_the_order_until_that_is_asked() -> None:
    late = decided("trust", "2025-03-10")
    found = judged(OPENED, ADOPTED, *FIRST, decided("launch", "2025-03-01"), late)
    finding = found.finding("process-not-followed", "2025-03-05")
    assert (finding.key, finding.severity, finding.since) == ("trust", "medium", "2025-03-01")
    assert found.evidence("process-not-followed", "2025-03-05") == ["ProcessAdopted", "GateDecided"]
    assert "process-not-followed" not in found.codes("2025-03-10")


@raises("process-not-followed")
@pytest.mark.row(15)
def test_work_that_starts_before_its_foundation_breaks_the_order() -> None:
    found = judged(OPENED, ADOPTED, decided("intake", "2025-01-03"), WORK)
    finding = found.finding("process-not-followed")
    assert (finding.key, finding.severity) == ("clean-desk", "high")
    assert found.evidence("process-not-followed") == ["ProcessAdopted", "WorkStarted"]


@quiet("process-not-followed")
@pytest.mark.row(4)
@pytest.mark.parametrize(
    "told",
    [
        [WORK],
        [ADOPTED],
        [ADOPTED, *FIRST, WORK],
        [ADOPTED, decided("intake", "2025-01-03"), waived("clean-desk"), WORK],
        [ADOPTED, *FIRST, decided("trust", "2025-01-09"), decided("launch", "2025-02-01")],
        [
            ADOPTED,
            *FIRST,
            decided("trust", "2025-01-09", "skipped"),
            decided("launch", "2025-02-01"),
        ],
        [ADOPTED, decided("trust", "2025-01-09", "failed")],
        [adopted(discretion=("trust",)), *FIRST, decided("launch", "2025-02-01")],
        [
            ADOPTED,
            on("2025-01-03", IntakeDecided(outcome="accepted", gate="intake")),
            decided("clean-desk", "2025-01-04"),
        ],
    ],
    ids=[
        "no process",
        "nothing done",
        "foundation laid",
        "waived",
        "in order",
        "skipped openly",
        "not passed",
        "free to leave out",
        "asked at the intake",
    ],
)
def test_what_was_asked_waived_or_left_free_follows_the_process(told: list[Record]) -> None:
    assert "process-not-followed" not in judged(OPENED, *told).codes()


@raises("deferred-step-overdue")
@pytest.mark.row(12)
def test_a_step_that_was_put_off_is_overdue_after_its_day_until_it_is_done() -> None:
    told = [ADOPTED, waived("clean-desk", until="2025-02-03"), decided("clean-desk", "2025-03-01")]
    found = judged(OPENED, *told)
    finding = found.finding("deferred-step-overdue", "2025-02-04")
    assert finding.since == finding.due == "2025-02-03T18:00:00+01:00"
    assert found.evidence("deferred-step-overdue", "2025-02-04") == ["WaiverGranted"]
    assert "deferred-step-overdue" not in found.codes("2025-02-02")
    assert "deferred-step-overdue" not in found.codes("2025-03-01")


@quiet("deferred-step-overdue")
@pytest.mark.row(12)
@pytest.mark.parametrize(
    "told",
    [
        [waived("clean-desk")],
        [waived("clean-desk", until="2025-02~")],
        [waived("clean-desk", until="2025-02-03"), decided("clean-desk", "2025-02-01")],
        [waived("clean-desk", until="2025-02-03"), on("2025-02-01", BreakupAnnounced(by="client"))],
        [
            waived("clean-desk", until="2025-02-03"),
            waived("clean-desk", "trust", when="2025-02-01", until="2091-01-01", waiver="again"),
        ],
    ],
    ids=["no day", "about then", "done", "over", "agreed anew"],
)
def test_a_step_without_a_day_or_done_in_time_is_not_overdue(told: list[Record]) -> None:
    assert "deferred-step-overdue" not in judged(OPENED, ADOPTED, *told).codes()


@raises("discretion-overstepped")
@pytest.mark.row(82)
@pytest.mark.parametrize(("gate", "severity"), [("trust", "medium"), ("clean-desk", "high")])
def test_a_deviation_that_is_not_the_teams_to_decide_oversteps(gate: str, severity: str) -> None:
    free = adopted(discretion=("extra",))
    found = judged(OPENED, free, waived("extra", gate, authorised=True))
    finding = found.finding("discretion-overstepped")
    assert (finding.severity, finding.sentence.values["gates"]) == (severity, [gate])
    assert found.evidence("discretion-overstepped") == ["ProcessAdopted", "WaiverGranted"]


@raises("discretion-overstepped")
def test_what_was_overstepped_is_mended_when_its_gates_are_passed_after_all() -> None:
    told = [adopted(discretion=()), waived("clean-desk", authorised=True)]
    found = judged(OPENED, *told, decided("clean-desk", "2025-03-01"))
    assert "discretion-overstepped" in found.codes("2025-02-28")
    assert "discretion-overstepped" not in found.codes("2025-03-01")


@quiet("discretion-overstepped")
@pytest.mark.row(82)
@pytest.mark.parametrize(
    "told",
    [
        [ADOPTED, waived("trust", authorised=True)],
        [adopted(discretion=("trust",)), waived("trust", authorised=True)],
        [adopted(discretion=()), waived("trust")],
        [adopted(discretion=()), waived("trust", authorised=True, approved_by="both")],
    ],
    ids=["not told what is free", "free", "an accepted deviation", "the client agreed"],
)
def test_authorised_discretion_is_no_violation(told: list[Record]) -> None:
    assert "discretion-overstepped" not in judged(OPENED, *told).codes()


GOAL = on("2025-01-10", GoalSet(goal="seen", work="visibility"))


def pressed(when: str = "2025-02-03", **more: Any) -> Record:  # noqa: ANN401
    said = {
        "goal": "money",
        "work": "sales-launch",
        "replaces": "seen",
        "initiated_by": "client",
        "parks_gates": ("trust",),
        **more,
    }
    return on(when, GoalSet.model_validate(said))


@raises("pressure-to-skip")
@pytest.mark.row(20)
@pytest.mark.parametrize(
    ("motive", "severity"), [("money-pressure", "medium"), ("pleasing", "low"), (None, "low")]
)
def test_pressure_to_leave_out_a_gate_is_a_signal_once_nobody_goes_into_it(
    motive: str | None, severity: str
) -> None:
    advised = on("2025-02-10", AdviceGiven(advice="a", gate="trust"))
    found = judged(OPENED, ADOPTED, GOAL, pressed(motive=motive), advised)
    finding = found.finding("pressure-to-skip", "2025-02-06")
    assert (finding.severity, finding.since) == (severity, "2025-02-05T18:00:00+01:00")
    assert found.evidence("pressure-to-skip", "2025-02-06") == ["GoalSet"]
    assert "pressure-to-skip" not in found.codes("2025-02-10")


@quiet("pressure-to-skip")
@pytest.mark.row(20)
@pytest.mark.parametrize(
    "told",
    [
        [pressed(parks_gates=())],
        [pressed(initiated_by="supplier")],
        [pressed("2025-02-03~")],
        [pressed(), on("2025-02-04", AdviceGiven(advice="a", gate="trust"))],
        [pressed(), decided("trust", "2025-02-04")],
        [pressed(), on("2025-02-04", BreakupAnnounced(by="supplier"))],
    ],
    ids=["nothing parked", "our own wish", "about then", "advised", "asked after all", "over"],
)
def test_pressure_that_is_answered_at_once_or_is_none_gives_no_signal(told: list[Record]) -> None:
    assert "pressure-to-skip" not in judged(OPENED, ADOPTED, GOAL, *told).codes()


def test_the_money_that_presses_is_named() -> None:
    told = judged(OPENED, ADOPTED, GOAL, pressed(motive="money-pressure"))
    values = told.finding("pressure-to-skip").sentence.values
    assert (values["gate"], values["motive"]) == ("trust", "money-pressure")
    assert told.finding("pressure-to-skip").due == Moment("2025-02-05T18:00:00+01:00")
