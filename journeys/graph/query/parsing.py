"""From text to a question: the path, what to return, in which order, and how much of it."""

from __future__ import annotations

from journeys.graph.query.conditions import condition, figure
from journeys.graph.query.cursor import Cursor
from journeys.graph.query.tree import Direction, Name, NodePattern, Order, Query, WayPattern
from journeys.graph.query.words import (
    KEYWORDS,
    MOST_NODES,
    MOST_ROWS,
    MOST_STEPS,
    MOST_VALUES,
    NODE_KINDS,
    WAY_KINDS,
    reserved,
)  # fmt: skip

_ARROWS: dict[str, Direction] = {"->": "out", "<-": "in", "--": "either"}
_ENDS = ("return", "order", "limit")


def parse(text: str) -> Query:
    """Return the question that a text asks.

    Parameters
    ----------
    text
        In the language of `docs/query.md`; at most `words.MOST_CHARACTERS` characters.

    Raises
    ------
    Misread
        When it is not in that language, with the place, and the word that comes nearest.

    Examples
    --------
    >>> query = parse("touchpoint where client.after < -0.3 -[next]{1,3}-> friction")
    >>> query.ways[0].kinds, query.ways[0].steps
    (('next',), (1, 3))
    """
    cursor = Cursor(text)
    nodes, ways = [_node(cursor)], []
    while cursor.sees("->", "<-", "--", "-[", "<-["):
        if len(nodes) == MOST_NODES:
            message = "a path has at most {most} nodes"
            raise cursor.wrong(message, most=MOST_NODES)
        ways.append(_way(cursor))
        nodes.append(_node(cursor))
    columns: tuple[Name, ...] = ()
    order: tuple[Order, ...] = ()
    limit = None
    if cursor.takes_word("return"):
        columns = tuple(_listed(cursor))
    if cursor.takes_word("order"):
        if not cursor.takes_word("by"):
            raise cursor.wrong("write order by, and by what", known=("by",))
        order = tuple(_ordered(cursor))
    if cursor.takes_word("limit"):
        limit = _whole(cursor, MOST_ROWS)
    if cursor.here.sort != "end":
        message = "this does not belong here: a way, where, return, order by or limit may follow"
        raise cursor.wrong(message, known=("where", "as", "and", "or", *_ENDS))
    return Query(tuple(nodes), tuple(ways), columns, order, limit)


def _node(cursor: Cursor) -> NodePattern:
    at = cursor.here.at
    kinds = () if cursor.takes_word("any") else _kinds(cursor, NODE_KINDS)
    name = _named(cursor)
    where = condition(cursor) if cursor.takes_word("where") else None
    return NodePattern(kinds, name, where, at)


def _kinds(cursor: Cursor, known: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    while True:
        if not cursor.sees_word(*known):
            if known is NODE_KINDS:
                message = "a kind of node is needed here: any, or one of {kinds}"
            else:
                message = "a kind of way is needed here: one of {kinds}"
            raise cursor.wrong(message, known=("any", *known), kinds=", ".join(known))
        found.append(cursor.take().says)
        if not cursor.takes("|"):
            return tuple(dict.fromkeys(found))


def _named(cursor: Cursor) -> str | None:
    if not cursor.takes_word("as"):
        return None
    token = cursor.here
    if token.sort != "word" or not token.says.isidentifier():
        raise cursor.wrong("a name is needed here: letters, digits and _")
    if token.says in reserved():
        message = "{word} means something already: take another name"
        raise cursor.wrong(message, word=token.says)
    return cursor.take().says


def _way(cursor: Cursor) -> WayPattern:
    at = cursor.here.at
    begin = cursor.take().says
    if begin in _ARROWS:
        return WayPattern(direction=_ARROWS[begin], at=at)
    kinds: tuple[str, ...] = ()
    if not cursor.sees("]") and not cursor.sees_word("as", "where"):
        kinds = _kinds(cursor, WAY_KINDS)
    name = _named(cursor)
    where = condition(cursor) if cursor.takes_word("where") else None
    if not cursor.takes("]"):
        raise cursor.wrong("a way ends with ], then its steps if it repeats, then -> or -",
                           known=("as", "where", "and", "or"))  # fmt: skip
    steps = _steps(cursor)
    if begin == "<-[":
        if not cursor.takes("-"):
            raise cursor.wrong("a way that begins with <-[ ends with ]-")
        return WayPattern(kinds, "in", name, where, steps, at)
    if not cursor.sees("->", "-"):
        raise cursor.wrong("a way ends with ], then its steps if it repeats, then -> or -")
    direction: Direction = "out" if cursor.take().says == "->" else "either"
    return WayPattern(kinds, direction, name, where, steps, at)


def _steps(cursor: Cursor) -> tuple[int, int] | None:
    if not cursor.takes("{"):
        return None
    token = cursor.here
    least = _whole(cursor, MOST_STEPS, 0)
    most = _whole(cursor, MOST_STEPS, 0) if cursor.takes(",") else least
    if not cursor.takes("}"):
        raise cursor.wrong("steps are written as {example}", example="{1,3}")
    if most < max(1, least):
        message = "steps go from the fewest to the most, and the most is at least 1"
        raise cursor.wrong(message, token)
    return least, most


def _whole(cursor: Cursor, most: int, least: int = 1) -> int:
    number = figure(cursor) if cursor.here.sort == "number" else None
    if not isinstance(number, int) or not least <= number <= most:
        token = cursor.tokens[cursor.place - (number is not None)]
        message = "a whole number from {least} to {most} is needed here"
        raise cursor.wrong(message, token, least=least, most=most)
    return number


def _listed(cursor: Cursor) -> list[Name]:
    found = [_name(cursor)]
    while cursor.takes(","):
        if len(found) == MOST_VALUES:
            raise cursor.wrong("at most {most} are named in a list", most=MOST_VALUES)
        found.append(_name(cursor))
    return found


def _ordered(cursor: Cursor) -> list[Order]:
    found: list[Order] = []
    more = True
    while more:
        if len(found) == MOST_VALUES:
            raise cursor.wrong("at most {most} are named in a list", most=MOST_VALUES)
        name = _name(cursor)
        down = cursor.takes_word("desc")
        if not down:
            cursor.takes_word("asc")
        found.append(Order(name, down))
        more = cursor.takes(",")
    return found


def _name(cursor: Cursor) -> Name:
    token = cursor.here
    if token.sort != "word" or token.says in KEYWORDS:
        message = "the name of a node, a way or an attribute is needed here"
        raise cursor.wrong(message)
    cursor.take()
    return Name(token.says, token.at)
