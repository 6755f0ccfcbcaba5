"""The lived graph as plain values: which places were visited, and how one led to another.

A node is a pair (kind, key), an edge a triple (kind, from, to); behind each stands a bag of visits.
Nothing is worked out before it is asked for, so a visit more costs some appends.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple, Self

from domain.vocabulary import Phase
from projections.farewell import Overall
from projections.touchpoints.figures import Bag, Figures
from projections.touchpoints.visit import Visit

NodeKind = Literal[
    "touchpoint", "stage", "channel", "lane", "system", "promise", "friction", "ending"
]
EdgeKind = Literal[
    "next", "hand-off", "causes", "recovers", "in", "over", "by", "supported-by", "concerns",
    "shows", "ends-in",
]  # fmt: skip
"""``next`` from touchpoint to touchpoint; ``hand-off`` from lane to lane; ``causes`` and
``recovers`` from touchpoint to touchpoint, on the record's own word; the others from a touchpoint
to its stage, channel, lane, systems, promise, friction signal and ending."""
JUDGED: tuple[Overall, ...] = ("good", "mended", "mixed", "poor")
"""The goodbyes of which it is known whether they were good."""
_GOOD = ("good", "mended")

_DAY = 86_400.0


class Node(NamedTuple):
    """A node: what it is, and its key."""

    kind: NodeKind
    key: str

    @property
    def id(self) -> str:
        """The node in one word: a touchpoint's own key, else ``kind:key``.

        Examples
        --------
        >>> Node("channel", "call").id, Node("touchpoint", "launch-day").id
        ('channel:call', 'launch-day')
        """
        return self.key if self.kind == "touchpoint" else f"{self.kind}:{self.key}"


class Edge(NamedTuple):
    """An edge: what it is, from where, and to where."""

    kind: EdgeKind
    source: Node
    target: Node


class LivedGraph:
    """What was lived by one relationship, a cohort or everybody.

    Grows by `add`; `merge` puts two together that share no relationship.

    Attributes
    ----------
    endings
        How the goodbye of each relationship went, where somebody told.
    """

    def __init__(self) -> None:
        self.endings: dict[str, Overall] = {}
        self._alike: dict[_Alike, tuple[tuple[Node | Edge, ...], Bag]] = {}
        self._ways: dict[Edge, Bag] = {}
        self._steps: dict[tuple[str, str], Bag] = {}
        self._made: tuple[dict[Node, Bag], dict[Edge, Bag]] | None = None
        self._runs: dict[str, list[Visit]] = {}
        self._seen: dict[str, Visit] = {}
        self._parted: dict[str, Visit] = {}

    @property
    def nodes(self) -> dict[Node, Bag]:
        """The bags of visits behind the nodes, in order of first being seen."""
        return self._put_together()[0]

    @property
    def edges(self) -> dict[Edge, Bag]:
        """The bags of visits behind the edges: what is around a touchpoint, then the ways."""
        return self._put_together()[1]

    def _put_together(self) -> tuple[dict[Node, Bag], dict[Edge, Bag]]:
        """Return the bags of all nodes and edges, put together from those of alike visits."""
        if self._made is None:
            parts: dict[Node | Edge, list[Bag]] = {}
            for around, bag in self._alike.values():
                for what in around:
                    parts.setdefault(what, []).append(bag)
            nodes, edges = dict[Node, Bag](), dict[Edge, Bag]()
            for what, bags in parts.items():
                whole = bags[0] if len(bags) == 1 else _whole(bags)
                if isinstance(what, Node):
                    nodes[what] = whole
                else:
                    edges[what] = whole
            self._made = nodes, edges | self._ways
        return self._made

    # --- growing -----------------------------------------------------------------------------

    def add(self, visits: Iterable[Visit], endings: Mapping[str, Overall] | None = None) -> Self:
        """Add visits, each relationship's in order of happening; return the graph itself.

        What is added later goes on from the relationship's last visit. O(1) a visit.

        Parameters
        ----------
        visits
            Of any number of relationships.
        endings
            How their goodbyes went, by relationship.
        """
        for visit in visits:
            run = self._runs.setdefault(visit.relationship, [])
            self._put(visit, run[-1] if run else None)
            run.append(visit)
        if endings:
            self.endings.update(endings)
        return self

    def _put(self, visit: Visit, before: Visit | None) -> None:
        self._made = None
        alike = (visit.place, visit.lane, visit.stage, visit.channel, visit.systems, visit.promise,
                 visit.friction)  # fmt: skip
        found = self._alike.get(alike)
        if found is None:
            found = self._alike[alike] = tuple(_around(visit)), Bag()
        bag = found[1]
        bag.visits.append(visit)
        bag.waits.append(visit.waited)
        for event in visit.events:
            self._seen[event] = visit
        if before is not None:
            self._go(before, visit)
        for kind, earlier in (("causes", visit.cause), ("recovers", visit.heals)):
            led = self._seen.get(earlier) if earlier else None
            if led is not None and led is not visit:
                ends = Node("touchpoint", led.place), Node("touchpoint", visit.place)
                way = self._way(kind, *ends)  # type: ignore[arg-type]
                _append(way, visit, _days(led, visit), led)
        self._note_parting(visit, before)

    def _go(self, before: Visit, visit: Visit) -> None:
        way = self._steps.get((before.place, visit.place))
        if way is None:
            ends = Node("touchpoint", before.place), Node("touchpoint", visit.place)
            way = self._steps[before.place, visit.place] = self._way("next", *ends)
        _append(way, visit, visit.waited, before)
        if before.lane != visit.lane and "unknown" not in (before.lane, visit.lane):
            lanes = Node("lane", before.lane), Node("lane", visit.lane)
            _append(self._way("hand-off", *lanes), visit, visit.waited, before)

    def _way(self, kind: EdgeKind, source: Node, target: Node) -> Bag:
        return self._ways.setdefault(Edge(kind, source, target), Bag())

    def _note_parting(self, visit: Visit, before: Visit | None) -> None:
        """Keep the last moment before it was said to be over; forget it when it goes on."""
        apart = visit.phase in ("breakup", "ended")
        if apart and visit.relationship not in self._parted:
            self._parted[visit.relationship] = before or visit
        elif not apart:
            self._parted.pop(visit.relationship, None)

    def merge(self, other: LivedGraph) -> Self:
        """Take in a graph of other relationships; return the graph itself. Linear in its visits.

        Raises
        ------
        ValueError
            When a relationship is in both: its ways from the one to the other would be missing.
        """
        return self._take_in(other.grown())

    def _take_in(self, other: LivedGraph) -> Self:
        if self._runs.keys() & other._runs.keys():
            msg = "graphs are merged of different relationships"
            raise ValueError(msg)
        self._made = None
        for alike, (around, bag) in other._alike.items():
            self._alike.setdefault(alike, (around, Bag()))[1].merge(bag)
        for edge, bag in other._ways.items():
            own = self._ways.setdefault(edge, Bag()).merge(bag)
            if edge.kind == "next":
                self._steps[edge.source.key, edge.target.key] = own
        self.endings.update(other.endings)
        self._runs.update({who: list(run) for who, run in other._runs.items()})
        self._seen.update(other._seen)
        self._parted.update(other._parted)
        return self

    def grown(self) -> LivedGraph:
        """Return the graph with every visit at hand: itself, unless it is read from elsewhere."""
        return self

    # --- reading -----------------------------------------------------------------------------

    def __repr__(self) -> str:
        """Say how large it is, and nothing personal."""
        return (
            f"<{type(self).__name__}: {len(self._runs)} relationships, "
            f"{len(self.nodes)} nodes, {len(self.edges)} edges>"
        )

    def __contains__(self, node: object) -> bool:
        """Whether a node was lived, or is how a goodbye went."""
        return node in self.nodes or node in self.endings_met()

    @property
    def relationships(self) -> tuple[str, ...]:
        """Whose graph it is, in the order in which they were added."""
        return tuple(self._runs)

    def visits(self) -> Iterator[Visit]:
        """Yield every visit, relationship by relationship, in order of happening."""
        for run in self._runs.values():
            yield from run

    def runs(self) -> Iterator[tuple[Visit, ...]]:
        """Yield each relationship's visits, in order of happening."""
        for run in self._runs.values():
            yield tuple(run)

    def variants(self) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        """Return every way that was gone from first to last, and by whom: the commonest first."""
        found: dict[tuple[str, ...], list[str]] = {}
        for who, run in self._runs.items():
            found.setdefault(tuple(visit.place for visit in run), []).append(who)
        ways = [(way, tuple(whose)) for way, whose in found.items()]
        return sorted(ways, key=lambda way: (-len(way[1]), way[0]))

    def endings_met(self) -> dict[Node, set[str]]:
        """Return how goodbyes went, as nodes, with the places from which they came to that."""
        met: dict[Node, set[str]] = {}
        for edge in self.partings():
            met.setdefault(edge.target, set()).add(edge.source.key)
        return met

    def places_of(self, node: Node) -> set[str]:
        """Return the touchpoints, by key, that belong to a node: its own, for a touchpoint.

        Raises
        ------
        KeyError
            When that node was not lived.
        """
        if node.kind == "ending":
            return self.endings_met()[node]
        return {visit.place for visit in self.nodes[node].visits}

    def partings(self) -> dict[Edge, Bag]:
        """Return the edges from the last moment before it was over to how the goodbye went."""
        found: dict[Edge, Bag] = {}
        for who, visit in self._parted.items():
            ending = self.endings.get(who, "undecided")
            edge = Edge("ends-in", Node("touchpoint", visit.place), Node("ending", ending))
            bag = found.setdefault(edge, Bag())
            bag.visits.append(visit)
            bag.waits.append(None)
        return found

    def share_of_good_endings(self, bag: Bag) -> tuple[float | None, int]:
        """Return the share of good or mended goodbyes (0…1) among the judged that passed here.

        With it comes how many those are. A goodbye of which nothing is known counts for neither.
        """
        judged = [e for r in bag.relationships() if (e := self.endings.get(r)) in JUDGED]
        return (sum(e in _GOOD for e in judged) / len(judged) if judged else None), len(judged)

    def figures(self, what: Node | Edge) -> Figures:
        """Return the figures of a node or an edge.

        Raises
        ------
        KeyError
            When it was not lived.
        """
        return (self.nodes[what] if isinstance(what, Node) else self.edges[what]).figures()

    def ranks(self) -> dict[str, float]:
        """Return where relationships first come by each place, on average: 0 first, 1 last."""
        ranks: dict[str, tuple[float, int]] = {}
        for run in self.runs():
            for number, place in enumerate(places := list(dict.fromkeys(v.place for v in run))):
                total, seen = ranks.get(place, (0.0, 0))
                ranks[place] = total + number / max(1, len(places) - 1), seen + 1
        return {place: total / seen for place, (total, seen) in ranks.items()}

    def places_of_events(self) -> dict[str, str]:
        """Return at which touchpoint, by key, each event was that tells a visit."""
        return {event: visit.place for visit in self.visits() for event in visit.events}

    # --- parts of it -------------------------------------------------------------------------

    def only(self, keep: Callable[[Visit], bool]) -> Self:
        """Return the graph of the visits that *keep* lets through.

        A way counts where both its ends were kept and nothing was left out between them.
        """
        part = type(self)()
        for who, run in self._runs.items():
            kept: list[Visit] = []
            before: Visit | None = None
            for visit in run:
                if keep(visit):
                    part._put(visit, before)  # noqa: SLF001 - own kind
                    kept.append(visit)
                before = visit if kept and kept[-1] is visit else None
            if kept:
                part._runs[who] = kept  # noqa: SLF001 - own kind
        part.endings = {who: self.endings[who] for who in part._runs if who in self.endings}  # noqa: SLF001 - own kind
        return part

    def around(self, node: Node, hops: int = 1) -> Self:
        """Return what lies within so many steps of a node, forwards and backwards.

        Steps go from touchpoint to touchpoint; around a channel, an ending or another node that is
        no touchpoint they begin at the touchpoints that belong to it.

        Raises
        ------
        KeyError
            When that node was not lived.
        """
        near = self.places_of(node)
        beside: dict[str, set[str]] = {}
        for edge in self.edges:
            if edge.source.kind == edge.target.kind == "touchpoint":
                beside.setdefault(edge.source.key, set()).add(edge.target.key)
                beside.setdefault(edge.target.key, set()).add(edge.source.key)
        edge_of = near
        for _ in range(hops):
            edge_of = {other for key in edge_of for other in beside.get(key, ())} - near
            if not edge_of:
                break
            near = near | edge_of
        return self.at_places(near)

    def at_places(self, places: Collection[str]) -> Self:
        """Return the graph of the visits to these touchpoints, by key; see `only`."""
        return self.only(lambda visit: visit.place in places)

    def in_phase(self, phase: Phase) -> Self:
        """Return the graph of the visits in a phase; see `only`."""
        return self.only(lambda visit: visit.phase == phase)

    def at_least(self, count: int) -> Self:
        """Return the graph without touchpoints and steps that were lived fewer than *count* times.

        The figures of what stays are those of all its visits. Such a part can be read, not grown.
        """
        part = type(self)()
        nodes, _ = part._made = self._often(count)  # noqa: SLF001 - own kind
        part.endings, part._runs = dict(self.endings), self._runs  # noqa: SLF001 - own kind
        part._parted = {  # noqa: SLF001 - own kind
            who: visit
            for who, visit in self._parted.items()
            if Node("touchpoint", visit.place) in nodes
        }
        return part

    def _often(self, count: int) -> tuple[dict[Node, Bag], dict[Edge, Bag]]:
        """Return the nodes and edges that are left without what was lived fewer times."""
        rare = {n for n, bag in self.nodes.items() if n.kind == "touchpoint" and len(bag) < count}
        edges = {
            edge: bag
            for edge, bag in self.edges.items()
            if not rare & {edge.source, edge.target} and (edge.kind != "next" or len(bag) >= count)
        }
        touched = {node for edge in edges for node in (edge.source, edge.target)}
        nodes = {
            node: bag
            for node, bag in self.nodes.items()
            if node not in rare and (node.kind == "touchpoint" or node in touched)
        }
        return nodes, edges


