"""Every store that must keep the contract."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from journeys.store import Place, Store, place


@pytest.fixture(params=["file", "postgres"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A place where nothing is yet."""
    if request.param == "postgres":
        return place(request.getfixturevalue("postgres"))
    return tmp_path / "a.db"


@pytest.fixture(params=["file", "memory", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A new store."""
    name: Path | str = tmp_path / "a.db"
    if request.param != "file":
        memory = request.param == "memory"
        name = ":memory:" if memory else request.getfixturevalue("postgres")
    with Store.open(name) as opened:
        yield opened
