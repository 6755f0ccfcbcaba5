"""Stores to spread, and a mapper that stands in for other processes."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest

import journeys
from journeys.engine import Engine
from journeys.population import portfolio
from journeys.population.portfolio import planned

T = TypeVar("T")
R = TypeVar("R")


def elsewhere(task: Callable[[T], R], things: Sequence[T], /) -> Iterator[R]:
    """Do it here, but send task, things and results through what another process gets."""
    for one in things:
        sent = pickle.loads(pickle.dumps((task, one)))  # noqa: S301 - our own bytes
        yield pickle.loads(pickle.dumps(sent[0](sent[1])))  # noqa: S301 - our own bytes


@pytest.fixture(scope="session")
def forty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with both stories and a portfolio of forty. Only to be read."""
    path = tmp_path_factory.mktemp("forty") / "forty.db"
    with journeys.open(path) as engine:
        engine.load_stories()
        engine.take(lambda _: planned(portfolio(40, 3, date(2026, 11, 20))), look=False)
    return path


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Engine]:
    """Both stories, in a store of this test's own."""
    with journeys.open(tmp_path / "own.db") as engine:
        engine.load_stories()
        yield engine
