"""``journeys quarantine``: rows that an import set aside, until they are mended or dropped."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from journeys.cli.command import command as verb
from journeys.cli.options import option, shared
from journeys.cli.quarantine_said import COLUMNS, row, why
from journeys.cli.verbs import Verbs
from journeys.language import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.cli.run import Run
    from journeys.io.mapped.quarantine import Quarantine

_SHOWN = 50


@contextmanager
def _opened(run: Run) -> Iterator[Quarantine]:
    from journeys.io.mapped.quarantine import Quarantine

    with Quarantine(run.quarantine, create=False) as quarantine:
        yield quarantine


@verb(
    "list",
    help=t(
        "List the rows in quarantine, each with its file, its line and the reason.\n\n"
        "People are shown the first 50 and how many there are for each reason; the other formats"
        " hold all of them, with the rows as they were read."
    ),
    examples=(
        ("journeys quarantine list", t("what was set aside, and why")),
        ("journeys quarantine list --reason before-relationship", t("of one reason only")),
    ),
)
@option("--reason", metavar="WORD", help=t("Only rows with this reason."))
@option("--dropped", is_flag=True, help=t("The rows that somebody dropped, and why."))
@shared(rows=True)
def _list(run: Run, *, reason: str | None, dropped: bool) -> None:
    with _opened(run) as quarantine:
        kept = quarantine.rows("dropped" if dropped else "waiting")
        found = (one for one in kept if reason in (None, one.fault.reason))
        shown = islice(found, _SHOWN if run.out.for_people else None)
        run.out.rows(
            COLUMNS, (row(run, one) for one in shown), empty=run.say(t("Nothing is in quarantine."))
        )
        if run.out.for_people and not dropped:
            for mapping, word, count in quarantine.counts():
                one = t("{mapping}: {n} row with the reason {reason}")
                many = t("{mapping}: {n} rows with the reason {reason}")
                run.out.note(run.words.plural(one, many, count, mapping=mapping, reason=word))


@verb(
    "export",
    help=t(
        "Write the rows in quarantine to a file, to be mended there.\n\n"
        "A FILE that ends in .csv becomes a table; any other is written as JSON Lines. Change the"
        " cells under 'row.', leave the id as it is, and hand the file to 'journeys quarantine"
        " retry'. Rows that are not mended may be taken out of the file."
    ),
    examples=(
        ("journeys quarantine export mend.csv", t("all of them, for a spreadsheet")),
        (
            "journeys quarantine export mend.jsonl --reason not-a-date",
            t("one reason, for a program"),
        ),
    ),
)
@click.argument("file", metavar="FILE")
@option("--reason", metavar="WORD", help=t("Only rows with this reason."))
@shared()
def _export(run: Run, *, file: str, reason: str | None) -> None:
    from journeys.cli.export import write
    from journeys.io.mapped.mending import export

    kind = "csv" if file.lower().endswith(".csv") else "jsonl"
    with _opened(run) as quarantine:
        found = [one for one in quarantine.rows() if reason in (None, one.fault.reason)]
    write(export(found, kind, lambda one: why(run, one.fault)), file)
    run.out.note(run.words.plural(t("{n} row written"), t("{n} rows written"), len(found)))


@verb(
    "retry",
    help=t(
        "Try the rows in quarantine again: as they are, or as they were mended in FILE.\n\n"
        "What is taken leaves the quarantine; the rest stays, with the reason that holds now."
    ),
    examples=(
        ("journeys quarantine retry mend.csv", t("rows that were mended in a spreadsheet")),
        (
            "journeys quarantine retry --mapping ours.toml",
            t("all of them, after the mapping was mended"),
        ),
    ),
)
@click.argument("file", metavar="FILE", required=False)
@option("--mapping", metavar="NAME", help=t("Read them by this mapping: a name, or a file."))
@shared(rows=True)
def _retry(run: Run, *, file: str | None, mapping: str | None) -> None:
    from journeys.cli.concluding import conclude
    from journeys.cli.import_mapped import say
    from journeys.io.mapped.mending import mended, retry

    with _opened(run) as quarantine, run.engine() as engine:
        rows = None
        if file is not None:
            rows = mended(Path(file), {one.id: one for one in quarantine.rows()})
        outcome = retry(engine.store, quarantine, run.now(), rows, mapping)
        conclude(run, engine)
    say(run, outcome)


@verb(
    "drop",
    help=t(
        "Drop rows from quarantine, and say why.\n\n"
        "They are kept with that reason, and stay dropped when the same file is imported again."
    ),
    examples=(
        (
            "journeys quarantine drop q-3f --because 'a test account'",
            t("one row, by the first letters of its id"),
        ),
        (
            "journeys quarantine drop --reason duplicate-id --because 'counted twice'",
            t("all rows with one reason"),
        ),
    ),
)
@click.argument("ids", metavar="ID", nargs=-1)
@option("--reason", metavar="WORD", help=t("All rows with this reason."))
@option("--because", metavar="TEXT", required=True, help=t("Why nobody needs them."))
@shared()
def _drop(run: Run, *, ids: tuple[str, ...], reason: str | None, because: str) -> None:
    from domain.errors import Unreadable

    if bool(ids) == (reason is not None):
        raise Unreadable(t("name rows by their ids, or all of a reason with --reason"))
    with _opened(run) as quarantine:
        chosen = [quarantine.find(one) for one in ids]
        chosen += [one.id for one in quarantine.rows() if one.fault.reason == reason]
        dropped = quarantine.settle(chosen, "dropped", because)
    run.out.note(run.words.plural(t("{n} row dropped"), t("{n} rows dropped"), dropped))


command = Verbs(
    "quarantine",
    (_list, _export, _retry, _drop),
    help=t(
        "Look after rows that an import set aside: list, mend, try again, drop.\n\n"
        "Every row that an import reads is accepted or kept here, as it was read, with its reason."
    ),
    examples=(
        ("journeys quarantine list", t("what was set aside, and why")),
        ("journeys quarantine retry mend.csv", t("rows that were mended in a spreadsheet")),
    ),
)
