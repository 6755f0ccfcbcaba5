"""Both kinds of store, with a history in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from journeys.engine import Engine
from tests import postgres as server

KINDS = ("file", "postgres")
Opened = Callable[[str], Engine]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """Open a new, empty store of a kind; each call another one."""
    with ExitStack() as stack:
        count = 0

        def one(kind: str) -> Engine:
            nonlocal count
            count += 1
            place = str(tmp_path / f"{count}.db")
            if kind == "postgres":
                place = stack.enter_context(server.schema())
            return stack.enter_context(Engine.open(place))

        yield one


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, opened: Opened) -> Engine:
    """A store of either kind with both stories in it."""
    found = opened(request.param)
    found.load_stories()
    return found
