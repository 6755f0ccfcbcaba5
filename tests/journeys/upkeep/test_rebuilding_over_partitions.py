"""Views built anew from what others folded: the same tables, and the old rows until then."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from domain.errors import Busy
from journeys.engine import Engine
from journeys.partitions import tasks
from journeys.partitions.spread import Spread
from journeys.upkeep.views import rebuild
from projections import runner as runner_module
from projections.ports import Row
from projections.reading import Reading
from projections.runner import Progress, Runner
from projections.views import VIEWS, View
from tests.journeys.partitions.conftest import elsewhere
from tests.journeys.partitions.test_spread import table
from tests.journeys.store.samples import happened
from tests.journeys.upkeep.conftest import Opened

T = TypeVar("T")
R = TypeVar("R")


@pytest.mark.parametrize("number", [1, 3, 8])
def test_the_tables_are_those_of_an_ordinary_rebuild(engine: Engine, number: int) -> None:
    before = table(engine)
    told: list[Progress] = []
    assert rebuild(engine, ["moods"], spread=Spread(elsewhere, number=number)) == ("moods",)
    assert table(engine) == before
    rebuild(engine, (), told.append, Spread(elsewhere, number=number))
    assert table(engine) == before
    assert told[-1] == Progress(261, 261)
    assert not any(name.startswith("building:") for name in engine.store.row_counts())


def test_an_empty_store_has_heads_and_no_rows(opened: Opened) -> None:
    engine = opened("file")
    engine.runner.rebuild()
    before = table(engine)
    rebuild(engine, spread=Spread(elsewhere, number=3))
    assert table(engine) == before


def test_who_cannot_be_folded_is_set_aside_with_the_rows_from_before(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = opened("file")
    engine.load_stories()
    moods = next(view for view in VIEWS if view.name == "moods")

    def failing(reading: Reading) -> Iterator[tuple[str, Row]]:
        if reading.relationship == "telecom" and len(reading.events) > 40:
            raise KeyError
        yield from moods.rows(reading)

    views: list[View] = [replace(v, rows=failing, growing=None) if v is moods else v for v in VIEWS]
    monkeypatch.setattr(runner_module, "PAGE", 30)
    monkeypatch.setattr(tasks, "VIEWS", views)
    engine.runner = Runner(engine.store, engine.store, engine.calendar, views)
    rebuild(engine)
    before = table(engine)
    rebuild(engine, spread=Spread(_here, number=3))

    ((view, relationship, position, error),) = before[2]
    assert (view, relationship, error) == ("moods", "telecom", "KeyError")
    assert position < 261
    assert any(row[:2] == ("moods", "telecom") for row in before[0])
    assert table(engine) == before


def _here(task: Callable[[T], R], things: Sequence[T], /) -> Iterator[R]:
    return map(task, things)


def test_what_is_recorded_meanwhile_is_in_the_new_rows(engine: Engine) -> None:
    def late(_: Progress) -> None:
        if engine.store.end() == 261:
            engine.store.append([happened("agency", engine.store.version("agency") + 1, "c-late")])

    rebuild(engine, (), late, Spread(elsewhere, number=2))
    over = table(engine)
    rebuild(engine)
    assert table(engine) == over
    assert {position for _, _, position in over[1]} == {262}


def test_two_who_rebuild_at_once_do_not_mix_their_rows(engine: Engine) -> None:
    before = table(engine)

    def other(_: Progress) -> None:
        engine.runner.rebuild()

    with pytest.raises(Busy, match="somebody else is building"):
        rebuild(engine, (), other, Spread(elsewhere, number=2))
    assert table(engine) == before


KILL = """
import os, sys
from pathlib import Path
from typing import TypeVar
from journeys.engine import Engine
from journeys.partitions.spread import Spread
from journeys.upkeep.views import rebuild
from tests.journeys.partitions.conftest import elsewhere
path = Path(sys.argv[1])
with Engine.open(path) as engine:
    spread = Spread(elsewhere, number=3, beside=path)
    rebuild(engine, (), lambda at: at.position > 0.2 * at.end and os.kill(os.getpid(), 9), spread)
"""


def test_who_is_killed_in_the_middle_leaves_the_old_rows(tmp_path: Path) -> None:
    path = tmp_path / "own.db"
    with Engine.open(path) as engine:
        engine.load_stories()
        before = table(engine)
    # Not a fork: the threads of polars do not outlive one.
    command = [sys.executable, "-c", KILL, str(path)]
    assert subprocess.run(command, check=False, timeout=60).returncode == -signal.SIGKILL
    with Engine.open(path) as engine:
        found = table(engine)
        live = [[row for row in rows if not row[0].startswith("building:")] for rows in found]
        assert live == before != found
        rebuild(engine, spread=Spread(elsewhere, number=2, beside=path))
        assert table(engine) == before
    assert not list(tmp_path.glob("*.partitions-*"))
