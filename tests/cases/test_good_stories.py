"""Two good stories, invented by us: what goes well raises no alarm on any day of its life."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import journeys
from domain._kernel import AnyEvent, Fact, topics
from domain.breakup import FarewellActDone, LessonRecorded, RelationshipRekindled
from domain.care import CareGiven, ConsentGiven, ContactHeld, PreferenceNoted, SignalNoted
from domain.contract import AgreementMade, MoneyBooked, ProjectFinished, ScopeSet, StaffAssigned
from domain.courtship import IntakeDecided
from domain.expectation import InterviewAnswered
from domain.feelings import FeelingObserved
from domain.friction import IncidentOccurred, IssueHandled, UneaseAnswered
from domain.moments import Moment
from domain.process import GateDecided
from domain.promises import PromiseSettled
from domain.vocabulary import SEVERITIES
from journeys.cli.app import cli
from journeys.engine import STORIES
from journeys.journey import Journey
from projections.finding import Finding
from projections.moods import Whose

INVENTED = STORIES / "invented"
GOOD = ("museum", "reseller")
NAMED = Moment("2024-02-06")
BEFORE_THE_RETURN = Moment("2025-06-09")
LONG_AFTER = Moment("2040-01-01")

NOT_IN_A_GOOD_STORY = {
    "agreement-broken",
    "boundary-given-up",
    "breakup-withdrawn",
    "form-asked-for",
    "loss-concluded",
    "status-asked",
    "waiver-granted",
}


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store into which both stories came by ``journeys import``."""
    path = tmp_path_factory.mktemp("good") / "good.db"
    for name in GOOD:
        result = _run("import", INVENTED / f"{name}.yaml", "--store", path, "--format", "json")
        assert result.exit_code == 0, result.stderr
    return path


@pytest.fixture(scope="module")
def told(store: Path) -> Iterator[dict[str, Journey]]:
    """Both journeys by name."""
    with journeys.open(store) as opened:
        yield {name: opened.journey(name) for name in GOOD}


@pytest.fixture
def museum(told: dict[str, Journey]) -> Journey:
    """The museum that came back."""
    return told["museum"]


@pytest.fixture
def reseller(told: dict[str, Journey]) -> Journey:
    """Four busy fortnights a year."""
    return told["reseller"]


def _said(journey: Journey, kind: type[Fact]) -> list[AnyEvent]:
    return [event for event in journey.events() if isinstance(event.fact, kind)]


def _facts(journey: Journey, fact: type[Fact], /, **having: object) -> list[Any]:
    facts = (event.fact for event in _said(journey, fact))
    return [f for f in facts if all(getattr(f, key) == value for key, value in having.items())]


def _last_days(moments: set[date]) -> list[Moment]:
    """Return, for every stretch of days on which nothing new comes up, its last day.

    On that day every finding of the stretch has been judged, those that ended as well, and every
    deadline in it has passed: whoever asks on these days has asked on all of them.
    """
    days = sorted(moments)
    return [Moment.of(day - timedelta(days=1)) for day in days[1:]] + [Moment.of(days[-1])]


def _alarms(found: tuple[Finding, ...]) -> set[str]:
    return {f.code for f in found if SEVERITIES.index(f.severity) > SEVERITIES.index("info")}


def _every_alarm(journey: Journey, find: Callable[[Moment], tuple[Finding, ...]]) -> set[str]:
    moments = {event.occurred_at.day for event in journey.all_events}
    moments |= {event.recorded_at.day for event in journey.all_events}
    days = [*_last_days(moments), LONG_AFTER]
    return set().union(*(_alarms(find(day)) for day in days))


# --- both -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", GOOD)
def test_no_day_of_its_life_brings_an_alarm(told: dict[str, Journey], name: str) -> None:
    journey = told[name]

    assert _every_alarm(journey, lambda day: journey.judged(at=day)) == set()


@pytest.mark.parametrize("name", GOOD)
def test_no_day_on_which_something_became_known_brings_an_alarm(
    told: dict[str, Journey], name: str
) -> None:
    journey = told[name]

    assert _every_alarm(journey, lambda day: journey.judged(as_known=day)) == set()


def test_one_bad_weekend_is_no_fall_in_mood(museum: Journey) -> None:
    assert _alarms(museum.judged(at=LONG_AFTER)) == set()


@pytest.mark.parametrize("name", GOOD)
def test_what_is_good_is_said(told: dict[str, Journey], name: str) -> None:
    assert "repair-habit" in {finding.code for finding in told[name].judged()}


