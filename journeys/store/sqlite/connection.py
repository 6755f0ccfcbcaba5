"""Connections and transactions: the event library's SQLite parts, with its gaps closed.

Measured against the stock parts: a statement cache of 128 in place of 1 makes get + append a fifth
quicker; BEGIN IMMEDIATE takes the write lock before reading, so that a version checked inside the
transaction stays true until it is kept; and an error in BEGIN, or in COMMIT on a full disk, comes
out translated and leaves no transaction open behind it.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Literal, cast

from eventsourcing.persistence import ConnectionUnavailableError, ProgrammingError
from eventsourcing.sqlite import (
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteTransaction,
)

from journeys.store.database import WAIT, Rows, Size, Turn
from journeys.store.errors import StoreBusy
from journeys.store.sqlite.errors import SqliteErrors, translated
from journeys.store.sqlite.filling import filling
from journeys.store.sqlite.schema import admit
from journeys.store.sqlite.session import SqliteSession
from journeys.store.sqlite.stored import SqliteStored

_LEVELS = ("OFF", "NORMAL", "FULL", "EXTRA")
_TABLE = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
STATEMENTS = 128
"""Prepared statements kept per connection."""


class Transaction(SQLiteTransaction):
    """One transaction; for writing it holds the lock from its first moment."""

    connection: Connection

    def __enter__(self) -> SQLiteCursor:
        cursor = self.connection.cursor()
        try:
            cursor.execute("BEGIN IMMEDIATE" if self.commit else "BEGIN")
        except SqliteErrors as error:
            raise translated(error) from error
        return cursor

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        try:
            if exc_val is None and self.commit:
                self.connection.commit()
            else:
                self.connection.rollback()
        except sqlite3.Error as error:
            self.connection.abandon()
            raise translated(error) from (exc_val or error)
        if isinstance(exc_val, SqliteErrors):
            raise translated(exc_val) from exc_val


class Connection(SQLiteConnection):
    """A connection whose transactions are ours."""

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        """Keep what the block does when *commit* and it does not raise; undo it otherwise."""
        with Transaction(self, commit=commit) as cursor, cursor:
            yield cursor

    @contextmanager
    def filling(self, wait: float, among: int) -> Iterator[None]:
        """Make the file ready for very many rows until the end of the block."""
        try:
            with filling(self._sqlite_conn, wait, among):
                yield
        except SqliteErrors as error:
            raise translated(error) from error

    def abandon(self) -> None:
        """Undo what a failed COMMIT left; a connection that cannot even do that is closed."""
        try:
            self.rollback()
        except sqlite3.Error:
            self.close()


class ConnectionPool(SQLiteConnectionPool):
    """Opens connections that have been admitted by `journeys.store.sqlite.schema`."""

    def __init__(self, *, db_name: str, wait: int) -> None:
        super().__init__(db_name=db_name, pool_timeout=wait)
        self.wait = wait

    @staticmethod
    def detect_memory_mode(db_name: str) -> bool:
        """Say whether the name means a database in memory; a file may have odd letters in it."""
        name, _, query = db_name.partition("?")
        return name in {":memory:", "file::memory:"} or "mode=memory" in query.split("&")

    def _create_connection(self) -> SQLiteConnection:
        try:
            raw = sqlite3.connect(
                self.db_name,
                uri=True,
                check_same_thread=False,
                isolation_level=None,
                cached_statements=STATEMENTS,
                timeout=self.wait,
            )
        except sqlite3.Error as error:
            raise translated(error) from error
        try:
            admit(raw, self.db_name, wait=self.wait)
        except BaseException:
            raw.close()
            raise
        raw.row_factory = sqlite3.Row
        return Connection(raw, max_age=self.max_age)


class Datastore(SQLiteDatastore):
    """Hands out transactions: any number of readers, one writer at a time.

    Parameters
    ----------
    db_name
        A path, a ``file:`` URI, or ``:memory:`` (one connection, taken in turns).
    wait
        Seconds to wait for another writer.
    single_row_tracking
        As in the library.
    originator_id_type
        ``text`` for relationships; ``uuid`` for the library's own contract tests.
    """

    read_only = False

    def __init__(
        self,
        db_name: str,
        *,
        wait: int = WAIT,
        single_row_tracking: bool = True,
        originator_id_type: Literal["uuid", "text"] = "text",
    ) -> None:
        super().__init__(
            db_name, single_row_tracking=single_row_tracking, originator_id_type=originator_id_type
        )
        self.pool: ConnectionPool = ConnectionPool(db_name=db_name, wait=wait)
        self.wait = wait
        # Not the pool's own writer lock: that one is never given back when a connection fails.
        self._turn = threading.Lock()
        self._mine = threading.local()

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        """Open a transaction for writing when *commit*, for reading otherwise.

        Inside a block that writes, the same thread reads what that block has written so far.
        """
        held = self._held()
        if held is not None:
            if commit:
                raise ProgrammingError("a transaction cannot be opened inside another one")
            yield SQLiteCursor(held)
            return
        with (
            self.get_connection(commit=commit) as connection,
            self._holding(connection, commit=commit) as cursor,
        ):
            yield cursor

    @contextmanager
    def _holding(self, connection: SQLiteConnection, *, commit: bool) -> Iterator[SQLiteCursor]:
        """Open a transaction which this thread goes on with until the end of the block."""
        before = getattr(self._mine, "held", None)
        # Closed at the end, as a statement that somebody still holds keeps the file open.
        with Transaction(connection, commit=commit) as cursor, cursor:
            self._mine.held = (connection, commit)
            try:
                yield cursor
            finally:
                self._mine.held = before

    def _held(self) -> sqlite3.Cursor | None:
        """Return a cursor on what this thread has open and must go on with."""
        held: tuple[SQLiteConnection, bool] | None = getattr(self._mine, "held", None)
        if held is None or not (held[1] or self.pool.is_sqlite_memory_mode):
            return None
        return held[0].cursor().sqlite_cursor

    def all(self, statement: str, *values: object) -> Rows:
        """Return every row of an answer; see `journeys.store.database.Database`."""
        held = self._held()
        if held is not None:
            return SqliteSession(held).all(statement, *values)
        # One statement sees one moment by itself: a transaction around it takes longer than it.
        with self.get_connection(commit=False) as connection:
            return SqliteSession(connection.cursor().sqlite_cursor).all(statement, *values)

    @contextmanager
    def writing(self, turn: Turn) -> Iterator[SqliteSession]:  # noqa: ARG002 - one lock for all
        """Open a session; it holds the file's one write lock."""
        with self.transaction(commit=True) as cursor:
            yield SqliteSession(cursor.sqlite_cursor)

    @contextmanager
    def filling(self, among: int = 1) -> Iterator[SqliteSession]:
        """Open a session for very many rows; see `journeys.store.sqlite.filling`."""
        if getattr(self._mine, "held", None) is not None:
            raise ProgrammingError("a transaction cannot be opened inside another one")
        with (
            self.get_connection(commit=True) as connection,
            cast("Connection", connection).filling(self.wait, among),
            self._holding(connection, commit=True) as cursor,
        ):
            yield SqliteSession(cursor.sqlite_cursor, many=True)

    @contextmanager
    def stored(self) -> Iterator[SqliteStored]:
        """Open what verification reads."""
        with self.transaction(commit=False) as cursor:
            yield SqliteStored(cursor.sqlite_cursor.connection)

    def has(self, table: str) -> bool:
        """Whether there is a table of that name."""
        return bool(self.all(_TABLE, table))

    def settings(self) -> Mapping[str, str]:
        """Return what the file is set to on our connections."""
        level, journal = (self.all(f"PRAGMA {name}") for name in ("synchronous", "journal_mode"))
        return {"synchronous": _LEVELS[int(level[0][0])], "journal_mode": str(journal[0][0])}

    def size(self) -> Size:
        """Return the room of the file and its log, and what is free in both."""
        names = ("page_size", "page_count", "freelist_count")
        page, pages, free = (int(self.all(f"PRAGMA {name}")[0][0]) for name in names)
        ((_, _, path), *_) = self.all("PRAGMA database_list")
        beside = Path(f"{path}-wal")
        log = beside.stat().st_size if path and beside.exists() else 0
        return Size(page * pages + log, page * free + log)

    def vacuum(self) -> None:
        """Write the file anew without its holes, and empty the log beside it."""
        with self.get_connection(commit=True) as connection, connection.cursor() as cursor:
            try:
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            except SqliteErrors as error:
                raise translated(error) from error

    @contextmanager
    def at_hand(self) -> Iterator[None]:
        """Keep a connection at hand; see `journeys.store.database.Database`."""
        if self.pool.is_sqlite_memory_mode or self._mine.__dict__.get("at_hand"):
            yield
            return
        connection = self._mine.at_hand = self._lent()
        try:
            yield
        finally:
            self._mine.at_hand = None
            self.pool.put_connection(connection)

    @contextmanager
    def get_connection(self, *, commit: bool) -> Iterator[SQLiteConnection]:
        """Lend a connection; writers, and everybody on a database in memory, take turns."""
        alone = commit or self.pool.is_sqlite_memory_mode
        if alone and not self._turn.acquire(timeout=self.wait):
            raise StoreBusy("another thread is writing to the store: try again")
        try:
            at_hand = self._mine.__dict__.get("at_hand")
            if at_hand is not None and not at_hand.closed:
                self._mine.at_hand = None  # in use: another one for what comes meanwhile
                try:
                    yield at_hand
                finally:
                    self._mine.at_hand = at_hand
                return
            connection = self._lent()
            try:
                yield connection
            finally:
                self.pool.put_connection(connection)
        finally:
            if alone:
                self._turn.release()

    def _lent(self) -> SQLiteConnection:
        try:
            return self.pool.get_connection()
        except ConnectionUnavailableError as error:
            raise StoreBusy("too many threads are reading from the store") from error
