"""Findings about numbers: what is expected beside what was measured."""

import pytest

from domain._kernel import Record
from domain.contract import GoalSet
from domain.numbers import ExpectationStated, MetricObserved
from tests.given import on, opened
from tests.projections.judging import judged, quiet, raises

GOAL = on("2025-01-01", GoalSet(goal="sell", work="sales-launch"))
EXPECTED = on(
    "2025-01-03",
    ExpectationStated(
        expectation="buyers",
        by="client",
        metric="sold",
        value=100,
        unit="count",
        rate_metric="opened",
        within_days=100,
        goal="sell",
    ),
)


def measured(
    metric: str, value: float, when: str = "2025-01-02", goal: str | None = None
) -> Record:
    return on(when, MetricObserved(metric=metric, value=value, unit="count", goal=goal))


BASE = (opened(), GOAL)


@raises("expectation-gap")
@pytest.mark.row(22)
def test_an_expectation_that_needs_a_list_of_unknown_size_is_a_gap() -> None:
    found = judged(*BASE, measured("opened", 0.1), EXPECTED)
    assert found.evidence("expectation-gap") == ["MetricObserved", "ExpectationStated"]
    assert found.finding("expectation-gap").sentence.values["needed"] == 1000


@raises("expectation-gap")
def test_it_is_seen_when_the_number_comes_after_the_expectation_too() -> None:
    found = judged(*BASE, EXPECTED, measured("opened", 0.1, "2025-01-05"))
    assert found.finding("expectation-gap").since == "2025-01-05"


@quiet("expectation-gap")
@pytest.mark.parametrize("rate", [0, 1.5, None])
def test_without_a_rate_nothing_follows(rate: float | None) -> None:
    numbers = () if rate is None else (measured("opened", rate),)
    assert "expectation-gap" not in judged(*BASE, *numbers, EXPECTED).codes()


@quiet("expectation-gap")
def test_a_list_that_is_long_enough_leaves_no_gap() -> None:
    numbers = (measured("opened", 0.1), measured("recipients", 1000))
    assert "expectation-gap" not in judged(*BASE, *numbers, EXPECTED).codes()


def test_a_gap_closes_when_the_list_turns_out_to_be_long_enough() -> None:
    later = measured("recipients", 1000, "2025-01-10")
    assert "expectation-gap" not in judged(*BASE, measured("opened", 0.1), EXPECTED, later).codes()


@raises("perception-gap")
@pytest.mark.row(24)
def test_an_audience_that_does_not_respond_is_a_perception_gap() -> None:
    found = judged(*BASE, measured("opened", 0.1), measured("interactions", 0), EXPECTED)
    expected = ["MetricObserved", "MetricObserved", "ExpectationStated"]
    assert found.evidence("perception-gap") == expected


@quiet("perception-gap")
@pytest.mark.parametrize(("rate", "interactions"), [(0.2, 0), (0.1, 1)])
def test_an_audience_that_responds_is_none(rate: float, interactions: float) -> None:
    numbers = (measured("opened", rate), measured("interactions", interactions))
    assert "perception-gap" not in judged(*BASE, *numbers, EXPECTED).codes()


@raises("goal-off-track")
@pytest.mark.row(37)
def test_a_result_below_half_of_what_is_due_by_now_is_off_track() -> None:
    found = judged(*BASE, EXPECTED, measured("sold", 24, "2025-02-22", "sell"))
    assert found.evidence("goal-off-track") == ["ExpectationStated", "MetricObserved"]
    assert found.finding("goal-off-track").sentence.values["elapsed"] == 50


@quiet("goal-off-track")
@pytest.mark.parametrize(
    ("metric", "value", "goal"),
    [("sold", 25, "sell"), ("sold", 1, None), ("opened", 0, "sell")],
)
def test_a_result_on_its_way_or_of_another_goal_is_on_track(
    metric: str, value: float, goal: str | None
) -> None:
    found = judged(*BASE, EXPECTED, measured(metric, value, "2025-02-22", goal))
    assert "goal-off-track" not in found.codes()


def test_a_goal_that_is_reached_after_all_is_no_longer_off_track() -> None:
    behind = measured("sold", 1, "2025-02-22", "sell")
    reached = measured("sold", 100, "2025-03-22", "sell")
    assert "goal-off-track" not in judged(*BASE, EXPECTED, behind, reached).codes()


@raises("goal-off-track")
@pytest.mark.row(37)
def test_a_goal_with_a_target_of_its_own_is_held_against_that() -> None:
    target = {"metric": "sold", "value": 100, "unit": "count", "due": "2025-04-11"}
    said = {"goal": "own", "work": "other", "target": target}
    aim = on("2025-01-01", GoalSet.model_validate(said))
    half_way = measured("sold", 10, "2025-02-20", goal="own")
    found = judged(opened(), aim, half_way, measured("sold", 90, "2025-04-01", goal="own"))
    assert found.finding("goal-off-track", "2025-02-20").sentence.values["elapsed"] == 50
    assert found.evidence("goal-off-track", "2025-02-20") == ["GoalSet", "MetricObserved"]
    assert "goal-off-track" not in found.codes()


PLAIN = on(
    "2025-03-01",
    ExpectationStated(expectation="x", by="client", metric="sold", value=90, unit="count"),
)


@raises("expectation-beyond-measured")
@pytest.mark.row(22, 24)
def test_an_expectation_far_beyond_the_most_that_was_measured_is_a_gap() -> None:
    found = judged(opened(), measured("sold", 30), measured("sold", 10, "2025-02-01"), PLAIN)
    assert found.finding("expectation-beyond-measured").sentence.values["most"] == "30"
    assert found.evidence("expectation-beyond-measured") == ["MetricObserved", "ExpectationStated"]


@quiet("expectation-beyond-measured")
@pytest.mark.row(22)
@pytest.mark.parametrize(
    "told",
    [
        [PLAIN],
        [measured("sold", 31), PLAIN],
        [measured("seen", 1), PLAIN],
        [measured("sold", 0), PLAIN],
        [PLAIN, measured("sold", 1, "2025-04-01")],
    ],
    ids=["not measured", "within reach", "something else", "nothing to hold it against", "after"],
)
def test_an_expectation_within_reach_or_without_a_measure_is_none(told: list[Record]) -> None:
    assert "expectation-beyond-measured" not in judged(opened(), *told).codes()