@pytest.mark.parametrize("name", GOOD)
def test_it_says_of_itself_that_it_is_invented(told: dict[str, Journey], name: str) -> None:
    text = (INVENTED / f"{name}.yaml").read_text(encoding="utf-8")

    assert "Invented by us" in text.partition("story:")[0]
    assert {"invented by us"} == {event.source for event in told[name].events()}
    assert {"told", "implied"} <= {event.basis for event in told[name].events()}


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("whose", ["client", "staff"])
def test_both_sides_felt_good_on_the_whole_and_remember_it_so(
    told: dict[str, Journey], name: str, whose: Whose
) -> None:
    felt = told[name].feelings()

    assert (felt.time_weighted_mean(whose) or 0) > 0.4
    assert (felt.peak_end(whose) or 0) > 0.6
    assert min(sample.valence for sample in felt.of(whose)) < 0.1


@pytest.mark.parametrize("name", GOOD)
def test_some_feelings_nobody_asked_for_and_some_were_told_late(
    told: dict[str, Journey], name: str
) -> None:
    events = told[name].events()
    items = {event.story_id for event in events}
    felt = [event for event in events if isinstance(event.fact, FeelingObserved)]

    for whose in ("client", "staff"):
        with_feeling = {event.story_id for event in felt if event.fact.whose == whose}
        assert 0.5 * len(items) < len(with_feeling) < len(items)
    assert any(event.recorded_at > event.occurred_at for event in felt)


@pytest.mark.parametrize("name", GOOD)
def test_every_promise_was_kept_or_handed_over(told: dict[str, Journey], name: str) -> None:
    promises = told[name].state().named("promise")
    closing = [thing.last(PromiseSettled) for thing in promises.values()]

    assert {"kept", "handed-over"} >= {last.fact.outcome for last in closing if last}
    assert None not in closing


@pytest.mark.parametrize("name", GOOD)
def test_a_delay_was_told_in_time_and_agreed_anew_and_then_kept(
    told: dict[str, Journey], name: str
) -> None:
    state = told[name].state()
    late = [e for e in _said(told[name], PromiseSettled) if e.fact.outcome == "announced-late"]
    assert late

    for told_late in late:
        promise = state.named("promise")[told_late.fact.promise]
        anew, kept = (e for e in promise.later if e.fact.outcome in ("reagreed", "kept"))
        assert promise.opened.fact.contact_rule
        assert told_late.occurred_at < promise.opened.fact.due
        assert anew.occurred_at < promise.opened.fact.due < kept.occurred_at <= anew.fact.due


@pytest.mark.parametrize("name", GOOD)
def test_every_gate_was_passed_with_answers_or_was_the_teams_to_leave_out(
    told: dict[str, Journey], name: str
) -> None:
    state = told[name].state()
    for decided in _facts(told[name], GateDecided):
        gate = state.gate(decided.gate)
        assert gate is not None
        if decided.outcome == "passed":
            assert set(gate.questions) == {a.question for a in decided.answers if a.answer}
        else:
            assert not gate.mandatory
            assert decided.gate in state.named("gate")[decided.gate].opened.fact.discretion


@pytest.mark.parametrize("name", GOOD)
def test_every_need_and_every_signal_was_answered_in_time(
    told: dict[str, Journey], name: str
) -> None:
    needs, signals = told[name].state().named("need"), told[name].state().named("signal")
    assert needs
    assert signals

    assert all(need.last(CareGiven) for need in needs.values())
    for signal in signals.values():
        answer = signal.last(CareGiven)
        assert isinstance(signal.opened.fact, SignalNoted)
        assert answer is not None
        assert answer.fact.relevant
        assert answer.fact.pleasant
        assert answer.occurred_at < signal.opened.fact.until


@pytest.mark.parametrize("name", GOOD)
def test_what_is_kept_about_the_client_is_kept_with_leave_and_shown(
    told: dict[str, Journey], name: str
) -> None:
    allowed = {f.consent for f in _facts(told[name], ConsentGiven, answer="may-keep-profile")}
    kept = _facts(told[name], PreferenceNoted)
    assert kept

    for preference in kept:
        assert preference.consent in allowed
        assert preference.shown_to_client
        assert preference.purpose
        assert preference.serves in ("client", "both")


@pytest.mark.parametrize("name", GOOD)
def test_a_change_of_staff_was_said_before_and_the_new_face_known(
    told: dict[str, Journey], name: str
) -> None:
    assigned = _said(told[name], StaffAssigned)
    left = [event for event in assigned if event.fact.leaves]
    assert left

    assert all(event.fact.known_to_client for event in assigned)
    for gone in left:
        came = [e for e in assigned if not e.fact.leaves and e.fact.role == gone.fact.role]
        assert any(e.occurred_at <= gone.occurred_at for e in came if e.fact != gone.fact)


