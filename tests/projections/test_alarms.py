"""Alarms: the fold that grows event by event reads and judges as the mathematics do."""

from __future__ import annotations

import pytest

import journeys
from domain._kernel import AnyEvent
from domain.organisation import AlarmBudgetSet
from journeys.population import generate
from journeys.population.telling import events
from journeys.working_days import PublicHolidays
from projections.alarms.bounds import LEAST, Bounds, bounds_of, weights
from projections.alarms.watching import Watching
from projections.drift.calibrate import Budget, usual_limits
from projections.drift.lines import LINES
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
