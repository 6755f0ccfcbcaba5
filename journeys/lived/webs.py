"""The nodes and ways of a lived graph over columns: `projections.touchpoints.lived`, all at once.

Visits that agree in all that lies around them are *alike*: what they are at is worked out once for
all of them, as in the fold, and in its order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from typing import NamedTuple

import numpy as np

from journeys.columns.arrays import Array, changes, sorting
from journeys.lived.bags import ColumnBag, Family
from journeys.lived.coding import agreeing
from journeys.lived.groups import Bundle
from journeys.lived.lives import ranges
from journeys.lived.visits import Visits, between
from projections.touchpoints.figures import Bag
from projections.touchpoints.lived import Edge, EdgeKind, Node, NodeKind

_APART = ("breakup", "ended")


class _Way(NamedTuple):
    """The visits that went a way of some kind: where they came from, and the days it took."""

    kind: EdgeKind
    rows: Array
    sources: Array
    waits: Array
    ends: tuple[Array, Array]
    nodes: tuple[NodeKind, Sequence[str]]


class Web:
    """Nodes and ways of some visits.

    Parameters
    ----------
    visits
        All visits.
    rows
        Those that are meant, in order.

    Attributes
    ----------
    visits
        All visits, also those that are not meant.
    """

    def __init__(self, visits: Visits, rows: Array) -> None:
        self.visits, self._rows = visits, rows

    def bundle(self, kind: NodeKind) -> tuple[list[str], Bundle]:
        """Return the keys of the nodes of a kind, and the visits behind each of them."""
        bags = {node.key: bag for node, bag in self.nodes().items() if node.kind == kind}
        bag = next(iter(bags.values()), None)
        if isinstance(bag, ColumnBag):
            return list(bags), bag.family.bundle
        none = np.zeros(0, dtype=np.int64)
        return [], Bundle(self.visits, none, none, none, np.zeros(0))

    def nodes(self) -> dict[Node, Bag]:
        """Return the nodes that were lived, in order of first being seen."""
        return self._around[0]

    def edges(self) -> dict[Edge, Bag]:
        """Return what is around each touchpoint, then the ways in order of first being gone."""
        found = [one for way in self._ways() for one in self._gone(way)]
        found.sort(key=lambda one: one[0])
        return self._around[1] | {edge: bag for _, edge, bag in found}

    # --- places --------------------------------------------------------------------------------

    @cached_property
    def _around(self) -> tuple[dict[Node, Bag], dict[Edge, Bag]]:
        visits, rows = self.visits, self._rows
        coded = (visits.lane, visits.stage, visits.channel, visits.systems)
        named = (visits.array("promise"), visits.array("friction"))
        columns = (visits.place, *(one.numbers for one in coded), *named)
        alike, first = agreeing(*(one[rows] for one in columns))
        by = rows[sorting(alike, max(1, len(first)))]
        sizes = np.bincount(alike, minlength=len(first))
        parts = _around(zip(*(one[rows[first]].tolist() for one in columns), strict=True), visits)
        nodes, edges = dict[Node, Bag](), dict[Edge, Bag]()
        kinds: dict[tuple[bool, str], list[Node | Edge]] = {}
        for what in parts:
            kinds.setdefault((isinstance(what, Node), what.kind), []).append(what)
        bags: dict[Node | Edge, Bag] = {}
        for those in kinds.values():
            of = [np.array(parts[what], dtype=np.int64) for what in those]
            counts = [int(sizes[one].sum()) for one in of]
            family = Family(counts, partial(self._bundle, by, sizes, of))
            bags.update(zip(those, family.bags(), strict=True))
        for what in parts:
            if isinstance(what, Node):
                nodes[what] = bags[what]
            else:
                edges[what] = bags[what]
        return nodes, edges

    def _bundle(self, by: Array, sizes: Array, of: Sequence[Array]) -> Bundle:
        """Return groups that are each made of these alike visits."""
        begins, alike = np.cumsum(sizes) - sizes, np.concatenate(of)
        rows = by[ranges(begins[alike], sizes[alike])]
        of_part = np.repeat(np.arange(len(of)), [len(one) for one in of])
        return Bundle(self.visits, rows, sizes[alike], of_part, self.visits.waited[rows])

    # --- ways ----------------------------------------------------------------------------------

    def _ways(self) -> Iterator[_Way]:
        visits, rows = self.visits, self._rows
        places: tuple[NodeKind, Sequence[str]] = ("touchpoint", visits.places)
        then = np.flatnonzero(self._follows())
        here, before = rows[then], rows[then - 1]
        ends = visits.place[before], visits.place[here]
        yield _Way("next", here, before, visits.waited[here], ends, places)
        lanes = visits.lane
        known = np.array([one not in ("", "unknown") for one in lanes.texts], dtype=bool)
        one, other = lanes.numbers[before], lanes.numbers[here]
        handed = (one != other) & known[one] & known[other]
        here, before = here[handed], before[handed]
        ends = one[handed], other[handed]
        yield _Way("hand-off", here, before, visits.waited[here], ends, ("lane", lanes.texts))
        meant = np.zeros(len(visits) + 1, dtype=bool)
        meant[rows] = True
        kinds: tuple[tuple[EdgeKind, str], ...] = (("causes", "cause"), ("recovers", "heals"))
        for kind, name in kinds:
            led = visits.led(name)[rows]
            there = meant[led]
            here, led = rows[there], led[there]
            waits = between(visits.at[led], visits.at[here])
            yield _Way(kind, here, led, waits, (visits.place[led], visits.place[here]), places)

    def _follows(self) -> Array:
        """Return where a visit comes right after the one before it, with none left out between."""
        who = self.visits.who[self._rows]
        found = np.zeros(len(who), dtype=bool)
        found[1:] = (who[1:] == who[:-1]) & (np.diff(self._rows) == 1)
        return found

    def _gone(self, way: _Way) -> Iterator[tuple[tuple[int, int], Edge, Bag]]:
        """Yield every way of a kind, with when it was first gone."""
        number, first = agreeing(*way.ends)
        order = sorting(number, max(1, len(first)))
        sizes = np.bincount(number, minlength=len(first))
        make = partial(
            Bundle, self.visits, way.rows[order], sizes, np.arange(len(first)), way.waits[order],
            way.sources[order],
        )  # fmt: skip
        kind, texts = way.nodes
        ends = zip(*(one[first].tolist() for one in way.ends), strict=True)
        made = zip(way.rows[first].tolist(), ends, Family(sizes.tolist(), make).bags(), strict=True)
        for row, (source, target), bag in made:
            edge = Edge(way.kind, Node(kind, texts[source]), Node(kind, texts[target]))
            yield (row, _ORDER.index(way.kind)), edge, bag

    # --- runs ----------------------------------------------------------------------------------

    def partings(self) -> Array:
        """Return of each life that is apart the last visit before it was said to be over."""
        found = self.over()
        return np.where(self._follows()[found], self._rows[found - 1], self._rows[found])

    def over(self) -> Array:
        """Return where of each life that is apart the visit is at which it was said to be over."""
        visits, rows = self.visits, self._rows
        texts = visits.phases
        apart = np.array([one in _APART for one in texts], dtype=bool)[visits.array("phase")[rows]]
        who = visits.who[rows]
        first = changes(who)
        begins = apart.copy()
        begins[1:] &= ~apart[:-1] | first[1:]
        last = np.zeros(len(rows), dtype=bool)
        last[:-1], last[-1:] = first[1:], True
        over = np.zeros(len(visits.lives.relationships), dtype=bool)
        over[who[last & apart]] = True
        found = np.flatnonzero(begins)
        found = found[over[who[found]]]
        final = np.ones(len(found), dtype=bool)
        final[:-1] = who[found][1:] != who[found][:-1]
        return found[final]

    def ranks(self) -> dict[str, float]:
        """Return where relationships first come by each place; see `LivedGraph.ranks`."""
        who, place = self.visits.who[self._rows], self.visits.place[self._rows]
        _, first = agreeing(who, place)
        who, place = who[first], place[first]
        begins = np.flatnonzero(changes(who))
        many = np.diff(begins, append=len(who))
        number = np.arange(len(who)) - np.repeat(begins, many)
        share = number / np.repeat(np.maximum(1, many - 1), many)
        total, seen = np.bincount(place, share), np.bincount(place)
        _, order = np.unique(place, return_index=True)
        places = place[np.sort(order)].tolist()
        return {self.visits.places[one]: float(total[one] / seen[one]) for one in places}


_ORDER: tuple[EdgeKind, ...] = ("next", "hand-off", "causes", "recovers")


def _around(alike: Iterator[tuple[int, ...]], visits: Visits) -> dict[Node | Edge, list[int]]:
    """Return all nodes, and edges from touchpoints to them, with the alike visits behind each."""
    parts: dict[Node | Edge, list[int]] = {}
    promises, frictions = visits.lives.texts["promise"], visits.lives.texts["friction"]
    for number, (place, lane, stage, channel, systems, promise, friction) in enumerate(alike):
        here = Node("touchpoint", visits.places[place])
        parts.setdefault(here, []).append(number)
        context: list[tuple[EdgeKind, Node]] = [("by", Node("lane", visits.lane.texts[lane]))]
        if stage:
            context.append(("in", Node("stage", visits.stage.texts[stage])))
        if channel:
            context.append(("over", Node("channel", visits.channel.texts[channel])))
        tools = visits.systems.texts[systems]
        context += [("supported-by", Node("system", tool)) for tool in tools]
        if promise:
            context.append(("concerns", Node("promise", promises[promise])))
        if friction:
            context.append(("shows", Node("friction", frictions[friction])))
        for kind, node in context:
            parts.setdefault(node, []).append(number)
            parts.setdefault(Edge(kind, here, node), []).append(number)
    return parts
