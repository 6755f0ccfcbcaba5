"""A backup: whole, of one moment, of either store into either; and never a damaged one."""

from __future__ import annotations

import errno
import gc
import io
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.errors import Damaged, JourneysError, NotFound, Unreadable
from domain.moments import Moment
from journeys.engine import Engine
from journeys.store import Store, open_store
from journeys.store.tables import CHECKED
from journeys.upkeep import backup as backup_module
from journeys.upkeep import frames
from journeys.upkeep.backup import backup
from journeys.upkeep.restoring import looked_at, restore
from tests import postgres as server
from tests.faults.processes import forked
from tests.journeys.store.samples import happened
from tests.journeys.upkeep.conftest import KINDS, Opened
from tests.projections.test_runner import contents, plain

NOW = Moment("2026-07-28T10:00:00+02:00")


def tables(store: Store) -> dict[str, list[Any]]:
    with store.database.stored() as stored:
        return {table: [tuple(row) for row in stored.copied(table)] for table in CHECKED}


@pytest.mark.parametrize("into", KINDS)
def test_either_store_is_made_again_out_of_a_backup_of_either(
    engine: Engine, into: str, opened: Opened, tmp_path: Path
) -> None:
    kept = backup(engine.store, tmp_path / "a.backup", NOW)
    new = opened(into)
    label = restore(tmp_path / "a.backup", new.store)

    assert (label.events, label.relationships) == (kept.events, kept.relationships) == (261, 2)
    assert tables(new.store) == tables(engine.store)
    assert new.verify().clean
    assert new.load_stories() == (0, 261)  # it goes on where the other one was
    assert plain(contents(new.store)) == plain(contents(engine.store))


def test_a_store_goes_on_after_it_was_restored(opened: Opened, tmp_path: Path) -> None:
    for kind in KINDS:
        old, new = opened(kind).store, opened(kind).store
        old.append([happened("a", 1, "c-1")])
        backup(old, tmp_path / f"{kind}.backup", NOW)
        restore(tmp_path / f"{kind}.backup", new)
        assert new.append([happened("a", 2, "c-2")]) == [2]
        assert new.verify().clean


def test_an_empty_store_has_a_backup_too(opened: Opened, tmp_path: Path) -> None:
    for kind in KINDS:
        backup(opened(kind).store, tmp_path / f"{kind}.backup", NOW)
        assert restore(tmp_path / f"{kind}.backup", opened(kind).store).events == 0


def test_a_backup_is_of_one_moment_while_others_write(
    engine: Engine, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_module, "ROWS", 20)
    stop, wrote = threading.Event(), 0

    def write() -> None:
        nonlocal wrote
        while not stop.is_set():
            wrote += 1
            engine.store.append([happened("busy", wrote, f"busy-{wrote}")])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            before = engine.store.end()
            kept = backup(engine.store, tmp_path / f"{number}.backup", NOW)
            assert before <= kept.events <= engine.store.end()
    finally:
        stop.set()
        writer.join()
    assert wrote > 5
    for number in (0, 4):
        new = opened("file").store
        label = restore(tmp_path / f"{number}.backup", new)
        held = [row[:5] for row in new.log_order()]
        assert held == [row[:5] for row in engine.store.page(0, label.events)]


def test_what_is_cut_short_or_altered_by_one_byte_is_refused_with_where(tmp_path: Path) -> None:
    path, bad = tmp_path / "good.backup", tmp_path / "bad.backup"
    with Store.open(":memory:") as store:
        store.append([happened("a", 1, "c-1"), happened("b", 1, "c-2")])
        backup(store, path, NOW)
    whole = path.read_bytes()
    assert looked_at(path).events == 2
    for place in range(len(whole)):
        bad.write_bytes(whole[:place])
        with pytest.raises(Unreadable, match=r"cut short|no backup|later version"):
            looked_at(bad)
        bad.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(Unreadable, match=r"altered|cut short|no backup|later version"):
            looked_at(bad)
    bad.write_bytes(whole + b"\0")
    with pytest.raises(Unreadable, match="goes on after its end"):
        looked_at(bad)


@pytest.mark.parametrize("into", KINDS)
def test_nothing_is_written_of_a_backup_that_is_refused(
    into: str, opened: Opened, tmp_path: Path
) -> None:
    old, new = opened("file").store, opened(into).store
    old.append([happened("a", 1, "c-1")])
    path = tmp_path / "a.backup"
    backup(old, path, NOW)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(Unreadable):
        restore(path, new)
    assert new.end() == 0
    assert new.append([happened("a", 1, "c-1")]) == [1]


@pytest.mark.parametrize("into", KINDS)
def test_a_history_that_does_not_agree_with_its_evidence_is_not_kept(
    into: str, opened: Opened, tmp_path: Path
) -> None:
    path = tmp_path / "a.backup"
    with Store.open(":memory:") as store:
        store.append([happened("a", 1, "c-1")])
        found = list(tables(store).items())
    with path.open("wb") as out:  # somebody who knows the form, and makes it all fit
        label = frames.Label(1, str(NOW), "0", 1, 1)
        forged = [frames.Frame(table, [list(row) for row in rows]) for table, rows in found]
        forged[0].rows[0][4] = forged[0].rows[0][4].replace(b"Vleugel", b"Vlieger")
        frames.write(out, label, forged)
    new = opened(into).store
    with pytest.raises(Damaged, match="does not agree with its evidence"):
        restore(path, new)
    assert (new.end(), new.relationships()) == (0, [])
    assert new.append([happened("a", 1, "c-1")]) == [1]


