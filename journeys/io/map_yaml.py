"""Journey maps as people write them down, in YAML: read with line numbers, and written again.

A map is read as a whole or not at all. What is written is always the same text for the same map,
so two files can be compared line by line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from domain.map_rules import Fault, contradictions, gaps
from domain.maps import PREFIX, Expected, Feelings, MapBody, Stage, Step, Touchpoint
from domain.process import Gate
from journeys.io import yaml_text
from journeys.io.files import wrong
from journeys.io.nodes import Node
from journeys.io.retell import Writer
from journeys.io.shapes import blamed

SHIPPED = Path(__file__).parents[1] / "maps"
"""Where the maps stand that come with the product."""

_PARTS: Mapping[str, tuple[str, type[BaseModel]]] = {
    "stages": ("a stage", Stage),
    "touchpoints": ("a touchpoint", Touchpoint),
    "steps": ("a step", Step),
    "gates": ("a gate", Gate),
}
_NEVER_BROKEN = 2**30
_WHOLE = 10**15
_NAMED = r"[a-z0-9][a-z0-9-]{0,63}"


@dataclass(frozen=True, slots=True)
class MapFile:
    """A map that was read.

    Parameters
    ----------
    key
        What the map is called.
    body
        What it says.
    root
        Where everything in it was written.
    """

    key: str
    body: MapBody
    root: Node

    @property
    def id(self) -> str:
        """The id under which the map is on record."""
        return PREFIX + self.key

    def check_publishable(self) -> None:
        """Refuse a map that hangs together but that nobody could go by yet.

        Raises
        ------
        Unreadable
            With the line of the first thing that it lacks.
        """
        _refuse_first(gaps(self.body), self.root)


def shipped() -> dict[str, Path]:
    """Return the maps that come with the product, by key.

    Examples
    --------
    >>> list(shipped())
    ['good-goodbye', 'start-process', 'telecom-contract']
    """
    return {path.stem: path for path in sorted(SHIPPED.glob("*.yaml"))}


def load(path: Path | str) -> MapFile:
    """Read a map from a file; see `parse`."""
    return told(yaml_text.read(path))


def parse(text: bytes | str, file: str = "map.yaml") -> MapFile:
    r"""Read a map from a text; *file* is its name in messages.

    Raises
    ------
    Unreadable
        For the first thing that is wrong, with the file, the line and what to do: a form that is
        not a map's, a value that it does not allow, a name that it has twice or not at all.

    Examples
    --------
    >>> parse("map: small\ntitle: A small one").body.title
    'A small one'
    >>> parse("map: small\ntitle: A small one\nstart: [hello]")
    Traceback (most recent call last):
    ...
    domain.errors.Unreadable: map.yaml, line 3: the map has no touchpoint called hello: ...
    """
    return told(yaml_text.parse(text, file))


def told(root: Node) -> MapFile:
    """Return the map that a YAML document tells."""
    parts = root.mapping("a map", ("map", *MapBody.model_fields))
    for key in ("map", "title"):
        if key not in parts:
            raise root.wrong("{key} is missing: add '{key}:' to the map", key=key)
    name = parts["map"].text("map")
    if not re.fullmatch(_NAMED, name):
        message = (
            "{field} has to be a short word such as first-plan: small letters, digits and hyphens"
        )
        raise parts["map"].wrong(message, field="map")
    filled = Node(root.file, root.line, _filled(parts), root.keys)
    try:
        body = MapBody.model_validate_json(json.dumps(filled.plain()), strict=True)
    except ValidationError as error:
        raise blamed(error, filled) from None
    _refuse_first(contradictions(body), filled)
    return MapFile(name, body, filled)


def _refuse_first(faults: Iterator[Fault], root: Node) -> None:
    for fault in faults:
        raise wrong(root.file, root.line_of(fault.path), fault.message, **fault.values)


def _under(key: str, node: Node) -> Node:
    return Node(node.file, node.line, {key: node}, {key: node.line})


def _filled(parts: Mapping[str, Node]) -> dict[str, Node]:
    """Return the parts of a body, checked for keys that are none, short forms written out."""
    filled = {key: node for key, node in parts.items() if key != "map" and node.value is not None}
    for part, (what, model) in _PARTS.items():
        if part in filled:
            given = filled[part]
            items = tuple(_part(one, what, model) for one in given.items(part))
            filled[part] = Node(given.file, given.line, items)
    return filled


def _part(node: Node, what: str, model: type[BaseModel]) -> Node:
    fields = node.mapping(what, model.model_fields)
    if "feelings" in fields:
        given = fields["feelings"]
        sides = given.mapping("feelings", Feelings.model_fields)
        felt = {side: _expected(one) for side, one in sides.items()}
        fields = {**fields, "feelings": Node(given.file, given.line, felt, given.keys)}
    return Node(node.file, node.line, fields, node.keys)


def _expected(node: Node) -> Node:
    """Return a feeling in full: a number alone is a valence, a word alone a category."""
    if isinstance(node.value, dict):
        node.mapping("a feeling", Expected.model_fields)
        if any(part.value is not None for part in node.value.values()):
            return node
    elif isinstance(node.value, str):
        return _under("category", node)
    elif node.value is not None:
        return _under("valence", node)
    raise node.wrong("a feeling is a number from -1 to 1, a word such as confident, or both")


# --- writing ---------------------------------------------------------------------------------


def dump(key: str, body: MapBody) -> str:
    """Return a map as YAML that `parse` reads back as the same map.

    What stands at its default is left out; short things stand on one line. The same map always
    gives the same text.

    Examples
    --------
    >>> print(dump("small", MapBody(title="A small one", kind="farewell")), end="")
    map: small
    title: A small one
    kind: farewell
    """
    data = body.model_dump(mode="json", exclude_defaults=True)
    lines: dict[str, Any] = {"map": key, "title": body.title, "kind": body.kind}
    if body.start:
        lines["start"] = _Line(data["start"])
    for part, (_, model) in _PARTS.items():
        if part in data:
            lines[part] = [_written(one, model) for one in data[part]]
    text: str = yaml.dump(
        lines, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=_NEVER_BROKEN
    )
    return text


def _written(one: dict[str, Any], model: type[BaseModel]) -> dict[str, Any]:
    if "feelings" in one:
        felt = {side: _short(feeling) for side, feeling in one["feelings"].items()}
        one = {**one, "feelings": _OnOneLine(felt)}
    one = {name: _plain(value) for name, value in one.items()}
    return _OnOneLine(one) if model in (Stage, Step) else one


def _short(feeling: dict[str, Any]) -> Any:  # noqa: ANN401 - YAML
    said = {name: _plain(value) for name, value in feeling.items()}
    return next(iter(said.values())) if len(said) == 1 else _OnOneLine(said)


def _plain(value: Any) -> Any:  # noqa: ANN401 - YAML
    """Return a list that stays on its line, and 24 for 24.0."""
    if isinstance(value, list):
        return _Line(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE:
        return int(value)
    return value


class _OnOneLine(dict[str, Any]):
    """A mapping that is written on one line."""


class _Line(list[Any]):
    """A list that is written on one line."""


class _Writer(Writer):
    """Writes as stories are written, and short things on one line."""

    def on_one_line(self, data: _OnOneLine) -> yaml.Node:
        """Write a mapping on one line."""
        return self.represent_mapping("tag:yaml.org,2002:map", dict(data), flow_style=True)

    def in_line(self, data: _Line) -> yaml.Node:
        """Write a list on one line."""
        return self.represent_sequence("tag:yaml.org,2002:seq", list(data), flow_style=True)


_Writer.add_representer(_OnOneLine, _Writer.on_one_line)
_Writer.add_representer(_Line, _Writer.in_line)
