"""History comes in from files, goes out to files, and nothing is lost or taken in half."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Journeys = Callable[..., Result]

STORY = """
story: small
title: A small one
zero: 2026-07-28
events:
  - {id: S1, when: 0, facts: [relationship-opened: {kind: client}], feelings: {client: 0.4}}
  - {id: S2, when: 3, facts: [cooperation-started]}
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A small story in a file."""
    path = tmp_path / "small.yaml"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_the_demo_can_be_loaded_twice(run: Journeys, tmp_path: Path) -> None:
    store = tmp_path / "here" / "demo.db"
    first, second = run("demo", "--store", store), run("demo", "--store", store)
    assert first.exit_code == second.exit_code == 0
    assert "events recorded in" in first.stderr
    assert "already" in second.stderr
    # wherever the line is folded: that hangs on how long the paths are
    assert "replay agency --step --store" in " ".join(first.stdout.split())
    assert str(store) in "".join(first.stdout.split())
    assert first.stdout == second.stdout


def test_what_to_type_next_can_be_typed_where_python_runs_the_module(
    run: Journeys, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # no command journeys there
    monkeypatch.setattr(sys, "argv", ["/somewhere/journeys/__main__.py", "demo"])
    monkeypatch.setattr(sys, "executable", "/usr/bin/python3")
    told = run("demo", "--store", tmp_path / "demo.db").stdout
    assert "/usr/bin/python3 -m journeys replay agency" in " ".join(told.split())
    assert "__main__" not in told


def test_the_demo_has_a_place_of_its_own(run: Journeys, tmp_path: Path) -> None:
    result = run("demo", "--lang", "nl")
    assert result.exit_code == 0, result.stderr
    (made,) = tmp_path.rglob("demo.db")
    assert made.exists()
    assert "Wat je nu kunt typen" in result.stdout
    assert list(tmp_path.rglob("journeys.db")) == []


def test_a_story_is_taken_in_once(run: Journeys, story: Path, tmp_path: Path) -> None:
    store = tmp_path / "a.db"
    first = json.loads(run("import", story, "--store", store, "--format", "json").stdout)
    again = json.loads(run("import", story, "--store", store, "--format", "json").stdout)
    assert first == [{"file": str(story), "kind": "story", "recorded": 3, "already": 0}]
    assert again == [{"file": str(story), "kind": "story", "recorded": 0, "already": 3}]


def test_a_dry_run_makes_nothing(run: Journeys, story: Path, tmp_path: Path) -> None:
    result = run("import", story, "--dry-run", "--store", tmp_path / "a.db")
    assert result.exit_code == 0
    assert "Nothing was recorded" in result.stderr
    assert "3" in result.stdout
    assert list(tmp_path.glob("a.db*")) == []


def test_a_story_against_a_rule_is_not_taken_in_half(ask: Journeys, story: Path) -> None:
    ask("import", story)
    longer = STORY + "  - {id: S3, when: 4, facts: [cooperation-started, relationship-opened]}\n"
    story.write_text(
        longer + "  - {id: S0, when: 1, facts: [cooperation-started]}\n", encoding="utf-8"
    )
    result = ask("import", story)
    assert result.exit_code == 2
    assert f"{story}, line " in result.stderr
    assert len(ask("history", "small", "--format", "jsonl").stdout.splitlines()) == 3


def test_what_a_store_says_otherwise_is_refused_with_its_line(ask: Journeys, story: Path) -> None:
    ask("import", story)
    other = STORY.replace("id: S1", "id: T1").replace("id: S2", "id: T2")
    story.write_text(other, encoding="utf-8")
    result = ask("import", story, "--lang", "nl")
    assert result.exit_code == 2
    assert "regel 6: T1 is tegen de regel opened-first" in result.stderr


def test_nothing_is_lost_on_the_way_out_and_in(
    ask: Journeys, run: Journeys, tmp_path: Path
) -> None:
    out, store = tmp_path / "all.jsonl", tmp_path / "new.db"
    assert "Written to" in ask("export", "--out", out).stderr
    taken = json.loads(run("import", out, "--store", store, "--format", "json").stdout)
    assert taken[0]["kind"] == "cloudevents"
    assert taken[0]["recorded"] == len(out.read_bytes().splitlines())
    assert run("export", "--store", store).stdout == out.read_text(encoding="utf-8")
    assert run("verify", "--store", store).exit_code == 0
    assert run("list", "--store", store).stdout == ask("list").stdout


def test_a_native_file_is_known_by_its_content(
    run: Journeys, ask: Journeys, tmp_path: Path
) -> None:
    odd = tmp_path / "odd.txt"
    ask("export", "agency", "--out", odd)
    result = run("import", odd, "--dry-run", "--format", "json", "--store", tmp_path / "x.db")
    assert json.loads(result.stdout)[0]["kind"] == "cloudevents"
    empty = tmp_path / "empty.jsonl"
    empty.write_text("")
    assert run("import", empty, "--store", tmp_path / "x.db").exit_code == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("form", ["cloudevents", "ocel-sqlite", "csv"])
def test_a_full_disk_is_said_with_the_name_that_was_given(form: str, ask: Journeys) -> None:
    result = ask("export", "--format", form, "--out", "/dev/full", "--lang", "nl")
    assert result.exit_code == 2
    assert "met /dev/full: er is geen ruimte meer op de schijf" in " ".join(result.stderr.split())


def test_a_file_that_is_not_there_is_not_found(ask: Journeys, tmp_path: Path) -> None:
    result = ask("import", tmp_path / "none.yaml")
    assert result.exit_code == 3
    assert "none.yaml" in result.stderr


def test_one_relationship_goes_out_as_a_story(ask: Journeys, run: Journeys, tmp_path: Path) -> None:
    out, store = tmp_path / "telecom.yaml", tmp_path / "new.db"
    assert ask("export", "tele", "--format", "yaml", "--out", out).exit_code == 0
    assert run("import", out, "--store", store).exit_code == 0
    assert (
        run("findings", "--store", store, "--format", "md").stdout
        == ask("findings", "telecom", "--format", "md").stdout
    )


def test_a_story_tells_one_relationship(ask: Journeys) -> None:
    result = ask("export", "--format", "yaml")
    assert result.exit_code == 2
    assert "a story tells one relationship" in result.stderr


def test_one_relationship_goes_out_alone(ask: Journeys) -> None:
    lines = ask("export", "agency").stdout.splitlines()
    assert {json.loads(line)["subject"] for line in lines} == {"agency"}


def test_an_empty_store_has_nothing_to_show(run: Journeys, tmp_path: Path) -> None:
    import journeys

    store = tmp_path / "empty.db"
    journeys.open(store).close()
    for verb in ("list", "board"):
        assert "holds no relationships yet" in run(verb, "--store", store).stderr
    assert "nothing to write" in run("export", "--store", store).stderr
    assert run("verify", "--store", store).exit_code == 0


def test_the_store_can_come_from_the_environment(
    run: Journeys, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNEYS_STORE", str(store))
    assert run("list").exit_code == 0


@pytest.mark.parametrize("kind", ["cloudevents", "csv", "ocel-json", "ocel-sqlite", "parquet"])
def test_an_export_never_takes_the_place_of_the_store(
    ask: Journeys, store: Path, kind: str
) -> None:
    said = ask("export", "--format", kind, "--out", store)

    assert said.exit_code == 2
    assert "is a store or a part of one" in said.stderr
    assert ask("verify").exit_code == 0


@pytest.mark.parametrize("kind", ["cloudevents", "csv", "ocel-json", "ocel-sqlite", "xes"])
def test_an_export_into_a_folder_that_is_not_there_says_so(
    ask: Journeys, tmp_path: Path, kind: str
) -> None:
    said = ask("export", "agency", "--format", kind, "--out", str(tmp_path / "none" / "x"))

    assert said.exit_code == 3
    assert f"there is no folder {tmp_path / 'none'}: create it first" in said.stderr
