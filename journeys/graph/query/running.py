"""Answering a checked question: thin out both ends first, then go along what is left.

Every filter that asks about one node or way is asked of all of them at once. Then the path is gone
forwards and backwards over nodes alone, so that only those stay from which the whole path can be
gone; two filtered ends never multiply. What is left is gone from end to end: no match on the way
is ever thrown away for want of a next step.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from typing import Any

import numpy as np

from journeys.graph.query.checking import Checked, Rule
from journeys.graph.query.ground import Column, Ground, Ints, Mask
from journeys.graph.query.logic import Truth
from journeys.graph.query.scope import Element, Ref
from journeys.graph.query.stepping import Shelf, Steps, Walks, reached
from journeys.graph.query.tree import WayPattern
from journeys.language import t


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the plan: what was done, and how many there were before it and after.

    ``unknown`` tells how many of those left out were left out because nobody told.
    """

    what: str
    values: dict[str, Any]
    before: int
    after: int
    unknown: int = 0


@dataclass(slots=True)
class Matches:
    """What matches a path: for each element its number in the graph, match by match.

    Of a way that repeats the numbers are those of its `walks`.
    """

    count: int
    numbers: dict[int, Ints]
    walks: dict[int, Walks] = field(default_factory=dict)
    plan: list[Step] = field(default_factory=list)

    def keep(self, rows: Ints) -> None:
        """Keep these matches, in this order."""
        self.count = len(rows)
        self.numbers = {number: known[rows] for number, known in self.numbers.items()}


def match(ground: Ground, checked: Checked) -> Matches:
    """Return what matches the path of a question.

    Linear in nodes, ways and matches for each step of the path.

    Raises
    ------
    Unreadable
        When more than `words.MOST_MATCHES` matches have to be kept in mind.
    """
    return _Matching(ground, checked).done()


class _Matching:
    def __init__(self, ground: Ground, checked: Checked) -> None:
        self.ground, self.checked = ground, checked
        self.plan: list[Step] = []
        self.masks = [self._filtered(one) for one in checked.scope.elements]
        self.nodes = self.masks[::2]
        self.steps = [
            Steps.of(ground.source, ground.target, mask, pattern.direction)
            for mask, pattern in zip(self.masks[1::2], checked.query.ways, strict=True)
        ]

    def _filtered(self, element: Element) -> Mask:
        mask = self.ground.of_kinds(element.pattern.kinds, way=element.way)
        kinds = "|".join(element.pattern.kinds) or "any"
        self._note(t("take {name}: {kinds}"), len(mask), mask, name=element.name, kinds=kinds)

        def fetch(ref: Ref) -> Column:
            return self.ground.column(ref.attribute, way=element.way)

        rules = self.checked.own.get(element.number, ())
        if rules:
            truth = reduce(Truth.__and__, (rule.test(fetch) for rule in rules))
            before, unknown = int(mask.sum()), int((mask & truth.unknown).sum())
            mask = mask & truth.yes
            where = " and ".join(f"({one.written})" if len(rules) > 1 and " or " in one.written
                                 else one.written for one in rules)  # fmt: skip
            self._note(t("of {name}, keep what meets: {where}"), before, mask, unknown,
                       name=element.name, where=where)  # fmt: skip
        return mask

    def _note(
        self, what: str, before: int, after: Mask | int, unknown: int = 0, **values: object
    ) -> None:
        left = after if isinstance(after, int) else int(after.sum())
        self.plan.append(Step(what, values, before, left, unknown))

    def done(self) -> Matches:
        self._thin_out()
        first = np.flatnonzero(self.nodes[0])
        found = Matches(len(first), {0: first}, plan=self.plan)
        for number in range(len(self.steps)):
            before = found.count
            self._go(found, number)
            element = self.checked.scope.elements[2 * number + 1]
            node = self.checked.scope.elements[2 * number + 2]
            said = t("go along {way} to {name}")
            self._note(said, before, found.count, way=element.name, name=node.name)
            for rule in self.checked.across:
                if max(rule.about) in (2 * number + 1, 2 * number + 2):
                    self._hold(found, rule)
        return found

    def _thin_out(self) -> None:
        if not self.steps:
            return
        before = [int(mask.sum()) for mask in self.nodes]
        for number, pattern in enumerate(self.checked.query.ways):
            near = self._near(self.steps[number], self.nodes[number], pattern)
            self.nodes[number + 1] = self.nodes[number + 1] & near
        for number, pattern in reversed(list(enumerate(self.checked.query.ways))):
            near = self._near(self.steps[number].back(), self.nodes[number + 1], pattern)
            self.nodes[number] = self.nodes[number] & near
        for place, (was, mask) in enumerate(zip(before, self.nodes, strict=True)):
            name = self.checked.scope.elements[2 * place].name
            said = t("of {name}, keep those on a way from end to end")
            self._note(said, was, mask, name=name)

    def _near(self, steps: Steps, tails: Mask, pattern: WayPattern) -> Mask:
        least, most = pattern.steps or (1, 1)
        return reached(steps, tails, least, most)

    def _go(self, found: Matches, number: int) -> None:
        pattern = self.checked.query.ways[number]
        here = found.numbers[2 * number]
        if pattern.steps:
            self._walk(found, number, here, pattern.steps)
            return
        steps = self.steps[number].between(*self.nodes[number : number + 2])
        row, step = Shelf(steps.tail, len(self.ground.nodes)).at(here)
        found.keep(row)
        found.numbers[2 * number + 1] = steps.way[step]
        found.numbers[2 * number + 2] = steps.head[step]

    def _walk(self, found: Matches, number: int, here: Ints, steps: tuple[int, int]) -> None:
        walks = Walks(self.steps[number], np.unique(here), self.nodes[number + 1], *steps)
        row, walk = Shelf(walks.start, len(self.ground.nodes)).at(here)
        found.keep(row)
        found.walks[2 * number + 1] = walks
        found.numbers[2 * number + 1] = walk
        found.numbers[2 * number + 2] = walks.node[walk]

    def _hold(self, found: Matches, rule: Rule) -> None:
        def fetch(ref: Ref) -> Column:
            assert ref.number is not None  # noqa: S101 - a where names nothing of the whole row
            column = self.ground.column(ref.attribute, way=ref.number % 2 == 1)
            return column.take(found.numbers[ref.number])

        before, truth = found.count, rule.test(fetch)
        unknown = int(truth.unknown.sum())
        found.keep(np.flatnonzero(truth.yes))
        self._note(t("keep what meets: {where}"), before, found.count, unknown, where=rule.written)


def path_of(matches: Matches, row: int) -> tuple[list[int], list[int]]:
    """Return the nodes and the ways of a match in their order, those that repeat in full."""
    nodes, ways = [int(matches.numbers[0][row])], list[int]()
    for way in range(1, len(matches.numbers), 2):
        number, walks = int(matches.numbers[way][row]), matches.walks.get(way)
        if walks is None:
            ways.append(number)
            nodes.append(int(matches.numbers[way + 1][row]))
        else:
            gone, through = walks.walk(number)
            ways += gone
            nodes += through[1:]
    return nodes, ways


def shared(ground: Ground, matches: Matches, row: int) -> int:
    """Return how many relationships were at every node and went every way of a match."""
    nodes, ways = path_of(matches, row)
    bags = [ground.bag(way, way=True) for way in ways]
    bags += [ground.bag(node, way=False) for node in nodes]
    return len(set.intersection(*(bag.relationships() for bag in bags)))
