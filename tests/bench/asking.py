"""Open questions over the lived graph, beside a comprehension over the same graph in networkx."""

from __future__ import annotations

import random
from collections.abc import Iterator

import networkx as nx

from domain.moments import Moment
from journeys.graph.living import Graph
from projections.finding import Say
from projections.touchpoints import Felt, Visit
from tests.bench.contest import Contest, Stopwatch
from tests.bench.sizes import Sizes

SEED = 31
_RUN = 20
_TOLD = 0.7
_ENDS = ((-0.5, 0.5), (-0.99, 0.99), (-0.99, 0.0), (0.0, 0.99))
"""Below what the client felt at the first touchpoint, and above what at the last."""


def lived(touchpoints: int) -> Graph:
    """Return a graph of so many touchpoints, by relationships of 20 visits to any of them."""
    chance = random.Random(SEED)  # noqa: S311 - the same each time
    moods = [chance.uniform(-1, 1) for _ in range(touchpoints)]
    graph = Graph()
    for number in range(touchpoints // 4):
        places = [chance.randrange(touchpoints) for _ in range(_RUN)]
        graph.add(
            _visit(f"r{number}", place, day, moods[place], chance)
            for day, place in enumerate(places)
        )
    return graph


def _visit(who: str, place: int, day: int, mood: float, chance: random.Random) -> Visit:
    told = max(-1.0, min(1.0, mood + chance.gauss(0, 0.1))) if chance.random() < _TOLD else None
    return Visit(
        relationship=who, place=f"p{place}", activity=f"p{place}", title=Say("a place"),
        designed=False, phase="contract", stage=None, channel="call", lane="supplier", systems=(),
        promise=None, friction=None, heals=None, at=Moment(f"2025-01-{1 + day:02d}"), rough=False,
        waited=1.0 if day else None, client=Felt(after=told), staff=Felt(),
        events=(f"{who}-{day}",), story_id=None, cause=None,
    )  # fmt: skip


def contests(sizes: Sizes) -> Iterator[Contest]:
    """Yield what there is to measure: two hops between two filtered ends."""
    graph = lived(sizes.touchpoints)
    other = graph.to_networkx()
    for low, high in _ENDS:
        yield _contest(graph, other, low, high)


def _contest(graph: Graph, other: nx.MultiDiGraph[str], low: float, high: float) -> Contest:
    ends = "touchpoint as a where client.after < {low} -[next]-> touchpoint as b"
    rest = " -[next]-> touchpoint as c where client.after > {high} return a, b, c"
    text = (ends + rest).format(low=low, high=high)
    found: dict[str, set[tuple[str, ...]]] = {}

    def ours(watch: Stopwatch) -> int:
        with watch:
            rows = [tuple(row.values()) for row in graph.query(text)]
        found["ours"] = set(rows)
        return 1

    def theirs(watch: Stopwatch) -> int:
        with watch:
            rows = by_hand(other, low, high)
        found["by hand"] = set(rows)
        return 1

    def agree() -> dict[str, int]:
        same = found["ours"] == found["by hand"]
        return {"ours": len(found["ours"]), "by hand": len(found["by hand"]) if same else -1}

    what = f"two hops, below {low:g} to above {high:g} (by hand over networkx)"
    return Contest("graph", what, "question", ours, theirs, agree=agree)


def by_hand(graph: nx.MultiDiGraph[str], low: float, high: float) -> list[tuple[str, str, str]]:
    """Return the same rows by a comprehension over networkx."""
    nodes, ways = graph.nodes, graph.adj
    return [
        (a, b, c)
        for a, said in nodes(data=True)
        if said["kind"] == "touchpoint"
        and (felt := said["client_after"]) is not None
        and felt < low
        for b, way in ways[a].items()
        if "next" in way
        for c, onwards in ways[b].items()
        if "next" in onwards and (then := nodes[c]["client_after"]) is not None and then > high
    ]
