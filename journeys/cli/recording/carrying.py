"""Carrying out a verb: ask for what is missing, decide, record once, say what came of it."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click

from domain._kernel import AnyEvent, Fact, Record, event_id
from domain.errors import Refused
from domain.moments import Moment
from domain.relationship import decide
from journeys.cli.errors import FINE, INTERRUPTED
from journeys.cli.recording import reading
from journeys.cli.recording.asking import Asker, on_a_terminal
from journeys.cli.recording.desk import Desk
from journeys.cli.recording.fields import Field, Verb
from journeys.cli.recording.filling import FELT, Filled, again, filled
from journeys.cli.recording.telling import summary, tell
from journeys.language import t

if TYPE_CHECKING:
    from journeys.cli.run import Run
    from journeys.engine import Engine


@dataclass(frozen=True, slots=True)
class How:
    """How we know it: what every verb takes beside its fact."""

    when: str | None
    word: str | None
    channel: str | None
    cause: str | None
    basis: str | None
    actor: str | None
    command_id: str
    yes: bool | None
    dry_run: bool | None

    @classmethod
    def of(cls, typed: dict[str, Any]) -> How:
        """Take what every verb has out of what was *typed*."""
        own: dict[str, Any] = {name: typed.pop(name) or None for name in cls.__slots__}
        own["command_id"] = own["command_id"] or str(uuid.uuid4())
        return cls(**own)

    def record(self, desk: Desk, facts: Sequence[Fact]) -> Record:
        """Return the command at this *desk*."""
        data = {
            "occurred_at": desk.happened(self.when),
            "recorded_at": Moment.of(desk.now.replace(microsecond=0)),
            "actor": self.actor or os.environ.get("JOURNEYS_ACTOR") or "me",
            "command_id": self.command_id,
            "on_whose_word": self.word,
            "cause": desk.event(self.cause) if self.cause else None,
            "channel": self.channel,
            "basis": self.basis,
            "relationship": desk.relationship,
        }
        return reading.record_of(data, facts)


def carry_out(run: Run, verb: Verb, typed: dict[str, Any]) -> int:
    """Carry out a verb with what was typed for it; return the exit code."""
    how, named = How.of(typed), typed.pop("relationship")
    sides = {side: typed[side] for side in FELT if typed.get(side) is not None}
    given = {field.path: typed[field.id] for field in verb.fields}
    asker = Asker(run.words) if on_a_terminal() and not how.yes else None
    with desk_of(run, named, how.command_id, asker, opens=verb.opens) as desk:
        when = how.when or ("now" if verb.instant else None)
        full = Filled(given, when, how.channel, sides)
        full = filled(verb, full, desk, asker, run.words)
        full, facts = _facts(run, verb, full, how, desk, asker)
        record = replace(how, when=full.when, channel=full.channel).record(desk, facts)
        rehearsed(desk, record)
        if asker and full.by_a_person:
            summary(run, verb, record)
            if not asker.yes(run.say(t("Record this?"))):
                run.out.note(run.say(t("Nothing was recorded.")))
                return INTERRUPTED
        store(run, desk, record, dry=bool(how.dry_run))
    return FINE


def _facts(
    run: Run, verb: Verb, full: Filled, how: How, desk: Desk, asker: Asker | None
) -> tuple[Filled, tuple[Fact, ...]]:
    while True:
        try:
            fact = reading.fact_of(
                verb, {**full.given, "word": how.word or "", "when": full.when or ""}, desk
            )
            break
        except reading.Unfit as unfit:
            field = next((one for one in verb.fields if one.path == unfit.path), None)
            if asker is None or field is None or not full.by_a_person:
                raise
            message = run.words.quote(unfit.message, **unfit.details)
            full = again(full, field, message, desk, asker)
    return full, (fact, *felt(full.sides, how.command_id))


def felt(sides: Mapping[str, str], command_id: str) -> Iterator[Fact]:
    """Yield how each side felt about the first event of a command."""
    about = event_id(command_id, 0)
    yield from (reading.feeling(side, typed, about) for side, typed in sides.items())


def store(run: Run, desk: Desk, record: Record, *, dry: bool) -> None:
    """Record a command, or only rehearse it; say what came of it."""
    if dry:
        already = desk.answer is not None
        tell(run, record, rehearsed(desk, record), already=already, dry=True)
    elif desk.engine is not None:
        _recorded(run, desk.engine, record)
    else:
        with run.engine(create=True) as engine:
            _recorded(run, engine, record)


def _recorded(run: Run, engine: Engine, record: Record) -> None:
    from journeys.store import ConnectionLost

    try:
        recorded = engine.record(record)
    except ConnectionLost:
        unsure = t(
            "Whether it was recorded is not known: send it again with --command-id {command}."
        )
        run.out.note(run.say(unsure, command=record.command_id))
        raise
    events = engine.store.events(
        recorded.relationship, after=recorded.first_version - 1, until=recorded.last_version
    )
    tell(run, record, events, already=recorded.already, dry=False)


def rehearsed(desk: Desk, record: Record) -> tuple[AnyEvent, ...]:
    """Return the events a command leads to, or led to, and change nothing.

    Raises
    ------
    Refused
        When a rule forbids it, or its id already stands for something else.
    """
    if desk.engine is not None and desk.answer is not None:
        from journeys.recording import stands_for

        same = stands_for(desk.engine.store, record, desk.answer)
        if not same or desk.answer.relationship != record.relationship:
            message = "the command id {command} already stands for another command: use a new one"
            raise Refused("one-id-one-command", message, command=record.command_id)
    return decide(desk.before, record)


@contextmanager
def desk_of(
    run: Run, named: str | None, command_id: str, asker: Asker | None, *, opens: bool
) -> Iterator[Desk]:
    """Open the store, where there is one, and find the relationship.

    Raises
    ------
    NotFound
        When there is no store or no such relationship, unless a history begins here.
    click.UsageError
        When no relationship is named, and there is nobody to ask.
    """
    if opens and not run.there():
        yield Desk.at(None, _named(run, named, asker, ()), command_id)
        return
    with run.engine() as engine:
        known = () if opens or named else engine.store.relationships()
        name = _named(run, named, asker, known)
        yield Desk.at(engine, name if opens else engine.find(name), command_id)


def _named(run: Run, named: str | None, asker: Asker | None, known: Sequence[str]) -> str:
    if named:
        return named
    if asker is None:
        raise click.UsageError(run.words.quote(t("missing {what}"), what="REL"))
    ask = t("Which relationship?") if known else t("Under which new id, such as a client number?")
    field = Field("relationship", ask, "key", need=True)
    return asker.field(field, known, lambda _: None)
