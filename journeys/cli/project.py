"""``journeys project``: the views that answers are taken from, and building them anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from journeys.cli.command import command as verb
from journeys.cli.options import shared
from journeys.cli.output import Column
from journeys.cli.spreading import Over, spread
from journeys.cli.verbs import Verbs
from journeys.language import t

if TYPE_CHECKING:
    from journeys.cli.run import Run
    from journeys.upkeep.views import Standing

_STATES = {
    "current": t("up to date"),
    "behind": t("behind"),
    "outdated": t("of another version"),
    "missing": t("not made yet"),
}
_SHOWN = 10


@verb(
    "status",
    help=t(
        "Say how far the views are, and which relationships they had to set aside.\n\n"
        "Views are made of the facts and can be made again at any time. One that is behind catches"
        " up with the next command that needs it; one of another version is built anew then.\n\n"
        "Nothing is written by asking. On a copy that is kept up by replication this is its lag."
    ),
    examples=(
        ("journeys project status", t("is every view up to date?")),
        ("journeys project status --format json", t("lag, versions and who was set aside")),
    ),
)
@shared(rows=True)
def _status(run: Run) -> None:
    from domain.moments import Moment
    from journeys.upkeep.views import standings

    columns = (
        Column("shard", t("Shard")),
        Column("name", t("View")),
        Column("state", t("State"), say=lambda state: run.say(_STATES[state])),
        Column("lag", t("Lag")),
        Column("position", t("Position")),
        Column("end"),
        Column("rows", t("Rows")),
        Column("parked", t("Set aside"), say=lambda parked: run.words.number(len(parked))),
        Column("kept"),
        Column("expected"),
    )
    with run.engine() as engine:
        found = standings(engine)
        several = len(engine.parts) > 1
        told = [part.store.database.settings() for part in engine.parts]
    heard = min(filter(None, (one.get("heard_of_publisher") for one in told)), default=None)
    run.out.rows(columns[not several :], map(_row, found))
    if run.out.for_people:
        _set_aside(run, found)
    if heard:
        last = t("This is a copy. It last heard of where the store is kept at {when}.")
        run.out.note(run.say(last, when=Moment(heard)))


def _row(one: Standing) -> dict[str, Any]:
    parked = [
        {"relationship": p.relationship, "position": p.position, "reason": p.error}
        for p in one.parked
    ]
    names = ("name", "state", "lag", "position", "end", "rows", "kept", "expected")
    shard = {} if one.shard is None else {"shard": one.shard}
    return shard | {name: getattr(one, name) for name in names} | {"parked": parked}


def _set_aside(run: Run, found: list[Standing]) -> None:
    parked = [one for view in found for one in view.parked]
    line = t("{view}: {relationship} was set aside at event {position} ({reason})")
    for one in parked[:_SHOWN]:
        told = {"view": one.view, "relationship": one.relationship, "reason": one.error}
        run.out.note(run.words.quote(line, position=one.position, **told))
    if len(parked) > _SHOWN:
        run.out.note(run.say(t("and {n} more"), n=len(parked) - _SHOWN))
    if parked:
        retry = t("Its rows stay as they were. They are tried again by 'journeys project rebuild'.")
        run.out.note(run.say(retry))


@verb(
    "rebuild",
    help=t(
        "Build views anew from the facts, beside the old ones; without VIEW all of them.\n\n"
        "The old rows answer until the new ones are whole, and an interruption leaves the old ones."
        " Relationships that were set aside are tried again.\n\n"
        "A long log is folded in several processes where there is a second core (--on local: in"
        " one); one writes the rows, which are the same."
    ),
    examples=(
        ("journeys project rebuild", t("all of them")),
        ("journeys project rebuild findings farewell", t("two of them")),
    ),
)
@click.argument("views", metavar="VIEW", nargs=-1)
@spread
@shared()
def _rebuild(run: Run, *, views: tuple[str, ...], over: Over) -> None:
    from journeys.cli.progress import counting
    from journeys.upkeep.views import rebuild, standings

    with run.engine(alone=over.on == "local") as engine:
        with counting(run.words, t("Building views anew"), rate=True) as move:
            told = (lambda at: move(at.position, at.end)) if move else None
            built = rebuild(engine, views, told, over(run))
        found = [one for one in standings(engine) if one.name in built]
    one, many = t("{n} view was built anew."), t("{n} views were built anew.")
    run.out.note(run.words.plural(one, many, len(built)))
    _set_aside(run, found)


command = Verbs(
    "project",
    (_status, _rebuild),
    help=t(
        "Look after the views that answers are taken from: how far they are, and making them anew."
        "\n\nFacts are kept; a view is a fold over facts, and may be thrown away at any time."
    ),
    examples=(
        ("journeys project status", t("is every view up to date?")),
        ("journeys project rebuild", t("build all of them anew")),
    ),
)
