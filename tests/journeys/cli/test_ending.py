"""Every way in which a verb can end has its exit code, and says what to try."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result

import journeys
from domain._kernel import Record
from domain.errors import Busy, Damaged, JourneysError, Refused
from domain.moments import Moment
from journeys.cli.errors import report
from journeys.language import speak

Journeys = Callable[..., Result]

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    "verb",
    [
        ("list",), ("board",), ("show", "agency"), ("findings",), ("verify",), ("export",),
        ("farewell", "agency"), ("replay", "agency"), ("curve", "agency"), ("history", "agency"),
    ],
)  # fmt: skip
def test_without_a_store_nothing_is_made(
    run: Journeys, verb: tuple[str, ...], tmp_path: Path
) -> None:
    result = run(*verb, "--store", tmp_path / "none.db")
    assert result.exit_code == 3
    assert "journeys demo" in result.stderr
    assert result.stdout == ""
    assert list(tmp_path.glob("none*")) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show",), "something is missing: REL"),
        (("lisst",), "there is no such verb: lisst"),
        (("list", "--colour"), "there is no option --colour here"),
        (("list", "--format", "xml"), "--format is one of table, json, jsonl, csv and md"),
        (("list", "again"), "these words are too many: again"),
        (("show", "agency", "--at"), "the option --at needs a value"),
        (("show", "agency", "--at", "2025-13"), "'2025-13' is no moment: write 2025-08-19"),
        (("show", "agency", "--at", "2025-08-19T10:00:00"), "is no moment"),
        (("curve", "agency", "--width", "0"), "--width"),
        (("list", "--lang", "fr"), "--lang is one of en and nl"),
    ],
)
def test_wrong_use_says_what_to_try(run: Journeys, arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "try: journeys" in result.stderr
    assert "Traceback" not in result.stderr


def test_nothing_and_several_are_not_found(ask: Journeys, store: Path) -> None:
    unknown = ask("show", "nobody")
    assert unknown.exit_code == 3
    assert "nobody" in unknown.stderr
    with journeys.open(store) as engine:
        (first, *_) = engine.journey("agency").events()
        facts = (first.fact,)
        now = Moment("2025-08-01")
        engine.record(
            Record(
                relationship="agent",
                command_id="c-1",
                facts=facts,
                occurred_at=now,
                recorded_at=now,
                actor="test",
            )
        )
    several = ask("show", "age")
    assert several.exit_code == 3
    assert "agency" in several.stderr
    assert "agent" in several.stderr


def test_the_first_letters_are_enough(ask: Journeys) -> None:
    assert ask("show", "tele").stdout.startswith("telecom")


def test_a_damaged_store_fails_the_check_and_names_the_first_bad_event(
    ask: Journeys, store: Path
) -> None:
    assert ask("verify").exit_code == 0
    _damage(store)
    result = ask("verify")
    assert result.exit_code == 1
    assert "The first bad event is agency 5 (e-" in result.stdout
    assert ask("verify", "--format", "json").exit_code == 1
    assert "is agency 5 (e-" in ask("verify", "--lang", "nl").stdout.replace("\n", " ")


def _damage(store: Path) -> None:
    where = "where relationship = 'agency' and version = 5"
    with sqlite3.connect(store) as connection:
        ((payload,),) = connection.execute(f"select payload from events {where}")  # noqa: S608
        changed = payload.replace(b"0.4", b"0.5")
        assert changed != payload
        connection.execute(f"update events set payload = ? {where}", (changed,))  # noqa: S608


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (Busy("{who} writes", who="somebody"), 5, "journeys: somebody writes\n  try: try again"),
        (Damaged("bytes differ"), 1, "try: see what is damaged"),
        (Refused("named-once", "a {kind} is there", kind="goal"), 2, "the rule named-once: a goal"),
        (JourneysError("something else"), 2, "something else"),
        (PermissionError(13, "denied", "a.db"), 4, "this user may not use a.db"),
        (FileNotFoundError(2, "gone", "a.db"), 3, "there is no a.db"),
        (IsADirectoryError(21, "folder", "a"), 2, "a is a folder"),
        (OSError(28, "full", "a.db"), 2, "with a.db: there is no room left on the disk"),
        (OSError(5, "broken"), 2, "the system could not do it: broken"),
        (KeyError("x"), 70, "a mistake in the program itself (KeyError)"),
        (click.UsageError("something strange"), 2, "something strange"),
    ],
)  # fmt: skip
def test_what_went_wrong_is_said_in_a_line_or_three(
    error: Exception, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(error, speak("en"), debug=False) == code
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") <= 3


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort(), EOFError()])
def test_an_interruption_needs_no_words(
    error: BaseException, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(error, speak("en"), debug=True) == 130
    assert capsys.readouterr().err == ""


def test_errors_are_said_in_dutch(ask: Journeys) -> None:
    result = ask("show", "nobody", "--lang", "nl")
    assert "er is geen relatie nobody" in result.stderr
    assert "er ontbreekt iets: REL" in ask("show", "--lang=nl").stderr


def test_a_trace_is_shown_only_when_asked_for(
    ask: Journeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("journeys.open", broken)
    assert "Traceback" not in ask("list").stderr
    result = ask("list", "--debug")
    assert result.exit_code == 70
    assert "Traceback" in result.stderr


def test_a_message_cannot_move_the_cursor(run: Journeys, tmp_path: Path) -> None:
    assert "\x1b" not in run("list", "--store", tmp_path / "\x1b[2J.db").stderr


def test_a_reader_that_leaves_early_is_no_error(store: Path) -> None:
    command = (
        f'{sys.executable} -m journeys history telecom --format jsonl --store "{store}" | head -1'
    )
    piped = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=ROOT,
        env=os.environ | {"JOURNEYS_LANG": "en"},
        capture_output=True,
        check=False,
        text=True,
    )
    assert (piped.returncode, piped.stderr) == (0, "")
    assert piped.stdout.count("\n") == 1


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("hello", "dit is niet één JSON-object"),
        ('{"specversion": NaN}', "NaN en Infinity zijn geen getallen"),
        ('{"id": "e-1"}', "specversion ontbreekt"),
    ],
)
def test_why_a_file_is_no_native_one_is_said_in_dutch(
    line: str, why: str, tmp_path: Path, run: Journeys
) -> None:
    (tmp_path / "a.jsonl").write_text(line + "\n", encoding="utf-8")
    said = run("import", tmp_path / "a.jsonl", "--store", tmp_path / "own.db", "--lang", "nl")
    assert f"regel 1: dit is geen eigen bestand van journeys: {why}" in said.stderr
