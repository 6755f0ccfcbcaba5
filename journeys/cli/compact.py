"""``journeys compact``: giving back room that holds nothing any more."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from journeys.cli.command import command as verb
from journeys.cli.options import option, shared
from journeys.language import t

if TYPE_CHECKING:
    from journeys.cli.run import Run


@verb(
    "compact",
    help=t(
        "Give back room that holds nothing any more. Facts are never touched.\n\n"
        "Thrown away are views that were left half built, snapshots of an earlier version, and"
        " the holes that rewriting left. Every event is held against its evidence before and after."
        " A file is written anew, for which the disk needs as much room again; a database is"
        " vacuumed, so that the room can be used again, while others read and write."
    ),
    examples=(
        ("journeys compact --dry-run", t("how much room there is to win; changes nothing")),
        ("journeys compact --store crm.db", t("compact this store")),
    ),
)
@option("--dry-run", is_flag=True, help=t("Say what would be given back, and change nothing."))
@shared()
def command(run: Run, *, dry_run: bool) -> None:
    """Compact the store."""
    from journeys.cli.verify import progress
    from journeys.upkeep.compacting import compact, waste
    from journeys.upkeep.place import megabytes

    with run.engine() as engine:
        if dry_run:
            found = [waste(part.store, part.runner) for part in engine.parts]
            told = {
                "total": megabytes(sum(one.total for one in found)),
                "size": megabytes(sum(one.size for one in found)),
                "views": sum(len(one.views) for one in found),
                "snapshots": sum(len(one.snapshots) for one in found),
            }
            said = t(
                "About {total} of {size} MB can be given back: views nobody needs ({views}),"
                " snapshots of an earlier version ({snapshots}), and free room. Nothing was"
                " changed."
            )
            run.out.note(run.say(said, **told))
            return
        tell = progress(run) if sys.stderr.isatty() else None
        done = [compact(part.store, part.runner, tell) for part in engine.parts]
    before, after = map(sum, zip(*done, strict=True))
    said = t("{before} MB before, {after} MB now; every event agrees with its evidence.")
    run.out.note(run.say(said, before=megabytes(before), after=megabytes(after)))