@pytest.mark.parametrize("name", GOOD)
def test_it_goes_out_and_in_again_unchanged(name: str, store: Path, tmp_path: Path) -> None:
    out, other = tmp_path / f"{name}.jsonl", tmp_path / "other.db"
    assert _run("export", name, "--out", out, "--store", store).exit_code == 0
    assert _run("import", out, "--store", other).exit_code == 0

    assert out.read_text(encoding="utf-8") == _run("export", name, "--store", other).stdout
    assert _run("verify", "--store", other).exit_code == 0


@pytest.mark.parametrize("name", GOOD)
def test_it_goes_out_as_a_story_and_tells_the_same(name: str, store: Path, tmp_path: Path) -> None:
    out, other = tmp_path / f"{name}.yaml", tmp_path / "other.db"
    written = _run("export", name, "--format", "yaml", "--out", out, "--store", store)
    assert written.exit_code == 0
    assert _run("import", out, "--store", other).exit_code == 0

    def answers(at: Path) -> list[str]:
        asked = (("findings", name, "--format", "md"), ("replay", name), ("curve", name))
        return [_run(*question, "--store", at).stdout for question in asked]

    assert answers(store) == answers(other)


@pytest.mark.parametrize("name", GOOD)
def test_taken_in_twice_changes_nothing(name: str, store: Path) -> None:
    story = INVENTED / f"{name}.yaml"
    again = _run("import", story, "--store", store, "--format", "json")

    assert json.loads(again.stdout)[0]["recorded"] == 0


def test_the_two_true_stories_stay_the_only_ones_that_load_by_themselves() -> None:
    assert {"agency", "telecom"} == {path.stem for path in STORIES.glob("*.yaml")}


def test_together_they_speak_nearly_the_whole_language(told: dict[str, Journey]) -> None:
    spoken = {event.fact.topic for journey in told.values() for event in journey.events()}
    silent = {
        topic.split(".")[1]
        for topic in topics()
        if topic.startswith("relationship.") and topic not in spoken
    }

    assert silent >= NOT_IN_A_GOOD_STORY
    assert len(spoken) >= 55


# --- the museum -----------------------------------------------------------------------------------


def test_the_museum_was_chosen_with_open_eyes(museum: Journey) -> None:
    first, again = _facts(museum, IntakeDecided)

    assert first.fit == again.fit == "core"
    assert first.seamless
    assert again.seamless
    assert not first.pursued_despite_doubt


def test_the_museum_goes_through_every_phase_and_comes_back(museum: Journey) -> None:
    phases: list[str] = []
    for day in sorted({event.occurred_at.day for event in museum.all_events}):
        phase = museum.state(at=Moment.of(day)).phase_at(Moment.of(day))
        phases += [phase] if phases[-1:] != [phase] else []

    quarrels = ["friction", "contract"] * 2
    assert ["courtship", "contract", *quarrels, "breakup", "ended", "courtship", "contract"] == (
        phases
    )


def test_its_disagreement_and_its_bad_patch_were_solved_together(museum: Journey) -> None:
    handled = _facts(museum, IssueHandled)

    assert len(handled) == 2
    assert all(f.listened and f.empathised and f.sought_together for f in handled)
    assert {"solved"} == {f.outcome for f in handled}


def test_a_colleagues_unease_was_gone_into_the_next_day(museum: Journey) -> None:
    (unease,) = museum.state().named("unease").values()
    answer = unease.last(UneaseAnswered)

    assert answer is not None
    assert timedelta(days=1) == answer.occurred_at.start - unease.opened.occurred_at.start


def test_the_five_steps_of_the_interview_were_taken_in_order(museum: Journey) -> None:
    answers = _facts(museum, InterviewAnswered)

    steps = [answer.step for answer in answers]
    assert steps == ["before", "beyond", "brought", "used-in-offer", "published"]
    assert answers[-1].consent in museum.state().named("consent")
    assert answers[-2].led_to


def test_the_work_grew_for_an_insight_and_not_to_please(museum: Journey) -> None:
    assert [f.reason for f in _facts(museum, ScopeSet)] == ["baseline", "new-insight", "baseline"]
    assert {"both"} == {f.initiated_by for f in _facts(museum, AgreementMade) if f.replaces}


def test_its_projects_were_met_with_enthusiasm_and_paid_for_themselves(museum: Journey) -> None:
    finished = _facts(museum, ProjectFinished)
    money = {"revenue": 0.0, "cost": 0.0, "failure-cost": 0.0}
    for booked in _facts(museum, MoneyBooked):
        money[booked.kind] += booked.amount

    assert all(f.on_time and f.in_budget and f.enthusiasm >= 0.8 for f in finished)
    assert money["revenue"] > money["cost"] + money["failure-cost"]


