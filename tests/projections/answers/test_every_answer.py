"""Every question has an answer: on nothing, on one event, and on the two stories."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import journeys
from domain._kernel import AnyEvent
from domain.contract import ContractRenewed, ContractSigned
from domain.courtship import RelationshipOpened
from domain.errors import NotFound, Unreadable
from domain.moments import Moment
from domain.organisation import OrganisationNamed, ValuesDeclared
from domain.values import ValueDeclared
from journeys.asking import ELSEWHERE, ask, questions
from journeys.cli.app import cli
from journeys.engine import Engine
from projections.answers import ANSWERS, Once
from projections.answers.ranges import RANGES, range_of
from tests.given import on
from tests.projections.answers.asked import ask as ask_of
from tests.projections.answers.asked import asked as asked_about
from tests.projections.answers.asked import assert_cited, told
from tests.projections.streams import streams

ROWS = Path(__file__).resolve().parents[3] / "docs" / "rows.tsv"
EVERY = pytest.mark.parametrize("name", sorted(ANSWERS))


@pytest.fixture(scope="module")
def stories() -> Iterator[Engine]:
    with journeys.open(":memory:") as engine:
        engine.load_stories()
        yield engine


@pytest.fixture(scope="module")
def known(stories: Engine) -> set[str]:
    return {e.id for r in stories.store.relationships() for e in stories.store.events(r)}


def asks() -> list[int]:
    """Return the rows of which the text asks for an answer."""
    lines = ROWS.read_text(encoding="utf-8").splitlines()[1:]
    cells = (line.split("\t") for line in lines)
    return [int(row) for row, text in cells if re.search(r"(^|; |, )A ", text)]


@EVERY
def test_every_number_that_can_be_given_has_a_range_and_its_default_lies_in_it(name: str) -> None:
    for parameter, default in ANSWERS[name].parameters.items():
        between = range_of(name, parameter)
        if isinstance(default, (str, bool)):
            assert between is None, parameter
        else:
            assert between is not None, parameter
            assert default is None or between.holds(default)


def test_every_range_is_of_a_parameter() -> None:
    known = {one for answer in ANSWERS.values() for one in answer.parameters}
    own = {f"{name} {one}" for name, answer in ANSWERS.items() for one in answer.parameters}
    assert set(RANGES) <= known | own


def test_every_answer_runs_on_an_empty_store() -> None:
    with journeys.open(":memory:") as engine:
        assert [name for name in ANSWERS if engine.ask(name).rows] == []


def test_every_answer_runs_on_one_event() -> None:
    with journeys.open(":memory:") as engine:
        engine.record(on("2025-01-01", RelationshipOpened(), command_id="one"))
        known = {event.id for event in engine.store.events("client-1")}
        for name in ANSWERS:
            assert_cited(engine.ask(name, at=Moment("2025-01-01")).rows, known)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(streams)
def test_every_answer_runs_on_any_history(events: tuple[AnyEvent, ...]) -> None:
    for name in ANSWERS:
        ask_of(name, events)


def test_every_answer_runs_on_a_history_as_long_as_the_calendar() -> None:
    long = [
        on("9000-01-01", ContractSigned(contract="c")),
        on("9999-12-01", ContractRenewed(contract="c")),
    ]
    for name in ANSWERS:
        ask_of(name, told("a", *long, opened="9000-01-01"), now="9999-12-30")


@EVERY
@pytest.mark.parametrize("at", [None, "2025-08-19", "2025-02-19", "2009-01-01"])
def test_an_answer_runs_on_the_stories_and_cites_what_is_there(
    name: str, at: str | None, stories: Engine, known: set[str]
) -> None:
    found = ask(stories, name, at=Moment(at) if at else None)
    assert_cited(found.rows, known)
    for row in found.rows:
        assert list(row) == [column.name for column in found.answer.columns]


@EVERY
def test_a_figure_is_no_float_that_cannot_be_written(name: str, stories: Engine) -> None:
    for row in stories.ask(name).rows:
        for value in row.values():
            assert isinstance(value, float | int | str | list | None)
            assert not isinstance(value, float) or abs(value) < float("inf")


@EVERY
def test_an_answer_goes_through_the_readings_once_or_says_that_it_does_so_again(name: str) -> None:
    answer = ANSWERS[name]
    whole = asked_about(told("a", on("2025-02-01", ValueDeclared(value="trust"))), told("b"))
    once = replace(whole, readings=Once(iter(whole.readings)))
    if answer.again:
        with pytest.raises(TypeError, match="again"):
            answer.of(once)
    else:
        assert answer.of(once) == answer.of(whole)


def test_every_row_that_asks_for_an_answer_has_one_or_a_command_of_its_own() -> None:
    served = {row for answer in ANSWERS.values() for row in answer.rows}
    assert [row for row in asks() if row not in served | set(ELSEWHERE)] == []
    assert len(asks()) >= 50


@pytest.mark.row(90, 111, 153)
def test_a_home_elsewhere_is_a_command_that_exists() -> None:
    verbs = cli.list_commands(None)  # type: ignore[arg-type]
    assert [place for place in ELSEWHERE.values() if place.split()[1] not in verbs] == []


def test_no_two_questions_are_the_same() -> None:
    assert len({one.question for one in questions()}) == len(ANSWERS) == len(questions())


def test_an_unknown_question_is_answered_with_those_near_it(stories: Engine) -> None:
    with pytest.raises(NotFound, match="tenure"):
        stories.ask("tenur")
    with pytest.raises(NotFound, match="cost-to-serve"):
        stories.ask("cost")
    with pytest.raises(NotFound, match="ask --list"):
        stories.ask("zzz")


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("tenure", {"core_years": "long"}, "'long'"),
        ("tenure", {"core_years": "inf"}, "core_years"),
        ("tenure", {"core_years": "1_0"}, "core_years"),
        ("tenure", {"core_years": True}, "core_years"),
        ("tenure", {"years": 5}, "no parameter years; it has core_years"),
        ("first-stop", {"waivers": "perhaps"}, "like false"),
        ("intensity", {"norm": "nan"}, r"like 1\.5"),
        ("highlights", {"most": "2.5"}, "like 5"),
        ("waste", {"by": "client"}, "has no parameters"),
    ],
)
def test_a_bad_parameter_is_refused(
    stories: Engine, name: str, given: dict[str, str | float], said: str
) -> None:
    with pytest.raises(Unreadable, match=said):
        stories.ask(name, **given)  # type: ignore[arg-type]


def test_a_parameter_is_read_as_its_defaults_kind(stories: Engine) -> None:
    assert stories.ask("tenure", core_years="8").parameters == {"core_years": 8.0}
    assert stories.ask("first-stop", waivers="yes", gate="intake").parameters["waivers"] is True
    assert stories.ask("intensity", norm="2").rows[0]["norm"] == 2.0


def test_only_the_relationships_asked_for_are_looked_at(stories: Engine) -> None:
    found = ask(stories, "tenure", ["tele"])
    assert [row["relationship"] for row in found.rows] == ["telecom"]
    assert repr(found) == "<Answered tenure: 1 rows>"


def test_what_was_not_known_yet_is_in_no_answer(stories: Engine) -> None:
    before, after = Moment("2025-02-20"), Moment("2025-03-30")
    seen = [
        stories.ask("two-curves", ["telecom"], as_known=when).rows[0]["samples_staff"]
        for when in (before, after)
    ]
    assert seen[0] < seen[1]


def test_organisations_are_asked_along_and_are_no_relationships() -> None:
    with journeys.open(":memory:") as engine:
        us = "organisation:us"
        named, values = OrganisationNamed(name="Us"), ValuesDeclared(edition=1, values=("trust",))
        engine.record(on("2025-01-01", named, values, relationship=us, command_id="us"))
        engine.record(on("2025-01-01", RelationshipOpened(), command_id="one"))

        (lived,) = engine.ask("values-lived", ["client-1"]).rows
        assert (lived["subject_id"], lived["values"], lived["share"]) == (us, 1, 0.0)
        assert [row["relationship"] for row in engine.ask("tenure").rows] == ["client-1"]
        assert engine.ask("yielding-index").rows[0]["organisation"] == us
        assert engine.ask("values-lived", at=Moment("2024-01-01")).rows == ()
