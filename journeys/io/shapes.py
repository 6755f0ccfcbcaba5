"""From what was written to a fact: every mistake is blamed on its own line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from domain._kernel import EventId, Fact, topics
from domain.errors import Unreadable
from domain.moments import Moment
from journeys.io.days import Calendar
from journeys.io.files import nearest, shown, wrong
from journeys.io.nodes import Node

POINTING = ("about", "seen", "done")
"""The fields that point at events: by the id of an item, or as ``{event: …}``."""
EVENT_OF = "event-of"
"""In a text that holds the id of an event, ``{event-of: …}`` stands for that of an item."""
Resolve = Callable[[Node], str]
"""Turns the story id in a field that points at an event into that event's id."""

_SENTENCES: Mapping[str, str] = {
    "missing": "{field} is missing: add it",
    "extra_forbidden": "{field} is not a field here: leave it out",
    "literal_error": "{field} is one of these: {expected}",
    "float_type": "{field} has to be a number",
    "int_type": "{field} has to be a whole number",
    "int_from_float": "{field} has to be a whole number",
    "bool_type": "{field} has to be true or false",
    "string_type": "{field} has to be a text: put it between quotation marks",
    "tuple_type": "{field} has to be a list",
    "finite_number": "{field} has to be a number that is not infinite",
    "greater_than_equal": "{field} has to be at least {ge}",
    "less_than_equal": "{field} has to be at most {le}",
    "string_too_short": "{field} is empty: write something, or leave it out",
    "string_too_long": "{field} has to be at most {max_length} characters long",
}
_KEY = "{field} has to be a short word such as first-plan: small letters, digits and hyphens"
_ID = "{field} has to be an id: letters, digits, full stops, colons and hyphens, no spaces"
_ACTOR = "{field} has to be a pseudonym: at most 64 characters, no spaces, no e-mail address"
_FORM = "{field} does not have the right form: it must match {pattern}"
_MOMENT = "{field} is no moment: write 2026-07-28, 2026-07 or 2026-07-28T14:05:00+02:00"


def fact_names() -> dict[str, type[Fact]]:
    """Return every fact by the name that stories use: ``goal-set``.

    Examples
    --------
    >>> fact_names()["goal-set"].topic
    'relationship.goal-set.v1'
    """
    return _names(len(topics()))


def registered() -> dict[str, type[Fact]]:
    """Return every current topic with its fact; all the chapters have been read by now."""
    return topics()


@cache
def _names(_how_many: int) -> dict[str, type[Fact]]:
    newest = sorted(topics().items(), key=lambda item: int(item[0].rpartition(".v")[2]))
    return {name_of(fact): fact for _, fact in newest}


def name_of(fact: type[Fact]) -> str:
    """Return the name that stories use for a fact: the middle word of its topic."""
    return fact.topic.split(".")[1]


def fact_type(node: Node, name: str) -> type[Fact]:
    """Return the fact of that name; `Unreadable`, with the nearest name, when there is none."""
    known = fact_names()
    if name not in known:
        message = "no fact is called {name}; perhaps: {nearest}"
        raise node.wrong(message, name=shown(name), nearest=nearest(name, known))
    return known[name]


def fact(kind: type[Fact], node: Node, calendar: Calendar, resolve: Resolve) -> Fact:
    """Return the fact that *node* spells out, its days turned into dates.

    Raises
    ------
    Unreadable
        For an unknown field, a day that is none, or a value that the fact does not allow.
    """
    filled = Node(node.file, node.line, {}) if node.value is None else node
    filled.mapping(name_of(kind))
    data = _fitted(filled, kind, "", calendar, resolve)
    try:
        return kind.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        raise blamed(error, filled) from None


def blamed(
    error: ValidationError, node: Node, names: Mapping[str, str] | None = None
) -> Unreadable:
    """Return the first thing wrong, with the line of its value and the name it has in the file."""
    path, sentence, details = first_fault(error)
    if names and path and path[0] in names:
        path = (names[str(path[0])], *path[1:])
        details = {**details, "field": path[0]} if len(path) == 1 else details
    return wrong(node.file, node.line_of(path), sentence, **details)


def first_fault(
    error: ValidationError,
) -> tuple[tuple[int | str, ...], str, dict[str, object]]:
    """Return where the first fault is and a sentence with its details, without what was written."""
    first = error.errors(include_url=False, include_input=False)[0]
    path, kind, details = first["loc"], first["type"], first.get("ctx", {})
    field = next((part for part in reversed(path) if isinstance(part, str)), "this")
    said: dict[str, object] = {"field": shown(field)}
    if kind in _SENTENCES:
        if kind == "literal_error":  # the words alone, not the sentence that the library makes
            details = {"expected": ", ".join(re.findall(r"'([^']*)'", str(details["expected"])))}
        return path, _SENTENCES[kind], said | {k: v for k, v in details.items() if k != "error"}
    if kind == "string_pattern_mismatch":
        pattern = str(details.get("pattern"))
        sentence = _KEY if pattern.startswith("^[a-z") else _FORM
        sentence = _ID if pattern.startswith("^[A-Za-z0-9]") else sentence
        sentence = _ACTOR if "@" in pattern else sentence
        return path, sentence, said | {"pattern": pattern}
    what = first["msg"].removeprefix("Value error, ")
    if what.startswith(("'", '"')):  # only moments repeat what was written
        return path, _MOMENT, said
    return path, "{field}: {what}", said | {"what": what}


def _fitted(node: Node, hint: object, field: str, calendar: Calendar, resolve: Resolve) -> object:
    kinds = tuple(_kinds(hint))
    if isinstance(node.value, tuple):
        many = next((get_args(kind)[0] for kind in kinds if get_origin(kind) is tuple), None)
        return [_fitted(part, many, field, calendar, resolve) for part in node.value]
    if isinstance(node.value, dict) and not (field in POINTING and EventId in kinds):
        model = next((k for k in kinds if isinstance(k, type) and issubclass(k, BaseModel)), None)
        if model is None:
            named = EVENT_OF in node.value and node.mapping(field, (EVENT_OF,))
            return resolve(named[EVENT_OF]) if named else node.plain()
        known = model.model_fields
        what = name_of(model) if issubclass(model, Fact) else field
        return {
            key: _fitted(part, known[key].annotation, key, calendar, resolve)
            for key, part in node.mapping(what, known).items()
        }
    if node.value is not None and Moment in kinds:
        return str(calendar.moment(node))
    if node.value is not None and field in POINTING and EventId in kinds:
        return resolve(node)
    return node.value


def _kinds(hint: object) -> Iterator[object]:
    if get_origin(hint) in {Union, UnionType}:
        for part in get_args(hint):
            yield from _kinds(part)
        return
    yield hint
    if get_origin(hint) is Annotated:
        yield from _kinds(get_args(hint)[0])
