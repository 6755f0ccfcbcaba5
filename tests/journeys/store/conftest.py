"""Every store that must keep the contract."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from journeys.store import Place, Store, open_store, place


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


@pytest.fixture(params=["file", "postgres", "files in shards", "schemas in shards"])
def anywhere(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A place where nothing is yet, of one lock or of several."""
    found = _named(request, tmp_path)
    assert not isinstance(found, str)
    return found


@pytest.fixture(params=["file", "memory", "postgres", "files in shards", "schemas in shards"])
def whole(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A new store, of one lock or of several."""
    with open_store(_named(request, tmp_path)) as opened:
        yield opened


def _named(request: pytest.FixtureRequest, folder: Path) -> Place | str:
    match request.param:
        case "file":
            return folder / "a.db"
        case "memory":
            return ":memory:"
        case "files in shards":
            named = folder / "a.toml"
            named.write_text('[shards]\nstores = ["a.db", "b.db", "c.db"]\n')
            return place(named)
        case "schemas in shards":
            return place(request.getfixturevalue("postgres") + "&shards=2")
    return place(request.getfixturevalue("postgres"))
