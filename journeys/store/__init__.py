"""The store: events, their evidence and the views, kept safely in one file.

`Store` is what the engine opens. The rooms behind it: `schema` (which files are stores, their
tables), `connection` (transactions), `evidence` (entry lines), `sqlite` (the recorder),
`relationships` (the library's application), `views`, `snapshots`, and `verify`.
"""

from journeys.store.errors import (
    CannotWrite,
    CommandRepeated,
    Conflict,
    EventIdTaken,
    OutOfTurn,
    StoreBusy,
    StoreDamaged,
)
from journeys.store.facade import Answer, Fold, Store
from journeys.store.report import FAULTS, Fault, Report
from journeys.store.verify import verify_file

__all__ = [
    "FAULTS",
    "Answer",
    "CannotWrite",
    "CommandRepeated",
    "Conflict",
    "EventIdTaken",
    "Fault",
    "Fold",
    "OutOfTurn",
    "Report",
    "Store",
    "StoreBusy",
    "StoreDamaged",
    "verify_file",
]
