"""The recorder and the factory for SQLite."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Literal, cast

import msgspec
from eventsourcing.persistence import PersistenceError
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteFactory

from journeys.store.database import WAIT
from journeys.store.recorder import EvidenceRecorder
from journeys.store.sqlite.connection import Datastore
from projections.ports import LogPage


class SqliteRecorder(EvidenceRecorder, SQLiteApplicationRecorder):  # type: ignore[misc]
    """Records events with their evidence in a file; the library's own part only names it."""

    def create_table(self) -> None:
        """Open the file: a connection is only ever handed out on one that has its tables.

        For reading, because a store can be opened while somebody else is writing to it.
        """
        self.datastore.all("SELECT 1")

    def select_page(self, after: int, limit: int) -> LogPage:
        """Return the events after a position, a list for every thing.

        The file puts them together itself, so that there is no object for a row and none for its
        place in it. Whatever is not as we write it is for the ordinary way, which can say so.
        """
        found = None
        with suppress(PersistenceError):
            ((last, *put_together),) = self.datastore.all(_PAGE, after, limit)
            found = _page(min(last - after, limit), *put_together)
        return super().select_page(after, limit) if found is None else found


_PAGE = """SELECT (SELECT ifnull(max(position), 0) FROM events), count(*),
    CAST(json_group_array(position) AS BLOB), group_concat(relationship, '\n'),
    CAST(json_group_array(version) AS BLOB), group_concat(topic, '\n'),
    CAST(group_concat(payload, '\n') AS BLOB)
    FROM events WHERE position > ?1 AND position <= ?1 + ?2"""
_numbers = msgspec.json.Decoder(list[int]).decode


def _page(
    expected: int,
    many: int,
    position: bytes,
    relationship: str | None,
    version: bytes,
    topic: str | None,
    payload: bytes | None,
) -> LogPage | None:
    """Return what SQLite has put together; None where it is not plain what belongs to what.

    Positions follow each other: where it is not as many as *expected* some have gone.
    """
    if expected <= 0:
        return LogPage()
    if relationship is None or topic is None or payload is None:
        return None
    names, topics = relationship.split("\n"), topic.split("\n")
    try:
        page = LogPage(_numbers(position), names, _numbers(version), topics, payload.split(b"\n"))
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    told = (page.position, page.relationship, page.version, page.topic, page.payload)
    plain = {many, expected} == set(map(len, told)) and page.position == sorted(page.position)
    return page if plain else None


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
