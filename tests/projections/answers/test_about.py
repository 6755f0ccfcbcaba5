"""Whoever is passed over would have added nothing: no fact tells that an answer is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from domain._kernel import AnyEvent, Fact, topics
from domain.breakup import LessonRecorded
from domain.courtship import IntakeDecided
from domain.expectation import OpinionVoiced
from domain.moments import Moment
from domain.organisation import ValuesDeclared
from domain.process import Gate, ProcessAdopted, WaiverGranted
from domain.values import BehaviourObserved, ValueDeclared
from projections.answers import ANSWERS, Answer, Asked, Row
from projections.calendar import Weekdays
from projections.course import course
from tests.domain.facts import at_random, event_with
from tests.given import on
from tests.projections.answers.asked import ask, glimpsed
from tests.projections.answers.asked import told as told_of

BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
ABOUT = sorted(n for n, one in ANSWERS.items() if one.about is not None and not one.counted)
COUNTED = sorted(name for name, one in ANSWERS.items() if one.counted)
KINDS = [kind for topic, kind in sorted(topics().items()) if topic.startswith("relationship.")]
SOME = st.tuples(*(st.lists(at_random(kind, ("k",)), min_size=1, max_size=2) for kind in KINDS))


def told(facts: Sequence[Fact]) -> list[AnyEvent]:
    """Return facts as a history: one a day, and nobody asks whether that may be."""
    return [
        event_with(
            fact,
            relationship="client-1",
            version=number,
            id=f"e-{number}",
            command_id=f"c-{number}",
            cause=None,
            occurred_at=Moment.of(BEGIN + timedelta(days=number)),
            recorded_at=Moment.of(BEGIN + timedelta(days=number)),
        )
        for number, fact in enumerate(facts, start=1)
    ]


def rows(answer: Answer, events: Sequence[AnyEvent]) -> list[Row]:
    return answer.of(asked(events))


def asked(events: Sequence[AnyEvent]) -> Asked:
    reading = course("client-1", events, Weekdays())
    return Asked([reading] if events else [], (), Moment("2027-01-01"))


@settings(
    max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)
@given(SOME, st.data())
def test_a_relationship_without_what_it_is_about_adds_nothing(
    some: tuple[list[Fact], ...], data: st.DataObject
) -> None:
    facts = [fact for few in some for fact in few]
    events = told(data.draw(st.permutations(facts)))
    for name in ABOUT:
        answer = ANSWERS[name]
        about = answer.about or frozenset()
        others = [event for event in events if event.fact.topic not in about]
        assert rows(answer, others) == [], name


@settings(
    max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)
@given(SOME, st.data())
def test_who_is_counted_is_not_looked_at_beyond_what_is_read(
    some: tuple[list[Fact], ...], data: st.DataObject
) -> None:
    facts = [fact for few in some for fact in few]
    events = told(data.draw(st.permutations(facts)))
    for name in COUNTED:
        answer = ANSWERS[name]
        about = answer.about or frozenset()
        others = [event for event in events if event.fact.topic not in about]
        for whole in (asked(events), asked(others)):
            assert answer.of(glimpsed(answer, whole)) == answer.of(whole), name
        assert rows(answer, events) != rows(answer, others), name
        assert glimpsed(answer, asked(others)).readings == []


@pytest.mark.parametrize("name", [*ABOUT, *COUNTED])
def test_what_an_answer_is_about_can_be_told_of_a_relationship(name: str) -> None:
    about = ANSWERS[name].about
    assert about is not None
    assert about <= {kind.topic for kind in KINDS}


GATES = on("2025-01-02", ProcessAdopted(process="p", gates=(Gate(gate="g", title="G"),)))
WAIVED = on("2025-03-01", WaiverGranted(waiver="w", gates=("g",), harmless_for=("visibility",)))


def test_a_waiver_anywhere_counts_against_a_lesson() -> None:
    lesson = on("2025-02-01", LessonRecorded(lesson="l", text="L", hardens=("g",)))
    (row,) = ask("lessons", told_of("a", GATES, lesson), told_of("b", GATES, WAIVED))
    assert row["broken_later"] == 1


def test_behaviour_that_was_seen_anywhere_counts_for_the_organisation() -> None:
    us = told_of("organisation:us", on("2025-01-01", ValuesDeclared(edition=1, values=("trust",))))
    declared = on("2025-02-01", ValueDeclared(value="trust"))
    seen = on("2025-02-02", BehaviourObserved(value="trust", supports=True, where="within"))
    for name in ("values-lived", "value-evidence"):
        rows = ask(name, us, told_of("a", declared), told_of("b", declared, seen))
        assert {row["subject_id"] for row in rows} == {"organisation:us", "a", "b"}


def test_a_waiver_or_an_intake_alone_can_be_a_first_stop() -> None:
    hardened = ask("first-stop", told_of("a", GATES, WAIVED), waivers=True)
    assert [row["how"] for row in hardened] == ["waiver-refused"]
    taken = on("2025-02-01", IntakeDecided(outcome="accepted", gate="g"))
    wrong = on("2025-03-01", OpinionVoiced(topic_of="fit", by="client", verdict="no"))
    assert [row["how"] for row in ask("first-stop", told_of("a", GATES, taken, wrong))] == [
        "missed"
    ]
