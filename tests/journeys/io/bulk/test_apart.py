"""A process of its own reads, and what is stored is the same; it never outlives this one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, BinaryIO

import pytest

from domain.errors import Unreadable
from journeys.columns.copy import copy_at
from journeys.io import importing
from journeys.io.bulk import apart, handing, taking
from journeys.io.bulk.handing import MOST, Packing, Unpacking, message, next_bytes, send
from journeys.io.bulk.lines import Lines, quick
from journeys.io.bulk.ordinary import OutOfTheOrdinary
from journeys.io.bulk.reader import Reading
from journeys.io.bulk.taking import take
from journeys.store import CannotWrite, Store
from journeys.store.address import place
from journeys.store.numbering import Numbering
from journeys.store.shards.opening import open_store
from tests.bench.plain import events_in_time, stories
from tests.journeys.io import test_importing as ordinary
from tests.journeys.io.bulk.test_bulk import (
    OUT_OF_THE_ORDINARY,
    SPELLINGS,
    STORIES,
    TABLES,
    both,
    lines_of,
    tables,
    written,
)
from tests.processes import runs


class Seen(list[subprocess.Popen[bytes]]):
    """The reading processes that were begun, and how many of them were heard."""

    heard = 0

    def ended(self) -> bool:
        return all(one.poll() is not None for one in self)


@pytest.fixture(autouse=True)
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    found = Seen()
    begun, store = subprocess.Popen, apart.store

    def popen(*told: Any, **more: Any) -> subprocess.Popen[bytes]:  # noqa: ANN401 - passed on
        process = begun(*told, **more)
        if apart._PROGRAM in told[0]:  # and not the one that flushes
            found.append(process)
        return process

    def heard(*told: Any) -> Any:  # noqa: ANN401 - passed on
        found.heard += 1
        return store(*told)

    monkeypatch.setattr(apart, "TOGETHER", 2)
    monkeypatch.setattr(apart, "MEANWHILE", 0)
    monkeypatch.setattr(taking, "BLOCK", 5000)
    monkeypatch.setattr(taking, "APART_FROM", 0)
    monkeypatch.setattr(apart, "_cores", lambda: 2)
    monkeypatch.setattr(subprocess, "Popen", popen)
    monkeypatch.setattr(apart, "store", heard)
    return found


def plain() -> bytes:
    return lines_of(*events_in_time(stories(12, 25)))


def spelled() -> bytes:
    ways = [SPELLINGS[name] for name in sorted(SPELLINGS) if name != "no number"]
    lines = lines_of(*events_in_time(stories(5, 30))).splitlines(keepends=True)
    ways = [ways[0] if way is SPELLINGS["a mark in front"] else way for way in ways]
    return b"".join(ways[number % len(ways)](line) for number, line in enumerate(lines))


def signs() -> bytes:
    """Return lines of which a few have what JSON must write in another way."""
    lines = plain().splitlines(keepends=True)
    for number in (31, 32, 190):
        lines[number] = lines[number].replace(b'"commandid":"', rb'"commandid":"\"\\')
    return b"".join(lines)


@pytest.fixture(params=[0, 3, 10_000], ids=["nothing", "some", "all"])
def here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, seen: Seen) -> int:
    """Have so many blocks read here at most, while the other process begins."""
    monkeypatch.setattr(apart, "MEANWHILE", request.param)
    assert not seen
    blocks: int = request.param
    return blocks


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("told", [lambda: STORIES, plain, spelled, signs])
def test_what_another_process_reads_is_stored_byte_for_byte_as_in_the_ordinary_way(
    told: Callable[[], bytes], tmp_path: Path, seen: Seen
) -> None:
    both(written(tmp_path, told()), tmp_path)
    assert (len(seen), seen.heard, seen.ended()) == (1, 1, True)


def test_a_store_with_events_is_filled_by_one_process(tmp_path: Path, seen: Seen) -> None:
    lines = plain().splitlines(keepends=True)
    assert both(written(tmp_path, b"".join(lines)), tmp_path, b"".join(lines[:70])) == (230, 70)
    assert not seen


def test_shards_are_filled_by_one_process(tmp_path: Path, seen: Seen) -> None:
    (tmp_path / "set.toml").write_text('[shards]\nstores = ["one.db", "two.db"]\n')
    with open_store(place(tmp_path / "set.toml")) as store:
        assert take(written(tmp_path, plain()), store).recorded == 300
        assert not store.verify().faults
    assert not seen


def test_a_server_is_filled_by_two(postgres: str, tmp_path: Path, seen: Seen) -> None:
    path = written(tmp_path, STORIES)
    with Store.open(postgres) as one, Store.open(":memory:") as other:
        take(path, one)
        importing.apply(importing.plan(path, other), other)
        assert tables(one)["entries"] == tables(other)["entries"]
        assert not one.verify().faults
    assert seen.heard == 1


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("case", ["not a number", "recorded before it happened", "an empty file"])
def test_what_is_wrong_is_said_in_the_same_words(
    case: str, tmp_path: Path, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "SIZE_LIMIT", -1)
    path = written(tmp_path, ordinary.WRONG[case][0])
    said = []
    for least in (0, 1_000_000):
        monkeypatch.setattr(taking, "APART_FROM", least)
        with Store.open(tmp_path / "a.db") as store:
            with pytest.raises(Unreadable) as found:
                take(path, store)
            assert store.end() == 0
        said.append((found.value.message, found.value.details))
    assert said[0] == said[1]
    assert seen.heard == 1


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("case", ["an id twice", "a cause that comes later", "a number left out"])
def test_what_only_the_whole_can_tell_is_left_to_the_ordinary_way(
    case: str, tmp_path: Path, seen: Seen
) -> None:
    with Store.open(tmp_path / "a.db") as store:
        with pytest.raises(OutOfTheOrdinary):
            take(written(tmp_path, OUT_OF_THE_ORDINARY[case][1]), store)
        assert tables(store) == {name: [] for name in TABLES}
    assert (seen.heard, seen.ended()) == (1, True)


def test_a_dry_run_keeps_nothing(tmp_path: Path, seen: Seen) -> None:
    with Store.open(tmp_path / "a.db") as store:
        assert take(written(tmp_path, STORIES), store, write=False).recorded
        assert store.end() == 0
    assert (seen.heard, seen.ended()) == (1, True)


@pytest.mark.parametrize("how", [KeyboardInterrupt, CannotWrite("the disk is full")])
def test_an_interruption_keeps_nothing_and_ends_the_reading(
    how: Any,  # noqa: ANN401 - an error or its class
    tmp_path: Path,
    seen: Seen,
) -> None:
    path = written(tmp_path, STORIES)

    def interrupted(_done: int, _size: int) -> None:
        raise how

    with Store.open(tmp_path / "a.db") as store:
        copy = copy_at(tmp_path / "a.db.columns", store)
        with pytest.raises((KeyboardInterrupt, CannotWrite)):
            take(path, store, copy, interrupted)
        assert seen.ended()
        assert tables(store) == {name: [] for name in TABLES}
        assert take(path, store, copy).recorded == copy.end()


def test_what_is_read_is_told_as_it_is_stored(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = written(tmp_path, plain())
    with Store.open(tmp_path / "a.db") as store:
        take(path, store, on_progress=lambda done, size: told.append((done, size)))
    assert len(told) > 10
    assert told == sorted(told)
    assert told[-1] == (path.stat().st_size, path.stat().st_size)


def test_a_reading_that_moves_has_read_something_and_goes_on(
    here: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved, go_on = list[int](), apart.Reader.go_on

    def said(reader: apart.Reader, reading: Reading, file: BinaryIO) -> None:
        moved.append(reading.done)
        go_on(reader, reading, file)

    monkeypatch.setattr(apart.Reader, "go_on", said)
    monkeypatch.setattr(apart.Reader, "is_there", lambda _: False)
    path = written(tmp_path, STORIES)
    with Store.open(tmp_path / "a.db") as store:
        assert take(path, store).recorded
    assert len(moved) == (here < 10_000)
    assert all(here * taking.BLOCK <= done < path.stat().st_size for done in moved)


def test_a_name_that_is_given_to_another_file_meanwhile_is_left_to_the_ordinary_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, path = apart.Reader.go_on, written(tmp_path, STORIES)

    def replaced(reader: apart.Reader, reading: Reading, file: BinaryIO) -> None:
        (tmp_path / "other").write_bytes(plain())
        (tmp_path / "other").replace(path)
        go_on(reader, reading, file)

    monkeypatch.setattr(apart.Reader, "go_on", replaced)
    with Store.open(tmp_path / "a.db") as store:
        with pytest.raises(OutOfTheOrdinary):
            take(path, store)
        assert store.end() == 0


@pytest.mark.usefixtures("here")
def test_when_the_reading_process_is_killed_this_one_does_it_all(
    tmp_path: Path, seen: Seen
) -> None:
    with Store.open(tmp_path / "a.db") as store, Store.open(":memory:") as other:
        path = written(tmp_path, STORIES)
        take(path, store, on_progress=lambda *_: seen[0].kill())
        importing.apply(importing.plan(path, other), other)
        assert tables(store) == tables(other)
    assert (len(seen), seen.ended()) == (1, True)


@pytest.mark.parametrize("ends", ["exit 0", "exit 1", "echo something else entirely"])
def test_a_python_that_is_none_is_done_without(
    ends: str, tmp_path: Path, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "python-of-sorts"
    other.write_text(f"#!/bin/sh\n{ends}\n")
    other.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(other))
    with Store.open(tmp_path / "a.db") as store:
        assert take(written(tmp_path, plain()), store).recorded == 300
    assert (len(seen), seen.ended()) == (1, True)


@pytest.mark.parametrize("named", ["", "/usr/sbin/uwsgi", "/nowhere/at/all/python3"])
def test_no_process_is_begun_by_a_program_that_is_no_python(
    named: str, tmp_path: Path, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", named)
    with Store.open(tmp_path / "a.db") as store:
        assert take(written(tmp_path, plain()), store).recorded == 300
    assert not seen


def test_where_no_thread_can_be_begun_one_process_does_it_all(
    tmp_path: Path, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    path = written(tmp_path, plain())
    with Store.open(tmp_path / "a.db") as store:
        monkeypatch.setattr(threading.Thread, "start", none)
        assert take(path, store).recorded == 300
    assert (len(seen), seen.heard, seen.ended()) == (1, 0, True)


def test_no_process_is_begun_where_there_is_one_core(
    tmp_path: Path, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "_cores", lambda: 1)
    with Store.open(tmp_path / "a.db") as store:
        assert take(written(tmp_path, plain()), store).recorded == 300
    assert not seen


_FACTS = 6
"""Where a message tells of the facts."""


@pytest.mark.parametrize("kept", [16_384, 5])
def test_batches_are_handed_over_as_they_are(kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing, "FACTS_KEPT", kept)
    numbers = Numbering[str]()
    (lines,) = quick(1, STORIES, numbers)
    assert isinstance(lines, Lines)
    there, back = os.pipe()
    with os.fdopen(there, "rb", 0) as source, os.fdopen(back, "wb", 0) as out:
        part, packing, unpacking = lines.part(0, 40), Packing(numbers), Unpacking()
        before = unpacking.unpacked([packing.packed(part)])
        send(out, "batch", *(packing.packed(lines.part(*one)) for one in ((0, 21), (21, 40))))
        came = next_bytes(source)
        assert came is not None
        what, *said = message(came)
        found = unpacking.unpacked(said)
        assert what == "batch"
        told_again = [bool(new) for _, new, _ in (one[_FACTS] for one in said)]
        assert told_again == [kept < len(set(part.known))] * 2
        assert before.topic == found.topic
        texts = ("relationship", "topic", "payload", "kept", "actor", "cause", "story", "word")
        for name in texts:
            assert list(getattr(found, name)) == list(getattr(part, name))
        for name in ("at", "day", "precision", "recorded"):
            assert getattr(found, name).tolist() == getattr(part, name).tolist()
    assert len(found) == 40
    assert len(min(STORIES.splitlines(), key=len)) * MOST > taking.BLOCK


PROGRAM = """
import sys, time
from pathlib import Path
import journeys
from journeys.io.bulk import apart, taking
apart.TOGETHER, taking.BLOCK, taking.APART_FROM, apart.MEANWHILE = 2, 20_000, 0, 0
apart._cores = lambda: 2
store = apart.store
def said(reader, *told):
    print(reader._process.pid, flush=True)
    return store(reader, *told)
apart.store = said
def told(done, size):
    print(done, flush=True)
    time.sleep(0.05)
with journeys.open(sys.argv[2]) as engine:
    engine.take_file(Path(sys.argv[1]), told)
"""


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_whatever_ends_the_import_ends_the_reading_and_keeps_nothing(
    how: signal.Signals, tmp_path: Path
) -> None:
    path, place = written(tmp_path, STORIES), tmp_path / "a.db"
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(path), str(place)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        reader = int(_line(process.stdout))
        _line(process.stdout)
        if how is signal.SIGINT:  # as a terminal does
            os.killpg(process.pid, how)
        else:
            os.kill(process.pid, how)
    assert process.returncode != 0
    until = time.monotonic() + 30
    while runs(reader):
        assert time.monotonic() < until, "the reading process goes on by itself"
        time.sleep(0.02)
    with Store.open(place) as store:
        assert store.end() == 0


def _line(file: IO[bytes]) -> bytes:
    line = file.readline()
    assert line
    return line
