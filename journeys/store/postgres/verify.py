"""Verification of a schema as it is."""

from __future__ import annotations

from journeys.store.address import Server
from journeys.store.errors import StoreDamaged
from journeys.store.postgres.connection import Datastore
from journeys.store.report import Report
from journeys.store.verify import HOPELESS, Progress, verify


def verify_server(server: Server, on_progress: Progress | None = None) -> Report:
    """Verify a store in a database; see `journeys.store.opening.verify_at`."""
    datastore = Datastore(server, create=False)
    try:
        with datastore.stored() as stored:
            return verify(stored, on_progress)
    except StoreDamaged:
        return HOPELESS
    finally:
        datastore.close()
