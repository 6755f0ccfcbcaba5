"""Verification of heads, of the ledger of commands and of the structure of the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

from journeys.store.errors import SqliteErrors
from journeys.store.evidence import parsed
from journeys.store.report import Fault, Findings
from journeys.store.schema import TABLES
from journeys.store.tails import Tails

# A column of another kind than was stored reads as NULL here, and agrees with nothing.
_COMMAND = """
    SELECT CASE typeof(relationship) WHEN 'text' THEN CAST(relationship AS BLOB) END,
        CASE typeof(first_version) WHEN 'integer' THEN first_version END,
        CASE typeof(last_version) WHEN 'integer' THEN last_version END
    FROM commands WHERE command_id = ?"""
_COMMANDS = """
    SELECT CASE typeof(command_id) WHEN 'text' THEN CAST(command_id AS BLOB) END,
        CASE typeof(relationship) WHEN 'text' THEN CAST(relationship AS BLOB) END,
        CASE typeof(first_version) WHEN 'integer' THEN first_version END,
        CASE typeof(last_version) WHEN 'integer' THEN last_version END
    FROM commands"""
_HEADS = """
    SELECT CASE typeof(relationship) WHEN 'text' THEN CAST(relationship AS BLOB) END,
        CASE typeof(version) WHEN 'integer' THEN version END,
        CASE typeof(log_index) WHEN 'integer' THEN log_index END,
        CASE typeof(entry_hash) WHEN 'blob' THEN entry_hash END
    FROM heads"""
_LINE = (
    "SELECT CAST(line AS BLOB) FROM entries WHERE log_index = "
    "(SELECT position - 1 FROM events WHERE relationship = ? AND version = ?)"
)
_MADE = "SELECT sql FROM sqlite_master WHERE type = 'table'"
_TRIGGERS = "SELECT 1 FROM sqlite_master WHERE type = 'trigger' LIMIT 1"
_GIVEN = "SELECT CAST(seq AS INTEGER) FROM sqlite_sequence WHERE name = 'events'"
_CHECKED = ("events", "entries", "heads", "commands")


class Place(NamedTuple):
    """What the ledger says of a command, as far as it can be read."""

    relationship: bytes | None
    first_version: int | None
    last_version: int | None

    def holds(self, relationship: str, version: int) -> bool:
        """Whether that event is one of the command's."""
        return (
            self.relationship == relationship.encode()
            and self.first_version is not None
            and self.last_version is not None
            and self.first_version <= version <= self.last_version
        )


def lookup(connection: sqlite3.Connection, command_id: str) -> Place | None:
    """Return what the ledger says of a command, None when it says nothing."""
    try:
        row = next(_rows(connection, _COMMAND, command_id), None)
    except SqliteErrors:
        return None
    return None if row is None else Place(*row)


def check_heads(connection: sqlite3.Connection, tails: Tails, found: Findings) -> None:
    """Compare the heads with the last entries of the walk."""
    good = 0
    try:
        for raw, version, log_index, entry_hash in _rows(connection, _HEADS):
            name = (raw or b"").decode("utf-8", "replace")
            tail = tails.get(name)
            if tail and (version, log_index, (entry_hash or b"").hex()) == tuple(tail):
                good += 1
            else:
                _add_head(found, name, version, tail.log_index if tail else log_index)
        if good < len(tails):
            for name, tail in tails:
                if not _has_head(connection, name):
                    _add_head(found, name, tail.version, tail.log_index)
    except SqliteErrors:
        found.add(Fault("unreadable"))


def _add_head(found: Findings, name: str, version: int | None, log_index: int | None) -> None:
    position = None if log_index is None else log_index + 1
    found.add(Fault("head", position, log_index, name[:128], version))


def _has_head(connection: sqlite3.Connection, name: str) -> bool:
    found = _rows(connection, "SELECT 1 FROM heads WHERE relationship = ?", name)
    return next(found, None) is not None


def check_commands(connection: sqlite3.Connection, covered: int, found: Findings) -> None:
    """Compare the ledger with the *covered* events whose command it knows.

    Every one of those lies within its command's versions, so the ledger names no others exactly
    when it names as many. Only if it does not, each row is looked into.
    """
    try:
        named = 0
        for command, name, first, last in _rows(connection, _COMMANDS):
            if command is None or name is None or first is None or last is None or last < first:
                found.add(Fault("ledger", relationship=_plain(name), version=first))
                continue
            named += last - first + 1
        if named == covered:
            return
        for command, name, first, last in _rows(connection, _COMMANDS):
            if not (command is None or name is None or first is None or last is None):
                _check_command(connection, command, _plain(name) or "", (first, last), found)
    except SqliteErrors:
        found.add(Fault("unreadable"))


def _check_command(
    connection: sqlite3.Connection,
    command: bytes,
    name: str,
    span: tuple[int, int],
    found: Findings,
) -> None:
    # One fault per command is enough: a span that was made huge must not be walked to its end.
    for version in range(span[0], span[1] + 1):
        row = next(_rows(connection, _LINE, name, version), None)
        entry = parsed(row[0]) if row and row[0] else None
        if entry is None or entry.command_id.encode() != command:
            found.add(Fault("ledger", relationship=name, version=version))
            return


def check_structure(connection: sqlite3.Connection, found: Findings) -> None:
    """Compare the tables with what we made, and have SQLite compare them with their indexes.

    Events are looked up by an index, and a trigger could change them on their way in.
    """
    try:
        if not set(TABLES) <= {row[0] for row in _rows(connection, _MADE)}:
            found.add(Fault("structure"))
        if next(_rows(connection, _TRIGGERS), None):
            found.add(Fault("structure"))
    except SqliteErrors:
        found.add(Fault("structure"))
    for table in _CHECKED:
        try:
            sound = [row[0] for row in _rows(connection, f"PRAGMA integrity_check({table})")]
        except SqliteErrors:
            sound = []
        if sound != ["ok"]:
            found.add(Fault("structure"))


def check_end(connection: sqlite3.Connection, found: Findings) -> None:
    """Compare the log's end with the highest position that was ever given out."""
    try:
        given = next(_rows(connection, _GIVEN), (0,))[0]
        (last,) = next(_rows(connection, "SELECT max(position) FROM events"))
    except SqliteErrors:
        found.add(Fault("unreadable"))
        return
    if given != (last or 0):
        found.add(Fault("tail", position=(last or 0) + 1, log_index=last or 0))


def _rows(
    connection: sqlite3.Connection, statement: str, *parameters: object
) -> Iterator[tuple[Any, ...]]:
    cursor = connection.cursor()
    cursor.row_factory = None
    yield from cursor.execute(statement, parameters)


def _plain(raw: bytes | None) -> str | None:
    return None if raw is None else raw.decode("utf-8", "replace")[:128]
