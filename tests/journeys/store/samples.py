"""Events to store: what they say does not matter here, only that they are events."""

from domain._kernel import AnyEvent, Event, event_id
from domain.courtship import RelationshipOpened
from domain.moments import Moment


def happened(
    relationship: str, version: int, command: str, index: int = 0, *, title: str = "Vleugel"
) -> AnyEvent:
    """Return event number *version*, the *index*-th of a command."""
    return Event[RelationshipOpened](
        id=event_id(command, index),
        relationship=relationship,
        version=version,
        occurred_at=Moment("2026-07-28"),
        recorded_at=Moment(f"2026-07-28T10:{version % 60:02}:00+02:00"),
        actor="ada",
        command_id=command,
        fact=RelationshipOpened(title=title),
    )


def history() -> list[AnyEvent]:
    """Return seven events of three relationships under five commands, interleaved."""
    return [
        happened("client-1", 1, "c-1"),
        happened("client-1", 2, "c-1", 1, title="Zoë"),
        happened("client-2", 1, "c-2"),
        happened("client-1", 3, "c-3"),
        happened("client-3", 1, "c-4"),
        happened("client-2", 2, "c-5"),
        happened("client-2", 3, "c-5", 1),
    ]
