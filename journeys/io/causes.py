"""What led to what in a story: every cause exists, comes no later, and goes round in no circle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from journeys.io.files import nearest, shown
from journeys.io.items import Item


def check_causes(items: Sequence[Item]) -> None:
    """Look at the causes of a story as a graph. Linear in items.

    Raises
    ------
    Unreadable
        For a cause that is not there, a circle of causes (naming its items and their lines), or a
        cause that was recorded after its effect.
    """
    named = {item.id: item for item in items}
    caused = [(item, item.cause) for item in items if item.cause is not None]
    for item, cause in caused:
        if cause not in named:
            message = "no item is called {cause}; perhaps: {nearest}"
            near = nearest(cause, named) if len(named) < _MANY else "the id of an item"
            raise item.parts["cause"].wrong(message, cause=shown(cause), nearest=near)
    _check_circles(caused, named)
    for item, cause in caused:
        if not named[cause].recorded.reached_by(item.recorded):
            message = "the cause {cause} is recorded later, on {known}; record it no later"
            details = {"cause": cause, "known": named[cause].recorded}
            raise item.parts["cause"].wrong(message, **details)


_MANY = 200
_SHOWN = 12


def _check_circles(caused: Sequence[tuple[Item, str]], named: Mapping[str, Item]) -> None:
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from((item.id, cause) for item, cause in caused)
    # Not find_cycle: it takes minutes over a chain of thousands. An item has one cause, so items
    # that reach each other are one plain circle.
    for circle in nx.strongly_connected_components(graph):
        first = min((named[name] for name in circle), key=lambda item: item.node.line)
        if len(circle) == 1 and first.cause != first.id:
            continue
        way = [first]
        while way[-1].cause not in {first.id, None} and len(way) < _SHOWN:
            way.append(named[str(way[-1].cause)])
        names = ", ".join(f"{item.id} (line {item.node.line})" for item in way)
        names += ", …" if len(circle) > len(way) else ""
        message = "these items cause each other in a circle: {circle}; take out one 'cause:'"
        raise first.parts["cause"].wrong(message, circle=names)
