"""The tables of a store's file, and which files are stores at all.

What they are for stands in `journeys.store.tables`.

A file is a store when its header says so (``application_id``), in a format this version can read
(``user_version``). Anything else is refused before SQLite gets to see it: merely opening a foreign
database can write to it, because SQLite finishes what its last user left undone.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from domain.errors import NotFound, Unreadable
from journeys.store.sqlite.errors import SqliteErrors, translated
from journeys.store.tables import FORMAT

APPLICATION_ID = 0x4A524E59
"""``JRNY`` in the file's header."""
TABLES = (
    """CREATE TABLE events (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        relationship TEXT NOT NULL,
        version INTEGER NOT NULL,
        topic TEXT NOT NULL,
        payload BLOB NOT NULL,
        event_id TEXT UNIQUE,
        UNIQUE (relationship, version))""",
    "CREATE TABLE entries (log_index INTEGER PRIMARY KEY, line BLOB NOT NULL)",
    """CREATE TABLE heads (
        relationship TEXT PRIMARY KEY NOT NULL,
        version INTEGER NOT NULL,
        log_index INTEGER NOT NULL,
        entry_hash BLOB NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE commands (
        command_id TEXT PRIMARY KEY NOT NULL,
        relationship TEXT NOT NULL,
        first_version INTEGER NOT NULL,
        last_version INTEGER NOT NULL,
        fingerprint BLOB) WITHOUT ROWID""",
    """CREATE TABLE snapshots (
        relationship TEXT PRIMARY KEY NOT NULL,
        version INTEGER NOT NULL,
        checksum BLOB NOT NULL,
        data BLOB NOT NULL)""",
    """CREATE TABLE view_rows (
        view TEXT NOT NULL,
        relationship TEXT NOT NULL,
        key TEXT NOT NULL,
        data TEXT NOT NULL,
        PRIMARY KEY (view, relationship, key)) WITHOUT ROWID""",
    """CREATE TABLE view_heads (
        view TEXT PRIMARY KEY NOT NULL,
        version INTEGER NOT NULL,
        position INTEGER NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE view_parked (
        view TEXT NOT NULL,
        relationship TEXT NOT NULL,
        position INTEGER NOT NULL,
        error TEXT NOT NULL,
        PRIMARY KEY (view, relationship)) WITHOUT ROWID""",
)
"""What SQLite keeps word for word, and verification finds again."""
_HEADER_FIELDS = (
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {FORMAT}",
)


def check_path(path: Path, *, create: bool) -> None:
    """Refuse a path that is not, and cannot become, a store. Nothing is written.

    Raises
    ------
    NotFound
        When the folder is missing, or the file when it is not to be created.
    Unreadable
        When there is something else at that place, or a store of a later format.
    """
    try:
        if not path.parent.is_dir():
            message = "there is no folder {folder}: create it first"
            raise NotFound(message, folder=str(path.parent))
        if not path.exists():
            if create:
                return
            raise NotFound("there is no file {file}", file=str(path))
        if path.is_dir():
            raise Unreadable("{file} is a folder, not a journeys file", file=str(path))
        if not path.is_file():
            raise Unreadable("{file} is not an ordinary file", file=str(path))
        empty = path.stat().st_size == 0
    except OSError as error:
        message = "{file} cannot be read: {reason}"
        raise Unreadable(message, file=str(path), reason=error.strerror) from error
    if not empty:
        _check_header(path)
    elif not create:  # otherwise it is a creation that was cut short, and is finished
        raise Unreadable("{file} is empty", file=str(path))


def header_of(path: Path) -> tuple[int, int]:
    """Return what the header of a file says: whose it is (``application_id``), and its format.

    Raises
    ------
    sqlite3.Error
        When it is no database, or cannot be read now.
    """
    # Not with open(): closing the file would drop the locks that SQLite holds on it elsewhere in
    # this process. An immutable connection reads the bare file and neither locks nor repairs it.
    uri = f"{path.as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
        return _identity(connection)


def _check_header(path: Path) -> None:
    try:
        identity = header_of(path)
    except SqliteErrors as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_NOTADB:
            raise Unreadable("{file} is not a journeys file", file=str(path)) from error
        if code == sqlite3.SQLITE_CANTOPEN:
            message = "{file} cannot be opened: may you read it?"
            raise Unreadable(message, file=str(path)) from error
        return  # somebody may be writing to it this moment; `admit` looks again, under a lock
    _check_format(*identity, str(path))


def admit(connection: sqlite3.Connection, name: str, *, wait: float) -> None:
    """Make a fresh connection fit for use; give a blank database its tables.

    Parameters
    ----------
    connection
        In autocommit mode.
    name
        What to call the file in an error.
    wait
        For how many seconds another process may keep us waiting.
    """
    try:
        # FULL, because with NORMAL a power cut loses events that were acknowledged; per connection,
        # because SQLite does not keep this setting in the file.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA trusted_schema = OFF")
        if _identity(connection) == (0, 0) and _blank(connection):
            _create(connection)
        _check_format(*_identity(connection), name)
        use_wal(connection, wait)
    except SqliteErrors as error:
        raise translated(error) from error


def _check_format(application: int, version: int, name: str) -> None:
    if application != APPLICATION_ID:
        raise Unreadable("{file} is an SQLite file, but not a journeys file", file=name)
    if version != FORMAT:
        message = "{file} has format {found}, this version reads {known}: use a later journeys"
        raise Unreadable(message, file=name, found=version, known=FORMAT)


def _identity(connection: sqlite3.Connection) -> tuple[int, int]:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return application, version


def _blank(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is None


def _create(connection: sqlite3.Connection) -> None:
    # In one transaction with the header, before WAL: a file is a whole store or an empty file.
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _blank(connection):  # or somebody else was quicker while we waited for the lock
            for statement in (*TABLES, *_HEADER_FIELDS):
                connection.execute(statement)
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def use_wal(connection: sqlite3.Connection, wait: float) -> None:
    """Turn the log beside the file on, waiting for others so many seconds."""
    # Turning WAL on needs the file to ourselves, and SQLite does not wait for that.
    until = time.monotonic() + wait
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY:
                return
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return
