"""The tables of a store in PostgreSQL, and which schemas are stores at all.

What they are for stands in `journeys.store.tables`. Two more are PostgreSQL's alone: ``store`` says
what this is, and in which format; ``turns`` has a row for each kind of writing. Whoever changes or
locks that row has the turn, and the log's row counts the positions that were given out.

Text is compared byte by byte (``COLLATE "C"``), as SQLite does it: the same order everywhere, and
an index that serves the beginning of an id.
"""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from domain.errors import NotFound, Unreadable
from journeys.store.address import Server
from journeys.store.postgres.errors import refused
from journeys.store.tables import FORMAT

APPLICATION = "journeys"

TABLES = (
    "CREATE TABLE store (application text NOT NULL, format integer NOT NULL)",
    f"INSERT INTO store VALUES ('{APPLICATION}', {FORMAT})",  # noqa: S608 - our own words
    "CREATE TABLE turns (what text PRIMARY KEY, given bigint NOT NULL) WITH (fillfactor = 10)",
    "INSERT INTO turns VALUES ('log', 0), ('views', 0), ('snapshots', 0)",
    """CREATE TABLE events (
        position bigint PRIMARY KEY,
        relationship text COLLATE "C" NOT NULL,
        version bigint NOT NULL,
        topic text COLLATE "C" NOT NULL,
        payload bytea NOT NULL,
        event_id text COLLATE "C" UNIQUE,
        UNIQUE (relationship, version))""",
    "CREATE TABLE entries (log_index bigint PRIMARY KEY, line bytea NOT NULL)",
    """CREATE TABLE heads (
        relationship text COLLATE "C" PRIMARY KEY,
        version bigint NOT NULL,
        log_index bigint NOT NULL,
        entry_hash bytea NOT NULL) WITH (fillfactor = 70)""",
    """CREATE TABLE commands (
        command_id text COLLATE "C" PRIMARY KEY,
        relationship text COLLATE "C" NOT NULL,
        first_version bigint NOT NULL,
        last_version bigint NOT NULL,
        fingerprint bytea)""",
    """CREATE TABLE snapshots (
        relationship text COLLATE "C" PRIMARY KEY,
        version bigint NOT NULL,
        checksum bytea NOT NULL,
        data bytea NOT NULL)""",
    """CREATE TABLE view_rows (
        view text COLLATE "C" NOT NULL,
        relationship text COLLATE "C" NOT NULL,
        key text COLLATE "C" NOT NULL,
        data text NOT NULL,
        PRIMARY KEY (view, relationship, key))""",
    """CREATE TABLE view_heads (
        view text COLLATE "C" PRIMARY KEY,
        version bigint NOT NULL,
        position bigint NOT NULL) WITH (fillfactor = 10)""",
    """CREATE TABLE view_parked (
        view text COLLATE "C" NOT NULL,
        relationship text COLLATE "C" NOT NULL,
        position bigint NOT NULL,
        error text NOT NULL,
        PRIMARY KEY (view, relationship))""",
)

Connection = psycopg.Connection[Any]


def admit(connection: Connection, server: Server, *, create: bool) -> None:
    """Make sure that there is a store; make one where nothing is yet and *create*.

    Parameters
    ----------
    connection
        In autocommit mode.

    Raises
    ------
    NotFound
        When there is none and it is not to be made.
    Unreadable
        When the schema holds something else, or a store of a later format. Nothing is written.
    """
    try:
        (encoding,) = _one(connection, "SELECT current_setting('server_encoding')")
        if encoding != "UTF8":
            message = "{store} keeps its text as {encoding}: create a database with UTF8"
            raise Unreadable(message, store=str(server), encoding=encoding)
        if not _is_there(connection, server):
            if not create:
                raise NotFound("there is no store {store}", store=str(server))
            _create(connection, server)
        _check_format(connection, server)
    except psycopg.Error as error:
        raise refused(error, str(server)) from error


def is_there(connection: Connection, server: Server) -> bool:
    """Whether the schema holds tables, so that it is a store or something else."""
    try:
        return _is_there(connection, server)
    except psycopg.Error as error:
        raise refused(error, str(server)) from error


def _is_there(connection: Connection, server: Server) -> bool:
    (found,) = _one(
        connection,
        "SELECT EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = %s)",
        server.schema,
    )
    return bool(found)


def _create(connection: Connection, server: Server) -> None:
    # All of it in one transaction, and one process after another: a schema is a whole store or
    # none. CREATE … IF NOT EXISTS alone fails when two do it at once.
    schema = Identifier(server.schema)
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (f"journeys {server.schema}",))
        if _is_there(connection, server):  # somebody else was quicker while we waited
            return
        found = _one(connection, "SELECT 1 FROM pg_namespace WHERE nspname = %s", server.schema)
        if found is None:
            cursor.execute(SQL("CREATE SCHEMA {}").format(schema))
        cursor.execute(SQL("SET LOCAL search_path = {}").format(schema))
        for statement in TABLES:
            cursor.execute(statement.encode())


def _check_format(connection: Connection, server: Server) -> None:
    marker = SQL("SELECT application, format FROM {}.store").format(Identifier(server.schema))
    try:
        found = _one(connection, marker)
    except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn):
        found = None
    if found is None or found[0] != APPLICATION:
        message = "{store} holds other tables, not a journeys store: name another schema"
        raise Unreadable(message, store=str(server))
    if found[1] != FORMAT:
        message = "{file} has format {found}, this version reads {known}: use a later journeys"
        raise Unreadable(message, file=str(server), found=found[1], known=FORMAT)


def _one(connection: Connection, statement: str | SQL | Any, *values: object) -> Any:  # noqa: ANN401 - a row
    query = statement.encode() if isinstance(statement, str) else statement
    with connection.cursor(row_factory=psycopg.rows.tuple_row) as cursor:
        return cursor.execute(query, values or None).fetchone()
