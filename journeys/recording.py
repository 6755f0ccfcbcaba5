"""Recording: a command goes in once, however often it is sent."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import NamedTuple

from domain._kernel import Fact, Record
from domain.errors import Busy, Refused
from domain.relationship import decide, fold
from domain.repeated import says_the_same
from journeys.states import States
from journeys.store import Answer, CommandRepeated, OutOfTurn, Store

ATTEMPTS = 20


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
    said = _said(command, _SILENT)
    facts = [[fact.topic, _said(fact)] for fact in command.facts]
    return hashlib.sha256(_encoded([said, facts]).encode()).digest()


_SILENT = frozenset({"recorded_at", "command_id", "facts"})
_encoded = json.JSONEncoder(sort_keys=True).encode


def _said(value: Record | Fact, silent: frozenset[str] = frozenset()) -> dict[str, object]:
    if isinstance(value, Fact) and not value.is_flat:
        return value.model_dump(mode="json", exclude_defaults=True)
    # The same, at a third of the cost, where no value holds another.
    unsaid = _defaults(type(value))
    return {
        name: one
        for name, one in value.__dict__.items()
        if name not in silent and not (name in unsaid and one == unsaid[name])
    }


@cache
def _defaults(kind: type[Record | Fact]) -> dict[str, object]:
    fields = kind.model_fields.items()
    return {name: field.default for name, field in fields if not field.is_required()}


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

    Parameters
    ----------
    store
        Where they are recorded.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.states = States(store)

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
        with self._store.at_hand():
            return self._record(command)

    def _record(self, command: Record) -> Recorded:
        mark = fingerprint(command)
        for _ in range(ATTEMPTS):
            answer, version = self._store.asked(command.command_id, command.relationship)
            if answer is not None:
                return _again(self._store, command, answer)
            state, whole = self.states.to_decide(command, version)
            if command.cause is not None and not _known(self._store, command):
                message = "no event is called {cause}: record the cause first"
                raise Refused("cause-is-known", message, cause=command.cause)
            events = decide(state, command)
            if not events:
                raise Refused("says-something", "a command without facts says nothing")
            try:
                self._store.append(events, fingerprints={command.command_id: mark})
            except (CommandRepeated, OutOfTurn):
                self.states.forget(command.relationship)
                continue
            if whole and (after := fold(state, events)):
                self.states.keep(after)
            return Recorded(
                command.relationship, events[0].version, events[-1].version, already=False
            )
        message = "others keep writing to {relationship} first: try again"
        raise Busy(message, relationship=command.relationship)


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
