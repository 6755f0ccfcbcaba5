"""Large logs, cheaply: a thousand plain journeys, again and again with other ids."""

from __future__ import annotations

from pathlib import Path

from journeys.io.cloudevents import export
from journeys.store import Store
from tests.bench.plain import events_in_time, stories

RELATIONSHIPS = 1000
HISTORY = 20
ONCE = RELATIONSHIPS * HISTORY


def native_file(path: Path, events: int) -> Path:
    """Write a native file of so many events, a multiple of 20,000 or less than that."""
    relationships = min(RELATIONSHIPS, events // HISTORY)
    with Store.open(":memory:") as store:
        store.append(events_in_time(stories(relationships, HISTORY)))
        once = b"".join(export(store.log_order()))
    with path.open("wb") as file:
        for number in range(max(1, events // ONCE)):
            again = once.replace(b'"r-', b'"r%d-' % number).replace(b'"c-r-', b'"c-r%d-' % number)
            file.write(again.replace(b'"id":"e-', b'"id":"e%d-' % number))
    return path
