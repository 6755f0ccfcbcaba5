"""YAML as people write it, read with line numbers and without surprises.

Only plain data: mappings, lists, texts, numbers, ``true``/``false`` and ``null``. There are no
aliases, anchors or tags; a date stays the text that was written; ``on``, ``yes`` and ``010`` are
texts; a key stands once; and nothing is read that is too large or too deep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import isfinite
from pathlib import Path
from typing import Any

import yaml

from domain.errors import Unreadable
from journeys.io.files import MEGABYTE, check_size, decoded, open_file, shown, wrong
from journeys.io.nodes import Node, Scalar

SIZE_LIMIT = 5 * MEGABYTE
DEPTH_LIMIT = 30

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_NO_NUMBER = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_WORDS: Mapping[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_LONGEST_NUMBER = 40


def read(path: Path | str) -> Node:
    """Return what a YAML file says. See `parse`; too large a file is refused unread."""
    with open_file(path, SIZE_LIMIT) as stream:
        return parse(stream.read(SIZE_LIMIT + 1), str(path))


def parse(raw: bytes | str, file: str) -> Node:
    """Return what a YAML text says, with the line of every key and value.

    Raises
    ------
    Unreadable
        With the file, the line and what to do.

    Examples
    --------
    >>> parse("when: 2026-07-28", "a.yaml").plain()
    {'when': '2026-07-28'}
    >>> parse("a: &x 1", "a.yaml")
    Traceback (most recent call last):
    ...
    domain.errors.Unreadable: a.yaml, line 1: aliases are not used in stories: write the value out
    """
    check_size(file, len(raw), SIZE_LIMIT)
    text = decoded(raw, file) if isinstance(raw, bytes) else raw.removeprefix("\ufeff")
    strange = _UNPRINTABLE.search(text)
    if strange:
        message = "the character U+{code:04X} does not belong in a text; take it out"
        line = text.count("\n", 0, strange.start()) + 1
        raise wrong(file, line, message, code=ord(strange.group()))
    try:
        return _document(yaml.parse(text, Loader=_LOADER), file)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise _malformed(text, file, line, error.problem or "") from None
    except yaml.YAMLError:
        raise wrong(file, 1, "this is not YAML; see the example stories") from None


def resolved(text: str) -> Scalar:
    """Return what an unquoted text stands for: YAML 1.2's core, so ``on`` and ``010`` are texts.

    Raises
    ------
    ValueError
        For infinity, not-a-number and numbers too large to be kept.

    Examples
    --------
    >>> [resolved(text) for text in ("28", "0.5", "1e3", "true", "on", "010", "1:30", "2026-07-28")]
    [28, 0.5, 1000.0, True, 'on', '010', '1:30', '2026-07-28']
    """
    if text in _WORDS:
        return _WORDS[text]
    if _NO_NUMBER.fullmatch(text):
        raise ValueError
    whole = _INT.fullmatch(text)
    if not whole and not _FLOAT.fullmatch(text):
        return text
    if len(text) > _LONGEST_NUMBER or not isfinite(float(text)):
        raise ValueError
    return int(text) if whole else float(text)


def _malformed(text: str, file: str, line: int, problem: str) -> Unreadable:
    rows = text.splitlines()
    row = rows[line - 1] if line <= len(rows) else ""
    if "\t" in row[: len(row) - len(row.lstrip())] or "'\\t'" in problem:
        return wrong(file, line, "a tab stands where spaces belong: indent with spaces")
    message = "this is not YAML ({problem}); look at the indent, and quote texts with ': ' in them"
    return wrong(file, line, message, problem=problem)


def _document(events: Iterator[yaml.Event], file: str) -> Node:
    root: Node | None = None
    for event in events:
        if isinstance(event, (yaml.StreamStartEvent, yaml.DocumentStartEvent)):
            if root is not None and isinstance(event, yaml.DocumentStartEvent):
                raise wrong(file, _line(event), "a second document begins: write one in a file")
        elif not isinstance(event, (yaml.StreamEndEvent, yaml.DocumentEndEvent)):
            root = _node(event, events, file, 1)
    if root is None:
        raise wrong(file, 1, "the file is empty: write at least 'story:' and 'events:'")
    return root


def _node(event: yaml.Event, events: Iterator[yaml.Event], file: str, depth: int) -> Node:
    line = _line(event)
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
        raise wrong(file, line, "aliases are not used in stories: write the value out")
    if getattr(event, "tag", None) is not None:
        raise wrong(file, line, "tags are not used in stories: leave out what begins with '!'")
    if depth > DEPTH_LIMIT:
        message = "more than {limit} levels stand inside each other: write it flatter"
        raise wrong(file, line, message, limit=DEPTH_LIMIT)
    if isinstance(event, yaml.ScalarEvent):
        return Node(file, line, _scalar(event, file, line))
    if isinstance(event, yaml.SequenceStartEvent):
        return Node(file, line, tuple(_sequence(events, file, depth)))
    return _mapping(events, file, line, depth)


def _sequence(events: Iterator[yaml.Event], file: str, depth: int) -> Iterator[Node]:
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            return
        yield _node(event, events, file, depth + 1)


def _mapping(events: Iterator[yaml.Event], file: str, line: int, depth: int) -> Node:
    values: dict[str, Node] = {}
    lines: dict[str, int] = {}
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        if not isinstance(event, yaml.ScalarEvent):
            raise wrong(file, _line(event), "a key is a single word")
        _node(event, events, file, depth + 1)
        key = event.value
        if key in values:
            message = "the key {key} stands here twice (also on line {first}): keep one"
            raise wrong(file, _line(event), message, key=shown(key), first=lines[key])
        lines[key] = _line(event)
        values[key] = _node(next(events), events, file, depth + 1)
    return Node(file, line, values, lines)


def _scalar(event: yaml.ScalarEvent, file: str, line: int) -> Scalar:
    text = event.value
    if any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in text):
        raise wrong(file, line, "a text holds a character that cannot be kept; take it out")
    if not event.implicit[0]:
        return text
    try:
        return resolved(text)
    except ValueError:
        raise wrong(file, line, "infinity and not-a-number are no numbers here") from None


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
