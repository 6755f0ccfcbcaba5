"""A process killed while it records: what it acknowledged stays, and every view is right."""

from __future__ import annotations

import os
import random
import select
import signal
import time
from pathlib import Path

import pytest

from domain.breakup import BreakupAnnounced
from domain.courtship import RelationshipOpened
from domain.feelings import FeelingObserved
from domain.friction import IncidentOccurred, UneaseVoiced
from domain.promises import PromiseMade
from journeys.engine import Engine
from projections.views import VIEWS
from tests.given import on
from tests.journeys.store.test_power import forked, said

KILLS = 100


def _record_for_ever(path: Path, pipe: int) -> None:
    with Engine.open(path) as engine:
        number = 0
        while True:
            client = f"client-{number % 3}"
            version = engine.store.version(client)
            fact = [
                RelationshipOpened(),
                FeelingObserved(whose="staff", valence=-0.5),
                IncidentOccurred(kind="incident"),
                PromiseMade(promise=f"p-{version}", text="call", by="supplier", to="client"),
                UneaseVoiced(unease=f"u-{version}"),
                BreakupAnnounced(by="client"),
            ][min(version, 1 + version % 5)]
            name = f"{client}.{version}"
            engine.record(on("2025-01-01", fact, relationship=client, command_id=name))
            os.write(pipe, f"{name} ".encode())
            number += 1


def _rows(engine: Engine) -> dict[str, list[object]]:
    return {view.name: list(engine.store.rows(view.name)) for view in VIEWS}


@pytest.mark.slow
def test_no_acknowledged_fact_is_lost_and_every_view_is_right_after_catching_up(
    tmp_path: Path,
) -> None:
    dice = random.Random(7)  # noqa: S311 - a test wants the same dice every time
    path = tmp_path / "killed.db"
    Engine.open(path).close()
    acknowledged: set[str] = set()
    for _ in range(KILLS):
        child, pipe = forked(lambda writing: _record_for_ever(path, writing))
        select.select([pipe], [], [], 5)
        time.sleep(dice.random() * 0.02)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        acknowledged.update(said(pipe))
    with Engine.open(path) as engine:
        assert engine.verify().clean
        kept = {e.command_id for r in engine.store.relationships() for e in engine.store.events(r)}
        assert acknowledged <= kept
        engine.catch_up()
        caught_up = _rows(engine)
        engine.runner.rebuild()
        assert caught_up == _rows(engine)
        assert engine.runner.lag() == 0
    assert len(acknowledged) >= KILLS
