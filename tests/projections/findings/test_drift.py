"""Findings about drift: what raises them, what settles them, and what they say."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from domain._kernel import Fact, Record
from domain.breakup import (
    BreakupAnnounced,
    BreakupWithdrawn,
    RelationshipEnded,
    RelationshipRekindled,
)
from domain.care import ContactHeld
from domain.feelings import FeelingObserved
from domain.friction import IncidentOccurred
from domain.moments import Moment
from domain.numbers import MetricObserved
from domain.promises import PromiseMade, PromiseSettled
from projections.findings.drift import DRIFT_CODES
from tests.given import on, opened
from tests.projections.judging import judged, quiet, raises

BEGUN = date(2024, 1, 1)
MONTH = 30
DRIFT = set(DRIFT_CODES)


def met(day: int, client: float | None = None, staff: float | None = None, *more: Fact) -> Record:
    felt: list[Fact] = [ContactHeld()]
    if client is not None:
        felt.append(FeelingObserved(whose="client", valence=client, said_by="client"))
    if staff is not None:
        felt.append(FeelingObserved(whose="staff", valence=staff, said_by="staff"))
    return on(f"{BEGUN + timedelta(days=day)}T10:00:00Z", *felt, *more)


def monthly(count: int, client: float | None = 0.5, staff: float | None = 0.4) -> list[Record]:
    return [
        met(MONTH * number, client, staff if number % 2 else None) for number in range(1, count + 1)
    ]


def day_of(moment: Moment) -> int:
    return (moment.day - BEGUN).days


FALL = [met(MONTH * n, -0.5, 0.4) for n in range(15, 22)]
OPENED = opened(str(BEGUN))


@raises("drifting")
@pytest.mark.row(55)
def test_a_client_who_slides_away_is_said_to_drift_with_the_numbers_and_contacts() -> None:
    found = judged(OPENED, *monthly(14), *FALL)
    last = str(FALL[-1].occurred_at)

    finding = found.finding("drifting", last)

    assert finding.severity == "high"
    assert finding.sentence.values["what"] == "the client's mood"
    assert finding.sentence.values["before"] == "+0.50"
    assert finding.sentence.values["within"].startswith("-")
    assert finding.parameters["limit"] <= finding.parameters["height"]
    assert "5 false alarms a year per 100 clients" in finding.parameters["budget"]
    assert "generated" in finding.parameters["measured_on"]
    assert "FeelingObserved" in found.evidence("drifting", last)


def test_it_is_the_same_when_asked_twice() -> None:
    found = judged(OPENED, *monthly(14), *FALL)

    assert found.findings("2025-12-01") == found.findings("2025-12-01")


@raises("drifting")
def test_one_alarm_stands_however_many_contacts_follow() -> None:
    longer = [met(MONTH * n, -0.5, 0.4) for n in range(15, 40)]
    found = judged(OPENED, *monthly(14), *longer)

    codes = [f.code for f in found.findings(str(longer[-1].occurred_at))]
    assert codes.count("drifting") == 1


@raises("drifting")
def test_what_was_never_told_is_said() -> None:
    told = [*monthly(14, staff=None), *[met(MONTH * n, -0.5) for n in range(15, 22)]]

    finding = judged(OPENED, *told).finding("drifting", str(told[-1].occurred_at))

    assert "our people's feelings" in finding.sentence.values["unasked"]


@quiet("drifting", "silence", "divergence", "promises-slipping")
@pytest.mark.parametrize(
    "told",
    [
        [],
        [met(3, -1.0, -1.0)],
        monthly(30),
        monthly(30, client=None, staff=None),
        monthly(30, client=0.0, staff=0.0),
        [*monthly(14), met(MONTH * 15, -0.4), *[met(MONTH * n, 0.5, 0.4) for n in range(16, 22)]],
    ],
    ids=["nothing", "one contact", "as ever", "never asked", "all the same", "one bad day"],
)
def test_what_is_as_usual_raises_nothing_worse_than_info(told: list[Record]) -> None:
    last = str(told[-1].occurred_at) if told else "2025-01-01"
    found = judged(OPENED, *told).findings(last)

    assert {f.code for f in found if f.code in DRIFT and f.severity != "info"} == set()


@raises("silence")
@pytest.mark.row(151)
def test_silence_is_raised_on_the_day_of_the_clocks_tick_and_settled_by_a_contact() -> None:
    weekly = [met(7 * n, 0.5) for n in range(1, 40)]
    last = 7 * 39
    silent = judged(OPENED, *weekly)
    finding = silent.finding("silence", "2026-06-01")

    waited = day_of(finding.since) - last
    assert waited % 21 == 0
    assert 21 <= waited <= 126
    assert finding.severity == "info"
    assert finding.sentence.values["usual"] == 8
    assert silent.evidence("silence", "2026-06-01")[0] == "ContactHeld"
    assert "silence" not in silent.codes(str(finding.since.day - timedelta(days=1)))

    again = judged(OPENED, *weekly, met(day_of(finding.since) + 5, 0.5))
    assert "silence" in again.codes(str(finding.since.day + timedelta(days=4)))
    assert "silence" not in again.codes(str(finding.since.day + timedelta(days=6)))


def test_silence_speaks_of_contacts_alone_where_other_things_are_on_record_since() -> None:
    weekly = [met(7 * week) for week in range(1, 40)]
    seats = MetricObserved(metric="seats", value=5, unit="count")
    silent = judged(OPENED, *weekly, on("2024-12-01", seats))
    finding = silent.finding("silence", "2026-06-01")
    assert finding.sentence.values["last"].day < date(2024, 12, 1)
    assert finding.sentence.template.startswith("No contact is on record since")


@quiet("silence")
def test_who_calls_twice_a_year_alarms_nobody_in_half_a_year() -> None:
    yearly = [met(182 * n, 0.5) for n in range(1, 9)]

    assert "silence" not in judged(OPENED, *yearly).codes(
        str(BEGUN + timedelta(days=182 * 8 + 190))
    )


@raises("divergence")
@pytest.mark.row(90)
def test_a_client_who_falls_while_our_people_feel_fine_diverges() -> None:
    told = [met(20 * n, 0.5, 0.4) for n in range(1, 20)]
    told += [met(20 * n, -0.4, 0.6) for n in range(20, 32)]

    finding = judged(OPENED, *told).finding("divergence", str(told[-1].occurred_at))

    assert finding.severity == "medium"
    assert finding.sentence.values["before"] == "-0.10"


@quiet("divergence")
def test_where_our_people_were_not_asked_nobody_says_that_they_feel_otherwise() -> None:
    told = [met(20 * n, 0.5, 0.4) for n in range(1, 20)]
    told += [met(20 * n, -0.4) for n in range(20, 32)]

    assert "divergence" not in judged(OPENED, *told).codes(str(told[-1].occurred_at))


def _promised(day: int, outcome: str) -> list[Record]:
    due = str(BEGUN + timedelta(days=day))
    made = PromiseMade(promise=f"p{day}", text="P", by="supplier", to="client", due=Moment(due))
    settled = PromiseSettled.model_validate({"promise": f"p{day}", "outcome": outcome})
    return [met(day - 5, None, None, made), met(day, None, None, settled)]


@raises("promises-slipping")
@pytest.mark.row(162)
def test_promises_that_come_late_more_and_more_are_slipping() -> None:
    told = [r for n in range(1, 16) for r in _promised(MONTH * n, "kept")]
    told += [r for n in range(16, 22) for r in _promised(MONTH * n, "late")]

    finding = judged(OPENED, *told).finding("promises-slipping", str(told[-1].occurred_at))

    assert finding.severity == "medium"
    assert finding.sentence.values["before"] == "0%"


@quiet("promises-slipping")
def test_one_late_promise_is_no_slope() -> None:
    told = [r for n in range(1, 16) for r in _promised(MONTH * n, "late" if n == 9 else "kept")]

    assert "promises-slipping" not in judged(OPENED, *told).codes(str(told[-1].occurred_at))


@raises("errors-accumulate")
def test_errors_have_to_be_more_than_usual_here_once_a_client_is_known() -> None:
    wrong = IncidentOccurred(kind="small-error")
    always = [met(10 * n, 0.5, None, wrong) for n in range(1, 60)]
    calm = [met(10 * n, 0.5) for n in range(1, 50)]
    burst = [met(10 * n, 0.5, None, wrong, wrong) for n in range(50, 56)]

    later = [f for f in judged(OPENED, *always).findings() if f.code == "errors-accumulate"]
    assert [f.since.day for f in later] == [BEGUN + timedelta(days=30)]
    assert "errors-accumulate" in judged(OPENED, *calm, *burst).codes()


# --- the goodbye, and a new beginning -------------------------------------------------------------


@pytest.mark.parametrize("over", [BreakupAnnounced(by="client"), RelationshipEnded(by="client")])
def test_from_the_goodbye_on_drift_is_not_judged(over: Fact) -> None:
    said = [on("2025-11-01", BreakupAnnounced(by="client"))]
    said += [on("2025-11-05", over)] if isinstance(over, RelationshipEnded) else []
    found = judged(OPENED, *monthly(14), *FALL, *said)

    assert "drifting" in found.codes("2025-10-30")
    assert not DRIFT & found.codes("2025-11-01")
    assert not DRIFT & found.codes("2030-01-01")


def test_a_breakup_that_was_withdrawn_is_judged_again() -> None:
    said = [on("2025-11-01", BreakupAnnounced(by="client"))]
    said += [on("2025-11-05", BreakupWithdrawn(by="client"))]
    later = [met(MONTH * n, -0.6, 0.4) for n in range(24, 28)]

    found = judged(OPENED, *monthly(14), *FALL, *said, *later)

    assert "drifting" in found.codes(str(later[-1].occurred_at))


def test_what_begins_again_is_judged_anew() -> None:
    said = [
        on("2025-11-01", BreakupAnnounced(by="client")),
        on("2025-11-20", RelationshipEnded(by="client")),
        on("2027-11-20", RelationshipRekindled(by="client")),
    ]
    back = [on(f"2028-{month:02d}-01", ContactHeld()) for month in range(1, 7)]

    found = judged(OPENED, *monthly(14), *said, *back)

    assert not DRIFT & found.codes("2028-06-02")


# --- both times -----------------------------------------------------------------------------------


def test_a_contact_recorded_late_breaks_the_silence_as_it_happened() -> None:
    weekly = [met(7 * n, 0.5) for n in range(1, 40)]
    since = judged(OPENED, *weekly).finding("silence", "2026-06-01").since
    early = on(
        f"{since.day - timedelta(days=10)}T10:00:00Z", ContactHeld(),
        recorded=f"{since.day + timedelta(days=30)}T10:00:00Z",
    )  # fmt: skip

    found = judged(OPENED, *weekly, early)

    assert "silence" not in found.codes(str(since.day + timedelta(days=5)))


# --- at size, and out of order --------------------------------------------------------------------


def test_many_contacts_of_one_instant_and_clocks_out_of_order_do_no_harm() -> None:
    draw = random.Random(3)  # noqa: S311 - an example, no secret
    days = [draw.randint(1, 400) for _ in range(120)]
    told = [
        on(str(BEGUN + timedelta(days=day)),
           FeelingObserved(whose="client", valence=draw.choice([-1.0, 0.5, 1.0]), said_by="client"),
           recorded="2026-01-01")
        for day in days
    ]  # fmt: skip

    assert judged(OPENED, *told).findings("2026-01-02") is not None
