"""How often a rule was right, by what people answered."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain._kernel import AnyEvent
from domain.judgement import FindingAnswered
from domain.moments import Moment
from journeys.working_days import PublicHolidays
from projections.precision import Alarm, Precision, alarms, precision
from projections.reading import read
from projections.uncertain import wilson
from tests.given import CLIENT
from tests.projections.answers.asked import ask
from tests.projections.test_replies import FOURTH, GIVEN, added, answered

NOW = Moment("2025-06-01")
CODE = "errors-accumulate"


def counted(events: Iterable[AnyEvent]) -> Precision:
    reading = read(CLIENT, events, PublicHolidays())
    (one,) = (p for p in precision(alarms(reading, NOW)) if p.code == CODE)
    return one


def figures(events: Iterable[AnyEvent]) -> tuple[int, int, int, int, int]:
    one = counted(events)
    return (one.raised, one.answered, one.right, one.wrong, one.open)


@pytest.mark.row(21)
def test_what_nobody_answered_is_open_and_neither_right_nor_wrong() -> None:
    one = counted(GIVEN)
    assert (one.raised, one.answered, one.right, one.wrong, one.open) == (1, 0, 0, 0, 1)
    assert (one.share, one.interval) == (None, None)
    assert [e.id for e in GIVEN[1:]] == list(one.events)


@pytest.mark.parametrize(
    ("answer", "more", "expected"),
    [
        ("acknowledged", {}, (1, 1, 1, 0, 0)),
        ("acted", {}, (1, 1, 1, 0, 0)),
        ("dismissed", {"reason": "not-so"}, (1, 1, 0, 1, 0)),
        ("dismissed", {"reason": "known-already"}, (1, 1, 1, 0, 0)),
        ("dismissed", {"reason": "not-now"}, (1, 1, 1, 0, 0)),
        ("dismissed", {"reason": "no-action-needed"}, (1, 1, 1, 0, 0)),
        ("dismissed", {"reason": "cannot-tell"}, (1, 1, 0, 0, 0)),
        ("snoozed", {"until": "2025-03-01"}, (1, 1, 0, 0, 0)),
    ],
)
def test_only_not_so_is_a_false_alarm(
    answer: str, more: dict[str, str], expected: tuple[int, ...]
) -> None:
    assert expected == figures(answered(GIVEN, answer, **more))


def test_a_false_alarm_that_comes_back_is_another_alarm() -> None:
    events = added(answered(GIVEN, "dismissed", reason="not-so"), FOURTH)
    assert figures(events) == (2, 1, 0, 1, 1)
    events = answered(events, "acted", "2025-01-21T10:00:00Z")
    assert figures(events) == (2, 2, 1, 1, 0)


def test_an_acknowledged_finding_that_is_acted_on_later_counts_once() -> None:
    events = added(answered(GIVEN, "acknowledged"), FOURTH)
    assert figures(events) == (1, 1, 1, 0, 0)
    assert figures(answered(events, "acted", "2025-01-21T10:00:00Z")) == (1, 1, 1, 0, 0)


def test_putting_off_what_was_acknowledged_takes_nothing_back() -> None:
    events = answered(GIVEN, "acknowledged")
    put_off = answered(events, "snoozed", "2025-01-11T10:00:00Z", until="2025-03-01")
    assert figures(put_off) == (1, 1, 1, 0, 0)


def test_an_answer_that_was_taken_back_judges_nothing() -> None:
    events = answered(GIVEN, "dismissed", reason="not-so")
    assert figures(answered(events, "reopened", "2025-01-11T10:00:00Z")) == (1, 0, 0, 0, 1)
    events = answered(added(events, FOURTH), "reopened", "2025-01-21T10:00:00Z")
    assert figures(events) == (1, 0, 0, 0, 1)


def test_rules_are_counted_over_relationships_each_on_its_own() -> None:
    made = [
        Alarm("a", "right", answered=True, events=("e-1",)),
        Alarm("a", "wrong", answered=True, events=("e-2",)),
        Alarm("b", None, answered=False, events=("e-3",)),
        Alarm("a", "right", answered=True, events=("e-4",)),
    ]
    one, other = precision(made)
    assert (one.code, one.raised, one.right, one.wrong, one.share) == ("a", 3, 2, 1, 2 / 3)
    assert (other.code, other.open, other.share) == ("b", 1, None)


@pytest.mark.parametrize(
    ("right", "judged", "expected"),
    [(8, 10, (0.4902, 0.9433)), (0, 10, (0.0, 0.2775)), (50, 100, (0.4038, 0.5962))],
)
def test_the_interval_is_wilson_s(right: int, judged: int, expected: tuple[float, float]) -> None:
    assert wilson(right, judged) == pytest.approx(expected, abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
@settings(deadline=None)
def test_the_interval_holds_the_share_and_stays_within_bounds(pair: tuple[int, int]) -> None:
    right, judged = pair
    found = wilson(right, judged)
    assert found is not None
    assert 0 <= found[0] <= right / judged + 1e-12
    assert right / judged - 1e-12 <= found[1] <= 1


@pytest.mark.row(21)
def test_the_answer_to_precision_gives_each_rule_with_its_interval() -> None:
    events = answered(GIVEN, "dismissed", reason="not-so")
    (row,) = ask("precision", events, now="2025-06-01")
    assert row == {
        "finding": CODE,
        "raised": 1,
        "answers": 1,
        "right": 0,
        "wrong": 1,
        "unanswered": 0,
        "precision": 0.0,
        "from_share": 0.0,
        "to_share": 0.7935,
        "events": [events[-1].id],
    }
    assert isinstance(events[-1].fact, FindingAnswered)
