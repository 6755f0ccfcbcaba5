"""Snapshots: a state as bytes, and back.

A state is an index over the facts it remembers, so a snapshot is nothing but those events; facts
that are not remembered (contacts, feelings) are what it saves reading.
"""

from __future__ import annotations

import json
from dataclasses import replace

from domain._kernel import read
from domain.relationship import Relationship, fold


def freeze(state: Relationship) -> bytes:
    """Return *state* as bytes."""
    events = {event.version: event for kept in state.facts.values() for event in kept}
    remembered = [
        [event.fact.topic, event.payload().decode()] for _, event in sorted(events.items())
    ]
    return json.dumps({"id": state.id, "version": state.version, "events": remembered}).encode()


def thaw(data: bytes) -> Relationship:
    """Return the state that `freeze` wrote."""
    kept = json.loads(data)
    events = (read(topic, payload.encode()) for topic, payload in kept["events"])
    state = fold(None, events) or Relationship(kept["id"])
    return replace(state, version=kept["version"])
