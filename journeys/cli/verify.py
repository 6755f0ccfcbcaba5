"""``journeys verify``: whether everything is there, as it was recorded."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from journeys.cli.amounts import amount
from journeys.cli.command import command as verb
from journeys.cli.errors import FOUND
from journeys.cli.options import shared
from journeys.cli.output import Column
from journeys.language import t

if TYPE_CHECKING:
    from journeys.cli.run import Run
    from journeys.store.report import Fault, Report

_COLUMNS = (
    Column("what", t("Fault")),
    Column("relationship", t("Relationship")),
    Column("version", t("No.")),
    Column("event_id", t("Event")),
    Column("log_index", t("Entry")),
    Column("position"),
    Column("sentence", t("What is wrong"), text=True),
)
_SHOWN = 10
_SOME = 20_000


@verb(
    "verify",
    help=t(
        "Check every event against its evidence.\n\n"
        "The exit code is 1 when something is wrong. One changed byte in an event or its "
        "entry is found, and the first bad event is named.\n\n"
        "What a chain cannot show: that somebody rewrote events, entries and heads together, or cut"
        " the log off at its end, or put an older copy in its place; that what was recorded "
        "is true;"
        " what was never recorded. The times of recording are what the recorder's clock said."
    ),
    examples=(
        ("journeys verify", t("is it all there, and unchanged?")),
        ("journeys verify --store copy.db --format json", t("the report, for a program")),
    ),
)
@shared(rows=True)
def command(run: Run) -> int:
    """Verify the store; it is opened for reading only, however damaged it is."""
    from domain.errors import NotFound
    from journeys.store import verify_at

    if not run.there():
        message = t("there is no store {store}: try 'journeys demo', or name one with --store")
        raise NotFound(message, store=str(run.store))
    report = verify_at(run.store, progress(run) if sys.stderr.isatty() else None)
    rows = rows_of(run, report)
    columns = (Column("shard", t("Shard")), *_COLUMNS) if report.shards else _COLUMNS
    if run.format == "json":
        each = [{"clean": one.clean, **_counted(one)} for one in report.shards]
        shards = {"shards": each} if each else {}
        run.out.document({"clean": report.clean, **_counted(report), **shards, "faults": rows})
    elif run.out.for_people:
        show(run, report, rows)
    else:
        run.out.rows(columns, rows)
    return 0 if report.clean else FOUND


def rows_of(run: Run, report: Report) -> list[dict[str, Any]]:
    """Return the faults as rows."""
    several = set() if report.shards else {"shard"}
    return [
        {name: value for name, value in asdict(fault).items() if name not in several}
        | {"sentence": run.say(fault.sentence)}
        for fault in report.faults
    ]


def _counted(report: Report) -> dict[str, int]:
    return {key: getattr(report, key) for key in ("events", "entries", "relationships", "more")}


def progress(run: Run) -> Any:  # noqa: ANN401 - journeys.store.verify.Progress
    """Return what says, now and then, how many events were checked."""

    def say(walked: int) -> None:
        if walked >= _SOME and walked % _SOME == 0:
            run.out.note(run.say(t("{n} events checked"), n=walked))

    return say


def show(run: Run, report: Report, rows: list[dict[str, Any]]) -> None:
    """Say for a person what was found."""
    from rich.text import Text

    numbers = amount(run.words, report.events, report.relationships)
    if len(report.shards) > 1:
        told = "·".join(str(one.events) for one in report.shards)
        several = t("{numbers} in {n} shards ({told})")
        numbers = run.say(several, numbers=numbers, n=len(report.shards), told=told)
    if report.clean:
        run.out.print(
            Text.assemble(
                ("✓ ", "green"), run.say(t("Everything agrees: {numbers}."), numbers=numbers)
            )
        )
        return
    first = report.faults[0]
    run.out.print(Text.assemble(("✗ ", "bold red"), _first(run, first)))
    columns = (Column("shard", t("Shard")), *_COLUMNS) if report.shards else _COLUMNS
    run.out.rows(columns, rows[:_SHOWN])
    rest = len(report.faults) - _SHOWN + report.more
    if rest > 0:
        run.out.note(run.say(t("and {n} more"), n=rest))
    run.out.note(run.say(t("Keep this file as it is, and restore a copy that verifies.")))


def _first(run: Run, fault: Fault) -> str:
    if fault.relationship and fault.version:
        where = t("The first bad event is {relationship} {version} ({event}): {what}.")
        event = fault.event_id or "?"
        return run.words.quote(
            where,
            relationship=fault.relationship,
            version=fault.version,
            event=event,
            what=run.say(fault.sentence),
        )
    where = t("The first fault stands at position {position}: {what}.")
    return run.words.quote(where, position=fault.position or "?", what=run.say(fault.sentence))
