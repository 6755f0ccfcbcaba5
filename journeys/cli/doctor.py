"""``journeys doctor``: is everything as it should be, and what to do where it is not."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from journeys.cli.command import command as verb
from journeys.cli.errors import FOUND
from journeys.cli.options import option, shared
from journeys.cli.output import Column
from journeys.language import t

if TYPE_CHECKING:
    from journeys.cli.run import Run
    from journeys.upkeep.checks import Check, Sentence

_SIGNS = {"ok": ("green", "✓"), "warn": ("yellow", "!"), "fail": ("bold red", "✗")}
_NAMES = {
    "installation": t("installation"),
    "packages": t("packages"),
    "extras": t("extras"),
    "store": t("store"),
    "settings": t("settings"),
    "clock": t("clock"),
    "views": t("views"),
    "set-aside": t("set aside"),
    "leftovers": t("leftovers"),
    "copies": t("columns"),
    "permissions": t("permissions"),
    "room": t("room"),
    "evidence": t("evidence"),
}
_COLUMNS = (
    Column("check", t("Check")),
    Column("verdict", t("Verdict")),
    Column("said", t("What was found"), text=True),
    Column("todo", t("What to do"), text=True),
)


@verb(
    "doctor",
    help=t(
        "Check the installation and the store, and say what to do where something is amiss.\n\n"
        "Looked at are the packages, the store and its settings, every event's evidence, the views,"
        " the files of the columns, the room on the disk, who may use the file, and whether the"
        " clock goes back. Nothing is changed. The exit code is 1 when something is wrong, and 0"
        " when it only wants looking after."
    ),
    examples=(
        ("journeys doctor", t("is everything as it should be?")),
        ("journeys doctor --quick --format json", t("for a monitor, without walking the evidence")),
    ),
)
@option(
    "--quick",
    is_flag=True,
    help=t("Leave out every event's evidence and the files of the columns."),
)
@shared(rows=True)
def command(run: Run, *, quick: bool) -> int:
    """Examine everything."""
    from journeys.cli.verify import progress
    from journeys.upkeep.doctor import examine

    tell = progress(run) if sys.stderr.isatty() else None
    found = list(examine(run.store, run.now(), quick=quick, on_progress=tell))
    rows = [_row(run, check) for check in found]
    if run.out.for_people:
        _show(run, found, rows)
    else:
        several = any(check.shards for check in found)
        run.out.rows((*_COLUMNS, Column("shards")) if several else _COLUMNS, rows)
    return FOUND if any(check.verdict == "fail" for check in found) else 0


def _row(run: Run, check: Check) -> dict[str, Any]:
    todo = _said(run, check.todo) if check.todo else None
    row: dict[str, Any] = {
        "check": check.name,
        "verdict": check.verdict,
        "said": _said(run, check.said),
        "todo": todo,
    }
    return row | ({"shards": list(check.shards)} if check.shards else {})


def _stretches(numbers: tuple[int, ...]) -> str:
    """Return numbers for a person: 1, 2, 3 and 5 as 1–3, 5."""
    begins = [n for n in numbers if n - 1 not in numbers]
    ends = [n for n in numbers if n + 1 not in numbers]
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in zip(begins, ends, strict=True))


def _said(run: Run, sentence: Sentence) -> str:
    # Names of views, files and settings stay as they are typed, in every language.
    values = {
        name: value if type(value) is str else run.words.value(value)
        for name, value in sentence.values.items()
    }
    return run.words.quote(sentence.template, **values)


def _show(run: Run, found: list[Check], rows: list[dict[str, Any]]) -> None:
    from rich.text import Text

    from journeys.cli.blocks import beside, indented

    for check, row in zip(found, rows, strict=True):
        style, sign = _SIGNS[check.verdict]
        name = run.say(_NAMES[check.name])
        if check.shards:
            numbers = _stretches(check.shards)
            name = run.say(t("{name}, shard {numbers}"), name=name, numbers=numbers)
        first = Text.assemble((f"{sign} ", style), (name, "bold"))
        run.out.print(first, indented(row["said"]))
        if row["todo"]:
            run.out.print(beside([("→", row["todo"])]))
    wrong = sum(check.verdict == "fail" for check in found)
    care = sum(check.verdict == "warn" for check in found)
    if not wrong and not care:
        run.out.note(run.say(t("Everything is as it should be.")))
        return
    run.out.note(run.say(t("Wrong: {wrong}. To look after: {care}."), wrong=wrong, care=care))
