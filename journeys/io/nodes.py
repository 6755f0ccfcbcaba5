"""Values that remember where in a file they were written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.errors import Unreadable
from journeys.io.files import nearest, shown, wrong

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Node:
    """A value and the line (1-based) on which it begins; ``keys`` has the lines of its keys."""

    file: str
    line: int
    value: Scalar | tuple[Node, ...] | dict[str, Node]
    keys: Mapping[str, int] = field(default_factory=dict)

    def wrong(self, message: str, **details: object) -> Unreadable:
        """Return the error that points at this value."""
        return wrong(self.file, self.line, message, **details)

    def mapping(self, what: str, known: Collection[str] | None = None) -> dict[str, Node]:
        """Return the keys and values of a mapping whose keys are all *known*.

        Raises
        ------
        Unreadable
            When it is something else, or for a key that is not known, with the nearest one.
        """
        if not isinstance(self.value, dict):
            raise self.wrong("{what} is written as 'key: value' lines", what=what)
        for key in self.value:
            if known is not None and key not in known:
                message = "{what} has no key {key}; use {nearest}, or leave it out"
                near = nearest(key, known)
                line = self.keys[key]
                raise wrong(self.file, line, message, what=what, key=shown(key), nearest=near)
        return self.value

    def items(self, what: str) -> tuple[Node, ...]:
        """Return the parts of a list; `Unreadable` when it is no list."""
        if not isinstance(self.value, tuple):
            raise self.wrong("{what} is a list: write each on a line after '- '", what=what)
        return self.value

    def text(self, what: str) -> str:
        """Return a text; `Unreadable` when it is something else."""
        if not isinstance(self.value, str):
            raise self.wrong("{what} is a text: put it between quotation marks", what=what)
        return self.value

    def plain(self) -> Any:  # noqa: ANN401 - JSON
        """Return the value without its lines."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, tuple):
            return [node.plain() for node in self.value]
        return self.value

    def line_of(self, path: tuple[int | str, ...]) -> int:
        """Return the line of the value at *path*, or of the nearest thing around it."""
        node, line = self, self.line
        for step in path:
            if isinstance(node.value, dict) and step in node.value:
                line, node = node.keys[str(step)], node.value[str(step)]
            elif isinstance(node.value, tuple) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.line
            else:
                break
        return line
