"""Several processes fold a long log, each reading the store itself: the same rows, once."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

import journeys
from journeys.engine import Engine
from journeys.partitions import abreast
from journeys.partitions.abreast import PAYS, Abreast, _Task, go_abreast
from projections import rebuilding, runner
from projections.ports import BUILDING
from projections.rebuilding import Several
from projections.runner import Progress


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every log be a long one, and every piece of work a relationship or two."""
    monkeypatch.setattr(runner, "LONG", 1)
    for room in (rebuilding, abreast):
        monkeypatch.setattr(room, "TOGETHER", 100)


@pytest.fixture
def own(forty: Path, tmp_path: Path) -> Iterator[Engine]:
    """A store of this test's own, with nothing in its views."""
    path = tmp_path / "own.db"
    path.write_bytes(forty.read_bytes())
    with journeys.open(path) as engine:
        yield engine


def rows(engine: Engine) -> list[Any]:
    """Return every byte of every view."""
    store = engine.store
    return [(name, *row) for name in sorted(store.row_counts()) for row in store.documents(name)]


def place(engine: Engine) -> Path:
    ((_, _, path), *_) = engine.store.database.all("PRAGMA database_list")
    return Path(path)


@pytest.mark.slow
def test_two_processes_write_the_rows_that_one_does_and_tell_how_far_they_are(own: Engine) -> None:
    own.runner.rebuild()
    alone, told = rows(own), list[Progress]()
    own.runner.folds = Abreast(place(own), 2, 1)
    own.runner.rebuild(on_progress=told.append)
    assert rows(own) == alone
    assert len(told) > 10
    assert [at.position for at in told] == sorted(at.position for at in told)
    assert told[-1] == Progress(own.store.end(), own.store.end())


@pytest.mark.slow
def test_who_is_killed_leaves_the_rest_to_this_process(
    own: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    own.runner.rebuild()
    alone = rows(own)
    folded = abreast._folded

    def killed(task: _Task, pieces: Sequence[Sequence[str]], workers: int) -> Iterator[Several]:
        for number, some in enumerate(folded(task, pieces, workers)):
            yield some
            if number == 2:
                for child in _children():
                    os.kill(child, signal.SIGKILL)

    monkeypatch.setattr(abreast, "_folded", killed)
    own.runner.folds = Abreast(place(own), 2, 1)
    own.runner.rebuild()
    assert rows(own) == alone


def _children() -> list[int]:
    from multiprocessing import active_children

    return [child.pid for child in active_children() if child.pid is not None]


@pytest.mark.slow
def test_a_store_that_they_cannot_open_is_folded_here(own: Engine, tmp_path: Path) -> None:
    own.runner.rebuild()
    alone = rows(own)
    own.runner.folds = Abreast(tmp_path / "nothing.db", 2, 1)
    own.runner.rebuild()
    assert rows(own) == alone


@pytest.mark.parametrize(("workers", "least"), [(1, 1), (2, PAYS)])
def test_one_core_or_a_short_log_begins_no_process(
    own: Engine, monkeypatch: pytest.MonkeyPatch, workers: int, least: int
) -> None:
    monkeypatch.setattr(abreast, "_folded", Mock(side_effect=AssertionError))
    own.runner.folds = Abreast(place(own), workers, least)
    own.runner.rebuild()
    assert {head.position for head in own.store.heads().values()} == {own.store.end()}


@pytest.mark.slow
def test_what_is_interrupted_leaves_the_old_rows(own: Engine) -> None:
    own.runner.folds = Abreast(place(own), 2, 1)
    own.runner.rebuild()
    alone = rows(own)

    def interrupt(at: Progress) -> None:
        if at.position > at.end / 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        own.runner.rebuild(on_progress=interrupt)
    kept = [row for row in rows(own) if not row[0].startswith(BUILDING)]
    assert kept == alone != rows(own)
    own.runner.rebuild()
    assert rows(own) == alone


def test_every_shard_is_read_from_its_own_place(tmp_path: Path) -> None:
    where = tmp_path / "set.toml"
    where.write_text('[shards]\nstores = ["a.db", "b.db"]\n')
    with journeys.open(str(where)) as engine:
        go_abreast(engine, where)
        folds: Sequence[Any] = [part.runner.folds for part in engine.parts]
        assert [one.where.name for one in folds] == ["a.db", "b.db"]
