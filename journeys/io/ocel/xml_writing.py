"""OCEL 2.0 as XML, a thing a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from journeys.io.ocel.log import Log
from journeys.io.ocel.parts import Kind, Related, Value, as_text

_LINE_ENDS = {"\r": "&#13;"}
"""A parser reads a bare carriage return as a line feed."""

_told_apart = re.compile('[&<>"\r\n\t]').search
"""What is to be escaped; most names and texts have nothing of it."""


def dumps(log: Log) -> Iterator[str]:
    """Yield a log as XML, in pieces."""
    q = _Quoted()
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<log>\n'
    for tag, kinds in (("object-type", log.object_types), ("event-type", log.event_types)):
        yield f"<{tag}s>\n"
        yield from (_kind(tag, kind, q) for kind in kinds)
        yield f"</{tag}s>\n"
    yield "<objects>\n"
    for one in log.objects:
        said = "".join(
            [
                f"<attribute name={q[c.name]} time={q[c.time]}>{_text(c.value)}</attribute>"
                for c in one.attributes
            ]
        )
        body = _body(said, one.relationships, q)
        yield f"<object id={_quoted(one.id)} type={q[one.type]}>{body}</object>\n"
    yield "</objects>\n<events>\n"
    for event in log.events:
        said = "".join(
            [f"<attribute name={q[a.name]}>{_text(a.value)}</attribute>" for a in event.attributes]
        )
        head = f"<event id={_quoted(event.id)} type={q[event.type]} time={_quoted(event.time)}>"
        yield f"{head}{_body(said, event.relationships, q)}</event>\n"
    yield "</events>\n</log>\n"


def _kind(tag: str, kind: Kind, q: _Quoted) -> str:
    said = "".join(f"<attribute name={q[a.name]} type={q[a.type]}/>" for a in kind.attributes)
    return f"<{tag} name={q[kind.name]}><attributes>{said}</attributes></{tag}>\n"


def _body(said: str, ties: Iterable[Related], q: _Quoted) -> str:
    tied = "".join(
        [f"<relationship object-id={q[r.object_id]} qualifier={q[r.qualifier]}/>" for r in ties]
    )
    return f"<attributes>{said}</attributes><objects>{tied}</objects>"


def _text(value: Value) -> str:
    text = value if isinstance(value, str) else as_text(value)
    return escape(text, _LINE_ENDS) if _told_apart(text) else text


class _Quoted(dict[str, str]):
    """Words as attributes have them: names, types and ids that come again and again."""

    def __missing__(self, text: str) -> str:
        self[text] = quoted = _quoted(text)
        return quoted


def _quoted(text: str) -> str:
    if _told_apart(text):
        return quoteattr(text, {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})
    return f'"{text}"'
