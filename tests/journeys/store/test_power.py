"""What was acknowledged stays: killed writers, competing writers, full disks."""

import os
import random
import resource
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from domain.errors import JourneysError
from journeys.store import CannotWrite, OutOfTurn, Place, Report, Server, Store, StoreBusy
from tests.journeys.store.samples import happened, history
from tests.journeys.store.test_sqlite import datastore

KILLS = 120


def forked(work: Callable[[int], None]) -> tuple[int, int]:
    """Do the work in a copy of this warm process; return its id and the end of its pipe."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    code = 1
    try:
        os.close(reading)
        work(writing)
        code = 0
    except BaseException:  # noqa: BLE001
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)


def said(reading: int) -> list[str]:
    with os.fdopen(reading) as pipe:
        return pipe.read().split()


def whole(store: Store) -> Report:
    """Assert that versions, evidence and ledger are all right."""
    report = store.verify()
    assert report.clean, report.faults[:3]
    assert report.events == report.entries == store.end()
    for name in store.relationships():
        assert [row.version for row in store.stream(name)] == list(
            range(1, store.version(name) + 1)
        )
    return report


def appended(store: Store, name: str, command: str, size: int = 1) -> None:
    """Append a command's events; when somebody else was quicker, look again."""
    while True:
        version = store.version(name)
        events = [happened(name, version + 1 + n, command, n) for n in range(size)]
        try:
            store.append(events)
        except OutOfTurn:
            continue
        return


def fresh(where: Place, number: int) -> Place:
    """Return another place of the same kind."""
    if isinstance(where, Path):
        return where.with_name(f"{number}.db")
    assert isinstance(where, Server)
    address = where.conninfo()
    return Server(f"{address}{'&' if '?' in address else '?'}schema={where.schema}_{number}")


@pytest.mark.slow
def test_a_writer_that_is_killed_loses_nothing_that_it_acknowledged(where: Place) -> None:
    dice = random.Random(20260728)  # noqa: S311
    path = fresh(where, 0)
    acknowledged: set[str] = set()
    in_flight = 0

    def write(attempt: int, pipe: int) -> None:
        with Store.open(path) as store:
            n = 0
            while True:
                command = f"c-{attempt}-{n}"
                appended(store, f"client-{n % 3}", command, size=1 + n % 3)
                os.write(pipe, f"{command} ".encode())
                if n % 5 == 0:
                    with store.writing() as writing:
                        writing.replace("mood", "a", [(key, f'{{"n": {n}}}') for key in ("1", "2")])
                        writing.advance("mood", 1, n)
                n += 1

    for attempt in range(KILLS if isinstance(where, Path) else KILLS // 4):
        if attempt % 8 == 0:
            # a fresh store every so often: its creation is killed as well
            acknowledged.clear()
            path = fresh(where, attempt)
        child, pipe = forked(lambda writing, attempt=attempt: write(attempt, writing))  # type: ignore[misc]
        if attempt % 4:
            select.select([pipe], [], [], 5)  # until its first word
        time.sleep(dice.random() * 0.03)
        os.kill(child, signal.SIGKILL)
        assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
        acknowledged.update(said(pipe))
        with Store.open(path) as store:
            whole(store)
            kept = {row[0] for row in store._database.all("SELECT command_id FROM commands")}
            assert acknowledged <= kept
            in_flight += len(kept - acknowledged)
            acknowledged |= kept
            for command in sorted(acknowledged):
                answer = store.answer(command)
                assert answer
                size = 1 + int(command.split("-")[2]) % 3
                assert answer.last_version - answer.first_version + 1 == size
            documents = [row[2]["n"] for row in store.rows("mood")]
            assert len(documents) in {0, 2}
            assert set(documents) == {head.position for head in store.heads().values()}
    assert len(acknowledged) > 0
    assert in_flight <= KILLS  # at most the one that nobody heard about


@pytest.mark.parametrize("names", [["same", "same"], ["one", "other"], ["a", "a", "b", "b"]])
def test_writers_in_several_processes_lose_no_update(where: Place, names: list[str]) -> None:
    path = where
    turns = 40

    def write(who: int, name: str) -> None:
        with Store.open(path) as store:  # they race for the creation too
            for n in range(turns):
                appended(store, name, f"c-{who}-{n}", size=1 + n % 2)

    children = [
        forked(lambda _, who=who, name=name: write(who, name))  # type: ignore[misc]
        for who, name in enumerate(names)
    ]
    for child, pipe in children:
        assert os.waitpid(child, 0)[1] == 0
        os.close(pipe)
    with Store.open(path) as store:
        report = whole(store)
        assert report.events == len(names) * turns * 3 // 2
        assert report.relationships == len(set(names))
        for who, name in enumerate(names):
            for n in range(turns):
                answer = store.answer(f"c-{who}-{n}")
                assert answer
                assert answer.relationship == name


def test_threads_may_share_a_store(store: Store) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda n: appended(store, f"client-{n % 2}", f"c-{n}"), range(60)))
    assert whole(store).events == 60


def grown(store: Store) -> Iterator[int]:
    """Append until there is no room; yield the number of each command that went in."""
    n = 0
    while True:
        store.append([happened("big", n + 1, f"b-{n}", title="x" * 2000)])
        yield n
        n += 1


def test_a_full_disk_is_a_clear_error_and_nothing_is_half_written(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        with datastore(store).transaction(commit=True) as cursor:
            connection = cursor.sqlite_cursor.connection
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 20}")
        with pytest.raises(CannotWrite, match="the disk is full") as refused:
            for _ in grown(store):
                pass
        assert isinstance(refused.value, JourneysError)
        count = store.version("big")
        assert count > 0
        assert whole(store).events == count
        assert store.answer(f"b-{count}") is None
        connection.execute("PRAGMA max_page_count = 1000000")
        store.append([happened("big", count + 1, f"b-{count}")])
        whole(store)


def test_a_disk_that_refuses_is_a_clear_error_and_the_store_works_again(tmp_path: Path) -> None:
    path = tmp_path / "a.db"

    def write(pipe: int) -> None:
        with Store.open(path) as store:
            store.append(history())
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
            resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
            try:
                for _ in grown(store):
                    os.write(pipe, b"written ")
            except CannotWrite:
                os.write(pipe, b"refused ")
            whole(store)
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
            store.append([happened("small", 1, "s-1")])
            os.write(pipe, b"again ")

    child, pipe = forked(write)
    words = said(pipe)
    assert os.waitpid(child, 0)[1] == 0
    assert words[-2:] == ["refused", "again"]
    with Store.open(path) as store:
        whole(store)
        assert store.version("big") == len(words) - 2
        assert store.version("small") == 1


def test_a_thread_that_waits_too_long_is_told_that_the_store_is_busy() -> None:
    from threading import Event, Thread

    inside, leave = Event(), Event()
    with Store.open(":memory:", wait=1) as store:

        def hold() -> None:
            with store.writing():
                inside.set()
                leave.wait(10)

        holder = Thread(target=hold)
        holder.start()
        inside.wait(10)
        datastore(store).wait = 0
        with pytest.raises(StoreBusy):
            store.append(history())
        leave.set()
        holder.join()
        assert datastore(store)._turn.acquire(timeout=5)
        datastore(store)._turn.release()
        assert store.append(history())
