"""What only a PostgreSQL database can do to a store, and what is said about it."""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from domain.errors import Busy, JourneysError, NotFound, Unreadable
from journeys.engine import Engine
from journeys.store import (
    CannotWrite,
    ConnectionLost,
    NotAdmitted,
    Server,
    Store,
    StoreBusy,
    StoreDamaged,
    exists,
    place,
    verify_at,
)
from tests.faults.proxy import Proxy
from tests.journeys.store.samples import happened, history
from tests.journeys.store.test_power import whole
from tests.postgres import instance

SECRET = "s3cr3t"  # noqa: S105 - that is what must not be shown


@contextmanager
def admin(address: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    server = Server(address)
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute(f"SET search_path = {server.schema}".encode())
        yield connection


def socket_of(address: str) -> str:
    with admin(address) as connection:
        return f"{connection.info.host}/.s.PGSQL.{connection.info.port}"


# --- which schemas are stores --------------------------------------------------------------------


def test_a_store_is_there_once_it_was_made(postgres: str) -> None:
    with pytest.raises(NotFound, match="there is no store"):
        Store.open(postgres, create=False)
    assert not exists(place(postgres))
    Store.open(postgres).close()
    assert exists(place(postgres))
    assert verify_at(place(postgres)).clean
    Store.open(postgres, create=False).close()


def test_a_schema_that_is_there_and_empty_is_used(postgres: str) -> None:
    with admin(postgres) as connection:
        connection.execute(f"CREATE SCHEMA {Server(postgres).schema}".encode())
    with Store.open(postgres) as store:
        assert store.append(history())


@pytest.mark.parametrize("other", ["CREATE TABLE people (name text)", "CREATE TABLE store (a int)"])
def test_a_schema_with_something_else_in_it_is_left_alone(postgres: str, other: str) -> None:
    with admin(postgres) as connection:
        connection.execute(f"CREATE SCHEMA {Server(postgres).schema}".encode())
        connection.execute(other.encode())
        for create in (True, False):
            with pytest.raises(Unreadable, match="other tables"):
                Store.open(postgres, create=create)
        found = connection.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = %s", (Server(postgres).schema,)
        ).fetchone()
        assert found == (1,)


def test_a_store_of_a_later_format_is_refused(postgres: str) -> None:
    Store.open(postgres).close()
    with admin(postgres) as connection:
        connection.execute("UPDATE store SET format = 2")
    with pytest.raises(Unreadable, match="format 2"):
        Store.open(postgres)


def test_many_may_make_the_same_store_at_once(postgres: str) -> None:
    def make(number: int) -> list[int]:
        with Store.open(postgres) as store:
            return store.append([happened(f"client-{number}", 1, f"c-{number}")])

    with ThreadPoolExecutor(8) as pool:
        assert sorted(p for ps in pool.map(make, range(8)) for p in ps) == list(range(1, 9))


# --- who is let in -------------------------------------------------------------------------------


def test_what_cannot_be_opened_says_why_and_shows_no_password(
    postgres: str, caplog: pytest.LogCaptureFixture
) -> None:
    folder = socket_of(postgres).rpartition("/")[0]
    at = f"host={folder}"
    cases: list[tuple[str, type[JourneysError]]] = [
        (f"postgresql://postgres:{SECRET}@/no_such?{at}", NotFound),
        (f"postgresql://nobody_here:{SECRET}@/postgres?{at}", NotAdmitted),
        (f"postgresql://ada:{SECRET}@127.0.0.1:1/postgres", Busy),
        (f"postgresql://ada:{SECRET}@/postgres?host=/nowhere&password={SECRET}", Busy),
        (f"postgresql://ada:{SECRET}@h/db?no_such_setting={SECRET[::-1]}", Unreadable),
        (f"postgresql://ada:{SECRET}%zz@h/db", Unreadable),
        (f"postgresql://ada:{SECRET}/{SECRET}@h/db", Unreadable),
        (f"postgresql://ada:{SECRET}#{SECRET}@h/db", Unreadable),
        (f"postgresql://ada:{SECRET}?{SECRET}@h/db", Unreadable),
        (f"postgresql://ada:{SECRET}", Unreadable),
        (f"postgresql+psycopg://ada:{SECRET}@h/db", Unreadable),
        (f"mysql://ada:{SECRET}@h/db", Unreadable),
        ("postgresql://h/db?schema=pg_catalog", Unreadable),
        ("postgresql://h/db?schema=A%20b", Unreadable),
    ]
    for address, kind in cases:
        with pytest.raises(kind) as refused:
            Store.open(address, wait=1)
        assert _told(refused.value).count(SECRET) == 0, address
    assert SECRET not in caplog.text


def test_a_store_that_was_opened_shows_no_password(postgres: str) -> None:
    address = postgres.replace("postgres@", f"postgres:{SECRET}@", 1)
    with Store.open(address) as store:
        shown = [repr(store._database), repr(store.app), repr(store.app.env), repr(place(address))]
        shown += [str(place(address)), repr(vars(store))]
        assert SECRET not in "".join(shown)


