"""``journeys map``: journey maps, from the first draft to their adoption by a relationship."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from journeys.cli.command import command as verb
from journeys.cli.drawing import put
from journeys.cli.map_lived import lived
from journeys.cli.map_recording import a_map, adopt_map, an_edition, import_map, publish_map
from journeys.cli.options import option, shared
from journeys.cli.output import Column
from journeys.cli.verbs import Verbs
from journeys.language import t

if TYPE_CHECKING:
    from journeys.cli.run import Run


@verb(
    "list",
    help=t("List the journey maps in the store."),
    examples=(
        ("journeys map list", t("which maps there are, and in which edition")),
        ("journeys map list --format json", t("the same for a program")),
    ),
)
@shared(rows=True)
def _list(run: Run) -> None:
    from journeys import mapping
    from journeys.cli.map_said import KINDS
    from journeys.io.map_yaml import shipped

    columns = (
        Column("key", t("Map")),
        Column("title", t("Title"), text=True),
        Column("kind", t("Kind"), say=lambda kind: run.say(KINDS[kind])),
        Column("edition", t("Edition")),
        Column("published"),
        Column("changed", t("Draft"), say=lambda new: run.say(t("newer")) if new else "–"),
        Column("touchpoints", t("Touchpoints")),
        Column("gates"),
    )
    with run.engine() as engine:
        found = mapping.maps(engine)
    rows = [{column.key: getattr(one, column.key) for column in columns} for one in found]
    none = t("This store holds no maps yet. Those that come with it: {maps}.")
    run.out.rows(columns, rows, empty=run.say(none, maps=list(shipped())))
    more = [key for key in shipped() if key not in {one.key for one in found}]
    if found and more and run.out.for_people:
        line = t("More maps come with it: {maps}. Take one in with 'journeys map import'.")
        run.out.note(run.say(line, maps=more))


@verb(
    "show",
    help=t(
        "Show a journey map: its stages, its touchpoints and what they were meant to be.\n\n"
        "The last edition, or the draft where none is published. Each touchpoint has its channel,"
        " what both sides should feel, what may be counted on, its gate, and what may follow."
    ),
    examples=(
        ("journeys map show start-process", t("the last edition, as a tree")),
        ("journeys map show start-process --draft", t("as it is being written")),
    ),
)
@a_map
@an_edition(t("Which edition."))
@option("--draft", is_flag=True, help=t("The draft, whatever is published."))
@shared(rows=True)
def _show(run: Run, *, name: str, edition: int | None, draft: bool) -> None:
    from domain.maps import publications
    from journeys import mapping
    from journeys.cli import map_said

    with run.engine() as engine:
        state = mapping.state_of(engine, mapping.find(engine, name))
    number = edition or max(publications(state), default=None)
    number = None if draft else number
    body = mapping.body_of(state, number)
    match run.format:
        case "table":
            run.out.print(*map_said.tree(state, body, number, run.words))
        case "json" | "jsonl":
            run.out.document(map_said.document(state, body, number))
        case _:
            run.out.rows(map_said.COLUMNS, map_said.rows(body))


@verb(
    "diff",
    help=t(
        "Show what changed in a journey map, part by part.\n\n"
        "From edition FROM to edition TO: the last edition and the draft unless you say so."
    ),
    examples=(
        ("journeys map diff start-process", t("what the draft changes")),
        ("journeys map diff start-process 1 2", t("what edition 2 changed")),
    ),
)
@a_map
@click.argument("before", metavar="FROM", type=click.IntRange(min=1), required=False)
@click.argument("after", metavar="TO", type=click.IntRange(min=1), required=False)
@shared(rows=True)
def _diff(run: Run, *, name: str, before: int | None, after: int | None) -> None:
    from domain.map_diff import diff
    from domain.maps import publications
    from journeys import mapping
    from journeys.cli import map_said

    with run.engine() as engine:
        state = mapping.state_of(engine, mapping.find(engine, name))
    old = mapping.body_of(state, before or max(publications(state), default=1))
    changes = diff(old, mapping.body_of(state, after))
    same = run.say(t("They say the same."))
    if run.out.for_people:
        run.out.print(*(map_said.line(change, run.words) for change in changes))
        if not changes:
            run.out.note(same)
        return
    columns = map_said.CHANGES
    run.out.rows(columns, [map_said.change_row(one, run.words) for one in changes], empty=same)


@verb(
    "export",
    help=t("Write a journey map as YAML: the last edition, or the draft where none is published."),
    examples=(
        ("journeys map export start-process --out map.yaml", t("into a file, to change it")),
        ("journeys map export start-process --edition 1", t("as it was in edition 1")),
    ),
)
@a_map
@an_edition(t("Which edition."))
@option("--draft", is_flag=True, help=t("The draft, whatever is published."))
@option("--out", metavar="FILE", default="-", help=t("Where to write; - is standard output."))
@shared()
def _export(run: Run, *, name: str, edition: int | None, draft: bool, out: str) -> None:
    from domain.maps import key_of, publications
    from journeys import mapping
    from journeys.io.map_yaml import dump

    with run.engine() as engine:
        state = mapping.state_of(engine, mapping.find(engine, name))
    number = edition or max(publications(state), default=None)
    text = dump(key_of(state.id), mapping.body_of(state, None if draft else number))
    put(run, out, text)


command = Verbs(
    "map",
    (_list, _show, _diff, import_map, publish_map, adopt_map, lived, _export),
    help=t(
        "Draw journey maps, publish them, and have relationships adopt them.\n\n"
        "A map says how contact was meant to be: stages, touchpoints, the steps between them,"
        " gates, and what both sides should feel. It is drafted, and published in editions."
    ),
    examples=(
        ("journeys map import start-process --publish", t("take in the agency's start process")),
        ("journeys map show start-process", t("see it as a tree")),
    ),
)
