"""Asking the rules: one relationship's facts in; events out, and why rows do not stand.

A row is taken whole or not at all. Where a rule says no to its second fact, its first is taken
back, and the relationship is gone through again from there without it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from domain._kernel import AnyEvent, event_id, event_of, topics
from domain.errors import Refused
from domain.moments import Moment
from domain.relationship import Relationship, evolve, fold
from domain.rules import check
from journeys.io.mapped.staging import Staged
from journeys.io.rows.row import Fault

BEFORE = Fault("before-relationship", "it is dated before the relationship began, on {began}")
STAYS = Fault(
    "before-relationship",
    "it is dated before the relationship began, on {began}; that beginning is on record and stays: "
    "to have it begin earlier, import into a new store",
)
NOT_OPENED = Fault("no-relationship", "no row opens this relationship")
AHEAD = Fault("in-the-future", "it is dated in the future")
OTHERWISE = Fault("recorded-differently", "it was recorded before, with other content")


@dataclass(slots=True)
class Decided:
    """What comes of one relationship's rows."""

    relationship: str
    events: list[AnyEvent] = field(default_factory=list)
    fingerprints: dict[str, bytes] = field(default_factory=dict)
    faults: dict[int, Fault] = field(default_factory=dict)
    new: set[int] = field(default_factory=set)


def fingerprint(staged: Staged) -> bytes:
    """Return what tells two facts apart that were given one id."""
    said = [staged.at, staged.kind, staged.data, staged.testimony]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).digest()


@dataclass(frozen=True, slots=True)
class _Past:
    """What is on record: all of it, and what there was without the facts that come again.

    Those are gone through once more, in their places, so that a row that a rule said no to is
    refused in every later import as well, whatever has been recorded since.
    """

    log: Relationship
    seen: Relationship
    before: dict[str, list[AnyEvent]]

    @classmethod
    def of(
        cls, relationship: str, stored: Sequence[AnyEvent], known: Mapping[str, bytes | None]
    ) -> _Past:
        nothing = Relationship(relationship)
        before: dict[str, list[AnyEvent]] = {}
        for event in stored:
            if event.command_id in known:
                before.setdefault(event.command_id, []).append(event)
        log = fold(None, stored) or nothing
        if not before:
            return cls(log, log, before)
        rest = [event for event in stored if event.command_id not in known]
        return cls(log, fold(None, rest) or nothing, before)


class _Begun(NamedTuple):
    """How it stood when the first fact of a row was come to."""

    place: int
    seen: Relationship
    log: Relationship
    events: int
    faults: int


@dataclass(slots=True)
class _Going:
    """How far a relationship's facts were gone through, and how it stood where each row began."""

    seen: Relationship
    log: Relationship
    place: int = 0
    rows: list[int] = field(default_factory=list)
    """The row of every event."""
    certain: set[int] = field(default_factory=set)
    """The rows that were taken back."""
    _begun: dict[int, _Begun] = field(default_factory=dict)

    def begin(self, row: int, found: Decided) -> None:
        """Remember how it stands before a row, if this is its first fact."""
        if row not in self._begun:
            events, faults = len(found.events), len(found.faults)
            self._begun[row] = _Begun(self.place - 1, self.seen, self.log, events, faults)

    def back(self, row: int, found: Decided) -> None:
        """Take a row back that was begun, and with it all that came after: see `Judge.decide`."""
        if row not in self.rows:
            return
        begun = self._begun[row]
        self.place, self.seen, self.log = begun.place, begun.seen, begun.log
        for event in found.events[begun.events :]:
            found.fingerprints.pop(event.command_id, None)
        del found.events[begun.events :], self.rows[begun.events :]
        while self._begun and next(reversed(self._begun.values())).place >= begun.place:
            self._begun.popitem()
        # What was found wrong after it may be right without it.
        self.certain.add(row)
        later = dict[int, Fault]()
        while len(found.faults) > begun.faults:
            one, fault = found.faults.popitem()
            later[one] = fault
        found.faults |= {one: fault for one, fault in later.items() if one in self.certain}


