"""The agency mismatch: what a good engine raises, when, and on what evidence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.moments import Moment
from journeys.journey import Journey
from tests.cases.expected import Expected, assert_raised, days

START = date(2025, 7, 28)
HOLIDAY = START + timedelta(days=28)
H = days(HOLIDAY)
DAY = days(START)

FINDINGS = [
    Expected("deviation-accepted", "low", DAY(0), ["A05"], rows=(12, 14, 15)),
    Expected("key-person-absent", "low", DAY(7), ["A07"], rows=(11,)),
    Expected("goal-shifted-late", "medium", H(-7), ["A03", "A08"], rows=(17, 18)),
    Expected("waiver-void", "high", H(-7), ["A05", "A08"], rows=(12, 30, 31)),
    Expected("expectation-gap", "high", DAY(21), ["A09", "A11"], rows=(22, 23)),
    Expected("perception-gap", "medium", DAY(21), ["A09", "A11"], rows=(24,)),
    Expected("advice-rejected", "high", DAY(21), ["A09", "A10", "A11"], rows=(21,)),
    Expected("gate-skipped", "critical", DAY(22), ["A12"], rows=(19, 25, 26)),
    Expected("timeline-compressed", "medium", H(-3), ["A07", "A14"], rows=(27,)),
    Expected("promise-impossible", "medium", H(-3), ["A06", "A13", "A14"], rows=(32,)),
    Expected("staff-mood-drop", "medium", DAY(25), ["A02"], rows=(28, 51, 63)),
    Expected("unease-unanswered", "medium", H(1), ["A14"], rows=(28,)),
    Expected("boundary-given-up", "medium", DAY(25), ["A15"], rows=(29,)),
    Expected("agreement-broken", "medium", H(1), ["A05", "A08", "A12", "A17"], rows=(33,)),
    Expected("errors-accumulate", "high", H(6), ["A05", "A18a", "A18b", "A18c"], rows=(13, 34, 60)),
    Expected("yielding-pattern", "medium", H(5), ["A08", "A12", "A13", "A19"], rows=(16, 62)),
    Expected("firefighting", "medium", H(10), ["A18a", "A19", "A20"], rows=(35, 36)),
    Expected("goal-off-track", "high", H(10), ["A20"], rows=(37,)),
    Expected("core-value-broken", "critical", H(10), ["A21"], rows=(38, 39)),
    Expected("lesson-becomes-rule", "positive", DAY(60), ["A23"], rows=(42,)),
]
SILENT_DUTIES = [
    "farewell-honest-reason",
    "farewell-thanks",
    "farewell-handover",
    "farewell-access-returned",
    "farewell-settlement",
    "farewell-notice-and-referral",
]


@pytest.mark.parametrize("expected", FINDINGS, ids=lambda e: e.code)
def test_every_finding_is_raised_in_time_on_its_evidence(
    agency: Journey, expected: Expected
) -> None:
    assert_raised(agency, expected)


def test_the_staffs_alarm_comes_ten_days_before_trust_is_lost(agency: Journey) -> None:
    raised = {finding.code: finding for finding in agency.judged()}

    before = raised["core-value-broken"].since.start - raised["staff-mood-drop"].since.start

    assert timedelta(days=10) <= before


def test_the_expectation_needs_six_thousand_recipients(agency: Journey) -> None:
    gap = next(f for f in agency.judged() if f.code == "expectation-gap")

    assert gap.sentence.values["needed"] == 6250
    assert "not known" in str(gap.sentence)


def test_departures_are_counted_per_party_without_blame(agency: Journey) -> None:
    broken = next(f for f in agency.judged() if f.code == "agreement-broken")

    counts = {who: broken.sentence.values[who] for who in ("supplier", "client", "unknown")}

    assert counts == {"supplier": 2, "client": 1, "unknown": 1}


@pytest.mark.parametrize("code", SILENT_DUTIES)
def test_what_nobody_told_of_the_goodbye_is_unknown(agency: Journey, code: str) -> None:
    standings = {standing.code: standing for standing in agency.farewell().standings}

    assert standings[code].verdict == "unknown"
    assert "A22" in {item.story_id for item in standings[code].evidence}


def test_no_duty_is_ever_called_violated(agency: Journey) -> None:
    for day in range(-14, 400):
        verdicts = {s.verdict for s in agency.farewell(at=DAY(day)).standings}
        assert "violated" not in verdicts


def test_the_clients_mood_and_silence_raise_nothing_before_trust_is_lost(agency: Journey) -> None:
    before = {f.code for f in agency.judged(at=Moment("2025-09-03"))}

    assert not before & {"mood-drop", "divergence", "silence", "drifting"}


def test_nothing_is_raised_beyond_the_table_and_the_duties(agency: Journey) -> None:
    assert {e.code for e in FINDINGS} == {f.code for f in agency.judged() if not f.verdict}
