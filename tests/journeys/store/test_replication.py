"""A copy that PostgreSQL keeps up on another server: it verifies, answers, and is never written."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

import journeys
from domain.errors import Unreadable
from journeys.engine import Engine
from journeys.store import ReadOnly, Server, Store
from tests.given import on
from tests.journeys.cli.conftest import Journeys, run  # noqa: F401 - a fixture
from tests.journeys.store.samples import happened
from tests.postgres import QUICK, Instance, instance
from tests.projections.test_runner import contents, plain

PAGE = Path(__file__).parents[3] / "docs" / "stores.md"
PATIENCE = 30


def told(number: int) -> str:
    """Return a statement as the page about stores tells it."""
    found = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return str(found[number])


def carried_out(server: Instance, statement: str) -> None:
    with psycopg.connect(server.address().partition("&")[0], autocommit=True) as connection:
        connection.execute(statement.encode())


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it does not come"
        time.sleep(0.02)


def subscribed(reader: Instance) -> bool:
    with psycopg.connect(reader.address().partition("&")[0]) as connection:
        states = connection.execute("SELECT srsubstate FROM pg_subscription_rel").fetchall()
    return bool(states) and {state for (state,) in states} == {"r"}


@contextmanager
def copied(shards: int) -> Iterator[tuple[Instance, Instance]]:
    """Keep a store with both stories in so many shards, and a copy of it on another server."""
    several = f"&shards={shards}" if shards > 1 else ""
    schemas = [f"journeys_{n + 1}" for n in range(shards)] if several else ["journeys"]
    with instance(*QUICK, "wal_level=logical") as writer, instance(*QUICK) as reader:
        with journeys.open(writer.address() + several) as engine:
            engine.load_stories()
        dump = subprocess.run(
            [writer._program("pg_dump"), "--schema-only", *(f"--schema={one}" for one in schemas),
             f"--host={writer.home}", "--username=postgres", "postgres"],
            capture_output=True, check=True, text=True,
        ).stdout  # fmt: skip
        # What begins with \ is for psql alone.
        carried_out(reader, "\n".join(x for x in dump.splitlines() if not x.startswith("\\")))
        named = f"SCHEMA {', '.join(schemas)};"
        carried_out(writer, told(0).replace("SCHEMA journeys;", named))
        to = f"host={writer.home} user=postgres dbname=postgres"
        carried_out(reader, told(1).replace("{writer}", to))
        until(lambda: subscribed(reader))
        yield writer, reader


@pytest.fixture
def servers() -> Iterator[tuple[Instance, Instance]]:
    """Where a store with both stories is kept, and where a copy of it is."""
    with copied(1) as both:
        yield both


@pytest.mark.slow
def test_a_copy_of_shards_is_opened_as_one_and_never_written(
    run: Journeys,  # noqa: F811
) -> None:
    with copied(3) as (writer, reader):
        copy = f"{reader.address()}&mode=read&shards=3"
        with journeys.open(f"{writer.address()}&shards=3") as kept, journeys.open(copy) as read:
            assert read.verify().clean
            assert read.store.end() == 261
            assert [row.id for row in read.board()] == [row.id for row in kept.board()]
            kept.store.append([happened("new", 1, "c-new")])
            until(lambda: read.store.end() == kept.store.end())
            assert read.runner.lag() == 1
            with pytest.raises(ReadOnly):
                read.record(on("2025-01-01", happened("a", 1, "c").fact, relationship="a"))
        assert "The views here are 1 event behind." in run("board", "--store", copy).stderr
        status = run("project", "status", "--store", copy)
        assert "It last heard of where the store is kept at" in status.stderr
        assert run("shards", "make", "--store", copy).exit_code == 0  # they are all there
        assert run("project", "rebuild", "--store", copy).exit_code == 4


@pytest.mark.slow
def test_a_copy_verifies_answers_and_says_how_far_it_is(
    servers: tuple[Instance, Instance],
    run: Journeys,  # noqa: F811
) -> None:
    writer, reader = servers
    copy = f"{reader.address()}&mode=read"
    with Engine.open(writer.address()) as kept, Engine.open(copy) as read:
        assert read.verify().clean
        assert read.store.end() == 261
        assert plain(contents(read.store)) == plain(contents(kept.store))
        assert [row.id for row in read.board()] == [row.id for row in kept.board()]

        kept.load_stories(invented=True)
        until(lambda: read.store.end() == kept.store.end() and read.runner.lag() == 0)
        assert read.verify().clean
        assert {one.id for one in read.relationships()} == {one.id for one in kept.relationships()}

        kept.store.append([happened("new", 1, "c-new")])  # and its views are not made yet
        until(lambda: read.store.end() == kept.store.end())
        assert read.runner.lag() == 1
        assert "new" not in {one.id for one in read.relationships()}
        board = run("board", "--store", copy)
        assert board.exit_code == 0
        assert "The views here are 1 event behind." in board.stderr
        status = run("project", "status", "--store", copy)
        assert "behind" in status.stdout
        assert "It last heard of where the store is kept at" in status.stderr

        kept.catch_up()
        until(lambda: read.runner.lag() == 0)
        assert "new" in {one.id for one in read.relationships()}
        assert plain(contents(read.store)) == plain(contents(kept.store))


@pytest.mark.slow
def test_nothing_is_written_into_a_copy_so_that_it_goes_on_being_kept_up(
    servers: tuple[Instance, Instance],
    run: Journeys,  # noqa: F811
) -> None:
    writer, reader = servers
    copy = f"{reader.address()}&mode=read"
    with Engine.open(copy) as read:
        with pytest.raises(ReadOnly):
            read.record(on("2025-01-01", happened("a", 1, "c").fact, relationship="a"))
        with pytest.raises(ReadOnly):
            read.runner.rebuild()
        with pytest.raises(ReadOnly):
            read.store.database.vacuum()
    for words in (["project", "rebuild"], ["compact"], ["open", "ada", "--yes"]):
        assert run(*words, "--store", copy).exit_code == 4
    with Store.open(writer.address()) as kept, Store.open(copy) as read_store:
        kept.append([happened("late", 1, "c-late")])
        until(lambda: read_store.end() == kept.end())


def test_views_of_another_version_are_not_answered_from(postgres: str) -> None:
    with Engine.open(postgres) as engine:
        engine.load_stories()
        with engine.store.writing() as writing:
            writing.advance("moods", 1, 261)
    with (
        Engine.open(f"{postgres}&mode=read") as read,
        pytest.raises(ReadOnly, match="same version"),
    ):
        read.board()


def test_a_mode_is_read_or_write_and_is_kept_out_of_what_the_driver_gets() -> None:
    read = Server("postgresql://ada@db.example/crm?mode=read&schema=acme")
    assert (read.read_only, read.schema) == (True, "acme")
    assert "mode" not in read.conninfo()
    assert "mode=read" in str(read)
    assert not Server("postgresql:///crm").read_only
    with pytest.raises(Unreadable, match="mode=read"):
        Server("postgresql:///crm?mode=fast")
