"""Which files are stores, and what becomes of those that are not."""

import os
import resource
import signal
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from domain.errors import Busy, JourneysError, NotFound, Unreadable
from journeys.store import CannotWrite, Store, verify_at
from tests.journeys.store.samples import happened, history


def foreign(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.executescript(
        "PRAGMA journal_mode = WAL; CREATE TABLE a (b); INSERT INTO a VALUES (1)"
    )
    connection.close()


def later(path: Path) -> None:
    Store.open(path).close()
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA user_version = 2; PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def text(path: Path) -> None:
    path.write_text("Beste Ada,\n" * 50)


def short(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00")


def fifo(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize("make", [foreign, later, text, short, fifo, Path.mkdir])
def test_another_file_is_refused_and_nothing_is_written_to_it(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    path = tmp_path / "a.db"
    make(path)
    kept = path.read_bytes() if path.is_file() else None
    for create in (True, False):
        with pytest.raises(Unreadable, match=r"a\.db"):
            Store.open(path, create=create)
    with pytest.raises(Unreadable):
        verify_at(path)
    assert (path.read_bytes() if path.is_file() else None) == kept
    assert [file.name for file in tmp_path.iterdir()] == ["a.db"]


def test_a_missing_folder_or_file_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="folder"):
        Store.open(tmp_path / "no" / "a.db")
    with pytest.raises(NotFound):
        Store.open(tmp_path / "a.db", create=False)
    with pytest.raises(NotFound):
        verify_at(tmp_path / "a.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["mode=memory", ":memory:x", "a?b#c%20d é.db", "file:x.db", "'"])
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    with Store.open(tmp_path / name) as store:
        store.append(history())
    assert (tmp_path / name).stat().st_size > 0
    with Store.open(tmp_path / name, create=False) as store:
        assert store.end() == 7


def test_a_creation_that_was_cut_short_is_finished(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.touch()
    with pytest.raises(Unreadable, match="empty"):
        Store.open(path, create=False)
    with Store.open(path) as store:
        assert store.end() == 0


def forked_error(work: Callable[[], object], *, nobody: bool = False) -> str:
    """Return the error's class and message when the work is done in another process."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if nobody and os.getuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            work()
            os.write(writing, b"nothing")
        except BaseException as error:  # noqa: BLE001
            os.write(writing, f"{type(error).__name__}: {error}".encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading) as pipe:
        return pipe.read()


def as_nobody(work: Callable[[], object]) -> str:
    """Do the work as a user without rights."""
    return forked_error(work, nobody=True)


@pytest.fixture
def open_folder() -> Path:
    # pytest's own folders are closed to other users
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    return folder


def test_a_file_that_may_only_be_read_is_read_and_refuses_to_be_written(open_folder: Path) -> None:
    path = open_folder / "a.db"
    with Store.open(path) as store:
        store.append(history())
    path.chmod(0o444)

    def read() -> None:
        with Store.open(path) as store:
            assert store.end() == 7
            assert store.verify().clean

    def write() -> None:
        with Store.open(path) as store:
            store.append([happened("client-9", 1, "c-9")])

    assert as_nobody(read) == "nothing"
    assert as_nobody(write).startswith("CannotWrite: the store's file may only be read")
    path.chmod(0o400)
    if os.getuid() == 0:
        assert as_nobody(read).startswith("Unreadable: ")


def test_a_folder_that_may_not_be_written_is_a_clear_error(open_folder: Path) -> None:
    with Store.open(open_folder / "a.db") as store:
        store.append(history())
    open_folder.chmod(0o555)
    assert as_nobody(lambda: Store.open(open_folder / "b.db")).startswith("CannotWrite: ")
    open_folder.chmod(0o777)


def test_a_writer_who_holds_on_makes_the_store_busy(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Store.open(path) as store, Store.open(path, wait=0) as other:
        store.append(history())
        with store.writing():  # holds the lock from its first moment
            with pytest.raises(Busy, match="another process"):
                other.append([happened("client-9", 1, "c-9")])
            assert other.end() == 7  # readers are not held up
        assert other.append([happened("client-9", 1, "c-9")]) == [8]


def test_an_application_error_is_also_one_of_ours() -> None:
    assert issubclass(CannotWrite, JourneysError)


def test_a_store_is_opened_while_somebody_writes_to_it(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Store.open(path) as store:
        store.append(history())
        with store.writing(), Store.open(path, wait=0) as other:
            assert other.end() == 7
            assert verify_at(path).clean


def test_opening_a_store_twice_in_one_process_keeps_the_locks(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Store.open(path) as store:
        store.append(history())
        before = Path("/proc/locks").read_text(encoding="utf-8").count(f":{path.stat().st_ino} ")
        Store.open(path).close()
        after = Path("/proc/locks").read_text(encoding="utf-8").count(f":{path.stat().st_ino} ")
        assert (before, after) == (1, 1)


def test_a_disk_that_is_full_from_the_start_leaves_something_to_go_on_with(tmp_path: Path) -> None:
    path = tmp_path / "a.db"

    def work() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        resource.setrlimit(resource.RLIMIT_FSIZE, (9000, hard))
        Store.open(path)

    tmp_path.chmod(0o777)
    message = forked_error(work)
    assert message.startswith("CannotWrite: "), message
    with Store.open(path) as store:
        store.append(history())
        assert store.verify().clean


def test_a_new_store_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new.db"

    with closing(Store.open(path)) as store:
        store.append(history())
        modes = {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}

    assert modes == {0o600}
