"""What the rows ask to be detected is found in the two true stories, on the right evidence.

Evidence is named by the lines of the story. Rows whose finding the stories do not raise have their
test beside the other tests of that finding.
"""

import pytest

from domain.breakup import BreakupAnnounced, PartingStatementMade, RecordDeclaredComplete
from domain.moments import Moment
from tests.given import on, opened
from tests.projections.judging import judged
from tests.rows import keeping
from tests.rows.keeping import evidence, found


@pytest.mark.row(12, 15)
def test_work_that_starts_before_its_clean_desk_is_a_deviation() -> None:
    assert evidence("agency", "deviation-accepted") == ["A05"]
    assert found("agency", "deviation-accepted").severity == "low"


@pytest.mark.row(11)
def test_a_key_person_is_away_in_the_middle_of_the_work() -> None:
    assert evidence("agency", "key-person-absent") == ["A07", "A07"]


@pytest.mark.row(17)
def test_a_goal_shifts_just_before_a_known_absence() -> None:
    assert evidence("agency", "goal-shifted-late") == ["A03", "A07", "A08"]


@pytest.mark.row(12, 30, 31)
def test_a_change_breaks_the_condition_under_which_an_unchecked_tool_was_harmless() -> None:
    assert evidence("agency", "waiver-void") == ["A05", "A08"]


@pytest.mark.row(21, 24)
def test_advice_is_rejected_against_the_numbers() -> None:
    assert evidence("agency", "advice-rejected") == ["A09", "A09", "A10", "A11"]


@pytest.mark.row(22)
def test_what_is_expected_does_not_follow_from_what_was_measured() -> None:
    assert evidence("agency", "expectation-gap") == ["A09", "A09", "A11"]


@pytest.mark.row(24)
def test_what_is_believed_is_not_what_was_measured() -> None:
    assert evidence("agency", "perception-gap") == ["A09", "A09", "A11"]


@pytest.mark.row(28, 51)
def test_the_frustration_of_colleagues_is_found_on_this_one_client() -> None:
    assert evidence("agency", "staff-mood-drop") == ["A02", "A08", "A09", "A10", "A11"]


@pytest.mark.row(19, 25, 26)
def test_a_mandatory_gate_is_skipped_with_its_measurements_missing() -> None:
    assert evidence("agency", "gate-skipped") == ["A01", "A12"]
    assert found("agency", "gate-skipped").severity == "critical"


@pytest.mark.row(32)
def test_a_promise_is_made_impossible() -> None:
    assert evidence("agency", "promise-impossible") == ["A06", "A13", "A14"]


@pytest.mark.row(27)
def test_the_time_left_is_compressed() -> None:
    assert evidence("agency", "timeline-compressed") == ["A07", "A13", "A14"]


@pytest.mark.row(28)
def test_nobody_went_into_the_unease() -> None:
    assert evidence("agency", "unease-unanswered") == ["A14"]


@pytest.mark.row(29)
def test_a_colleague_stretches_too_far() -> None:
    assert evidence("agency", "boundary-given-up") == ["A15"]


@pytest.mark.row(33)
def test_agreements_are_departed_from_again_and_again() -> None:
    assert evidence("agency", "agreement-broken") == ["A05", "A08", "A12", "A17"]


@pytest.mark.row(16, 56, 187)
def test_giving_in_becomes_a_pattern() -> None:
    assert evidence("agency", "yielding-pattern") == ["A08", "A12", "A13", "A19"]


@pytest.mark.row(13, 34, 60)
def test_incidents_pile_up_and_lead_back_to_a_skipped_inspection() -> None:
    assert evidence("agency", "errors-accumulate") == ["A05", "A18a", "A18b", "A18c"]
    assert found("agency", "errors-accumulate").sentence.values["root"] == "yes"


@pytest.mark.row(37)
def test_a_goal_is_off_track() -> None:
    assert evidence("agency", "goal-off-track") == ["A11", "A20"]


@pytest.mark.row(35, 36)
def test_effort_goes_up_into_fires_while_the_result_stays_flat() -> None:
    assert evidence("agency", "firefighting") == ["A18a", "A18b", "A19", "A18c", "A20"]


@pytest.mark.row(38, 39)
def test_lost_trust_meets_the_criterion_for_ending() -> None:
    assert evidence("agency", "core-value-broken") == ["A01", "A21"]
    assert found("agency", "core-value-broken").severity == "critical"


@pytest.mark.row(99, 107)
def test_disagreements_always_solved_together_are_this_relationships_own_norm() -> None:
    assert evidence("telecom", "repair-habit") == ["B04", "B06"]
    assert found("telecom", "repair-habit").severity == "positive"


