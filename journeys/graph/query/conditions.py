"""From text to a condition: what stands behind ``where``."""

from __future__ import annotations

import math

from domain.moments import Moment
from journeys.graph.query.cursor import Cursor
from journeys.graph.query.tree import (
    SIGNS,
    Among,
    And,
    Compare,
    Condition,
    Flag,
    Like,
    Name,
    Not,
    Operand,
    Or,
    Span,
    Told,
    Value,
    Within,
)  # fmt: skip
from journeys.graph.query.words import KEYWORDS, MOST_DEPTH, MOST_VALUES, UNITS

_MOST_DIGITS = 15
_ONE = {unit.removesuffix("s"): unit for unit in UNITS}


def condition(cursor: Cursor) -> Condition:
    """Read a condition: conjunctions with *or* between them."""
    parts = [_conjunction(cursor)]
    while cursor.takes_word("or"):
        parts.append(_conjunction(cursor))
    return parts[0] if len(parts) == 1 else Or(tuple(parts))


def _conjunction(cursor: Cursor) -> Condition:
    parts = [_negation(cursor)]
    while cursor.takes_word("and"):
        parts.append(_negation(cursor))
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _negation(cursor: Cursor) -> Condition:
    begin = cursor.here
    if not cursor.sees_word("not") and not cursor.sees("("):
        return _test(cursor)
    cursor.depth += 1
    if cursor.depth > MOST_DEPTH:
        raise cursor.wrong("conditions stand at most {most} deep in each other", most=MOST_DEPTH)
    cursor.take()
    found: Condition
    if begin.says == "not":
        found = Not(_negation(cursor))
    else:
        found = condition(cursor)
        if not cursor.takes(")"):
            raise cursor.wrong("a bracket was opened that is not closed here: )",
                               known=("and", "or"))  # fmt: skip
    cursor.depth -= 1
    return found


def _test(cursor: Cursor) -> Condition:
    left = _operand(cursor)
    if cursor.sees(*SIGNS):
        sign = next(sign for sign in SIGNS if cursor.takes(sign))
        return Compare(left, sign, _operand(cursor))
    negated = cursor.sees_word("not")
    if negated:
        cursor.take()
    if cursor.takes_word("in"):
        found = _among(cursor, left)
    elif cursor.sees_word("like") and isinstance(left, Name):
        found = _like(cursor, left)
    elif cursor.sees_word("is") and isinstance(left, Name) and not negated:
        return _told(cursor, left)
    elif isinstance(left, Name) and not negated:
        return Flag(left)
    else:
        message = "a comparison is needed here: = != < <= > >=, in, like, or is unknown"
        raise cursor.wrong(message, known=("in", "like", "is"))
    return Not(found) if negated else found


def _among(cursor: Cursor, left: Operand) -> Condition:
    if isinstance(left, Value):
        token = cursor.here
        if token.sort != "word" or token.says in KEYWORDS:
            raise cursor.wrong("events are looked up in an attribute: write events here")
        cursor.take()
        return Within(left, Name(token.says, token.at))
    if not cursor.takes("("):
        raise cursor.wrong("a list is needed here, such as (1, 2, 3)")
    values = [value(cursor)]
    while cursor.takes(","):
        if len(values) == MOST_VALUES:
            raise cursor.wrong("at most {most} are named in a list", most=MOST_VALUES)
        values.append(value(cursor))
    if not cursor.takes(")"):
        raise cursor.wrong("a bracket was opened that is not closed here: )")
    return Among(left, tuple(values))


def _like(cursor: Cursor, left: Name) -> Condition:
    cursor.take()
    if cursor.here.sort != "text":
        message = "a text in quotes is needed here, in which * stands for anything"
        raise cursor.wrong(message)
    return Like(left, value(cursor))


def _told(cursor: Cursor, left: Name) -> Condition:
    cursor.take()
    known = not cursor.takes_word("not")
    if not cursor.sees_word("known", "unknown"):
        raise cursor.wrong("write is unknown or is known here", known=("known", "unknown"))
    return Told(left, (cursor.take().says == "known") is known)


def _operand(cursor: Cursor) -> Operand:
    token = cursor.here
    if token.sort == "word" and token.says not in KEYWORDS:
        cursor.take()
        return Name(token.says, token.at)
    return value(cursor)


def value(cursor: Cursor) -> Value:
    """Read a value: a number, a duration, a date, a text, true or false."""
    token = cursor.here
    match token.sort:
        case "number":
            amount = figure(cursor)
            unit = _ONE.get(cursor.here.says, cursor.here.says)
            if cursor.here.sort == "word" and unit in UNITS:
                cursor.take()
                return Value("days", Span(amount, unit), token.at)
            return Value("number", amount, token.at)
        case "date":
            try:
                moment = Moment(token.says.upper())
            except ValueError:
                message = "there is no such date: {date}"
                raise cursor.wrong(message, date=token.says) from None
            cursor.take()
            return Value("moment", moment, token.at)
        case "text":
            cursor.take()
            return Value("text", token.says, token.at)
        case "word" if token.says in ("true", "false"):
            cursor.take()
            return Value("flag", token.says == "true", token.at)
        case _:
            message = "a value is needed here: a number, a text in quotes, a date or a duration"
            raise cursor.wrong(message, known=("true", "false"))


def figure(cursor: Cursor) -> int | float:
    """Read a number, whole where it is written so."""
    token = cursor.take()
    number = float(token.says)
    if len(token.says.lstrip("-").split(".")[0].split("e")[0]) > _MOST_DIGITS or math.isinf(number):
        raise cursor.wrong("this number is too large", token)
    return int(token.says) if token.says.lstrip("-").isdigit() else number
