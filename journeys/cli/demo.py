"""``journeys demo``: two true stories to look around in."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from journeys.cli.command import command as verb
from journeys.cli.options import option, shared
from journeys.language import t

if TYPE_CHECKING:
    from journeys.cli.run import Run
    from journeys.store import Place

_TOUR = (
    ("replay agency --step", t("live through it, moment by moment")),
    ("findings agency --severity high", t("what went wrong, on what evidence")),
    ("farewell telecom", t("how the goodbye was handled")),
    ("curve telecom", t("what both sides felt")),
)


@verb(
    "demo",
    help=t(
        "Load two true stories and look around.\n\n"
        "An agency that let itself be talked out of its way of working, and fifteen years "
        "that ended"
        " with a link. They go into a store of their own; loading them twice changes nothing."
    ),
    examples=(
        ("journeys demo", t("into demo.db in your data folder")),
        ("journeys demo --store here.db --lang nl", t("into a file of your choice, in Dutch")),
    ),
)
@option(
    "--all",
    "everything",
    is_flag=True,
    help=t("Load two invented stories too: relationships that go well."),
)
@shared()
def command(run: Run, *, everything: bool) -> None:
    """Load the stories, show the board, and say what to type next."""
    from journeys.cli.board import show
    from journeys.cli.run import home

    store = run.store if run.given_store else home("demo.db")
    with run.engine(create=True, store=store) as engine:
        recorded = engine.load_stories(invented=everything).recorded
        rows = engine.board()
    if recorded:
        one, many = t("{n} event recorded in {store}"), t("{n} events recorded in {store}")
        run.out.note(run.words.plural(one, many, recorded, store=str(store)))
    else:
        run.out.note(run.say(t("The stories are in {store} already."), store=str(store)))
    show(_for_people(run), rows)
    _next(run, store)


def _ourselves() -> str:
    """Return what to type for this command: its name, or its place where it is not on the path."""
    if shutil.which("journeys"):
        return "journeys"
    here = Path(sys.argv[0])
    inside = here.is_relative_to(Path.cwd())
    return shlex.quote(str(here.relative_to(Path.cwd()) if inside else here))


def _for_people(run: Run) -> Run:
    from dataclasses import replace

    return replace(run, format="table")


def _next(run: Run, store: Place) -> None:
    from rich.text import Text

    from journeys.cli.blocks import indented, title

    out = _for_people(run).out
    out.print("", title(run.say(t("What to type next"))))
    for line, what in _TOUR:
        typed = f"{_ourselves()} {line} --store {shlex.quote(str(store))}"
        out.print(indented(Text(typed, style="cyan", overflow="fold")))
        out.print(indented(Text(run.say(what), style="dim"), by=6))
