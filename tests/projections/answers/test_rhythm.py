"""How long, how often, how much attention."""

import pytest

from domain.breakup import BreakupAnnounced, RelationshipEnded
from domain.care import CareGiven, ContactHeld, SignalNoted
from domain.contract import ContractRenewed, ContractSigned, CooperationStarted
from domain.feelings import FeelingObserved
from domain.friction import EffortSpent
from tests.given import on
from tests.projections.answers.asked import ask, figures, told

SIGNED = on("2020-01-01", ContractSigned(contract="first"))


@pytest.mark.row(1, 98)
def test_who_stays_long_belongs_to_the_core_and_who_left_does_not() -> None:
    stays = told("stays", SIGNED, opened="2019-06-01")
    left = told(
        "left", SIGNED, on("2026-01-01", RelationshipEnded(by="client")), opened="2020-01-01"
    )
    rows = ask("tenure", stays, left, now="2026-07-01")
    assert [figures(row, "years", "band", "core", "until") for row in rows] == [
        (6.5, "5–10", True, None),
        (6.0, "5–10", False, "2026-01-01"),
    ]
    assert ask("tenure", stays, now="2026-07-01", core_years=8)[0]["core"] is False


@pytest.mark.row(98)
def test_a_long_good_baseline_stands_beside_the_years_and_stays_empty_where_not_told() -> None:
    happy = on("2021-01-01", FeelingObserved(whose="client", valence=0.6))
    rows = ask("tenure", told("a", happy, opened="2020-01-01"), told("b"))
    assert [row["mean_client"] for row in rows] == [0.6, None]


@pytest.mark.row(97)
def test_the_next_renewal_follows_from_the_rhythm_so_far() -> None:
    renewed = [on(f"{year}-01-01", ContractRenewed(contract="first")) for year in (2021, 2022)]
    (row,) = ask(
        "renewal-rhythm", told("a", SIGNED, *renewed, opened="2020-01-01"), now="2023-06-01"
    )
    assert figures(row, "times", "interval", "expected", "overdue") == (
        2,
        365.5,
        "2023-01-01",
        True,
    )


@pytest.mark.row(97)
def test_after_the_end_no_renewal_is_expected() -> None:
    ended = on("2021-01-01", RelationshipEnded(by="client"))
    (row,) = ask("renewal-rhythm", told("a", SIGNED, ended, opened="2020-01-01"))
    assert figures(row, "times", "interval", "expected", "overdue") == (0, None, None, None)


@pytest.mark.row(41)
def test_intensity_is_held_against_the_median_or_a_given_norm() -> None:
    begun = on("2025-01-01", CooperationStarted())
    calls = [on(f"2025-01-0{day}", ContactHeld(), channel="call") for day in range(2, 9)]
    busy = told("busy", begun, *calls, on("2025-01-08", EffortSpent(kind="billable", hours=14)))
    calm = told("calm", begun, calls[0])
    rows = ask("intensity", busy, calm, now="2025-01-08")
    assert [figures(r, "contacts", "per_week", "hours_per_week", "norm") for r in rows] == [
        (7, 7.0, 14.0, 4.0),
        (1, 1.0, None, 4.0),
    ]
    assert ask("intensity", busy, now="2025-01-08", norm=2)[0]["ratio"] == 3.5


@pytest.mark.row(182)
def test_attention_is_counted_by_the_year_of_the_relationship() -> None:
    care = on("2026-06-01", CareGiven(kind="attention"), channel="call")
    rows = ask("attention-by-age", told("a", care), now="2026-12-01")
    assert [figures(row, "age", "care", "contacts") for row in rows] == [(1, 0, 0), (2, 1, 1)]


@pytest.mark.row(147)
def test_what_goes_to_everybody_stands_beside_what_answers_a_signal() -> None:
    rows = ask(
        "broadcast-or-signal",
        told(
            "a",
            on("2025-02-01", ContactHeld(broadcast=True)),
            on("2025-02-02", ContactHeld()),
            on("2025-02-03", SignalNoted(signal="moved", kind="life-event")),
            on("2025-02-04", CareGiven(kind="signal-answered", signal="moved")),
        ),
    )
    assert figures(rows[0], "broadcast", "signal_led", "not_told", "share") == (1, 1, 1, 0.5)


@pytest.mark.row(136)
def test_the_long_view_goes_by_calendar_year() -> None:
    felt = [
        on(f"{year}-03-01", FeelingObserved(whose="client", valence=valence))
        for year, valence in ((2025, 0.5), (2026, -0.5))
    ]
    announced = on("2027-01-01", BreakupAnnounced(by="client"))
    rows = ask("long-view", told("a", *felt, announced))
    assert [figures(row, "year", "mean_client", "mean_staff") for row in rows] == [
        ("2025", 0.5, None),
        ("2026", -0.5, None),
        ("2027", None, None),
    ]
