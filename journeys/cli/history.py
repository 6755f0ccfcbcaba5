"""``journeys history``: every event, and how we know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.cli.command import command as verb
from journeys.cli.options import moments, relationship, shared
from journeys.language import t

if TYPE_CHECKING:
    from domain.moments import Moment
    from journeys.cli.run import Run


@verb(
    "history",
    help=t(
        "Show every event, and how we know it.\n\n"
        "When it happened and when it was recorded, by whom, on whose word, and what led to "
        "it: in the"
        " order of recording. Files get every field; the table a choice of them."
    ),
    examples=(
        ("journeys history agency", t("the log of one relationship")),
        ("journeys history agency --format jsonl", t("everything, one event a line")),
    ),
)
@relationship
@moments
@shared(rows=True)
def command(run: Run, *, relationship: str, at: Moment | None, as_known: Moment | None) -> None:
    """Show the log."""
    from journeys.cli.rows import EVENT_COLUMNS, event_row

    with run.engine() as engine:
        events = engine.journey(engine.find(relationship)).events(at=at, as_known=as_known)
    rows = [event_row(event) for event in sorted(events, key=lambda event: event.version)]
    run.out.rows(EVENT_COLUMNS, rows, empty=run.say(t("Nothing had been recorded by then.")))