@pytest.mark.parametrize("into", KINDS)
def test_what_is_there_is_never_written_over(into: str, opened: Opened, tmp_path: Path) -> None:
    store = opened(into).store
    store.append([happened("a", 1, "c-1")])
    path = tmp_path / "a.backup"
    backup(store, path, NOW)
    with pytest.raises(JourneysError, match="restore into an empty one"):
        restore(path, store)
    with pytest.raises(JourneysError, match="say --replace"):
        backup(store, path, NOW)
    assert backup(store, path, NOW, replace=True).events == 1
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(NotFound):
        looked_at(tmp_path / "none.backup")


def test_a_slip_of_the_hand_puts_no_backup_in_the_place_of_anything_else(
    tmp_path: Path,
) -> None:
    own, other = tmp_path / "own.db", tmp_path / "other.txt"
    other.write_text("somebody's letter")
    with Store.open(own) as store:
        store.append([happened("a", 1, "c-1")])
        for place in (own, other, tmp_path):
            with pytest.raises(JourneysError, match="is no backup, so it is not replaced"):
                backup(store, place, NOW, replace=True)
        with pytest.raises(NotFound, match="there is no folder"):
            backup(store, tmp_path / "nowhere" / "a.backup", NOW)
    with Store.open(own, create=False) as store:
        assert store.end() == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.txt", "own.db"]


def test_there_is_no_backup_of_a_damaged_store(opened: Opened, tmp_path: Path) -> None:
    store = opened("file").store
    store.append([happened("a", 1, "c-1")])
    path = tmp_path / "a.backup"
    backup(store, path, NOW)
    good = path.read_bytes()
    with store.database.writing("log") as session:
        session.run("UPDATE events SET payload = ?", b"{}")
    with pytest.raises(Damaged, match="no backup"):
        backup(store, path, NOW, replace=True)
    assert path.read_bytes() == good


@pytest.mark.parametrize("kind", KINDS)
def test_a_disk_that_is_full_leaves_nothing_behind_and_nothing_open(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missed: list[object] = []

    def full(out: object, label: object, frames: Iterator[object]) -> int:
        next(frames)
        raise OSError(errno.ENOSPC, "no room", out)

    def kept(place: str) -> None:
        with Store.open(place) as store:
            store.append([happened("a", 1, "c-1")])
            backup(store, tmp_path / "a.backup", NOW)

    monkeypatch.setattr(backup_module, "write", full)
    monkeypatch.setattr(backup_module, "ROWS", 1)
    monkeypatch.setattr(sys, "unraisablehook", lambda one: missed.append(one.exc_value))
    with server.schema() as schema, pytest.raises(OSError, match="no room") as refused:
        kept(schema if kind == "postgres" else str(tmp_path / "own.db"))
    del refused
    gc.collect()
    assert missed == []
    assert not list(tmp_path.glob("*.backup*"))


def test_shards_wait_for_one_another_however_long_one_of_them_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, told = tmp_path / "a.backup", 0
    with server.schema() as schema:
        with open_store(f"{schema}_old&shards=2") as store:
            store.append([happened(f"client-{n}", 1, f"c-{n}") for n in range(20)])
            assert all(shard.end() for shard in store.shards)
            backup(store, file, NOW)
        monkeypatch.setattr("journeys.store.postgres.connection.IDLE", 1)

        def slow(done: int, _: int) -> None:
            nonlocal told
            if told <= of_the_first < done:
                time.sleep(1.5)
            told = done

        with open_store(f"{schema}_new&shards=2") as store:
            of_the_first = 2 * looked_at(tmp_path / "a.backup.1-of-2").events
            restore(file, store, slow)
            assert sum(shard.end() for shard in store.shards) == 20


@pytest.mark.parametrize("step", [20, 140, 260])
@pytest.mark.parametrize("kind", KINDS)
def test_who_is_killed_while_restoring_leaves_an_empty_store(
    kind: str, step: int, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_module, "ROWS", 20)
    path, old = tmp_path / "a.backup", opened("file")
    old.load_stories()
    backup(old.store, path, NOW)
    with server.schema() as address:
        home = address if kind == "postgres" else str(tmp_path / "new.db")

        def work(_: Callable[[str], None]) -> None:
            with Store.open(home) as store:
                restore(path, store, lambda done, _: _die() if done >= step else None)
            _never()

        forked(work).wait()
        with Store.open(home) as store:
            assert (store.end(), store.relationships()) == (0, [])
            assert restore(path, store).events == 261


def _never() -> None:
    msg = "it was to be killed"
    raise AssertionError(msg)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_frame_says_how_long_it_is_and_no_more_is_read() -> None:
    beyond = frames.MAGIC + b"\xff" * 40
    with pytest.raises(Unreadable, match="altered"):
        list(frames.read(io.BytesIO(beyond), "a"))
