"""What values and texts of XML mean, many at a time; and what is too strange to be read so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeys.io.ocel.parts import Value, of_type

SPACE = " \n\t"
"""What may stand between two tags."""

APART = "\x00"
"""A character that no XML holds, put between values."""

_KEPT = 100_000
"""Different numbers remembered at a time."""

_REFERENCE = re.compile(r"&([^;]{0,8};)?")
_MEANT = {"amp;": "&", "lt;": "<", "gt;": ">", "quot;": '"', "apos;": "'"}
_MEANT |= {"#13;": "\r", "#10;": "\n", "#9;": "\t"}

Types = dict[str, dict[str, str]]
"""By type of event or object, the type of each attribute."""


class Strange(Exception):
    """Something is out of the ordinary: the careful reader is to look at it."""


def values_meant(values: Sequence[str]) -> list[str]:
    """Return values of tags with what their references stand for.

    None holds a quotation mark or a tag; a line feed or a tab in one would mean a space.
    """
    whole = APART.join(values)
    if '"' in whole or "<" in whole or "\n" in whole or "\t" in whole:
        raise Strange
    return [*(map(_meant, values) if "&" in whole else values)]


def texts_meant(texts: Sequence[str]) -> list[str]:
    """Return texts between tags with what their references stand for."""
    whole = APART.join(texts)
    if "<" in whole or "]]>" in whole:  # another tag, or what no text of XML has
        raise Strange
    return [*(map(_meant, texts) if "&" in whole else texts)]


def _meant(text: str) -> str:
    return _REFERENCE.sub(_referred, text) if "&" in text else text


def _referred(found: re.Match[str]) -> str:
    if found[1] not in _MEANT:
        raise Strange
    return _MEANT[found[1]]


class _Values(dict[str, Value]):
    """Numbers and booleans by their text: many come again and again."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __missing__(self, text: str) -> Value:
        value = of_type(text, self.kind)
        if len(self) < _KEPT:
            self[text] = value
        return value


class Typed(dict[tuple[str, str], _Values | None]):
    """What texts of an attribute mean, by the type of thing and the attribute's name."""

    def __init__(self, types: Types) -> None:
        self.types = types
        self.numbers = {kind: _Values(kind) for kind in ("integer", "float", "boolean")}

    def __missing__(self, pair: tuple[str, str]) -> _Values | None:
        kind, name = pair
        self[pair] = found = self.numbers.get(self.types.get(kind, {}).get(name, ""))
        return found

    def values_of(
        self, kinds: Sequence[str], names: Sequence[str], texts: Sequence[str]
    ) -> list[Value]:
        """Return values that were written as text, each of a thing of this kind."""
        declared = [self.types.get(kind, {}) for kind in set(kinds)]
        wanted = {types.get(name, "") for types in declared for name in set(names)}
        if wanted.isdisjoint(self.numbers):
            return [*texts]
        if len(wanted) == 1:
            return [*map(self.numbers[wanted.pop()].__getitem__, texts)]
        meant = map(self.__getitem__, zip(kinds, names, strict=True))
        return [
            text if values is None else values[text]
            for text, values in zip(texts, meant, strict=True)
        ]
