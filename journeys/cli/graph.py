"""``journeys graph``: what was lived, as a graph of touchpoints."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from journeys.cli.command import command as verb
from journeys.cli.drawing import Drawn, draw, drawn
from journeys.cli.graph_out import Files, write
from journeys.cli.options import moments, option, shared
from journeys.cli.output import Column
from journeys.language import Language, t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from domain.moments import Moment
    from domain.vocabulary import Phase
    from journeys.cli.run import Run
    from journeys.graph.living import Graph
    from projections.touchpoints.lived import Node

_TOLD_EVERY = 25
_HOPS = 2
_PHASES = ("courtship", "contract", "friction", "breakup", "ended")
_KINDS = (
    "touchpoint", "stage", "channel", "lane", "system", "promise", "friction", "ending",
)  # fmt: skip
_EDGES = (
    "next", "hand-off", "causes", "recovers", "in", "over", "by", "supported-by", "concerns",
    "shows", "ends-in",
)  # fmt: skip


def _felt(words: Language, value: float | None) -> str:
    return "–" if value is None else words.number(value, sign=True)


def _columns(run: Run, *, edges: bool) -> tuple[Column, ...]:
    words = run.words

    def days(value: float | None) -> str:
        return "–" if value is None else words.number(value, digits=1)

    def felt(value: float | None) -> str:
        return _felt(words, value)

    ends = (
        (Column("source", t("From"), text=True), Column("target", t("To"), text=True))
        if edges
        else (Column("id", t("Node"), text=True), Column("title", t("Title"), text=True))
    )
    return (
        *((Column("kind", t("Kind"), say=lambda kind: words.say(EDGE_NAMES[kind])),) if edges
          else (Column("kind"),)),
        *ends,
        Column("phase"),
        Column("count", t("Times")),
        Column("relationships"),
        Column("waited_q50", t("Days waited"), say=days),
        Column("client_before"),
        Column("client_after", t("Client"), say=felt),
        Column("staff_before"),
        Column("staff_after", t("Our people"), say=felt),
        Column("gap"),
        Column("good_endings"),
        Column("judged_endings"),
        *(Column(name) for name in (
            "client_change", "client_told", "client_attributed", "staff_change", "staff_told",
            "staff_attributed", "gap_told", "waited_known", "waited_rough", "waited_mean",
            "waited_spread", "waited_q25", "waited_q75", "waited_q90", "designed", "first", "last",
            "events",
        )),
    )  # fmt: skip


EDGE_NAMES = {
    "next": t("then"),
    "hand-off": t("hands over"),
    "causes": t("leads to"),
    "recovers": t("heals"),
    "in": t("lies in"),
    "over": t("goes over"),
    "by": t("is done by"),
    "supported-by": t("rests on"),
    "concerns": t("concerns"),
    "shows": t("shows"),
    "ends-in": t("ends in"),
}
"""What each kind of edge says, in words."""


@verb(
    "graph",
    help=t(
        "Show what was lived as a graph: touchpoints, what followed what, and how both sides felt."
        "\n\nOf one relationship, of several, or of all. A touchpoint is that of the journey map"
        " that was adopted, or else the natural activity: the kind of fact and its word."
        " Days waited are the median; a dash was not told."
    ),
    examples=(
        ("journeys graph agency --svg agency.svg", t("as a picture, a column for each phase")),
        ("journeys graph telecom --focus contract-renewed", t("what lies around one touchpoint")),
    ),
)
@click.argument("relationships", metavar="REL", nargs=-1)
@moments
@option("--edges", is_flag=True, help=t("List the ways between nodes in place of the nodes."))
@option(
    "--kind",
    metavar="KIND",
    help=t("Only this kind of node, such as channel or friction; of way, such as causes."),
)
@option("--phase", type=click.Choice(_PHASES), help=t("Only what was lived in this phase."))
@option("--focus", metavar="NODE", help=t("Only what lies around this node."))
@option(
    "--hops",
    type=click.IntRange(min=0, max=20),
    metavar="N",
    help=t("So many steps around it; 2 unless you say so."),
)
@option(
    "--min-count",
    type=click.IntRange(min=1),
    default=1,
    metavar="N",
    help=t("Only touchpoints and steps that were lived so often."),
)
@drawn()
@option("--mermaid", metavar="FILE", help=t("Write a Mermaid flowchart to FILE, or -."))
@option("--dot", metavar="FILE", help=t("Write Graphviz's DOT to FILE, or -."))
@option("--graphml", metavar="FILE", help=t("Write GraphML to FILE, or -."))
@shared(rows=True)
def command(
    run: Run,
    *,
    relationships: tuple[str, ...],
    at: Moment | None,
    as_known: Moment | None,
    edges: bool,
    kind: str | None,
    drawn: Drawn,
    **asked: Any,  # noqa: ANN401 - what click gathers
) -> None:
    """Draw the graph, or list it."""
    part = Part(*(asked.pop(name) for name in ("phase", "focus", "hops", "min_count")))
    kind = _checked(run, kind, edges=edges)
    if part.hops is not None and part.focus is None:
        raise click.UsageError(run.say(t("--hops goes with --focus: around which node?")))
    with run.engine() as engine:
        found = engine.graph(relationships or None, at, as_known, counting(run))
        title = engine.journey(relationships[0]).title if len(relationships) == 1 else ""
    found, meant = part.of(found)
    files = Files(**asked)
    if drawn or files:
        draw(run, found.picture(run.words, title=title, focus=meant), drawn)
        write(run, found, files)
        return
    run.out.rows(
        _columns(run, edges=edges),
        list(_rows(found, run.words, kind, edges=edges)),
        empty=run.say(t("Nothing was lived here that was asked for.")),
    )


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a graph was asked for."""

    phase: Phase | None
    focus: str | None
    hops: int | None
    min_count: int

    def of(self, graph: Graph) -> tuple[Graph, Node | None]:
        """Return that part, and the node that it is about."""
        meant = None
        if self.phase:
            graph = graph.in_phase(self.phase)
        if self.focus is not None:
            meant = _node(graph, self.focus)
            graph = graph.around(meant, _HOPS if self.hops is None else self.hops)
        return (graph.at_least(self.min_count) if self.min_count > 1 else graph), meant


