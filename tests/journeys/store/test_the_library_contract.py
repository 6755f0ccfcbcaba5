"""The event library's own contract tests, on our recorders."""

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal, TypeAlias
from uuid import uuid4

from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    ProcessRecorder,
    TrackingRecorder,
)
from eventsourcing.postgres import (
    PostgresAggregateRecorder,
    PostgresProcessRecorder,
    PostgresTrackingRecorder,
)
from eventsourcing.sqlite import (
    SQLiteAggregateRecorder,
    SQLiteProcessRecorder,
    SQLiteTrackingRecorder,
)
from eventsourcing.tests import persistence as contract
from eventsourcing.utils import Environment

from journeys.store import Server
from journeys.store.postgres.connection import Datastore as PostgresStore
from journeys.store.postgres.recorder import Factory as PostgresFactory
from journeys.store.postgres.recorder import PostgresRecorder
from journeys.store.sqlite.connection import Datastore as SqliteStore
from journeys.store.sqlite.recorder import Factory as SqliteFactory
from journeys.store.sqlite.recorder import SqliteRecorder
from journeys.store.verify import verify
from tests import postgres as server

Store: TypeAlias = Any
"""A data store, or a recorder: the library's tests take them as they come."""


class _InAFile:
    """Gives every test a database of its own, and verifies its evidence at the end."""

    id_type: Literal["uuid", "text"] = "uuid"

    def setUp(self) -> None:
        self.things = ExitStack()
        self.stores: list[Store] = []

    def tearDown(self) -> None:
        for store in self.stores:
            with store.stored() as stored:
                report = verify(stored)
            assert report.clean, report
            store.close()
        self.things.close()

    def store(self) -> Store:
        self.stores.append(self.opened())
        return self.stores[-1]

    def opened(self) -> Store:
        folder = self.things.enter_context(tempfile.TemporaryDirectory())
        return SqliteStore(str(Path(folder) / "a.db"), originator_id_type=self.id_type)

    test_performance: Any = None  # prints figures and asserts nothing


class _InPostgres(_InAFile):
    def opened(self) -> Store:
        address = self.things.enter_context(server.schema())
        return PostgresStore(Server(address), originator_id_type=self.id_type)


class TestAggregateRecorder(_InAFile, contract.AggregateRecorderTestCase):
    def create_recorder(self) -> AggregateRecorder:
        recorder = SQLiteAggregateRecorder(self.store())
        recorder.create_table()
        return recorder


class TestApplicationRecorder(_InAFile, contract.ApplicationRecorderTestCase[Any]):
    def create_recorder(self) -> Store:
        return SqliteRecorder(self.store())

    test_concurrent_throughput: Any = None  # prints figures and asserts nothing


class TestApplicationRecorderWithTextIds(TestApplicationRecorder):
    id_type = "text"

    def new_originator_id(self) -> str:
        return f"client-{uuid4()}"


class TestApplicationRecorderInMemory(TestApplicationRecorder):
    def opened(self) -> Store:
        return SqliteStore(":memory:", originator_id_type="uuid")


class TestApplicationRecorderInPostgres(_InPostgres, contract.ApplicationRecorderTestCase[Any]):
    def create_recorder(self) -> Store:
        return PostgresRecorder(self.store())

    test_concurrent_throughput: Any = None  # prints figures and asserts nothing


class TestApplicationRecorderInPostgresWithTextIds(TestApplicationRecorderInPostgres):
    id_type = "text"

    def new_originator_id(self) -> str:
        return f"client-{uuid4()}"


class TestNotificationIdsDoNotInterleave(_InAFile, contract.NonInterleavingNotificationIDsBaseCase):
    def create_recorder(self) -> ApplicationRecorder:
        recorder: ApplicationRecorder = SqliteRecorder(self.store())
        return recorder


class TestNotificationIdsDoNotInterleaveInPostgres(
    _InPostgres, contract.NonInterleavingNotificationIDsBaseCase
):
    def create_recorder(self) -> ApplicationRecorder:
        recorder: ApplicationRecorder = PostgresRecorder(self.store())
        return recorder


class _OurTracking(SQLiteTrackingRecorder):
    pass


class TestFactory(contract.InfrastructureFactoryTestCase[Any]):
    def setUp(self) -> None:
        self.env = Environment("TestCase")
        self.env["PERSISTENCE_MODULE"] = "journeys.store.sqlite.recorder:Factory"
        self.env["SQLITE_DBNAME"] = ":memory:"
        super().setUp()

    def expected_factory_class(self) -> type[Any]:
        return SqliteFactory

    def expected_aggregate_recorder_class(self) -> type[AggregateRecorder]:
        return SQLiteAggregateRecorder

    def expected_application_recorder_class(self) -> type[ApplicationRecorder]:
        return SqliteRecorder

    def expected_tracking_recorder_class(self) -> type[TrackingRecorder]:
        return SQLiteTrackingRecorder

    def tracking_recorder_subclass(self) -> type[TrackingRecorder]:
        return _OurTracking

    def expected_process_recorder_class(self) -> type[ProcessRecorder]:
        return SQLiteProcessRecorder


class _OurPostgresTracking(PostgresTrackingRecorder):
    pass


_lent = ExitStack()


class OurFactory(PostgresFactory):
    """Built from settings, as the library's tests want it."""

    def __init__(self, env: Environment) -> None:
        address = _lent.enter_context(server.schema())
        super().__init__(env, PostgresStore(Server(address), originator_id_type="uuid"))


class TestFactoryInPostgres(contract.InfrastructureFactoryTestCase[Any]):
    def setUp(self) -> None:
        self.env = Environment("TestCase")
        self.env["PERSISTENCE_MODULE"] = f"{__name__}:OurFactory"
        super().setUp()

    def tearDown(self) -> None:
        super().tearDown()
        _lent.close()

    def expected_factory_class(self) -> type[Any]:
        return OurFactory

    def expected_aggregate_recorder_class(self) -> type[AggregateRecorder]:
        return PostgresAggregateRecorder

    def expected_application_recorder_class(self) -> type[ApplicationRecorder]:
        return PostgresRecorder

    def expected_tracking_recorder_class(self) -> type[TrackingRecorder]:
        return PostgresTrackingRecorder

    def tracking_recorder_subclass(self) -> type[TrackingRecorder]:
        return _OurPostgresTracking

    def expected_process_recorder_class(self) -> type[ProcessRecorder]:
        return PostgresProcessRecorder
