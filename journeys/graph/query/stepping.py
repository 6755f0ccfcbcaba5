"""Going along ways: which nodes can be reached, and which matches that makes.

Everything here is columns of numbers. One step over a million ways is some array operations.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from domain.errors import Unreadable
from journeys.graph.query.ground import Ints, Mask
from journeys.graph.query.tree import Direction
from journeys.graph.query.words import MOST_MATCHES


@dataclass(frozen=True, slots=True)
class Steps:
    """Ways as they can be gone: from which node, to which, and which way that is."""

    tail: Ints
    head: Ints
    way: Ints

    @classmethod
    def of(cls, source: Ints, target: Ints, mask: Mask, direction: Direction) -> Steps:
        """Return the ways of a mask in a direction; in either one each counts both ways."""
        way = np.flatnonzero(mask)
        begin, end = source[way], target[way]
        if direction == "out":
            return cls(begin, end, way)
        if direction == "in":
            return cls(end, begin, way)
        other = begin != end
        return cls(
            np.concatenate((begin, end[other])),
            np.concatenate((end, begin[other])),
            np.concatenate((way, way[other])),
        )

    def between(self, tails: Mask, heads: Mask) -> Steps:
        """Return those that go from one of these nodes to one of those."""
        kept = tails[self.tail] & heads[self.head]
        return Steps(self.tail[kept], self.head[kept], self.way[kept])

    def reached(self, tails: Mask) -> Mask:
        """Return which nodes lie one step from these. Linear in ways."""
        found = np.zeros(len(tails), dtype=np.bool_)
        found[self.head[tails[self.tail]]] = True
        return found

    def back(self) -> Steps:
        """Return the same ways, gone the other way around."""
        return Steps(self.head, self.tail, self.way)


def reached(steps: Steps, tails: Mask, least: int, most: int) -> Mask:
    """Return which nodes lie from *least* to *most* steps from these."""
    found = tails.copy() if least == 0 else np.zeros(len(tails), dtype=np.bool_)
    here = tails
    for number in range(1, most + 1):
        here = steps.reached(here)
        if number >= least:
            found |= here
    return found


class Shelf:
    """Numbered things by the node they belong to, so that all of a node's are found at once."""

    def __init__(self, of: Ints, size: int) -> None:
        self.order = np.argsort(of, kind="stable")
        self.begin = np.concatenate(([0], np.cumsum(np.bincount(of, minlength=size))))

    def at(self, nodes: Ints) -> tuple[Ints, Ints]:
        """Return every (place in *nodes*, thing of that node).

        Raises
        ------
        Unreadable
            When these are more than `words.MOST_MATCHES`.
        """
        first = self.begin[nodes]
        counts = self.begin[nodes + 1] - first
        total = int(counts.sum())
        _bear(total)
        row = np.repeat(np.arange(len(nodes)), counts)
        inside = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
        return row, self.order[np.repeat(first, counts) + inside]


def _bear(matches: int) -> None:
    if matches > MOST_MATCHES:
        message = (
            "more than {most} matches have to be kept in mind for this: ask for less with where"
        )
        raise Unreadable(message, most=MOST_MATCHES)


@dataclass(frozen=True, slots=True)
class _Layer:
    """Pairs of a start and a node so many steps from it, each with the pair before it."""

    start: Ints
    node: Ints
    before: Ints
    way: Ints


class Walks:
    """The shortest walks of *least* to *most* steps from each start to each goal.

    Of equally short ones the first in the graph's order is taken. A node may come twice.

    Attributes
    ----------
    start, node
        From where to where, for each walk by its number.

    Raises
    ------
    Unreadable
        When more than `words.MOST_MATCHES` pairs of nodes lie on the way.
    """

    def __init__(self, steps: Steps, starts: Ints, goals: Mask, least: int, most: int) -> None:
        size = len(goals)
        shelf = Shelf(steps.tail, size)
        useful = _useful(steps, goals, least, most)
        none = np.full(len(starts), -1, dtype=np.int64)
        self._layers = [_Layer(starts, starts, none, none)]
        depth, place, start, node = ([none[:0]] for _ in range(4))
        seen = none[:0]
        for number in range(most + 1):
            if number:
                layer = _next(self._layers[-1], steps, shelf, useful[number], seen, size)
                self._layers.append(layer)
                _bear(sum(len(one.node) for one in self._layers))
            layer = self._layers[-1]
            if number >= least:
                # Who comes by again later has gone a longer way, and so has what follows.
                seen = np.concatenate((seen, layer.start * size + layer.node))
                new = np.flatnonzero(goals[layer.node])
                depth.append(np.full(len(new), number))
                place.append(new)
                start.append(layer.start[new])
                node.append(layer.node[new])
        self._depth, self._place = np.concatenate(depth), np.concatenate(place)
        self.start, self.node = np.concatenate(start), np.concatenate(node)

    def walk(self, number: int) -> tuple[list[int], list[int]]:
        """Return the ways and the nodes of a walk, both ends among them."""
        depth, place = int(self._depth[number]), int(self._place[number])
        ways: list[int] = []
        nodes = [int(self._layers[depth].node[place])]
        while depth:
            layer = self._layers[depth]
            ways.append(int(layer.way[place]))
            depth, place = depth - 1, int(layer.before[place])
            nodes.append(int(self._layers[depth].node[place]))
        return ways[::-1], nodes[::-1]

    def length(self, number: Ints) -> Ints:
        """Return how many steps these walks have."""
        return self._depth[number]


def _next(
    before: _Layer, steps: Steps, shelf: Shelf, useful: Mask, seen: Ints, size: int
) -> _Layer:
    row, step = shelf.at(before.node)
    kept = useful[steps.head[step]]
    row, step = row[kept], step[kept]
    pairs, first = np.unique(before.start[row] * size + steps.head[step], return_index=True)
    first = np.sort(first[~np.isin(pairs, seen)])
    row, step = row[first], step[first]
    return _Layer(before.start[row], steps.head[step], row, steps.way[step])


def _useful(steps: Steps, goals: Mask, least: int, most: int) -> list[Mask]:
    """Return, for each number of steps gone, from which nodes a goal can still be reached."""
    back, exact = steps.back(), [goals]
    for _ in range(most):
        exact.append(back.reached(exact[-1]))
    found = []
    for gone in range(most + 1):
        left = exact[max(0, least - gone) : most - gone + 1]
        found.append(np.logical_or.reduce(left))
    return found
