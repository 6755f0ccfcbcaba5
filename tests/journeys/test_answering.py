"""Answering a finding: which one is meant, and what is recorded."""

from collections.abc import Iterator
from typing import Any

import pytest

import journeys
from domain.care import NeedObserved
from domain.courtship import RelationshipOpened
from domain.errors import NotFound, Refused
from domain.friction import IncidentOccurred, UneaseVoiced
from domain.judgement import FindingAnswered
from domain.moments import Moment
from domain.vocabulary import FindingReply
from journeys.answering import Said, answerable, meant, name_of
from journeys.engine import Engine
from tests.given import on

NOW = Moment("2025-06-01T10:00:00Z")


@pytest.fixture
def engine() -> Iterator[Engine]:
    """An engine that knows one relationship, with three open findings and one still to come."""
    with journeys.open(":memory:") as opened:
        opened.clock = lambda: NOW
        told = [
            on("2025-01-01", RelationshipOpened(), relationship="ada", command_id="c-1"),
            *(
                on(
                    f"2025-05-0{day}T10:00:00Z",
                    IncidentOccurred(kind="small-error"),
                    relationship="ada",
                    command_id=f"e-{day}",
                )
                for day in (1, 2, 3)
            ),
            *(
                on(
                    "2025-05-05T10:00:00Z",
                    UneaseVoiced(unease=name),
                    relationship="ada",
                    command_id=name,
                )
                for name in ("not-right", "too-fast")
            ),
            on(
                "2025-05-31T10:00:00Z",
                NeedObserved(need="rest"),
                relationship="ada",
                command_id="n-1",
            ),
        ]
        opened.load(told)
        yield opened


def last(engine: Engine) -> FindingAnswered:
    """Return the answer that was recorded last."""
    fact = engine.store.events("ada")[-1].fact
    assert isinstance(fact, FindingAnswered)
    return fact


def test_an_answer_keeps_which_finding_it_was_and_what_could_be_seen(engine: Engine) -> None:
    (before,) = (f for f in engine.journey("ada").findings() if f.code == "errors-accumulate")
    engine.answer("ada", "errors-accumulate", "dismissed", reason="not-now", text="Next week")
    fact = last(engine)
    assert (fact.identity, fact.reason, fact.text) == (before.identity, "not-now", "Next week")
    assert (fact.seen, fact.severity) == (tuple(e.id for e in before.evidence), before.severity)
    assert before.code not in {f.code for f in engine.journey("ada").asking()}
    assert before.code in {f.code for f in engine.journey("ada").findings()}


def test_an_answer_counts_from_when_it_was_given(engine: Engine) -> None:
    then = Moment("2025-05-10T10:00:00Z")
    engine.answer("ada", "errors-accumulate", "acknowledged", at=then, by="tom", actor="ada")
    journey = engine.journey("ada")
    for at, expected in (("2025-05-09", "open"), ("2025-05-10", "acknowledged")):
        (found,) = (f for f in journey.findings(at=Moment(at)) if f.code == "errors-accumulate")
        assert found.standing(Moment(at)) == expected
    assert engine.store.events("ada")[-1].actor == "ada"


def test_the_same_id_at_the_same_moment_has_one_effect(engine: Engine) -> None:
    said: dict[str, Any] = {"at": Moment("2025-05-10T10:00:00Z"), "command_id": "mine"}
    first = engine.answer("ada", "errors-accumulate", "acknowledged", **said)
    again = engine.answer("ada", "errors-accumulate", "acknowledged", **said)
    assert (first.already, again.already) == (False, True)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("errors", "errors-accumulate/run"),
        ("errors-accumulate/run", "errors-accumulate/run"),
        ("unease-unanswered/not", "unease-unanswered/not-right"),
    ],
)
def test_a_finding_is_meant_by_the_first_letters(engine: Engine, name: str, said: str) -> None:
    found = meant(engine.journey("ada").reading().findings(), name, NOW)
    assert name_of(found) == said


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("unease-unanswered", "may be any of unease-unanswered/not-right, unease-unanswered/too"),
        ("error-accumulates", "nothing was found under error-accumulates; open are errors-acc"),
        ("", "open are errors-accumulate, unease-unanswered/not-right, unease-unanswered/too-f"),
        ("need-unanswered", "need-unanswered is not so yet: it will be on 2025-06"),
        ("errors-accumulate/walk", "nothing was found under errors-accumulate/walk; open are"),
    ],
)
def test_a_name_that_means_no_finding_or_several_says_what_is_there(
    engine: Engine, name: str, why: str
) -> None:
    with pytest.raises(NotFound) as refusal:
        engine.answer("ada", name, "acknowledged")
    assert why in str(refusal.value)
    assert len(engine.store.events("ada")) == 7


