"""Both shipped stories, through the streaming form."""

from __future__ import annotations

from datetime import timedelta

import pytest

import journeys
from domain._kernel import AnyEvent
from projections.drift.calibrate import Budget, usual_limits
from projections.drift.explain import kinds, parts
from projections.drift.telling import Told, contacts
from projections.drift.watch import Alarm, Watch

Raised = list[tuple[Alarm, Told]]


@pytest.fixture(scope="module")
def stories() -> dict[str, list[AnyEvent]]:
    with journeys.open(":memory:") as engine:
        engine.load_stories()
        return {
            name: sorted(engine.journey(name).events(), key=lambda event: event.order)
            for name in ("agency", "telecom")
        }


def watched(events: list[AnyEvent], budget: float) -> Raised:
    watch, raised = Watch(usual_limits(Budget(budget))), []
    for told in contacts(events):
        watch, alarms = watch.after([told.contact])
        raised += [(alarm, told) for alarm in alarms]
    return raised


def of(events: list[AnyEvent], story: str) -> AnyEvent:
    return next(event for event in events if event.story_id == story)


BUDGETS = pytest.mark.parametrize("budget", [5, 1])


@BUDGETS
def test_the_agencys_people_alarm_ten_days_before_trust_is_lost(
    stories: dict[str, list[AnyEvent]], budget: float
) -> None:
    lost = of(stories["agency"], "A21").occurred_at.start

    alarm = next(t for a, t in watched(stories["agency"], budget) if a.code == "staff-mood-drop")

    assert lost - alarm.events[0].occurred_at.start >= timedelta(days=10)


@BUDGETS
def test_nothing_is_said_of_the_agencys_client_until_the_day_on_which_trust_is_lost(
    stories: dict[str, list[AnyEvent]], budget: float
) -> None:
    lost = of(stories["agency"], "A21").occurred_at.start.date()

    before = {
        alarm.code
        for alarm, told in watched(stories["agency"], budget)
        if told.events[0].occurred_at.start.date() < lost
    }

    assert "staff-mood-drop" in before
    assert not {"divergence", "mood-drop"} & before


@BUDGETS
@pytest.mark.parametrize("code", ["mood-drop", "drifting"])
def test_the_telecom_client_alarms_a_week_before_she_is_sent_to_the_desk(
    stories: dict[str, list[AnyEvent]], code: str, budget: float
) -> None:
    sent = of(stories["telecom"], "B12").occurred_at.start

    alarm = next(t for a, t in watched(stories["telecom"], budget) if a.code == code)

    assert sent - alarm.events[0].occurred_at.start >= timedelta(days=7)
    assert (alarm.events[0].story_id or "") >= "B10"


@BUDGETS
@pytest.mark.parametrize("story", ["agency", "telecom"])
def test_silence_raises_nothing_before_the_end(
    stories: dict[str, list[AnyEvent]], story: str, budget: float
) -> None:
    assert "silence" not in {alarm.code for alarm, _ in watched(stories[story], budget)}


def test_the_telecom_alarm_carries_its_parts(stories: dict[str, list[AnyEvent]]) -> None:
    events = stories["telecom"]
    told = [each.contact for each in contacts(events)]
    alarm = next(a for a, _ in watched(events, 5) if a.code == "drifting")
    until = [contact for contact in told if contact[0] <= alarm.day]

    first, *_ = parts(until, alarm.state, alarm.day)

    assert first.channel == "client"
    assert first.within < first.before
    assert first.contacts
    assert first.weight > 1
    assert sum(kinds(alarm.state, alarm.day).values()) == pytest.approx(1)
