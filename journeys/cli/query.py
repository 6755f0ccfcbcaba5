"""``journeys query``: an open question about what was lived, in a small language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from journeys.cli.command import command as verb
from journeys.cli.drawing import Drawn, draw, drawn
from journeys.cli.graph import EDGE_NAMES, counting
from journeys.cli.options import moments, option, shared
from journeys.cli.output import Column
from journeys.language import t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from domain.moments import Moment
    from journeys.cli.run import Run
    from journeys.engine import Engine
    from journeys.graph.living import Graph
    from journeys.graph.query.found import Found
    from journeys.language import Language

_CITED = 3
_EVENTS = "events"


@verb(
    "query",
    help=t(
        "Ask anything about what was lived, in a small language over nodes and ways."
        "\n\nA path of nodes with ways between them, and what has to be so:"
        " touchpoint where client.after < -0.3 and count > 1 -> friction."
        " Behind it, where wanted: return, order by, limit.\n\n"
        "Nodes: touchpoint, stage, channel, lane, system, promise, friction, ending, or any. Ways:"
        " -> <- -- or, by kind, -[next|causes]->. Names: touchpoint as a. What nobody told is"
        " unknown, and unknown is neither true nor false: ask for it with is unknown.\n\n"
        "The page docs/query.md has the grammar and every attribute."
    ),
    examples=(
        (
            "journeys query 'touchpoint where client.after < 0 -> friction' telecom",
            t("where the client felt bad, and what it showed"),
        ),
        (
            "journeys query 'touchpoint order by count desc limit 5' --svg most.svg",
            t("what was lived most, standing out in a picture"),
        ),
    ),
)
@click.argument("question", metavar="QUESTION")
@click.argument("relationships", metavar="REL", nargs=-1)
@moments
@option("--events", is_flag=True, help=t("Show the events behind each row as well."))
@option("--explain", is_flag=True, help=t("Show how it is answered, step by step."))
@drawn()
@shared(rows=True)
def command(
    run: Run,
    *,
    question: str,
    relationships: tuple[str, ...],
    at: Moment | None,
    as_known: Moment | None,
    events: bool,
    explain: bool,
    drawn: Drawn,
) -> None:
    """Answer a question, explain how, or draw the answer."""
    from journeys.graph.query.checking import check
    from journeys.graph.query.parsing import parse

    check(parse(question), question)  # what cannot be asked is said before anything is read
    with run.engine() as engine:
        graph = engine.graph(relationships or None, at, as_known, counting(run))
        found = graph.query(question, run.words)
        if explain:
            run.out.note(found.query)
            run.out.rows(_PLAN, _steps(run, found))
            return
        if drawn and len(found):
            draw(run, found.picture(run.words), drawn)
            return
        cited = events or any(one.ref.attribute == _EVENTS for one in found.columns)
        items = _items(engine, graph) if cited and run.out.for_people else {}
    run.out.rows(
        list(_columns(run, found, items, events=events)),
        _rows(found, events=events),
        empty=run.say(t("Nothing that was lived answers this.")),
    )
    if found.unknown and run.out.for_people:
        one = t("Left out because nobody told: {n}. Ask for these with: is unknown.")
        run.out.note(run.say(one, n=found.unknown))


_PLAN = (
    Column("step", t("Step")),
    Column("what", t("What is done"), text=True),
    Column("before", t("Before")),
    Column("after", t("Kept")),
    Column("unknown", t("Unknown")),
)


def _steps(run: Run, found: Found) -> Iterator[dict[str, Any]]:
    for number, step in enumerate(found.plan, start=1):
        yield {
            "step": number,
            "what": run.words.quote(step.what, **step.values),
            "before": step.before,
            "after": step.after,
            "unknown": step.unknown,
        }


def _rows(found: Found, *, events: bool) -> list[dict[str, Any]]:
    if not events:
        return found.rows
    return [{**row, _EVENTS: cited} for row, cited in zip(found, found.cited(), strict=True)]


def _items(engine: Engine, graph: Graph) -> Mapping[str, str]:
    """Return the names that a story gives to events, by their ids."""
    known = graph.names()
    if known is not None:
        return known
    told = (engine.store.events(one) for one in graph.relationships)
    return {event.id: event.story_id for events in told for event in events if event.story_id}


def _columns(run: Run, found: Found, items: Mapping[str, str], *, events: bool) -> Iterator[Column]:
    """Yield the columns for this reader: words in the language, events by their story's names."""
    said = _said(run.words, items)
    for one in found.columns:
        attribute, of = one.ref.attribute, one.ref.type
        say = said.get((attribute, one.kind)) or said.get(attribute) or said.get(of)
        text = of in ("text", "said", "ids")
        yield Column(one.name, one.name, text=text, named=True, say=say)
    if events and _EVENTS not in (one.name for one in found.columns):
        yield Column(_EVENTS, _EVENTS, text=True, named=True, say=said[_EVENTS])


def _said(words: Language, items: Mapping[str, str]) -> dict[Any, Callable[[Any], str]]:
    """Return how people are told a value: by attribute and what it is of, by attribute, by type."""

    def cited(ids: Iterable[str]) -> str:
        names = list(dict.fromkeys(items.get(one, one) for one in ids))
        more = f" +{len(names) - _CITED}" if len(names) > _CITED else ""
        return " ".join(names[:_CITED]) + more

    def days(value: float | None) -> str:
        return words.value(None) if value is None else words.number(value, digits=1)

    return {
        _EVENTS: cited,
        "through": lambda ids: " → ".join(ids) or words.value(None),
        ("kind", "way"): lambda kind: words.say(EDGE_NAMES[kind]),
        "kind": words.value,
        "phase": words.value,
        "days": days,
    }
