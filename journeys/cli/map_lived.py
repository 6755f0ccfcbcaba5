"""``journeys map lived``: what a relationship lived, laid over its map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from journeys.cli.command import command as verb
from journeys.cli.drawing import Drawn, draw, drawn
from journeys.cli.options import moments, option, relationship, shared
from journeys.cli.output import Column
from journeys.cli.rows import cited
from journeys.language import t

if TYPE_CHECKING:
    from domain.moments import Moment
    from journeys.cli.run import Run

CODES = {
    "waiver-void": t("waiver void"),
    "gate-skipped": t("gate skipped"),
    "passed-by": t("passed by"),
    "order-broken": t("order broken"),
    "limit-missed": t("limit missed"),
    "detour": t("detour"),
    "waived": t("put off"),
    "never-planned": t("never planned"),
    "never-happened": t("never happened"),
}
"""What each kind of deviation is called, the gravest first."""


@verb(
    "lived",
    help=t(
        "Lay what a relationship lived over the map that it adopted.\n\n"
        "What never happened and what was never planned; gates that were skipped, waivers that no"
        " longer hold, touchpoints that were passed by, steps that the map has not, detours, and"
        " limits that were missed. A limit counts only between dates that are no guess."
    ),
    examples=(
        ("journeys map lived agency", t("where the agency left its own way of working")),
        (
            "journeys map lived agency --blueprint --svg lived.svg",
            t("drawn on the map, with lanes and the line of visibility"),
        ),
    ),
)
@relationship
@moments
@option("--map", "map_key", metavar="MAP", help=t("Over this map, adopted or not."))
@option(
    "--blueprint",
    is_flag=True,
    help=t("Draw it in lanes: the client, front stage, back stage, systems; with --svg and such."),
)
@drawn()
@shared(rows=True)
def lived(
    run: Run,
    *,
    relationship: str,
    at: Moment | None,
    as_known: Moment | None,
    map_key: str | None,
    blueprint: bool,
    drawn: Drawn,
) -> None:
    """Say or draw where what was lived is not what was designed."""
    from journeys.graph import laying

    if blueprint and not drawn:
        wrong = t("--blueprint is drawn: say where with --svg, --png or --html")
        raise click.UsageError(run.say(wrong))
    with run.engine() as engine:
        found = laying.laid(engine, relationship, map_key, at, as_known)
        title = f"{engine.journey(relationship).title}: {found.body.title}"
    if drawn:
        draw(run, laying.drawing(found, run.words, title=title, lanes=blueprint), drawn)
        return
    order = list(CODES)
    rows = [
        {
            "code": one.code,
            "touchpoint": one.touchpoint,
            "source": one.source,
            "sentence": run.say(one.sentence),
            "evidence": cited(one.evidence),
        }
        for one in sorted(found.deviations, key=lambda one: order.index(one.code))
    ]
    run.out.rows(_columns(run), rows, empty=run.say(t("Lived as it was designed.")))
    if run.out.for_people:
        run.out.note(" ".join(laying.summary(found, run.words)))


def _columns(run: Run) -> tuple[Column, ...]:
    def named(items: list[dict[str, Any]]) -> str:
        names = list(dict.fromkeys(one["story_id"] or one["id"] for one in items))
        more = f" +{len(names) - _CITED}" if len(names) > _CITED else ""
        return " ".join(names[:_CITED]) + more

    return (
        Column("code", t("What"), say=lambda code: run.say(CODES[code])),
        Column("touchpoint", t("Touchpoint"), text=True),
        Column("source"),
        Column("sentence", t("How"), text=True),
        Column("evidence", t("Evidence"), text=True, say=named),
    )


_CITED = 4
