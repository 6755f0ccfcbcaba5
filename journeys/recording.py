"""Recording: a command goes in once, however often it is sent."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from typing import NamedTuple

from domain._kernel import Record
from domain.errors import Busy, Refused
from domain.relationship import Relationship, decide, fold
from domain.repeated import says_the_same
from domain.snapshot import freeze, thaw
from journeys.store import Answer, CommandRepeated, OutOfTurn, Store

ATTEMPTS = 20
STATES_KEPT = 256
SNAPSHOT_EVERY = 500
"""Versions between two snapshots: reading 500 events costs about as much as thawing a snapshot."""


class Recorded(NamedTuple):
    """Where a command's events stand: these versions of *relationship*."""

    relationship: str
    first_version: int
    last_version: int
    already: bool


def fingerprint(command: Record) -> bytes:
    """Return what tells two commands with one id apart: what they say, not when they were sent.

    What was not said is left out: what a later version takes it to be makes no other command.
    """
    silent = {"recorded_at", "command_id", "facts"}
    said = command.model_dump(mode="json", exclude=silent, exclude_defaults=True)
    facts = [[f.topic, f.model_dump(mode="json", exclude_defaults=True)] for f in command.facts]
    return hashlib.sha256(json.dumps([said, facts], sort_keys=True).encode()).digest()


def stands_for(store: Store, command: Record, answer: Answer) -> bool:
    """Whether *answer* is the answer to *command*, or its id stands for something else.

    A fingerprint that differs may be an earlier version's, so what is on record decides.
    """
    if answer.fingerprint in (None, fingerprint(command)):
        return True
    name, first, last = answer.relationship, answer.first_version, answer.last_version
    return says_the_same(command, store.events(name, after=first - 1, until=last))


class Scribe:
    """Records commands in a store, each one once.

    The states of the relationships recorded of late are kept in memory: a state never changes, so
    only the events that came after it have to be read.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._states: OrderedDict[str, Relationship] = OrderedDict()

    def record(self, command: Record) -> Recorded:
        """Carry out *command* once.

        The ledger is asked before the rules: a command sent again gets its first answer, not a
        refusal.

        Raises
        ------
        Refused
            When a rule forbids it, or its id already stands for something else.
        Busy
            When others keep writing first.
        """
        mark = fingerprint(command)
        for _ in range(ATTEMPTS):
            answer = self._store.answer(command.command_id)
            if answer is not None:
                return _again(self._store, command, answer)
            state = self._state(command.relationship)
            if command.cause is not None and not _known(self._store, command):
                message = "no event is called {cause}: record the cause first"
                raise Refused("cause-is-known", message, cause=command.cause)
            events = decide(state, command)
            if not events:
                raise Refused("says-something", "a command without facts says nothing")
            try:
                self._store.append(events, fingerprints={command.command_id: mark})
            except (CommandRepeated, OutOfTurn):
                self._states.pop(command.relationship, None)
                continue
            self._keep(fold(state, events))
            return Recorded(
                command.relationship, events[0].version, events[-1].version, already=False
            )
        message = "others keep writing to {relationship} first: try again"
        raise Busy(message, relationship=command.relationship)

    def _state(self, relationship: str) -> Relationship | None:
        kept = self._states.pop(relationship, None)
        if kept is None:
            return self._store.load(relationship, fold, thaw=thaw)
        return fold(kept, self._store.events(relationship, after=kept.version))

    def _keep(self, state: Relationship | None) -> None:
        if state is None:
            return
        self._states[state.id] = state
        while len(self._states) > STATES_KEPT:
            self._states.popitem(last=False)
        _snapshot(self._store, state)


def _again(store: Store, command: Record, answer: Answer) -> Recorded:
    """Return the first answer to a command that was carried out before."""
    if not stands_for(store, command, answer):
        message = "the command id {command} already stands for another command: use a new one"
        raise Refused("one-id-one-command", message, command=command.command_id)
    return Recorded(answer.relationship, answer.first_version, answer.last_version, already=True)


def _known(store: Store, command: Record) -> bool:
    return any(
        found[0] == command.cause for found in store.find_event(command.cause or "", limit=2)
    )


def _snapshot(store: Store, state: Relationship) -> None:
    """Keep a snapshot now and then. It can always be made again from the events."""
    if state.version < SNAPSHOT_EVERY:
        return
    last = store.snapshot(state.id)
    if state.version - (last[0] if last else 0) >= SNAPSHOT_EVERY:
        store.take_snapshot(state.id, state.version, freeze(state))
