"""Findings about what the two keep agreeing on."""

import pytest

from domain._kernel import Record
from domain.contract import AgreementBroken, AgreementMade, ContractSigned, GoalSet, ScopeSet
from domain.friction import BoundaryGivenUp, ConcessionMade
from domain.moments import Moment
from domain.process import AbsencePlanned, Gate, GateDecided, ProcessAdopted, WorkStarted
from domain.promises import PromiseMade, PromiseSettled
from tests.given import on, opened
from tests.projections.judging import judged, quiet, raises

GOAL = on("2025-01-02", GoalSet(goal="seen", work="visibility"))
AWAY = on("2025-01-03", AbsencePlanned(absence="leave", role="lead", begins=Moment("2025-02-01")))
PROMISE = on(
    "2025-01-02",
    PromiseMade(promise="dns", text="DNS", by="client", to="supplier", before_use_of="mailer"),
)
USED = on("2025-01-10", WorkStarted(work="delivery", uses=("mailer",)))


def shifted(when: str) -> Record:
    return on(when, GoalSet(goal="sell", work="sales-launch", replaces="seen"))


@raises("goal-shifted-late")
@pytest.mark.row(17)
def test_a_goal_replaced_just_before_an_absence_is_late() -> None:
    found = judged(opened(), GOAL, AWAY, shifted("2025-01-18"))
    assert found.evidence("goal-shifted-late") == ["GoalSet", "AbsencePlanned", "GoalSet"]
    assert found.finding("goal-shifted-late").sentence.values["days"] == 14


@quiet("goal-shifted-late")
def test_a_goal_replaced_in_good_time_or_a_new_one_is_not_late() -> None:
    new = on("2025-01-20", GoalSet(goal="more", work="other"))
    for commands in [(shifted("2025-01-17"),), (shifted("2025-02-02"),), (new,)]:
        assert "goal-shifted-late" not in judged(opened(), GOAL, AWAY, *commands).codes()


@raises("promise-impossible")
@pytest.mark.row(32)
def test_a_tool_in_use_before_its_promise_is_kept_makes_it_impossible() -> None:
    found = judged(opened(), PROMISE, USED)
    assert found.evidence("promise-impossible") == ["PromiseMade", "WorkStarted"]


@raises("promise-impossible")
def test_a_promise_that_is_said_to_be_impossible_is() -> None:
    said = PromiseSettled(promise="dns", outcome="impossible", through="client")
    found = judged(opened(), PROMISE, on("2025-01-09", said))
    assert found.evidence("promise-impossible") == ["PromiseMade", "PromiseSettled"]


@quiet("promise-impossible")
def test_a_promise_kept_in_time_or_for_another_tool_is_possible() -> None:
    kept = on("2025-01-05", PromiseSettled(promise="dns", outcome="kept"))
    other = on("2025-01-10", WorkStarted(work="delivery", uses=("printer",)))
    for commands in [(kept, USED), (other,)]:
        assert "promise-impossible" not in judged(opened(), PROMISE, *commands).codes()


@raises("promise-impossible")
def test_a_promise_agreed_anew_is_still_to_be_kept() -> None:
    anew = PromiseSettled(promise="dns", outcome="reagreed", due=Moment("2025-02-01"))
    found = judged(opened(), PROMISE, on("2025-01-05", anew), USED)
    assert "promise-impossible" in found.codes()


@raises("boundary-given-up")
@pytest.mark.row(29)
@pytest.mark.parametrize(("freely", "told"), [(True, "yes"), (False, "no"), (None, "not told")])
def test_a_limit_given_up_is_a_finding(freely: bool | None, told: str) -> None:  # noqa: FBT001
    given_up = BoundaryGivenUp(boundary="holiday", volunteered=freely)
    found = judged(opened(), on("2025-01-05", given_up))
    assert found.evidence("boundary-given-up") == ["BoundaryGivenUp"]
    assert found.finding("boundary-given-up").sentence.values["volunteered"] == told


@quiet("boundary-given-up", "commitment-jump", "agreement-broken", "yielding-pattern")
def test_an_ordinary_contract_raises_nothing() -> None:
    ordinary = on(
        "2025-01-05", ContractSigned(contract="c"), AgreementMade(agreement="a", text="A")
    )
    assert judged(opened(), ordinary, GOAL).codes() == set()


@raises("agreement-broken")
@pytest.mark.row(33)
def test_departures_are_counted_per_party() -> None:
    agreed = on("2025-01-02", AgreementMade(agreement="a", text="A"))
    first = on("2025-01-05", AgreementBroken(agreement="a", by="client"))
    second = on("2025-01-06", AgreementBroken(agreement="a"))
    once = judged(opened(), agreed, first)
    assert once.finding("agreement-broken").severity == "low"
    twice = judged(opened(), agreed, first, second)
    last = max(twice.findings(), key=lambda finding: finding.since)
    assert (last.severity, last.sentence.values["client"], last.sentence.values["unknown"]) == (
        "medium",
        1,
        1,
    )
    assert len(last.evidence) == 2


