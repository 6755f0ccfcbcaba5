"""What PostgreSQL's errors mean to somebody who uses a store.

The server's own words are not repeated: they can quote rows, and rows hold what people said.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from eventsourcing.persistence import PersistenceError

from domain.errors import JourneysError, NotFound
from journeys.store.errors import (
    CannotWrite,
    ConnectionLost,
    NotAdmitted,
    StoreBusy,
    StoreDamaged,
    as_library,
)

LOST = "the connection to the database was lost: try again, with the same command id"
_BUSY = {
    "40001": "somebody else wrote at the same moment: try again",
    "40P01": "somebody else wrote at the same moment: try again",
    "53300": "the database takes no more connections: try again later",
    "55P03": "another process is writing to the store: try again",
    "57014": "the database took too long and gave up: try again",
}
_CANNOT = {
    "25006": "the database may only be read: is it a standby?",
    "42501": "this database user may not do that: see docs/stores.md for what it needs",
    "53100": "the database's disk is full: make room and try again",
    "53200": "the database has no memory left",
    "58030": "the database's disk refused to read or write",
}
# A limit on the size of files, or a quota, has no code of its own.
_FULL = ("could not extend file", "could not write")
# What ends a connection from the server's side: shutting down, starting up, waiting too long.
_ENDED = {"25P03", "25P04", "57P01", "57P02", "57P03", "57P05"}
_DAMAGED = "the store's tables are damaged: run 'journeys verify'"
# Unreadable pages and files, bytes that are no text, and tables or columns that are gone.
_DAMAGED_CODES = {"22021", "42703", "42P01", "58P01", "XX000", "XX001", "XX002"}


def translated(error: psycopg.Error) -> PersistenceError:
    """Return the error to raise in the place of the driver's own."""
    code = error.sqlstate or ""
    if code == "XX000" and (error.diag.message_primary or "").startswith(_FULL):
        code = "53100"
    if code in _BUSY:
        return StoreBusy(_BUSY[code])
    if code in _CANNOT:
        return CannotWrite(_CANNOT[code])
    if code in _DAMAGED_CODES:
        return StoreDamaged(_DAMAGED)
    # Without a code it is the driver that speaks: nobody answers any more.
    silent = not code and isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    if silent or code in _ENDED or code.startswith("08"):
        return ConnectionLost(LOST)
    return as_library(error, psycopg, f"{code} {error.diag.constraint_name or ''}".strip())


@contextmanager
def translating() -> Iterator[None]:
    """Raise our errors in the place of the driver's."""
    try:
        yield
    except psycopg.Error as error:
        raise translated(error) from error


def refused(error: psycopg.Error, shown: str) -> PersistenceError | JourneysError:
    """Return why the database at *shown* could not be opened."""
    said = str(error)
    code = error.sqlstate or ""
    if any(words in said for words in _NO_ROOM):  # before the rest: such a limit may name a role
        return StoreBusy(_BUSY["53300"])
    if code == "3D000" or ("does not exist" in said and 'database "' in said):
        message = "{store}: there is no such database; create it first"
        return NotFound(message, store=shown)
    if code.startswith("28") or any(word in said for word in _NOT_ADMITTED):
        message = "{store} does not let this user in: check the user, its password, and its rights"
        return NotAdmitted(message, store=shown)
    found = translated(error)
    if isinstance(found, ConnectionLost):
        message = "{store} does not answer: is the database running, and is the address right?"
        return ConnectionLost(message, store=shown)
    return found


# While connecting the driver passes on words in the place of codes.
_NO_ROOM = (
    "too many clients already",
    "too many connections for",
    "remaining connection slots are reserved",
)
_NOT_ADMITTED = (
    "authentication failed",
    "no password supplied",
    "no pg_hba.conf entry",
    "permission denied",
    "role ",
    "is not permitted to log in",
)
