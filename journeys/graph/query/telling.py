"""A question as text again, in the one form in which it reads best."""

from __future__ import annotations

import re
from typing import assert_never

from journeys.graph.query.tree import (
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
    WayPattern,
    Within,
)  # fmt: skip

_ESCAPE = re.compile(r'(["\\])')


def tell(query: Query) -> str:
    r"""Return a question as text; reading it gives the same question.

    Examples
    --------
    >>> from journeys.graph.query.parsing import parse
    >>> tell(parse("TOUCHPOINT  where not(count<=5)->friction limit 3"))
    'touchpoint where not count <= 5 -> friction limit 3'
    """
    parts = [_node(query.nodes[0])]
    for way, node in zip(query.ways, query.nodes[1:], strict=True):
        parts += [_way(way), _node(node)]
    if query.columns:
        parts.append("return " + ", ".join(name.word for name in query.columns))
    if query.order:
        keys = (key.name.word + (" desc" if key.down else "") for key in query.order)
        parts.append("order by " + ", ".join(keys))
    if query.limit is not None:
        parts.append(f"limit {query.limit}")
    return " ".join(parts)


def _node(node: NodePattern) -> str:
    return _said(node, "|".join(node.kinds) or "any")


def _said(what: NodePattern | WayPattern, kinds: str) -> str:
    parts = [kinds] if kinds else []
    if what.name:
        parts.append(f"as {what.name}")
    if what.where:
        parts.append(f"where {condition(what.where)}")
    return " ".join(parts)


def _way(way: WayPattern) -> str:
    inside = _said(way, "|".join(way.kinds))
    if not inside and way.steps is None:
        return {"out": "->", "in": "<-", "either": "--"}[way.direction]
    steps = "" if way.steps is None else f"{{{way.steps[0]},{way.steps[1]}}}"
    begin = "<-[" if way.direction == "in" else "-["
    return f"{begin}{inside}]{steps}{'->' if way.direction == 'out' else '-'}"


def condition(what: Condition) -> str:  # noqa: PLR0911 - one for each
    """Return a condition as text."""
    match what:
        case Compare(left, sign, right):
            return f"{_operand(left)} {sign} {_operand(right)}"
        case Among(name, values):
            return f"{name.word} in ({', '.join(map(_operand, values))})"
        case Within(value, name):
            return f"{_operand(value)} in {name.word}"
        case Like(name, shape):
            return f"{name.word} like {_operand(shape)}"
        case Told(name, known):
            return f"{name.word} is {'known' if known else 'unknown'}"
        case Flag(name):
            return name.word
        case Not(part):
            return f"not {_bracketed(part)}"
        case And(parts):
            return " and ".join(map(_bracketed, parts))
        case Or(parts):
            return " or ".join(map(_bracketed, parts))
        case _:
            assert_never(what)


def _bracketed(what: Condition) -> str:
    return f"({condition(what)})" if isinstance(what, And | Or) else condition(what)


def _operand(what: Operand) -> str:
    if isinstance(what, Name):
        return what.word
    match what.value:
        case bool() as flag:
            return "true" if flag else "false"
        case Span(amount, unit):
            return f"{amount!r} {unit}"
        case str() as text if what.type == "text":
            return '"' + _ESCAPE.sub(r"\\\1", text) + '"'
        case str() as moment:
            return str(moment)
        case number:
            return repr(number)
