"""Both stories, loaded once through the engine's commands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import journeys
from journeys.engine import Engine
from journeys.journey import Journey


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """An engine in memory that knows the two shipped stories."""
    with journeys.open(":memory:") as opened:
        opened.load_stories()
        yield opened


@pytest.fixture(scope="session")
def agency(engine: Engine) -> Journey:
    """The agency mismatch."""
    return engine.journey("agency")


@pytest.fixture(scope="session")
def telecom(engine: Engine) -> Journey:
    """Fifteen years, then a link."""
    return engine.journey("telecom")
