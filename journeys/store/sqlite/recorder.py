"""The recorder and the factory for SQLite."""

from __future__ import annotations

from typing import Any, Literal, cast

from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteFactory

from journeys.store.database import WAIT
from journeys.store.recorder import EvidenceRecorder
from journeys.store.sqlite.connection import Datastore


class SqliteRecorder(EvidenceRecorder, SQLiteApplicationRecorder):  # type: ignore[misc]
    """Records events with their evidence in a file; the library's own part only names it."""

    def create_table(self) -> None:
        """Open the file: a connection is only ever handed out on one that has its tables.

        For reading, because a store can be opened while somebody else is writing to it.
        """
        self.datastore.all("SELECT 1")


class Factory(SQLiteFactory):
    """Builds the parts of the library's application on our data store."""

    application_recorder_class = SqliteRecorder

    def __init__(self, env: Any) -> None:  # noqa: ANN401 - the library's environments
        super().__init__(env)
        kind = self.env.get(self.ORIGINATOR_ID_TYPE, "text").lower()
        self.datastore = Datastore(
            self.env.get(self.SQLITE_DBNAME, ""),
            wait=int(self.env.get(self.SQLITE_LOCK_TIMEOUT) or WAIT),
            single_row_tracking=self.datastore.single_row_tracking,
            originator_id_type=cast("Literal['uuid', 'text']", kind),
        )
