"""Rows are the same in every format, and safe in each."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from domain.courtship import RelationshipOpened
from journeys.cli.output import Column, Output, clean
from journeys.engine import Engine
from journeys.journey import Journey
from journeys.language import speak
from journeys.store import Store
from projections.ports import Parked
from tests.given import on

Journeys = Callable[..., Result]

FINDING = [
    "code", "severity", "verdict", "relationship", "since", "known_since", "until", "evidence",
    "rule", "rows", "sentence", "action", "due", "parameters", "value", "key", "cannot_know",
    "further", "standing", "reply", "over",
]  # fmt: skip
DUTY = {"code", "verdict", "deadline", "evidence", "rows", "sentence", "who", "source", "since",
        "how", "severity", "working_days_left", "due_today", "untold"}  # fmt: skip
EVENT = {
    "id", "story_id", "version", "topic", "occurred_at", "recorded_at", "actor", "on_whose_word",
    "cause", "channel", "basis", "command_id", "fact",
}  # fmt: skip
NASTY = {
    "name": "=1+1|x\x1b[2J\u202e",
    "text": "two\nlines",
    "number": -0.5,
    "flag": True,
    "none": None,
    "many": [{"id": "é"}],
}
COLUMNS = (
    Column("name", "Title"),
    Column("text", "What", text=True),
    Column("number", "Value"),
    Column("flag"),
    Column("none"),
    Column("many"),
)


def _lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_finding_has_these_keys_in_this_order(ask: Journeys) -> None:
    rows = json.loads(ask("findings", "agency", "--all", "--format", "json").stdout)
    assert [list(row) for row in rows] == [FINDING] * len(rows)
    waiver = next(row for row in rows if row["code"] == "waiver-void")
    assert waiver["since"] == "2025-08-18"
    assert (waiver["until"], waiver["over"]) == ("2025-09-06", "ended")
    assert [set(one) for one in waiver["evidence"]] == [{"id", "story_id"}] * len(
        waiver["evidence"]
    )
    assert {"A05", "A08"} <= {one["story_id"] for one in waiver["evidence"]}
    assert waiver["cannot_know"]


def test_lines_and_list_hold_the_same_findings(ask: Journeys) -> None:
    lines = _lines(ask("findings", "--format", "jsonl").stdout)
    assert lines == json.loads(ask("findings", "--format", "json").stdout)
    assert {row["relationship"] for row in lines} == {"agency", "telecom"}


@pytest.mark.parametrize("which", [(), ("--all",), ("--severity", "high", "--lang", "nl")], ids=str)
def test_findings_of_everybody_are_those_of_each(ask: Journeys, which: tuple[str, ...]) -> None:
    """Kept rows tell them, moments included, as the histories themselves do."""
    every = _lines(ask("findings", *which, "--format", "jsonl").stdout)
    each = [
        one
        for who in ("agency", "telecom")
        for one in _lines(ask("findings", who, *which, "--format", "jsonl").stdout)
    ]
    worst = ("critical", "high", "medium", "low", "info", "positive")
    key = ("relationship", "code", "key")
    assert sorted(every, key=lambda one: [one[k] for k in key]) == sorted(
        each, key=lambda one: [one[k] for k in key]
    )
    assert [worst.index(one["severity"]) for one in every] == sorted(
        worst.index(one["severity"]) for one in every
    )


def test_findings_of_everybody_go_through_nobody_that_is_kept(
    ask: Journeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask("list")
    expected = ask("findings").stdout
    asked: list[str] = []
    journey = Engine.journey

    def noted(engine: Engine, relationship: str) -> Journey:
        asked.append(relationship)
        return journey(engine, relationship)

    monkeypatch.setattr(Engine, "journey", noted)
    assert ask("findings").stdout == expected
    assert not asked
    parked = {"agency": Parked("findings", "agency", 1, "Damaged")}
    monkeypatch.setattr(Store, "parked", lambda *_: parked)
    assert ask("findings").stdout == expected
    assert asked == ["agency"]


def test_sentences_are_translated_and_codes_are_not(ask: Journeys) -> None:
    english = json.loads(ask("findings", "agency", "--format", "json").stdout)
    dutch = json.loads(ask("findings", "agency", "--format", "json", "--lang", "nl").stdout)
    for one, other in zip(english, dutch, strict=True):
        assert one["code"] == other["code"]
        assert one["severity"] == other["severity"]
        assert one["sentence"] != other["sentence"]


def test_findings_can_be_chosen(ask: Journeys) -> None:
    both = ("--code", "gate-skipped", "--code", "mood-drop")
    chosen = ask("findings", *both, "--all", "--format", "jsonl")
    assert {row["code"] for row in _lines(chosen.stdout)} == {"gate-skipped", "mood-drop"}
    severe = _lines(ask("findings", "--severity", "critical", "--all", "--format", "jsonl").stdout)
    assert {row["severity"] for row in severe} == {"critical"}
    early = ask("findings", "agency", "--at", "2025-08-18", "--format", "jsonl")
    assert all(row["since"] <= "2025-08-18" for row in _lines(early.stdout))


def test_settled_findings_are_shown_when_asked_for(ask: Journeys) -> None:
    still = {row["code"] for row in _lines(ask("findings", "telecom", "--format", "jsonl").stdout)}
    every = _lines(ask("findings", "telecom", "--all", "--format", "jsonl").stdout)
    assert "last-moment-to-save" not in still
    settled = next(row for row in every if row["code"] == "last-moment-to-save")
    assert settled["until"] is not None


def test_duties_that_are_not_broken_are_shown_when_asked_for(ask: Journeys) -> None:
    rows = _lines(ask("findings", "telecom", "--duties", "--format", "jsonl").stdout)
    verdicts = {row["verdict"] for row in rows}
    assert {"violated", "unknown"} <= verdicts
    assert all(row["evidence"] for row in rows)


def test_nothing_found_is_said_beside_the_data(ask: Journeys) -> None:
    result = ask("findings", "agency", "--code", "no-such-code")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "Nothing found.\n")
    assert ask("findings", "agency", "--code", "no-such-code", "--format", "json").stdout == "[]\n"


def test_a_farewell_is_one_document(ask: Journeys) -> None:
    document = json.loads(ask("farewell", "telecom", "--format", "json").stdout)
    assert set(document) == {
        "relationship", "verdict", "at_best", "at_worst", "reasons", "duties",
    }  # fmt: skip
    assert (document["relationship"], document["verdict"]) == ("telecom", "poor")
    assert all(set(duty) == DUTY for duty in document["duties"])
    assert len(ask("farewell", "telecom", "--format", "csv").stdout.splitlines()) > 20


def test_the_history_tells_how_we_know(ask: Journeys) -> None:
    events = _lines(ask("history", "agency", "--format", "jsonl").stdout)
    assert all(set(event) >= EVENT for event in events)
    assert [event["version"] for event in events] == list(range(1, len(events) + 1))
    assert events[0]["topic"] == "relationship.relationship-opened.v1"
    assert events[0]["fact"]["market"] == "b2b"
    early = _lines(ask("history", "agency", "--at", "2025-07-28", "--format", "jsonl").stdout)
    assert 0 < len(early) < len(events)


@pytest.mark.parametrize(
    "verb", [("list",), ("board",), ("show", "agency"), ("verify",), ("history", "agency")]
)
@pytest.mark.parametrize("kind", ["json", "jsonl", "csv", "md"])
def test_every_verb_with_rows_has_every_format(
    ask: Journeys, verb: tuple[str, ...], kind: str
) -> None:
    result = ask(*verb, "--format", kind)
    assert result.exit_code == 0, result.stderr
    if kind == "json":
        json.loads(result.stdout)
    elif kind == "jsonl":
        _lines(result.stdout)
    elif kind == "csv":
        assert len({len(row) for row in csv.reader(io.StringIO(result.stdout))}) <= 1
    elif result.stdout:
        assert result.stdout.splitlines()[1].startswith("| --- |")


def _printed(kind: str, capsys: pytest.CaptureFixture[str], rows: list[dict[str, Any]]) -> str:
    Output(speak("en"), kind).rows(COLUMNS, rows, empty="nothing here")
    return capsys.readouterr().out


def test_a_cell_is_never_a_formula(capsys: pytest.CaptureFixture[str]) -> None:
    (_, row) = csv.reader(io.StringIO(_printed("csv", capsys, [NASTY])))
    assert row == ["'=1+1|x[2J", "two\nlines", "-0.5", "true", "", '[{"id": "é"}]']


def test_a_page_keeps_its_columns(capsys: pytest.CaptureFixture[str]) -> None:
    lines = _printed("md", capsys, [NASTY]).splitlines()
    assert lines[0] == "| Title | What | Value |"
    assert lines[2] == "| =1+1\\|x[2J | two lines | −0.5 |"


def test_a_file_keeps_what_was_written_and_moves_no_cursor(
    capsys: pytest.CaptureFixture[str],
) -> None:
    written = _printed("jsonl", capsys, [NASTY])
    assert json.loads(written)["name"] == NASTY["name"]
    assert "\x1b" not in written
    assert "\u202e" not in written


def test_a_table_in_a_narrow_place_becomes_blocks(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    long = {"name": "a-name-of-some-length", "text": "some words", "number": None}
    monkeypatch.setenv("COLUMNS", "80")
    assert _printed("table", capsys, [long]).splitlines()[0].split() == ["Title", "What", "Value"]
    monkeypatch.setenv("COLUMNS", "30")
    assert _printed("table", capsys, [long, long]).splitlines() == [
        "a-name-of-some-length",
        "  What  some words",
        "",
        "a-name-of-some-length",
        "  What  some words",
    ]


def test_what_could_move_a_cursor_is_taken_out() -> None:
    assert clean("a\x1b]0;x\x07b\u2066c\nd\te\x9b") == "a]0;xbc\nd\te"


def test_people_see_the_top_of_a_long_board_and_programs_all_of_it(
    run: Journeys, tmp_path: Path
) -> None:
    place = tmp_path / "many.db"
    with Engine.open(place) as engine:
        for number in range(53):
            name = f"client-{number:02d}"
            engine.record(
                on("2026-01-01", RelationshipOpened(), relationship=name, command_id=name)
            )
    shown = run("board", "--store", place)
    assert shown.stdout.count("phase ") == 50
    assert "and 3 more; --all shows them" in shown.stderr
    assert run("board", "--all", "--store", place).stdout.count("phase ") == 53
    assert len(json.loads(run("board", "--store", place, "--format", "json").stdout)) == 53
