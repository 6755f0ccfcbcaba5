"""Saying what is about to be recorded, and what was."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from domain._kernel import AnyEvent, Fact, Record
from domain.feelings import FeelingObserved
from journeys.cli.output import Column, clean
from journeys.cli.recording.fields import Field, Verb
from journeys.language import t
from projections.timeline import said

if TYPE_CHECKING:
    from journeys.cli.run import Run

_COLUMNS = (
    Column("what", t("What"), text=True),
    Column("name", t("Name")),
    Column("occurred_at", t("Happened")),
    Column("version", t("No.")),
    Column("id", t("Id")),
    Column("relationship"),
    Column("fact"),
    Column("command_id"),
    Column("already"),
    Column("dry_run"),
)


def tell(run: Run, record: Record, events: Sequence[AnyEvent], *, already: bool, dry: bool) -> None:
    """Print the events of a command, and say whether it had an effect."""
    rows = [
        {
            "what": _what(run, event.fact),
            "name": ", ".join(key for _, key in event.fact.defined()) or None,
            "occurred_at": event.occurred_at,
            "version": event.version,
            "id": event.id,
            "relationship": event.relationship,
            "fact": event.fact.topic.split(".")[1],
            "command_id": record.command_id,
            "already": already,
            "dry_run": dry,
        }
        for event in events
    ]
    run.out.rows(_COLUMNS, rows)
    if already:
        before = t("This was recorded before, under the command id {command}; nothing changed.")
        run.out.note(run.words.quote(before, command=record.command_id))
    elif not dry:
        done = t("Recorded under the command id {command}.")
        run.out.note(run.words.quote(done, command=record.command_id))
    if dry:
        run.out.note(run.say(t("Nothing was recorded: this was a dry run.")))


def _what(run: Run, fact: Fact) -> str:
    if isinstance(fact, FeelingObserved):
        felt = f"{_felt(run, fact)}: {run.words.number(fact.valence, sign=True)}"
        return f"{felt} ({run.words.word(fact.category)})" if fact.category else felt
    return run.say(said(fact))


def _felt(run: Run, fact: FeelingObserved) -> str:
    return run.say(t("Feeling of the {side}"), side=fact.whose)


def summary(run: Run, verb: Verb, record: Record) -> None:
    """Show on standard error what is about to be recorded, question by question."""
    words = run.words
    lines = [(words.say(t("Relationship")), record.relationship)]
    lines.append((words.say(t("Happened")), words.moment(record.occurred_at)))
    if record.channel:
        lines.append((words.say(t("Channel")), words.word(record.channel)))
    lines += [
        (_label(run, field), shown)
        for field in verb.fields
        if (shown := _shown(run, field, _value(record.facts[0], field.path)))
    ]
    lines += [
        (_felt(run, fact), words.number(fact.valence, sign=True))
        for fact in record.facts[1:]
        if isinstance(fact, FeelingObserved)
    ]
    width = max(30, shutil.get_terminal_size().columns)
    click.echo(err=True)
    for line in _wrapped(lines, width):
        click.echo(line, err=True)
    click.echo(err=True)


def _wrapped(lines: Iterable[tuple[str, str]], width: int) -> Iterable[str]:
    for label, shown in lines:
        text = f"{label}{'' if label.endswith('?') else ':'} {clean(shown)}"
        yield from textwrap.wrap(
            text, width - 1, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False
        )


def _label(run: Run, field: Field) -> str:
    if field.kind == "name":
        return run.say(t("Name"))
    question, mark, _ = run.say(field.ask).partition("?")
    return question + mark


def _value(fact: Fact, path: str) -> Any:  # noqa: ANN401 - any field of any fact
    value: Any = fact
    for part in path.split("."):
        value = getattr(value, part, None)
    return value


def _shown(run: Run, field: Field, value: Any) -> str:  # noqa: ANN401 - any field of any fact
    if value is None or value in ((), ""):
        return ""
    if field.kind in ("word", "words", "yesno", "number", "whole", "moment"):
        return run.words.value(value)
    if field.kind == "answers":
        return "; ".join(f"{one.question}: {one.answer or '–'}" for one in value)
    return ", ".join(value) if isinstance(value, tuple) else str(value)
