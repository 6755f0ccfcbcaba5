"""A question as it was understood: nodes, the ways between them, and what is asked of both.

Where something stood in the text is kept beside it, and does not make two questions different.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from domain.moments import Moment

Direction = Literal["out", "in", "either"]
Sign = Literal["=", "!=", "<", "<=", ">", ">="]
SIGNS: tuple[Sign, ...] = ("=", "!=", "<", "<=", ">", ">=")
LiteralType = Literal["number", "days", "moment", "text", "flag"]


@dataclass(frozen=True, slots=True)
class Span:
    """A duration: so many of a unit."""

    amount: float
    unit: str


@dataclass(frozen=True, slots=True)
class Name:
    """An attribute as it was written: ``count``, ``client.after``, ``f.count``."""

    word: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it was written, with its type."""

    type: LiteralType
    value: float | str | bool | Span | Moment
    at: int = field(default=0, compare=False)


Operand: TypeAlias = Name | Value


@dataclass(frozen=True, slots=True)
class Compare:
    """One side held against the other."""

    left: Operand
    sign: Sign
    right: Operand


@dataclass(frozen=True, slots=True)
class Among:
    """Whether it is one of these values."""

    what: Name
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """Whether an event is among the ids of an attribute."""

    what: Value
    name: Name


@dataclass(frozen=True, slots=True)
class Like:
    """Whether a text has this shape, in which ``*`` stands for anything."""

    what: Name
    shape: Value


@dataclass(frozen=True, slots=True)
class Told:
    """Whether it is known at all (``is known``), or not (``is unknown``)."""

    what: Name
    known: bool


@dataclass(frozen=True, slots=True)
class Flag:
    """An attribute that is true or false by itself."""

    what: Name


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite; of what is unknown it is unknown as well."""

    what: Condition


@dataclass(frozen=True, slots=True)
class And:
    """All of them."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of them."""

    parts: tuple[Condition, ...]


Condition: TypeAlias = Compare | Among | Within | Like | Told | Flag | Not | And | Or


@dataclass(frozen=True, slots=True)
class NodePattern:
    """Which nodes are meant; without kinds any."""

    kinds: tuple[str, ...] = ()
    name: str | None = None
    where: Condition | None = None
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class WayPattern:
    """Which ways are meant, in which direction, and from how many to how many steps."""

    kinds: tuple[str, ...] = ()
    direction: Direction = "out"
    name: str | None = None
    where: Condition | None = None
    steps: tuple[int, int] | None = None
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Order:
    """By what rows are ordered."""

    name: Name
    down: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A whole question: one node more than there are ways."""

    nodes: tuple[NodePattern, ...]
    ways: tuple[WayPattern, ...] = ()
    columns: tuple[Name, ...] = ()
    order: tuple[Order, ...] = ()
    limit: int | None = None
