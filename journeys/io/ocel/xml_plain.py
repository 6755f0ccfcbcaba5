"""OCEL 2.0 as XML in its plain form: what is around its things, and where they are.

The careful reader (`journeys.io.ocel.xml_file`) is told of every tag. Here the things of a log are
read by columns (`journeys.io.ocel.xml_columns`): by far most of most logs. Nothing is taken that
the careful reader would read otherwise or refuse: a file in which anything at all is out of the
ordinary is left to that one, with its reasons and its lines.
"""

from __future__ import annotations

import re

from journeys.io.ocel.columns import Columns
from journeys.io.ocel.xml_columns import Things
from journeys.io.ocel.xml_words import SPACE, Strange, Types

_AT_A_TIME = 1 << 17
"""Bytes cut up at a time: few enough to be near at hand.

A file of nothing but tags must not take many times its own size in memory.
"""

_LONGEST = 1 << 20
"""Bytes that are still cut up at a time beyond these, where a thing is long."""

_BEGINS = re.compile(
    rb"""(?:<\?xml version=["']1\.0["'] encoding=["'](?i:utf-8)["'] ?\?>)?\s*<log>"""
)
_PRINTED = bytes([9, 10, *range(32, 256)])
_NEVER = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
"""What no XML may hold, and UTF-8 may."""

_ORDER = re.compile(
    r"[^<]*(?:<\?[^<]*)?<log>.*"
    r"(?:<objects></objects>\s*<events></events>|<events></events>\s*<objects></objects>)"
    r"\s*</log>\s*",
    re.DOTALL,
)


class Plain:
    """A log in plain form: what is around its things, and the things.

    Raises
    ------
    Strange
        Where it is not plain; so do its methods.
    """

    def __init__(self, raw: bytes) -> None:
        if (
            not _BEGINS.match(raw)
            or raw.translate(None, delete=_PRINTED)
            or (b"\xef" in raw and any(mark in raw for mark in _NEVER))
        ):
            raise Strange
        objects, events = _within(raw, b"objects"), _within(raw, b"events")
        if objects.start < events.start:
            objects = _within(raw, b"objects", 0, events.start)
        else:
            objects = _within(raw, b"objects", events.stop)
        first, second = sorted((objects, events), key=lambda part: part.start)
        around = raw[: first.start] + raw[first.stop : second.start] + raw[second.stop :]
        self.around = _decoded(around)
        if "<!" in self.around or not _ORDER.fullmatch(self.around):
            raise Strange
        self.raw, self._objects, self._events = raw, objects, events

    def events(self, types: Types) -> Columns:
        """Return the events."""
        return self._things("event", self._events, types)

    def objects(self, types: Types) -> Columns:
        """Return the objects."""
        return self._things("object", self._objects, types)

    def _things(self, tag: str, part: slice, types: Types) -> Columns:
        found, things = Columns(), Things(tag, types)
        mark, begin = f"<{tag} ".encode(), part.start
        while begin < part.stop:
            wanted = begin + _AT_A_TIME
            next_one = self.raw.find(mark, wanted, part.stop)
            end = part.stop if next_one < 0 else next_one
            if end - wanted > _LONGEST:
                raise Strange
            if window := _decoded(self.raw[begin:end]).strip(SPACE):
                found.extend(things.read(window))
            begin = end
        return found


def _within(raw: bytes, tag: bytes, begin: int = 0, end: int | None = None) -> slice:
    """Return where the content of the first element of that name begins, and of the last ends."""
    start, stop = raw.find(b"<%b>" % tag, begin, end), raw.rfind(b"</%b>" % tag, begin, end)
    if not 0 <= start < stop:
        raise Strange
    return slice(start + len(tag) + 2, stop)


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise Strange from None
