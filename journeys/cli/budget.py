"""``journeys budget``: how many false alarms are borne, and what the limits were measured on."""

from __future__ import annotations

import os
import sys
import uuid
from typing import TYPE_CHECKING, Any

import click

from journeys.cli.command import command as verb
from journeys.cli.drift import PerYear, budget_said, budget_says
from journeys.cli.options import option, shared
from journeys.cli.output import Column
from journeys.language import t

if TYPE_CHECKING:
    from journeys.cli.run import Run
    from journeys.drift.calibration import Calibrated
    from journeys.engine import Engine
    from projections.alarms.bounds import Bounds

_COLUMNS = (
    Column("line", t("Drift line")),
    Column("limit", t("Limit")),
    Column("strict", t("Limit for an alarm")),
)
_SOME = 500


@verb(
    "budget",
    help=t(
        "Show or set how many false alarms a year are bearable.\n\n"
        "The budget is kept in the organisation's history. When it is set, the limits of all lines"
        " are measured anew: on your own quiet relationships where these come to 2,000 years and"
        " more, else they are those of generated ones. It also says what the combined line would"
        " have come to on your own past. Findings are judged anew with the next command."
    ),
    examples=(
        ("journeys budget", t("which budget is set, and what the limits were measured on")),
        ("journeys budget 5/100 --dry-run", t("what five a year per 100 clients would mean")),
    ),
)
@click.argument("budget", metavar="N[/CLIENTS]", required=False, type=PerYear())
@option("--dry-run", is_flag=True, help=t("Measure and show, and record nothing."))
@shared(rows=True)
def command(run: Run, *, budget: tuple[float, int] | None, dry_run: bool) -> None:
    """Show or set the budget."""
    from projections.alarms.bounds import Bounds

    with run.engine() as engine:
        if budget is None:
            from journeys.budget import bounds_in, budget_in

            event = budget_in(engine.store)
            realised = event.fact.realised if event else None
            _show(run, bounds_in(engine.store), realised, years=None)
            return
        found = _measured(run, engine, Bounds(*budget))
        if not dry_run:
            engine.record(_record(run, engine, found))
    _show(run, found.bounds, found.realised, years=None if found.enough else found.years)
    if dry_run:
        run.out.note(run.say(t("Nothing was recorded: this was a dry run.")))


def _measured(run: Run, engine: Engine, bounds: Bounds) -> Calibrated:
    from journeys.drift.calibration import calibrated
    from journeys.drift.sources import engine_eras

    found = []
    for era in engine_eras(engine, (), None, None, run.now()):
        found.append(era)
        if sys.stderr.isatty() and len(found) % _SOME == 0:
            run.out.note(run.say(t("{n} relationships read"), n=len(found)))
    return calibrated(found, bounds)


def _record(run: Run, engine: Engine, found: Calibrated) -> Any:  # noqa: ANN401 - domain._kernel.Record
    from domain._kernel import Record
    from domain.organisation import AlarmBudgetSet, OrganisationNamed
    from journeys.budget import ORGANISATION
    from projections.alarms.bounds import weights

    bounds = found.bounds
    fact = AlarmBudgetSet(
        alarms=bounds.alarms,
        clients=bounds.clients,
        limits=bounds.own,
        relationships=found.relationships,
        years=round(found.years, 1),
        realised=None if found.realised is None else round(found.realised, 2),
        weights=weights() if bounds.own else None,
    )
    begun = engine.store.version(ORGANISATION) > 0
    return Record(
        occurred_at=run.now(),
        recorded_at=run.now(),
        actor=os.environ.get("JOURNEYS_ACTOR") or "me",
        command_id=str(uuid.uuid4()),
        relationship=ORGANISATION,
        facts=(fact,) if begun else (OrganisationNamed(name="Us"), fact),
    )


def _show(run: Run, bounds: Bounds, realised: float | None, *, years: float | None) -> None:
    lines = [
        {"line": line, "limit": round(limit, 4), "strict": round(bounds.strict[line], 4)}
        for line, limit in bounds.whole.items()
    ]
    if run.format in ("json", "jsonl"):
        run.out.document(
            {
                "alarms": bounds.alarms,
                "clients": bounds.clients,
                "own": bool(bounds.own),
                "measured_on": bounds.measured_on,
                "realised": realised,
                "limits": lines,
            }
        )
        return
    if run.out.for_people:
        from rich.text import Text

        run.out.print(Text(run.say(budget_said(bounds), **budget_says(bounds))))
        if years is not None:
            few = t("Your own quiet relationships come to {years} years; limits need 2000.")
            run.out.print(Text(run.say(few, years=round(years))))
        if realised is not None:
            came = t("On your own past that comes to {realised} alarms per 100 relationship-years.")
            run.out.print(Text(run.say(came, realised=round(realised, 1))))
        run.out.print()
    run.out.rows(_COLUMNS, lines)
