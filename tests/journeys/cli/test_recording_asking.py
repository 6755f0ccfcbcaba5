"""On a terminal a person is asked for what is missing; nothing is recorded without a yes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from journeys.cli.app import cli
from journeys.cli.recording import carrying, general  # noqa: F401 - what they look at is replaced
from tests.journeys.cli.recording import events, named

Journeys = Callable[..., Result]


@pytest.fixture
def ada(tmp_path: Path) -> Path:
    """A store with ada in it."""
    return named(tmp_path / "a.db")


@pytest.fixture
def sit(run: Journeys, ada: Path, monkeypatch: pytest.MonkeyPatch) -> Journeys:
    """The command line with somebody at the terminal, who types these lines."""
    monkeypatch.setattr("journeys.cli.recording.asking.on_a_terminal", lambda: True)
    monkeypatch.setattr("journeys.cli.recording.carrying.on_a_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")

    def typed(*arguments: object, lines: str = "") -> Result:
        told = [*map(str, arguments), "--store", str(ada)]
        return CliRunner().invoke(cli, told, input="".join(f"{x}\n" for x in lines.split("|")))

    return typed


def test_what_is_missing_is_asked_for(sit: Journeys, ada: Path) -> None:
    answers = "Send the plan|2|cli|2027-01-01|-0.2||yesterday|yes"
    result = sit("promise", "ada", lines=answers)
    assert result.exit_code == 0, result.stderr
    promise, felt = events(ada)[-2:]
    said = promise.fact
    assert (said.text, said.by, said.to, said.due) == (
        "Send the plan", "supplier", "client", "2027-01-01",
    )  # fmt: skip
    assert said.promise == "send-the-plan"
    assert (felt.fact.whose, felt.fact.valence) == ("client", -0.2)
    assert "  2  supplier" in result.stderr
    assert "Name: send-the-plan" in result.stderr
    assert "Record this?" in result.stderr
    assert result.stdout.startswith("Promise made")


def test_no_question_is_wider_than_the_terminal(sit: Journeys) -> None:
    lines = sit("act", "ada", lines="thanks|||||4|||today|yes").stderr.splitlines()
    asked = lines[: lines.index(next(x for x in lines if "Record this?" in x))]
    assert [line for line in asked if len(line) > 60] == []


def test_nothing_is_recorded_after_a_no(sit: Journeys, ada: Path) -> None:
    result = sit("announce", "ada", "--yes", "--by", "client", "--dry-run")
    assert result.exit_code == 0
    result = sit("withdraw", "ada", "--by", "client")
    assert result.exit_code == 2
    result = sit("announce", "ada", lines="client|||||||today|no")
    assert result.exit_code == 130
    assert "Nothing was recorded." in result.stderr
    assert len(events(ada)) == 15


def test_leaving_in_the_middle_records_nothing(sit: Journeys, ada: Path) -> None:
    assert sit("promise", "ada", lines="Send").exit_code == 130
    assert len(events(ada)) == 15


def test_nobody_is_asked_when_nothing_is_missing(sit: Journeys, ada: Path) -> None:
    result = sit("settle", "ada", "send-plan", "--outcome", "kept")
    assert result.exit_code == 0
    assert "?" not in result.stderr
    assert sit("meet", "ada", "--yes").exit_code == 0
    assert len(events(ada)) == 17


def test_what_is_missing_is_not_asked_for_with_yes(sit: Journeys) -> None:
    result = sit("promise", "ada", "--yes")
    assert result.exit_code == 2
    assert "missing --by" in result.stderr


def test_names_that_are_known_are_offered(sit: Journeys, ada: Path) -> None:
    result = sit("settle", lines="1|1|kept||||yes")
    assert result.exit_code == 0, result.stderr
    assert "  1  ada" in result.stderr
    assert "  1  send-plan" in result.stderr
    assert events(ada)[-1].fact.promise == "send-plan"


def test_the_questions_of_a_gate_are_asked(sit: Journeys, ada: Path) -> None:
    result = sit("gate", "ada", "intake", lines="passed|enough|because|today|yes")
    assert result.exit_code == 0, result.stderr
    fact = events(ada)[-1].fact
    assert [(a.question, a.answer) for a in fact.answers] == [("budget", "enough")]
    assert "budget: enough" in result.stderr


def test_an_answer_that_does_not_fit_is_asked_again(sit: Journeys, ada: Path) -> None:
    answers = "9|client|much|3|-0.3|worried||someday|today|yes"
    result = sit("feel", "ada", lines=answers)
    assert result.exit_code == 0, result.stderr
    for said in ("a number of the list", "such as 0.5", "a number from −1 to 1", "write a date"):
        assert said in result.stderr
    assert events(ada)[-1].fact.valence == -0.3


def test_several_are_chosen_at_once(sit: Journeys, ada: Path) -> None:
    result = sit("complete", "ada", lines="2026-01|2026-02|1, thanks|today|yes")
    assert result.exit_code == 0, result.stderr
    assert events(ada)[-1].fact.about == ("acknowledged", "thanks")
    assert sit("complete", "ada", lines="2026-01|2026-02|all|today|yes").exit_code == 0
    assert len(events(ada)[-1].fact.about) == 29


def test_what_has_to_be_said_cannot_be_left_open(sit: Journeys) -> None:
    result = sit("lesson", "ada", lines="|Look first|today|yes")
    assert "this cannot be left open" in result.stderr
    assert result.exit_code == 0


def test_a_person_is_asked_in_dutch(sit: Journeys, ada: Path) -> None:
    answers = "Plan sturen|leverancier|klant||||gisteren|ja"
    result = sit("promise", "ada", "--lang", "nl", lines=answers)
    assert result.exit_code == 0, result.stderr
    assert events(ada)[-1].fact.by == "supplier"
    assert "Wie zegde het toe?" in result.stderr
    assert "  2  leverancier" in result.stderr
    assert " the " not in result.stderr


def test_a_new_relationship_asks_for_its_id(sit: Journeys, ada: Path) -> None:
    result = sit("open", lines="eve|Shop|||today|yes")
    assert result.exit_code == 0, result.stderr
    assert events(ada, "eve")[0].fact.title == "Shop"


def test_a_fact_can_be_chosen(sit: Journeys) -> None:
    result = sit("record", "ada", lines="status-asked")
    assert result.exit_code == 2
    assert "promise is missing" in result.stderr
