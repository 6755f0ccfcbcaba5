"""The verbs of ``journeys map`` that record: take in, publish, adopt."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from journeys.cli.command import Body
from journeys.cli.command import command as verb
from journeys.cli.options import WHEN, option, shared
from journeys.cli.output import Column
from journeys.language import t

if TYPE_CHECKING:
    from domain._kernel import Record
    from domain.moments import Moment
    from journeys.cli.run import Run
    from journeys.engine import Engine
    from journeys.io.map_yaml import MapFile
    from journeys.mapping import Manner

_DRY = t("Nothing was recorded: this was a dry run.")


def a_map(body: Body) -> Body:
    """Add MAP: the map that is meant, by the first letters of its key."""
    return click.argument("name", metavar="MAP")(body)


def an_edition(help: str) -> Callable[[Body], Body]:
    """Add ``--edition``: the number of one."""
    return option("--edition", type=click.IntRange(min=1), metavar="N", help=help)


def _recorded(body: Body) -> Body:
    """Add what every verb has that records: when, by whom, and whether it is only tried."""
    dry = t("Show what would be recorded, or why not; record nothing.")
    actor = t("Who records it, as a pseudonym (also JOURNEYS_ACTOR).")
    when = t("When it happened; now unless you say so.")
    body = option("--dry-run", is_flag=True, help=dry)(body)
    body = option("--actor", metavar="NAME", help=actor)(body)
    return option("--when", type=WHEN, metavar="WHEN", help=when)(body)


def _manner(actor: str | None, when: Moment | None) -> Manner:
    from journeys.mapping import Manner

    return Manner(actor or os.environ.get("JOURNEYS_ACTOR") or "me", when)


def _carry_out(run: Run, engine: Engine, command: Record, *, dry_run: bool) -> bool:
    """Record a command, or only try it; return whether it was on record before."""
    from journeys.mapping import rehearse

    if dry_run:
        rehearse(engine, command)
        run.out.note(run.say(_DRY))
        return False
    return engine.record(command).already


_TAKEN = (
    Column("file", t("File"), text=True),
    Column("map", t("Map")),
    Column("facts", t("Recorded")),
    Column("edition", t("Edition")),
)


@verb(
    "import",
    help=t(
        "Take in journey maps from files.\n\n"
        "A new map becomes a draft, a known one is changed; one that says nothing new is left"
        " alone. FILE is a map in YAML, or the name of one that comes with it: start-process,"
        " telecom-contract or good-goodbye."
    ),
    examples=(
        ("journeys map import start-process --publish", t("the agency's, ready to be adopted")),
        ("journeys map import map.yaml --dry-run", t("only check it")),
    ),
)
@click.argument("paths", metavar="FILE", nargs=-1, required=True)
@option("--publish", is_flag=True, help=t("Publish it as the next edition in the same breath."))
@_recorded
@shared(rows=True)
def import_map(
    run: Run,
    *,
    paths: tuple[str, ...],
    publish: bool,
    when: Moment | None,
    actor: str | None,
    dry_run: bool,
) -> None:
    """Take in maps."""
    import journeys

    manner, files = _manner(actor, when), _read(paths)
    # Tried first, so that a file that is refused takes no other with it and leaves no store behind.
    if run.there():
        with run.engine() as engine:
            rows = _taken(engine, files, manner, publish=publish, dry_run=True)
    else:
        with journeys.open(":memory:") as engine:
            rows = _taken(engine, files, manner, publish=publish, dry_run=True)
    if not dry_run:
        with run.engine(create=True) as engine:
            rows = _taken(engine, files, manner, publish=publish, dry_run=False)
    columns = (*_TAKEN[:2], _of_facts(run), _TAKEN[3])
    run.out.rows(columns, rows)
    if dry_run:
        run.out.note(run.say(_DRY))


def _of_facts(run: Run) -> Column:
    nothing = t("nothing new")
    return Column(
        "facts",
        t("Recorded"),
        say=lambda facts: ", ".join(map(run.say, facts)) or run.say(nothing),
    )


def _read(paths: Sequence[str]) -> dict[str, MapFile]:
    from domain.errors import Unreadable
    from journeys.io.map_yaml import load, shipped

    ours = shipped()
    files = {path: load(path if Path(path).exists() else ours.get(path, path)) for path in paths}
    keys = [one.key for one in files.values()]
    for key in keys:
        if keys.count(key) > 1:
            message = "the map {key} stands in two of these files: name one of them"
            raise Unreadable(message, key=key)
    return files


def _taken(
    engine: Engine, files: dict[str, MapFile], manner: Manner, *, publish: bool, dry_run: bool
) -> list[dict[str, Any]]:
    from domain.maps import MapPublished
    from journeys import mapping
    from projections.timeline import title

    rows = []
    for path, file in files.items():
        command = mapping.draft_or_change(engine, file, manner, publish=publish)
        facts = command.facts if command else ()
        if command and dry_run:
            mapping.rehearse(engine, command)
        elif command:
            engine.record(command)
        edition = next((one.edition for one in facts if isinstance(one, MapPublished)), None)
        said = [title(type(one)) for one in facts]
        rows.append({"file": path, "map": file.key, "facts": said, "edition": edition})
    return rows


@verb(
    "publish",
    help=t(
        "Publish the draft of a journey map as its next edition.\n\n"
        "An edition never changes again. A map in which no step leads to one of its touchpoints is"
        " refused, and so is an edition that is out already."
    ),
    examples=(
        ("journeys map publish start-process", t("as the next edition")),
        ("journeys map publish start-process --dry-run", t("only whether it may be")),
    ),
)
@a_map
@an_edition(t("The edition it has to become; the next one unless you say so."))
@_recorded
@shared(rows=True)
def publish_map(
    run: Run,
    *,
    name: str,
    edition: int | None,
    when: Moment | None,
    actor: str | None,
    dry_run: bool,
) -> None:
    """Publish a draft."""
    from domain.maps import MapPublished, key_of
    from journeys import mapping

    with run.engine() as engine:
        known = mapping.find(engine, name)
        command = mapping.publish(engine, known, _manner(actor, when), edition)
        _carry_out(run, engine, command, dry_run=dry_run)
    (fact,) = command.facts
    number = fact.edition if isinstance(fact, MapPublished) else None
    columns = (
        Column("map", t("Map")),
        Column("edition", t("Edition")),
        Column("since", t("Since")),
    )
    run.out.rows(columns, [{"map": key_of(known), "edition": number, "since": command.occurred_at}])


@verb(
    "adopt",
    help=t(
        "Record that a relationship works by an edition of a journey map.\n\n"
        "Its gates become those of the relationship, which keeps that edition whatever is"
        " published later. Complex work asks for strict keeping to the steps."
    ),
    examples=(
        ("journeys map adopt agency good-goodbye", t("its last edition, from now on")),
        (
            "journeys map adopt agency good-goodbye --complexity complex",
            t("strictly, for complex work"),
        ),
    ),
)
@click.argument("relationship", metavar="REL")
@a_map
@an_edition(t("Which edition; the last one unless you say so."))
@option(
    "--complexity",
    type=click.Choice(["simple", "complicated", "complex"]),
    help=t("How hard it is to say beforehand what the work brings."),
)
@option(
    "--strictness",
    type=click.Choice(["loose", "guided", "strict"]),
    help=t("How strictly the steps are kept to; by itself as strict as the work is complex."),
)
@option(
    "--discretion",
    metavar="GATE",
    multiple=True,
    help=t("A gate that the team may leave out by itself; may be given more than once."),
)
@_recorded
@shared(rows=True)
def adopt_map(
    run: Run,
    *,
    relationship: str,
    name: str,
    edition: int | None,
    when: Moment | None,
    actor: str | None,
    dry_run: bool,
    **fit: Any,  # noqa: ANN401 - complexity, strictness, discretion
) -> None:
    """Adopt an edition."""
    from journeys import mapping
    from journeys.cli.map_said import ADOPTED

    with run.engine() as engine:
        known, adopter = mapping.find(engine, name), engine.find(relationship)
        manner = _manner(actor, when)
        command = mapping.adopt(engine, adopter, known, manner, number=edition, **fit)
        already = _carry_out(run, engine, command, dry_run=dry_run)
    data = command.facts[0].model_dump(mode="json")
    gates = [gate["gate"] for gate in data["gates"]]
    row = {**data, "relationship": adopter, "gates": gates, "already": already}
    run.out.rows(ADOPTED, [{**row, "since": command.occurred_at}])