def counting(run: Run) -> Callable[[int], None] | None:
    """Return what tells how far it is; nothing where nobody watches."""
    if not sys.stderr.isatty():
        return None

    def tell(number: int) -> None:
        if number % _TOLD_EVERY == 0:
            said = run.words.plural(t("{n} relationship"), t("{n} relationships"), number)
            sys.stderr.write(f"\r{said} ")
            sys.stderr.flush()

    return tell


def _checked(run: Run, kind: str | None, *, edges: bool) -> str | None:
    known = _EDGES if edges else _KINDS
    if kind is not None and kind not in known:
        wrong = t("no such kind: {kind}; it is one of {known}")
        raise click.UsageError(run.say(wrong, kind=repr(kind[:40]), known=", ".join(known)))
    return kind


def _node(graph: Graph, text: str) -> Node:
    """Return the one node whose id is *text*, or begins with it."""
    from domain.errors import NotFound

    ids = {node.id: node for node in (*graph.nodes, *graph.endings_met())}
    near = [text] if text in ids else sorted(one for one in ids if one.startswith(text))
    if not near:
        message = "no node is called {node}; 'journeys graph' shows the touchpoints"
        raise NotFound(message, node=text[:80])
    if len(near) > 1:
        message = "{prefix} may be any of {candidates}: type more of it"
        raise NotFound(message, prefix=text[:80], candidates=", ".join(near[:10]))
    return ids[near[0]]


def _rows(
    graph: Graph, words: Language, kind: str | None, *, edges: bool
) -> Iterator[dict[str, Any]]:
    """Yield the nodes or the edges as rows, the commonest first; touchpoints unless told."""
    from journeys.graph.network import title_of
    from projections.touchpoints.attributes import attributes

    rows: list[dict[str, Any]]
    if not edges:
        nodes = (n for n in graph.nodes if n.kind == (kind or "touchpoint"))
        rows = [
            {"id": n.id, "title": title_of(graph, n, words), **attributes(graph, n)} for n in nodes
        ]
        if kind == "ending":
            rows = list(_endings(graph, words))
    elif kind == "ends-in":
        rows = [
            {"kind": e.kind, "source": e.source.id, "target": e.target.id, "count": len(bag),
             "relationships": len(bag.relationships()), "events": bag.events()}
            for e, bag in graph.partings().items()
        ]  # fmt: skip
    else:
        rows = [attributes(graph, e) for e in graph.edges if e.kind == (kind or "next")]
    yield from sorted(rows, key=lambda row: -row["count"])


def _endings(graph: Graph, words: Language) -> Iterable[dict[str, Any]]:

    found: dict[Node, list[Any]] = {}
    for edge, bag in graph.partings().items():
        found.setdefault(edge.target, []).append(bag)
    for node, bags in found.items():
        yield {
            "kind": node.kind,
            "id": node.id,
            "title": words.word(node.key),
            "count": sum(len(bag) for bag in bags),
            "relationships": sum(len(bag.relationships()) for bag in bags),
            "events": tuple(event for bag in bags for event in bag.events()),
        }
