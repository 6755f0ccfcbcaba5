"""Questions and graphs that nobody thought of."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from domain.moments import Moment
from journeys.graph.living import Graph
from journeys.graph.query.tree import (
    SIGNS,
    Among,
    And,
    Compare,
    Condition,
    Flag,
    Like,
    Name,
    NodePattern,
    Not,
    Operand,
    Or,
    Query,
    Span,
    Told,
    Value,
    WayPattern,
    Within,
)  # fmt: skip
from projections.farewell import Overall
from projections.touchpoints import Felt, Visit
from tests.projections.touchpoints.test_lived import visit

_FELT = st.sampled_from([Felt(), Felt(after=-0.5), Felt(0.5, -0.5), Felt(-0.5, 1.0), Felt(0.0)])
_AT = st.sampled_from(
    [
        "2025-01-{day:02d}",
        "2025-01-{day:02d}T12:00:00Z",
        "2025-01-{day:02d}T00:00:00Z",
        "2025-01",
        "2025",
    ]
)


@st.composite
def visits(draw: st.DrawFn) -> list[Visit]:
    """Draw what up to three relationships lived."""
    found: list[Visit] = []
    for who in range(draw(st.integers(1, 3))):
        run: list[Visit] = []
        for day in range(draw(st.integers(1, 6))):
            earlier = st.sampled_from([None, *(event for one in run for event in one.events)])
            run.append(
                visit(
                    f"r{who}",
                    draw(st.sampled_from(["a", "b", "c"])),
                    day,
                    at=Moment(draw(_AT).format(day=1 + day)),
                    waited=draw(st.sampled_from([None, 0.0, 7.0, 20.5])) if day else None,
                    designed=draw(st.booleans()),
                    phase=draw(st.sampled_from(["contract", "friction", "breakup"])),
                    channel=draw(st.sampled_from([None, "call", "mail"])),
                    lane=draw(st.sampled_from(["client", "supplier", "unknown"])),
                    friction=draw(st.sampled_from([None, None, "complaint"])),
                    cause=draw(earlier),
                    client=draw(_FELT),
                    staff=draw(_FELT),
                )
            )
        found += run
    return found


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Draw a lived graph."""
    known: list[Overall] = ["good", "poor", "undecided"]
    endings = st.sampled_from(known)
    lived = draw(visits())
    return Graph().add(lived, {one.relationship: draw(endings) for one in lived})


_NUMBERS = ["count", "relationships", "client_after", "client.change", "gap", "judged_endings"]
_WORDS = {
    "id": ["a", "b", "channel:call"],
    "kind": ["touchpoint", "channel", "lane"],
    "key": ["a", "call"],
    "phase": ["friction", "breakup"],
}
_WAY_WORDS = {"kind": ["next", "causes"], "source": ["a", "b"], "target": ["c", "lane:client"]}
_DATES = [
    Value("moment", Moment(text))
    for text in ("2025-01", "2025-01-02", "2025-01-02T12:00:00Z", "2025-01-03", "2024-06-01")
] + [Value("number", 2025)]  # fmt: skip
_FIGURES = [Value("number", one) for one in (-0.5, 0, 1, 2, 0.25)]
_WAITS = [Value("days", Span(*one)) for one in ((1, "weeks"), (20.5, "days"), (0, "hours"))]
_SHAPES = ["*", "a*", "*l*", "channel:*", "b"]


