"""The words of the question language: keywords, kinds, attributes with their type, and limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Literal, get_args

from projections.touchpoints.attributes import MEANINGS
from projections.touchpoints.lived import EdgeKind, NodeKind

Type = Literal["number", "days", "moment", "text", "flag", "ids", "said"]
"""What an attribute is: a figure, a duration, a date, a word, true or false, the ids of events, or
a title in the reader's language, which can be returned and nothing else."""

NODE_KINDS: tuple[str, ...] = get_args(NodeKind)
WAY_KINDS: tuple[str, ...] = get_args(EdgeKind)
KEYWORDS = (
    "and", "any", "as", "asc", "by", "desc", "false", "in", "is", "known", "like", "limit", "not",
    "or", "order", "return", "true", "unknown", "where",
)  # fmt: skip
UNITS: Mapping[str, float] = {"minutes": 1 / 1440, "hours": 1 / 24, "days": 1.0, "weeks": 7.0}
"""Durations, in days. A month is no fixed number of them."""

_TYPES: Mapping[str, Type] = {
    "visits": "number", "relationships": "number", "−1…1": "number", "−2…2": "number",
    "0…1": "number", "days": "days", "moment": "moment", "ids": "ids", "": "text",
}  # fmt: skip
_FIGURES: Mapping[str, Type] = {name: _TYPES[unit] for name, (unit, _) in MEANINGS.items()}
_OF_TOUCHPOINTS = ("phase", "designed")
_OF_WAYS = ("source", "target")

NODE_ATTRIBUTES: Mapping[str, Type] = {
    "id": "text",
    "title": "said",
    **{name: kind for name, kind in _FIGURES.items() if name not in _OF_WAYS},
    "designed": "flag",
}
WAY_ATTRIBUTES: Mapping[str, Type] = {
    name: kind for name, kind in _FIGURES.items() if name not in ("key", *_OF_TOUCHPOINTS)
}
REPEATED_ATTRIBUTES: Mapping[str, Type] = {"steps": "number", "through": "ids"}
ROW_ATTRIBUTES: Mapping[str, Type] = {"steps": "number", "shared": "number", "events": "ids"}
"""What a whole row has: how many ways were gone, how many relationships were at every node and way
of it, and the events behind it."""

WHOLE = frozenset(
    name for name, (unit, _) in MEANINGS.items() if unit in ("visits", "relationships")
)
"""The attributes that are counts: whole numbers."""

MOST_CHARACTERS = 2_000
MOST_NODES = 8
MOST_STEPS = 20
"""The most steps that a repeated way may have; as many as ``journeys graph --hops``."""
MOST_DEPTH = 30
"""How deep conditions may stand in brackets."""
MOST_VALUES = 100
MOST_MATCHES = 1_000_000
"""The most matches that are kept in mind on the way to an answer."""
MOST_ROWS = 100_000
MOST_EVENTS = 1_000_000
"""The most ids of events that an answer names, over all its rows."""


def node_attributes(kinds: Iterable[str]) -> Mapping[str, Type]:
    """Return the attributes that nodes of these kinds have; of no kind: any node's.

    Examples
    --------
    >>> "phase" in node_attributes(["touchpoint"]), "phase" in node_attributes(["channel"])
    (True, False)
    """
    told = tuple(kinds)
    if not told or "touchpoint" in told:
        return NODE_ATTRIBUTES
    return {k: v for k, v in NODE_ATTRIBUTES.items() if k not in _OF_TOUCHPOINTS}


def reserved() -> frozenset[str]:
    """Return the words that nothing can be named: they mean something already."""
    attributes = {*NODE_ATTRIBUTES, *WAY_ATTRIBUTES, *REPEATED_ATTRIBUTES, *ROW_ATTRIBUTES}
    beginnings = {name.split("_")[0] for name in attributes}
    return frozenset({*KEYWORDS, *NODE_KINDS, *WAY_KINDS, *attributes, *beginnings})


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that looks most like this one; an empty text where none does.

    Examples
    --------
    >>> nearest("touchpiont", NODE_KINDS)
    'touchpoint'
    """
    return next(iter(get_close_matches(word[:60], list(known), 1, 0.6)), "")
