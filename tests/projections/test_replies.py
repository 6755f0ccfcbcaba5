"""What people answered to a finding: what holds, and what brings a finding back."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pydantic_core import from_json, to_json

from domain._kernel import AnyEvent, Record
from domain.breakup import RelationshipEnded
from domain.friction import IncidentOccurred
from domain.judgement import FindingAnswered
from domain.moments import Moment
from domain.promises import PromiseMade, StatusAsked
from domain.relationship import Relationship, decide, fold
from domain.vocabulary import Severity
from journeys.engine import STORIES
from journeys.io import story
from journeys.working_days import PublicHolidays
from projections.evidence import Evidence
from projections.finding import Finding, as_row, of_row
from projections.reading import read, up_to
from projections.reply import Standing, reply
from projections.timeline import said
from tests.given import CLIENT, history, on, opened

ERRORS = tuple(
    on(f"2025-01-0{day}T10:00:00Z", IncidentOccurred(kind="small-error")) for day in (1, 2, 3)
)
FOURTH = on("2025-01-20T10:00:00Z", IncidentOccurred(kind="small-error"))
LATER = "2025-02-01"


def found(events: Sequence[AnyEvent], code: str = "errors-accumulate") -> Finding:
    (one,) = (f for f in read(CLIENT, events, PublicHolidays()).findings() if f.code == code)
    return one


def answered(
    before: Sequence[AnyEvent],
    answer: str,
    when: str = "2025-01-10T10:00:00Z",
    **more: Any,  # noqa: ANN401 - the fields of an answer
) -> tuple[AnyEvent, ...]:
    """Return the history in which somebody has answered the finding as it then was."""
    finding = found(up_to(before, at=Moment(when)))
    fact = FindingAnswered.model_validate(
        {
            "finding": finding.code,
            "key": finding.key,
            "answer": answer,
            "severity": finding.severity,
            "seen": tuple(item.id for item in (*finding.evidence, *finding.further)),
            **more,
        }
    )
    return added(before, on(when, fact))


def added(before: Sequence[AnyEvent], *commands: Record) -> tuple[AnyEvent, ...]:
    """Return the history after some more commands."""
    events = tuple(before)
    for command in commands:
        named = command.model_copy(update={"command_id": f"c-{len(events)}"})
        events += decide(fold(None, events), named)
    return events


def standing(events: Sequence[AnyEvent], at: str = LATER) -> Standing:
    return found(up_to(events, at=Moment(at))).standing(Moment(at))


GIVEN = history(opened(), *ERRORS)
ANSWERS: list[tuple[Standing, dict[str, str]]] = [
    ("acknowledged", {}),
    ("dismissed", {"reason": "not-so"}),
    ("snoozed", {"until": "2025-03-01"}),
    ("acted", {}),
]
EACH = pytest.mark.parametrize(("answer", "more"), ANSWERS, ids=[name for name, _ in ANSWERS])


@EACH
def test_an_answer_holds_from_when_it_was_given(answer: Standing, more: dict[str, str]) -> None:
    events = answered(GIVEN, answer, **more)
    assert standing(events, "2025-01-09") == "open"
    assert standing(events) == answer


@EACH
def test_an_answer_is_known_from_when_it_was_recorded(
    answer: Standing, more: dict[str, str]
) -> None:
    told = answered(GIVEN, answer, **more)[-1]
    late = told.model_copy(update={"recorded_at": Moment("2025-01-25T10:00:00Z")})
    for cut, expected in (("2025-01-24", "open"), ("2025-01-25", answer)):
        events = up_to((*GIVEN, late), as_known=Moment(cut))
        assert found(events).standing(Moment(cut)) == expected


@pytest.mark.parametrize(
    ("answer", "more", "expected"),
    [
        ("acknowledged", {}, "acknowledged"),
        ("dismissed", {"reason": "known-already"}, "open"),
        ("snoozed", {"until": "2025-03-01"}, "open"),
        ("acted", {}, "open"),
    ],
)
def test_new_evidence_brings_back_all_but_what_was_acknowledged(
    answer: Standing, more: dict[str, str], expected: Standing
) -> None:
    events = added(answered(GIVEN, answer, **more), FOURTH)
    assert standing(events, "2025-01-19") == answer
    assert standing(events) == expected
    reply = found(events).reply
    assert reply is not None
    assert [item.id for item in reply.news] == [events[-1].id]


def test_a_dismissed_finding_stays_away_when_the_same_evidence_is_found_anew() -> None:
    """It is settled by nothing, and an event that has no part in it is recorded for earlier."""
    events = answered(GIVEN, "dismissed", reason="not-so")
    early = on("2024-12-01", StatusAsked(promise="p"), recorded="2025-01-28T10:00:00Z")
    made = on("2024-11-01", PromiseMade(promise="p", text="P", by="supplier", to="client"))
    made = made.model_copy(update={"recorded_at": Moment("2025-01-27T10:00:00Z")})
    assert standing(added(events, made, early)) == "dismissed"


def test_an_event_that_turns_up_for_an_earlier_moment_is_new_evidence() -> None:
    events = answered(GIVEN, "dismissed", reason="not-so")
    late = on("2024-12-31", IncidentOccurred(kind="bypass"), recorded="2025-01-28")
    assert standing(added(events, late)) == "open"


def test_a_snoozed_finding_comes_back_at_its_date() -> None:
    finding = found(answered(GIVEN, "snoozed", until="2025-03-01"))
    assert finding.standing(Moment("2025-02-28")) == "snoozed"
    assert finding.standing(Moment("2025-03-01")) == "open"
    assert finding.reply is not None
    assert finding.reply.back(Moment("2025-03-01")) == "date"


def test_an_answer_that_was_taken_back_leaves_the_finding_open() -> None:
    events = answered(GIVEN, "dismissed", reason="not-so")
    assert standing(answered(events, "reopened", "2025-01-11T10:00:00Z")) == "open"


def test_the_last_answer_counts() -> None:
    events = answered(GIVEN, "snoozed", until="2025-03-01")
    assert standing(answered(events, "acted", "2025-01-11T10:00:00Z")) == "acted"


def test_who_judged_stands_before_who_recorded() -> None:
    for more, who in (({}, "ada"), ({"by": "tom"}, "tom")):
        given = found(answered(GIVEN, "acknowledged", **more)).reply
        assert given is not None
        assert who == given.by


def test_an_acknowledged_finding_raised_on_events_nobody_saw_is_a_new_one() -> None:
    seen = history(opened(), *ERRORS)
    events = answered(seen, "acknowledged")
    (item,) = found(events).evidence[:1]
    given = [e for e in events if isinstance(e.fact, FindingAnswered)]
    again = reply(given, "medium", (item, Evidence("e-new")), ())
    assert again is not None
    assert (again.standing(Moment(LATER)), again.lapsed) == ("open", "evidence")


@pytest.mark.parametrize(
    ("answer", "more", "severity", "expected"),
    [
        ("snoozed", {"until": "2025-03-01"}, "critical", "open"),
        ("snoozed", {"until": "2025-03-01"}, "low", "snoozed"),
        ("dismissed", {"reason": "not-so"}, "critical", "dismissed"),
    ],
)
def test_what_grows_graver_brings_back_what_was_put_off(
    answer: str, more: dict[str, str], severity: Severity, expected: Standing
) -> None:
    events = answered(GIVEN, answer, **more)
    finding = found(events)
    given = reply(
        [e for e in events if isinstance(e.fact, FindingAnswered)], severity, finding.evidence, ()
    )
    assert given is not None
    assert expected == given.standing(Moment(LATER))


def test_a_relationship_that_ended_can_still_have_its_findings_answered() -> None:
    events = added(GIVEN, on("2025-01-09T10:00:00Z", RelationshipEnded(by="client")))
    assert standing(answered(events, "dismissed", reason="not-now")) == "dismissed"


def test_a_standing_finding_gathers_evidence_and_keeps_what_it_was_raised_on() -> None:
    before, after = found(GIVEN), found(added(GIVEN, FOURTH))
    assert (after.evidence, after.since, after.known_since, after.sentence) == (
        before.evidence,
        before.since,
        before.known_since,
        before.sentence,
    )
    assert before.further == ()
    assert len(after.further) == 1


def test_a_standing_finding_grows_graver_and_is_told_anew_but_grows_no_milder() -> None:
    """Asked before its day it is low; asked again when the day has passed, medium."""
    promise = PromiseMade(
        promise="p", text="P", by="supplier", to="client", due=Moment("2025-01-10")
    )
    asked = StatusAsked(promise="p")
    days = ("2025-01-06", "2025-02-10", "2025-02-11")
    told = [on(f"{day}T10:00:00Z", asked) for day in days]
    events = history(opened(), on("2025-01-02", promise), *told)
    steps = [found(events[:length], "status-asked") for length in (3, 4, 5)]
    assert [one.severity for one in steps] == ["low", "medium", "medium"]
    assert [len(one.further) for one in steps] == [0, 1, 2]
    assert {one.since for one in steps} == {steps[0].since}


@EACH
def test_a_row_gives_back_the_finding_with_its_answer(
    answer: Standing, more: dict[str, str]
) -> None:
    for events in (answered(GIVEN, answer, **more), added(answered(GIVEN, answer, **more), FOURTH)):
        finding = found(events)
        assert finding == of_row(CLIENT, from_json(to_json(as_row(finding))))


@pytest.mark.parametrize("path", sorted(STORIES.glob("*.yaml")), ids=lambda path: path.stem)
def test_an_answer_moves_no_phase_and_raises_and_settles_nothing(path: Path) -> None:
    told = list(story.load(path).events)
    bare = read(told[0].relationship, told, PublicHolidays())
    fact = FindingAnswered(finding="mood-drop", answer="acknowledged", seen=("e-1",))
    state: Relationship | None = fold(None, told)
    assert state is not None
    moments = sorted({(e.occurred_at.start, e.occurred_at) for e in told})
    answers: list[AnyEvent] = []
    for number, (one, other) in enumerate(pairwise(moments)):
        if one[0] < other[0]:
            command = on(str(one[1]), fact, relationship=state.id, command_id=f"answer-{number}")
            command = command.model_copy(update={"recorded_at": told[-1].recorded_at})
            event = decide(state, command)[0]
            answers.append(event.model_copy(update={"version": len(told) + 1 + number}))
    assert len(answers) > 10
    answered_too = read(state.id, [*told, *answers], PublicHolidays())

    def seen(findings: Iterable[Finding]) -> list[tuple[Any, ...]]:
        return sorted((f.identity, f.since, f.until, f.evidence, f.further) for f in findings)

    assert seen(bare.findings()) == seen(answered_too.findings())
    assert (bare.state.phase, bare.state.ends) == (
        answered_too.state.phase,
        answered_too.state.ends,
    )


def test_an_answer_is_told_in_words_without_the_ids_it_keeps() -> None:
    fact = FindingAnswered(
        finding="mood-drop", answer="dismissed", key="e-1", reason="not-so", seen=("e-1",)
    )
    assert str(said(fact)) == "Finding answered: mood-drop, dismissed, not-so"
