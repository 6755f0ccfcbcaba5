"""Mappings read from TOML: strict, and every mistake with its file, key and line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from domain.errors import NotFound, Unreadable
from journeys.io.files import MEGABYTE, decoded, nearest, open_file, wrong
from journeys.io.mapped import schema
from journeys.io.mapped.schema import Mapping
from journeys.io.mapped.toml_lines import Path as KeyPath
from journeys.io.mapped.toml_lines import line_of, lines_of, tables
from journeys.io.shapes import first_fault

SHIPPED = Path(__file__).parents[2] / "mappings"
SIZE_LIMIT = 1 * MEGABYTE

_KINDS = {"Form", "Test", "str", "int", "float", "bool", "function-before"}


@dataclass(frozen=True, slots=True)
class Loaded:
    """A mapping with the text it was read from.

    Parameters
    ----------
    mapping
        What it says.
    file, text
        Where it stands, and as it was written.
    lines
        The line of every key.
    """

    mapping: Mapping
    file: str
    text: str
    lines: dict[KeyPath, int]

    def wrong(self, path: KeyPath, message: str, **details: object) -> Unreadable:
        """Return the error that says what is wrong with a key."""
        key = ".".join(str(part) for part in path)
        line = line_of(self.lines, path)
        return wrong(self.file, line, "{key}: " + message, key=key, **details)


def shipped() -> dict[str, Path]:
    """Return the mappings that come with the product, by name."""
    return {path.stem: path for path in sorted(SHIPPED.glob("*.toml"))}


def load(name: str) -> Loaded:
    """Return a mapping by the name of a shipped one, or by its file.

    Raises
    ------
    NotFound
        When there is neither; the shipped ones are named.
    Unreadable
        When it is not as it should be.
    """
    known = shipped()
    path = known.get(name) or Path(name)
    if name not in known and not path.exists():
        message = (
            "no mapping is called {name}: name a file, or one of those that come with it ({known})"
        )
        raise NotFound(message, name=name[:80], known=", ".join(known))
    with open_file(path, SIZE_LIMIT) as stream:
        raw = stream.read(SIZE_LIMIT + 1)
    file = str(path) if name not in known else path.name
    return parse(decoded(raw, file), file)


def parse(text: str, file: str) -> Loaded:
    """Return the mapping that a text says; see `load`."""
    said = tables(text, file)
    lines = lines_of(text)
    try:
        # By way of JSON, where a strict model takes a list for a tuple.
        mapping = Mapping.model_validate_json(json.dumps(said, default=str))
    except ValidationError as error:
        raise _blamed(error, file, lines) from None
    return Loaded(mapping, file, text, lines)


def _blamed(error: ValidationError, file: str, lines: dict[KeyPath, int]) -> Unreadable:
    loc, sentence, details = first_fault(error)
    path = tuple(part for part in loc if part not in _KINDS and not str(part).startswith("list["))
    if "extra_forbidden" in {one["type"] for one in error.errors()}:
        path, sentence, details = _unknown_key(error)
    field = next((str(part) for part in reversed(path) if isinstance(part, str)), "mapping")
    key = ".".join(str(part) for part in path) or "mapping"
    return wrong(
        file, line_of(lines, path), "{key}: " + sentence, **{**details, "field": field, "key": key}
    )


def _unknown_key(error: ValidationError) -> tuple[KeyPath, str, dict[str, object]]:
    first = next(one for one in error.errors() if one["type"] == "extra_forbidden")
    path = tuple(part for part in first["loc"] if part not in _KINDS)
    known = _keys_beside(path)
    message = "there is no such key here; perhaps: {nearest}"
    return path, message, {"nearest": nearest(str(path[-1]), known)}


def _keys_beside(path: KeyPath) -> list[str]:
    names = [part for part in path[:-1] if isinstance(part, str)]
    kinds: dict[str, type[schema.Part]] = {
        "file": schema.File, "event": schema.Template, "feeling": schema.Felt,
        "quarantine": schema.Check, "note": schema.Check, "set": schema.Form,
        "when": schema.Form, "relationship": schema.Form, "if": schema.Test,
    }  # fmt: skip
    kind: type[schema.Part] = Mapping
    for name in names:
        kind = kinds.get(name, kind)
    if "join" in names:
        kind = schema.Join
    return [field.alias or name for name, field in kind.model_fields.items()]
