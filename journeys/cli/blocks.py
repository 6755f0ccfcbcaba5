"""What people read, as small blocks: a finding, a duty, a relationship on the board.

Nothing here is wider than its place: text wraps under its own beginning, ids are never cut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from journeys.cli.output import clean
from journeys.cli.replies import quiet, replied
from journeys.cli.rows import HOW, SIGNS, UNTOLD, VERDICTS, mentioned
from journeys.language import Language, t

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import RenderableType

    from domain.moments import Moment
    from journeys.board import BoardRow, Step
    from projections.farewell import Standing
    from projections.finding import Finding

_SPARK = 12


def heading(left: str, right: str = "") -> RenderableType:
    """Return a bold line, with something quiet after it."""
    line = Text(clean(left), style="bold", overflow="fold")
    return line.append(f"  {clean(right)}", style="not bold dim") if right else line


def title(text: str) -> Text:
    """Return the quiet title of a part."""
    return Text(text, style="dim")


def indented(text: str | Text, by: int = 2) -> RenderableType:
    """Return a text that wraps under its own beginning."""
    body = Text(clean(text), overflow="fold") if isinstance(text, str) else text
    return Padding(body, (0, 0, 0, by))


def beside(
    lines: Iterable[tuple[str, str | Text]], by: int = 2, style: str = "dim"
) -> RenderableType:
    """Return lines of a name and what belongs to it, in two columns."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, style=style)
    grid.add_column(overflow="fold")
    for name, said in lines:
        grid.add_row(Text(name), Text(clean(said)) if isinstance(said, str) else said)
    return Padding(grid, (0, 0, 0, by))


def mood(values: Sequence[float], words: Language, *, unicode: bool) -> Text:
    """Return a side's feelings as a sparkline, with the last one as a figure."""
    from journeys.render.sparkline import sparkline

    if not values:
        return Text(words.say(t("not told")), style="dim")
    last = values[-1]
    style = "red" if last < 0 else "green" if last > 0 else "default"
    line = Text(sparkline(values, width=_SPARK, unicode=unicode))
    return line.append(f"  {words.number(last, sign=True)}", style=style)


def finding_block(
    finding: Finding, words: Language, now: Moment, *, named: bool = False
) -> list[RenderableType]:
    """Return a finding: how bad and since when, what it is, what to do, and what it rests on."""
    style, sign = SIGNS[finding.severity]
    first = Text(overflow="fold").append(f"{sign} ", style=style)
    first.append(words.word(finding.severity), style=style).append("  ").append(
        finding.code, style="bold"
    )
    if finding.verdict:
        first.append(f"  {words.word(finding.verdict)}", style=VERDICTS[finding.verdict][0])
    if named:
        first.append(f"  {finding.relationship}", style="dim")
    lines: list[RenderableType] = [first, indented(words.say(finding.sentence))]
    if finding.action:
        lines.append(beside([("→", todo(finding.action, finding.due, words))]))
    rests = words.say(t("rests on {events}"), events=mentioned(finding.evidence))
    parts = [*_span(finding, words, now), rests]
    if finding.further:
        more = words.say(t("borne out by {events}"), events=mentioned(finding.further))
        parts.append(more)
    lines.append(indented(Text(" · ".join(parts), style="dim", overflow="fold")))
    answered = replied(finding, words, now)
    if answered:
        lines.append(beside([("↩", Text(clean(answered), overflow="fold"))]))
    return lines


_OVER = {
    "settled": t("settled"),
    "lapsed": t("lapsed: nothing bore it out since"),
    "ended": t("over with the relationship"),
}
_WILL_BE = {
    "lapsed": t("lapses on {until} if nothing bears it out"),
    "ended": t("ends with the relationship on {until}"),
}


def _span(finding: Finding, words: Language, now: Moment) -> Iterable[str]:
    """Yield since when a finding is so, and why it is over, or when it will be."""
    since, until = finding.since, finding.until
    if until is None or finding.is_open(now):
        yield words.say(t("since {since}"), since=since)
        if until is not None and finding.over in _WILL_BE:
            yield words.say(_WILL_BE[finding.over], until=until)
    else:
        yield words.say(t("from {since} until {until}"), since=since, until=until)
        if finding.over:
            yield words.say(_OVER[finding.over])


def finding_line(finding: Finding, words: Language) -> RenderableType:
    """Return a finding in one sentence."""
    style, sign = SIGNS[finding.severity]
    said = Text.assemble(
        (f"{words.word(finding.severity)}  ", style), clean(words.say(finding.sentence))
    )
    return beside([(sign, said.append(f"  {finding.code}", style="dim"))], by=2, style=style)


def todo(action: Any, due: Any, words: Language) -> Text:  # noqa: ANN401 - Say | str, Moment | None
    """Return what to do, and by when."""
    text = Text(clean(words.say(action)))
    if due is not None and due not in getattr(action, "values", {}).values():
        text.append(f" {words.say(t('Due {due}.'), due=due)}", style="bold")
    return text


