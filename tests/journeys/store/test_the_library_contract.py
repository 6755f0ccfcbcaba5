"""The event library's own contract tests, on our recorder."""

import tempfile
from pathlib import Path
from typing import Any
from uuid import uuid4

from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    ProcessRecorder,
    TrackingRecorder,
)
from eventsourcing.sqlite import (
    SQLiteAggregateRecorder,
    SQLiteProcessRecorder,
    SQLiteTrackingRecorder,
)
from eventsourcing.tests import persistence as contract
from eventsourcing.utils import Environment

from journeys.store.connection import Datastore
from journeys.store.sqlite import EvidenceRecorder, Factory
from journeys.store.verify import verify


class _WithAFile:
    """Gives every test a database of its own, and verifies its evidence at the end."""

    id_type = "uuid"

    def setUp(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.stores: list[Datastore] = []

    def tearDown(self) -> None:
        for store in self.stores:
            with store.transaction(commit=False) as cursor:
                report = verify(cursor.sqlite_cursor.connection)
            assert report.clean, report
            store.close()
        self.folder.cleanup()

    def store(self) -> Datastore:
        name = str(Path(self.folder.name) / f"{len(self.stores)}.db")
        self.stores.append(Datastore(name, originator_id_type=self.id_type))  # type: ignore[arg-type]
        return self.stores[-1]

    test_performance: Any = None  # prints figures and asserts nothing


class TestAggregateRecorder(_WithAFile, contract.AggregateRecorderTestCase):
    def create_recorder(self) -> AggregateRecorder:
        recorder = SQLiteAggregateRecorder(self.store())
        recorder.create_table()
        return recorder


class TestApplicationRecorder(_WithAFile, contract.ApplicationRecorderTestCase[EvidenceRecorder]):
    def create_recorder(self) -> EvidenceRecorder:
        return EvidenceRecorder(self.store())

    test_concurrent_throughput: Any = None  # prints figures and asserts nothing


class TestApplicationRecorderWithTextIds(TestApplicationRecorder):
    id_type = "text"

    def new_originator_id(self) -> str:
        return f"client-{uuid4()}"


class TestApplicationRecorderInMemory(TestApplicationRecorder):
    def store(self) -> Datastore:
        self.stores.append(Datastore(":memory:", originator_id_type="uuid"))
        return self.stores[-1]


class TestNotificationIdsDoNotInterleave(
    _WithAFile, contract.NonInterleavingNotificationIDsBaseCase
):
    def create_recorder(self) -> ApplicationRecorder:
        return EvidenceRecorder(self.store())


class _OurTracking(SQLiteTrackingRecorder):
    pass


class TestFactory(contract.InfrastructureFactoryTestCase[Factory]):
    def setUp(self) -> None:
        self.env = Environment("TestCase")
        self.env[Factory.PERSISTENCE_MODULE] = "journeys.store.sqlite:Factory"
        self.env[Factory.SQLITE_DBNAME] = ":memory:"
        super().setUp()

    def expected_factory_class(self) -> type[Factory]:
        return Factory

    def expected_aggregate_recorder_class(self) -> type[AggregateRecorder]:
        return SQLiteAggregateRecorder

    def expected_application_recorder_class(self) -> type[ApplicationRecorder]:
        return EvidenceRecorder

    def expected_tracking_recorder_class(self) -> type[TrackingRecorder]:
        return SQLiteTrackingRecorder

    def tracking_recorder_subclass(self) -> type[TrackingRecorder]:
        return _OurTracking

    def expected_process_recorder_class(self) -> type[ProcessRecorder]:
        return SQLiteProcessRecorder
