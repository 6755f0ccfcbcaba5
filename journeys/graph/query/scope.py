"""Who is who in a question: its nodes and ways by number and name, and what their names mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from journeys.graph.query.misread import Misread
from journeys.graph.query.tree import Name, NodePattern, Query, WayPattern
from journeys.graph.query.words import (
    KEYWORDS,
    REPEATED_ATTRIBUTES,
    ROW_ATTRIBUTES,
    WAY_ATTRIBUTES,
    Type,
    nearest,
    node_attributes,
)  # fmt: skip


class Ref(NamedTuple):
    """What a name means: an attribute of a node or a way; without a number, of the whole row."""

    number: int | None
    attribute: str
    type: Type


@dataclass(frozen=True, slots=True)
class Element:
    """A node or a way of the path.

    Nodes have even numbers and ways odd ones, as they follow each other.
    """

    number: int
    name: str
    pattern: NodePattern | WayPattern

    @property
    def way(self) -> bool:
        """Whether it is a way."""
        return self.number % 2 == 1

    @property
    def steps(self) -> tuple[int, int] | None:
        """From how many to how many steps it has, where it repeats."""
        return self.pattern.steps if isinstance(self.pattern, WayPattern) else None

    @property
    def attributes(self) -> Mapping[str, Type]:
        """What can be asked of one node or one step."""
        return WAY_ATTRIBUTES if self.way else node_attributes(self.pattern.kinds)


class Scope:
    """The nodes and ways of a question, by number and by name."""

    def __init__(self, query: Query, text: str) -> None:
        self.text = text
        self.elements: list[Element] = []
        self.names: dict[str, int] = {}
        patterns = list(_in_turn(query))
        given = {one.name for one in patterns if one.name}
        for number, pattern in enumerate(patterns):
            if pattern.name in self.names:
                message = "two have the name {word}: take another for this one"
                raise Misread(message, text=text, place=pattern.at, word=pattern.name)
            name = pattern.name or self._own_name(pattern, given)
            self.names[name] = number
            self.elements.append(Element(number, name, pattern))

    def _own_name(self, pattern: NodePattern | WayPattern, given: Iterable[str]) -> str:
        kind = pattern.kinds[0].replace("-", "_") if len(pattern.kinds) == 1 else ""
        fallback = "node" if isinstance(pattern, NodePattern) else "way"
        first = fallback if kind in KEYWORDS or not kind else kind
        name, number = first, 1
        while name in self.names or name in given:
            number += 1
            name = f"{first}{number}"
        return name

    def within(self, name: Name, own: Element) -> Ref:
        """Return what a name means in the ``where`` of a node or a way.

        Raises
        ------
        Misread
            When there is no such attribute, or a way that repeats is asked from elsewhere.
        """
        first, *rest = name.word.split(".")
        number = self.names.get(first)
        if number is None:
            return self._attribute(name, own, name.word, own.attributes)
        meant = self.elements[number]
        if meant.steps and meant is not own:
            message = "{way} repeats: only its own where can ask about its steps"
            raise self.wrong(message, name, way=first)
        default = "kind" if meant.way else "id"
        return self._attribute(name, meant, ".".join(rest) or default, meant.attributes)

    def returned(self, name: Name) -> Ref:
        """Return what a name means in ``return`` and ``order by``.

        Raises
        ------
        Misread
            When there is no such node, way or attribute, or it does not say whose.
        """
        first, *rest = name.word.split(".")
        number = self.names.get(first)
        if number is None:
            return self._bare(name)
        meant = self.elements[number]
        if meant.steps:
            return self._attribute(name, meant, ".".join(rest) or "through", REPEATED_ATTRIBUTES)
        default = "kind" if meant.way else "id"
        return self._attribute(name, meant, ".".join(rest) or default, meant.attributes)

    def _bare(self, name: Name) -> Ref:
        if name.word in ROW_ATTRIBUTES:
            return Ref(None, name.word, ROW_ATTRIBUTES[name.word])
        if len(self.elements) == 1:
            only = self.elements[0]
            return self._attribute(name, only, name.word, {**only.attributes, **ROW_ATTRIBUTES})
        plain = name.word.replace(".", "_")
        if any(plain in element.attributes for element in self.elements):
            example = f"{self.elements[0].name}.{plain}"
            raise self.wrong("say whose this is, as in {example}", name, example=example)
        message = "nothing here is called {word}: it is one of {names}"
        known = (*self.names, *ROW_ATTRIBUTES)
        raise self.wrong(message, name, known, word=name.word, names=", ".join(known))

    def _attribute(
        self, name: Name, element: Element, written: str, known: Mapping[str, Type]
    ) -> Ref:
        plain = written.replace(".", "_")
        if plain not in known:
            message = "{element} has no attribute {word}"
            raise self.wrong(message, name, known, plain, element=element.name, word=written)
        return Ref(element.number, plain, known[plain])

    def wrong(
        self, message: str, at: Name, known: Iterable[str] = (), meant: str = "", **details: object
    ) -> Misread:
        """Return what is wrong with a name."""
        near = nearest(meant or at.word, known)
        return Misread(message, text=self.text, place=at.at, near=near, **details)


def _in_turn(query: Query) -> Iterator[NodePattern | WayPattern]:
    yield query.nodes[0]
    for way, node in zip(query.ways, query.nodes[1:], strict=True):
        yield way
        yield node
