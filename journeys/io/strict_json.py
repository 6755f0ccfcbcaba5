"""JSON without leniency: a key once, no NaN, no NUL, not too deep, and the data's own bytes."""

from __future__ import annotations

import json
from typing import Any, NamedTuple, NoReturn

from journeys.io.cloudevents import members


class NotTaken(ValueError):
    """What is wrong with a text, as the template of a sentence."""


class Parsed(NamedTuple):
    """An object, and its ``data`` as it was written."""

    members: dict[str, Any]
    data: str


def parse(text: str) -> Parsed:
    """Return a line's JSON object.

    Raises
    ------
    NotTaken
        With a sentence that quotes nothing of the text.

    Examples
    --------
    >>> parse('{"id": "e-1", "data": {"value": 1.50}}').data
    '{"value": 1.50}'
    >>> parse('{"id": "e-1", "id": "e-2"}')
    Traceback (most recent call last):
    ...
    journeys.io.strict_json.NotTaken: a key stands twice in one object: keep one
    """
    pairs: list[tuple[str, Any]] = []
    data = ""
    try:
        for key, value, written in members(text, _strict.raw_decode):
            pairs.append((key, value))
            data = written if key == "data" else data
    except NotTaken:
        raise
    except RecursionError:
        raise NotTaken(
            "too many objects or lists stand inside each other: write it flatter"
        ) from None
    except ValueError:
        raise NotTaken("this is not one JSON object: write one event on each line") from None
    taken = _once(pairs)
    if "\0" in text or ("\\u0000" in text and _has_nul(taken)):
        raise NotTaken("a text holds the character NUL: take it out")
    return Parsed(taken, data)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    taken = dict(pairs)
    if len(taken) != len(pairs):
        raise NotTaken("a key stands twice in one object: keep one")
    return taken


def _no_number(_text: str) -> NoReturn:
    raise NotTaken("NaN and Infinity are no numbers: leave them out")


def _has_nul(value: Any) -> bool:  # noqa: ANN401 - JSON
    waiting = [value]  # without recursion: the parser goes as deep as there is room, and so must we
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += (*one, *one.values())
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, str) and "\0" in one:
            return True
    return False


_strict = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number)
