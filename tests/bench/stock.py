"""The library's application on SQLite: at its defaults, and with ``synchronous=FULL``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import InfrastructureFactory
from eventsourcing.sqlite import SQLiteConnection, SQLiteConnectionPool, SQLiteFactory
from eventsourcing.utils import Environment

from tests.bench.aggregate import Journey, grown, tell
from tests.bench.plain import Story

__all__ = ["FullJourneys", "Journey", "Journeys", "environment", "fill", "grown", "tell"]


class Journeys(Application[UUID]):
    """The application, at the library's defaults."""


class Full(SQLiteConnectionPool):
    """Opens connections with ``synchronous=FULL``, whatever SQLite was built with."""

    def _create_connection(self) -> SQLiteConnection:
        connection = super()._create_connection()
        connection.cursor().execute("PRAGMA synchronous = FULL")
        return connection


class FullJourneys(Journeys):
    """The same application with ``synchronous=FULL``."""

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:
        factory = super().construct_factory(env)
        assert isinstance(factory, SQLiteFactory)
        factory.datastore.pool = Full(db_name=factory.datastore.pool.db_name)
        return factory


def environment(path: Path, **more: str) -> dict[str, str]:
    """Return the library's settings for a file."""
    return {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path), **more}


def fill(app: Journeys, told: Iterable[Story]) -> None:
    """Save whole stories, many at once."""
    journeys = [grown(story) for story in told]
    for begin in range(0, len(journeys), 50):
        app.save(*journeys[begin : begin + 50])


def stored(app: Application[Any]) -> int:
    """Return how many events the application holds."""
    return app.recorder.max_notification_id() or 0


def synchronous(path: Path) -> str:
    """Return the mode in which the library's connections run here."""
    app = Journeys(environment(path))
    with app.factory.datastore.transaction(commit=False) as cursor:  # type: ignore[attr-defined]
        cursor.execute("PRAGMA synchronous")
        mode = cursor.fetchone()[0]
    app.close()
    return {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}[mode]
