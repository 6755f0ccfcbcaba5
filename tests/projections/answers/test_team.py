"""How loosely we sell, how we deliver, how often we give in."""

import pytest

from domain.care import CareGiven
from domain.contract import GoalSet, ProjectFinished, ScopeSet
from domain.courtship import IntakeDecided
from domain.feelings import FeelingObserved
from domain.friction import ConcessionMade, StaffStateNoted
from domain.organisation import ImprovementReviewed, ImprovementStarted
from domain.process import Gate, GateDecided, ProcessAdopted
from tests.given import on
from tests.projections.answers.asked import ask, figures, told

US = told("organisation:us")
STRICT = ProcessAdopted(process="p", gates=(Gate(gate="g", title="G"),), strictness="strict")
ANNOYED = on("2025-02-01", FeelingObserved(whose="staff", valence=-0.5))
HAPPY = on("2025-02-01", FeelingObserved(whose="client", valence=0.5))


@pytest.mark.row(77)
def test_loose_sales_and_strict_delivery_stand_in_one_quadrant_with_both_moods() -> None:
    pressed = IntakeDecided(outcome="accepted", fit="edge", pressure="target")
    core = IntakeDecided(outcome="accepted", fit="core")
    rows = ask(
        "quadrant",
        US,
        told("loose", on("2025-01-02", pressed, STRICT), ANNOYED),
        told("tight", on("2025-01-02", core), HAPPY),
        told("untold", on("2025-01-02", IntakeDecided(outcome="accepted"))),
        told("nothing"),
    )
    assert [
        figures(r, "organisation", "acquisition", "delivery", "mean_client", "mean_staff")
        for r in rows
    ] == [
        ("organisation:us", "loose", "strict", None, -0.5),
        ("organisation:us", "tight", None, 0.5, None),
        ("organisation:us", None, None, None, None),
    ]


@pytest.mark.row(62)
def test_yielding_counts_concessions_waived_rules_and_free_changes_beside_limits_held() -> None:
    gave = told(
        "gave",
        on("2025-01-02", STRICT, GoalSet(goal="one", work="delivery")),
        on("2025-02-01", ConcessionMade(motive="client-is-king")),
        on("2025-02-01", GateDecided(gate="g", outcome="skipped")),
        on("2025-02-01", ScopeSet(size=40, unit="hours", reason="pleasing")),
        on("2025-02-01", ScopeSet(size=40, unit="hours", reason="new-insight")),
        on(
            "2025-02-01",
            GoalSet(goal="two", work="delivery", replaces="one", initiated_by="client"),
        ),
    )
    held = told("held", on("2025-02-01", CareGiven(kind="limit-set")))
    (row,) = ask("yielding-index", US, gave, held)
    assert figures(row, "concessions", "waived", "changes", "held", "per_relationship") == (
        1, 1, 2, 1, 2.0,
    )  # fmt: skip
    assert figures(row, "organisation", "share") == ("organisation:us", 0.8)


@pytest.mark.row(44, 81)
def test_the_scoreboard_counts_only_what_was_told() -> None:
    first = ProjectFinished(project="one", on_time=True, enthusiasm=0.9, successful=True)
    second = ProjectFinished(project="two", on_time=False, in_budget=True)
    (row,) = ask("output-scoreboard", told("a", on("2025-02-01", first, second)))
    assert figures(row, "projects", "on_time", "in_budget", "enthusiasm", "very_glad") == (
        2, 0.5, 1.0, 0.9, 1.0,
    )  # fmt: skip
    assert row["success"] == 1.0


@pytest.mark.row(52)
def test_energy_is_told_for_each_of_our_people() -> None:
    noted = [
        on("2025-02-01", StaffStateNoted(kind="energy", person="p-1", level=-0.8)),
        on("2025-03-01", StaffStateNoted(kind="energy", person="p-1", level=-0.2)),
        on("2025-03-02", StaffStateNoted(kind="dread", person="p-2")),
    ]
    rows = ask("energy", told("a", *noted))
    assert [figures(r, "who", "energy", "lowest", "dread") for r in rows] == [
        ("p-1", -0.2, -0.8, 0),
        ("p-2", None, None, 1),
    ]


@pytest.mark.row(51)
def test_frustration_is_a_share_of_all_that_our_people_felt_below_zero() -> None:
    rows = ask("frustration", told("a", ANNOYED, ANNOYED, ANNOYED), told("b", ANNOYED), told("c"))
    assert [figures(r, "relationship", "moments", "share") for r in rows] == [
        ("a", 3, 0.75),
        ("b", 1, 0.25),
    ]


@pytest.mark.row(78, 87)
def test_an_experiment_shows_before_and_after_and_says_when_nobody_measured() -> None:
    us = told(
        "organisation:us",
        on("2025-01-02", ImprovementStarted(improvement="tight", kind="policy-experiment")),
        on("2025-01-02", ImprovementStarted(improvement="warm", kind="programme")),
        on(
            "2025-04-02",
            ImprovementReviewed(improvement="tight", metric="complaints", before=10, after=4),
        ),
    )
    rows = ask("before-and-after", us)
    assert [figures(r, "improvement", "metric", "change", "days") for r in rows] == [
        ("tight", "complaints", -6, 90),
        ("warm", None, None, None),
    ]
