"""The recorder and the factory for PostgreSQL."""

from __future__ import annotations

from typing import Any

from eventsourcing.persistence import InfrastructureFactory, Subscription
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresFactory

from journeys.store.postgres.connection import Datastore
from journeys.store.recorder import EvidenceRecorder


class PostgresRecorder(EvidenceRecorder, PostgresApplicationRecorder):  # type: ignore[misc]
    """Records events with their evidence in a database; the library's own part only names it."""

    def create_table(self) -> None:
        """Leave the tables alone: the data store was admitted to them when it was opened."""

    def subscribe(self, *_: Any, **__: Any) -> Subscription[Any]:  # noqa: ANN401 - the library's
        """Refuse: nobody is notified here; `projections.runner` pulls."""
        raise NotImplementedError


class Factory(PostgresFactory):
    """Builds the parts of the library's application on a data store.

    It is handed the data store, not settings: settings are shown in logs, and an address can hold
    a password.
    """

    application_recorder_class = PostgresRecorder

    def __init__(self, env: Any, datastore: Datastore) -> None:  # noqa: ANN401 - the library's environments
        # Past the library's own, which would make a data store from settings.
        InfrastructureFactory.__init__(self, env)
        self.datastore = datastore
