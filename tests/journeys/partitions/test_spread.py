"""Folds over partitions come to what one process comes to."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest

import journeys
from domain.errors import JourneysError, NotFound
from domain.moments import Moment
from journeys.backtesting import backtest
from journeys.engine import Engine
from journeys.partitions import mapping
from journeys.partitions.layout import partition_of
from journeys.partitions.mapping import mapper, over_ray
from journeys.partitions.spread import Spread
from journeys.upkeep.views import rebuild
from projections.backtest.policy import Policy
from tests.journeys.partitions.conftest import elsewhere

NOW = Moment("2026-11-20")
POLICIES = (Policy(), Policy(off=frozenset({"silence"}), numbers={"mood-drop": {"limit": 5.0}}))


def table(engine: Engine) -> list[Any]:
    """Return every byte of every view, how far each has come, and whom it set aside."""
    store = engine.store
    heads = [astuple(head) for _, head in sorted(store.heads().items())]
    parked = [astuple(one) for name, *_ in heads for one in store.parked(name).values()]
    rows = [(name, *row) for name in sorted(store.row_counts()) for row in store.documents(name)]
    return [rows, heads, parked]


@pytest.mark.parametrize("number", [1, 3, 8])
def test_a_back_test_over_partitions_is_the_local_one(forty: Path, number: int) -> None:
    POLICIES[1].book  # noqa: B018 - what a policy remembers stays at home
    seen: list[tuple[int, int]] = []
    with journeys.open(forty) as engine:
        local = list(backtest(engine, *POLICIES, at=NOW))
        spread = Spread(elsewhere, number=number)
        over = list(
            backtest(
                engine, *POLICIES, at=NOW, spread=spread, on_progress=lambda *at: seen.append(at)
            )
        )
    assert len(local) == 42
    assert repr(over) == repr(local)
    assert seen[-1] == (42, 42)


def test_chosen_relationships_come_in_the_order_that_was_asked(forty: Path) -> None:
    chosen = ["telecom", "nobody", "agency"]
    asked: list[int] = []

    def counted(task: Callable[[Any], Any], things: Sequence[Any], /) -> Any:  # noqa: ANN401
        asked.append(len(things))
        return elsewhere(task, things)

    with journeys.open(forty) as engine:
        found = list(
            backtest(
                engine, Policy(), relationships=chosen, as_happened=True, at=NOW,
                spread=Spread(counted, number=8),
            )
        )  # fmt: skip
        local = list(backtest(engine, Policy(), relationships=chosen, as_happened=True, at=NOW))
    assert [one.relationship for (one,) in found] == ["telecom", "agency"]
    assert found == local
    assert asked[0] <= len(chosen)


def test_what_becomes_known_at_one_moment_has_one_order_in_every_process(forty: Path) -> None:
    found = list(mapper("processes", 2)(_replayed_here, [str(forty)] * 2))
    assert found[0] == found[1] == _replayed_here(str(forty))


def _replayed_here(path: str) -> str:
    with journeys.open(path) as engine:
        return repr(list(backtest(engine, Policy(), at=NOW)))


@pytest.mark.slow
def test_processes_of_this_machine_come_to_the_same(forty: Path, tmp_path: Path) -> None:
    spread = Spread(mapper("processes", 2), workers=2, folder=tmp_path / "kept", number=3)
    with journeys.open(forty) as engine:
        local = list(backtest(engine, *POLICIES, at=NOW))
        assert repr(list(backtest(engine, *POLICIES, at=NOW, spread=spread))) == repr(local)
        rebuild(engine)
        before = table(engine)
        rebuild(engine, spread=spread)
        assert table(engine) == before
    assert len(before[0]) > 3000


def test_a_worker_that_is_killed_is_told_of_and_holds_up_nobody() -> None:
    with pytest.raises(JourneysError, match="a worker was ended from outside"):
        list(mapper("processes", 1)(_die, [9]))


def _die(code: int) -> None:
    os._exit(code)


def test_what_goes_wrong_in_a_worker_is_told_as_it_is_here() -> None:
    with pytest.raises(NotFound, match="no such thing as x"):
        list(mapper("processes", 1)(_refuse, ["x"]))


def _refuse(what: str) -> None:
    message = "no such thing as {what}"
    raise NotFound(message, what=what)


# --- ray ------------------------------------------------------------------------------------------


class Ray:
    """What we use of Ray: it pickles like the real one, and notes what was asked of it."""

    def __init__(self, *, joined: bool = False) -> None:
        self.running = joined
        self.begun: list[dict[str, Any]] = []
        self.waiting = 0

    def is_initialized(self) -> bool:
        return self.running

    def init(self, **how: Any) -> None:  # noqa: ANN401 - as Ray takes it
        self.running = True
        self.begun.append(how)

    def shutdown(self) -> None:
        self.running = False

    def remote(self, task: Callable[..., Any]) -> Any:  # noqa: ANN401 - as Ray gives it
        ray = self

        class Remote:
            def remote(self, *what: Any) -> bytes:  # noqa: ANN401 - as Ray takes it
                ray.waiting += 1
                return pickle.dumps((task, what))

        return Remote()

    def get(self, waiting: bytes) -> Any:  # noqa: ANN401 - as Ray gives it
        task, what = pickle.loads(waiting)  # noqa: S301 - our own bytes
        return pickle.loads(pickle.dumps(task(*what)))  # noqa: S301 - our own bytes


def test_ray_is_given_the_same_tasks_and_comes_to_the_same(
    told: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    ray = Ray()
    spread = Spread(over_ray(ray, 2), number=3)
    local, before = list(backtest(told, Policy(), at=NOW)), table(told)
    assert list(backtest(told, Policy(), at=NOW, spread=spread)) == local
    rebuild(told, spread=spread)

    assert table(told) == before
    assert [how["num_cpus"] for how in ray.begun] == [2, 2]
    assert not ray.running
    parts = {partition_of(one, 3) for one in ("agency", "telecom")}
    assert ray.waiting == len(parts) + 3


def test_a_cluster_that_was_joined_already_stays_joined() -> None:
    ray = Ray(joined=True)
    assert list(over_ray(ray, 2)(len, ["a", "bc"])) == [1, 2]
    assert (ray.begun, ray.running) == ([], True)


def test_a_cluster_that_is_named_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAY_ADDRESS", "ray.example:6379")
    ray = Ray()
    assert list(over_ray(ray, 2)(len, ["abc"])) == [3]
    assert "num_cpus" not in ray.begun[0]


def test_without_ray_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:  # noqa: ANN401 - as import_module
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(mapping, "import_module", missing)
    with pytest.raises(NotFound, match=r"pip install 'journeys-engine\[ray\]'"):
        mapper("ray", 2)
