"""What a policy would have warned of, relationship by relationship."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from domain._kernel import AnyEvent
from domain.breakup import BreakupAnnounced, BreakupWithdrawn
from domain.care import ContactHeld
from domain.friction import IncidentOccurred
from domain.judgement import FindingAnswered
from domain.moments import Moment
from journeys.working_days import PublicHolidays
from projections.alarms.bounds import Bounds
from projections.backtest.comparing import compare
from projections.backtest.policy import Policy
from projections.backtest.replaying import Replayed, as_it_happened, replay
from projections.backtest.tally import Tally, tally
from projections.drift.usual import Priors
from projections.reading import read
from tests.given import CLIENT, history, on, opened

NOW = Moment("2025-12-31")
ERROR = IncidentOccurred(kind="small-error")
CONTACTS = tuple(
    on(f"2025-01-{day:02}", ContactHeld(initiated_by="client")) for day in (3, 8, 13, 18, 23)
)
ERRORS = tuple(on(f"2025-03-{day:02}", ERROR) for day in (1, 8, 15))
BREAKUP = on("2025-06-13", BreakupAnnounced(by="client"))
PAST = history(opened("2025-01-02"), *CONTACTS, *ERRORS, BREAKUP)
CODE = "errors-accumulate"


def replayed(
    events: Sequence[AnyEvent] = PAST, policy: Policy | None = None, horizon: float = 365
) -> Replayed:
    return replay(CLIENT, events, PublicHolidays(), policy or Policy(), NOW, horizon)


def counted(one: Replayed, horizon: float = 365) -> Tally:
    return tally([one], horizon)


def test_an_alarm_before_the_breakup_is_right_and_leads_by_days() -> None:
    (watched,) = replayed().watched

    assert watched.watch.parted
    assert watched.lead(CODE) == 90
    assert {alarm.verdict for alarm in watched.alarms} == {"right"}


def test_with_a_shorter_horizon_the_same_alarm_is_false() -> None:
    (watched,) = replayed(horizon=60).watched

    assert watched.lead(CODE) is None
    assert {alarm.verdict for alarm in watched.alarms if alarm.code == CODE} == {"false"}


def test_without_a_breakup_an_alarm_is_undecided_until_the_horizon_has_passed() -> None:
    going_on = PAST[:-1]

    assert counted(replayed(going_on)).rules[CODE].undecided == 1
    assert counted(replayed(going_on)).young == 1
    assert counted(replayed(going_on, horizon=100), 100).rules[CODE].false == 1
    assert counted(replayed(going_on, horizon=100), 100).young == 0


def test_a_rule_that_is_off_raises_nothing_and_leaves_the_engine_as_it_is() -> None:
    off = replayed(policy=Policy(off=frozenset({CODE})))

    assert CODE not in counted(off).rules
    assert CODE in {finding.code for finding in read(CLIENT, PAST, PublicHolidays()).findings()}


def test_other_numbers_move_the_alarm() -> None:
    sooner = replayed(policy=Policy(numbers={CODE: {"at_least": 2}}))
    never = replayed(policy=Policy(numbers={CODE: {"at_least": 4}}))

    assert sooner.watched[0].lead(CODE) == 97
    assert never.watched[0].lead(CODE) is None


def test_what_is_less_grave_than_the_policy_asks_is_no_alarm() -> None:
    (grave,) = replayed(policy=Policy(severity="high")).watched
    (any_,) = replayed().watched

    assert {alarm.severity for alarm in grave.alarms} <= {"high", "critical"}
    assert len(grave.alarms) <= len(any_.alarms)


def test_what_was_written_down_after_the_breakup_warned_nobody() -> None:
    late = [e.model_copy(update={"recorded_at": Moment("2025-07-01")}) for e in PAST]

    assert counted(replayed(late)).untold == 1
    assert counted(replayed(late)).breakups == 0
    assert replayed(as_it_happened(late)).watched[0].lead(CODE) == 90


def test_a_breakup_with_little_before_it_is_left_out() -> None:
    few = history(opened("2025-01-02"), *CONTACTS[:3], BREAKUP)

    assert (counted(replayed(few)).untold, counted(replayed(few)).breakups) == (1, 0)


def test_a_withdrawn_breakup_begins_another_watch() -> None:
    back = history(
        opened("2025-01-02"), *CONTACTS, BREAKUP, on("2025-06-20", BreakupWithdrawn(by="client")),
        on("2025-07-01", ContactHeld(initiated_by="client")),
    )  # fmt: skip
    first, second = replayed(back).watched

    assert (first.watch.parted, second.watch.parted) == (True, False)
    assert str(second.watch.begin.date()) == "2025-06-20"


def test_silence_after_the_last_event_is_an_alarm_as_well() -> None:
    monthly = [
        on(f"2024-{month:02}-{day:02}", ContactHeld(initiated_by="client"))
        for month in range(1, 13)
        for day in (2, 12, 22)
    ]
    (watched,) = replayed(history(opened("2024-01-01"), *monthly)).watched

    assert "silence" in {alarm.code for alarm in watched.alarms}


def test_who_usually_hears_less_is_warned_of_silence_later() -> None:
    told = history(
        opened("2024-01-01"),
        *(on(f"2024-0{month}-12", ContactHeld(initiated_by="client")) for month in range(1, 7)),
    )
    days = {}
    for usually in (10, 30, 90):
        priors = Priors(days_between_contacts=usually)
        (watched,) = replayed(told, Policy(Bounds(priors=priors))).watched
        days[usually] = next(one.since for one in watched.alarms if one.code == "silence")

    assert days[10] < days[30] < days[90]


def test_what_an_event_took_back_was_an_alarm_all_the_same() -> None:
    monthly = [
        on(f"2024-{month:02}-{day:02}", ContactHeld(initiated_by="client"))
        for month in range(1, 13)
        for day in (2, 12, 22)
    ]
    told = history(opened("2024-01-01"), *monthly)
    last = told[-1].version
    late = [
        event.model_copy(
            update={
                "id": f"e-late-{number}", "version": last + number,
                "occurred_at": Moment(day), "recorded_at": Moment("2025-12-01"),
            }
        )
        for number, (event, day) in enumerate(
            zip(told[1:], [f"2025-{m:02}-{d:02}" for m in range(1, 12) for d in (2, 12, 22)],
                strict=False), start=1)
    ]  # fmt: skip
    reading = read(CLIENT, [*told, *late], PublicHolidays())
    (watched,) = replayed([*told, *late]).watched

    assert "silence" not in {f.code for f in reading.findings() if f.since < Moment("2025-11-22")}
    assert "silence" in {alarm.code for alarm in watched.alarms}


def test_answered_precision_counts_what_this_policy_raises() -> None:
    (finding,) = (f for f in read(CLIENT, PAST, PublicHolidays()).findings() if f.code == CODE)
    seen = tuple(item.id for item in finding.evidence)
    answer = on(
        "2025-04-01",
        FindingAnswered(
            finding=CODE, key=finding.key, seen=seen, answer="dismissed", reason="not-so"
        ),
        command_id="c-answer",
    )
    told = history(opened("2025-01-02"), *CONTACTS, *ERRORS, answer, BREAKUP)
    rule = counted(replayed(told)).rules[CODE]
    off = counted(replayed(told, Policy(off=frozenset({CODE}))))

    assert (rule.answered, rule.agreed, rule.denied, rule.precision) == (1, 0, 1, 0.0)
    assert off.together.answered == 0


@pytest.mark.parametrize(
    ("numbers", "change"), [({"at_least": 2}, "later"), ({"at_least": 4}, "newly")]
)
def test_two_policies_are_compared_watch_by_watch(numbers: dict[str, float], change: str) -> None:
    only = frozenset(Policy().book.rules) - {CODE}
    ours, other = Policy(off=only), Policy(off=only, numbers={CODE: numbers})
    (one,) = compare([(replayed(policy=ours), replayed(policy=other))])
    (same,) = compare([(replayed(policy=ours), replayed(policy=ours))])

    assert (one.change, one.differs, one.lead) == (change, True, 90)
    assert (same.change, same.differs) == ("same", False)


def test_no_rate_is_told_from_a_few_years() -> None:
    few = counted(replayed(PAST[:-1], horizon=100), 100)

    assert few.together.false > 0
    assert few.per_100(few.together) is None
    few.error_years = 200.0
    assert few.per_100(few.together) == few.together.false / 2
