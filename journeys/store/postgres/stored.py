"""What verification reads of a schema in PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain
from typing import Any

import psycopg
from psycopg.rows import tuple_row

from journeys.store.errors import StoreDamaged
from journeys.store.evidence import parsed
from journeys.store.postgres.errors import translating
from journeys.store.postgres.spelling import spelled
from journeys.store.stored import Place, Row
from journeys.store.tables import CHECKED, COLUMNS, select

_PAGE = 2000
_LEAST = -(2**63)
# A column of PostgreSQL holds one kind of value, so that its kind is known unless it is null.
_EVENTS = """
    SELECT position,
        'text', convert_to(relationship, 'UTF8'), 'integer', convert_to(version::text, 'UTF8'),
        'text', convert_to(topic, 'UTF8'), 'blob', payload,
        CASE WHEN event_id IS NULL THEN 'null' ELSE 'text' END, convert_to(event_id, 'UTF8')
    FROM events WHERE position > ? ORDER BY position LIMIT ?"""
_ENTRIES = (
    "SELECT log_index, 'blob', line FROM entries WHERE log_index > ? ORDER BY log_index LIMIT ?"
)
_COMMANDS = """
    SELECT convert_to(command_id, 'UTF8'), convert_to(relationship, 'UTF8'),
        first_version, last_version
    FROM commands WHERE command_id > ? ORDER BY command_id LIMIT ?"""
_SOME_COMMANDS = """
    SELECT command_id, convert_to(relationship, 'UTF8'), first_version, last_version
    FROM commands WHERE command_id = ANY(?)"""
_HEADS = """
    SELECT convert_to(relationship, 'UTF8'), version, log_index, entry_hash
    FROM heads WHERE relationship > ? ORDER BY relationship LIMIT ?"""
_LINE = (
    "SELECT line FROM entries WHERE log_index = "
    "(SELECT position - 1 FROM events WHERE relationship = ? AND version = ?)"
)
_GIVEN = "SELECT given FROM turns WHERE what = 'log'"
_COLUMNS = """
    SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
        || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = ?::regnamespace AND c.relname = ANY(?) AND c.relkind = 'r'
        AND a.attnum > 0 AND NOT a.attisdropped"""
_INDEXES = """
    SELECT c.relname || ' ' || string_agg(a.attname, ' ' ORDER BY a.attnum)
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
        JOIN pg_attribute a ON a.attrelid = i.indexrelid
    WHERE c.relnamespace = ?::regnamespace AND c.relname = ANY(?)
        AND i.indisunique AND i.indisvalid AND i.indisready
    GROUP BY c.relname, i.indexrelid"""
_MEDDLERS = """
    SELECT 1 FROM pg_class c
    WHERE c.relnamespace = ?::regnamespace AND c.relname = ANY(?) AND (c.relrowsecurity
        OR EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal)
        OR EXISTS (SELECT 1 FROM pg_rewrite r WHERE r.ev_class = c.oid))"""
_COPIED = {
    **dict.fromkeys(("position", "version", "log_index"), "int8"),
    **dict.fromkeys(("first_version", "last_version"), "int8"),
    **dict.fromkeys(("relationship", "topic", "event_id", "command_id"), "text"),
    **dict.fromkeys(("payload", "line", "entry_hash", "fingerprint"), "bytea"),
}
_MADE = {
    "events.position bigint not null",
    "events.relationship text not null",
    "events.version bigint not null",
    "events.topic text not null",
    "events.payload bytea not null",
    "events.event_id text",
    "entries.log_index bigint not null",
    "entries.line bytea not null",
    "heads.relationship text not null",
    "heads.version bigint not null",
    "heads.log_index bigint not null",
    "heads.entry_hash bytea not null",
    "commands.command_id text not null",
    "commands.relationship text not null",
    "commands.first_version bigint not null",
    "commands.last_version bigint not null",
    "commands.fingerprint bytea",
}
_UNIQUE = {
    "events position",
    "events event_id",
    "events relationship version",
    "entries log_index",
    "heads relationship",
    "commands command_id",
}


class PostgresStored:
    """See `journeys.store.stored.Stored`.

    Tables are read page by page along their keys. Every page has a savepoint of its own, so that
    one that cannot be read does not end the transaction, and with it the moment, for the others.

    Parameters
    ----------
    connection
        Inside a read-only transaction that sees one moment.
    schema
        Where the tables are.
    """

    unreadable = (StoreDamaged,)

    def __init__(self, connection: psycopg.Connection[Any], schema: str) -> None:
        self._connection = connection
        self._schema = schema
        self._known: dict[str, Place | None] = {}

    def events(self) -> Iterator[Row]:
        """Yield events by position."""
        yield from chain.from_iterable(self._pages(_EVENTS, _LEAST, lambda row: row[0]))

    def entries(self) -> Iterator[Row]:
        """Yield entries by index, and look up the commands of a page of them at once."""
        for page in self._pages(_ENTRIES, _LEAST, lambda row: row[0]):
            entries = (parsed(row[2]) for row in page)
            self._known = {}
            with suppress(StoreDamaged):  # said again, and reported, when one of them is asked for
                self._known = self._looked_up([e.command_id for e in entries if e and e.command_id])
            yield from page

    def heads(self) -> Iterator[Row]:
        """Yield the heads."""
        yield from chain.from_iterable(self._pages(_HEADS, "", lambda row: row[0].decode()))

    def commands(self) -> Iterator[Row]:
        """Yield the ledger."""
        yield from chain.from_iterable(self._pages(_COMMANDS, "", lambda row: row[0].decode()))

    def command(self, command_id: str) -> Place | None:
        """Return what the ledger says of a command."""
        if command_id not in self._known:
            self._known |= self._looked_up([command_id])
        return self._known[command_id]

    def has_head(self, relationship: str) -> bool:
        """Whether there is a head of that relationship."""
        return bool(self._all("SELECT 1 FROM heads WHERE relationship = ?", relationship))

    def line(self, relationship: str, version: int) -> bytes | None:
        """Return the entry that stands beside an event."""
        rows = self._all(_LINE, relationship, version)
        return rows[0][0] if rows else None

    def end(self) -> tuple[int, int]:
        """Return the last position ever given out, and the last one that is here."""
        given = self._all(_GIVEN)
        ((last,),) = self._all("SELECT max(position) FROM events")
        return given[0][0] if given else -1, last or 0

    def sound(self) -> Iterator[bool]:
        """Compare columns and unique indexes with what we made, and look for triggers and rules.

        Whether an index agrees with its table is for PostgreSQL's own ``pg_amcheck`` to say.
        """
        checked = list(CHECKED)
        yield {row[0] for row in self._all(_COLUMNS, self._schema, checked)} == _MADE
        yield {row[0] for row in self._all(_INDEXES, self._schema, checked)} >= _UNIQUE
        yield not self._all(_MEDDLERS, self._schema, checked)

    def copied(self, table: str) -> Iterator[Row]:
        """Yield the rows of a table by its key, through COPY."""
        kinds = [_COPIED[name] for name in COLUMNS[table]]
        copied = f"COPY ({select(table)}) TO STDOUT (FORMAT BINARY)".encode()
        with translating(), self._connection.cursor() as cursor, cursor.copy(copied) as copy:
            copy.set_types(kinds)
            yield from copy.rows()

    def _looked_up(self, ids: list[str]) -> dict[str, Place | None]:
        found: dict[str, Place | None] = dict.fromkeys(ids)
        sendable = [command for command in ids if "\0" not in command]
        for command, *place in self._all(_SOME_COMMANDS, sendable) if sendable else ():
            found[command] = Place(*place)
        return found

    def _pages(
        self, statement: str, first: object, key: Callable[[Row], object]
    ) -> Iterator[list[Row]]:
        # The first page begins at *first*, the others after the page before.
        page = self._all(statement.replace(" > ?", " >= ?"), first, _PAGE)
        while page:
            yield page
            page = self._all(statement, key(page[-1]), _PAGE)

    def _all(self, statement: str, *values: object) -> list[Row]:
        with (
            translating(),
            self._connection.transaction(),  # inside another one: a savepoint
            self._connection.cursor(row_factory=tuple_row, binary=True) as cursor,
        ):
            return cursor.execute(spelled(statement), values).fetchall()