@pytest.mark.row(102)
def test_two_contracts_at_once_ask_for_extra_care() -> None:
    assert evidence("telecom", "commitment-jump") == ["B09", "B09"]
    assert found("telecom", "commitment-jump").due == "2025-03-16T18:00:00+01:00"


@pytest.mark.row(99, 103)
def test_repeated_attempts_come_to_nothing_against_the_own_norm() -> None:
    assert evidence("telecom", "repair-broken") == [
        "B06",
        "B06b",
        "B06c",
        "B06d",
        "B11a",
        "B11a",
        "B11b",
        "B11b",
    ]


@pytest.mark.row(55, 107)
def test_a_mood_slides_below_its_own_usual() -> None:
    assert evidence("telecom", "mood-drop") == ["B01", "B10", "B11a", "B11b"]


@pytest.mark.row(89, 95)
def test_the_habit_of_naming_drift_stops() -> None:
    assert evidence("telecom", "care-habit-lost") == ["B04", "B04i", "B10", "B11a", "B11b"]


@pytest.mark.row(104, 177)
def test_a_complaint_procedure_comes_instead_of_help() -> None:
    assert evidence("telecom", "deflected-to-procedure") == ["B01", "B12"]
    assert found("telecom", "deflected-to-procedure").severity == "critical"


@pytest.mark.row(105, 110)
def test_there_is_a_last_moment_to_save_it_with_somebody_more_senior_after_more_years() -> None:
    assert evidence("telecom", "last-moment-to-save") == ["B12"]
    who = found("telecom", "last-moment-to-save").sentence.values["who"]
    assert who == "a senior colleague"


@pytest.mark.row(108)
def test_a_harder_form_is_asked_for_on_leaving() -> None:
    assert evidence("telecom", "farewell-form-accepted") == ["B14", "B15"]
    assert found("telecom", "farewell-form-accepted").verdict == "violated"


@pytest.mark.row(109, 110, 112)
def test_a_link_closes_what_deserved_a_person() -> None:
    assert evidence("telecom", "farewell-personal") == ["B14", "B16"]
    assert found("telecom", "farewell-personal").verdict == "violated"


@pytest.mark.row(113)
def test_nobody_said_thanks() -> None:
    assert evidence("telecom", "farewell-thanks") == ["B16", "B17"]
    assert found("telecom", "farewell-thanks").verdict == "violated"


@pytest.mark.row(114)
def test_nobody_gave_the_honest_reason() -> None:
    assert evidence("telecom", "farewell-honest-reason") == ["B14", "B17"]
    assert found("telecom", "farewell-honest-reason").verdict == "violated"


@pytest.mark.row(115)
def test_nobody_acknowledged_a_share_of_its_own() -> None:
    assert evidence("telecom", "farewell-own-share") == ["B16", "B17"]
    assert found("telecom", "farewell-own-share").verdict == "violated"


@pytest.mark.row(117)
def test_nobody_named_what_the_client_had_given() -> None:
    assert evidence("telecom", "farewell-contribution") == ["B16", "B17"]
    assert found("telecom", "farewell-contribution").verdict == "violated"


@pytest.mark.row(118, 119)
def test_one_side_felt_strongly_and_the_other_nothing() -> None:
    lines = evidence("telecom", "indifference")
    assert lines[:2] == ["B10", "B10"]
    assert lines[-2:] == ["B16", "B16"]
    assert len(lines) == 14


@pytest.mark.row(186)
def test_a_supplier_withdraws_in_silence() -> None:
    assert evidence("telecom", "ended-without-words") == [
        "B10",
        "B11a",
        "B11b",
        "B11c",
        "B12",
        "B13",
        "B14",
        "B17",
        "B19",
    ]


@pytest.mark.row(122)
def test_a_second_best_rival_leaves_a_window() -> None:
    assert evidence("telecom", "win-back-window") == ["B18", "B19"]


@pytest.mark.row(118)
def test_the_end_recolours_the_past() -> None:
    assert evidence("telecom", "end-recolours-past") == ["B17", "B19", "B19"]


@pytest.mark.row(91, 124)
def test_nobody_answered_a_kind_parting_word() -> None:
    said = PartingStatementMade(by="client", public=True, wishes_well=True)
    nothing = RecordDeclaredComplete(
        begins=Moment("2025-03-01"), ends=Moment("2025-04-30"), about=("parting-answered",)
    )
    over = on("2025-03-05", BreakupAnnounced(by="client"))
    ours = judged(opened(), over, on("2025-03-06", said), on("2025-05-01", nothing))
    unanswered = ours.finding("farewell-parting-answered")
    keeping.asked.update(unanswered.rows)
    assert unanswered.verdict == "violated"
    assert ours.evidence(unanswered.code) == ["PartingStatementMade", "RecordDeclaredComplete"]
