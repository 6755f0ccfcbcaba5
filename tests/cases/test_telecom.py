"""Fifteen years, then a link: what a good engine raises, when, and on what evidence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from journeys.journey import Journey
from tests.cases.expected import Expected, assert_raised, days, just_before

DECEMBER = date(2024, 12, 16)
E = days(DECEMBER)
FIRST_REPAIR = days(DECEMBER - timedelta(days=5400))(900)
LETTER = E(80)

FINDINGS = [
    Expected("repair-habit", "positive", FIRST_REPAIR, ["B04", "B06"], rows=(99,)),
    Expected("commitment-jump", "info", E(0), ["B09"], rows=(102,)),
    Expected("repair-broken", "high", E(42), ["B06", "B11a", "B11b"], rows=(99, 103)),
    Expected("drifting", "high", E(35), ["B10", "B11a"], rows=(55, 90)),
    Expected("mood-drop", "high", E(49), ["B11a", "B11b"], rows=(107,)),
    Expected("care-habit-lost", "medium", E(49), ["B04", "B10"], rows=(95,)),
    Expected("deflected-to-procedure", "critical", E(56), ["B12"], rows=(104,)),
    Expected("last-moment-to-save", "high", E(56), ["B12"], rows=(105,)),
    Expected("farewell-form-accepted", "medium", E(63), ["B14", "B15"], (108,), "violated"),
    Expected("farewell-personal", None, E(65), ["B16"], (109, 112), "violated"),
    Expected("indifference", "high", E(65), ["B11a", "B12", "B16"], (119,), known=LETTER),
    Expected("farewell-thanks", None, LETTER, ["B17"], (113,), "violated", LETTER),
    Expected("farewell-honest-reason", None, LETTER, ["B17"], (114,), "violated", LETTER),
    Expected("farewell-own-share", None, LETTER, ["B17"], (115,), "violated", LETTER),
    Expected("farewell-shared-moment", None, LETTER, ["B17"], (116,), "violated", LETTER),
    Expected("farewell-contribution", None, LETTER, ["B17"], (117,), "violated", LETTER),
    Expected("ended-without-words", "high", LETTER, ["B10", "B12", "B17", "B19"], (186,)),
    Expected("win-back-window", "info", LETTER, ["B18", "B19"], (122,), known=LETTER),
    Expected("end-recolours-past", "info", LETTER, ["B19"], (118,)),
]
NOT_TOLD = [
    "farewell-acknowledged",
    "farewell-reason-asked",
    "farewell-handover",
    "farewell-settlement",
    "farewell-marketing-stopped",
    "farewell-promises-closed",
    "farewell-porting",
    "farewell-parting-answered",
]


@pytest.mark.parametrize("expected", FINDINGS, ids=lambda e: e.code)
def test_every_finding_is_raised_in_time_on_its_evidence(
    telecom: Journey, expected: Expected
) -> None:
    assert_raised(telecom, expected)


@pytest.mark.parametrize("code", NOT_TOLD)
def test_what_nobody_told_of_the_goodbye_is_unknown(telecom: Journey, code: str) -> None:
    standings = {standing.code: standing for standing in telecom.farewell().standings}

    assert standings[code].verdict == "unknown"
    assert standings[code].evidence


def test_a_duty_is_pending_until_its_deadline(telecom: Journey) -> None:
    standings = {standing.code: standing for standing in telecom.farewell(at=E(66)).standings}

    assert standings["farewell-thanks"].verdict == "pending"
    assert E(72).day == standings["farewell-thanks"].deadline.day  # type: ignore[union-attr]


def test_the_alarm_comes_a_week_before_she_is_sent_to_the_complaint_desk(telecom: Journey) -> None:
    raised = {finding.code: finding for finding in telecom.judged()}

    before = raised["deflected-to-procedure"].since.start - raised["mood-drop"].since.start

    assert timedelta(days=7) <= before


def test_the_suppliers_flat_feeling_is_known_only_from_the_letter(telecom: Journey) -> None:
    as_known = telecom.feelings(as_known=just_before(LETTER)).staff
    as_happened = telecom.feelings(at=just_before(LETTER)).staff

    assert not [sample for sample in as_known if sample.attributed]
    assert {0.0} == {sample.valence for sample in as_happened if sample.attributed}


def test_the_mean_of_fifteen_years_stands_beside_peak_and_end(telecom: Journey) -> None:
    felt = telecom.feelings()

    assert pytest.approx(felt.time_weighted_mean("client"), abs=0.05) == 0.55
    assert pytest.approx(felt.peak_end("client"), abs=0.06) == -0.75


def test_feelings_towards_the_rival_are_on_no_curve(telecom: Journey) -> None:
    assert not {"B18", "B20"} & {sample.story_id for sample in telecom.feelings().client}


def test_neither_the_rival_nor_the_ending_nor_silence_is_a_finding(telecom: Journey) -> None:
    raised = {finding.code for finding in telecom.judged()}

    expected = {e.code for e in FINDINGS} | {"farewell-help-before-procedure"}
    assert expected == raised


def test_she_was_sent_to_a_procedure_and_the_last_moment_passed_with_her_words(
    telecom: Journey,
) -> None:
    last = next(f for f in telecom.judged() if f.code == "last-moment-to-save")

    assert E(57).day == last.due.day  # type: ignore[union-attr]
    assert E(63) == last.until
