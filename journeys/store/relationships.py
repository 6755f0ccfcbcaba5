"""The event library's application, for relationships."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from eventsourcing.application import Application
from eventsourcing.persistence import InfrastructureFactory, Mapper
from eventsourcing.utils import Environment

from domain._kernel import EventMapper
from journeys.store.database import Database
from journeys.store.recorder import EvidenceRecorder

Build = Callable[[Environment], InfrastructureFactory[Any]]


class Relationships(Application[str]):
    """Every relationship's events: ``events.put(events, notes=…)``, ``repository.get(…)``.

    Settings come from *env* alone. The library would also take them from the process environment,
    where a stray ``CIPHER_KEY`` or ``SQLITE_DBNAME`` could change what is stored and where.

    Parameters
    ----------
    build
        Makes the library's parts on one of our databases.
    env
        The settings.
    """

    name = "Relationships"

    def __init__(self, build: Build, env: Mapping[str, str] | None = None) -> None:
        self._build = build
        super().__init__(dict(env or {}))

    def construct_env(self, name: str, env: Mapping[str, str] | None = None) -> Environment:
        """Return the settings that were passed, and nothing else."""
        return Environment(name, dict(env or {}))

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:
        """Return our own factory, whatever the settings say."""
        return self._build(env)

    def construct_mapper(self) -> Mapper[str]:
        """Return our own mapper: topics and bytes are the kernel's."""
        return EventMapper()

    @property
    def evidence(self) -> EvidenceRecorder:
        """The recorder, by its own type."""
        return cast("EvidenceRecorder", self.recorder)

    @property
    def database(self) -> Database:
        """Where the tables are."""
        return self.evidence.datastore
