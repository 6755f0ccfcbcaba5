"""JSON Lines of any system: an object a line; what lies deeper is named with full stops."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from journeys.io.files import wrong
from journeys.io.rows.row import Fault, Row, Table, nul_in
from journeys.io.rows.texts import Texts
from journeys.io.strict_json import NotTaken, parse

UNREAD = "(line)"
"""The column under which a line that is no object is kept as it stands."""

_ESCAPED = re.compile(r"\\u[dD][89a-fA-F]")
_HALF = re.compile("[\ud800-\udfff]")
"""Half of a character, which JSON can write down and UTF-8 cannot."""


def read(path: Path, file: str, *, encoding: str = "utf-8") -> Table:
    """Return the table in a file of JSON Lines.

    Raises
    ------
    Unreadable
        When its first line is no JSON object. A later line that is none is a row with a fault.
    """
    texts = Texts(path, file, encoding)
    return Table(None, _rows(texts), texts.close, texts.position)


def flat(value: dict[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Yield (column, text) of an object; the parts of an object in it are ``outer.inner``.

    Examples
    --------
    >>> dict(flat({"id": 7, "client": {"name": "x", "old": None}, "tags": ["a", "b"]}))
    {'id': '7', 'client.name': 'x', 'client.old': '', 'tags': 'a, b'}
    """
    for key, part in value.items():
        if isinstance(part, dict):
            yield from flat(part, f"{before}{key}.")
        elif isinstance(part, list):
            yield before + key, ", ".join(_text(one) for one in part)
        else:
            yield before + key, _text(part)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _values(text: str) -> dict[str, str]:
    members = parse(text).members
    try:
        found = list(flat(members))
    except RecursionError:
        raise NotTaken(
            "too many objects or lists stand inside each other: write it flatter"
        ) from None
    values = dict(found)
    if len(values) < len(found):  # {"a.b": 1, "a": {"b": 2}}
        raise NotTaken("two keys come to one column, as a.b and b within a do: keep one")
    if _ESCAPED.search(text) and any(_HALF.search(part) for pair in found for part in pair):
        raise NotTaken("a text holds a character that cannot be kept; take it out")
    return values


def _rows(texts: Texts) -> Iterator[Row]:
    seen = False
    for text in texts:
        if not text.strip():
            continue
        try:
            values = _values(text.strip())
        except NotTaken as error:
            if not seen:
                raise wrong(texts.file, texts.number, str(error)) from None
            fault = Fault("not-json", str(error))
            yield Row(texts.file, texts.number, {UNREAD: text.rstrip("\r\n")}, fault=fault)
            continue
        seen = True
        yield Row(texts.file, texts.number, values, fault=nul_in(values))
    if not seen:
        message = "the file is empty: a table in JSON Lines has one object on each line"
        raise wrong(texts.file, 1, message)