@st.composite
def tests(  # noqa: C901 - one for each
    draw: st.DrawFn, prefixes: list[str], *, way: bool
) -> Condition:
    """Draw one comparison of a node or a way, or of another by its name."""
    whose = draw(st.sampled_from(prefixes))
    words = _WORDS if whose.startswith("n") else _WAY_WORDS if whose.startswith("w") else (
        _WAY_WORDS if way else _WORDS)  # fmt: skip

    def name(attribute: str) -> Name:
        return Name(whose + attribute)

    sign = st.sampled_from(SIGNS)
    match draw(st.integers(0, 8)):
        case 0:
            made: Condition = Compare(name("waited_q50"), draw(sign), draw(st.sampled_from(_WAITS)))
        case 1:
            side = draw(st.sampled_from(["first", "last"]))
            made = Compare(name(side), draw(sign), draw(st.sampled_from(_DATES)))
        case 2:
            made = Compare(name("first"), draw(sign), name("last"))
        case 3:
            word = draw(st.sampled_from(sorted(words)))
            values = [Value("text", one) for one in words[word]]
            if way and word == "kind" and whose == "":
                values = values[:1]
            made = Among(name(word), tuple(values))
        case 4:
            word = draw(st.sampled_from(sorted({"id", "source"} & set(words))))
            made = Like(name(word), Value("text", draw(st.sampled_from(_SHAPES))))
        case 5:
            told = draw(st.sampled_from([*_NUMBERS, "waited_q50", "good_endings"]))
            made = Told(name(told), draw(st.booleans()))
        case 6 if words is _WORDS:
            flag = name("designed")
            bare = draw(st.booleans())
            made = Flag(flag) if bare else Compare(flag, "!=", Value("flag", draw(st.booleans())))
        case 7:
            made = Within(Value("text", draw(st.sampled_from(["r0-0", "r1-1"]))), name("events"))
        case _:
            number = name(draw(st.sampled_from(_NUMBERS)))
            others: list[Operand] = [*_FIGURES, name("client_after")]
            other = draw(st.sampled_from(others))
            made = Compare(number, draw(sign), other)
    if isinstance(made, Compare) and isinstance(made.right, Value) and draw(st.booleans()):
        made = Compare(made.right, made.sign, made.left)
    return made


def conditions(prefixes: list[str], *, way: bool) -> st.SearchStrategy[Condition]:
    """Return conditions of any shape."""

    def deeper(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Any]:
        several = st.lists(inner, min_size=2, max_size=3).map(tuple)
        return st.one_of(inner.map(Not), several.map(And), several.map(Or))

    return st.recursive(tests(prefixes, way=way), deeper, max_leaves=4)


_NODE_KINDS = [(), (), (), ("touchpoint",), ("touchpoint",), ("touchpoint", "channel", "lane")]
_WAY_KINDS = [(), (), ("next",), ("next",), ("next", "causes"), ("over", "by", "shows")]


@st.composite
def queries(draw: st.DrawFn, most: int = 3) -> Query:
    """Draw a question whose every node and way has a name: n0, w1 and so on."""
    length = draw(st.integers(1, most))
    steps = [
        draw(st.sampled_from([None, None, None, (1, 2), (0, 2), (2, 3)])) for _ in range(length - 1)
    ]
    others = [f"n{2 * number}." for number in range(length)]
    others += [f"w{2 * number + 1}." for number, one in enumerate(steps) if one is None]

    def where(*, way: bool, repeats: bool) -> Condition | None:
        if draw(st.integers(0, 4)) < 3:
            return None
        return draw(conditions([""] if repeats else ["", "", *others], way=way))

    nodes = tuple(
        NodePattern(
            draw(st.sampled_from(_NODE_KINDS)), f"n{2 * number}", where(way=False, repeats=False)
        )
        for number in range(length)
    )
    ways = tuple(
        WayPattern(
            draw(st.sampled_from(_WAY_KINDS)),
            draw(st.sampled_from(["out", "in", "either"])),
            f"w{2 * number + 1}",
            where(way=True, repeats=steps[number] is not None),
            steps[number],
        )
        for number in range(length - 1)
    )
    return Query(nodes, ways)


def in_full(query: Query) -> Query:
    """Return a question that returns every node, every way, and the steps of what repeats."""
    columns = []
    for number, node in enumerate(query.nodes):
        if number:
            way = query.ways[number - 1]
            columns.append(Name(f"{way.name}.{'kind' if way.steps is None else 'steps'}"))
        columns.append(Name(str(node.name)))
    return Query(query.nodes, query.ways, tuple(columns), query.order, query.limit)