def test_every_goodbye_duty_that_applies_was_met_in_time(museum: Journey) -> None:
    goodbye = museum.farewell(at=BEFORE_THE_RETURN)
    verdicts = {standing.code: standing.verdict for standing in goodbye.standings}

    assert {"met", "not-applicable"} >= set(verdicts.values())
    assert len([verdict for verdict in verdicts.values() if verdict == "met"]) >= 18
    for standing in goodbye.standings:
        done = [event for event in standing.events if isinstance(event.fact, FarewellActDone)]
        assert all(event.occurred_at <= standing.deadline for event in done)


def test_the_goodbye_was_good(museum: Journey) -> None:
    assert museum.farewell(at=BEFORE_THE_RETURN).verdict == "good"


def test_on_no_day_of_the_goodbye_was_a_duty_late_or_violated(museum: Journey) -> None:
    days = [NAMED.day + timedelta(days=number) for number in range(0, 150, 3)]
    for day in days:
        standings = museum.farewell(at=Moment.of(day)).standings
        assert not [s.code for s in standings if s.verdict in ("late", "violated")], day


def test_the_lesson_became_a_rule_and_held(museum: Journey) -> None:
    learned, held = _facts(museum, LessonRecorded)

    assert learned.hardens == ("listen-first",)
    assert held.lesson == learned.lesson
    assert held.held
    assert not museum.state().may_be_waived("listen-first")


def test_the_way_back_was_asked_for_before_it_was_taken(museum: Journey) -> None:
    (back,) = _said(museum, RelationshipRekindled)
    (leave,) = [
        event for event in _said(museum, ConsentGiven) if event.fact.answer == "may-approach-again"
    ]

    assert back.fact.by == "client"
    assert back.fact.permission
    assert leave.id in {event.id for event in museum.events(at=BEFORE_THE_RETURN)}
    assert museum.farewell().verdict == "none"
    assert any(f.act == "door-left-open" for f in _facts(museum, FarewellActDone))


# --- the reseller ---------------------------------------------------------------------------------


def test_the_reseller_is_a_partner_and_still_is(reseller: Journey) -> None:
    state = reseller.state(at=LONG_AFTER)

    assert state.opened is not None
    assert state.opened.fact.kind == "partner"
    assert state.phase_at(LONG_AFTER) == "contract"
    assert reseller.farewell().verdict == "none"


def test_it_calls_in_bursts_before_its_quarters_end_and_nobody_pushes_it(
    reseller: Journey,
) -> None:
    contacts = _said(reseller, ContactHeld)
    in_a_burst = [
        e
        for e in contacts
        if e.occurred_at.day.month in (1, 4, 7, 10) and e.occurred_at.day.day > 14
    ]

    assert len(in_a_burst) > 0.7 * len(contacts)
    assert {"client"} == {event.fact.initiated_by for event in in_a_burst}


@pytest.mark.parametrize("year", [2022, 2023, 2024])
@pytest.mark.parametrize("month", [8, 12])
def test_august_and_december_are_quiet_and_that_was_said(
    reseller: Journey, year: int, month: int
) -> None:
    days = [event.occurred_at.day for event in reseller.events()]

    assert (year, month) not in {(day.year, day.month) for day in days}
    assert not _alarms(reseller.judged(at=Moment(f"{year}-{month:02}-28")))


def test_it_shrugs_at_marks(reseller: Journey) -> None:
    unrated = {event.story_id for event in _said(reseller, ContactHeld)} - {
        event.story_id for event in _said(reseller, FeelingObserved)
    }

    assert len(unrated) >= 6
    assert len([e for e in _said(reseller, FeelingObserved) if e.fact.rating]) == 1


def test_the_deviating_order_was_talked_over_first_and_then_forgiven(reseller: Journey) -> None:
    (bypass,) = _said(reseller, IncidentOccurred)
    (handled,) = _said(reseller, IssueHandled)
    anew = [e for e in _said(reseller, AgreementMade) if e.fact.replaces]

    largest = max(_facts(reseller, MoneyBooked, kind="revenue"), key=lambda f: f.amount)
    assert largest in [e.fact for e in reseller.events() if e.story_id == bypass.story_id]
    assert handled.fact.outcome == "accepted"
    assert timedelta(days=21) >= handled.occurred_at.start - bypass.occurred_at.start
    assert [event.fact.agreement for event in anew] == ["coast-and-family"]
