"""The lived graph over columns: the same graph, with no visit made before it is looked at."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property, partial
from typing import Self, cast

import numpy as np

from domain.moments import Moment
from domain.vocabulary import Phase
from journeys.columns.arrays import Array, changes
from journeys.graph.living import Graph
from journeys.lived.asked import Asked
from journeys.lived.bags import ColumnBag, Family
from journeys.lived.coding import agreeing
from journeys.lived.groups import Bundle, judged
from journeys.lived.visits import Visits
from journeys.lived.webs import Web
from projections.farewell import Overall
from projections.touchpoints.figures import Bag
from projections.touchpoints.lived import Edge, LivedGraph, Node
from projections.touchpoints.visit import Visit

_RUNS = 2_000
"""So many lives are made into visits at once."""


class ColumnGraph(Graph):
    """What was lived by everybody, over columns.

    Whoever adds to it gets a graph like any other: all its visits are made then.

    Parameters
    ----------
    visits
        All visits.
    endings
        How the goodbye of each life went, in their order.
    rows
        The visits that are meant, by their numbers, in order; all of them unless told.
    """

    def __init__(
        self, visits: Visits, endings: Sequence[Overall], rows: Array | None = None
    ) -> None:
        super().__init__()
        self._columns, self._how = visits, endings
        self._rows = np.arange(len(visits)) if rows is None else rows
        names, every = visits.lives.relationships, range(len(endings))
        meant = every if rows is None else self._whose().tolist()
        self.endings = {names[who]: endings[who] for who in meant}
        self.web = Web(visits, self._rows)
        self._apart: Array | None = None

    def _whose(self) -> Array:
        whose = self._columns.who[self._rows]
        return whose[changes(whose)]

    def _put_together(self) -> tuple[dict[Node, Bag], dict[Edge, Bag]]:
        if self._made is None:
            self._made = self.web.nodes(), self.web.edges()
        return self._made

    def asked(self, now: Moment) -> Asked:
        """Return what the questions about what was lived are asked of."""
        return Asked(self.web, self._how, now)

    def names(self) -> Mapping[str, str]:
        """Return under which name of a story people know an event, by the event's id."""
        told = self._columns.lives.document("items").drop_nulls()
        return {event: name for items in told for event, name in json.loads(items)}

    # --- growing -----------------------------------------------------------------------------

    def grown(self) -> Graph:
        """Return a graph of the same visits, each at hand."""
        return Graph().add(self.visits(), self.endings)

    def add(self, visits: Iterable[Visit], endings: Mapping[str, Overall] | None = None) -> Self:
        """Add visits; see `LivedGraph.add`."""
        self._become_grown()
        return self.add(visits, endings)

    def merge(self, other: LivedGraph) -> Self:
        """Take in a graph of other relationships; see `LivedGraph.merge`."""
        self._become_grown()
        return self.merge(other)

    def _become_grown(self) -> None:
        grown = self.grown()
        self.__dict__.clear()
        self.__dict__.update(grown.__dict__)
        self.__class__ = Graph  # type: ignore[assignment] # from here on a graph like any other

    # --- reading -----------------------------------------------------------------------------

    def __repr__(self) -> str:
        """Say how large it is, and nothing personal."""
        return (
            f"<Graph: {len(self._whose())} relationships, "
            f"{len(self.nodes)} nodes, {len(self.edges)} edges>"
        )

    @property
    def relationships(self) -> tuple[str, ...]:
        """Whose graph it is, in order."""
        names = self._columns.lives.relationships
        return tuple(names[who] for who in self._whose().tolist())

    def visits(self) -> Iterator[Visit]:
        """Yield every visit, relationship by relationship, in order of happening."""
        for some in self._some():
            yield from self._columns.visits(some)

    def runs(self) -> Iterator[tuple[Visit, ...]]:
        """Yield each relationship's visits, in order of happening."""
        for some in self._some():
            made = list(self._columns.visits(some))
            for begin, end in _stretches(self._columns.who[some]):
                yield tuple(made[begin:end])

    def _some(self) -> Iterator[Array]:
        for begin, end in _stretches(self._columns.who[self._rows], _RUNS):
            yield self._rows[begin:end]

    def variants(self) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        """Return every way that was gone from first to last, and by whom: the commonest first."""
        places, whose = self._columns.places, self.relationships
        codes = self._columns.place[self._rows]
        runs = _stretches(self._columns.who[self._rows])
        found: dict[bytes, list[str]] = {}
        for who, (begin, end) in zip(whose, runs, strict=True):
            found.setdefault(codes[begin:end].tobytes(), []).append(who)
        ways = [
            (tuple(places[one] for one in np.frombuffer(way, dtype=codes.dtype)), tuple(those))
            for way, those in found.items()
        ]
        return sorted(ways, key=lambda way: (-len(way[1]), way[0]))

    def places_of(self, node: Node) -> set[str]:
        """Return the touchpoints, by key, that belong to a node; see `LivedGraph.places_of`."""
        if node.kind == "ending":
            return self.endings_met()[node]
        bag = cast("ColumnBag", self.nodes[node])
        return {self._columns.places[one] for one in np.unique(self._columns.place[bag.rows])}

    def partings(self) -> dict[Edge, Bag]:
        """Return the edges from the last moment before it was over to how the goodbye went."""
        visits = self._columns
        last = self.web.partings() if self._apart is None else self._apart
        texts = sorted(set(self._how))
        how = np.array([texts.index(one) for one in self._how], dtype=np.int64)
        number, first = agreeing(visits.place[last], how[visits.who[last]])
        order = np.argsort(number, kind="stable")
        sizes = np.bincount(number, minlength=len(first))
        rows = last[order]
        unknown = np.full(len(rows), np.nan)
        make = partial(Bundle, visits, rows, sizes, np.arange(len(first)), unknown)
        family = Family(sizes.tolist(), make)
        edges = [
            Edge("ends-in", Node("touchpoint", visits.places[place]), Node("ending", texts[end]))
            for place, end in zip(
                visits.place[last][first].tolist(),
                how[visits.who[last]][first].tolist(),
                strict=True,
            )
        ]
        return dict(zip(edges, family.bags(), strict=True))

    def share_of_good_endings(self, bag: Bag) -> tuple[float | None, int]:
        """Return the share of good goodbyes among the judged; see `LivedGraph`."""
        if not isinstance(bag, ColumnBag):
            return super().share_of_good_endings(bag)
        good, many = bag.family.good(self._judged)
        return good[bag.group], many[bag.group]

    @cached_property
    def _judged(self) -> Array:
        return judged(self._how)

    def ranks(self) -> dict[str, float]:
        """Return where relationships first come by each place; see `LivedGraph.ranks`."""
        return self.web.ranks()

    def places_of_events(self) -> dict[str, str]:
        """Return at which touchpoint, by key, each event was that tells a visit."""
        visits, places = self._columns, self._columns.places
        meant = np.zeros(len(visits), dtype=bool)
        meant[self._rows] = True
        numbers = np.flatnonzero(meant[visits.of_occasion])
        at = visits.place[visits.of_occasion[numbers]].tolist()
        return {event: places[one] for event, one in zip(visits.ids(numbers), at, strict=True)}

    # --- parts of it -------------------------------------------------------------------------

    def only(self, keep: Callable[[Visit], bool]) -> Self:
        """Return the graph of the visits that *keep* lets through; see `LivedGraph.only`."""
        kept = np.fromiter(map(keep, self.visits()), dtype=bool, count=len(self._rows))
        return self._part(kept)

    def at_places(self, places: Collection[str]) -> Self:
        """Return the graph of the visits to these touchpoints, by key; see `only`."""
        meant = np.array([one in places for one in self._columns.places], dtype=bool)
        return self._part(meant[self._columns.place[self._rows]])

    def in_phase(self, phase: Phase) -> Self:
        """Return the graph of the visits in a phase; see `only`."""
        meant = np.array([one == phase for one in self._columns.phases], dtype=bool)
        return self._part(meant[self._columns.array("phase")[self._rows]])

    def _part(self, kept: Array) -> Self:
        return type(self)(self._columns, self._how, self._rows[kept])

    def at_least(self, count: int) -> Self:
        """Return the graph without what was lived fewer times; see `LivedGraph.at_least`."""
        part = copy(self)
        nodes, _ = part._made = self._often(count)  # noqa: SLF001 - own kind
        last, places = self.web.partings(), self._columns.places
        meant = np.array([Node("touchpoint", one) in nodes for one in places], dtype=bool)
        part._apart = last[meant[self._columns.place[last]]]  # noqa: SLF001 - own kind
        part.endings = dict(self.endings)
        return part


def _stretches(whose: Array, together: int = 1) -> Iterator[tuple[int, int]]:
    """Yield where the visits of so many lives begin and end."""
    begins = np.flatnonzero(changes(whose))[::together].tolist()
    return zip(begins, [*begins[1:], len(whose)] if begins else [], strict=True)
