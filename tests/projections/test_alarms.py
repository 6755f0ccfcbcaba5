"""Alarms: the fold that grows event by event reads and judges as the mathematics do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import islice

import pytest

import journeys
from domain._kernel import AnyEvent
from domain.moments import Moment
from domain.organisation import AlarmBudgetSet
from journeys.population import generate
from journeys.population.telling import events
from journeys.working_days import PublicHolidays
from projections.alarms import following, foreseeing
from projections.alarms.bounds import LEAST, Bounds, bounds_of, weights
from projections.alarms.watching import Watching
from projections.drift import stream
from projections.drift.calibrate import Budget, usual_limits
from projections.drift.lines import LINES, heights
from projections.drift.telling import contacts
from projections.drift.watch import Watch
from projections.reading import read


def followed(history: list[AnyEvent]) -> Watching:
    reading = read(history[0].relationship, history, PublicHolidays())
    return reading.docket.watching


@pytest.fixture(scope="module")
def drifting() -> list[list[AnyEvent]]:
    population = generate(25, 61, "combined-mild")
    return [list(events(population, index)) for index in range(len(population))]


def test_contacts_come_in_as_they_are_read_in_the_whole(drifting: list[list[AnyEvent]]) -> None:
    for history in drifting:
        latest = followed(history).latest
        assert latest is not None

        assert [m.told.contact for m in latest.back()][::-1] == [
            told.contact for told in contacts(history)
        ]


@pytest.mark.parametrize("story", ["agency", "telecom"])
def test_a_storys_contacts_come_in_as_they_are_read_in_the_whole(story: str) -> None:
    with journeys.open(":memory:") as engine:
        engine.load_stories()
        history = engine.journey(story).events()
    latest = followed(history).latest
    assert latest is not None

    assert [m.told.contact for m in latest.back()][::-1] == [
        told.contact for told in contacts(history)
    ]


def test_the_first_finding_comes_on_the_day_of_the_first_alarm(
    drifting: list[list[AnyEvent]],
) -> None:
    raised = 0
    for history in drifting:
        zero = history[0].occurred_at.start
        watch, alarms = Watch(usual_limits(Budget(5))).after(t.contact for t in contacts(history))
        day = next((a.day for a in alarms if a.code == "drifting"), None)
        reading = read(history[0].relationship, history, PublicHolidays())
        since = min(
            (f.since.start for f in reading.findings() if f.code == "drifting"), default=None
        )
        if day is not None and watch.state.contacts:
            assert since is not None
            raised += 1
            # a contact that is told in parts may be judged after each of them; a tick has a date
            assert (since - zero).total_seconds() / 86_400 <= day
    assert raised >= 10


# --- silence to come ------------------------------------------------------------------------------


def foretold(watching: Watching) -> dict[str, tuple[int, Moment]]:
    """Return at which of 64 ticks each line comes to its limit, asked of one after another."""
    assert watching.latest is not None
    assert watching.zero is not None
    state, found = watching.latest.state, dict[str, tuple[int, Moment]]()
    for place, day in enumerate(islice(stream.ticks(state, state.day + 1_500), 64)):
        high = heights(state, day)
        date = Moment.of((watching.zero.start + timedelta(days=day)).date())
        if high["silence"] >= watching.bounds.strict["silence"]:
            found.setdefault("silence", (place, date))
        if high["drifting"] >= watching.bounds.whole["drifting"]:
            found.setdefault("drifting", (place, date))
    return found


def test_silence_raises_each_line_at_the_first_tick_at_which_it_stands_high_enough(
    drifting: list[list[AnyEvent]],
) -> None:
    places, never = set[int](), 0
    for limit in (2.0, 5.0, 9.0, 14.0, 40.0):
        bounds = Bounds(own=tuple((line, limit, limit) for line in LINES))
        for history in drifting:
            watching = replace(followed(history), bounds=bounds, standing={}, alive=True)
            ahead = following.foreseen(watching)

            expected = foretold(watching)
            raised = (
                {code: stands.since for code, stands in ahead.standing.items()} if ahead else {}
            )
            assert raised == {code: date for code, (_, date) in expected.items()}
            assert ahead is None or [rise.code for rise in ahead.moves] == list(raised)
            places |= {place for place, _ in expected.values()}
            never += 2 - len(expected)
    assert never
    assert min(places) == 0
    assert max(places) > foreseeing.AT_FIRST


def test_silence_raises_nothing_before_its_day(drifting: list[list[AnyEvent]]) -> None:
    for history in drifting:
        watching = replace(followed(history), standing={}, alive=True)
        ahead = following.foreseen(watching)
        assert ahead is not None
        first = min(stands.since for stands in ahead.standing.values())
        day_after = Moment.of((first.start + timedelta(days=2)).date())

        assert following.foreseen(watching, first) is None
        found = following.foreseen(watching, day_after)
        assert found is not None
        assert found.moves[0] in ahead.moves


# --- bounds ---------------------------------------------------------------------------------------


def test_without_a_budget_it_is_five_per_hundred_on_generated_clients() -> None:
    assert bounds_of(None) == Bounds(5.0, 100)
    assert bounds_of(None).whole == usual_limits(Budget(5)).of
    assert bounds_of(None).strict == usual_limits(Budget(1)).of


def test_a_smaller_budget_has_higher_limits_and_judges_differently() -> None:
    assert all(Bounds(1).whole[line] > Bounds(5).whole[line] for line in LINES)
    assert Bounds(1).mark != Bounds(5).mark
    assert LEAST == 0.5


def test_limits_of_ones_own_are_used_while_the_weights_are_the_same() -> None:
    own = (("drifting", 1.5, 2.5),)
    fact = AlarmBudgetSet(alarms=5, limits=own, relationships=900, years=2700, weights=weights())

    assert bounds_of(fact).whole == {"drifting": 1.5}
    assert bounds_of(fact).strict == {"drifting": 2.5}
    assert "900 relationships of one's own" in bounds_of(fact).measured_on
    assert bounds_of(fact.model_copy(update={"weights": 1})) == Bounds(5.0, 100)
