"""What SQLite's errors mean to somebody who uses a store."""

from __future__ import annotations

import re
import sqlite3

from eventsourcing.persistence import PersistenceError

from journeys.store.errors import CannotWrite, StoreBusy, StoreDamaged, as_library

SqliteErrors = (sqlite3.Error, UnicodeDecodeError)
"""What the sqlite3 module raises; the second one where its own message is not UTF-8."""

# What stands before it is for whoever knows it to say: of a long import much may have been kept.
_CANNOT = {
    sqlite3.SQLITE_FULL: "the disk is full: make room and try again",
    sqlite3.SQLITE_READONLY: "the store's file may only be read",
    sqlite3.SQLITE_IOERR: "the disk refused to read or write ({code})",
    sqlite3.SQLITE_CANTOPEN: "the store's file cannot be opened: may you write beside it? ({code})",
    sqlite3.SQLITE_PERM: "the store's file may not be used by this user",
}
_DAMAGED = "the store's file is damaged: run 'journeys verify'"
# TOOBIG: a length that a changed byte made huge; our own payloads are nowhere near a gigabyte.
_DAMAGED_CODES = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_TOOBIG}
# Damage to the table definitions, and bytes that are not UTF-8, have no codes of their own.
_DAMAGED_WORDS = re.compile(
    "^(no such|malformed|unsupported file format|Could not decode|ON CONFLICT clause)"
    "|has no column named"
)


def translated(error: sqlite3.Error | UnicodeDecodeError) -> PersistenceError:
    """Return the error to raise in the place of SQLite's own."""
    # Extended result codes keep the primary one in their low byte.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    name = getattr(error, "sqlite_errorname", "")
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return StoreBusy("another process is writing to the store: try again")
    if code in _CANNOT:
        return CannotWrite(_CANNOT[code], code=name)
    if isinstance(error, UnicodeDecodeError):
        return StoreDamaged(_DAMAGED)
    if code in _DAMAGED_CODES or _DAMAGED_WORDS.search(str(error)):
        return StoreDamaged(_DAMAGED)
    return as_library(error, sqlite3, str(error))