def test_where_nothing_is_open_there_is_nothing_to_name(engine: Engine) -> None:
    with pytest.raises(NotFound, match="nothing is open"):
        engine.answer("ada", "mood-drop", "acknowledged", at=Moment("2025-01-05"))
    assert answerable([], NOW) == []


def test_what_is_settled_can_be_judged_and_not_put_off(engine: Engine) -> None:
    from domain.friction import UneaseAnswered

    settled = on("2025-05-20", UneaseAnswered(unease="too-fast"), relationship="ada")
    engine.record(settled.model_copy(update={"recorded_at": NOW}))
    name = "unease-unanswered/too-fast"
    with pytest.raises(Refused) as refusal:
        engine.answer("ada", name, "snoozed", until=Moment("2025-07-01"))
    assert refusal.value.rule == "snoozes-what-is-open"
    engine.answer("ada", name, "acted", done=[engine.store.events("ada")[-1].id])
    assert last(engine).done == (engine.store.events("ada")[-2].id,)


def test_the_open_one_is_meant_where_another_of_its_code_is_settled(engine: Engine) -> None:
    from domain.friction import UneaseAnswered

    settled = on("2025-05-20", UneaseAnswered(unease="too-fast"), relationship="ada")
    engine.record(settled.model_copy(update={"recorded_at": NOW}))
    engine.answer("ada", "unease-unanswered", "acknowledged")
    assert last(engine).key == "not-right"


@pytest.mark.parametrize(
    ("answer", "said", "rule"),
    [
        ("dismissed", {}, "answers-say-enough"),
        ("dismissed", {"text": ""}, "is-well-formed"),
        ("snoozed", {"until": Moment("2025-05-01")}, "answers-say-enough"),
        ("reopened", {}, "taken-back-when-given"),
        ("acknowledged", {"by": "tom@example.org"}, "is-well-formed"),
    ],
)
def test_an_answer_that_says_too_little_is_refused(
    engine: Engine, answer: FindingReply, said: Said, rule: str
) -> None:
    with pytest.raises(Refused) as refusal:
        engine.answer("ada", "errors-accumulate", answer, **said)
    assert rule == refusal.value.rule


def test_what_was_not_so_then_says_since_when_it_is(engine: Engine) -> None:
    with pytest.raises(Refused, match="was not so on 2025-05-02; it is so since 2025-05-03") as no:
        engine.answer("ada", "errors-accumulate", "acknowledged", at=Moment("2025-05-02"))
    assert no.value.rule == "answers-what-was-so"


def test_the_board_counts_what_is_not_shown_apart(engine: Engine) -> None:
    (before,) = engine.board()
    engine.answer("ada", "errors-accumulate", "dismissed", reason="not-so")
    engine.answer("ada", "unease-unanswered/not", "snoozed", until=Moment("2025-06-10"))
    (row,) = engine.board()
    assert sum(before.findings.values()) - sum(row.findings.values()) == 2
    assert row.quiet == {"dismissed": 1, "snoozed": 1}
    (later,) = engine.board(Moment("2025-06-10"))
    assert later.quiet == {"dismissed": 1}


def test_what_was_acted_on_is_not_the_next_thing_to_do(engine: Engine) -> None:
    (row,) = engine.board()
    assert row.next is not None
    code = row.next.code
    for name in answerable(engine.journey("ada").findings(), NOW):
        if name.partition("/")[0] == code:
            engine.answer("ada", name, "acted")
    (after,) = engine.board()
    assert after.findings == row.findings
    assert after.next is None or code != after.next.code


def test_answering_is_not_what_happened_last_between_the_two(engine: Engine) -> None:
    (before,) = engine.relationships()
    engine.answer("ada", "errors-accumulate", "acknowledged")
    (after,) = engine.relationships()
    assert (before.last, before.events + 1) == (after.last, after.events)
