"""Findings about the way of working: raised when they should be, and quiet when not."""

import pytest

from domain.breakup import LessonRecorded
from domain.contract import AgreementMade, GoalSet
from domain.moments import Moment
from domain.numbers import MetricObserved
from domain.process import (
    AbsencePlanned,
    AdviceAnswered,
    AdviceGiven,
    Answer,
    Gate,
    GateDecided,
    ProcessAdopted,
    WaiverGranted,
    WorkPlanned,
    WorkStarted,
)
from tests.given import on, opened
from tests.projections.judging import judged, quiet, raises

ADOPTED = on(
    "2025-01-02",
    ProcessAdopted(
        process="sprint",
        gates=(
            Gate(gate="kick-off", title="Kick-off", questions=("goal", "budget")),
            Gate(gate="proof", title="Proof", foundation=True),
            Gate(gate="drinks", title="Drinks", mandatory=False),
        ),
    ),
)
BASE = (opened(), ADOPTED)
WAIVED = on(
    "2025-01-05",
    WaiverGranted(
        waiver="later",
        gates=("kick-off",),
        harmless_for=("visibility",),
        leaves_unchecked=("mailer",),
        until=Moment("2025-02-01"),
    ),
)
AWAY = on("2025-01-06", AbsencePlanned(absence="leave", role="lead", begins=Moment("2025-01-20")))
PLANNED = on("2025-01-04", WorkPlanned(plan="launch"))


@raises("deviation-accepted")
@pytest.mark.row(12)
def test_a_waiver_is_an_accepted_deviation_until_its_gate_is_passed() -> None:
    answers = (Answer(question="goal", answer="a"), Answer(question="budget", answer="b"))
    passed = GateDecided(gate="kick-off", outcome="passed", answers=answers)
    found = judged(*BASE, WAIVED, on("2025-01-15", passed))
    assert found.evidence("deviation-accepted", "2025-01-14") == ["WaiverGranted"]
    assert found.finding("deviation-accepted", "2025-01-14").due == Moment("2025-02-01")
    assert "deviation-accepted" not in found.codes("2025-01-15")


@quiet("deviation-accepted")
def test_a_gate_that_is_skipped_is_no_accepted_deviation() -> None:
    skipped = GateDecided(gate="kick-off", outcome="skipped")
    assert "deviation-accepted" not in judged(*BASE, on("2025-01-05", skipped)).codes()


@raises("waiver-void")
@pytest.mark.row(31)
@pytest.mark.parametrize(
    "work",
    [
        GoalSet(goal="sell", work="sales-launch", needs=("mailer",)),
        WorkStarted(work="sales-launch", uses=("mailer",)),
        WorkStarted(work="sales-launch"),
    ],
    ids=["goal", "work", "work that names no tools"],
)
def test_other_work_on_what_nobody_checked_voids_the_waiver(work: GoalSet | WorkStarted) -> None:
    found = judged(*BASE, WAIVED, on("2025-01-10", work))
    assert found.evidence("waiver-void") == ["WaiverGranted", type(work).__name__]


@quiet("waiver-void")
@pytest.mark.parametrize(
    ("when", "work"),
    [
        ("2025-01-10", WorkStarted(work="visibility", uses=("mailer",))),
        ("2025-01-10", WorkStarted(work="sales-launch", uses=("website",))),
        ("2025-02-02", WorkStarted(work="sales-launch", uses=("mailer",))),
    ],
    ids=["the work it was for", "tools that were checked", "after it ran out"],
)
def test_a_waiver_holds_for_its_work_and_its_time(when: str, work: WorkStarted) -> None:
    assert "waiver-void" not in judged(*BASE, WAIVED, on(when, work)).codes()


def test_a_waiver_runs_until_the_end_of_its_last_day() -> None:
    work = WorkStarted(work="sales-launch", uses=("mailer",))
    assert "waiver-void" in judged(*BASE, WAIVED, on("2025-02-01T09:00:00+01:00", work)).codes()


@raises("key-person-absent")
@pytest.mark.row(11)
def test_a_key_person_away_during_work_is_a_finding() -> None:
    found = judged(*BASE, PLANNED, AWAY)
    assert found.evidence("key-person-absent") == ["WorkPlanned", "AbsencePlanned"]


