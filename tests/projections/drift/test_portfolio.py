"""Pages of many relationships raise what one contact after another raises."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeys.population import generate
from projections.drift import portfolio as pages
from projections.drift.calibrate import Budget, Limits, usual_limits
from projections.drift.lines import LINES
from projections.drift.portfolio import News, Portfolio
from projections.drift.watch import Alarm, Watch

USUAL = usual_limits(Budget(5))
EASY = Limits(Budget(5), dict.fromkeys(LINES, -3.0), "nothing: so low that much alarms")
VALENCE = st.none() | st.sampled_from([x / 10 for x in range(-10, 11)])
NEWS = st.tuples(
    st.sampled_from("abc"), st.floats(0, 200), VALENCE, VALENCE, st.sampled_from([-1, 0, 1]),
    st.integers(0, 4),
)  # fmt: skip


def in_time(told: list[News]) -> list[News]:
    """Each gap after the contact before of the same relationship."""
    day: dict[str, float] = defaultdict(float)
    found: list[News] = []
    for who, gap, *rest in told:
        day[who] += gap
        found.append((who, day[who], *rest))  # type: ignore[arg-type]
    return found


def cut(told: list[News], size: int) -> list[list[News]]:
    return [told[at : at + size] for at in range(0, len(told), size)]


def worsening(months: int) -> list[News]:
    return [("a", 30.0 * at, 0.4 if at < 18 else -0.6, None, -1, 0) for at in range(months)]


Told = dict[str, list[tuple[str, float]]]


def one_by_one(told: list[News], limits: Limits) -> tuple[dict[str, Watch], Told]:
    watches: dict[str, Watch] = {}
    raised: Told = defaultdict(list)
    for who, *contact in told:
        watch, alarms = watches.get(who, Watch(limits)).after([tuple(contact)])  # type: ignore[list-item]
        watches[who] = watch
        raised[who] += [(alarm.code, alarm.day) for alarm in alarms]
    return watches, raised


def codes(raised: list[tuple[str, Alarm]]) -> Told:
    found: Told = defaultdict(list)
    for who, alarm in raised:
        found[who].append((alarm.code, alarm.day))
    return found


def same(portfolio: Portfolio, watches: dict[str, Watch]) -> None:
    for who, watch in watches.items():
        found = portfolio.watch(who)
        np.testing.assert_allclose(found.state, watch.state, rtol=1e-9, atol=1e-9)
        assert found.standing == watch.standing
        assert found.ticked == watch.ticked


@given(
    told=st.lists(NEWS, min_size=1, max_size=40).map(in_time),
    size=st.integers(1, 40),
    fast=st.booleans(),
)
@settings(max_examples=120, deadline=None)
def test_pages_raise_what_one_by_one_raises(*, told: list[News], size: int, fast: bool) -> None:
    portfolio, raised = Portfolio(EASY, fast=fast), []
    for page in cut(told, size):
        raised += portfolio.after(page)
    watches, expected = one_by_one(told, EASY)

    assert codes(raised) == {who: alarms for who, alarms in expected.items() if alarms}
    same(portfolio, watches)


@pytest.mark.parametrize("size", [1000, 10_000])
def test_a_generated_portfolio_alarms_as_its_relationships_do(size: int) -> None:
    population = generate(150, 51_000_000, "combined-mild").columns
    told = [(f"r{who}", *contact) for who in range(150) for contact in population.of(who)]
    told.sort(key=lambda news: news[1])
    portfolio, raised = Portfolio(USUAL, fast=True), []
    for page in cut(told, size):
        raised += portfolio.after(page)
    watches, expected = one_by_one(told, USUAL)

    assert sum(map(len, expected.values())) > 100
    assert codes(raised) == {who: alarms for who, alarms in expected.items() if alarms}
    same(portfolio, watches)


def test_the_clock_alone_raises_the_same_and_changes_no_figure() -> None:
    told = in_time([(who, 30.0, 0.4, 0.3, 0, 0) for who in "abc" for _ in range(18)])
    portfolio = Portfolio(USUAL)
    portfolio.after(told)
    watches, _ = one_by_one(told, USUAL)
    before = portfolio.watch("a").state

    raised = codes(portfolio.until({"a": 900.0, "b": 850.0, "somebody else": 900.0}))

    assert portfolio.watch("a").state == before
    for who, day in (("a", 900.0), ("b", 850.0)):
        watches[who], alarms = watches[who].until(day)
        assert raised[who] == [(alarm.code, alarm.day) for alarm in alarms]
        assert raised[who]
    same(portfolio, watches)
    assert not portfolio.until({"a": 900.0})


def test_an_answered_alarm_may_come_again() -> None:
    portfolio = Portfolio(USUAL)
    worse = worsening(28)

    first = [alarm.code for _, alarm in portfolio.after(worse[:24])]
    assert "mood-drop" in first
    portfolio.answered("a", "mood-drop")
    portfolio.answered("nobody", "mood-drop")

    assert "mood-drop" in [alarm.code for _, alarm in portfolio.after(worse[24:])]


def test_an_alarm_carries_the_state_it_was_judged_by() -> None:
    portfolio = Portfolio(USUAL)
    worse = worsening(24)

    who, alarm = portfolio.after(worse)[0]

    assert who == "a"
    assert alarm.height >= alarm.limit == USUAL.of[alarm.code]
    assert alarm.state.day <= alarm.day


def test_nothing_comes_of_an_empty_page() -> None:
    portfolio = Portfolio(USUAL)

    assert portfolio.after([]) == []
    assert portfolio.until({"nobody": 900.0}) == []
    assert len(portfolio) == 0
    assert portfolio.watch("nobody") == Watch(USUAL)


def test_there_is_room_for_more_than_at_first() -> None:
    portfolio = Portfolio(USUAL)
    many = 70_000

    portfolio.after([(f"r{at}", 1.0, 0.4, None, -1, 0) for at in range(many)])

    assert len(portfolio) == many
    assert portfolio.watch(f"r{many - 1}").state.contacts == 1


def test_the_order_by_place_is_stable_beyond_sixteen_bits() -> None:
    place = np.array([70_000, 3, 70_000, 1, 65_536, 3])

    assert pages._by(place).tolist() == [3, 1, 5, 4, 0, 2]
