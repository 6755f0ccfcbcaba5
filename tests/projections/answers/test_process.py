"""Planned and actual, deviations in hindsight, waste, bypasses."""

import pytest

from domain.contract import ContextNoted, CooperationStarted
from domain.courtship import IntakeDecided
from domain.friction import IncidentOccurred
from domain.process import (
    Answer,
    Gate,
    GateDecided,
    ProcessAdopted,
    WaiverGranted,
    WorkDiscarded,
    WorkPlanned,
    WorkStarted,
)
from tests.given import on
from tests.projections.answers.asked import ask, figures, told

GATES = ("intake", "clean-desk", "know-like-trust", "launch")
PROCESS = on(
    "2025-01-01",
    ProcessAdopted(
        process="start", gates=tuple(Gate(gate=g, title=g, questions=("why",)) for g in GATES)
    ),
    CooperationStarted(),
)
WAIVER = WaiverGranted(
    waiver="later", gates=("clean-desk",), harmless_for=("visibility",), leaves_unchecked=("shop",)
)
SHOP_FAILS = on("2025-03-01", IncidentOccurred(kind="bypass", tool="shop"))


@pytest.mark.row(43)
def test_the_actual_order_and_outcome_stand_beside_the_plan() -> None:
    passed = GateDecided(
        gate="know-like-trust", outcome="passed", answers=(Answer(question="why", answer="so"),)
    )
    rows = ask(
        "planned-and-actual",
        told(
            "a",
            PROCESS,
            on("2025-01-02", IntakeDecided(outcome="accepted", gate="intake")),
            on("2025-01-11", passed),
            on("2025-01-21", WAIVER),
        ),
    )
    assert [
        figures(r, "gate", "planned", "actual", "outcome", "days", "deviates") for r in rows
    ] == [
        ("intake", 1, 1, "accepted", 1, False),
        ("clean-desk", 2, 3, "waived", 20, True),
        ("know-like-trust", 3, 2, "passed", 10, False),
        ("launch", 4, None, "open", None, None),
    ]


@pytest.mark.row(14)
def test_in_hindsight_a_harmless_deviation_shows_what_came_of_it() -> None:
    rows = ask(
        "deviations-in-hindsight",
        told("harmful", PROCESS, on("2025-02-01", WAIVER), SHOP_FAILS),
        told("quiet", PROCESS, on("2025-02-01", WAIVER)),
        told("fine", PROCESS, on("2025-02-01", WAIVER.model_copy(update={"worked_out": True}))),
    )
    assert [figures(r, "relationship", "incidents", "harmful") for r in rows] == [
        ("harmful", 1, True),
        ("quiet", 0, None),
        ("fine", 0, False),
    ]


@pytest.mark.row(18)
def test_waste_is_told_by_who_asked_for_the_change() -> None:
    plans = on("2025-02-01", WorkPlanned(plan="one"), WorkPlanned(plan="two"))
    thrown = on(
        "2025-03-01",
        WorkDiscarded(plan="one", initiated_by="client", hours=12),
        WorkDiscarded(plan="two"),
    )
    rows = ask("waste", told("a", plans, thrown))
    assert [figures(r, "initiated_by", "times", "hours", "not_told") for r in rows] == [
        ("client", 1, 12, 0),
        ("unknown", 1, None, 1),
    ]


@pytest.mark.row(61)
def test_a_client_who_needs_bypasses_falls_outside_the_normal_system() -> None:
    work = on("2025-02-01", WorkStarted(work="delivery"))
    small = on("2025-03-01", IncidentOccurred(kind="small-error"))
    rows = ask("bypass-ratio", told("a", work, SHOP_FAILS, small), told("b", work), told("c"))
    assert [figures(r, "relationship", "share", "per_work", "outside") for r in rows] == [
        ("a", 0.5, 1.0, True),
        ("b", None, 0.0, None),
    ]


@pytest.mark.row(8)
def test_facts_are_listed_with_the_gate_they_argue_for_where_somebody_said_so() -> None:
    away = ContextNoted(topic_of="history", text="Away", argues_for="know-like-trust")
    moved = ContextNoted(topic_of="life-event", text="Moved")
    rows = ask("facts-for-a-phase", told("a", PROCESS, on("2025-02-01", away, moved)))
    assert [figures(r, "gate", "subject") for r in rows] == [
        ("know-like-trust", "history"),
        (None, "life-event"),
    ]
