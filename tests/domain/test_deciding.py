"""What a decision hangs on: nothing else is read for it, so nothing of it may be left out."""

from __future__ import annotations

import pytest

from domain._kernel import Fact, topics
from domain.breakup import LessonRecorded
from domain.care import ContactHeld
from domain.courtship import RelationshipOpened
from domain.deciding import beside_the_point
from domain.errors import Refused
from domain.process import Gate, ProcessAdopted
from domain.promises import PromiseMade, PromiseSettled, StatusAsked
from domain.relationship import decide, fold, standing_at
from domain.rules import RULES
from tests.domain.facts import fully
from tests.given import history, on

KINDS = sorted(topics().values(), key=lambda kind: kind.topic)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_kind_of_fact_says_of_every_thing_it_names_that_it_does(kind: type[Fact]) -> None:
    fact = fully(kind)
    named = {thing for thing, _ in (*fact.defined(), *fact.referred())}
    assert named == kind.things()
    assert kind.names_things() == bool(named)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_what_names_the_same_things_is_to_the_point(kind: type[Fact]) -> None:
    left = beside_the_point([fully(kind)])
    assert not {other.topic for other in KINDS if other.things() & kind.things()} & set(left)


def test_a_rule_that_looks_further_has_everything_read() -> None:
    further = {kind for entry in RULES if not entry.looks_no_further for kind in entry.on}
    assert LessonRecorded not in further
    for kind in KINDS:
        if issubclass(kind, tuple(further)):
            assert beside_the_point([ContactHeld(), fully(kind)]) == ()


def test_of_a_promise_only_promises_are_read() -> None:
    made = PromiseMade(promise="call", text="call", by="supplier", to="client")
    left = set(beside_the_point([made]))
    read = {PromiseMade.topic, PromiseSettled.topic, StatusAsked.topic}
    assert not read & left
    assert RelationshipOpened.topic in left
    assert set(beside_the_point([ContactHeld()])) == set(topics())


def test_a_gate_is_known_from_the_process_that_has_it() -> None:
    lesson = LessonRecorded(lesson="l", text="First look", hardens=("intake",))
    events = history(
        on("2025-01-01", RelationshipOpened()),
        on("2025-01-02", ProcessAdopted(process="p", gates=(Gate(gate="intake", title="Intake"),))),
    )
    left = beside_the_point([lesson])
    assert left
    state = fold(None, [event for event in events if event.fact.topic not in left])
    assert state is not None
    command = on("2025-01-03", lesson, command_id="c")
    assert decide(standing_at(state, 2), command) == decide(fold(None, events), command)
    with pytest.raises(Refused):
        decide(fold(None, events[:1]), command)
