"""No output takes the place of a store, or of what is a part of one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from domain.errors import JourneysError
from journeys.io.files import whole_or_not
from journeys.io.mapped.quarantine import Quarantine
from journeys.io.sparing import spare
from journeys.store import Store

Journeys = Callable[..., Result]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "crm.db"
    with Store.open(path):
        pass
    return path


@pytest.mark.parametrize(
    "beside",
    ["", "-wal", "-shm", "-journal", ".columns/notes.jsonl", ".columns/lived/notes.jsonl"],
)
def test_nothing_is_written_over_a_store_or_among_its_files(store: Path, beside: str) -> None:
    asked = Path(f"{store}{beside}")
    asked.parent.mkdir(parents=True, exist_ok=True)
    before = store.read_bytes()

    with pytest.raises(JourneysError, match=r"of a store|is a store"), whole_or_not(asked):
        pytest.fail("nothing is to be written")

    assert store.read_bytes() == before


def test_a_link_to_a_store_is_a_store(store: Path, tmp_path: Path) -> None:
    link = tmp_path / "curve.svg"
    link.symlink_to(store)
    with pytest.raises(JourneysError, match=r"curve\.svg is a store"):
        spare(link)


def test_rows_in_quarantine_are_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "crm.db.quarantine"
    with Quarantine(path):
        pass
    with pytest.raises(JourneysError, match="is a store or a part of one"):
        spare(path)


def test_the_file_that_names_the_shards_is_not_written_over(tmp_path: Path) -> None:
    listed, mapping = tmp_path / "both.toml", tmp_path / "ours.toml"
    listed.write_text('[shards]\nstores = ["a.db", "b.db"]\n', encoding="utf-8")
    mapping.write_text("[source]\n", encoding="utf-8")
    with pytest.raises(JourneysError, match=r"both\.toml is a store"):
        spare(listed)
    spare(mapping)


def test_what_only_looks_like_it_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "log.sqlite").write_bytes(b"SQLite format 3\x00, and then nothing")
    (tmp_path / "notes.columns").mkdir()
    for name in ("log.sqlite", "log.sqlite-wal", "notes.columns/all.jsonl", ".columns"):
        spare(tmp_path / name)
