"""``journeys import``: history from files, as a whole or not at all."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from journeys.cli.command import command as verb
from journeys.cli.options import option, shared
from journeys.cli.output import Column
from journeys.language import t

if TYPE_CHECKING:
    from journeys.cli.run import Run
    from journeys.engine import Engine
    from journeys.io.importing import ImportPlan
    from journeys.store import Store

_COLUMNS = (
    Column("file", t("File"), text=True),
    Column("kind", t("Kind"), word=True),
    Column("recorded", t("Recorded")),
    Column("already", t("There already")),
)
_HEAD = 4096
_LARGEST = 256_000_000


@verb(
    "import",
    help=t(
        "Take in history from files.\n\n"
        "Our own JSON Lines of CloudEvents, or stories in YAML: which of the two a file is "
        "shows from its"
        " content. A file is taken as a whole or not at all. What is there already is left "
        "alone, so importing"
        " twice changes nothing."
    ),
    examples=(
        ("journeys import all.jsonl", t("what was exported elsewhere")),
        ("journeys import story.yaml --dry-run", t("only check it")),
    ),
)
@click.argument("paths", metavar="FILE", nargs=-1, required=True)
@option(
    "--dry-run",
    is_flag=True,
    help=t("Check the files and say what would be recorded; record nothing."),
)
@shared(rows=True)
def command(run: Run, *, paths: tuple[str, ...], dry_run: bool) -> None:
    """Import files."""
    import journeys

    kinds = {path: kind_of(Path(path)) for path in paths}
    rows: list[dict[str, Any]] = []
    if not run.there():
        # Rehearsed first, so that a file that is refused leaves no empty store behind.
        with journeys.open(":memory:") as rehearsal:
            rows = _imported(rehearsal, kinds, dry_run=False)
    elif dry_run:
        with run.engine() as engine:
            rows = _imported(engine, kinds, dry_run=True)
    if not dry_run:
        with run.engine(create=True) as engine:
            rows = _imported(engine, kinds, dry_run=False)
    run.out.rows(_COLUMNS, rows)
    if dry_run:
        run.out.note(run.say(t("Nothing was recorded: this was a dry run.")))


def _imported(engine: Engine, kinds: dict[str, str], *, dry_run: bool) -> list[dict[str, Any]]:
    rows = []
    for path, kind in kinds.items():
        plan = partial(_PLANS[kind], path)
        if dry_run:
            planned = plan(engine.store)
            recorded, already = len(planned.events), planned.already
        else:
            recorded, already = engine.take(plan)
        rows.append({"file": path, "kind": kind, "recorded": recorded, "already": already})
    return rows


def _native(path: str, store: Store) -> ImportPlan:
    from journeys.io.importing import plan

    return plan(path, store)


def _story(path: str, store: Store) -> ImportPlan:
    from journeys.io import story, telling

    return telling.plan(story.load(path), store)


_PLANS = {"cloudevents": _native, "story": _story}


def kind_of(path: Path) -> str:
    """Return ``story`` or ``cloudevents``: by the first character, else by the suffix.

    Raises
    ------
    NotFound
        When there is no such file.
    """
    from journeys.io.files import open_file

    with open_file(path, _LARGEST) as file:
        head = file.read(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{"):
        return "cloudevents"
    return "cloudevents" if path.suffix.lower() in (".jsonl", ".ndjson") else "story"
