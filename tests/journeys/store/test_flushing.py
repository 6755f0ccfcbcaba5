"""A file that is being filled goes on to the disk meanwhile, by a program that never stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from journeys.store import Store
from journeys.store.sqlite import filling, flushing
from tests.journeys.store.test_filling import filled, rows
from tests.journeys.store.test_power import forked, whole
from tests.processes import runs

pytestmark = pytest.mark.skipif(
    not hasattr(os, "posix_fadvise"), reason="this system lets nobody say what to flush"
)
_POPEN = subprocess.Popen


class Begun(list[subprocess.Popen[bytes]]):
    """The programs that were begun."""

    def popen(self, *told: object, **more: object) -> subprocess.Popen[bytes]:
        self.append(_POPEN(*told, **more))  # type: ignore[call-overload] # as it was called
        return self[-1]


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> Begun:
    found = Begun()
    monkeypatch.setattr(subprocess, "Popen", found.popen)
    return found


@pytest.mark.parametrize("most", [0, 2**40])
def test_the_program_follows_a_file_until_nobody_is_there(most: int, tmp_path: Path) -> None:
    path = tmp_path / "a file"
    path.touch()
    command = [sys.executable, "-I", "-S", "-c", flushing._PROGRAM, str(path), "1000", str(most)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        for _ in range(4):
            with path.open("ab") as file:
                file.write(b"x" * 600)
            time.sleep(0.15)
        assert process.poll() is None
        _, wrong = process.communicate()
    assert (process.returncode, wrong) == (0, b"")
    assert path.read_bytes() == b"x" * 2400


@pytest.mark.parametrize("most", [0, 2**40])
def test_what_is_let_go_meanwhile_is_all_there(
    most: int, begun: Begun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "_WIDE", 80)  # kilobytes: most of it goes to the file at once
    monkeypatch.setattr(flushing, "_STEP", 1)
    monkeypatch.setattr(flushing, "_LET_GO", most)
    with Store.open(tmp_path / "a.db") as store:
        with store.bulk() as writing:
            for begin in range(0, 4000, 1000):
                writing.add(list(rows(4000))[begin : begin + 1000])
                time.sleep(0.15)
            assert [one.poll() for one in begun] == [None]
        assert [one.poll() for one in begun] == [-signal.SIGKILL]
        assert whole(store).events == 4000
        with store.bulk() as writing:
            writing.add(list(rows(10, "another")))
        assert len(begun) == 1  # a store with events is not filled in that way
        assert whole(store).events == 4010


def test_it_ends_where_the_filling_is_given_up(begun: Begun, tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        with pytest.raises(KeyboardInterrupt), store.bulk():
            raise KeyboardInterrupt
        assert [one.poll() for one in begun] == [-signal.SIGKILL]
        assert whole(store).events == 0


@pytest.mark.parametrize("why", ["built in", "refused"])
def test_where_none_can_be_begun_a_store_is_filled_all_the_same(
    why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if why == "built in":
        monkeypatch.setattr(sys, "frozen", True, raising=False)
    else:
        monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with Store.open(tmp_path / "a.db") as store:
        filled(store, list(rows(300)))
        assert whole(store).events == 300


def test_it_ends_with_whoever_began_it(begun: Begun, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.touch()

    def work(pipe: int) -> None:
        with flushing.flushing(path):
            os.write(pipe, b"%d" % begun[0].pid)
            signal.pause()

    child, pipe = forked(work)
    number = int(os.read(pipe, 20))
    assert runs(number)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(pipe)
    until = time.monotonic() + 10
    while runs(number) and time.monotonic() < until:
        time.sleep(0.02)
    assert not runs(number)
