"""``journeys graph`` and ``journeys map lived``."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest
from defusedxml.ElementTree import fromstring

from projections.touchpoints.attributes import MEANINGS
from tests.journeys.cli.conftest import Journeys


def test_touchpoints_are_listed_the_commonest_first(ask: Journeys) -> None:
    rows = json.loads(ask("graph", "--format", "json").stdout)
    counts = [row["count"] for row in rows]
    assert counts == sorted(counts, reverse=True)
    assert rows[0]["kind"] == "touchpoint"
    assert set(MEANINGS) - {"key", "source", "target"} <= set(rows[0])


def test_people_read_a_table_in_their_own_language(ask: Journeys) -> None:
    english, dutch = ask("graph", "telecom"), ask("graph", "telecom", "--lang", "nl")
    assert "Contract renewed" in english.stdout
    assert "Contract verlengd" in dutch.stdout
    assert "Dagen gewacht" in dutch.stdout


def test_ways_can_be_listed_by_kind(ask: Journeys) -> None:
    steps = json.loads(ask("graph", "telecom", "--edges", "--format", "json").stdout)
    assert {row["kind"] for row in steps} == {"next"}
    assert (steps[0]["source"], steps[0]["count"]) == ("need-observed", 14)
    healed = json.loads(ask("graph", "--edges", "--kind", "recovers", "--format", "json").stdout)
    assert healed[0]["target"] == "issue-handled"
    ends = json.loads(ask("graph", "--edges", "--kind", "ends-in", "--format", "json").stdout)
    assert {row["target"] for row in ends} == {"ending:poor", "ending:undecided"}


def test_a_part_is_asked_for_by_phase_by_place_and_by_count(ask: Journeys) -> None:
    def ids(*more: object) -> set[str]:
        return {row["id"] for row in json.loads(ask("graph", *more, "--format", "json").stdout)}

    assert "loss-concluded:client" in ids("telecom", "--phase", "friction")
    assert "contract-renewed" not in ids("telecom", "--phase", "friction")
    near = ids("agency", "--focus", "launch", "--hops", 1)
    assert near == {"agreement-talk", "launch-day", "unease-heard"}
    assert ids("telecom", "--min-count", 9) == {
        "need-observed",
        "care-given:need-answered",
        "care-given:drift-named",
        "contract-renewed",
    }


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("graph", "--hops", 1), 2, "--focus"),
        (("graph", "--kind", "soup"), 2, "touchpoint, stage"),
        (("graph", "--edges", "--kind", "channel"), 2, "next, hand-off"),
        (("graph", "agency", "--focus", "soup"), 3, "no node is called soup"),
        (("graph", "agency", "--focus", "incident"), 3, "type more of it"),
        (("graph", "nobody"), 3, "nobody"),
        (("map", "lived", "telecom"), 3, "goes by no map"),
        (("map", "lived", "telecom", "--map", "soup"), 3, "no map is called soup"),
    ],
)
def test_what_cannot_be_asked_is_said(
    ask: Journeys, arguments: tuple[object, ...], code: int, says: str
) -> None:
    asked = ask(*arguments)
    assert (asked.exit_code, asked.stdout) == (code, "")
    assert says in " ".join(asked.stderr.split())


def test_where_nothing_was_lived_it_says_so(ask: Journeys) -> None:
    asked = ask("graph", "agency", "--at", "1990")
    assert (asked.exit_code, asked.stdout) == (0, "")
    assert "Nothing was lived here that was asked for." in asked.stderr


def test_every_form_is_written_to_its_file(ask: Journeys, tmp_path: Path) -> None:
    files = {form: tmp_path / f"g.{form}" for form in ("svg", "html", "mermaid", "dot", "graphml")}
    flags = [part for form, file in files.items() for part in (f"--{form}", file)]
    asked = ask("graph", "agency", *flags)
    assert (asked.exit_code, asked.stdout) == (0, "")
    assert fromstring(files["svg"].read_text()).tag.endswith("svg")
    assert fromstring(files["graphml"].read_text()).tag.endswith("graphml")
    assert files["mermaid"].read_text().startswith("flowchart")
    assert files["dot"].read_text().startswith("digraph")
    assert files["html"].read_text().count("<svg") == 2
    assert ask("graph", "agency", "--svg", "-").stdout.startswith("<svg")


def test_a_telephone_gets_a_picture_of_its_width(ask: Journeys) -> None:
    root = fromstring(ask("graph", "agency", "--svg", "-", "--width", 390).stdout)
    assert root.attrib["width"] == "390"


def test_a_png_needs_a_program_that_makes_one(
    ask: Journeys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    asked = ask("graph", "agency", "--png", tmp_path / "g.png")
    assert asked.exit_code == 3
    assert "rsvg-convert" in asked.stderr
    assert not (tmp_path / "g.png").exists()


def test_the_first_program_that_is_there_makes_the_png(
    ask: Journeys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "resvg"
    program.write_text('#!/bin/sh\ncp "$1" "$2"\n')
    program.chmod(0o755)
    monkeypatch.setattr("shutil.which", lambda name: str(program) if name == "resvg" else None)
    asked = ask("graph", "agency", "--png", tmp_path / "g.png")
    assert asked.exit_code == 0
    assert (tmp_path / "g.png").read_text().startswith("<svg")
    program.write_text("#!/bin/sh\nexit 1\n")
    assert "resvg made no picture" in ask("graph", "agency", "--png", tmp_path / "h.png").stderr


def test_what_was_lived_is_laid_over_its_map_the_gravest_first(ask: Journeys) -> None:
    asked = ask("map", "lived", "agency")
    assert asked.exit_code == 0
    assert asked.stdout.index("waiver void") < asked.stdout.index("gate skipped")
    assert "A05 A08" in asked.stdout
    assert "8 of the 15 touchpoints" in asked.stderr
    rows = json.loads(ask("map", "lived", "agency", "--format", "json").stdout)
    assert rows[0]["code"] == "waiver-void"
    assert all(row["evidence"] for row in rows)
    dutch = ask("map", "lived", "agency", "--lang", "nl").stdout
    assert "poort overgeslagen" in dutch


def test_the_map_is_drawn_with_what_was_lived_of_it(ask: Journeys, tmp_path: Path) -> None:
    file = tmp_path / "lived.svg"
    assert ask("map", "lived", "agency", "--svg", file, "--lang", "nl").exit_code == 0
    assert "poort overgeslagen" in file.read_text()
    assert "ontheffing vervallen" in file.read_text()


def test_what_was_lived_is_drawn_as_a_blueprint(ask: Journeys, tmp_path: Path) -> None:
    file, page = tmp_path / "lived.svg", tmp_path / "lived.html"
    asked = ask("map", "lived", "agency", "--blueprint", "--svg", file, "--html", page)
    assert asked.exit_code == 0, asked.stderr
    drawn = file.read_text(encoding="utf-8")
    assert "line of" in drawn
    assert "Back stage" in drawn
    assert page.read_text(encoding="utf-8").count("<svg") == 2
    dutch = ask("map", "lived", "agency", "--blueprint", "--svg", "-", "--lang", "nl").stdout
    assert "Systemen" in dutch


def test_a_blueprint_goes_to_a_file(ask: Journeys) -> None:
    asked = ask("map", "lived", "agency", "--blueprint")
    assert asked.exit_code == 2
    assert "--svg" in asked.stderr


def test_a_title_of_odd_characters_is_a_graph_that_other_tools_can_read(
    run: Journeys, tmp_path: Path
) -> None:
    store, lines, files = tmp_path / "odd.db", tmp_path / "odd.jsonl", tmp_path / "odd"
    assert run("map", "import", "good-goodbye", "--publish", "--store", store).exit_code == 0
    run("export", "--out", lines, "--store", store)
    title, odd = "A call by somebody the client knows", r"A \u0001call\u001b[2J \ufffe"
    lines.write_text(lines.read_text(encoding="utf-8").replace(title, odd), encoding="utf-8")
    lived = {"id": "c-1", "type": "relationship.relationship-opened.v1"}
    called = {"id": "c-2", "type": "relationship.contact-held.v1", "touchpoint": "last-call"}
    with lines.open("a", encoding="utf-8") as file:
        for fact in (lived, called):
            told = {"specversion": "1.0", "subject": "c", "occurred": "2026-01-01", "data": {}}
            file.write(json.dumps(fact | told) + "\n")
    assert run("import", lines, "--store", tmp_path / "own.db").exit_code == 0
    run("map", "adopt", "c", "good-goodbye", "--store", tmp_path / "own.db")

    words = ("--graphml", files, "--mermaid", f"{files}.mmd", "--dot", f"{files}.dot")
    assert run("graph", "c", *words, "--store", tmp_path / "own.db").exit_code == 0

    graph = nx.read_graphml(files)
    assert graph.nodes["last-call"]["title"] == "A \ufffdcall\ufffd[2J \ufffd"
    for ending in (".mmd", ".dot"):
        said = Path(f"{files}{ending}").read_text(encoding="utf-8")
        assert "A call" in said
        assert "\x1b" not in said
