"""`journeys import` in one pass: the same words, the same rows, and nothing half taken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import journeys
from journeys.cli.import_native import _BULK_FROM
from journeys.cli.new_store import _put
from journeys.io.bulk.taking import FROM
from tests.journeys.cli.conftest import Journeys
from tests.journeys.io.test_importing import line, second


@pytest.fixture
def exported(run: Journeys, store: Path, tmp_path: Path) -> Path:
    file = tmp_path / "all.jsonl"
    assert run("export", "--out", file, "--store", store).exit_code == 0
    return file


def test_either_way_says_and_stores_the_same(run: Journeys, exported: Path, tmp_path: Path) -> None:
    said = [
        run("import", exported, way, "--store", tmp_path / f"{way}.db", "--format", "json")
        for way in ("--bulk", "--no-bulk")
    ]
    assert [one.exit_code for one in said] == [0, 0]
    assert said[0].stdout == said[1].stdout
    boards = [
        run("board", "--store", tmp_path / f"{way}.db", "--format", "json").stdout
        for way in ("--bulk", "--no-bulk")
    ]
    assert boards[0] == boards[1]
    again = run("import", exported, "--bulk", "--store", tmp_path / "--bulk.db", "--format", "json")
    assert '"recorded": 0' in again.stdout


@pytest.mark.parametrize("way", ["--bulk", "--no-bulk"])
def test_a_refused_file_leaves_no_store_behind(way: str, run: Journeys, tmp_path: Path) -> None:
    file = tmp_path / "wrong.jsonl"
    file.write_text(line() + second(causeid="x-2").splitlines(keepends=True)[1] + line())
    before = sorted(tmp_path.iterdir())
    refused = run("import", file, way, "--store", tmp_path / "new" / "a.db")
    assert refused.exit_code == 2
    assert "line 3: the id x-1 stands here twice (also on line 1)" in " ".join(
        refused.stderr.split()
    )
    assert sorted(tmp_path.iterdir()) == before


def test_a_store_that_somebody_else_made_meanwhile_is_left_alone(
    run: Journeys, exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "a.db"

    def late(beside: Path, there: Path) -> None:
        with journeys.open(there) as other:
            other.load_stories()
        _put(beside, there)

    monkeypatch.setattr("journeys.cli.new_store._put", late)
    refused = run("import", exported, "--store", place)
    assert refused.exit_code == 5
    assert "somebody else made" in refused.stderr
    with journeys.open(place) as engine:
        assert engine.store.end() == 261
    assert not list(tmp_path.glob(".*part*"))


def test_half_a_store_that_was_left_by_a_killed_program_is_not_gone_on_with(
    run: Journeys, tmp_path: Path
) -> None:
    with journeys.open(tmp_path / f".a.db.{os.getpid()}.part") as killed:
        killed.load_stories()
    (tmp_path / "a.jsonl").write_text(line(), encoding="utf-8")
    assert run("import", tmp_path / "a.jsonl", "--store", tmp_path / "a.db").exit_code == 0
    with journeys.open(tmp_path / "a.db") as engine:
        assert engine.store.end() == 1


def test_a_dry_run_in_one_pass_records_nothing(
    run: Journeys, exported: Path, store: Path, tmp_path: Path
) -> None:
    for place in (store, tmp_path / "none.db"):
        said = run("import", exported, "--bulk", "--dry-run", "--store", place)
        assert said.exit_code == 0
        assert "dry run" in said.stderr
    assert not (tmp_path / "none.db").exists()


def test_the_size_from_which_a_file_is_taken_in_one_pass_is_told_once() -> None:
    assert _BULK_FROM == FROM == 8_000_000