GAVE_IN = (
    on("2025-01-02", ProcessAdopted(process="p", gates=(Gate(gate="g", title="G"),))),
    on(
        "2025-01-05",
        GoalSet(goal="sell", work="sales-launch", replaces="seen", initiated_by="client"),
    ),
    on("2025-01-06", AgreementMade(agreement="a", text="A")),
    on("2025-01-07", AgreementMade(agreement="b", text="B", replaces="a", initiated_by="client")),
    on("2025-01-08", ConcessionMade(motive="pressure")),
)


@raises("yielding-pattern")
@pytest.mark.row(16)
def test_giving_in_four_times_in_three_ways_is_a_pattern() -> None:
    skipped = on("2025-01-09", GateDecided(gate="g", outcome="skipped", asked_for_by="client"))
    found = judged(opened(), GOAL, *GAVE_IN, skipped)
    expected = ["GoalSet", "AgreementMade", "ConcessionMade", "GateDecided"]
    assert found.evidence("yielding-pattern") == expected


@quiet("yielding-pattern")
def test_giving_in_out_of_goodwill_or_long_ago_is_no_pattern() -> None:
    goodwill = on("2025-01-09", ConcessionMade(motive="goodwill"))
    long_after = on("2025-06-09", ConcessionMade(motive="pressure"))
    for last in (goodwill, long_after):
        assert "yielding-pattern" not in judged(opened(), GOAL, *GAVE_IN, last).codes()
    same_way = [on(f"2025-02-0{day}", ConcessionMade(motive="pressure")) for day in range(1, 6)]
    assert "yielding-pattern" not in judged(opened(), *same_way).codes()


@raises("commitment-jump")
@pytest.mark.row(102)
def test_two_contracts_at_once_are_a_jump() -> None:
    both = on("2025-01-05", ContractSigned(contract="one"), ContractSigned(contract="two"))
    found = judged(opened(), both)
    assert found.evidence("commitment-jump") == ["ContractSigned", "ContractSigned"]
    assert found.finding("commitment-jump").due == Moment("2025-04-05T18:00:00+02:00")


@quiet("commitment-jump")
def test_two_contracts_one_after_the_other_are_none() -> None:
    one = on("2025-01-05", ContractSigned(contract="one"))
    two = on("2025-01-07", ContractSigned(contract="two"))
    assert "commitment-jump" not in judged(opened(), one, two).codes()


@raises("yielding-pattern")
@pytest.mark.row(62)
def test_giving_in_eight_times_in_the_same_way_is_a_pattern_too() -> None:
    same = [on(f"2025-02-{day:02d}", ConcessionMade(motive="pressure")) for day in range(1, 9)]
    assert judged(opened(), *same).evidence("yielding-pattern") == ["ConcessionMade"] * 8


@raises("yielding-pattern")
@pytest.mark.row(56)
def test_work_that_grows_to_please_is_a_way_of_giving_in() -> None:
    grown = on("2025-01-09", ScopeSet(size=5, unit="hours", reason="pleasing"))
    insight = on("2025-01-09", ScopeSet(size=5, unit="hours", reason="new-insight"))
    assert "ScopeSet" in judged(opened(), GOAL, *GAVE_IN, grown).evidence("yielding-pattern")
    assert "yielding-pattern" not in judged(opened(), GOAL, *GAVE_IN, insight).codes()


def goal(key: str, when: str, replaces: str, **more: object) -> Record:
    said = {"goal": key, "work": "other", "replaces": replaces, **more}
    return on(when, GoalSet.model_validate(said))


@raises("goalposts-shift")
@pytest.mark.row(17)
def test_a_goal_that_gives_way_twice_shifts_the_goalposts() -> None:
    found = judged(opened(), GOAL, goal("b", "2025-02-01", "seen"), goal("c", "2025-03-01", "b"))
    assert found.finding("goalposts-shift").since == "2025-03-01"
    assert found.evidence("goalposts-shift") == ["GoalSet", "GoalSet"]


@quiet("goalposts-shift")
@pytest.mark.row(17)
@pytest.mark.parametrize(
    "told",
    [
        [goal("b", "2025-02-01", "seen")],
        [goal("b", "2025-02-01", "seen"), goal("c", "2025-09-01", "b")],
        [goal("b", "2025-02-01", "seen"), goal("c", "2025-03-01", "b", motive="new-insight")],
        [goal("b", "2025-02-01", "seen"), on("2025-03-01", GoalSet(goal="c", work="other"))],
    ],
    ids=["once", "long after", "new insight", "a goal beside it"],
)
def test_a_goal_that_changes_once_or_for_an_insight_stands(told: list[Record]) -> None:
    assert "goalposts-shift" not in judged(opened(), GOAL, *told).codes()
