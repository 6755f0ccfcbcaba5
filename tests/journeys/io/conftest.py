"""A store that only remembers, and events of every kind of fact."""

from collections.abc import Mapping, Sequence

import pytest

from domain._kernel import AnyEvent


class Remembering:
    """As much of a store as an import needs; ``appends`` counts how often it was written to."""

    def __init__(self) -> None:
        self.stored: list[AnyEvent] = []
        self.appends = 0

    def append(
        self, events: Sequence[AnyEvent], *, fingerprints: Mapping[str, bytes] | None = None
    ) -> list[int]:
        self.appends += 1
        self.stored += events
        return list(range(len(self.stored) - len(events) + 1, len(self.stored) + 1))

    def answer(self, command_id: str) -> object | None:
        return next((event for event in self.stored if event.command_id == command_id), None)

    def events(self, relationship: str) -> list[AnyEvent]:
        return [event for event in self.stored if event.relationship == relationship]

    def find_event(self, prefix: str, *, limit: int = 100) -> list[tuple[str, str, int]]:
        found = (event for event in self.stored if event.id.startswith(prefix))
        return sorted((event.id, event.relationship, event.version) for event in found)[:limit]


@pytest.fixture
def store() -> Remembering:
    """An empty store."""
    return Remembering()
