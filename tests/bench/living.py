"""A kept graph that grows by a visit, beside networkx's own; and what grows with the cases."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import networkx as nx

from domain.moments import Moment
from domain.vocabulary import Channel
from projections.conformance import Automaton
from projections.finding import Say
from projections.touchpoints.attributes import attributes
from projections.touchpoints.bulk import follows
from projections.touchpoints.lived import Edge, LivedGraph, Node
from projections.touchpoints.visit import LANES, Felt, Visit
from tests.bench.contest import Contest, Disagreement, Stopwatch, Work
from tests.bench.graph import OPTIONAL, STEPS, cases, visited
from tests.bench.sizes import Sizes

SEED = 31
_DOUBLINGS = 4
_CHANNELS: tuple[Channel, ...] = ("call", "mail", "video", "chat")
_KEPT = ("count", "waited_known", "client_told", "staff_told", "gap_told")
_MEANS = ("waited_mean", "client_before", "client_after", "client_change", "staff_after", "gap")


def lived(relationships: int, each: int) -> list[list[Visit]]:
    """Return what so many relationships lived: a channel, a lane, a wait and feelings each."""
    chance = random.Random(SEED)  # noqa: S311 - the same each time
    return [
        [_visit(chance, f"r{who}", step) for step in range(each)] for who in range(relationships)
    ]


def _visit(chance: random.Random, who: str, step: int) -> Visit:
    def felt(side: str) -> Felt:
        told = chance.random() < 0.5
        after = round(chance.uniform(-1, 1), 2) if told else None
        before = round(chance.uniform(-1, 1), 2) if step else None
        seen = (f"{who}-{step}-{side}",) if told else ()
        return Felt(before, after, told, seen, f"{who}-{step - 1}-{side}" if step else None)

    place = f"place-{chance.randrange(30)}"
    return Visit(
        relationship=who, place=place, activity=place, title=Say(place), designed=True,
        phase="contract", stage=f"stage-{place[-1]}", channel=chance.choice(_CHANNELS),
        lane=chance.choice(LANES[:3]), systems=("desk",), promise=None, friction=None, heals=None,
        at=Moment(f"2025-01-{1 + step:02d}"), rough=False,
        waited=round(chance.expovariate(1), 3) if step else None, client=felt("c"),
        staff=felt("s"), events=(f"{who}-{step}",), story_id=None, cause=None,
    )  # fmt: skip


class Plain:
    """The same graph in networkx alone: every attribute brought up to date through its API."""

    def __init__(self) -> None:
        self.graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        self.last: dict[str, Visit] = {}

    def add(self, visit: Visit) -> None:
        """Bring one visit in."""
        graph, before = self.graph, self.last.get(visit.relationship)
        around = [("by", f"lane:{visit.lane}"), ("in", f"stage:{visit.stage}"),
                  ("over", f"channel:{visit.channel}"),
                  *(("supported-by", f"system:{one}") for one in visit.systems)]  # fmt: skip
        for name in (visit.place, *(other for _, other in around)):
            if name not in graph:
                graph.add_node(name, **_nothing())
            _count(graph.nodes[name], visit)
        for kind, other in around:
            self._edge(visit.place, other, kind, visit)
        if before is not None:
            self._edge(before.place, visit.place, "next", visit, before)
            if before.lane != visit.lane:
                self._edge(f"lane:{before.lane}", f"lane:{visit.lane}", "hand-off", visit, before)
        self.last[visit.relationship] = visit

    def _edge(
        self, source: str, target: str, kind: str, visit: Visit, before: Visit | None = None
    ) -> None:
        if not self.graph.has_edge(source, target, kind):
            self.graph.add_edge(source, target, kind, **_nothing())
        _count(self.graph.edges[source, target, kind], visit, before)


def _nothing() -> dict[str, Any]:
    sums = dict.fromkeys((*_KEPT, *_MEANS, "waited_squares", "staff_change"), 0)
    return {**sums, "client_before_told": 0, "client_both": 0, "waits": [], "whose": set(),
            "events": {}, "first": None, "last": None}  # fmt: skip


def _count(said: dict[str, Any], visit: Visit, before: Visit | None = None) -> None:
    client, staff, source = visit.client, visit.staff, before or visit
    said["events"].update(dict.fromkeys(source.events))
    said["count"] += 1
    said["whose"].add(visit.relationship)
    said["events"].update(dict.fromkeys(visit.events))
    if visit.waited is not None:
        said["waited_known"] += 1
        said["waited_mean"] += visit.waited
        said["waited_squares"] += visit.waited**2
        said["waits"].append(visit.waited)
    if client.before is not None:
        said["client_before_told"] += 1
        said["client_before"] += client.before
    for felt, side in ((client, "client"), (staff, "staff")):
        said["events"].update(dict.fromkeys((*felt.events, felt.earlier)))
        if felt.after is not None:
            said[f"{side}_told"] += 1
            said[f"{side}_after"] += felt.after
            if felt.before is not None:
                said[f"{side}_change"] += felt.after - felt.before
                said["client_both"] += side == "client"
    if client.after is not None and staff.after is not None:
        said["gap_told"] += 1
        said["gap"] += client.after - staff.after
    said["first"] = min(source.at, said["first"] or source.at)
    said["last"] = max(visit.at, said["last"] or visit.at)


def contests(sizes: Sizes) -> Iterator[Contest]:
    """Yield one visit more beside networkx, and what grows with the cases."""
    yield _grown(sizes)
    yield from _doubled(sizes)


def _grown(sizes: Sizes) -> Contest:
    runs = lived(sizes.cases, 20)
    base = [visit for run in runs for visit in run[:15]]
    news = [visit for step in range(15, 20) for visit in (run[step] for run in runs)]
    made: dict[str, Any] = {}

    def ours(watch: Stopwatch) -> int:
        graph = LivedGraph().add(base)
        _up_to_date(graph)
        with watch:
            for visit in news:
                graph.add((visit,))
            _up_to_date(graph)
        made["ours"] = graph
        return len(news)

    def plain(watch: Stopwatch) -> int:
        graph = Plain()
        for visit in base:
            graph.add(visit)
        with watch:
            for visit in news:
                graph.add(visit)
        made["networkx"] = graph.graph
        return len(news)

    def same() -> dict[str, int]:
        check(made["ours"], made["networkx"])
        return {}

    what = f"one more visit into a kept graph of {len(base):,} (library: networkx)"
    return Contest("graph", what, "visit", ours, plain, agree=same)


def _up_to_date(graph: LivedGraph) -> None:
    """Bring every sum that is kept up to date, as whoever reads a figure would."""
    for _, bag in graph._alike.values():
        bag.events()
    for bag in graph._ways.values():
        bag.events()


def check(graph: LivedGraph, plain: Any) -> None:  # noqa: ANN401 - networkx has no types of its own
    """Hold that every node and edge has the same attributes in both.

    Raises
    ------
    Disagreement
        With the first that differs.
    """
    if len(graph.nodes) != len(plain) or len(graph.edges) != plain.number_of_edges():
        raise Disagreement("other nodes, or other edges")
    everything: list[Node | Edge] = [*graph.nodes, *graph.edges]
    for what in everything:
        said = plain.nodes[what.id] if isinstance(what, Node) else plain.edges[_ends(what)]
        ours = attributes(graph, what)
        told = {**dict.fromkeys(("waited_mean",), said["waited_known"]), "gap": said["gap_told"],
                "client_before": said["client_before_told"], "client_change": said["client_both"],
                "client_after": said["client_told"], "staff_after": said["staff_told"]}  # fmt: skip
        exact = all(ours[name] == said[name] for name in (*_KEPT, "first", "last"))
        exact &= ours["relationships"] == len(said["whose"])
        exact &= set(said["events"]) - {None} == set(ours["events"])
        close = all(_alike(ours[name], said[name], told[name]) for name in _MEANS)
        if not (exact and close):
            raise Disagreement(f"{what}")


def _ends(edge: Edge) -> tuple[str, str, str]:
    return edge.source.id, edge.target.id, edge.kind


def _alike(mean: float | None, total: float, told: int) -> bool:
    if mean is None or not told:
        return mean is None and not told
    return abs(mean - total / told) < 1e-9


def _doubled(sizes: Sizes) -> Iterator[Contest]:
    """Yield a series of sizes, each twice the one before it: what a case costs stays as it is."""
    series = [2 * sizes.cases * 2**number for number in range(_DOUBLINGS + 1)]
    for count in series:
        some = cases(count)
        automaton = Automaton(STEPS, ["t00"], optional=OPTIONAL)
        yield Contest(
            "graph",
            f"does it fit, {count:,} cases",
            "case",
            _each(lambda some=some, map_=automaton: [map_.fits(one) for one in some], count),
        )
    for count in series:
        log = visited(count * 20)
        yield Contest(
            "graph",
            f"waits between steps, {count:,} cases",
            "case",
            _each(lambda log=log: follows(log), count),
        )


def _each(work: Any, count: int) -> Work:  # noqa: ANN401 - any function
    def timed(watch: Stopwatch) -> int:
        with watch:
            work()
        return count

    return timed
