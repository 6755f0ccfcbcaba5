"""Questions about what was lived: the figures, the events behind them, and the two true stories."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import journeys
from domain._kernel import AnyEvent
from domain.breakup import BreakupAnnounced
from domain.care import ContactHeld
from domain.errors import NotFound
from domain.feelings import FeelingObserved
from domain.friction import IssueHandled, IssueRaised, RequestAnswered, SolutionSought
from domain.moments import Moment
from domain.promises import PromiseMade, StatusAsked
from journeys.asking import Answered, questions
from journeys.engine import Engine
from projections.answers import ANSWERS
from projections.calendar import Weekdays
from projections.course import course
from projections.farewell import Overall, farewell
from projections.farewell.scope import started
from projections.reading import read
from projections.touchpoints.visits import visits
from tests.given import on
from tests.projections.answers.asked import ask, asked, figures, kept_and_read_again, told
from tests.projections.streams import streams

LIVED = [one.name for one in questions() if one.lived]


@pytest.fixture(scope="module")
def stories() -> Iterator[Engine]:
    with journeys.open(":memory:") as engine:
        engine.load_stories()
        yield engine


def items(found: Answered, events: list[str]) -> list[str]:
    return list(dict.fromkeys(found.items[one] for one in events))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(streams)
def test_a_course_is_what_a_whole_reading_holds(events: tuple[AnyEvent, ...]) -> None:
    reading, lean = read("r", events, Weekdays()), course("r", events, Weekdays())
    assert list(lean.events) == reading.events
    assert list(lean.phases) == reading.phases
    assert visits(lean) == visits(reading)
    assert lean.place == reading.place


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(streams, st.dates(date(2024, 1, 1), date(2027, 1, 1)))
def test_what_is_kept_of_a_goodbye_is_at_any_moment_what_a_replay_says(
    events: tuple[AnyEvent, ...], day: date
) -> None:
    reading, now = read("r", events, Weekdays()), Moment.of(day)
    goodbye = kept_and_read_again(reading).goodbye
    if started(reading.state) is None:
        assert goodbye is None
        return
    assert goodbye is not None
    for asked_at in (now, *(since for _, since in goodbye.duties if since)):
        whole = farewell(reading.state, asked_at, reading.place, reading.events)
        assert goodbye.overall(asked_at) == whole.verdict
        assert list(goodbye.verdicts(asked_at)) == [one.verdict for one in whole.standings]


def test_the_agency_could_not_turn_back_after_the_gate_was_skipped_before_the_launch(
    stories: Engine,
) -> None:
    found = stories.ask("point-of-no-return", ["agency"])
    (row,) = found.rows
    (launch,) = (
        e for e in stories.store.events("agency") if e.story_id == "A14" and e.version == 40
    )
    assert items(found, row["events"]) == ["A11", "A12"]
    assert figures(row, "basis", "comparable", "lead") == ("own record", 0, 19.0)
    assert Moment(row["at"]).start < launch.occurred_at.start


def test_the_repair_habit_heals_for_years_and_then_does_not(stories: Engine) -> None:
    rows = stories.ask("loops", ["telecom"]).rows
    (row,) = (row for row in rows if row["touchpoint"] == "issue-raised")
    assert figures(row, "times", "healed") == (5, 4)
    assert row["healed_last"].startswith("2022")
    assert row["unhealed_since"] == "2025-01-15"
    assert row["slope"] < 0


def test_the_supplier_did_not_feel_that_its_client_was_hurt(stories: Engine) -> None:
    rows = stories.ask("hurt-unseen", ["telecom"]).rows
    assert rows[0]["touchpoint"] == "issue-raised:problem"
    assert {row["seen_by_us"] for row in rows} == {"not felt", "not told"}
    earlier = stories.ask("hurt-unseen", ["telecom"], at=Moment("2020-01-01")).rows
    assert earlier == ()


def test_the_tool_was_promised_and_never_touched_again(stories: Engine) -> None:
    (row,) = stories.ask("promises-untouched").rows
    assert figures(row, "relationship", "promise_key", "touched") == ("agency", "study-the-tool", 0)


def test_the_plan_and_what_was_lived_are_held_side_by_side(stories: Engine) -> None:
    rows = stories.ask("planned-and-lived").rows
    lived = {visit.place for run in stories.graph(["agency"]).runs() for visit in run}
    never = {row["touchpoint"] for row in rows if row["plan"] == "never lived"}
    assert "clean-desk-talk" in never
    assert never.isdisjoint(lived)
    assert {row["touchpoint"] for row in rows if row["plan"] == "never planned"} <= lived


def _parted(who: str, *, well: bool) -> tuple[AnyEvent, ...]:
    outcome: Literal["solved", "unsolved"] = "solved" if well else "unsolved"
    return told(
        who,
        on("2025-02-01", IssueRaised(issue="slow", kind="complaint")),
        on("2025-02-03", IssueHandled(issue="slow", outcome=outcome)),
    )


def test_what_rose_again_is_found_with_its_way_and_its_days() -> None:
    lived = (
        on("2025-02-01", IssueRaised(issue="slow", kind="complaint")),
        on("2025-02-03", IssueHandled(issue="slow", outcome="solved")),
        on("2025-02-11", ContactHeld(initiated_by="supplier"), channel="call"),
    )
    call = told("a", *lived)[-1].id
    felt = FeelingObserved(whose="client", valence=0.5, about=call)
    glad = told("a", *lived, on("2025-02-11", felt))
    (row,) = ask("recovery-paths", glad, _parted("b", well=False))
    assert figures(row, "touchpoint", "times", "relationships", "healed", "share") == (
        "issue-raised:complaint", 2, 2, 1, 0.5,
    )  # fmt: skip
    assert figures(row, "hops", "days") == (2, 10.0)
    assert row["path"] == ["issue-raised:complaint", "issue-handled", "contact-held:call"]


def test_a_promise_that_was_asked_after_and_is_not_due_is_no_worry() -> None:
    promise = PromiseMade(
        promise="p", text="soon", by="supplier", to="client", due=Moment("2031-01-01")
    )
    made = on("2025-02-01", promise)
    asked_after = on("2025-02-05", StatusAsked(promise="p"))
    assert ask("promises-untouched", told("a", made, asked_after)) == []
    (row,) = ask("promises-untouched", told("a", made, asked_after), now="2031-01-11")
    assert row["late_days"] > 0
    (row,) = ask("promises-untouched", told("a", made))
    assert figures(row, "late_days", "touched") == (None, 0)


def test_nobody_is_told_a_point_of_no_return_while_it_goes_on() -> None:
    assert ask("point-of-no-return", _parted("a", well=False)) == []
    over = told("a", on("2025-02-01", BreakupAnnounced(by="client")))
    assert ask("point-of-no-return", over) == []


def test_the_last_moment_at_which_others_who_are_comparable_ended_well_is_told() -> None:
    asked_of = asked(*(_left(who, turned_away=who == "bad") for who in ("good", "bad")))
    good, bad = (
        replace(life, ending=how) for life, how in zip(asked_of.lives, _ENDED, strict=True)
    )
    both = replace(asked_of, lives=[good, bad])
    (row,) = ANSWERS["point-of-no-return"].of(both)
    assert figures(row, "relationship", "basis", "comparable") == ("bad", "others", 1)
    assert figures(row, "touchpoint", "closed_by") == (
        "solution-sought", "request-answered:refused",
    )  # fmt: skip
    assert row["lead"] == 26.0
    assert ANSWERS["point-of-no-return"].of(both, least=2)[0]["basis"] == "own record"


_ENDED: tuple[Overall, Overall] = ("good", "poor")


def _left(who: str, *, turned_away: bool) -> tuple[AnyEvent, ...]:
    refused = on("2025-02-03", RequestAnswered(request="help", answer="refused"))
    return told(
        who,
        on("2025-02-01", IssueRaised(issue="slow", kind="complaint")),
        on("2025-02-02", SolutionSought(request="help", issue="slow")),
        *((refused,) if turned_away else ()),
        on("2025-02-28", BreakupAnnounced(by="client")),
    )


def test_what_only_good_goodbyes_have_is_told_with_its_shares() -> None:
    asked_of = asked(*(_left(who, turned_away=who == "bad") for who in ("good", "bad")))
    asked_of.graph.endings.update(dict(zip(("good", "bad"), _ENDED, strict=True)))
    rows = ANSWERS["good-endings-share"].of(asked_of)
    told_of = {(row["touchpoint"], row["leads_to"]): row for row in rows}
    refused = told_of["request-answered:refused", None]
    assert figures(refused, "good_share", "bad_share", "change", "dominates") == (0, 1, -1, False)
    straight = told_of["solution-sought", "breakup-announced:client"]
    assert figures(straight, "good_share", "bad_share", "low") == (1, 0, None)
    assert ("issue-raised:complaint", None) not in told_of


def test_an_unknown_touchpoint_is_answered_with_those_near_it(stories: Engine) -> None:
    with pytest.raises(NotFound, match="launch-day"):
        stories.ask("events-behind", touchpoint="launch-dya")


@pytest.mark.parametrize("name", LIVED)
def test_every_question_about_what_was_lived_has_a_picture_of_it(
    name: str, stories: Engine, tmp_path: Path
) -> None:
    found = stories.ask(name)
    drawn = found.svg()
    (tmp_path / "drawn.svg").write_text(drawn, encoding="utf-8")
    assert found.answer.question.split()[0] in drawn
    assert drawn == stories.ask(name).svg()


@pytest.mark.parametrize("name", LIVED)
def test_before_the_first_event_there_is_nothing_to_tell(name: str, stories: Engine) -> None:
    assert stories.ask(name, at=Moment("1990-01-01")).rows == ()


def test_an_answer_of_readings_is_drawn_on_a_graph_that_is_handed_along(stories: Engine) -> None:
    found = stories.ask("tenure")
    with pytest.raises(ValueError, match="graph"):
        found.svg()
    assert found.svg(graph=stories.graph()).startswith("<svg")
