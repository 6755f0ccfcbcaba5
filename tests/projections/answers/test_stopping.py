"""Where a stricter rule would have said no, and since when ending was due."""

import pytest

from domain.breakup import BreakupAnnounced, RelationshipEnded
from domain.courtship import IntakeDecided
from domain.expectation import OpinionVoiced
from domain.friction import PlugReviewed
from domain.moments import Moment
from domain.process import Answer, Gate, GateDecided, ProcessAdopted, WaiverGranted
from domain.values import ValueDeclared, ValueJudged
from tests.given import on
from tests.projections.answers.asked import ask, figures, told

PROCESS = on(
    "2025-01-01",
    ProcessAdopted(
        process="p",
        gates=(
            Gate(gate="intake", title="I"),
            Gate(gate="desk", title="D"),
            Gate(gate="trust", title="T", questions=("known", "liked")),
        ),
    ),
    ValueDeclared(value="trust", exit_when="lost"),
    IntakeDecided(outcome="accepted", gate="intake"),
)
WAIVED = on("2025-02-01", WaiverGranted(waiver="w", gates=("desk",), harmless_for=("visibility",)))
SKIPPED = on(
    "2025-03-01",
    GateDecided(
        gate="trust",
        outcome="skipped",
        answers=(Answer(question="known", answer="yes"), Answer(question="liked")),
    ),
)
LOST = on("2025-03-11", ValueJudged(value="trust", verdict="lost", by="client"))
ENDED = on("2025-03-21", BreakupAnnounced(by="supplier"), RelationshipEnded(by="supplier"))
STORY = told("a", PROCESS, WAIVED, SKIPPED, LOST, ENDED)


@pytest.mark.row(42)
def test_a_stricter_gate_refuses_the_skip_and_the_intake_is_named_as_the_one_that_missed() -> None:
    rows = ask("first-stop", STORY)
    assert [
        figures(r, "gate", "how", "at", "rule", "days_before_break", "days_before_end")
        for r in rows
    ] == [
        ("intake", "missed", "2025-01-01", None, 69, 79),
        ("trust", "skip-refused", "2025-03-01", "skipping-says-so", 10, 20),
    ]
    assert rows[1]["open_questions"] == ["liked"]


@pytest.mark.row(42)
def test_one_gate_can_be_tried_and_waivers_refused_as_well() -> None:
    assert [row["gate"] for row in ask("first-stop", STORY, gate="trust")] == ["trust"]
    rows = ask("first-stop", STORY, waivers=True)
    assert figures(rows[1], "gate", "how", "rule") == (
        "desk",
        "waiver-refused",
        "waivable-gates-only",
    )


@pytest.mark.row(42)
def test_without_a_gate_left_out_no_rule_would_have_stopped_anything() -> None:
    assert ask("first-stop", told("a", PROCESS)) == []


@pytest.mark.row(5)
def test_a_gate_misses_whoever_turned_out_not_to_match() -> None:
    no = on("2025-02-01", OpinionVoiced(topic_of="fit", by="client", verdict="no"))
    calm = told("calm", PROCESS)
    (row,) = ask("missed-gates", STORY, calm, told("c", PROCESS, no), told("d"))
    assert figures(row, "gate", "asked", "mismatches", "missed", "share") == (
        "intake",
        3,
        2,
        2,
        0.6667,
    )


@pytest.mark.row(39, 59)
def test_ending_is_justified_from_the_moment_its_criterion_was_met() -> None:
    (row,) = ask("plug-review", STORY)
    assert figures(row, "justified_since", "on_what", "value", "days_to_end", "advised") == (
        "2025-03-11",
        "core-value-broken",
        "trust",
        10,
        "end",
    )
    assert ask("plug-review", STORY, now="2025-03-01") == []


@pytest.mark.row(59)
def test_a_review_can_justify_it_and_a_new_one_falls_due() -> None:
    again = Moment("2025-06-01")
    rows = ask(
        "plug-review",
        told("go", on("2025-03-01", PlugReviewed(verdict="go-on", again=again))),
        told("end", on("2025-03-01", PlugReviewed(verdict="end"))),
        now="2025-07-01",
    )
    assert [figures(r, "justified_since", "on_what", "advised", "due") for r in rows] == [
        (None, None, "go-on", True),
        ("2025-03-01", "reviewed", "end", None),
    ]