def _told(error: BaseException) -> str:
    import traceback

    return "".join(traceback.format_exception(error))


def test_a_server_that_takes_no_more_connections_is_there_and_says_so(postgres: str) -> None:
    role = f"{Server(postgres).schema}_crowd"
    with admin(postgres) as connection:
        connection.execute(f"CREATE ROLE {role} LOGIN CONNECTION LIMIT 0".encode())
        try:
            with pytest.raises(Busy, match="takes no more connections") as refused:
                Store.open(postgres.replace("postgres@", f"{role}@", 1))
            assert not isinstance(refused.value, ConnectionLost)
        finally:
            connection.execute(f"DROP ROLE {role}".encode())


def test_without_the_driver_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journeys.store.opening.find_spec", lambda _: None)
    with pytest.raises(NotFound, match=r"journeys-engine\[postgres\]"):
        Store.open("postgresql://h/db")


def test_who_may_only_read_reads_and_is_told_when_he_writes(postgres: str) -> None:
    with Store.open(postgres) as store:
        store.append(history())
    schema = Server(postgres).schema
    role = f"{schema}_reader"
    with admin(postgres) as connection:
        connection.execute(f"CREATE ROLE {role} LOGIN".encode())
        connection.execute(f"GRANT USAGE ON SCHEMA {schema} TO {role}".encode())
        connection.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}".encode())
        try:
            with Store.open(postgres.replace("postgres@", f"{role}@", 1), create=False) as store:
                assert store.end() == 7
                assert store.verify().clean
                with pytest.raises(CannotWrite, match="may not do that"):
                    store.append([happened("client-9", 1, "c-9")])
                with pytest.raises(CannotWrite, match="may not do that"), store.writing():
                    pass
        finally:
            connection.execute(f"DROP OWNED BY {role}".encode())
            connection.execute(f"DROP ROLE {role}".encode())


def test_who_records_need_not_be_able_to_change_what_is_recorded(postgres: str) -> None:
    Store.open(postgres).close()
    schema = Server(postgres).schema
    role = f"{schema}_clerk"
    with admin(postgres) as connection:
        connection.execute(f"CREATE ROLE {role} LOGIN".encode())
        for grant in (
            f"USAGE ON SCHEMA {schema}",
            f"SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema}",
        ):
            connection.execute(f"GRANT {grant} TO {role}".encode())
        kept = f"{schema}.events, {schema}.entries, {schema}.commands"
        connection.execute(f"REVOKE UPDATE, DELETE ON {kept} FROM {role}".encode())
        try:
            clerk = postgres.replace("postgres@", f"{role}@", 1)
            with Engine.open(clerk, create=False) as engine:
                assert engine.load_stories().recorded == 261
                assert engine.load_stories().recorded == 0
                assert engine.verify().clean
                with pytest.raises(CannotWrite), engine.store._database.writing("log") as session:
                    session.run("DELETE FROM events")
        finally:
            connection.execute(f"DROP OWNED BY {role}".encode())
            connection.execute(f"DROP ROLE {role}".encode())


def test_what_was_acknowledged_is_on_the_disk_whatever_the_database_is_set_to(
    postgres: str,
) -> None:
    relaxed = f"{postgres}&options=-csynchronous_commit%3Doff"
    with Store.open(relaxed) as store:
        assert store._database.all("SHOW synchronous_commit") == [("on",)]
    careful = f"{postgres}&options=-csynchronous_commit%3Dremote_apply"
    with Store.open(careful) as store:
        assert store._database.all("SHOW synchronous_commit") == [("remote_apply",)]


# --- waiting, and what breaks --------------------------------------------------------------------


def test_a_writer_who_holds_on_makes_the_store_busy_and_readers_go_on(postgres: str) -> None:
    with Store.open(postgres) as store, Store.open(postgres, wait=1) as other:
        store.append(history())
        with store._database.writing("log") as session:
            session.positions(1)
            with pytest.raises(StoreBusy, match="another process"):
                other.append([happened("client-9", 1, "c-9")])
            assert other.end() == 7
            with other.writing() as writing:  # views are another turn
                writing.advance("mood", 1, 7)
        with store.writing(), pytest.raises(StoreBusy), other.writing():
            pass
        # The block above kept a position without an event: that is damage, and is seen.
        assert [fault.what for fault in store.verify().faults] == ["tail"]


def test_a_refused_event_costs_no_position(postgres: str) -> None:
    with Store.open(postgres) as store:
        store.append(history())
        taken = happened("client-1", 4, "c-9").model_copy(update={"id": history()[0].id})
        with pytest.raises(JourneysError):
            store.append([taken])
        assert store.append([happened("client-1", 4, "c-9")]) == [8]
        assert whole(store).events == 8


