"""The same on a server: PostgreSQL with every commit on disk, started for the run.

Ours, the library's own PostgreSQL recorder, and bare psycopg, each in a schema of its own. Here the
library has a subscription, so that its runner goes as its documentation says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, count
from pathlib import Path
from typing import Any

import psycopg
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresDatastore, PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.sql import SQL, Identifier

from journeys.columns.copy import copy_at
from journeys.io.bulk.taking import take
from journeys.recording import Scribe
from journeys.store import Store
from journeys.working_days import PublicHolidays
from projections.runner import Runner
from tests import postgres
from tests.bench import stock
from tests.bench.contest import Contest, Stopwatch, Work
from tests.bench.large import native_file
from tests.bench.plain import Story, Told, events_in_time, recorded, stories
from tests.bench.projecting import PATIENCE, PORTFOLIO, Native
from tests.bench.raw import Bytes, as_bytes
from tests.bench.saving import HELD, Step, batches, in_turns
from tests.bench.sizes import Sizes
from tests.bench.stock_views import Done, row_of

_MADE = """
    CREATE TABLE raw (
        position bigserial PRIMARY KEY, relationship text NOT NULL, version bigint NOT NULL,
        topic text NOT NULL, payload bytea NOT NULL, UNIQUE (relationship, version))"""
_INSERT = "INSERT INTO raw (relationship, version, topic, payload) VALUES (%s, %s, %s, %s)"
_LAST = "SELECT max(version) FROM raw WHERE relationship = %s"
_COPY = "COPY raw (relationship, version, topic, payload) FROM STDIN"


def contests(sizes: Sizes, folder: Path) -> Iterator[Contest]:
    """Yield what there is to measure, on one server that is gone afterwards."""
    with postgres.instance() as server:
        yield _commands(sizes, server)
        yield batches("server", sizes, _Places(server, "batch", []))
        yield _import(sizes, server, folder)
        yield _portfolio(sizes, server)


class _Places:
    """A schema for each contender, in which the same relationships have begun."""

    def __init__(self, server: postgres.Instance, name: str, begun: Sequence[Story]) -> None:
        self.store = Store.open(server.address(f"{name}_ours"))
        self.app = stock.Journeys(_environment(server, f"{name}_library"))
        self.raw = _Raw(server, f"{name}_raw")
        for story in begun:
            self.store.append(recorded(story))
            self.raw.insert_all(as_bytes(recorded(story)))
        stock.fill(self.app, begun)

    def counts(self) -> dict[str, int]:
        """Return how many events each holds."""
        return {
            "ours": self.store.end(),
            "stock": stock.stored(self.app),
            "raw": self.raw.count(),
        }


def _environment(server: postgres.Instance, schema: str) -> dict[str, str]:
    """Return the library's settings for a schema, which is made."""
    with psycopg.connect(server.address("public").partition("&")[0], autocommit=True) as made:
        made.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}".encode())
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": "postgres",
        "POSTGRES_HOST": str(server.home),
        "POSTGRES_USER": "postgres",
        "POSTGRES_PASSWORD": "none is asked",
        "POSTGRES_SCHEMA": schema,
    }


class _Raw:
    """One table and the bytes we store, through psycopg and nothing else."""

    def __init__(self, server: postgres.Instance, schema: str) -> None:
        _environment(server, schema)
        self._db = psycopg.connect(
            server.address("public").partition("&")[0], options=f"-c search_path={schema}"
        )
        self._db.execute(_MADE)
        self._db.commit()

    def insert_one(self, row: Bytes) -> None:
        """Keep one event, in a transaction that looks at its relationship's last version first."""
        with self._db.transaction(), self._db.cursor() as cursor:
            cursor.execute("LOCK TABLE raw IN EXCLUSIVE MODE")
            found = cursor.execute(_LAST, (row.relationship,)).fetchone()
            assert found is not None
            assert found[0] is None or found[0] + 1 == row.version
            cursor.execute(_INSERT, row)

    def insert_all(self, rows: Sequence[Bytes]) -> None:
        """Keep many events in one transaction."""
        with self._db.transaction(), self._db.cursor() as cursor, cursor.copy(_COPY) as copy:
            for row in rows:
                copy.write_row(row)

    def count(self) -> int:
        """Return how many events there are."""
        found = self._db.execute("SELECT count(*) FROM raw").fetchone()
        self._db.commit()
        assert found is not None
        return int(found[0])


