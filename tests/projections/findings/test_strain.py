"""Findings about strain."""

import pytest

from domain._kernel import Record
from domain.care import ContactHeld
from domain.contract import GoalSet
from domain.friction import EffortSpent, IncidentOccurred
from domain.numbers import ExpectationStated, MetricObserved
from domain.values import ValueDeclared, ValueJudged
from tests.given import history, on, opened
from tests.projections.judging import judged, quiet, raises

GOAL = on("2025-01-01", GoalSet(goal="sell", work="sales-launch"))
EXPECTED = on(
    "2025-01-02",
    ExpectationStated(
        expectation="e", by="client", metric="sold", value=100, unit="count", goal="sell"
    ),
)


def error(when: str, cause: str | None = None) -> Record:
    return on(when, IncidentOccurred(kind="small-error"), cause=cause)


@raises("errors-accumulate")
@pytest.mark.row(57)
def test_three_errors_in_two_months_accumulate() -> None:
    found = judged(opened(), error("2025-01-01"), error("2025-02-01"), error("2025-03-02"))
    assert found.evidence("errors-accumulate") == ["IncidentOccurred"] * 3
    assert found.finding("errors-accumulate").since == "2025-03-02"


@raises("errors-accumulate")
@pytest.mark.row(34)
def test_errors_from_one_root_name_it_first() -> None:
    root = history(opened(), on("2024-12-31", GoalSet(goal="g", work="other")))[1]
    errors = [error(f"2025-01-0{day}", root.id) for day in (1, 2, 3)]
    found = judged(opened(), on("2024-12-31", GoalSet(goal="g", work="other")), *errors)
    assert found.evidence("errors-accumulate") == ["GoalSet", *["IncidentOccurred"] * 3]


@quiet("errors-accumulate")
def test_three_errors_over_a_longer_time_do_not() -> None:
    spread = [error("2025-01-01"), error("2025-02-01"), error("2025-03-03")]
    assert "errors-accumulate" not in judged(opened(), *spread).codes()
    assert "errors-accumulate" not in judged(opened(), *spread[:2]).codes()


FIRES = [on(f"2025-02-0{day}", EffortSpent(kind="firefighting", hours=4)) for day in (1, 2)] + [
    on("2025-02-03", IncidentOccurred(kind="incident", mode="firefighting"))
]


def sold(value: float) -> Record:
    return on("2025-02-10", MetricObserved(metric="sold", value=value, unit="count", goal="sell"))


@raises("firefighting")
@pytest.mark.row(35)
def test_fires_without_result_are_firefighting() -> None:
    found = judged(opened(), GOAL, EXPECTED, *FIRES, sold(9))
    expected = ["EffortSpent", "EffortSpent", "IncidentOccurred", "MetricObserved"]
    assert found.evidence("firefighting") == expected


@quiet("firefighting")
def test_fires_with_a_result_or_among_planned_work_are_not() -> None:
    planned = [on(f"2025-02-0{day}", EffortSpent(kind="billable")) for day in (4, 5, 6, 7)]
    for commands in [(*FIRES, sold(10)), (*FIRES, *planned, sold(9)), (*FIRES[:2], sold(9))]:
        assert "firefighting" not in judged(opened(), GOAL, EXPECTED, *commands).codes()


@raises("core-value-broken")
@pytest.mark.row(39)
@pytest.mark.parametrize(
    ("limit", "verdict"), [("strained", "strained"), ("strained", "lost"), ("lost", "lost")]
)
def test_a_value_judged_as_its_exit_says_is_broken(limit: str, verdict: str) -> None:
    declared = ValueDeclared.model_validate({"value": "trust", "exit_when": limit})
    verdict_on = ValueJudged.model_validate(
        {"value": "trust", "verdict": verdict, "by": "supplier"}
    )
    found = judged(opened(), on("2025-01-01", declared), on("2025-02-01", verdict_on))
    assert found.evidence("core-value-broken") == ["ValueDeclared", "ValueJudged"]
    assert found.finding("core-value-broken").severity == "critical"


@quiet("core-value-broken")
@pytest.mark.parametrize(
    ("limit", "verdict"), [("lost", "strained"), (None, "lost"), ("strained", "upheld")]
)
def test_a_value_that_holds_or_has_no_exit_is_not(limit: str | None, verdict: str) -> None:
    declared = ValueDeclared.model_validate({"value": "trust", "exit_when": limit})
    verdict_on = ValueJudged.model_validate(
        {"value": "trust", "verdict": verdict, "by": "supplier"}
    )
    commands = on("2025-01-01", declared), on("2025-02-01", verdict_on, ContactHeld())
    assert "core-value-broken" not in judged(opened(), *commands).codes()