def duty_block(standing: Standing, words: Language) -> list[RenderableType]:
    """Return a goodbye duty: its verdict, what is owed, by whom and until when."""
    style, sign = VERDICTS[standing.verdict]
    first = Text(overflow="fold").append(f"{sign} ", style=style)
    first.append(words.word(standing.verdict), style=style).append("  ").append(
        standing.code, style="bold"
    )
    if standing.left is not None:
        first.append(f"  {countdown(standing, words)}", style="bold" if standing.today else "blue")
    lines: list[RenderableType] = [first, indented(words.say(standing.duty.obligation))]
    parts = [words.word(standing.who)]
    if standing.duty.over != "any":
        parts.append(words.say(HOW[standing.duty.over]))
    if standing.deadline:
        parts.append(words.say(t("due {due}"), due=standing.deadline))
    if standing.evidence:
        parts.append(words.say(t("rests on {events}"), events=mentioned(standing.evidence)))
    parts.append(words.say(t("source {letters}"), letters=" ".join(standing.duty.origins)))
    lines.append(indented(Text(" · ".join(parts), style="dim", overflow="fold")))
    if standing.untold and standing.verdict in ("unknown", "pending"):
        untold = words.listing(words.say(UNTOLD[name]) for name in standing.untold)
        said = words.say(t("Whether it is owed is not known. Not told: {untold}"), untold=untold)
        lines.append(indented(Text(said, style="dim", overflow="fold")))
    return lines


def countdown(standing: Standing, words: Language) -> str:
    """Return how long a duty can still wait."""
    if standing.today:
        return words.say(t("due today"))
    if not standing.left:
        return words.say(t("due before the next working day"))
    one, many = t("{n} working day left"), t("{n} working days left")
    return words.plural(one, many, standing.left)


def counts(numbers: Mapping[Any, int], signs: dict[str, tuple[str, str]], words: Language) -> Text:
    """Return "2 critical · 5 high", the worst first; nothing that counts zero."""
    text = Text()
    for name, (style, _) in signs.items():
        if numbers.get(name):
            if text:
                text.append(" · ", style="dim")
            text.append(f"{numbers[name]} {words.word(name)}", style=style)
    return text


def unheard(rows: Iterable[BoardRow], words: Language) -> Iterable[RenderableType]:
    """Yield that nothing at all was told for long, where that is so."""
    from journeys.board import silent_since

    latest = silent_since(rows)
    if latest is not None and latest.last is not None:
        yield Text(said_last(latest.last, latest.silent, words), style="yellow")


def said_last(last: Moment, days: int, words: Language) -> str:
    """Return that nothing was told since, and how to see what was so then."""
    said = words.say(
        t(
            "Nothing at all was told since {last}, {days} days ago. What follows is what that"
            " leaves today; what was so on that day is shown by: journeys findings --at {day}"
        ),
        last=last,
        days=days,
        day=str(last.day),
    )
    return clean(said)


def board_block(row: BoardRow, words: Language, *, unicode: bool) -> list[RenderableType]:
    """Return one relationship on the board."""
    from journeys.board import SILENT_DAYS

    lines: list[tuple[str, str | Text]] = [
        (words.say(t("phase")), _since(row, words)),
        (words.say(t("client")), mood(row.client, words, unicode=unicode)),
        (words.say(t("our people")), mood(row.staff, words, unicode=unicode)),
    ]
    found = counts(row.findings, SIGNS, words)
    lines.append((words.say(t("findings")), found or Text(words.say(t("none")), style="dim")))
    shown = {name: sign for name, sign in VERDICTS.items() if name != "not-applicable"}
    duties = counts({k: v for k, v in row.duties.items() if k != "not-due"}, shown, words)
    if duties:
        lines.append((words.say(t("farewell")), duties))
    for name, owed in ((t("due today"), row.due_today), (t("overdue"), row.overdue)):
        if owed:
            said = "\n".join(f"{words.say(one.obligation)} · {words.word(one.who)}" for one in owed)
            lines.append((words.say(name), said))
    if row.silent > SILENT_DAYS and row.last is not None:
        told = words.say(t("{last}, {days} days ago"), last=row.last, days=row.silent)
        lines.append((words.say(t("told last")), Text(told, style="yellow")))
    if row.quiet:
        lines.append((words.say(t("not shown")), Text(quiet(row.quiet, words), style="dim")))
    if row.next is not None:
        lines.append((words.say(t("next")), next_step(row.next, words)))
    return [heading(row.id, row.title or ""), beside(lines)]


def asleep_block(row: BoardRow, words: Language) -> list[RenderableType]:
    """Return, in short, one relationship of which nothing was told for a year."""
    assert row.last is not None, "silence is counted from something"  # noqa: S101 - by construction
    told = words.say(t("told last {last}, {days} days ago"), last=row.last, days=row.silent)
    said = Text(f"{words.word(row.phase)} · {told}", style="dim", overflow="fold")
    found = counts(row.findings, SIGNS, words)
    return [
        heading(row.id, row.title or ""),
        indented(said.append(" · ").append(found) if found else said),
    ]


def _since(row: BoardRow, words: Language) -> str:
    if row.since is None:
        return words.word(row.phase)
    return words.say(t("{phase} since {since}"), phase=row.phase, since=row.since)


def next_step(step: Step, words: Language) -> Text:
    """Return the most pressing thing to do, with its due date and its code."""
    text = todo(step.action, step.due, words)
    return text.append(f" {step.code}", style="dim")
