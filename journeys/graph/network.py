"""The lived graph for other tools: networkx, GraphML, Mermaid and DOT.

`docs/graph.md` has a table of every attribute.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from journeys.io.xml_text import fit
from journeys.language import Language, speak, t
from journeys.render._xml import clean
from projections.touchpoints.attributes import PHASES, attributes, phase_of
from projections.touchpoints.lived import Edge, LivedGraph, Node

if TYPE_CHECKING:
    import networkx as nx


_BACK = Node("lane", "back")


def to_networkx(graph: LivedGraph, words: Language | None = None) -> nx.MultiDiGraph[str]:
    """Return the graph as networkx has it: a node by its id, an edge by both ends and its kind.

    Parameters
    ----------
    graph
        What was lived.
    words
        The language of the titles; English unless told.

    Returns
    -------
    networkx.MultiDiGraph
        Every attribute of `projections.touchpoints.attributes.MEANINGS` on its nodes and edges, and
        ``title`` on the nodes; the ``ends-in`` edges as well. What nobody told is None.
    """
    import networkx as nx

    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    language = words or speak("en")
    for node in graph.nodes:
        made.add_node(node.id, title=title_of(graph, node, language), **attributes(graph, node))
    for edge in graph.edges:
        said = attributes(graph, edge)
        made.add_edge(edge.source.id, edge.target.id, key=edge.kind, **said)
    for edge, bag in graph.partings().items():
        ending = edge.target
        if ending.id not in made:
            made.add_node(ending.id, title=title_of(graph, ending, language), kind=ending.kind,
                          key=ending.key, count=0)  # fmt: skip
        made.nodes[ending.id]["count"] += len(bag)
        said = {"kind": edge.kind, "count": len(bag), "events": bag.events()}
        made.add_edge(edge.source.id, ending.id, key=edge.kind, **said)
    return made


def graphml(graph: LivedGraph, words: Language | None = None) -> str:
    """Return the graph as GraphML, which knows neither None nor lists.

    What nobody told is left out; the ids of events stand in one text with spaces between. A
    character that XML cannot hold has a mark (U+FFFD) in its place.
    """
    import networkx as nx

    made = to_networkx(graph, words)
    for _, said in made.nodes(data=True):
        _flatten(said)
    for *_, said in made.edges(data=True):
        _flatten(said)
    return "\n".join(nx.generate_graphml(made)) + "\n"


def _flatten(said: dict[str, Any]) -> None:
    for name, value in list(said.items()):
        if value is None:
            del said[name]
        elif isinstance(value, Sequence) and not isinstance(value, str):
            said[name] = " ".join(value)
        elif not isinstance(value, (bool, int, float)):
            said[name] = fit(str(value))


def mermaid(graph: LivedGraph, words: Language | None = None) -> str:
    """Return the touchpoints and the steps between them as a Mermaid flowchart, phase by phase."""
    language = words or speak("en")
    names = {node: f"n{number}" for number, node in enumerate(_touchpoints(graph))}
    lines = ["flowchart LR"]
    for phase, nodes in _by_phase(graph):
        lines.append(f'  subgraph {phase}["{language.word(phase)}"]')
        for node in nodes:
            label = "<br/>".join(map(_entities, _label(graph, node, language)))
            lines.append(f'    {names[node]}["{label}"]')
        lines.append("  end")
    for edge, count in _steps(graph):
        lines.append(f"  {names[edge.source]} -->|{count}| {names[edge.target]}")
    return "\n".join(lines) + "\n"


def dot(graph: LivedGraph, words: Language | None = None) -> str:
    """Return the touchpoints and the steps between them in Graphviz's DOT, phase by phase."""
    language = words or speak("en")
    lines = ["digraph lived {", "  rankdir=LR;", '  node [shape=box, fontname="sans-serif"];']
    for number, (phase, nodes) in enumerate(_by_phase(graph)):
        lines += [
            f"  subgraph cluster_{number} {{",
            f"    label={_quoted([language.word(phase)])};",
        ]
        lines += [
            f"    {_quoted([node.id])} [label={_quoted(_label(graph, node, language))}];"
            for node in nodes
        ]
        lines.append("  }")
    most = max((count for _, count in _steps(graph)), default=1)
    for edge, count in _steps(graph):
        ends = f"{_quoted([edge.source.id])} -> {_quoted([edge.target.id])}"
        lines.append(f'  {ends} [label="{count}", penwidth={1 + 3 * count / most:.2f}];')
    return "\n".join([*lines, "}"]) + "\n"


def title_of(graph: LivedGraph, node: Node, words: Language) -> str:
    """Return a node as people call it."""
    bag = graph.nodes.get(node)
    if node.kind in ("touchpoint", "friction") and bag is not None:
        return words.say(bag.visits[0].title)
    if node == _BACK:
        return words.say(t("back stage"))
    if node.kind in ("channel", "lane", "ending"):
        return words.word(node.key)
    return node.key


def _touchpoints(graph: LivedGraph) -> list[Node]:
    return [node for node in graph.nodes if node.kind == "touchpoint"]


def _by_phase(graph: LivedGraph) -> Iterable[tuple[str, list[Node]]]:
    for phase in PHASES:
        nodes = [n for n in _touchpoints(graph) if phase_of(graph.nodes[n]) == phase]
        if nodes:
            yield phase, nodes


def _steps(graph: LivedGraph) -> list[tuple[Edge, int]]:
    return [(edge, len(bag)) for edge, bag in graph.edges.items() if edge.kind == "next"]


def _label(graph: LivedGraph, node: Node, words: Language) -> list[str]:
    figures = graph.figures(node)
    said = [title_of(graph, node, words), f"{figures.count}×"]
    sides = (("client", figures.client.after), ("our people", figures.staff.after))
    said += [
        f"{words.say(side)} {words.number(value, sign=True)}"
        for side, value in sides
        if value is not None
    ]
    return said


def _entities(text: str) -> str:
    """Return text with the signs that mean something to Mermaid written as its entities."""
    signs = ((f"#{ord(sign)};" if sign in '"#;<>&[]{}|`\\' else sign) for sign in clean(text))
    return "".join(signs)


def _quoted(lines: Iterable[str]) -> str:
    escaped = (clean(line).replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return '"' + "\\n".join(escaped) + '"'
