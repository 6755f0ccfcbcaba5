"""One relationship under watch."""

from __future__ import annotations

from projections.drift.calibrate import Budget, usual_limits
from projections.drift.columns import Contact
from projections.drift.explain import WINDOWS, parts
from projections.drift.watch import Watch

GOOD: list[Contact] = [
    (30.0 * month, 0.4 + 0.1 * (month % 3 - 1), 0.3, 0 if month % 3 else -1, 0.0)
    for month in range(18)
]
NOW = 30.0 * 18


def start() -> Watch:
    watch, alarms = Watch(usual_limits(Budget(5))).after(GOOD)
    assert not alarms
    return watch


def test_a_client_who_feels_worse_for_months_is_noticed() -> None:
    worse: list[Contact] = [(NOW + 30 * m, -0.5, None, -1, 0.0) for m in range(5)]

    _, alarms = start().after(worse)

    assert {"mood-drop", "drifting"} <= {alarm.code for alarm in alarms}


def test_one_bad_patch_that_heals_raises_nothing_on_the_combined_line() -> None:
    patch: list[Contact] = [(NOW, -0.3, 0.2, -1, 0.0)]
    healed: list[Contact] = [(NOW + 30 * m, 0.4, 0.3, -1, 0.0) for m in range(1, 6)]

    _, alarms = start().after([*patch, *healed])

    assert "drifting" not in {alarm.code for alarm in alarms}


def test_missing_ratings_raise_nothing() -> None:
    unasked: list[Contact] = [(NOW + 30 * m, None, None, -1, 0.0) for m in range(12)]

    assert start().after(unasked)[1] == ()


def test_a_quiet_summer_raises_nothing() -> None:
    assert start().until(NOW + 60)[1] == ()


def test_silence_is_noticed_by_the_clock_alone() -> None:
    _, alarms = start().until(NOW + 500)

    assert {"silence", "drifting"} <= {alarm.code for alarm in alarms}
    assert all(alarm.day < NOW + 500 for alarm in alarms)


def test_asking_the_clock_changes_no_figure() -> None:
    watch = start()

    assert watch.until(NOW + 500)[0].state == watch.state


def test_a_silence_that_was_answered_does_not_alarm_again_for_the_same_days() -> None:
    watch, alarms = start().until(NOW + 500)
    answered = watch.answered(*(alarm.code for alarm in alarms))

    assert answered.until(NOW + 500)[1] == ()
    assert answered.until(NOW + 560)[1]


def test_an_alarm_stands_until_it_is_answered() -> None:
    worse: list[Contact] = [(NOW + 30 * m, -0.6, None, -1, 0.0) for m in range(10)]
    watch, alarms = start().after(worse[:6])

    assert "mood-drop" in {alarm.code for alarm in alarms}
    assert "mood-drop" not in {alarm.code for alarm in watch.after(worse[6:])[1]}
    answered = watch.answered("mood-drop")
    assert "mood-drop" in {alarm.code for alarm in answered.after(worse[6:])[1]}


def test_the_parts_name_their_contacts_and_can_be_recounted() -> None:
    late: list[Contact] = [(NOW + 20 * m, 0.4, 0.3, 1, 0.0) for m in range(7)]
    told = [*GOOD, *late]
    watch, alarms = start().after(late)

    first, *others = parts(told, watch.state, told[-1][0])

    assert "promises-slipping" in {alarm.code for alarm in alarms}
    assert first.channel == "promises"
    assert first.window in WINDOWS
    assert first.within == sum(told[at][3] for at in first.contacts) / len(first.contacts)
    assert {part.channel for part in others} == {"client", "staff", "gap", "silence", "errors"}