@dataclass(slots=True)
class Judge:
    """Decides over relationships, one after another.

    Parameters
    ----------
    before_start
        What a fact before the beginning means: ``quarantine`` or ``courtship``.
    now
        What lies after it has not happened.
    """

    before_start: str
    now: Moment
    _kinds: Mapping[str, Any] = field(default_factory=topics)

    def decide(
        self,
        relationship: str,
        facts: Sequence[Staged],
        stored: Sequence[AnyEvent],
        known: Mapping[str, bytes | None],
    ) -> Decided:
        """Return what comes of a relationship's *facts*.

        Parameters
        ----------
        relationship, facts
            What opens it first, then in the order of happening.
        stored
            What is on record of it.
        known
            The fingerprints of those facts that were recorded before, by command id.
        """
        found = Decided(relationship)
        # Before anything is moved: the same row has the same mark in every import.
        marks = {one.command: fingerprint(one) for one in facts}
        past = _Past.of(relationship, stored, known)
        facts = self._dated(facts, past.log, known, found)
        going = _Going(past.seen, past.log)
        while going.place < len(facts):
            self._go_on(facts[going.place], going, past, known, marks, found)
        found.new.update(going.rows)
        if not found.new - set(found.faults):
            # Nothing but what is told once is left: without a row of its own it is not told.
            found.events.clear()
            found.fingerprints.clear()
        return found

    def _dated(
        self,
        facts: Sequence[Staged],
        state: Relationship,
        known: Mapping[str, bytes | None],
        found: Decided,
    ) -> Sequence[Staged]:
        """Set aside what is dated before the beginning or in the future, or move the beginning."""
        opens = next((one for one in facts if one.opens and one.command not in known), None)
        moments = {one.at: Moment(one.at) for one in facts}
        opened = state.opened.occurred_at if state.opened else None
        began = opened or (moments[opens.at] if opens else None)
        if began is None:
            return facts
        if opened is None and self.before_start == "courtship":
            earliest = min(facts, key=lambda one: moments[one.at].start)
            if opens and moments[earliest.at] < began:
                said = json.loads(opens.testimony) | {"date_basis": "implied"}
                moved = opens._replace(at=earliest.at, testimony=json.dumps(said))
                facts = [moved if one is opens else one for one in facts]
                began = moments[earliest.at]
        for one in facts:
            at = moments[one.at]
            if one.command in known:
                continue
            if at.end <= began.start and at.start != began.start:
                # Who asked for courtship is told why it does not come of it: no fact is changed.
                kept = opened is not None and self.before_start == "courtship"
                fault = (STAYS if kept else BEFORE)._replace(details={"began": str(began)})
                found.faults.setdefault(one.row, fault)
            elif not at.reached_by(self.now):
                found.faults.setdefault(one.row, AHEAD)
        return facts

    def _go_on(
        self,
        one: Staged,
        going: _Going,
        past: _Past,
        known: Mapping[str, bytes | None],
        marks: Mapping[str, bytes],
        found: Decided,
    ) -> None:
        """Take the next fact in, or go back to where its row was begun."""
        going.place += 1
        if not one.once:
            if one.row in found.faults:
                return
            going.begin(one.row, found)
        if one.command in known:
            if not one.once and known[one.command] not in (None, marks[one.command]):
                found.faults[one.row] = OTHERWISE
            going.seen = fold(going.seen, past.before.get(one.command, ())) or going.seen
        elif (event := self._allowed(one, going.seen, going.log, found)) is not None:
            going.log = evolve(going.log, event)
            going.seen = evolve(going.seen, event) if past.before else going.log
            going.rows.append(one.row)
            found.events.append(event)
            found.fingerprints[one.command] = marks[one.command]
        if one.row in found.faults and not one.once:
            going.back(one.row, found)

    def _allowed(
        self, one: Staged, seen: Relationship, log: Relationship, found: Decided
    ) -> AnyEvent | None:
        """Return a fact as an event; None, and why in *found*, when a rule says no."""
        try:
            event = self._event(one, found.relationship, log)
            check(seen, event)
            if seen is not log:
                check(log, event)
        except Refused as refusal:
            if not one.once:
                found.faults[one.row] = _fault(refusal)
            return None
        return event

    def _event(self, one: Staged, relationship: str, state: Relationship) -> AnyEvent:
        testimony = json.loads(one.testimony)
        testimony.setdefault("recorded_at", one.at.rstrip("~"))
        return event_of(
            self._kinds[one.kind].model_validate_json(one.data),
            **testimony,
            occurred_at=one.at,
            command_id=one.command,
            id=event_id(one.command, 0),
            relationship=relationship,
            version=state.version + 1,
        )


def _fault(refusal: Refused) -> Fault:
    if refusal.rule == "opened-first" and "{area} yet" in refusal.message:
        return NOT_OPENED
    return Fault(refusal.rule, refusal.message, refusal.details)
