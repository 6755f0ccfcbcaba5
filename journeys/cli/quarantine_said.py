"""How a row in quarantine is spoken of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeys.cli.output import Column
from journeys.language import t

if TYPE_CHECKING:
    from journeys.cli.run import Run
    from journeys.io.mapped.quarantine import Waiting
    from journeys.io.rows.row import Fault

COLUMNS = (
    Column("id", t("Id")),
    Column("file", t("File"), text=True),
    Column("line", t("Line")),
    Column("reason", t("Reason")),
    Column("why", t("Why"), text=True),
    Column("mapping"),
    Column("because"),
    Column("row"),
)


def why(run: Run, fault: Fault) -> str:
    """Return why a row was set aside, in the reader's language; values as they were written."""
    return (
        run.words.quote(fault.message, **fault.details) if fault.details else run.say(fault.message)
    )


def row(run: Run, one: Waiting) -> dict[str, Any]:
    """Return a row in quarantine as a row of output."""
    return {
        "id": one.id,
        "file": one.kept.row.file,
        "line": one.kept.row.line,
        "reason": one.fault.reason,
        "why": why(run, one.fault),
        "mapping": one.mapping,
        "because": one.because,
        "row": dict(one.kept.row.values),
    }