_Alike = tuple[object, ...]


def _around(visit: Visit) -> Iterator[Node | Edge]:
    """Yield the nodes that a visit is at, and the edges from its touchpoint to the others."""
    here = Node("touchpoint", visit.place)
    yield here
    for kind, node in _context(visit):
        yield node
        yield Edge(kind, here, node)


def _whole(bags: Iterable[Bag]) -> Bag:
    whole = Bag()
    for bag in bags:
        whole.merge(bag)
    return whole


def _context(visit: Visit) -> Iterator[tuple[EdgeKind, Node]]:
    yield "by", Node("lane", visit.lane)
    if visit.stage:
        yield "in", Node("stage", visit.stage)
    if visit.channel:
        yield "over", Node("channel", visit.channel)
    for system in visit.systems:
        yield "supported-by", Node("system", system)
    if visit.promise:
        yield "concerns", Node("promise", visit.promise)
    if visit.friction:
        yield "shows", Node("friction", visit.friction)


def _append(bag: Bag, visit: Visit, wait: float | None, source: Visit) -> None:
    bag.visits.append(visit)
    bag.waits.append(wait)
    bag.sources.append(source)


def _days(earlier: Visit, later: Visit) -> float:
    return max(0.0, (later.at.start - earlier.at.start).total_seconds() / _DAY)
