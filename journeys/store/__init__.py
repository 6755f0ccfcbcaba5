"""The store: events, their evidence and the views, kept safely in a file or a database.

`Store` is what the engine opens. Written once for every store: `recorder` (events and their
`evidence`), `relationships` (the library's application), `views`, and `verify` with
`walk`, `compare` and `ledger`. They stand on the two ports of `database` and on `stored`, which the
rooms `sqlite` and `postgres` fill in; `opening` chooses between them by the `address`.
"""

from journeys.store.address import Place, Server, place
from journeys.store.errors import (
    CannotWrite,
    CommandRepeated,
    Conflict,
    ConnectionLost,
    EventIdTaken,
    NotAdmitted,
    OutOfTurn,
    ReadOnly,
    StoreBusy,
    StoreDamaged,
)
from journeys.store.facade import Answer, Store
from journeys.store.opening import exists, verify_at
from journeys.store.report import FAULTS, Fault, Report

__all__ = [
    "FAULTS",
    "Answer",
    "CannotWrite",
    "CommandRepeated",
    "Conflict",
    "ConnectionLost",
    "EventIdTaken",
    "Fault",
    "NotAdmitted",
    "OutOfTurn",
    "Place",
    "ReadOnly",
    "Report",
    "Server",
    "Store",
    "StoreBusy",
    "StoreDamaged",
    "exists",
    "place",
    "verify_at",
]
