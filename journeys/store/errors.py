"""What a store can answer instead of doing what it was asked.

Every class here is both the event library's error, which its contract asks for, and one of ours,
so that the floors that may not import the library can still tell the cases apart.
"""

from __future__ import annotations

from types import ModuleType

from eventsourcing import persistence as library

from domain.errors import Busy, Damaged, JourneysError

COME_APART = "events and their evidence do not match: run 'journeys verify'"
"""Said where going on would bury the traces of damage."""


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


class ConnectionLost(StoreBusy):
    """The database cannot be reached, or stopped answering.

    Whether a command that was under way has been recorded is not known. Sent again with the same
    command id it has one effect.
    """


class CannotWrite(library.OperationalError, JourneysError):
    """The disk is full or fails, or the store may not be written. Nothing was kept."""


class ReadOnly(CannotWrite):
    """The store was opened for reading only, as a copy that somebody else keeps up is."""


class NotAdmitted(library.OperationalError, JourneysError):
    """The database does not let this user in."""


class StoreDamaged(library.OperationalError, Damaged):
    """The store is not sound: ``journeys verify`` says where."""


_KINDS = (
    "DataError",
    "IntegrityError",
    "InternalError",
    "ProgrammingError",
    "NotSupportedError",
    "OperationalError",
    "DatabaseError",
    "InterfaceError",
)


def as_library(error: Exception, driver: ModuleType, said: str) -> library.PersistenceError:
    """Return the library's error of the same kind as a database driver's, saying *said*."""
    for kind in _KINDS:
        if isinstance(error, getattr(driver, kind)):
            found: library.PersistenceError = getattr(library, kind)(said)
            return found
    return library.PersistenceError(said)
