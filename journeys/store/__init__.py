"""The store: events, their evidence and the views, kept safely in a file or a database.

`Store` is what the engine opens. Written once for every store: `recorder` (events and their
`evidence`), `relationships` (the library's application), `views`, and `verify` with
`walk`, `compare` and `ledger`. They stand on the two ports of `database` and on `stored`, which the
rooms `sqlite` and `postgres` fill in; `opening` chooses between them by the `address`. `shards`
makes one store of several.
"""

from journeys.store.address import Place, Server, Shards, place
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
from journeys.store.opening import exists
from journeys.store.report import FAULTS, Fault, Report
from journeys.store.shards.opening import open_store, verify_at
from journeys.store.shards.several import ShardedStore
from journeys.store.shards.vector import Vector

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
    "ShardedStore",
    "Shards",
    "Store",
    "StoreBusy",
    "StoreDamaged",
    "Vector",
    "exists",
    "open_store",
    "place",
    "verify_at",
]
