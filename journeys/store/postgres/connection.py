"""Connections and transactions: the event library's PostgreSQL parts, with a way back.

A server restarts, a connection is cut, a lock is held too long. What can be tried again without
doing anything twice is tried again until `Datastore.wait` seconds are over: every read, and a
session up to its turn. What breaks later is `ConnectionLost`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import Any, Literal, TypeVar

import psycopg
from eventsourcing.persistence import ProgrammingError
from eventsourcing.postgres import ConnectionPool, PostgresDatastore
from psycopg import IsolationLevel
from psycopg.pq import TransactionStatus
from psycopg.rows import dict_row
from psycopg.sql import SQL, Identifier
from psycopg.sql import Literal as Quoted
from psycopg_pool import PoolClosed, PoolTimeout

from domain.errors import Unreadable
from journeys.store.address import WRONG_ADDRESS, Server
from journeys.store.database import WAIT, Rows, Size, Turn
from journeys.store.errors import ConnectionLost, ReadOnly, StoreBusy
from journeys.store.postgres.errors import LOST, refused, translated, translating
from journeys.store.postgres.schema import Connection, admit, is_there
from journeys.store.postgres.session import UNHURRIED, PostgresSession
from journeys.store.postgres.stored import PostgresStored
from journeys.store.tables import COLUMNS

T = TypeVar("T")
CONNECTIONS = 16
"""The most that one store opens: as many threads can be served at one moment."""
IDLE = 30
"""Seconds after which the server gives up on a transaction whose program says nothing more."""
_PAUSE = 0.05
_WRITING = b"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
# A long walk may pause between two pages, and must not be hurried.
_LOOKING = f"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;{UNHURRIED}".encode()
_SETTINGS = """
    SELECT name, setting FROM pg_settings WHERE name IN
        ('synchronous_commit', 'fsync', 'full_page_writes', 'data_checksums', 'server_version')
    UNION ALL SELECT 'transaction_read_only', current_setting('transaction_read_only')
    UNION ALL SELECT 'heard_of_publisher',
        to_char(max(latest_end_time) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    FROM pg_stat_subscription WHERE relid IS NULL HAVING max(latest_end_time) IS NOT NULL"""
_SIZE = """
    SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint,
        coalesce(sum(pg_total_relation_size(c.oid)::float8 * s.n_dead_tup
            / greatest(s.n_live_tup + s.n_dead_tup, 1)), 0)::bigint
    FROM pg_class c JOIN pg_stat_user_tables s ON s.relid = c.oid
    WHERE c.relnamespace = ?::regnamespace AND c.relkind = 'r'"""
_TABLE = "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = ? AND tablename = ?"
_TURN = "SELECT given FROM turns WHERE what = ? FOR UPDATE"
# How soon a connection is given up whose other end is gone without a word; an address may say else.
_ALIVE: dict[str, Any] = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}


class Datastore(PostgresDatastore):
    """Hands out sessions: any number of readers, one writer at a time for each turn.

    Parameters
    ----------
    server
        Where the store is.
    wait
        Seconds to wait for another writer, and for a server that does not answer.
    create
        Whether to make a store where nothing is yet.
    originator_id_type
        ``text`` for relationships; ``uuid`` for the library's own contract tests.
    """

    def __init__(
        self,
        server: Server,
        *,
        wait: float = WAIT,
        create: bool = True,
        originator_id_type: Literal["uuid", "text"] = "text",
    ) -> None:
        super().__init__(
            dbname="",
            host="",
            port="",
            user="",
            password="",
            schema=server.schema,
            originator_id_type=originator_id_type,
            enable_db_functions=False,
        )
        self.wait = wait
        self.read_only = server.read_only
        self._mine = threading.local()
        with connected(server, wait) as connection:
            admit(connection, server, create=create and not server.read_only)
        self.pool: ConnectionPool[Any] = ConnectionPool(
            server.conninfo(),
            connection_class=psycopg.Connection[Any],
            kwargs={"row_factory": dict_row, **_settings(server, wait)},
            configure=_configure(server.schema, wait),
            min_size=0,
            max_size=CONNECTIONS,
            timeout=wait + 1,
            open=False,
        )

    def all(self, statement: str, *values: object) -> Rows:
        """Return every row of an answer; see `journeys.store.database.Database`."""
        held: PostgresSession | None = getattr(self._mine, "session", None)
        if held is not None:
            return held.all(statement, *values)

        def read() -> Rows:
            with self._lent() as connection:
                return PostgresSession(connection).all(statement, *values)

        return self._tried(read)

    def filling(self, among: int = 1) -> AbstractContextManager[PostgresSession]:  # noqa: ARG002 - as it is
        """Open a session for very many rows: the server sees to itself."""
        return self.writing("log")

    def at_hand(self) -> AbstractContextManager[None]:
        """Do nothing: the way to the server takes longer than lending a connection."""
        return nullcontext()

    @contextmanager
    def writing(self, turn: Turn) -> Iterator[PostgresSession]:
        """Open a session and wait for its turn; see `journeys.store.database.Database`."""
        self._check_mode()
        if getattr(self._mine, "session", None) is not None:
            raise ProgrammingError("a transaction cannot be opened inside another one")
        connection = self._tried(lambda: self._begun(_WRITING, turn))
        try:
            self._mine.session = session = PostgresSession(connection)
            try:
                yield session
            except BaseException:
                with suppress(psycopg.Error):
                    connection.rollback()
                raise
            finally:
                self._mine.session = None
            _commit(connection)
        finally:
            self._give_back(connection)

    @contextmanager
    def stored(self) -> Iterator[PostgresStored]:
        """Open what verification reads."""
        connection = self._tried(lambda: self._begun(_LOOKING))
        try:
            yield PostgresStored(connection, self.schema)
        finally:
            with suppress(psycopg.Error):
                connection.rollback()
            self._give_back(connection)

    def has(self, table: str) -> bool:
        """Whether there is a table of that name."""
        return bool(self.all(_TABLE, self.schema, table))

    def settings(self) -> Mapping[str, str]:
        """Return what the server is set to for our sessions."""
        return {name: str(value) for name, value in self.all(_SETTINGS)}

    def size(self) -> Size:
        """Return the room of the tables, and the share of rows in it that are dead."""
        ((total, free),) = self.all(_SIZE, self.schema)
        return Size(int(total), int(free))

    def vacuum(self) -> None:
        """Make the room of dead rows usable again, while others read and write."""
        self._check_mode()
        with self._lent() as connection, translating():
            for table in COLUMNS:
                connection.execute(f"VACUUM (ANALYZE) {table}".encode())

    def _check_mode(self) -> None:
        # What is written into a copy stands in the way of what comes from where it is copied.
        if self.read_only:
            message = "this store was opened for reading only (mode=read): record where it is kept"
            raise ReadOnly(message)

    def _begun(self, begin: bytes, turn: Turn = "log") -> Connection:
        connection = self._taken()
        try:
            with translating():
                connection.execute(begin)
            if turn != "log":  # the log's turn is taken by giving out positions
                PostgresSession(connection).all(_TURN, turn)
        except BaseException:
            with suppress(psycopg.Error):
                connection.rollback()
            self._give_back(connection)
            raise
        return connection

    @contextmanager
    def _lent(self) -> Iterator[Connection]:
        connection = self._taken()
        try:
            yield connection
        finally:
            self._give_back(connection)

    def _taken(self) -> Connection:
        self.pool.open()
        try:
            found: Connection = self.pool.getconn()
        except PoolTimeout as error:
            raise ConnectionLost("the database does not answer: try again") from error
        except PoolClosed as error:
            raise ProgrammingError("the store is closed") from error
        except psycopg.Error as error:
            raise translated(error) from error
        return found

    def _give_back(self, connection: Connection) -> None:
        with suppress(psycopg.Error):
            self.pool.putconn(connection)

    def _tried(self, action: Callable[[], T]) -> T:
        """Do what changes nothing yet; when the connection is broken, do it again on another."""
        until = time.monotonic() + self.wait
        while True:
            try:
                return action()
            except ConnectionLost:
                if time.monotonic() > until:
                    raise
            # The others were cut as well, most likely: none of them is handed out again unasked.
            with suppress(psycopg.Error):
                self.pool.check()
            time.sleep(_PAUSE)


def there(server: Server, wait: float = WAIT) -> bool:
    """Whether there is a store, or something else in its place.

    Raises
    ------
    NotFound, NotAdmitted, StoreBusy
        When the database cannot be asked.
    """
    with connected(server, wait) as connection:
        return is_there(connection, server)


@contextmanager
def connected(server: Server, wait: float) -> Iterator[Connection]:
    """Connect once, saying clearly what is wrong when that fails."""
    try:
        connection = psycopg.connect(server.conninfo(), **_settings(server, wait))
    except psycopg.ProgrammingError:
        # About the address itself, which its own message would repeat, password and all.
        raise Unreadable(WRONG_ADDRESS) from None
    except psycopg.Error as error:
        raise refused(error, str(server)) from error
    try:
        _configure("pg_catalog", wait)(connection)
        yield connection
    except psycopg.Error as error:
        raise refused(error, str(server)) from error
    finally:
        connection.close()


def _settings(server: Server, wait: float) -> dict[str, Any]:
    ours: dict[str, Any] = {"application_name": "journeys", "connect_timeout": max(2, int(wait))}
    asked = server.conninfo()
    told = {name: value for name, value in (ours | _ALIVE).items() if f"{name}=" not in asked}
    return {"client_encoding": "UTF8"} | told


def _configure(schema: str, wait: float) -> Callable[[Connection], None]:
    def configure(connection: Connection) -> None:
        connection.autocommit = True
        connection.isolation_level = IsolationLevel.READ_COMMITTED
        # What was acknowledged is on the disk, whatever the server's default; who chose more than
        # that, a standby that has it too, keeps it.
        connection.execute(
            SQL(
                "SELECT set_config('search_path', {path}, false),"
                " set_config('lock_timeout', {wait}, false),"
                " set_config('idle_in_transaction_session_timeout', {idle}, false),"
                " CASE current_setting('synchronous_commit') WHEN 'off'"
                " THEN set_config('synchronous_commit', 'on', false) END"
            ).format(
                path=Quoted(Identifier(schema).as_string(None)),
                wait=Quoted(f"{max(1, int(wait * 1000))}ms"),
                idle=Quoted(f"{IDLE}s"),
            )
        )

    return configure


def _commit(connection: Connection) -> None:
    if connection.info.transaction_status == TransactionStatus.INERROR:
        with suppress(psycopg.Error):
            connection.rollback()
        raise StoreBusy(LOST)
    with translating():
        connection.commit()
