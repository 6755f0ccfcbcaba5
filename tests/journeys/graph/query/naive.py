"""A question answered the slow way: every path is tried, one value at a time.

Nothing is shared with the product but the tree of the question and the graph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from domain.moments import Moment
from journeys.graph.query.tree import (
    Among,
    And,
    Compare,
    Condition,
    Flag,
    Like,
    Name,
    Not,
    Or,
    Query,
    Span,
    Told,
    Value,
    WayPattern,
    Within,
)  # fmt: skip
from projections.touchpoints.attributes import described, phase_of
from projections.touchpoints.figures import Bag
from projections.touchpoints.lived import Edge, LivedGraph, Node

Thing = dict[str, Any]
_DAYS = {"minutes": 1 / 1440, "hours": 1 / 24, "days": 1.0, "weeks": 7.0}


def answers(graph: LivedGraph, query: Query) -> set[tuple[Any, ...]]:
    """Return every path that matches: ids of nodes, kinds of ways, steps of what repeats."""
    nodes, ways = _things(graph)
    return {
        tuple(one[next(k for k in ("steps", "id", "kind") if k in one)] for one in path)
        for path in _paths(nodes, ways, query)
        if all(_holds(pattern.where, path, own, query) for own, pattern in _patterns(query))
    }


def _things(graph: LivedGraph) -> tuple[dict[str, Thing], list[Thing]]:
    bags: dict[Node, Bag] = dict(graph.nodes)
    for edge, bag in graph.partings().items():
        bags.setdefault(edge.target, Bag()).merge(bag)
    nodes: dict[str, Thing] = {}
    for node, bag in bags.items():
        made = {"id": node.id, "kind": node.kind, "key": node.key, **described(graph, bag)}
        if node.kind == "touchpoint":
            made |= {"phase": phase_of(bag), "designed": bag.visits[0].designed}
        nodes[node.id] = made
    edges: dict[Edge, Bag] = {**graph.edges, **graph.partings()}
    ways = [
        {"kind": e.kind, "source": e.source.id, "target": e.target.id, **described(graph, bag)}
        for e, bag in edges.items()
    ]
    return nodes, ways


def _patterns(query: Query) -> Iterator[tuple[int, Any]]:
    for number, node in enumerate(query.nodes):
        yield 2 * number, node
    for number, way in enumerate(query.ways):
        if way.steps is None:
            yield 2 * number + 1, way


def _paths(nodes: Mapping[str, Thing], ways: list[Thing], query: Query) -> Iterator[list[Thing]]:
    begun: list[list[Thing]] = [[one] for one in nodes.values() if _kind(one, query.nodes[0])]
    for number, pattern in enumerate(query.ways):
        longer = []
        for path in begun:
            for way, end in _onwards(path[-1]["id"], ways, pattern):
                if _kind(nodes[end], query.nodes[number + 1]):
                    longer.append([*path, way, nodes[end]])
        begun = longer
    yield from begun


def _kind(thing: Thing, pattern: Any) -> bool:  # noqa: ANN401 - of a node or of a way
    return not pattern.kinds or thing["kind"] in pattern.kinds


def _onwards(here: str, ways: list[Thing], pattern: WayPattern) -> Iterator[tuple[Thing, str]]:
    if pattern.steps is None:
        yield from _once(here, ways, pattern)
        return
    least, most = pattern.steps
    told, level = set[str](), {here}
    for steps in range(most + 1):
        if steps:
            level = {
                end
                for one in level
                for way, end in _once(one, ways, pattern)
                if _holds(pattern.where, [way], 0, Query(()))
            }
        if steps >= least:
            for end in level - told:
                yield {"steps": steps}, end
            told |= level


def _once(here: str, ways: list[Thing], pattern: WayPattern) -> Iterator[tuple[Thing, str]]:
    for way in ways:
        if _kind(way, pattern):
            if pattern.direction in ("out", "either") and way["source"] == here:
                yield way, way["target"]
            if pattern.direction in ("in", "either") and way["target"] == here:
                yield way, way["source"]


# --- one value at a time -------------------------------------------------------------------------


def _holds(where: Condition | None, path: list[Thing], own: int, query: Query) -> bool:
    return where is None or _truth(where, path, own, query) is True


def _truth(  # noqa: C901, PLR0911 - one for each
    what: Condition, path: list[Thing], own: int, query: Query
) -> bool | None:
    def value(name: Name) -> Any:  # noqa: ANN401 - whatever an attribute holds
        first, *rest = name.word.split(".")
        if first[0] in "nw" and first[1:].isdigit():
            return path[int(first[1:])].get("_".join(rest))
        return path[own].get(name.word.replace(".", "_"))

    match what:
        case Not(part):
            inner = _truth(part, path, own, query)
            return None if inner is None else not inner
        case And(parts):
            found = [_truth(part, path, own, query) for part in parts]
            return False if False in found else None if None in found else True
        case Or(parts):
            found = [_truth(part, path, own, query) for part in parts]
            return True if True in found else None if None in found else False
        case Told(name, known):
            return (value(name) is not None) is known
        case Flag(name):
            known_: bool | None = value(name)
            return known_
        case Like(name, shape):
            text = value(name)
            return None if text is None else _shaped(str(shape.value), text)
        case Within(event, name):
            return event.value in value(name)
        case Among(name, values):
            found = [_held(value(name), "=", _plain(one), typed=True) for one in values]
            return True if True in found else None if None in found else False
        case Compare(left, sign, right):
            one, other = (value(s) if isinstance(s, Name) else _plain(s) for s in (left, right))
            if isinstance(left, Value):
                turned = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(sign, sign)
                return _held(other, turned, one, typed=True)
            return _held(one, sign, other, typed=isinstance(right, Value))
    raise AssertionError(what)


def _plain(value: Value) -> Any:  # noqa: ANN401 - whatever was written
    if isinstance(value.value, Span):
        return value.value.amount * _DAYS[value.value.unit]
    return value.value


def _shaped(shape: str, text: str) -> bool:
    if not shape:
        return not text
    if shape[0] == "*":
        return any(_shaped(shape[1:], text[cut:]) for cut in range(len(text) + 1))
    return text[:1] == shape[0] and _shaped(shape[1:], text[1:])


def _held(left: Any, sign: str, right: Any, *, typed: bool) -> bool | None:  # noqa: ANN401 - any two values
    if left is None or right is None:
        return None
    if isinstance(left, Moment):
        return _when(left, sign, right, typed=typed)
    held = {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}[sign]
    return bool(held(left, right))


def _instants(moment: Moment, grid: list[datetime]) -> list[datetime]:
    if moment.precision == "instant":
        return [moment.start]
    return [at for at in grid if moment.start <= at < moment.end]


def _when(left: Moment, sign: str, right: Any, *, typed: bool) -> bool | None:  # noqa: ANN401 - a moment, or a year that was typed
    """Try the instants that both may have been, through the day: what all of them say is so."""
    other = right if isinstance(right, Moment) else Moment(str(right))
    grid = [datetime(2025, 1, 1 + n // 4, 6 * (n % 4), tzinfo=UTC) for n in range(4 * 31)]
    grid += [datetime(2025, month, 1, tzinfo=UTC) for month in range(2, 13)]
    grid += [datetime(2024, 6, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)]
    said: set[bool] = set()
    for one in _instants(left, grid):
        if typed and other.precision != "instant":
            before, after = one < other.start, one >= other.end
            said.add(_compared(before=before, after=after, sign=sign))
        else:
            said |= {
                _compared(before=one < two, after=one > two, sign=sign)
                for two in _instants(other, grid)
            }
    return said.pop() if len(said) == 1 else None


def _compared(*, before: bool, after: bool, sign: str) -> bool:
    return {
        "=": not before and not after,
        "!=": before or after,
        "<": before,
        "<=": not after,
        ">": after,
        ">=": not before,
    }[sign]