def test_a_database_that_is_too_slow_makes_the_store_busy(postgres: str) -> None:
    with Store.open(f"{postgres}&options=-cstatement_timeout%3D200") as store:
        with pytest.raises(StoreBusy, match="took too long"):
            store._database.all("SELECT pg_sleep(5)")
        assert store.append(history())


@contextmanager
def through(postgres: str) -> Iterator[tuple[str, Proxy]]:
    with Proxy(socket_of(postgres)) as proxy:
        yield (
            f"postgresql://postgres@/postgres?host={proxy.folder}&schema={Server(postgres).schema}",
            proxy,
        )


def test_a_lost_answer_to_a_commit_has_one_effect_and_is_answered(postgres: str) -> None:
    with through(postgres) as (address, proxy), Store.open(address) as store:
        for n in range(1, 6):
            proxy.lose_the_answer_to(b"COMMIT")
            assert store.append([happened("client-1", n, f"c-{n}")]) == [n]
        assert proxy.cuts == 5
        assert whole(store).events == 5


def test_a_connection_that_was_cut_is_made_anew(postgres: str) -> None:
    with through(postgres) as (address, proxy), Store.open(address) as store:
        store.append(history())
        for n in range(4, 8):
            assert proxy.cut() > 0
            assert store.end() == n + 3
            proxy.cut()
            store.append([happened("client-1", n, f"x-{n}")])
            proxy.cut()
            with store.writing() as writing:
                writing.advance("mood", 1, n)
            proxy.cut()
            assert store.verify().clean


def test_views_that_were_being_written_when_it_broke_are_as_before(postgres: str) -> None:
    with through(postgres) as (address, proxy), Store.open(address) as store:

        def half() -> None:
            with store.writing() as writing:
                writing.replace("mood", "a", [("1", '{"v": 1}')])
                proxy.cut()
                writing.advance("mood", 1, 1)

        with pytest.raises(ConnectionLost, match="same command id"):
            half()
        assert not list(store.rows("mood"))
        with store.writing() as writing:
            writing.advance("mood", 1, 1)
        assert store.heads()["mood"].position == 1


def test_a_session_that_forgets_to_end_is_ended_and_keeps_nothing(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journeys.store.postgres.connection.IDLE", 1)
    with Store.open(postgres) as store, Store.open(postgres, wait=5) as other:

        def asleep() -> None:
            with store._database.writing("log") as session:
                session.positions(1)
                time.sleep(2)

        with ThreadPoolExecutor(1) as pool:
            sleeper = pool.submit(asleep)
            time.sleep(0.2)
            other.append(history())  # gets its turn when the server has had enough
            assert isinstance(sleeper.exception(), StoreBusy)
        assert whole(other).events == 7


def test_a_statement_that_failed_inside_a_session_is_not_committed_silently(postgres: str) -> None:
    with Store.open(postgres) as store:

        def swallow() -> None:
            with store._database.writing("snapshots") as session:
                session.put("view_heads", [("mood", 1, 1)])
                with pytest.raises(StoreDamaged):
                    session.run("SELECT * FROM nothing")

        with pytest.raises(StoreBusy):
            swallow()
        assert not store.heads()


# --- a server of one's own -----------------------------------------------------------------------


@pytest.mark.slow
def test_a_full_disk_is_a_clear_error_and_the_same_store_works_again() -> None:
    with instance("fsync=off") as server:
        server.stop()
        before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_200_000, limits[1]))
        try:
            server.start()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
            signal.signal(signal.SIGXFSZ, before)
        with Store.open(server.address()) as store:
            n = 0
            with pytest.raises(CannotWrite, match="the database's disk is full"):  # noqa: PT012
                while True:
                    title = os.urandom(1900).hex()  # what cannot be packed
                    store.append([happened("big", n + 1, f"b-{n}", title=title)])
                    n += 1
            assert n > 0
            assert whole(store).events == n
            server.stop()
            server.start()  # without the limit
            store.append([happened("big", n + 1, f"b-{n}")])
            assert whole(store).events == n + 1


@pytest.mark.slow
def test_a_page_that_the_disk_has_changed_is_damage_where_it_is_and_nowhere_else() -> None:
    with instance("fsync=off") as server:
        with Store.open(server.address()) as store:
            store.append(
                [happened("big", n, f"b-{n}", title=os.urandom(400).hex()) for n in range(1, 201)]
            )
            ((file,),) = store._database.all("SELECT pg_relation_filepath('events')")
        server.stop()
        path = Path(server._data / file)
        with path.open("r+b") as pages:
            pages.seek(3 * 8192 + 5000)
            byte = pages.read(1)
            pages.seek(-1, os.SEEK_CUR)
            pages.write(bytes([byte[0] ^ 0x10]))
        server.start()
        with Store.open(server.address()) as store:
            assert store.events("big", until=2)
            with pytest.raises(StoreDamaged, match="journeys verify"):
                store.events("big")
            assert store.verify().faults[0].what == "unreadable"
            assert not verify_at(place(server.address())).clean
