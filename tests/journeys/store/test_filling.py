"""An empty file is filled without the log beside it, and is as safe as before and afterwards."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from journeys.store import CannotWrite, Store, StoreBusy
from journeys.store.chain import Bytes
from journeys.store.sqlite import filling
from tests.journeys.store.samples import happened, history
from tests.journeys.store.test_power import forked, said, whole
from tests.journeys.store.test_sqlite import datastore


def rows(count: int, name: str = "big") -> Iterator[Bytes]:
    for number in range(1, count + 1):
        event = happened(name, number, f"c-{name}-{number}")
        yield (
            name,
            number,
            event.fact.topic,
            event.payload(),
            event.id,
            str(event.recorded_at),
            event.actor,
            event.command_id,
        )


def settings(store: Store) -> tuple[str, str, int]:
    found = datastore(store).settings()
    ((page,),) = datastore(store).all("PRAGMA page_size")
    return found["journal_mode"], found["synchronous"], page


def test_a_store_that_was_filled_is_as_safe_as_any_other_afterwards(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        assert settings(store) == ("wal", "FULL", 4096)
        with store.bulk() as writing:
            assert list(writing.add(list(rows(30)))) == list(range(1, 31))
            ((mode,),) = datastore(store).all("PRAGMA journal_mode")
            assert mode == "delete"
        assert settings(store) == ("wal", "FULL", 8192)
        assert whole(store).events == 30
        store.append(history())
    with Store.open(tmp_path / "a.db") as store:
        assert settings(store) == ("wal", "FULL", 8192)
        assert whole(store).events == 30 + len(history())


def test_a_store_with_events_is_filled_with_the_log_beside_it(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store, Store.open(tmp_path / "a.db") as other:
        store.append(history())
        with store.bulk() as writing:
            writing.add(list(rows(30)))
            assert other.end() == len(history())
        assert settings(store) == ("wal", "FULL", 4096)
        assert other.end() == 30 + len(history())
        whole(store)


def test_an_empty_store_that_somebody_else_has_open_keeps_its_log(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store, Store.open(tmp_path / "a.db") as other:
        assert other.end() == 0
        with store.bulk() as writing:
            writing.add(list(rows(30)))
            assert other.end() == 0
        assert settings(store) == ("wal", "FULL", 4096)
        assert whole(other).events == 30


def test_who_opens_a_store_while_it_is_filled_is_told_that_it_is_busy(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        with store.bulk() as writing:
            writing.add(list(rows(30)))
            with pytest.raises(StoreBusy):
                Store.open(tmp_path / "a.db", wait=0).end()
        with Store.open(tmp_path / "a.db", wait=0) as other:
            assert whole(other).events == 30


def test_what_is_given_up_leaves_an_empty_store_that_can_be_used(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        with pytest.raises(KeyboardInterrupt), store.bulk() as writing:  # noqa: PT012 - the block is what is given up
            writing.add(list(rows(30)))
            raise KeyboardInterrupt
        assert settings(store)[:2] == ("wal", "FULL")
        assert whole(store).events == 0
        store.append(history())
        whole(store)


@pytest.mark.parametrize("after", [100, 900])
def test_a_kill_leaves_an_empty_store_even_when_the_file_has_grown(
    after: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "_WIDE", 80)  # kilobytes: most of it goes to the file at once
    path = tmp_path / "a.db"
    with Store.open(path) as store:
        assert store.end() == 0

    def work(pipe: int) -> None:
        with Store.open(path) as store, store.bulk() as writing:
            for row in rows(1000):
                writing.add([row])
                if row[1] == after:
                    os.write(pipe, b"now")
                    signal.pause()

    child, pipe = forked(work)
    assert os.read(pipe, 3) == b"now"
    assert path.stat().st_size > 100_000
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(pipe)
    with Store.open(path) as store:
        assert whole(store).events == 0
        assert settings(store)[:2] == ("wal", "FULL")
        with store.bulk() as writing:
            writing.add(list(rows(1000)))
        assert whole(store).events == 1000
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.db"]


def test_a_disk_that_refuses_leaves_an_empty_store_that_works_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "_WIDE", 80)
    path = tmp_path / "a.db"

    def work(pipe: int) -> None:
        with Store.open(path) as store:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
            resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
            try:
                filled(store, list(rows(2000)))
            except CannotWrite:
                os.write(pipe, b"refused ")
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
            assert whole(store).events == 0
            filled(store, list(rows(2000)))
            os.write(pipe, b"again")

    child, pipe = forked(work)
    assert said(pipe) == ["refused", "again"]
    assert os.waitpid(child, 0)[1] == 0
    with Store.open(path) as store:
        assert whole(store).events == 2000


def filled(store: Store, told: list[Bytes]) -> None:
    with store.bulk() as writing:
        for begin in range(0, len(told), 100):
            writing.add(told[begin : begin + 100])
