"""``journeys ask``: a question by name, answered in figures with the events behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from journeys.cli.command import command as verb
from journeys.cli.drawing import Drawn, draw, drawn
from journeys.cli.options import moments, option, shared
from journeys.cli.output import Column
from journeys.language import t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from domain.moments import Moment
    from journeys.asking import Answered
    from journeys.cli.run import Run
    from projections.answers.column import Column as Asked

_CITED = 3
_UNITS = {
    "days": ("day", t("{title} (days)")),
    "eur": ("euro", t("{title} (€)")),
    "a year": ("year", t("{title} (a year)")),
    "per week": ("week", t("{title} (a week)")),
}
"""How a heading tells its unit, unless it has the word already. A figure alone tells little."""


def _pairs(given: dict[str, Any]) -> str:
    return ", ".join(f"{name}={'…' if value is None else value}" for name, value in given.items())


_QUESTIONS = (
    Column("name", t("Name")),
    Column("question", t("Question"), text=True),
    Column("parameters", t("Parameters"), text=True, say=_pairs),
    Column("columns"),
    Column("rows"),
)


@verb(
    "ask",
    help=t(
        "Ask a question by name, of some relationships or of all.\n\n"
        "Every row names the events it rests on. What nobody told stays empty, and is never"
        " counted as nothing. --list shows every question with its parameters. --svg draws the"
        " answer: one-clock and compare as lines and bars, the others as the touchpoints that they"
        " rest on."
    ),
    examples=(
        ("journeys ask first-stop agency", t("where a stricter rule would have said no")),
        ("journeys ask point-of-no-return --svg stop.svg", t("as a picture of the touchpoints")),
    ),
)
@click.argument("name", metavar="NAME", required=False)
@click.argument("relationships", metavar="REL", nargs=-1)
@option(
    "--param",
    "given",
    multiple=True,
    metavar="NAME=VALUE",
    help=t("A parameter in place of its default; may be repeated."),
)
@moments
@option("--list", "everything", is_flag=True, help=t("List every question that can be asked."))
@drawn()
@shared(rows=True)
def command(
    run: Run,
    *,
    name: str | None,
    relationships: tuple[str, ...],
    given: tuple[str, ...],
    at: Moment | None,
    as_known: Moment | None,
    everything: bool,
    drawn: Drawn,
) -> None:
    """Answer a question, or list them."""
    if everything or name is None:
        _list(run)
        return
    from journeys.asking import reply

    parameters = _parameters(run, given)
    with run.engine() as engine:
        found = reply(engine, name, parameters, relationships or None, at, as_known)
        if drawn and found.rows:
            graph = found.graph
            if graph is None and not found.has_picture_of_its_own:
                graph = engine.graph(relationships or None, at, as_known)
            draw(run, found.picture(run.words, graph), drawn)
            return
    run.out.rows(
        _columns(run, found), found.rows, empty=run.say(t("Nothing on record answers this."))
    )


def _list(run: Run) -> None:
    from journeys.asking import questions

    rows = [
        {
            "name": one.name,
            "question": run.say(one.question),
            "parameters": one.parameters,
            "columns": [_described(run, column) for column in one.columns],
            "rows": list(one.rows),
        }
        for one in questions()
    ]
    run.out.rows(_QUESTIONS, rows)


def _described(run: Run, column: Asked) -> dict[str, Any]:
    return {
        "name": column.name,
        "title": run.say(column.title),
        "unit": column.unit,
        "meaning": run.say(column.meaning),
        "personal": column.personal,
    }


def _parameters(run: Run, given: Iterable[str]) -> dict[str, str]:
    found = {}
    for one in given:
        name, sign, value = one.partition("=")
        if not sign or not name.isidentifier():
            wrong = t("a parameter is written as NAME=VALUE, not as {text}")
            raise click.UsageError(run.say(wrong, text=repr(one[:40])))
        found[name] = value
    return found


def _columns(run: Run, found: Answered) -> list[Column]:
    """Return the columns for this reader: words in the language, events by their story's names."""

    def cited(ids: Sequence[str]) -> str:
        names, count = ids[:_CITED], len(ids)
        if found.items:
            every = list(dict.fromkeys(found.items.get(one, one) for one in ids))
            names, count = every[:_CITED], len(every)
        return " ".join(names) + (f" +{count - _CITED}" if count > _CITED else "")

    def way(places: list[str] | None) -> str:
        return " → ".join(places) if places else run.words.value(None)

    columns = []
    for one in found.answer.columns:
        own: dict[str, Callable[[Any], str]] = {"events": cited, "path": way}
        say = own.get(one.name, run.words.value if one.word else None)
        text = one.personal or one.word or one.name in ("relationship", "events", "path")
        columns.append(Column(one.name, _heading(run, one), text=text, named=True, say=say))
    return columns


def _heading(run: Run, column: Asked) -> str:
    title = run.say(column.title)
    word, with_unit = _UNITS.get(column.unit or "", ("", ""))
    if not with_unit or word in column.title.lower():
        return title
    return run.words.quote(with_unit, title=title)
