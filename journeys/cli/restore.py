"""``journeys restore``: a new store out of a backup."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from journeys.cli.command import command as verb
from journeys.cli.options import option, shared
from journeys.language import t

if TYPE_CHECKING:
    from journeys.cli.run import Run


@verb(
    "restore",
    help=t(
        "Make a new store out of a backup, and verify it before it is kept.\n\n"
        "The store may be a file or a database, whatever the backup was made of. It has to be new"
        " or empty: nothing that is there is ever written over. A backup that was cut short or"
        " altered is refused, with where. An interruption leaves an empty store.\n\n"
        "A store in shards is restored into as many. One shard's own file makes that shard again,"
        " for the others that are still there."
    ),
    examples=(
        ("journeys restore monday.backup --store new.db", t("into a new file")),
        ("journeys restore monday.backup --dry-run", t("is this backup whole? Writes nothing")),
    ),
)
@click.argument("file", metavar="FILE")
@option("--dry-run", is_flag=True, help=t("Read the backup to its end, and restore nothing."))
@shared()
def command(run: Run, *, file: str, dry_run: bool) -> None:
    """Restore a backup."""
    from domain.moments import Moment
    from journeys.cli.amounts import amount
    from journeys.cli.concluding import conclude
    from journeys.cli.progress import counting
    from journeys.store import Shards
    from journeys.upkeep.restoring import check_number, looked_at, of_a_set, restore

    path = Path(file)
    files = of_a_set(path)
    if not dry_run:
        place = run.store
        check_number(path, files, len(place.places) if isinstance(place, Shards) else 1)
    labels = list(map(looked_at, files))
    label = labels[0]
    if dry_run:
        events = sum(one.events for one in labels)
        numbers = amount(run.words, events, sum(one.relationships for one in labels))
        whole = t(
            "{file} is whole: {numbers}, made {made} by journeys {program}. Nothing was restored."
        )
        told = {"made": Moment(label.made), "program": label.program}
        run.out.note(run.say(whole, file=file, numbers=numbers, **told))
        return
    with run.engine(create=True) as engine:
        with counting(run.words, t("Restoring")) as move:
            label = restore(path, engine.store, move)
        with counting(run.words, t("Building views anew")) as move:
            conclude(run, engine, move)
    one, many = (
        t("{n} event restored into {store}; it agrees with its evidence"),
        t("{n} events restored into {store}; all agree with their evidence"),
    )
    run.out.note(run.words.plural(one, many, label.events, store=str(run.store)))
