"""Evidence: the events that something rests on."""

from __future__ import annotations

from domain._kernel import AnyEvent
from domain.unchanging import unchanging


@unchanging
class Evidence:
    """An event that a finding rests on."""

    id: str
    story_id: str | None = None


def cite(*events: AnyEvent) -> tuple[Evidence, ...]:
    """Return events as evidence, each once, in the order given."""
    return tuple(dict.fromkeys(Evidence(e.id, e.story_id) for e in events))
