"""Findings about strain."""

import pytest

from domain._kernel import Record
from domain.care import ContactHeld
from domain.contract import GoalSet
from domain.friction import EffortSpent, IncidentOccurred
from domain.numbers import ExpectationStated, MetricObserved
from domain.process import Gate, ProcessAdopted, WaiverGranted
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


@raises("errors-accumulate")
@pytest.mark.row(13)
def test_errors_on_tools_that_nobody_looked_at_lead_back_to_the_step_that_was_put_off() -> None:
    gate = Gate(gate="tidy", title="Tidy up")
    waiver = WaiverGranted(
        waiver="later", gates=("tidy",), harmless_for=("visibility",), leaves_unchecked=("shop",)
    )
    base = (opened(), on("2025-01-01", ProcessAdopted(process="p", gates=(gate,)), waiver))
    shop = [on(f"2025-02-0{d}", IncidentOccurred(kind="incident", tool="shop")) for d in (1, 2, 3)]
    mail = [on(f"2025-02-0{d}", IncidentOccurred(kind="incident", tool="mail")) for d in (4, 5, 6)]
    assert judged(*base, *shop).evidence("errors-accumulate")[0] == "WaiverGranted"
    assert judged(*base, *mail).evidence("errors-accumulate")[0] == "IncidentOccurred"


def effort(month: int, day: int, kind: str) -> Record:
    return on(f"2025-{month:02d}-{day:02d}", EffortSpent.model_validate({"kind": kind}))


PLANNED = [effort(month, day, "billable") for month in (1, 2) for day in (5, 15, 25)]
BURNING = [effort(4, day, "firefighting") for day in (1, 3, 5, 7)]


@raises("firefighting-rises")
@pytest.mark.row(35)
def test_a_rising_share_of_fires_is_a_finding_until_planned_work_is_back() -> None:
    back = [effort(4, day, "billable") for day in range(10, 16)]
    found = judged(opened(), *PLANNED, *BURNING, *back)
    finding = found.finding("firefighting-rises", "2025-04-07")
    assert (finding.sentence.values["share"], finding.sentence.values["before"]) == (100, 0)
    assert found.evidence("firefighting-rises", "2025-04-07") == ["EffortSpent"] * 4
    assert "firefighting-rises" not in found.codes()


@quiet("firefighting-rises")
@pytest.mark.row(35)
@pytest.mark.parametrize(
    "told",
    [
        BURNING,
        [*PLANNED, *BURNING[:3]],
        [*PLANNED, *(effort(3, day, "billable") for day in range(20, 28)), *BURNING],
        [*(effort(2, day, "firefighting") for day in range(1, 8)), *BURNING],
    ],
    ids=["nothing before", "few", "among planned work", "always so"],
)
def test_fires_that_do_not_rise_or_stand_alone_are_none(told: list[Record]) -> None:
    assert "firefighting-rises" not in judged(opened(), *told).codes()


def wrong(kind: str, *days: int, month: int = 2) -> list[Record]:
    fact = IncidentOccurred.model_validate({"kind": kind})
    return [on(f"2025-{month:02d}-{day:02d}", fact) for day in days]


@raises("outside-normal-system")
@pytest.mark.row(61)
def test_a_client_that_needs_a_way_round_time_after_time_is_outside_the_normal_system() -> None:
    found = judged(opened(), *wrong("incident", 1), *wrong("bypass", 5, 9, 13))
    assert found.finding("outside-normal-system").since == "2025-02-13"
    assert found.finding("outside-normal-system").sentence.values["share"] == 75
    assert found.evidence("outside-normal-system") == ["IncidentOccurred"] * 3


@quiet("outside-normal-system")
@pytest.mark.row(61)
@pytest.mark.parametrize(
    "told",
    [
        wrong("bypass", 1, 2),
        wrong("incident", 1, 2, 3, 4),
        [*wrong("incident", *range(1, 9)), *wrong("bypass", 10, 11, 12)],
        [*wrong("bypass", 1, 2), *wrong("bypass", 20, month=12)],
    ],
    ids=["two", "no bypass", "a small share", "long ago"],
)
def test_a_way_round_now_and_then_says_nothing(told: list[Record]) -> None:
    assert "outside-normal-system" not in judged(opened(), *told).codes()
