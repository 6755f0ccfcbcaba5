"""``journeys backup``: one file out of which either kind of store can be made again."""

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
    "backup",
    help=t(
        "Write everything that is true in the store to a file, while others go on writing.\n\n"
        "The file is of one moment, and is written whole or not at all. Every event is held against"
        " its evidence first: there is no backup of a damaged store. A file and a database give the"
        " same kind of backup, and 'journeys restore' makes either of it. Only its owner may read"
        " it; it is compressed, not encrypted. Of a store in shards each has a file of its own,"
        " FILE.1-of-N and so on."
    ),
    examples=(
        ("journeys backup monday.backup", t("a backup of your history")),
        (
            "journeys backup latest.backup --replace --store crm.db",
            t("every night the same file, of this store"),
        ),
    ),
)
@click.argument("file", metavar="FILE")
@option("--replace", is_flag=True, help=t("Another backup of that name may go."))
@shared()
def command(run: Run, *, file: str, replace: bool) -> None:
    """Make a backup."""
    from journeys.cli.amounts import amount
    from journeys.cli.progress import counting
    from journeys.upkeep.backup import backup
    from journeys.upkeep.place import megabytes

    with run.engine() as engine, counting(run.words, t("Making a backup")) as move:
        kept = backup(engine.store, Path(file), run.now(), replace=replace, on_progress=move)
    numbers = amount(run.words, kept.events, kept.relationships)
    kept_in = t("{numbers} in {file} ({size} MB)")
    run.out.note(run.say(kept_in, numbers=numbers, file=file, size=megabytes(kept.size)))
