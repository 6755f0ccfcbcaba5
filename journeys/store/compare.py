"""One event against its entry: every column, every hash."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from pydantic_core import from_json

from journeys.store.evidence import MOST, Entry, digest, noted


def event_alone(event: tuple[Any, ...]) -> Iterator[str]:
    """Yield what is wrong with a row of `journeys.store.stored.Stored.events` by itself."""
    kinds = (event[1], event[3], event[5], event[7])
    if kinds != ("text", "integer", "text", "blob") or event[9] not in {"text", "null"}:
        yield "event-type"


def event_against(event: tuple[Any, ...], entry: Entry) -> Iterator[str]:
    """Yield where an event's row, its payload and its entry do not agree."""
    _, _, name, _, version, _, topic, _, payload, _, event_id = event
    if name != entry.relationship.encode():
        yield "relationship"
    if version != b"%d" % entry.version:
        yield "version"
    if topic != entry.topic.encode():
        yield "topic"
    if digest(payload or b"") != entry.payload_sha256:
        yield "payload"
        return  # what a changed payload says of itself is no evidence
    said = _document(payload)
    note = noted(said)
    if (event_id or b"") != note.event_id.encode():
        yield "event-id"
    place = (said.get("relationship"), said.get("version")) if said and note.event_id else None
    if place and place != (entry.relationship, entry.version):
        yield "place"
    if note[1:] != (entry.recorded_at, entry.actor, entry.command_id):
        yield "testimony"


def _document(payload: bytes) -> dict[str, object] | None:
    try:
        document = from_json(payload)
    except ValueError:
        return None
    return cast("dict[str, object]", document) if isinstance(document, dict) else None


def plain(raw: bytes | None) -> str | None:
    """Return raw text for a report, cut short; never an error."""
    return None if raw is None else raw.decode("utf-8", "replace")[:128]


def number(raw: bytes | None) -> int | None:
    """Return a raw number, None when it is none."""
    try:
        value = int(raw or b"")
    except ValueError:
        return None
    return value if -MOST <= value <= MOST else None
