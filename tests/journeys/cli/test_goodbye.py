"""A goodbye on the command line: the countdown, what is due today, and the history behind it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import journeys
from domain.breakup import BreakupAnnounced, EndDateSet
from domain.moments import Moment
from domain.promises import PromiseMade
from journeys.engine import Engine
from journeys.store import Store
from tests.given import on, opened

Journeys = Callable[..., Result]
NINE = "2025-08-25T09:00:00+02:00"


@pytest.fixture
def leaving(tmp_path: Path) -> Path:
    """A client of six years that announced on a Friday that it leaves in three weeks."""
    path = tmp_path / "leaving.db"
    with journeys.open(path) as engine:
        engine.record(opened("2019-08-01", market="b2b", sector="agency", jurisdiction="NL"))
        promise = PromiseMade(promise="p", text="Plan", by="supplier", to="client")
        engine.record(on("2025-08-01", promise, command_id="c-1"))
        over = BreakupAnnounced(by="client", form="written")
        ends = EndDateSet(ends=Moment("2025-09-12"))
        engine.record(on("2025-08-22", over, ends, command_id="c-2"))
    return path


def test_pending_duties_count_down_the_soonest_first(run: Journeys, leaving: Path) -> None:
    said = run("farewell", "client-1", "--store", leaving, "--at", "2025-08-22").stdout
    assert "The goodbye is under way" in said
    assert "At best good, at worst poor." in said
    assert said.index("farewell-acknowledged  1 working day left") < said.index(
        "farewell-reason-asked  5 working days left"
    )
    assert "product design, not legal" in said
    later = run("farewell", "client-1", "--store", leaving, "--at", NINE).stdout
    assert "farewell-acknowledged  due today" in later
    after = run("farewell", "client-1", "--store", leaving, "--at", "2025-08-26").stdout
    assert "unknown  farewell-acknowledged" in after


def test_a_program_reads_the_countdown(run: Journeys, leaving: Path) -> None:
    asked = ("farewell", "client-1", "--store", leaving, "--at", NINE, "--format", "json")
    duties = {one["code"]: one for one in json.loads(run(*asked).stdout)["duties"]}
    assert duties["farewell-acknowledged"]["due_today"] is True
    assert duties["farewell-reason-asked"]["working_days_left"] == 4
    assert duties["farewell-thanks"]["how"] == "personally, not by a form"
    assert duties["farewell-porting"]["verdict"] == "not-applicable"


def test_the_board_shows_what_is_due_today_and_what_is_overdue(leaving: Path) -> None:
    def told(day: str) -> tuple[set[str], set[str], str | None]:
        with Engine(Store.open(leaving), lambda: Moment(f"{day}T09:00:00+02:00")) as engine:
            [row] = engine.board()
        step = row.next.code if row.next else None
        return {one.code for one in row.due_today}, {one.code for one in row.overdue}, step

    at_once = {"farewell-acknowledged", "farewell-owner", "farewell-honest-reason"}
    assert told("2025-08-22") == (set(), set(), "farewell-acknowledged")
    assert told("2025-08-25") == (at_once, set(), "farewell-honest-reason")
    assert told("2025-08-26")[1] == at_once
    assert told("2025-09-12")[0] >= {"farewell-personal", "farewell-promises-closed"}
    assert not at_once & told("2025-09-15")[1]


def test_the_board_says_it_in_every_form(run: Journeys, leaving: Path) -> None:
    [row] = json.loads(run("board", "--store", leaving, "--format", "json").stdout)
    assert {"due_today", "overdue"} <= set(row)


def test_the_review_lays_the_history_beside_the_goodbye(ask: Journeys) -> None:
    document = json.loads(ask("farewell", "telecom", "--review", "--format", "json").stdout)
    assert (document["verdict"], document["tenure_years"]) == ("poor", 15.0)
    client = next(mood for mood in document["moods"] if mood["whose"] == "client")
    assert client["mean"] == pytest.approx(0.55, abs=0.05)
    assert client["peak_end"] == pytest.approx(-0.75, abs=0.1)
    words = [one["words"] for one in document["highlights"] if "words" in one]
    assert "You helped me on my way and gave me attention" in words
    assert all(one["events"] for part in ("highlights", "own_share", "remains")
               for one in document[part])  # fmt: skip
    assert {e["story_id"] for one in document["own_share"] for e in one["events"]} == {
        "B10", "B11a", "B11b", "B11c", "B12",
    }  # fmt: skip
    assert document["acknowledged"] == []
    assert document["remains"][0]["verdict"] == "violated"


def test_the_review_names_open_promises_and_who_is_there(run: Journeys, leaving: Path) -> None:
    asked = ("farewell", "client-1", "--review", "--store", leaving, "--at", NINE)
    document = json.loads(run(*asked, "--format", "json").stdout)
    assert [one["what"] for one in document["promises"]] == ["Plan"]
    assert document["remains"][0]["due"] == "2025-08-25T18:00:00+02:00"
    said = run(*asked).stdout
    assert "Nobody is on record. Find out whom the client knows." in said
    assert "Confirm the goodbye" in said
    assert "due today" in said


@pytest.mark.parametrize("kind", ["table", "md", "csv", "jsonl"])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_review_has_every_form_in_both_languages(
    ask: Journeys, kind: str, language: str
) -> None:
    result = ask("farewell", "telecom", "--review", "--format", kind, "--lang", language)
    assert result.exit_code == 0
    assert "B01" in result.stdout
    if kind in ("table", "md"):
        thanked = {"en": "To thank for", "nl": "Om voor te bedanken"}[language]
        assert thanked in result.stdout


def test_before_any_goodbye_the_review_tells_the_history_so_far(
    run: Journeys, leaving: Path
) -> None:
    said = run("farewell", "client-1", "--review", "--store", leaving, "--at", "2025-08-10").stdout
    assert said.startswith("client-1  No goodbye has begun.")
    assert "6 years together" in said
