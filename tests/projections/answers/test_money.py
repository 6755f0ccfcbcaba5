"""What clients cost and bring, and what they keep us from."""

from typing import Literal

import pytest

from domain._kernel import Record
from domain.contract import MoneyBooked
from domain.courtship import IntakeDecided
from domain.feelings import FeelingObserved
from domain.friction import EffortSpent, IssueRaised, RequestAnswered, SolutionSought
from tests.given import on
from tests.projections.answers.asked import ask, figures, told

Fit = Literal["core", "edge", "outside", "unknown"]


def intake(fit: Fit) -> Record:
    return on("2025-01-02", IntakeDecided(outcome="accepted", fit=fit))


def spent(kind: Literal["billable", "unbillable", "rework"], hours: float | None) -> Record:
    return on("2025-02-01", EffortSpent(kind=kind, hours=hours))


CORE = told(
    "core",
    intake("core"),
    spent("billable", 40),
    on("2025-02-01", MoneyBooked(kind="revenue", amount=9000)),
)
MISFIT = told(
    "misfit",
    intake("outside"),
    spent("rework", 100),
    spent("rework", None),
    spent("billable", 10),
    on("2025-03-01", MoneyBooked(kind="revenue", amount=5000)),
    on("2025-04-01", MoneyBooked(kind="burn-out", amount=20000)),
    on("2026-04-01", MoneyBooked(kind="cost", amount=1000)),
)


@pytest.mark.row(50, 52)
def test_cost_is_told_by_kind_and_hours_that_nobody_told_are_counted_apart() -> None:
    rows = {row["cost_kind"]: row for row in ask("cost-to-serve", MISFIT)}
    assert figures(rows["rework"], "eur", "hours", "entries", "not_told") == (None, 100, 2, 1)
    assert figures(rows["burn-out"], "eur", "hours", "not_told") == (20000, None, 0)
    assert "revenue" not in rows


@pytest.mark.row(52, 58)
def test_lost_hours_are_told_in_fitting_clients() -> None:
    (row,) = ask("opportunity-cost", CORE, MISFIT)
    assert figures(row, "relationship", "eur", "burn_out", "fitting_hours", "fitting_clients") == (
        "misfit",
        21000,
        20000,
        40,
        2.5,
    )
    assert ask("opportunity-cost", MISFIT)[0]["fitting_clients"] is None
    assert ask("opportunity-cost", MISFIT, fitting_hours=50)[0]["fitting_clients"] == 2.0


@pytest.mark.row(49, 53)
def test_margin_by_fit_looks_at_the_short_and_the_medium_term() -> None:
    rows = {row["fit"]: row for row in ask("margin-by-fit", CORE, MISFIT)}
    assert figures(rows["core"], "margin", "margin_short", "margin_medium") == (9000, 9000, 9000)
    assert figures(rows["outside"], "margin", "margin_short") == (-16000, -15000)
    assert figures(rows["core"], "revenue", "cost") == (9000, None)


@pytest.mark.row(68)
def test_a_no_frees_what_others_of_its_band_took() -> None:
    no = on("2025-01-02", IntakeDecided(outcome="declined", fit="outside", minutes_to_no=2))
    rows = {row["fit"]: row for row in ask("time-by-fit", CORE, MISFIT, told("no", no))}
    assert figures(rows["outside"], "hours", "declined", "minutes_to_no", "freed_hours") == (
        110,
        1,
        2,
        110,
    )
    assert figures(rows["core"], "declined", "freed_hours") == (0, None)


@pytest.mark.row(126)
def test_failure_cost_stands_beside_both_moods_by_quarter() -> None:
    rows = ask(
        "failure-cost",
        told(
            "a",
            on("2025-02-01", MoneyBooked(kind="failure-cost", amount=700)),
            on("2025-02-01", FeelingObserved(whose="staff", valence=-0.5)),
            on("2025-05-01", FeelingObserved(whose="client", valence=0.5)),
        ),
    )
    assert [figures(r, "quarter", "failure_cost", "mean_client", "mean_staff") for r in rows] == [
        ("2025-Q1", 700, None, -0.5),
        ("2025-Q2", None, 0.5, None),
    ]


@pytest.mark.row(192)
def test_turning_somebody_away_costs_ourselves() -> None:
    (row,) = ask(
        "cost-of-rigidity",
        told(
            "a",
            on("2025-02-01", IssueRaised(issue="late", kind="problem")),
            on("2025-02-02", SolutionSought(request="help", issue="late")),
            on("2025-02-03", RequestAnswered(request="help", answer="refused", ground="system")),
            on("2025-02-10", EffortSpent(kind="rework", hours=6)),
            on("2025-02-10", FeelingObserved(whose="staff", valence=-0.4)),
            on("2025-02-11", IssueRaised(issue="refused", kind="complaint")),
            on("2025-09-01", EffortSpent(kind="rework", hours=100)),
        ),
    )
    assert figures(row, "refusals", "hours", "eur", "complaints", "mean_staff") == (
        1, 6, None, 1, -0.4,
    )  # fmt: skip
