"""What the page about open questions says of the program: attributes and limits."""

from __future__ import annotations

from collections.abc import Iterator

from journeys.graph.query.words import (
    MOST_CHARACTERS,
    MOST_DEPTH,
    MOST_EVENTS,
    MOST_MATCHES,
    MOST_NODES,
    MOST_ROWS,
    MOST_STEPS,
    MOST_VALUES,
    NODE_ATTRIBUTES,
    REPEATED_ATTRIBUTES,
    ROW_ATTRIBUTES,
    WAY_ATTRIBUTES,
    Type,
    node_attributes,
)  # fmt: skip
from projections.touchpoints.attributes import MEANINGS

_TYPES: dict[Type, str] = {
    "number": "number",
    "days": "duration",
    "moment": "date",
    "text": "text",
    "flag": "true or false",
    "ids": "ids",
    "said": "only returned",
}
_OWN = {
    "id": ("", "what `journeys graph` calls it: its key, with its kind before it if no touchpoint"),
    "title": ("", "what people call it, in the reader's language"),
    "through": ("", "of a way that repeats: the nodes between its ends"),
    "steps": ("ways", "of a way that repeats, or of the whole row: how many ways were gone"),
    "shared": ("relationships", "of the whole row: how many were at every node and went every way"),
}


def attributes() -> Iterator[str]:
    """Yield the table of attributes."""
    yield "| attribute | of | written as | unit | meaning |"
    yield "|---|---|---|---|---|"
    every = {**NODE_ATTRIBUTES, **WAY_ATTRIBUTES, **REPEATED_ATTRIBUTES, **ROW_ATTRIBUTES}
    for name, kind in every.items():
        unit, meaning = _OWN.get(name) or MEANINGS[name]
        yield f"| `{name}` | {_whose(name)} | {_TYPES[kind]} | {unit} | {meaning} |"


def _whose(name: str) -> str:
    whose = []
    if name in NODE_ATTRIBUTES:
        whose.append("node" if name in node_attributes(["channel"]) else "touchpoint")
    whose += ["way"] * (name in WAY_ATTRIBUTES)
    whose += ["repeated way"] * (name in REPEATED_ATTRIBUTES)
    whose += ["row"] * (name in ROW_ATTRIBUTES)
    return ", ".join(whose)


def limits() -> Iterator[str]:
    """Yield the table of limits."""
    yield "| what | at most |"
    yield "|---|---|"
    for what, most in (
        ("characters of a question", MOST_CHARACTERS),
        ("nodes of a path", MOST_NODES),
        ("steps of a way that repeats", MOST_STEPS),
        ("conditions in each other", MOST_DEPTH),
        ("values or names in a list", MOST_VALUES),
        ("matches kept in mind on the way", MOST_MATCHES),
        ("ids of events that an answer names", MOST_EVENTS),
        ("rows, where no `limit` is named; and the highest `limit`", MOST_ROWS),
    ):
        yield f"| {what} | {most:,} |"
