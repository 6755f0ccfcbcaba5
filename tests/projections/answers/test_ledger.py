"""Advice, expectations, results, offers that were used, lessons."""

import pytest

from domain.breakup import LessonRecorded
from domain.contract import GoalSet, Target
from domain.friction import BoundaryGivenUp, IncidentOccurred
from domain.numbers import ExpectationStated, MetricObserved
from domain.process import (
    AdviceAnswered,
    AdviceGiven,
    Gate,
    GateDecided,
    ProcessAdopted,
)
from tests.given import on
from tests.projections.answers.asked import ask, figures, told

OPENED = on("2025-02-01", MetricObserved(metric="open-rate", value=0.064, unit="share"))
EXPECTED = ExpectationStated(
    expectation="buyers",
    by="client",
    metric="sales",
    value=400,
    unit="count",
    rate_metric="open-rate",
)


@pytest.mark.row(21)
def test_advice_names_who_gave_it_who_overruled_it_and_the_numbers_held() -> None:
    given = on("2025-02-02", AdviceGiven(advice="wait"), AdviceGiven(advice="ask"))
    overruled = on("2025-02-05", AdviceAnswered(advice="wait", answer="rejected"))
    rows = ask("advice", told("a", OPENED, given, overruled))
    assert [
        figures(r, "advice", "by", "answer", "answered_by", "days", "numbers") for r in rows
    ] == [
        ("wait", "supplier", "rejected", "client", 3, 1),
        ("ask", "supplier", None, None, None, 1),
    ]


@pytest.mark.row(23)
def test_four_hundred_buyers_need_6250_recipients_even_if_every_opener_buys() -> None:
    (row,) = ask("expectations", told("a", OPENED, on("2025-02-02", EXPECTED)))
    assert figures(row, "expected", "rate", "needed", "reach", "feasible") == (
        400,
        0.064,
        6250,
        None,
        None,
    )


@pytest.mark.row(23)
@pytest.mark.parametrize(("reach", "feasible"), [(6250, True), (6249, False), (0, False)])
def test_what_is_feasible_depends_on_who_can_be_reached(reach: int, feasible: bool) -> None:  # noqa: FBT001
    listed = on("2025-02-02", MetricObserved(metric="recipients", value=reach, unit="count"))
    (row,) = ask("expectations", told("a", OPENED, listed, on("2025-02-03", EXPECTED)))
    assert row["feasible"] is feasible


@pytest.mark.row(44)
def test_a_result_is_held_against_the_clients_own_target() -> None:
    target = Target(metric="sales", value=200, unit="count")
    goal = on("2025-02-01", GoalSet(goal="sell", work="delivery", target=target))
    sold = on("2025-03-01", MetricObserved(metric="sales", value=50, unit="count", goal="sell"))
    other = on("2025-03-01", GoalSet(goal="learn", work="advice"))
    rows = ask("results", told("a", goal, sold, other))
    assert [figures(r, "goal", "metric", "expected", "reached", "share") for r in rows] == [
        ("sell", "sales", 200, 50, 0.25),
        ("learn", None, None, None, None),
    ]


@pytest.mark.row(29)
def test_an_offer_given_freely_is_counted_each_time_it_is_drawn_on() -> None:
    offered = on("2025-02-01", BoundaryGivenUp(boundary="evening", volunteered=True))
    used = [
        on(f"2025-02-0{day}", IncidentOccurred(kind="incident", draws_on="evening"))
        for day in (3, 5)
    ]
    (row,) = ask("offers-used", told("a", offered, *used))
    assert figures(row, "volunteered", "times", "first_used") == (True, 2, "2025-02-03")


@pytest.mark.row(194)
def test_a_lesson_held_until_its_gate_is_left_out_again_anywhere() -> None:
    process = on("2025-01-02", ProcessAdopted(process="p", gates=(Gate(gate="g", title="G"),)))
    lesson = LessonRecorded(lesson="keep", text="Keep to it", hardens=("g",), held=True)
    learned = told("learned", process, on("2025-02-01", lesson))
    again = told(
        "again",
        process,
        on("2025-03-01", GateDecided(gate="g", outcome="skipped", against_rule=True)),
    )
    assert figures(ask("lessons", learned)[0], "held", "broken_later") == (True, 0)
    assert figures(ask("lessons", learned, again)[0], "held", "broken_later") == (False, 1)