@quiet("key-person-absent")
def test_an_absence_without_work_or_of_somebody_else_is_none() -> None:
    other = AbsencePlanned(absence="o", role="x", key_person=False, begins=Moment("2025-02-01"))
    assert "key-person-absent" not in judged(*BASE, AWAY).codes()
    assert "key-person-absent" not in judged(*BASE, PLANNED, on("2025-01-06", other)).codes()


@raises("gate-skipped")
@pytest.mark.row(26)
def test_a_skipped_gate_counts_its_open_questions_until_it_is_passed() -> None:
    half = (Answer(question="goal", answer="more"),)
    full = (*half, Answer(question="budget", answer="10"))
    found = judged(
        *BASE,
        on("2025-01-10", GateDecided(gate="kick-off", outcome="skipped", answers=half)),
        on("2025-01-20", GateDecided(gate="kick-off", outcome="passed", answers=full)),
    )
    finding = found.finding("gate-skipped", "2025-01-10")
    assert found.evidence("gate-skipped", "2025-01-10") == ["ProcessAdopted", "GateDecided"]
    assert (finding.severity, finding.sentence.values["blanks"]) == ("high", 1)
    assert "gate-skipped" not in found.codes()


@raises("gate-skipped")
def test_a_skipped_foundation_is_critical() -> None:
    found = judged(*BASE, on("2025-01-10", GateDecided(gate="proof", outcome="skipped")))
    assert found.finding("gate-skipped").severity == "critical"


@quiet("gate-skipped")
def test_an_optional_or_a_failed_gate_is_not_skipped() -> None:
    optional = on("2025-01-10", GateDecided(gate="drinks", outcome="skipped"))
    failed = on("2025-01-10", GateDecided(gate="kick-off", outcome="failed"))
    assert "gate-skipped" not in judged(*BASE, optional, failed).codes()


@raises("timeline-compressed")
@pytest.mark.row(27)
def test_work_that_starts_a_week_before_a_key_person_leaves_is_compressed() -> None:
    agreed = on("2025-01-07", AgreementMade(agreement="a", text="A"))
    found = judged(*BASE, AWAY, agreed, on("2025-01-13", WorkStarted(work="delivery")))
    expected = ["AbsencePlanned", "AgreementMade", "WorkStarted"]
    assert found.evidence("timeline-compressed") == expected


@quiet("timeline-compressed")
@pytest.mark.parametrize("when", ["2025-01-12", "2025-01-21"])
def test_work_well_before_or_after_the_leaving_is_not_compressed(when: str) -> None:
    found = judged(*BASE, AWAY, on(when, WorkStarted(work="delivery")))
    assert "timeline-compressed" not in found.codes()


MEASURED = on("2025-01-03", MetricObserved(metric="opened", value=0.1, unit="share"))
ADVISED = on("2025-01-04", AdviceGiven(advice="wait"))
REJECTED = on("2025-01-05", AdviceAnswered(advice="wait", answer="rejected"))


@raises("advice-rejected")
@pytest.mark.row(21)
def test_advice_rejected_against_numbers_is_a_finding() -> None:
    expected = ["MetricObserved", "AdviceGiven", "AdviceAnswered"]
    assert judged(*BASE, MEASURED, ADVISED, REJECTED).evidence("advice-rejected") == expected


@quiet("advice-rejected")
def test_advice_that_was_taken_or_stood_without_numbers_is_none() -> None:
    accepted = on("2025-01-05", AdviceAnswered(advice="wait", answer="accepted"))
    old = on("2024-01-03", MetricObserved(metric="opened", value=0.1, unit="share"))
    for commands in [(MEASURED, ADVISED, accepted), (ADVISED, REJECTED), (old, ADVISED, REJECTED)]:
        assert "advice-rejected" not in judged(*BASE, *commands).codes()


@raises("lesson-becomes-rule")
@pytest.mark.row(42)
def test_a_lesson_that_hardens_a_gate_is_good_news() -> None:
    lesson = LessonRecorded(lesson="never", text="Never again", hardens=("kick-off",))
    found = judged(*BASE, on("2025-03-01", lesson))
    assert found.evidence("lesson-becomes-rule") == ["LessonRecorded"]
    assert found.finding("lesson-becomes-rule").severity == "positive"


@quiet("lesson-becomes-rule")
def test_a_lesson_that_binds_nobody_is_no_rule() -> None:
    lesson = on("2025-03-01", LessonRecorded(lesson="never", text="Never again"))
    assert "lesson-becomes-rule" not in judged(*BASE, lesson).codes()
