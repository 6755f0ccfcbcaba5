"""A small mapping, a table that fits it, and an import into a store of the test's own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from domain.moments import Moment
from journeys.io.mapped.importer import Outcome
from journeys.io.mapped.loading import load
from journeys.io.mapped.quarantine import Quarantine, place
from journeys.io.mapped.taking import take
from journeys.store import Store

NOW = Moment("2026-11-22T12:00:00Z")
MAPPING = """\
mapping = "small"
dates = ["iso"]

[[file]]
name = "talks"
id = "id"
relationship = "{client}"
when = "{day}"

[[file.event]]
fact = "relationship-opened"
once = true

[[file.event]]
fact = "contact-held"
set.text = "{note}"

[[file.event]]
feeling = { whose = "client", scale = "nps", answer = "{score}" }
"""
HEAD = "id,client,day,note,score\n"
ROW = "1,c-1,2026-01-02,hello,9\n"

Import = Callable[..., Outcome]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Where the store of this test stands, once something is written to it."""
    return tmp_path / "own.db"


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    """The small mapping in a file."""
    path = tmp_path / "small.toml"
    path.write_text(MAPPING, encoding="utf-8")
    return path


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """Write a table: rows under the usual header, or bytes as they are."""

    def write(content: str | bytes, name: str = "talks.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def imported(store: Path, mapping: Path) -> Import:
    """Import a path by the small mapping, or by another."""

    def run(path: Path, by: str | None = None) -> Outcome:
        loaded = load(by or str(mapping))
        opened: list[Store | Quarantine] = []

        def open_store() -> Store:
            opened.append(Store.open(store))
            return opened[-1]  # type: ignore[return-value]

        def open_quarantine() -> Quarantine:
            kept = Quarantine(place(store))
            opened.append(kept)
            return kept.__enter__()

        try:
            return take(loaded, path, NOW, open_store, open_quarantine)
        finally:
            for one in opened:
                one.__exit__(None, None, None)

    return run
