"""Maps on the command line: taken in, shown, compared, published, adopted and written out."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from threading import Thread

import pytest
from click.testing import Result

import journeys
from journeys import mapping
from journeys.cli.map import command
from journeys.io import map_yaml

Journeys = Callable[..., Result]

SMALL = """map: small
title: A small one
kind: process
start: [hello]
stages:
- {stage: one, title: One}
touchpoints:
- touchpoint: hello
  title: Hello
  stage: one
  channel: call
  feelings: {client: 0.5}
- touchpoint: thanks
  title: Thanks
  stage: one
  channel: letter
steps:
- {after: hello, then: thanks}
gates:
- gate: fit
  title: Do we fit?
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A small map in a file."""
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def rows(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.stderr
    read: list[dict[str, object]] = json.loads(result.stdout)
    return read


def test_a_map_is_taken_in_once_then_changed_then_published(ask: Journeys, file: Path) -> None:
    def taken(*more: object) -> object:
        return rows(ask("map", "import", file, "--format", "json", *more))[0]["facts"]

    assert taken() == ["Map drafted"]
    assert taken() == []
    file.write_text(SMALL.replace("A small one", "Another"), encoding="utf-8")
    assert taken("--publish") == ["Map changed", "Map published"]
    assert taken("--publish") == []
    known = rows(ask("map", "list", "--format", "json"))
    assert known[0] | {"published": None} == {
        "key": "small",
        "title": "Another",
        "kind": "process",
        "edition": 1,
        "published": None,
        "changed": False,
        "touchpoints": 2,
        "gates": 1,
    }


def test_a_published_draft_needs_no_file(ask: Journeys, file: Path) -> None:
    ask("map", "import", file)
    assert rows(ask("map", "publish", "small", "--format", "json"))[0]["edition"] == 1
    again = ask("map", "publish", "small")
    assert again.exit_code == 2
    assert "map-edition-is-new" in again.stderr


def test_an_overlapping_edition_is_refused_with_the_reason(ask: Journeys, file: Path) -> None:
    ask("map", "import", file, "--publish")
    file.write_text(SMALL.replace("A small one", "Another"), encoding="utf-8")
    ask("map", "import", file)
    result = ask("map", "publish", "small", "--edition", "1")
    assert result.exit_code == 2
    assert "editions do not overlap" in result.stderr
    assert rows(ask("map", "list", "--format", "json"))[0]["edition"] == 1


def test_an_unreachable_touchpoint_is_refused_with_its_line_and_nothing_is_recorded(
    run: Journeys, file: Path, tmp_path: Path
) -> None:
    file.write_text(SMALL.replace("then: thanks", "then: hello"), encoding="utf-8")
    store = tmp_path / "new.db"
    result = run("map", "import", file, "--publish", "--store", store)
    assert result.exit_code == 2
    assert "line 13: no step leads to the touchpoint thanks" in result.stderr
    assert not store.exists()
    assert run("map", "import", file, "--store", store).exit_code == 0
    refused = run("map", "publish", "small", "--store", store, "--lang", "nl")
    assert refused.exit_code == 2
    assert "map-leads-everywhere: geen stap leidt naar" in refused.stderr


def test_a_dry_run_records_nothing(
    run: Journeys, ask: Journeys, file: Path, tmp_path: Path
) -> None:
    store = tmp_path / "new.db"
    tried = run("map", "import", file, "--publish", "--dry-run", "--store", store)
    assert tried.exit_code == 0
    assert "Nothing was recorded" in tried.stderr
    assert not store.exists()
    ask("map", "import", file)
    for line in (("publish", "small"), ("import", "start-process")):
        assert "Nothing was recorded" in ask("map", *line, "--dry-run").stderr
    assert [one["edition"] for one in rows(ask("map", "list", "--format", "json"))] == [None]
    ask("map", "publish", "small")
    assert ask("map", "adopt", "telecom", "small", "--dry-run").exit_code == 0
    assert ask("map", "adopt", "telecom", "small").exit_code == 0


def test_one_map_in_two_files_is_taken_from_neither(
    ask: Journeys, file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(SMALL, encoding="utf-8")
    result = ask("map", "import", file, other)
    assert result.exit_code == 2
    assert "small stands in two of these files" in result.stderr
    assert rows(ask("map", "list", "--format", "json")) == []


@pytest.mark.row(4, 78, 83)
def test_a_relationship_adopts_an_edition_with_its_gates(ask: Journeys) -> None:
    ask("map", "import", "good-goodbye", "--publish")
    line = ("map", "adopt", "tele", "good", "--complexity", "complex", "--format", "json")
    adopted = rows(ask(*line, "--discretion", "nothing-left-open"))[0]
    assert adopted["relationship"] == "telecom"
    assert adopted["gates"] == ["said-in-person", "nothing-left-open"]
    assert adopted["strictness"] == "loose"
    assert adopted["discretion"] == ["nothing-left-open"]
    again = ask(*line)
    assert again.exit_code == 2
    assert "there is a process called good-goodbye already" in again.stderr
    shown = json.loads(ask("show", "telecom", "--format", "json").stdout)
    assert "said-in-person" in json.dumps(shown["gates"])
    assert ask("verify").exit_code == 0


def test_the_agency_has_adopted_its_start_process_long_ago(ask: Journeys) -> None:
    ask("map", "import", "start-process", "--publish")
    result = ask("map", "adopt", "agency", "start-process")
    assert result.exit_code == 2
    assert "named-once" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (("telecom", "nothing"), 3, "no map is called nothing"),
        (("nobody", "good-goodbye"), 3, "no relationship is called nobody"),
        (("telecom", "small"), 2, "no edition of small is published yet"),
        (("telecom", "good-goodbye", "--edition", "2"), 2, "edition 2 of good-goodbye is not"),
        (("telecom", "good-goodbye", "--when", "2010-01-01"), 2, "was published on"),
        (("telecom", "good-goodbye", "--discretion", "said-in-person"), 2, "is a foundation"),
        (("telecom", "good-goodbye", "--discretion", "gate"), 2, "no gate called gate"),
    ],
    ids=["map", "relationship", "draft", "edition", "too early", "foundation", "no gate"],
)
def test_what_may_not_be_adopted_is_refused_with_the_reason(
    ask: Journeys, file: Path, arguments: tuple[str, ...], code: int, why: str
) -> None:
    ask("map", "import", file)
    ask("map", "import", "good-goodbye", "--publish")
    result = ask("map", "adopt", *arguments)
    assert result.exit_code == code
    assert why in result.stderr


def test_the_same_adoption_is_recorded_once(store: Path) -> None:
    with journeys.open(store) as engine:
        manner = mapping.Manner("ada")
        read = map_yaml.load(map_yaml.shipped()["good-goodbye"])
        first = mapping.draft_or_change(engine, read, manner, publish=True)
        assert first is not None
        engine.record(first)
        at = mapping.Manner("ada", engine.clock())
        commands = [mapping.adopt(engine, "telecom", "map:good-goodbye", at) for _ in range(2)]
        assert [engine.record(one).already for one in commands] == [False, True]
        publication = engine.store.events("map:good-goodbye")[-1]
        assert engine.store.events("telecom")[-1].cause == publication.id


def test_a_map_is_named_by_its_first_letters(ask: Journeys, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(SMALL.replace("map: small", "map: smaller"), encoding="utf-8")
    ask("map", "import", file, other)
    assert ask("map", "show", "smalle").exit_code == 0
    assert ask("map", "show", "small").exit_code == 0
    assert ask("map", "show", "map:small").exit_code == 0
    result = ask("map", "show", "sm")
    assert result.exit_code == 3
    assert "small, smaller" in result.stderr


@pytest.mark.row(179, 180, 181)
def test_a_map_is_shown_as_a_tree(ask: Journeys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    ask("map", "import", "start-process", "--publish")
    said = ask("map", "show", "start-process").stdout
    for part in (
        "Do we fit each other?  fitting",
        "├── Held against the ideal client, by two of us  intake-talk  moment of truth  mandatory",
        "internal · back stage · supplier → supplier · before use",
        "client +0.1 interested · our people +0.3 confident",
        "gate intake  Does this client fit us?  foundation",
        "within 48 h",
        "systems  crm, client-profile",
        "then  agreement-talk, honest-no",
    ):
        assert part in said
    table = ask("map", "show", "start-process", "--format", "md").stdout
    assert len(table.splitlines()) == 2 + 15
    dutch = ask("map", "show", "start-process", "--lang", "nl").stdout
    assert "achter de schermen" in dutch
    assert "moment van de waarheid" in dutch


def test_the_tree_names_what_was_not_thought_of(ask: Journeys, file: Path) -> None:
    ask("map", "import", file, "--publish")
    file.write_text(SMALL.replace("A small one", "Another"), encoding="utf-8")
    ask("map", "import", file)
    said = ask("map", "show", "small").stdout
    assert "no feelings at  hello, thanks" in said
    assert "the draft is newer" in said
    assert "our people not said" in said
    assert said.rstrip().endswith("gate fit  Do we fit?")
    assert "Another" in ask("map", "show", "small", "--draft").stdout


def test_a_tree_fits_a_narrow_terminal(ask: Journeys, monkeypatch: pytest.MonkeyPatch) -> None:
    ask("map", "import", "good-goodbye")
    monkeypatch.setenv("COLUMNS", "40")
    said = ask("map", "show", "good-goodbye").stdout
    assert [line for line in said.splitlines() if len(line) > 40] == []


@pytest.mark.row(181)
def test_a_program_is_told_where_feelings_are_missing(ask: Journeys, file: Path) -> None:
    ask("map", "import", file)
    document = json.loads(ask("map", "show", "small", "--format", "json").stdout)
    assert document["without_feelings"] == {"hello": ["staff"], "thanks": ["client", "staff"]}
    assert (document["edition"], document["changed"], document["start"]) == (None, True, ["hello"])
    table = list(csv.DictReader(StringIO(ask("map", "show", "small", "--format", "csv").stdout)))
    assert [(row["touchpoint"], row["client"], row["then"]) for row in table] == [
        ("hello", "0.5", '["thanks"]'),
        ("thanks", "", "[]"),
    ]


def test_an_edition_that_is_not_there_is_not_found(ask: Journeys, file: Path) -> None:
    ask("map", "import", file)
    for line in (("show", "small", "--edition", "4"), ("diff", "small")):
        result = ask("map", *line)
        assert result.exit_code == 3
        assert "small has no edition" in result.stderr


def test_what_changed_is_said_part_by_part(ask: Journeys, file: Path) -> None:
    ask("map", "import", file, "--publish")
    assert "They say the same." in ask("map", "diff", "small").stderr
    more = (
        SMALL.replace("client: 0.5", "client: {valence: 0.2, category: worried}")
        .replace("channel: letter", "channel: in-person\n  lane: back\n  mandatory: true")
        .replace("kind: process", "kind: contract")
        .replace("gates:\n- gate: fit\n  title: Do we fit?\n", "")
        .replace("- {after: hello, then: thanks}", "- {after: hello, then: bye}")
        .replace("start: [hello]", "start: [hello, thanks]")
        .replace("steps:", "- touchpoint: bye\n  title: Bye\n  stage: one\n  channel: call\nsteps:")
    )
    file.write_text(more, encoding="utf-8")
    ask("map", "import", file)
    said = ask("map", "diff", "small").stdout.splitlines()
    assert said == [
        "~  kind: way of working becomes contract",
        "+  new start: thanks",
        "~  touchpoint hello, expected feeling of the client: +0.5 becomes +0.2 worried",
        "~  touchpoint thanks, channel: letter becomes in person",
        "~  touchpoint thanks, lane: front stage becomes back stage",
        "~  touchpoint thanks, mandatory: no becomes yes",
        "+  new touchpoint bye: Bye",
        "-  step is gone: hello → thanks",
        "+  new step: hello → bye",
        "-  gate fit is gone: Do we fit?",
    ]
    found = rows(ask("map", "diff", "small", "--format", "json"))
    assert found[2]["after"] == {"valence": 0.2, "category": "worried"}
    assert {"how", "part", "key", "field", "before", "sentence"} < found[0].keys()
    assert "wordt" in ask("map", "diff", "small", "--lang", "nl").stdout


def test_another_order_is_a_change(ask: Journeys, file: Path) -> None:
    ask("map", "import", file, "--publish")
    file.write_text(SMALL.replace("start: [hello]", "start: [hello, thanks]"), encoding="utf-8")
    ask("map", "import", file, "--publish")
    file.write_text(SMALL.replace("start: [hello]", "start: [thanks, hello]"), encoding="utf-8")
    ask("map", "import", file, "--publish")
    assert (
        ask("map", "diff", "small", "2", "3").stdout
        == "~  start: the order becomes thanks, hello\n"
    )
    found = rows(ask("map", "diff", "small", "2", "3", "--format", "json"))
    assert found[0]["before"] == ["hello", "thanks"]


def test_a_map_goes_out_as_it_came_in(ask: Journeys, file: Path, tmp_path: Path) -> None:
    ask("map", "import", file, "--publish")
    assert ask("map", "export", "small").stdout == SMALL
    out = tmp_path / "out.yaml"
    assert "Written to" in ask("map", "export", "small", "--edition", "1", "--out", out).stderr
    assert out.read_bytes() == SMALL.encode()
    file.write_text(SMALL.replace("A small one", "Another"), encoding="utf-8")
    ask("map", "import", file)
    assert "Another" in ask("map", "export", "small", "--draft").stdout


def test_a_pipe_that_a_map_goes_into_stays_one(ask: Journeys, file: Path, tmp_path: Path) -> None:
    pipe, heard = tmp_path / "pipe", list[str]()
    os.mkfifo(pipe)
    listener = Thread(target=lambda: heard.append(pipe.read_text(encoding="utf-8")), daemon=True)
    listener.start()
    ask("map", "import", file, "--publish")
    ask("map", "export", "small", "--out", pipe)
    assert pipe.is_fifo()
    listener.join(10)
    assert heard == [SMALL]


def test_a_map_travels_with_the_rest_of_the_history(
    ask: Journeys, run: Journeys, file: Path, tmp_path: Path
) -> None:
    ask("map", "import", file, "--publish")
    out, store = tmp_path / "all.jsonl", tmp_path / "new.db"
    ask("export", "--out", out)
    assert run("import", out, "--store", store).exit_code == 0
    assert run("map", "export", "small", "--store", store).stdout == SMALL


def test_maps_are_no_relationships(ask: Journeys) -> None:
    before = ask("list").stdout
    ask("map", "import", "start-process", "good-goodbye", "telecom-contract", "--publish")
    assert ask("list").stdout == before


def test_a_list_says_which_maps_come_with_it(ask: Journeys) -> None:
    none = ask("map", "list").stderr
    assert "no maps yet" in none
    assert "good-goodbye, start-process and telecom-contract" in none
    ask("map", "import", "good-goodbye")
    found = ask("map", "list")
    assert "goodbye" in found.stdout
    assert "newer" in found.stdout
    assert "More maps come with it: start-process and telecom-contract" in found.stderr


def test_who_recorded_it_may_come_from_the_environment(
    ask: Journeys, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNEYS_ACTOR", "ada")
    ask("map", "import", file, "--when", "2025-01-01")
    ask("map", "publish", "small", "--actor", "bob")
    lines = ask("history", "map:small", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["actor"] for line in lines] == ["ada", "bob"]
    assert json.loads(lines[0])["occurred_at"] == "2025-01-01"


@pytest.mark.parametrize("name", list(command.commands))
@pytest.mark.parametrize(("lang", "title"), [("en", "Examples"), ("nl", "Voorbeelden")])
def test_every_page_ends_with_two_examples(run: Journeys, name: str, lang: str, title: str) -> None:
    result = run("map", name, "--lang", lang, "--help")
    assert result.exit_code == 0
    _, found, examples = result.stdout.rpartition(f"{title}\n")
    assert found
    assert sum(line.startswith("  journeys map ") for line in examples.splitlines()) == 2
    assert lang == "en" or " the " not in result.stdout


def test_the_group_lists_its_verbs_and_knows_no_other(run: Journeys) -> None:
    said = run("map", "--help").stdout
    assert [name for name in command.commands if f"\n  {name} " not in said] == []
    assert run("map", "drew").exit_code == 2
