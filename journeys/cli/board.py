"""``journeys board``: what asks for attention today, one relationship after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeys.cli.command import command as verb
from journeys.cli.drawing import Drawn, draw, drawn
from journeys.cli.options import option, shared
from journeys.cli.output import Column
from journeys.language import Language, t

if TYPE_CHECKING:
    from journeys.board import BoardRow, Owed
    from journeys.cli.run import Run


_SHOWN = 50


def _last(values: list[float]) -> str:
    return f"{values[-1]:+.2f}" if values else "–"


def _counted(numbers: dict[str, int]) -> str:
    return ", ".join(f"{n} {name}" for name, n in numbers.items() if n)


def _codes(owed: list[dict[str, Any]]) -> str:
    return ", ".join(one["code"] for one in owed)


_COLUMNS = (
    Column("id", t("Id")),
    Column("title", t("Title"), text=True),
    Column("phase", t("Phase"), word=True),
    Column("since"),
    Column("client", t("Client"), say=_last),
    Column("staff", t("Our people"), say=_last),
    Column("findings", t("Findings"), say=_counted),
    Column("quiet"),
    Column("duties", t("Farewell"), say=_counted),
    Column("next", t("Next"), text=True, say=lambda step: step["action"] if step else "–"),
    Column("due", t("Due")),
    Column("due_today", t("Due today"), say=_codes),
    Column("overdue", t("Overdue"), say=_codes),
    Column("last"),
)


@verb(
    "board",
    help=t(
        "Show what asks for attention today.\n\n"
        "How each relationship stands: its phase, both moods, open findings, goodbye duties, "
        "and what to"
        " do next. What only counts for a while, and what was about a relationship that has ended,"
        " is not counted any more. Where nothing was told for three months it says since when; what"
        " nothing was told of for a year comes last, in short. Goodbye duties whose last day is"
        " today, or was in the last two weeks, stand"
        " apart. The most pressing comes first; people are shown the first 50 unless they ask for"
        " all."
    ),
    examples=(
        ("journeys board", t("every relationship, the most pressing thing first")),
        ("journeys board --html board.html", t("the same as a page, with a picture")),
    ),
)
@option("--all", "everything", is_flag=True, help=t("Every relationship, not the first 50 alone."))
@drawn()
@shared(rows=True)
def command(run: Run, *, everything: bool, drawn: Drawn) -> None:
    """Show the board."""
    with run.engine() as engine:
        rows = engine.board()
    if drawn:
        draw(run, rows.picture(run.words), drawn)
    else:
        show(run, rows, most=len(rows) if everything else _SHOWN)


def show(run: Run, rows: list[BoardRow], *, most: int = _SHOWN) -> None:
    """Print the board in the format that was asked for; of *most* relationships for people."""
    if not (run.out.for_people and rows):
        empty = run.say(t("This store holds no relationships yet."))
        run.out.rows(_COLUMNS, [_row(row, run.words) for row in rows], empty=empty)
        return
    from journeys.cli.blocks import asleep_block, board_block, title, unheard

    rows = sorted(rows, key=lambda row: row.asleep)
    for block in unheard(rows, run.words):
        run.out.print(block, "")
    shown = rows[:most]
    awake, asleep = [r for r in shown if not r.asleep], [r for r in shown if r.asleep]
    for number, row in enumerate(awake):
        if number:
            run.out.print()
        run.out.print(*board_block(row, run.words, unicode=run.out.unicode))
    if asleep:
        if awake:
            run.out.print()
        run.out.print(title(run.say(t("Nothing was told of these for a year"))))
    for row in asleep:
        run.out.print(*asleep_block(row, run.words))
    if len(rows) > most:
        run.out.note(run.say(t("and {n} more; --all shows them"), n=len(rows) - most))


def _row(row: BoardRow, words: Language) -> dict[str, Any]:
    step = row.next
    told = {"code": step.code, "action": words.say(step.action)} if step else None
    return {
        "id": row.id,
        "title": row.title,
        "phase": row.phase,
        "since": row.since,
        "client": list(row.client),
        "staff": list(row.staff),
        "findings": dict(row.findings),
        "quiet": dict(row.quiet),
        "duties": dict(row.duties),
        "next": told,
        "due": step.due if step else None,
        "due_today": [_owed(one, words) for one in row.due_today],
        "overdue": [_owed(one, words) for one in row.overdue],
        "last": row.last,
    }


def _owed(one: Owed, words: Language) -> dict[str, Any]:
    return {
        "code": one.code,
        "action": words.say(one.obligation),
        "who": words.word(one.who),
        "due": one.deadline,
        "verdict": one.verdict,
    }
