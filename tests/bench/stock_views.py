"""The library's way to views: a Projection with a tracking recorder, for its ProjectionRunner.

Its mapper, its recorder, and one transaction for every event, which keeps the view's rows together
with the tracking record.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event
from typing import Any

from eventsourcing.application import Application
from eventsourcing.persistence import Mapper, Tracking
from eventsourcing.projection import Projection
from eventsourcing.sqlite import SQLiteDatastore, SQLiteTrackingRecorder
from pydantic_core import to_json

from domain._kernel import AnyEvent, EventMapper
from journeys.working_days import PublicHolidays
from projections.reading import Reading
from projections.views import VIEWS
from tests.bench.aggregate import Journey

_TABLES = (
    """CREATE TABLE IF NOT EXISTS rows (
        view TEXT, relationship TEXT, key TEXT, data TEXT,
        PRIMARY KEY (view, relationship, key)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS journeys (
        id TEXT PRIMARY KEY, events INTEGER, phase TEXT, mood REAL, last TEXT) WITHOUT ROWID""",
)


class Done(Event):
    """Set when the event with that number has been projected: nobody needs to poll for it."""

    last = 0


class Table(SQLiteTrackingRecorder):
    """View rows and the tracking record, kept in one transaction."""

    def __init__(self, datastore: SQLiteDatastore) -> None:
        super().__init__(datastore)
        self.done = Done()

    def construct_create_table_statements(self) -> list[str]:
        return [*super().construct_create_table_statements(), *_TABLES]

    def keep(self, tracking: Tracking, *statements: tuple[str, Sequence[Sequence[Any]]]) -> None:
        """Run the statements and track, all or nothing."""
        with self.datastore.transaction(commit=True) as cursor:
            for statement, rows in statements:
                cursor.executemany(statement, rows)
            self._insert_tracking(cursor, tracking)
        if tracking.notification_id == self.done.last:
            self.done.set()

    def count(self, table: str) -> int:
        """Return how many rows a table holds."""
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - our own names
            return int(cursor.fetchone()[0])


_PHASES = {Journey.Started: "contract", Journey.Incident: "friction"}  # type: ignore[attr-defined]
_UPSERT = """
    INSERT INTO journeys VALUES (?1, 1, 'courtship', NULL, ?4) ON CONFLICT DO UPDATE SET
    events = events + 1, phase = coalesce(?2, phase), mood = coalesce(?3, mood), last = ?4"""


def row_of(event: Any) -> tuple[str, str | None, float | None, str]:  # noqa: ANN401 - made there
    """Return what an event says of its relationship: the id, phase, mood and moment."""
    mood = getattr(event, "valence", None)
    return event.originator_id.hex, _PHASES.get(type(event)), mood, event.said["at"]


class OneRow(Projection[Table]):
    """One row per relationship, written as one would with the library."""

    def process_event(
        self,
        domain_event: Any,  # noqa: ANN401 - the library makes these classes
        tracking: Tracking,
    ) -> None:
        self.view.keep(tracking, (_UPSERT, [row_of(domain_event)]))


class SameEvents(Application[str]):
    """The library's application and recorder, holding our events."""

    def construct_mapper(self) -> Mapper[str]:
        return EventMapper()


class OurViews(Projection[Table]):
    """Our own views, folded by our own reading, driven and written the library's way."""

    def __init__(self, view: Table) -> None:
        super().__init__(view)
        self.readings: dict[str, Reading] = {}

    def learn(self, event: AnyEvent) -> Reading:
        """Read one more event and return the reading; nothing is written."""
        name = event.relationship
        if name not in self.readings:
            self.readings[name] = Reading(name, PublicHolidays())
        self.readings[name].learn(event)
        return self.readings[name]

    def process_event(self, domain_event: AnyEvent, tracking: Tracking) -> None:
        name, reading = domain_event.relationship, self.learn(domain_event)
        rows = [(view.name, name, key, to_json(data).decode())
                for view in VIEWS for key, data in view.rows(reading)]  # fmt: skip
        self.view.keep(
            tracking,
            (
                "DELETE FROM rows WHERE view = ? AND relationship = ?",
                [(v.name, name) for v in VIEWS],
            ),
            ("INSERT INTO rows VALUES (?, ?, ?, ?)", rows),
        )
