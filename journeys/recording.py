"""Recording: a command goes in once, however often it is sent."""

from __future__ import annotations

import hashlib
import json
from typing import NamedTuple

from domain._kernel import Record
from domain.errors import Busy, Refused
from domain.relationship import Relationship, decide, fold
from domain.snapshot import freeze, thaw
from journeys.store import CommandRepeated, OutOfTurn, Store

ATTEMPTS = 20
SNAPSHOT_EVERY = 500
"""Versions between two snapshots: reading 500 events costs about as much as thawing a snapshot."""


class Recorded(NamedTuple):
    """Where a command's events stand: these versions of *relationship*."""

    relationship: str
    first_version: int
    last_version: int
    already: bool


def fingerprint(command: Record) -> bytes:
    """Return what tells two commands with one id apart: what they say, not when they were sent."""
    said = command.model_dump(mode="json", exclude={"recorded_at", "command_id", "facts"})
    facts = [[fact.topic, fact.model_dump(mode="json")] for fact in command.facts]
    return hashlib.sha256(json.dumps([said, facts], sort_keys=True).encode()).digest()


def record(store: Store, command: Record) -> Recorded:
    """Carry out *command* once.

    The ledger is asked before the rules: a command sent again gets its first answer, not a refusal.

    Raises
    ------
    Refused
        When a rule forbids it, or its id already stands for something else.
    Busy
        When others keep writing first.
    """
    mark = fingerprint(command)
    for _ in range(ATTEMPTS):
        answer = store.answer(command.command_id)
        if answer is not None:
            if answer.fingerprint not in (None, mark):
                message = (
                    "the command id {command} already stands for another command: use a new one"
                )
                raise Refused("one-id-one-command", message, command=command.command_id)
            return Recorded(
                answer.relationship, answer.first_version, answer.last_version, already=True
            )
        state = store.load(command.relationship, fold, thaw=thaw)
        if command.cause is not None and not _known(store, command):
            message = "no event is called {cause}: record the cause first"
            raise Refused("cause-is-known", message, cause=command.cause)
        events = decide(state, command)
        if not events:
            raise Refused("says-something", "a command without facts says nothing")
        try:
            store.append(events, fingerprints={command.command_id: mark})
        except (CommandRepeated, OutOfTurn):
            continue
        _snapshot(store, fold(state, events))
        return Recorded(command.relationship, events[0].version, events[-1].version, already=False)
    raise Busy(
        "others keep writing to {relationship} first: try again", relationship=command.relationship
    )


def _known(store: Store, command: Record) -> bool:
    return any(
        found[0] == command.cause for found in store.find_event(command.cause or "", limit=2)
    )


def _snapshot(store: Store, state: Relationship | None) -> None:
    """Keep a snapshot now and then. It may fail: it can be made again from the events."""
    if state is None or state.version < SNAPSHOT_EVERY:
        return
    last = store.snapshot(state.id)
    if state.version - (last[0] if last else 0) >= SNAPSHOT_EVERY:
        store.take_snapshot(state.id, state.version, freeze(state))
