"""What a store can answer instead of doing what it was asked.

Every class here is both the event library's error, which its contract asks for, and one of ours,
so that the floors that may not import the library can still tell the cases apart.
"""

from __future__ import annotations

import re
import sqlite3

from eventsourcing import persistence as library

from domain.errors import Busy, Damaged, JourneysError


class Conflict(library.IntegrityError, JourneysError):
    """These events do not follow what is stored already. None of them was stored."""


class OutOfTurn(Conflict, Busy):
    """A version that is not the last one plus one: somebody else wrote first."""


class CommandRepeated(Conflict):
    """The command was carried out already; `Store.answer` says with what result."""


class EventIdTaken(Conflict):
    """Another event has this id."""


class StoreBusy(library.OperationalError, Busy):
    """Another writer held the store for longer than we were willing to wait."""


class CannotWrite(library.OperationalError, JourneysError):
    """The disk is full, the file may not be written, or the disk itself fails. Nothing was kept."""


class StoreDamaged(library.OperationalError, Damaged):
    """The file is not sound: ``journeys verify`` says where."""


SqliteErrors = (sqlite3.Error, UnicodeDecodeError)
"""What the sqlite3 module raises; the second one where its own message is not UTF-8."""

_CANNOT = {
    sqlite3.SQLITE_FULL: "the disk is full, so nothing was recorded: make room and try again",
    sqlite3.SQLITE_READONLY: "the store's file may only be read, so nothing was recorded",
    sqlite3.SQLITE_IOERR: "the disk refused to read or write, so nothing was recorded ({code})",
    sqlite3.SQLITE_CANTOPEN: "the store's file cannot be opened ({code})",
    sqlite3.SQLITE_PERM: "the store's file may not be used by this user",
}
_DAMAGED = "the store's file is damaged: run 'journeys verify'"
# TOOBIG: a length that a changed byte made huge; our own payloads are nowhere near a gigabyte.
_DAMAGED_CODES = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_TOOBIG}
# Damage to the table definitions, and bytes that are not UTF-8, have no codes of their own.
_DAMAGED_WORDS = re.compile(
    "^(no such|malformed|unsupported file format|Could not decode)|has no column named"
)
_LIBRARY: tuple[tuple[type[sqlite3.Error], type[library.PersistenceError]], ...] = (
    (sqlite3.DataError, library.DataError),
    (sqlite3.IntegrityError, library.IntegrityError),
    (sqlite3.InternalError, library.InternalError),
    (sqlite3.ProgrammingError, library.ProgrammingError),
    (sqlite3.NotSupportedError, library.NotSupportedError),
    (sqlite3.OperationalError, library.OperationalError),
    (sqlite3.DatabaseError, library.DatabaseError),
    (sqlite3.InterfaceError, library.InterfaceError),
)


def translated(error: sqlite3.Error | UnicodeDecodeError) -> library.PersistenceError:
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
    for theirs, ours in _LIBRARY:
        if isinstance(error, theirs):
            return ours(error)
    return library.PersistenceError(error)
