"""The files of a folder of partitions: written in one pass, whole or noticed."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from domain.errors import Busy, Unreadable
from journeys.engine import Engine
from journeys.partitions import writing
from journeys.partitions.layout import MANIFEST, manifest_in, partition_of, rows_in, torn
from journeys.partitions.place import for_once, kept
from journeys.store import Store
from projections.ports import LogRow
from tests.journeys.store.samples import happened


def everything(folder: Path) -> list[LogRow]:
    manifest = manifest_in(folder)
    assert manifest is not None
    return sorted(
        row
        for one in manifest.partitions
        for _, rows in rows_in(folder, one)
        for row in rows
    )  # fmt: skip


@pytest.mark.parametrize("number", [1, 3, 8])
@pytest.mark.parametrize("spill", [100, writing.SPILL])
def test_the_partitions_hold_the_log_byte_for_byte(
    told: Engine, tmp_path: Path, number: int, spill: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "SPILL", spill)
    monkeypatch.setattr(writing, "PAGE", 60)
    manifest = writing.write(told.store, tmp_path, number)

    assert everything(tmp_path) == list(told.store.log_order())
    assert (manifest.end, manifest.events, len(manifest.partitions)) == (261, 261, number)
    assert sorted(one.name for one in tmp_path.glob("*.parquet*")) == [
        one.name for one in manifest.partitions
    ]


def test_a_relationship_is_whole_in_the_partition_of_its_id(told: Engine, tmp_path: Path) -> None:
    manifest = writing.write(told.store, tmp_path, 3)
    for number, one in enumerate(manifest.partitions):
        for relationship, rows in rows_in(tmp_path, one):
            assert partition_of(relationship, 3) == number
            assert rows == told.store.stream(relationship)


def test_an_empty_log_has_empty_partitions(tmp_path: Path) -> None:
    with Store.open(":memory:") as store:
        assert writing.write(store, tmp_path, 2).events == 0
    assert everything(tmp_path) == []


@pytest.mark.parametrize("harm", ["missing", "short", "altered", "no manifest", "broken manifest"])
def test_kept_partitions_that_were_harmed_are_noticed_and_made_anew(
    told: Engine, tmp_path: Path, harm: str
) -> None:
    folder = tmp_path / "kept"
    with kept(told.store, 3, folder) as held:
        first = held.manifest
    file = folder / first.partitions[1].name
    data = file.read_bytes()
    match harm:
        case "missing":
            file.unlink()
        case "short":
            file.write_bytes(data[:-1])
        case "altered":
            file.write_bytes(data[:99] + bytes([data[99] ^ 1]) + data[100:])
        case "no manifest":
            (folder / MANIFEST).unlink()
        case "broken manifest":
            (folder / MANIFEST).write_bytes((folder / MANIFEST).read_bytes()[:40])
    with kept(told.store, 3, folder) as held:
        assert held.torn == (() if "manifest" in harm else (file.name,))
        assert (held.manifest, torn(folder, held.manifest)) == (first, [])
        assert everything(folder) == list(told.store.log_order())


def test_a_file_that_is_torn_while_it_is_used_is_no_answer(told: Engine, tmp_path: Path) -> None:
    manifest = writing.write(told.store, tmp_path, 1)
    (tmp_path / manifest.partitions[0].name).write_bytes(b"PAR1")
    with pytest.raises(Unreadable, match="is missing or was changed"):
        list(rows_in(tmp_path, manifest.partitions[0]))


def test_kept_partitions_are_used_again_until_the_log_grows(told: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    with kept(told.store, 3, folder) as held:
        when = (folder / MANIFEST).stat().st_mtime_ns
    with kept(told.store, 8, folder) as held:
        assert len(held.manifest.partitions) == 3
        assert (folder / MANIFEST).stat().st_mtime_ns == when
    told.store.append([happened("new", 1, "c-new")])
    with kept(told.store, 2, folder) as held:
        assert (held.manifest.end, len(held.manifest.partitions)) == (262, 2)
        assert len(list(folder.glob("*.parquet"))) == 2


def test_another_stores_partitions_are_not_taken_for_ours(told: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    with Store.open(":memory:") as other:
        other.append([happened("other", number, f"c-{number}") for number in range(1, 262)])
        with kept(other, 2, folder):
            pass
    with kept(told.store, 2, folder):
        assert everything(folder) == list(told.store.log_order())


def test_a_folder_with_something_else_in_it_is_left_alone(told: Engine, tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(b"mine")
    with pytest.raises(Unreadable, match="holds something else"), kept(told.store, 2, tmp_path):
        pass
    assert manifest_in(tmp_path) is None


def test_nobody_writes_partitions_anew_that_somebody_reads(told: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    with kept(told.store, 2, folder):
        with kept(told.store, 2, folder) as both:
            assert both.manifest.end == 261
        told.store.append([happened("new", 1, "c-new")])
        with pytest.raises(Busy, match="another run"), kept(told.store, 2, folder):
            pass


def test_only_the_owner_may_read_them_and_afterwards_they_are_gone(
    told: Engine, tmp_path: Path
) -> None:
    with for_once(told.store, 2, tmp_path / "own.db") as held:
        assert held.folder.parent == tmp_path
        modes = {stat.S_IMODE(one.stat().st_mode) for one in held.folder.iterdir()}
        assert (modes, stat.S_IMODE(held.folder.stat().st_mode)) == ({0o600}, 0o700)
    assert not held.folder.exists()


LEAVE = """
import os, sys
from pathlib import Path
from journeys.partitions.place import for_once
from journeys.store import Store
path = Path(sys.argv[1])
with Store.open(path) as store, for_once(store, 2, path) as held:
    print(held.folder.name, flush=True)
    os.kill(os.getpid(), 9)
"""


def test_what_a_killed_run_left_is_removed_by_the_next_one(told: Engine, tmp_path: Path) -> None:
    store = tmp_path / "own.db"
    # Not a fork: the threads of polars do not outlive one.
    command = [sys.executable, "-c", LEAVE, str(store)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    left = tmp_path / ended.stdout.strip()
    assert (ended.returncode, left.parent, left.exists()) == (-9, tmp_path, True)
    with for_once(told.store, 2, store) as mine, for_once(told.store, 2, store):
        assert not left.exists()
        assert mine.folder.exists()
