"""The ids behind a figure are read when somebody looks, and are those of the moment it was told."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

import journeys
from domain.care import ContactHeld
from domain.courtship import RelationshipOpened
from domain.feelings import FeelingObserved
from domain.moments import Moment
from journeys.cli.app import cli
from journeys.columns import held as helds
from journeys.columns.answering import ANSWERED
from journeys.columns.arrays import Array
from journeys.columns.chosen import Columns
from journeys.columns.evidence import Evidence
from journeys.columns.held import Held
from journeys.engine import Engine
from projections.answers import ANSWERS
from tests.given import CLIENT, on

NOW = Moment("2026-01-01")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with journeys.open(tmp_path / "a.db") as opened:
        opened.load_stories()
        opened.kept_columns.rebuild()
        yield opened


def test_evidence_reads_like_a_list() -> None:
    asked: list[list[int]] = []

    def ids(places: Array) -> list[str]:
        asked.append(places.tolist())
        return ["abcd"[place] for place in places]

    found = Evidence(ids, 3, lambda: np.array([3, 0, 2]))
    assert (len(found), asked) == (3, [])
    assert (found[0], found[-1], found[:2]) == ("d", "c", ["d", "a"])
    assert asked == [[3], [2], [3, 0]]
    assert found == ["d", "a", "c"] == found
    assert found == Evidence(ids, 3, lambda: np.array([3, 0, 2]))
    assert found != ["d", "a"]
    assert found != ["d", "a", "b"]
    assert found != ("d", "a", "c")
    assert (list(found), repr(found), "a" in found) == (["d", "a", "c"], "['d', 'a', 'c']", True)
    with pytest.raises(IndexError):
        found[3]
    with pytest.raises(TypeError):
        hash(found)


BY_ID = {"blueprint", "highlights", "steps-without-feelings"}
"""Questions that hold a feeling against the event it is about, which is told by its id."""


@pytest.mark.parametrize("name", sorted(BY_ID))
def test_where_no_feeling_is_about_an_event_no_id_is_read_either(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = (
        RelationshipOpened(),
        ContactHeld(),
        FeelingObserved(whose="client", valence=0.8),
    )
    with journeys.open(tmp_path / "b.db") as opened:
        for day, fact in enumerate(facts, start=1):
            opened.record(on(f"2026-01-0{day}", fact, command_id=f"c-{day}"))
        opened.kept_columns.rebuild()
        folded = opened.ask(name, [CLIENT]).rows
        monkeypatch.setattr(Held, "ids", None)
        copy = opened.columns()
        assert copy is not None
        rows = list(ANSWERED[name](Columns(copy), **ANSWERS[name].parameters))
    assert [len(row["events"]) for row in rows] == [len(row["events"]) for row in folded]


@pytest.mark.parametrize("name", sorted(ANSWERED.keys() - BY_ID))
def test_a_figure_is_told_without_reading_an_id(
    name: str, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> list[str]:
        raise AssertionError

    monkeypatch.setattr(Held, "ids", refuse)
    copy = engine.columns()
    assert copy is not None
    rows = list(ANSWERED[name](Columns(copy), **ANSWERS[name].parameters))
    assert rows
    assert all(len(row["events"]) > 0 for row in rows)


def test_evidence_is_there_when_the_store_and_its_columns_have_gone(
    engine: Engine, tmp_path: Path
) -> None:
    before = engine.ask("facts-over-time", at=NOW)
    same = engine.ask("facts-over-time", at=NOW)
    expected = [list(row["events"]) for row in same.rows]
    engine.load_stories(invented=True)
    shutil.rmtree(tmp_path / "a.db.columns")
    assert [list(row["events"]) for row in before.rows] == expected


def test_a_new_event_is_in_the_next_answer(engine: Engine) -> None:
    def told() -> int:
        return sum(row["times"] for row in engine.ask("facts-over-time").rows)

    before = told()
    engine.load_stories(invented=True)
    assert engine.store.end() > before
    after = told()
    engine.kept_columns.rebuild()
    assert told() == after > before


def test_ids_are_the_same_however_often_they_are_read(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = engine.ask("facts-over-time", at=NOW).rows
    seldom = [list(row["events"]) for row in rows]
    monkeypatch.setattr(helds, "_MANY", 0)
    assert [list(row["events"]) for row in rows] == seldom


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "md", "table"])
def test_every_form_tells_the_same_evidence_from_columns_and_from_folds(
    form: str, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.close()
    asked = ["ask", "feelings-over-time", "--store", str(tmp_path / "a.db"), "--format", form]
    found = CliRunner().invoke(cli, asked)
    monkeypatch.setattr(Engine, "columns", lambda _: None)
    folded = CliRunner().invoke(cli, asked)
    assert (found.exit_code, found.output) == (0, folded.output)
    if form == "json":
        rows: Sequence[dict[str, Any]] = json.loads(found.output)
        assert all(isinstance(row["events"], list) and row["events"] for row in rows)
