"""The lived graph as columns: what a question is asked of.

Nodes and ways are numbered in the graph's order. A column is worked out when it is first asked
for, and kept; what nobody told is NaN in figures and None in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from journeys.graph.query.words import NODE_ATTRIBUTES, WAY_ATTRIBUTES, Type
from projections.touchpoints.attributes import described, phase_of
from projections.touchpoints.figures import Bag

if TYPE_CHECKING:
    from projections.touchpoints.lived import Edge, LivedGraph, Node

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Objects = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Column:
    """The values of an attribute, one for each node or way, or for each match.

    Figures, durations, truths and the starts of moments are ``numbers``, with the moments' ``ends``
    beside them; words and ids are ``objects``.
    """

    type: Type
    numbers: Floats | None = None
    ends: Floats | None = None
    objects: Objects | None = None

    def take(self, at: Ints) -> Column:
        """Return the values at these places."""
        numbers = None if self.numbers is None else self.numbers[at]
        ends = None if self.ends is None else self.ends[at]
        objects = None if self.objects is None else self.objects[at]
        return Column(self.type, numbers, ends, objects)


class Ground:
    """A lived graph in columns, ready to be asked.

    Attributes
    ----------
    nodes, ways
        The nodes and the edges of the graph; endings and the ways to them are among them.
    source, target
        Of each way, the number of the node it comes from and leads to.
    """

    def __init__(self, graph: LivedGraph) -> None:
        self.graph = graph
        self.known = graph.nodes
        self.endings = dict(graph.endings)
        partings = graph.partings()
        ends: dict[Node, Bag] = {}
        for edge, bag in partings.items():
            ends.setdefault(edge.target, Bag()).merge(bag)
        self._nodes, self._ways = {**graph.nodes, **ends}, {**graph.edges, **partings}
        self.nodes: tuple[Node, ...] = tuple(self._nodes)
        self.ways: tuple[Edge, ...] = tuple(self._ways)
        number = {node: place for place, node in enumerate(self.nodes)}
        self.source = np.array([number[way.source] for way in self.ways], dtype=np.int64)
        self.target = np.array([number[way.target] for way in self.ways], dtype=np.int64)
        self._columns: dict[tuple[bool, str], Column] = {}
        self._codes: dict[tuple[bool, str], Floats] = {}
        self._figures: dict[bool, list[dict[str, Any]]] = {}
        self._kinds: dict[tuple[bool, tuple[str, ...]], Mask] = {}

    def is_of(self, graph: LivedGraph) -> bool:
        """Whether the graph is still as it was when its columns were made."""
        return self.known is graph.nodes and self.endings == graph.endings

    def bag(self, place: int, *, way: bool) -> Bag:
        """Return the visits behind a node or a way, by its number."""
        return self._ways[self.ways[place]] if way else self._nodes[self.nodes[place]]

    def of_kinds(self, kinds: tuple[str, ...], *, way: bool) -> Mask:
        """Return which nodes or ways are of these kinds; without kinds all of them."""
        known = self._kinds.get((way, kinds))
        if known is None:
            things = self.ways if way else self.nodes
            known = np.fromiter((not kinds or thing.kind in kinds for thing in things), np.bool_)
            self._kinds[way, kinds] = known
        return known

    def column(self, name: str, *, way: bool) -> Column:
        """Return the values of an attribute. The first time linear in the visits behind them."""
        if (way, name) not in self._columns:
            kind = (WAY_ATTRIBUTES if way else NODE_ATTRIBUTES)[name]
            self._columns[way, name] = _column(kind, self._values(name, way=way))
        return self._columns[way, name]

    def ranks(self, name: str, *, way: bool) -> Floats:
        """Return the values of an attribute as figures in their order; NaN where nobody told."""
        numbers = self.column(name, way=way).numbers
        return self.codes(name, way=way) if numbers is None else numbers

    def codes(self, name: str, *, way: bool) -> Floats:
        """Return the same figure for the same value: of words in their order."""
        column = self.column(name, way=way)
        if column.objects is None:
            return self.ranks(name, way=way)
        if (way, name) not in self._codes:
            words = [None if value is None else str(value) for value in column.objects]
            known = sorted({word for word in words if word is not None})
            code = {word: float(number) for number, word in enumerate(known)}
            told = [np.nan if word is None else code[word] for word in words]
            self._codes[way, name] = np.array(told, dtype=np.float64)
        return self._codes[way, name]

    def _values(self, name: str, *, way: bool) -> list[Any]:
        bags = self._ways if way else self._nodes
        match name:
            case "count":
                return [len(bag) for bag in bags.values()]
            case "kind":
                return [thing.kind for thing in bags]
            case "source" | "target":
                return [getattr(thing, name).id for thing in self.ways]
            case "id" | "key":
                return [getattr(thing, name) for thing in self.nodes]
            case "phase" | "designed":
                return [_of_touchpoint(node, self._nodes[node], name) for node in self.nodes]
        if way not in self._figures:
            self._figures[way] = [described(self.graph, bag) for bag in bags.values()]
        return [row[name] for row in self._figures[way]]


def _of_touchpoint(node: Node, bag: Bag, name: str) -> str | bool | None:
    if node.kind != "touchpoint":
        return None
    return phase_of(bag) if name == "phase" else bag.visits[0].designed


def _column(kind: Type, values: list[Any]) -> Column:
    match kind:
        case "number" | "days" | "flag":
            told = [np.nan if value is None else float(value) for value in values]
            return Column(kind, np.array(told, dtype=np.float64))
        case "moment":
            starts = np.array([value.start.timestamp() for value in values], dtype=np.float64)
            ends = np.array([value.end.timestamp() for value in values], dtype=np.float64)
            return Column(kind, starts, ends, _objects(values))
        case _:
            return Column(kind, objects=_objects(values))


def _objects(values: list[Any]) -> Objects:
    made = np.empty(len(values), dtype=np.object_)
    made[:] = values
    return made
