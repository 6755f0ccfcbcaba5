"""``journeys query``: open questions about what was lived."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

from tests.journeys.cli.conftest import Journeys

BAD = "touchpoint where client.after < 0 -> friction"


def test_an_answer_is_the_path_and_what_was_asked_about_it(ask: Journeys) -> None:
    asked = ask("query", BAD, "telecom")
    assert asked.exit_code == 0
    assert [line.split() for line in asked.stdout.splitlines()] == [
        ["touchpoint", "touchpoint.client_after", "way", "friction"],
        ["issue-raised:problem", "−0.4", "shows", "friction:problem"],
        ["request-answered:unwilling", "−0.53", "shows", "friction:unwilling"],
        ["request-answered:deflected", "−0.6", "shows", "friction:deflected"],
    ]
    assert "nobody told: 2" in asked.stderr


def test_every_format_says_the_same(ask: Journeys) -> None:
    query = "touchpoint where count > 5 return id, count, last order by count desc, id"
    rows = json.loads(ask("query", query, "--format", "json").stdout)
    assert rows[0] == {"id": "care-given:need-answered", "count": 14, "last": "2023-11-02"}
    lines = [json.loads(x) for x in ask("query", query, "--format", "jsonl").stdout.splitlines()]
    table = list(csv.DictReader(io.StringIO(ask("query", query, "--format", "csv").stdout)))
    assert lines == rows
    assert table == [{key: str(value) for key, value in row.items()} for row in rows]
    assert "| care-given:need-answered | 14 |" in ask("query", query, "--format", "md").stdout


def test_dutch_readers_see_the_same_names_and_dutch_words(ask: Journeys) -> None:
    query = "touchpoint where phase = 'breakup' -> friction|lane return touchpoint.title, way"
    said = ask("query", query, "--lang", "nl").stdout
    assert said.split()[:2] == ["touchpoint.title", "way"]
    assert "gaat uit van" in said or "wordt gedaan door" in said


def test_the_events_behind_a_row_are_shown_when_asked_for(ask: Journeys) -> None:
    query = "any -[ends-in]-> ending where key = 'poor'"
    assert ask("query", query, "--events").stdout.split()[-1].startswith("B")
    row = json.loads(ask("query", query, "--events", "--format", "json").stdout)[0]
    same = json.loads(ask("query", f"{query} return events", "--format", "json").stdout)[0]
    assert row["events"] == same["events"]
    assert row["events"][0].startswith("e-")


def test_scope_and_moments_are_those_of_the_graph(ask: Journeys) -> None:
    def counts(*more: object) -> set[str]:
        rows = json.loads(ask("query", "ending", *more, "--format", "json").stdout)
        return {row["ending"] for row in rows}

    assert counts() == {"ending:poor", "ending:undecided"}
    assert counts("agency") == {"ending:undecided"}
    assert counts("agency", "telecom") == counts()
    assert counts("--at", "2020") == set()
    assert counts("--as-known", "1990") == set()


def test_the_plan_says_how_many_were_left_at_each_step(ask: Journeys) -> None:
    asked = ask("query", BAD, "telecom", "--explain", "--format", "json")
    steps = json.loads(asked.stdout)
    assert [step["step"] for step in steps] == list(range(1, len(steps) + 1))
    kept = next(step for step in steps if "client.after < 0" in step["what"])
    assert (kept["before"], kept["after"], kept["unknown"]) == (24, 10, 2)
    assert steps[-1]["after"] == 3
    assert asked.stderr.strip() == BAD
    assert "houd van touchpoint" in ask("query", BAD, "--explain", "--lang", "nl").stdout


def test_an_answer_stands_out_in_a_picture(ask: Journeys, tmp_path: Path) -> None:
    picture = tmp_path / "bad.svg"
    asked = ask("query", BAD, "agency", "--svg", picture)
    assert (asked.exit_code, asked.stdout) == (0, "")
    assert fromstring(picture.read_text()).tag.endswith("svg")
    plain = ask("graph", "agency", "--svg", "-").stdout
    assert picture.read_text().count("focus") > plain.count("focus")
    narrow = fromstring(ask("query", "system", "--svg", "-", "--width", 390).stdout)
    assert narrow.attrib["width"] == "390"


def test_where_nothing_answers_it_says_so(ask: Journeys, tmp_path: Path) -> None:
    asked = ask("query", "touchpoint where key = 'soup'", "--svg", tmp_path / "no.svg")
    assert (asked.exit_code, asked.stdout) == (0, "")
    assert "Nothing that was lived answers this." in asked.stderr
    assert not (tmp_path / "no.svg").exists()
    assert ask("query", "touchpoint where key = 'soup'", "--format", "json").stdout == "[]\n"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("touchpoint where client_aftr < 0",), 2, "did you mean client_after?"),
        (("touchpiont",), 2, "did you mean touchpoint?"),
        (("touchpoint where count",), 2, "try: journeys query --help"),
        (("touchpoint", "nobody"), 3, "nobody"),
        ((), 2, "QUESTION"),
        (("touchpoint", "--at", "soup"), 2, "no moment"),
    ],
)
def test_what_cannot_be_asked_is_said(
    ask: Journeys, arguments: tuple[object, ...], code: int, says: str
) -> None:
    asked = ask("query", *arguments)
    assert (asked.exit_code, asked.stdout) == (code, "")
    assert says in " ".join(asked.stderr.split())


def test_an_error_points_at_its_place_in_both_languages(ask: Journeys) -> None:
    for lang, said in (("en", "has no attribute"), ("nl", "heeft geen kenmerk")):
        lines = ask("query", "touchpoint where client_aftr < 0", "--lang", lang).stderr.splitlines()
        assert said in lines[0]
        assert lines[1].index("client_aftr") == lines[2].index("^")


def test_a_wrong_question_is_told_before_a_store_is_opened(run: Journeys) -> None:
    asked = run("query", "touchpoint ->", "--store", "/nowhere/at-all.db")
    assert asked.exit_code == 2
    assert "a kind of node is needed here" in asked.stderr
