"""What to type next: the end of a demo."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from journeys.language import t

if TYPE_CHECKING:
    from journeys.cli.run import Run
    from journeys.store import Place

Tour = Sequence[tuple[str, str]]
"""Lines to type, each with what it shows."""


def _ourselves() -> str:
    """Return what to type for this command: its name, or its place where it is not on the path."""
    if shutil.which("journeys"):
        return "journeys"
    here = Path(sys.argv[0])
    if here.name == "__main__.py":  # python -m journeys: a file that nobody can run by its name
        return f"{_place(Path(sys.executable))} -m journeys"
    return _place(here)


def _place(program: Path) -> str:
    """Return where a program is, as it is typed from here."""
    inside = program.is_relative_to(Path.cwd())
    return shlex.quote(str(program.relative_to(Path.cwd()) if inside else program))


def for_people(run: Run) -> Run:
    """Return the same run, printing for people."""
    return replace(run, format="table")


def what_next(run: Run, store: Place, tour: Tour) -> None:
    """Say what to type next: each line with what it shows."""
    from rich.text import Text

    from journeys.cli.blocks import indented, title

    out = for_people(run).out
    out.print("", title(run.say(t("What to type next"))))
    for line, what in tour:
        typed = f"{_ourselves()} {line} --store {shlex.quote(str(store))}"
        out.print(indented(Text(typed, style="cyan", overflow="fold")))
        out.print(indented(Text(run.say(what), style="dim"), by=6))
