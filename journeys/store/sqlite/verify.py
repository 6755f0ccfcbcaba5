"""Verification of a file as it lies there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from journeys.store.errors import CannotWrite, StoreBusy
from journeys.store.report import Report
from journeys.store.sqlite.errors import SqliteErrors, translated
from journeys.store.sqlite.schema import check_path
from journeys.store.sqlite.stored import SqliteStored
from journeys.store.verify import HOPELESS, Progress, verify


def verify_file(path: Path, on_progress: Progress | None = None) -> Report:
    """Verify a store's file; see `journeys.store.opening.verify_at`."""
    path = Path(path).absolute()
    check_path(path, create=False)
    uri = f"{path.as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
            connection.execute("BEGIN")  # one moment for both tables, whoever writes meanwhile
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()
            return verify(SqliteStored(connection), on_progress)
    except SqliteErrors as error:
        problem = translated(error)
        if isinstance(problem, (StoreBusy, CannotWrite)):
            raise problem from error  # that is no damage
        return HOPELESS
