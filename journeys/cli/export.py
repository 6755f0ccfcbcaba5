"""``journeys export``: the history as a file, with nothing lost."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from journeys.cli.command import command as verb
from journeys.cli.options import option, shared
from journeys.language import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.cli.run import Run
    from journeys.engine import Engine

FILES = ("ocel-json", "ocel-xml", "ocel-sqlite", "xes", "parquet")
"""Forms that are written to a file only."""


@verb(
    "export",
    help=t(
        "Write the history to a file.\n\n"
        "As JSON Lines of CloudEvents, which can be read back with nothing lost, as a story in YAML"
        " for people, or as a table for spreadsheets, in which no cell passes for a formula; as"
        " OCEL 2.0 (JSON, XML, SQLite) or XES for process mining, or as Parquet. OCEL 2.0 and XES"
        " carry every event's own line, so that nothing is lost. Without REL it writes everything,"
        " in the order of recording."
    ),
    examples=(
        ("journeys export --out all.jsonl", t("everything, to keep or to move")),
        ("journeys export agency --format yaml", t("one relationship as a story")),
    ),
)
@click.argument("relationships", metavar="REL", nargs=-1)
@option("--out", metavar="FILE", default="-", help=t("Where to write; - is standard output."))
@option(
    "--format",
    "kind",
    type=click.Choice(["cloudevents", "yaml", "csv", *FILES]),
    default="cloudevents",
    help=t("Every event as a line, a story as people write it, a table, or another kind of log."),
)
@shared()
def command(run: Run, *, relationships: tuple[str, ...], out: str, kind: str) -> None:
    """Export."""
    from domain.errors import Unreadable

    with run.engine() as engine:
        ids = [engine.find(prefix) for prefix in relationships]
        if kind == "yaml" and not ids:
            ids = [one.id for one in engine.relationships()]
        if kind == "yaml" and len(ids) != 1:
            message = t(
                "a story tells one relationship: name it, as in 'journeys export REL --format yaml'"
            )
            raise Unreadable(message)
        if kind in FILES:
            _file(engine, ids, kind, out)
            run.out.note(run.say(t("Written to {file}."), file=out))
            return
        if kind == "yaml":
            lines = _story(engine, ids[0])
        else:
            lines = _log(engine, ids) if kind == "cloudevents" else _table(engine, ids)
        written = write(lines, out)
        if len(engine.parts) > 1 and len(ids) != 1:
            order = t("Across shards, events stand by when they were recorded.")
            run.out.note(run.say(order))
    if out != "-":
        run.out.note(run.say(t("Written to {file}."), file=out))
    elif not written:
        run.out.note(run.say(t("There was nothing to write.")))


def _log(engine: Engine, ids: list[str]) -> Iterator[bytes]:
    from journeys.io.cloudevents import export

    yield from export(row for row in engine.store.log_order() if not ids or row.relationship in ids)


def _table(engine: Engine, ids: list[str]) -> Iterator[bytes]:
    from domain._kernel import read
    from journeys.io.event_table import table

    rows = (row for row in engine.store.log_order() if not ids or row.relationship in ids)
    yield from table(read(row.topic, row.payload) for row in rows)


def _file(engine: Engine, ids: list[str], kind: str, out: str) -> None:
    """Write a log of another kind, whole or not at all."""
    from domain.errors import Unreadable
    from journeys.io import other_logs

    if out == "-":
        message = t("this kind of log is a file: name it with --out")
        raise Unreadable(message)
    other_logs.write(_log(engine, ids), Path(out), kind)


def _story(engine: Engine, id_: str) -> Iterator[bytes]:
    from journeys.io.retell import dump

    events = engine.journey(id_).events()
    yield dump(sorted(events, key=lambda event: event.version)).encode()


def write(lines: Iterator[bytes], out: str) -> int:
    """Write lines to a file, whole or not at all, or to standard output for ``-``."""
    written = 0
    if out == "-":
        for line in lines:
            click.echo(line, nl=False)
            written += len(line)
        sys.stdout.flush()
        return written
    from journeys.io.files import whole_or_not

    with whole_or_not(Path(out)) as part, part.open("wb") as file:
        for line in lines:
            written += file.write(line)
    return written
