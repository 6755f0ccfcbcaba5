"""When findings are over: settled by a fact, lapsed by time, or ended with the relationship."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain._kernel import Fact, Record
from domain.breakup import (
    BreakupAnnounced,
    BreakupWithdrawn,
    EndDateSet,
    PartingStatementMade,
    RelationshipEnded,
    RelationshipRekindled,
)
from domain.care import ContactHeld, NeedObserved, PreferenceNoted, SignalNoted
from domain.contract import GoalSet
from domain.feelings import FeelingObserved
from domain.friction import BoundaryGivenUp, IncidentOccurred
from domain.moments import Moment
from domain.process import AbsencePlanned, WorkPlanned
from domain.promises import PromiseMade, PromiseSettled
from journeys.working_days import PublicHolidays
from projections.finding import Finding
from projections.findings.families import RULES
from projections.reading import Reading, read
from projections.views import VIEWS
from tests.given import CLIENT, on, opened
from tests.projections.judging import Judged, judged

BEGUN = date(2024, 1, 1)


def error(when: str) -> Record:
    return on(when, IncidentOccurred(kind="small-error"))


def said(when: str, *facts: Fact) -> Record:
    return on(when, *facts)


ERRORS = (error("2025-01-01"), error("2025-02-01"), error("2025-03-02"))
ENDED = on("2025-03-20", RelationshipEnded(by="client"))


def errors_of(found: Judged, at: str) -> list[Finding]:
    return [one for one in found.judged(at) if one.code == "errors-accumulate"]


@pytest.mark.row(60)
def test_what_counts_for_sixty_days_lapses_when_the_third_error_is_older() -> None:
    found = judged(opened(), *ERRORS)

    finding = found.finding("errors-accumulate")
    assert (finding.since, finding.until, finding.over) == ("2025-03-02", "2025-03-03", "lapsed")

    close = judged(opened(), error("2025-02-20"), error("2025-02-25"), error("2025-03-02"))
    assert close.finding("errors-accumulate").until == "2025-04-22"
    assert "errors-accumulate" in close.codes("2025-04-21")
    assert "errors-accumulate" not in close.codes("2025-04-22")


def test_as_of_a_day_on_which_it_was_open_it_is_open_whatever_time_has_passed() -> None:
    later = (error("2025-02-20"), error("2025-02-25"), error("2025-03-02"))
    found = judged(opened(), *later, said("2026-06-01", ContactHeld()))

    assert "errors-accumulate" in found.codes("2025-03-10")
    assert "errors-accumulate" not in found.codes("2026-06-01")


def test_what_bears_it_out_puts_off_its_lapse_and_it_stays_the_same_finding() -> None:
    found = judged(
        opened(), error("2025-01-15"), ERRORS[1], error("2025-02-20"), error("2025-03-10")
    )

    (finding,) = errors_of(found, "2025-12-01")
    assert (finding.since, finding.until) == ("2025-02-20", "2025-04-03")
    assert len(finding.further) == 1


def test_after_it_lapsed_it_is_raised_anew_and_known_anew() -> None:
    again = [error(f"2025-07-0{day}") for day in (1, 2, 3)]
    found = judged(opened(), *ERRORS, *again)

    assert "errors-accumulate" not in found.codes("2025-05-01")
    (finding,) = errors_of(found, "2025-12-01")
    assert (finding.since, finding.known_since) == ("2025-07-03", "2025-07-03")
    rises = read(CLIENT, found.events, PublicHolidays()).rises
    risen = [rise.anew for rise in rises if rise.identity == finding.identity]
    assert risen == [True, True]


def test_what_is_kept_of_it_does_not_hang_on_the_day_on_which_it_is_told() -> None:
    found = judged(opened(), *ERRORS)
    view = next(view for view in VIEWS if view.name == "findings")
    early = Reading(CLIENT, PublicHolidays())
    early.learn(*found.events)
    kept = dict(view.rows(early))

    early.wait(Moment("2030-01-01"))

    assert dict(view.rows(early)) == kept
    assert kept["errors-accumulate/run"]["until"] == "2025-03-03"


def test_a_low_mood_of_which_nobody_heard_for_a_year_is_said_of_that_year_alone() -> None:
    felt = [0.6] * 6 + [-0.7] * 4
    told = [
        on(f"2024-{month:02d}-01", FeelingObserved(whose="client", valence=v, said_by="client"))
        for month, v in enumerate(felt, start=1)
    ]
    found = judged(opened(), *told)

    assert found.finding("mood-drop").until == "2025-10-02"
    assert "mood-drop" in found.codes("2025-10-01")
    assert "mood-drop" not in found.codes("2025-10-02")


def test_who_is_back_is_no_longer_about_to_be_away() -> None:
    plan = said("2025-01-01", WorkPlanned(plan="p", text="P"))
    away = AbsencePlanned(
        absence="a", role="owner", begins=Moment("2025-02-01"), ends=Moment("2025-02-14")
    )
    found = judged(opened(), plan, said("2025-01-10", away))

    assert found.finding("key-person-absent").until == "2025-02-14T18:00:00+01:00"
    forever = away.model_copy(update={"ends": None})
    told = judged(opened(), plan, said("2025-01-10", forever))
    assert told.finding("key-person-absent").until is None


def late(number: int, outcome: str) -> list[Record]:
    day = BEGUN + timedelta(days=30 * number)
    made = PromiseMade(
        promise=f"p{number}", text="P", by="supplier", to="client", due=Moment(str(day))
    )
    settled = PromiseSettled.model_validate({"promise": f"p{number}", "outcome": outcome})
    before = str(day - timedelta(days=5))
    return [on(before, ContactHeld(), made), on(str(day), ContactHeld(), settled)]


@pytest.mark.row(162)
def test_a_line_that_stands_is_borne_out_by_contacts_and_lapses_a_year_after_the_last() -> None:
    told = [r for n in range(1, 16) for r in late(n, "kept")]
    told += [r for n in range(16, 26) for r in late(n, "late")]
    found = judged(opened(str(BEGUN)), *told)

    last = told[-1].occurred_at.day
    (finding,) = (one for one in found.findings() if one.code == "promises-slipping")
    assert finding.until == str(last + timedelta(days=366))

    after = [r for n in range(40, 46) for r in late(n, "late")]
    again = judged(opened(str(BEGUN)), *told, *after)
    slipping = [one for one in again.findings() if one.code == "promises-slipping"]
    assert len(slipping) == 2
    assert slipping[0].until == finding.until
    assert slipping[1].since > slipping[0].until


def test_with_the_relationship_ends_what_was_about_it() -> None:
    given_up = said("2025-03-05", BoundaryGivenUp(boundary="b", text="B", volunteered=True))
    found = judged(opened(), given_up, ENDED)

    finding = found.finding("boundary-given-up")
    assert (finding.until, finding.over) == ("2025-03-20", "ended")
    assert "boundary-given-up" in found.codes("2025-03-19")
    assert "boundary-given-up" not in found.codes("2025-03-20")


def test_an_end_that_is_to_come_ends_it_on_its_day_unless_it_is_taken_back() -> None:
    given_up = said("2025-03-05", BoundaryGivenUp(boundary="b", text="B", volunteered=True))
    announced = said("2025-03-10", BreakupAnnounced(by="client"))
    settled = said("2025-03-11", EndDateSet(ends=Moment("2025-04-01")))
    found = judged(opened(), given_up, announced, settled)

    assert found.finding("boundary-given-up").until == "2025-04-01"
    assert "boundary-given-up" in found.codes("2025-03-31")
    assert "boundary-given-up" not in found.codes("2025-04-01")

    back = judged(
        opened(), given_up, announced, settled, said("2025-03-20", BreakupWithdrawn(by="client"))
    )
    assert back.finding("boundary-given-up").until is None


def test_an_end_that_is_taken_back_brings_what_was_to_come_after_it() -> None:
    need = said("2025-03-01", NeedObserved(need="n", text="N"))
    announced = said("2025-03-02", BreakupAnnounced(by="client"))
    settled = said("2025-03-03", EndDateSet(ends=Moment("2025-03-20")))
    back = said("2025-03-10", BreakupWithdrawn(by="client"))
    # The announcement settles the need; one that is seen after it would come after the end.
    later = said("2025-03-04", NeedObserved(need="m", text="M"))
    found = judged(opened(), need, announced, settled, later)
    assert "need-unanswered" not in {one.code for one in found.judged()}
    again = judged(opened(), need, announced, settled, later, back)
    assert "need-unanswered" in again.codes("2025-04-04")
    reading = read(CLIENT, again.events, PublicHolidays())
    reading.wait(Moment("2025-06-01"))
    assert ("need-unanswered", "m") in {rise.identity for rise in reading.rises}


def test_beginning_again_does_not_bring_back_what_was_over() -> None:
    errors = [error(f"2025-03-0{day}") for day in (1, 2, 3)]
    rekindled = said("2025-04-01", RelationshipRekindled(by="both"))
    again = [error(f"2025-04-0{day}") for day in (2, 3, 4)]

    (finding,) = errors_of(judged(opened(), *errors, ENDED, rekindled), "2025-04-10")
    assert (finding.until, finding.over) == ("2025-03-20", "ended")
    (anew,) = errors_of(judged(opened(), *errors, ENDED, rekindled, *again), "2025-04-10")
    assert (anew.since, anew.known_since) == ("2025-04-02", "2025-04-02")
    assert anew.is_open(Moment("2025-04-10"))


def test_of_what_has_ended_nothing_is_found_that_was_about_going_on() -> None:
    after = [error(f"2025-04-0{day}") for day in (1, 2, 3)]
    assert judged(opened(), ENDED, *after).codes() == set()


def test_a_day_that_comes_after_the_end_brings_only_what_is_owed_all_the_same() -> None:
    need = said("2025-03-01", NeedObserved(need="n", text="N"))
    promise = PromiseMade(
        promise="p", text="P", by="supplier", to="client", due=Moment("2025-04-01")
    )
    found = judged(opened(), need, said("2025-03-02", promise), ENDED)

    assert "need-unanswered" not in {one.code for one in found.judged()}
    assert "promise-overdue" in found.codes("2025-04-02")


def test_the_goodbye_what_is_kept_and_who_may_be_asked_again_outlast_the_end() -> None:
    kept = PreferenceNoted(item="i", kind="likes", serves="supplier")
    spreading = PartingStatementMade(by="client", public=True, reach="spreading", text="T")
    ajar = SignalNoted(signal="s", kind="may-be-approached", until=Moment("2025-06-01"))
    found = judged(
        opened(), said("2025-03-01", kept), ENDED, said("2025-04-01", spreading, ajar)
    ).codes("2025-12-01")

    assert {"data-without-benefit", "public-story-spreads", "moment-missed"} <= found


def test_a_changed_goal_no_longer_shifts_late_once_the_absence_is_past() -> None:
    old = said("2025-01-01", GoalSet(goal="old", work="visibility"))
    away = AbsencePlanned(
        absence="a", role="owner", begins=Moment("2025-02-01"), ends=Moment("2025-02-14")
    )
    new = said("2025-01-25", GoalSet(goal="new", work="sales-launch", replaces="old"))
    found = judged(opened(), old, said("2025-01-10", away), new)

    assert found.finding("goal-shifted-late").until == "2025-02-14T18:00:00+01:00"


MOMENTS = {
    "advice-rejected": "the numbers held when it was rejected",
    "indifference": "up to the goodbye",
    "late-delivery-hurts": "between a promise and what was felt",
    "win-masks": "before a contract",
}
"""Rules whose days lie between two facts; what they find does not pass with them."""


def test_every_rule_about_the_last_so_many_days_lapses_by_itself() -> None:
    for code, rule in RULES.items():
        if "within_days" in rule.parameters:
            assert rule.lapses != (code in MOMENTS), code


def test_only_what_says_so_lapses_or_outlasts_the_end() -> None:
    assert {code for code, rule in RULES.items() if rule.outlasts} >= {
        "farewell-thanks",
        "promise-overdue",
        "consent-missing",
    }
    found = judged(opened(), *ERRORS).judged()
    assert {RULES[one.code].lapses for one in found if one.over == "lapsed"} == {True}
