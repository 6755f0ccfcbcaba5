"""Every verb with a picture: as SVG, as PNG, as a page, and as the table that says the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

from journeys.cli import drawing
from tests.journeys.cli.conftest import Journeys

VERBS = {
    "curve": ("curve", "agency"),
    "replay": ("replay", "telecom", "--by", "landmark"),
    "what-if": ("what-if", "agency", "--hold", "know-like-trust"),
    "one-clock": ("ask", "one-clock"),
    "compare": ("ask", "compare", "--param", "by=kind"),
    "answer": ("ask", "valleys"),
    "graph": ("graph", "agency"),
    "lived": ("map", "lived", "agency"),
    "blueprint": ("map", "lived", "agency", "--blueprint"),
    "findings": ("findings", "agency", "--all"),
    "board": ("board",),
}
every_verb = pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)


@every_verb
def test_it_is_drawn_to_a_file_and_to_standard_output(
    ask: Journeys, verb: tuple[str, ...], tmp_path: Path
) -> None:
    file = tmp_path / "picture.svg"
    written = ask(*verb, "--svg", file, "--width", 390)
    assert (written.exit_code, written.stdout) == (0, "")
    assert str(file) in written.stderr.replace("\n", "")
    shown = ask(*verb, "--svg", "-", "--width", 390)
    assert shown.stdout == file.read_text(encoding="utf-8")
    assert fromstring(shown.stdout).attrib["width"] == "390"


@every_verb
def test_its_page_holds_the_picture_twice_and_its_table(
    ask: Journeys, verb: tuple[str, ...], tmp_path: Path
) -> None:
    file = tmp_path / "page.html"
    result = ask(*verb, "--html", file, "--lang", "nl")
    page = file.read_text(encoding="utf-8")
    assert result.exit_code == 0
    assert page.startswith("<!doctype html>")
    assert page.count("<svg") == 2
    assert page.count("<table") == 1
    assert "Hetzelfde als tabel" in page


@every_verb
def test_a_png_is_made_by_whatever_makes_one(
    ask: Journeys, verb: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A converter of our own: it hands back the picture that it was given.
    program = tmp_path / "maker"
    program.write_text('#!/bin/sh\ncp "$1" "$2"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(drawing, "CONVERTERS", {"maker": ("{svg}", "{png}")})
    file = tmp_path / "picture.png"
    result = ask(*verb, "--png", file)
    assert result.exit_code == 0, result.stderr
    assert ask(*verb, "--png", "-").stdout_bytes == file.read_bytes()
    drawn = file.read_text(encoding="utf-8")
    assert drawn.startswith("<svg")
    assert "prefers-color-scheme" not in drawn


@every_verb
def test_without_a_converter_it_says_what_to_install(
    ask: Journeys, verb: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "CONVERTERS", {"no-such-program": ("{svg}", "{png}")})
    result = ask(*verb, "--png", tmp_path / "picture.png")
    assert result.exit_code == 3
    assert "no-such-program" in result.stderr
    assert not (tmp_path / "picture.png").exists()


def test_a_converter_that_never_ends_makes_nothing(
    ask: Journeys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "CONVERTERS", {"sleep": ("60",)})
    monkeypatch.setattr(drawing, "_PATIENCE", 0.1)
    result = ask("curve", "agency", "--png", tmp_path / "picture.png")
    assert result.exit_code == 3
    assert "sleep made no picture" in " ".join(result.stderr.split())


def test_a_converter_that_makes_nothing_is_said_to(
    ask: Journeys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "CONVERTERS", {"true": ()})
    result = ask("curve", "agency", "--png", tmp_path / "picture.png")
    assert result.exit_code == 3
    assert "true made no picture" in " ".join(result.stderr.split())


@pytest.mark.parametrize("name", ["curve", "replay"])
def test_its_table_twin_comes_in_every_format(ask: Journeys, name: str) -> None:
    rows = json.loads(ask(*VERBS[name], "--format", "json").stdout)
    assert len(rows) > 10
    assert ask(*VERBS[name], "--format", "csv").stdout.count("\n") > len(rows)
    assert "| Wanneer |" in ask(*VERBS[name], "--format", "md", "--lang", "nl").stdout
    if name == "replay":
        begun = [code for row in rows for code in row["begins"]]
        assert "deflected-by-form" in begun or "indifference" in begun
        assert [row["phase"] for row in rows if row["phase"]][:2] == ["contract", "friction"]
    else:
        assert {row["what"] for row in rows} == {"phase", "client", "staff", "finding"}


def test_a_place_that_is_not_there_is_named_as_it_was_given(ask: Journeys, tmp_path: Path) -> None:
    missing = ask("curve", "agency", "--svg", tmp_path / "no" / "x.svg")
    assert missing.exit_code == 3
    assert str(tmp_path / "no") in missing.stderr.replace("\n", "")
    assert ".part" not in missing.stderr
    folder = ask("curve", "agency", "--svg", tmp_path)
    assert folder.exit_code == 2
    assert "is a folder" in " ".join(folder.stderr.split())


def test_what_never_happened_says_so_in_words_and_with_a_second_sign(ask: Journeys) -> None:
    text = ask(*VERBS["what-if"], "--svg", "-").stdout
    assert "Hypothetical: none of this happened, or is recorded." in text
    assert 'class="hatch"' in text
    assert 'class="madeup"' in text
    assert "Findings that never arise" in text
    assert "1. The mandatory gate know-like-trust" in text
    kept = ask("curve", "agency", "--svg", "-").stdout
    assert "Hypothetical" not in kept


@pytest.mark.parametrize("verb", [("curve", "agency"), ("replay", "agency")])
def test_before_the_first_event_there_is_an_empty_picture_that_says_so(
    ask: Journeys, verb: tuple[str, ...]
) -> None:
    result = ask(*verb, "--at", "1990-01-01", "--svg", "-")
    assert result.exit_code == 0
    assert "The agency mismatch" in result.stdout
    assert "nothing had happened by then" in result.stdout or "no feelings" in result.stdout


def test_a_filmstrip_from_later_on_knows_the_phase_it_begins_in(ask: Journeys) -> None:
    text = ask("replay", "agency", "--from", "2025-08-26", "--svg", "-").stdout
    assert ">Friction<" in text
    assert "begins: Friction" not in text


def test_a_filmstrip_of_very_many_moments_gathers_the_quiet_ones(
    run: Journeys, tmp_path: Path
) -> None:
    told = "".join(
        f"  - {{id: M{n}, when: {n * 3}, basis: told, facts: [{{care-given: {{kind: support}}}}],"
        f" feelings: {{client: {n % 7 / 10}}}}}\n"
        for n in range(1, 500)
    )
    opened = "  - {id: M0, when: 0, basis: told, facts: [{relationship-opened: {kind: client}}]}\n"
    story = tmp_path / "many.yaml"
    story.write_text(f"story: many\nzero: 2020-01-06\nevents:\n{opened}{told}", encoding="utf-8")
    store = tmp_path / "many.db"
    result = run("import", story, "--store", store)
    assert result.exit_code == 0, result.stderr
    text = run("replay", "many", "--svg", "-", "--store", store).stdout
    assert "quieter moments" in text
    assert float(fromstring(text).attrib["height"]) < 6000
