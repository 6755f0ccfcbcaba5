"""``journeys list``: every relationship in the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.cli.command import command as verb
from journeys.cli.options import shared
from journeys.cli.output import Column
from journeys.language import t

if TYPE_CHECKING:
    from journeys.cli.run import Run

_COLUMNS = (
    Column("id", t("Id")),
    Column("title", t("Title"), text=True),
    Column("kind", t("Kind"), word=True),
    Column("phase", t("Phase"), word=True),
    Column("since", t("Since")),
    Column("begun"),
    Column("last", t("Last event")),
    Column("events", t("Events")),
)


@verb(
    "list",
    help=t("List the relationships in the store."),
    examples=(
        ("journeys list", t("who is there, and in which phase")),
        ("journeys list --format csv", t("the same for a spreadsheet")),
    ),
)
@shared(rows=True)
def command(run: Run) -> None:
    """List the relationships."""
    with run.engine() as engine:
        found = engine.relationships()
    rows = [{column.key: getattr(one, column.key) for column in _COLUMNS} for one in found]
    run.out.rows(_COLUMNS, rows, empty=run.say(t("This store holds no relationships yet.")))
