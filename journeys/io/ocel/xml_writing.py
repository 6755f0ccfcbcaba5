"""OCEL 2.0 as XML, a thing a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import repeat
from xml.sax.saxutils import escape

from journeys.io.ocel.columns import Columns, parted
from journeys.io.ocel.log import Log
from journeys.io.ocel.parts import Kind, Value, as_text
from journeys.io.xml_text import NOT_IN_XML, check_fit

_LINE_ENDS = {"\r": "&#13;"}
"""A parser reads a bare carriage return as a line feed."""

_IN_TAGS = _LINE_ENDS | {"\n": "&#10;", "\t": "&#9;", '"': "&quot;"}
"""In a tag it reads a line feed or a tab as a space. All values stand in quotation marks."""

_told_apart = re.compile(f'[&<>"\r\n\t{NOT_IN_XML}]').search
"""What is to be escaped, or cannot be said; most names and texts have nothing of it."""


def dumps(log: Log) -> Iterator[str]:
    """Yield a log as XML, in pieces.

    Raises
    ------
    Unreadable
        For a character that XML cannot hold.
    """
    q = _Quoted()
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<log>\n'
    for tag, kinds in (("object-type", log.object_types), ("event-type", log.event_types)):
        yield f"<{tag}s>\n"
        yield from (_kind(tag, kind, q) for kind in kinds)
        yield f"</{tag}s>\n"
    for tag, told in (("object", log.object_columns), ("event", log.event_columns)):
        yield f"<{tag}s>\n"
        yield from _things(tag, told, q)
        yield f"</{tag}s>\n"
    yield "</log>\n"


def _things(tag: str, told: Columns, q: _Quoted) -> Iterator[str]:
    times = (f" time={_quoted(time)}" for time in told.times) if told.times else repeat("")
    since = (f" time={q[time]}" for time in told.since) if told.since else repeat("")
    said = (
        f"<attribute name={q[name]}{time}>{_text(value)}</attribute>"
        for name, value, time in zip(told.names, told.values, since, strict=False)
    )
    ties = (
        f"<relationship object-id={q[other]} qualifier={q[qualifier]}/>"
        for other, qualifier in zip(told.others, told.qualifiers, strict=True)
    )
    own, tied = map("".join, parted(said, told.said)), map("".join, parted(ties, told.tied))
    things = zip(told.ids, told.types, times, own, tied, strict=False)  # times may go on for ever
    for one, kind, time, attributes, objects in things:
        head = f"<{tag} id={_quoted(one)} type={q[kind]}{time}>"
        body = f"<attributes>{attributes}</attributes><objects>{objects}</objects>"
        yield f"{head}{body}</{tag}>\n"


def _kind(tag: str, kind: Kind, q: _Quoted) -> str:
    said = "".join(f"<attribute name={q[a.name]} type={q[a.type]}/>" for a in kind.attributes)
    return f"<{tag} name={q[kind.name]}><attributes>{said}</attributes></{tag}>\n"


def _text(value: Value) -> str:
    text = value if isinstance(value, str) else as_text(value)
    return _escaped(text, _LINE_ENDS) if _told_apart(text) else text


def _escaped(text: str, signs: dict[str, str]) -> str:
    check_fit(text)
    return escape(text, signs)


class _Quoted(dict[str, str]):
    """Words as attributes have them: names, types and ids that come again and again."""

    def __missing__(self, text: str) -> str:
        self[text] = quoted = _quoted(text)
        return quoted


def _quoted(text: str) -> str:
    if _told_apart(text):
        text = _escaped(text, _IN_TAGS)
    return f'"{text}"'