def _commands(sizes: Sizes, server: postgres.Instance) -> Contest:
    """One command: load the relationship, decide, keep the event for good."""
    more = -(-sizes.saves * (sizes.rounds + 1) // HELD)
    told = stories(HELD, sizes.history + more)
    places = _Places(server, "save", [story[: sizes.history] for story in told])
    rows = {(r.relationship, r.version): r for story in told for r in as_bytes(recorded(story))}

    def ours(fact: Told) -> Step:
        command = fact.command()
        return lambda: Scribe(places.store).record(command)  # nothing kept in memory

    def library(fact: Told) -> Step:
        def save() -> None:
            name = stock.Journey.create_id(fact.relationship)
            journey: stock.Journey = places.app.repository.get(name)
            places.app.save(stock.tell(journey, fact))

        return save

    def limit(fact: Told) -> Step:
        return lambda: places.raw.insert_one(rows[fact.relationship, fact.number])

    def one_by_one(prepare: Callable[[Told], Step]) -> Work:
        coming = chain.from_iterable(zip(*(story[sizes.history :] for story in told), strict=True))
        return in_turns(prepare, coming, sizes.saves)

    what = f"get + append one command, {sizes.history} events before it"
    ways = (one_by_one(ours), one_by_one(library), one_by_one(limit))
    return Contest("server", what, "command", *ways, agree=places.counts)


def _import(sizes: Sizes, server: postgres.Instance, folder: Path) -> Contest:
    """A native file in one pass, columns and all; the library reads, triggers and saves."""
    file = native_file(folder / "some.jsonl", sizes.log)
    told = stories(sizes.relationships, sizes.history)
    few = told[: sizes.sample]
    rows = [row for story in told for row in as_bytes(recorded(story))]
    number = count()

    def ours(watch: Stopwatch) -> int:
        name = f"import_{next(number)}"
        with Store.open(server.address(name)) as store:
            columns = copy_at(folder / name, store)
            with watch:
                return take(file, store, columns).recorded

    def library(watch: Stopwatch) -> int:
        with stock.Journeys(_environment(server, f"import_{next(number)}")) as app, watch:
            stock.fill(app, few)
        return sum(map(len, few))

    def limit(watch: Stopwatch) -> int:
        raw = _Raw(server, f"import_{next(number)}")
        with watch:
            raw.insert_all(rows)
        return len(rows)

    sample = sum(map(len, few))
    what = "a native file into the store and its columns (library: no projection)"
    return Contest("server", what, "event", ours, library, limit, sampled=sample)


class _Table(PostgresTrackingRecorder):
    """One row for each relationship, and the tracking record, kept in one transaction."""

    def __init__(self, datastore: PostgresDatastore, **tracking: Any) -> None:  # noqa: ANN401
        super().__init__(datastore, **tracking)
        self.done = Done()
        place = Identifier(datastore.schema, "journeys")
        self.sql_create_statements.append(_JOURNEYS.format(place))
        self._upsert, self._count = _UPSERT.format(place), _COUNT.format(place)

    def keep(self, tracking: Tracking, row: Sequence[Any]) -> None:
        """Write the row and track, all or nothing."""
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(self._upsert, row)
            self._insert_tracking(cursor, tracking)
        if tracking.notification_id == self.done.last:
            self.done.set()

    def count(self) -> int:
        """Return how many rows there are."""
        with self.datastore.get_connection() as connection, connection.cursor() as cursor:
            found = cursor.execute(self._count, ()).fetchone()
        assert found is not None
        return int(found["n"])


_JOURNEYS = SQL("""
    CREATE TABLE IF NOT EXISTS {} (
        id text PRIMARY KEY, events bigint, phase text, mood double precision, last text)""")
_UPSERT = SQL("""
    INSERT INTO {} AS old VALUES (%s, 1, coalesce(%s, 'courtship'), %s, %s)
    ON CONFLICT (id) DO UPDATE SET events = old.events + 1,
    phase = CASE WHEN excluded.phase = 'courtship' THEN old.phase ELSE excluded.phase END,
    mood = coalesce(excluded.mood, old.mood), last = excluded.last""")
_COUNT = SQL("SELECT count(*) AS n FROM {}")


class _OneRow(Projection[_Table]):
    """One row per relationship, written as one would with the library."""

    def process_event(
        self,
        domain_event: Any,  # noqa: ANN401 - the library makes these classes
        tracking: Tracking,
    ) -> None:
        self.view.keep(tracking, row_of(domain_event))


def _portfolio(sizes: Sizes, server: postgres.Instance) -> Contest:
    """One row per relationship from zero; the library's runner subscribes, as it can here."""
    told = stories(sizes.relationships, sizes.history)
    sampled = told[: sizes.sample]
    number = count()
    kept: dict[str, int] = {}
    with Store.open(server.address("portfolio_log")) as log:
        events = events_in_time(told)
        for begin in range(0, len(events), 1000):
            log.append(events[begin : begin + 1000])

    def ours(watch: Stopwatch) -> int:
        with Store.open(server.address("portfolio_log")) as store:
            with store.writing() as views:
                for view in PORTFOLIO:
                    views.drop(view.name)
            runner = Runner(store, store, PublicHolidays(), kept=PORTFOLIO)
            with watch:
                runner.catch_up()
            kept["ours"] = sum(1 for _ in store.rows("portfolio"))
            return store.end()

    def library(watch: Stopwatch) -> int:
        env = _environment(server, f"portfolio_{next(number)}")
        with Native(env) as app:
            stock.fill(app, sampled)
            events = stock.stored(app)
        with watch:
            runner: ProjectionRunner[Any, _Table] = ProjectionRunner(
                application_class=Native, projection_class=_OneRow, view_class=_Table, env=env
            )
            runner.view.done.last = events
            if not runner.view.done.wait(PATIENCE):
                raise TimeoutError(_OneRow.__name__)
        kept["stock"] = runner.view.count() * sizes.relationships // sizes.sample
        with runner:
            pass
        return events

    sample = sizes.sample * sizes.history
    what = "one row per relationship, the whole log"
    return Contest(
        "server", what, "event", ours, library, sampled=sample, agree=lambda: kept
    )  # fmt: skip
