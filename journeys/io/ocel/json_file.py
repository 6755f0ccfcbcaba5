"""OCEL 2.0 as JSON."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable
from typing import Any, get_args, get_origin

import msgspec

from domain.errors import Unreadable
from journeys.io.files import shown, wrong
from journeys.io.ocel.log import Log, twice
from journeys.io.ocel.parts import Event, Kind, Object, Part

_DEEP = re.compile(rb"[\[{](?:\s*[\[{]){63}")
_PLACE = re.compile(r" - at `(\$[^`]*)`| \(byte (\d+)\)")


class _Document(Part, frozen=True):
    """The whole of a file: the library makes its things at once, quicker than any columns."""

    object_types: tuple[Kind, ...] = ()
    event_types: tuple[Kind, ...] = ()
    objects: tuple[Object, ...] = ()
    events: tuple[Event, ...] = ()


_decoder = msgspec.json.Decoder(_Document)
_encoder = msgspec.json.Encoder()


def loads(raw: bytes, file: str) -> Log:
    """Return the log in a text.

    Raises
    ------
    Unreadable
        With the line, where it is known, or the path within the log.
    """
    try:
        said = _decoder.decode(raw)
    except (UnicodeDecodeError, msgspec.DecodeError, RecursionError) as error:
        raise _said(error, raw, file) from None
    log = Log(said.object_types, said.event_types, said.objects, said.events)
    if not _each_once(raw, log):
        _refuse_twice(raw, file)
    return log


def _said(error: Exception, raw: bytes, file: str) -> Unreadable:
    """Return what to tell people of a text that is no log."""
    if _DEEP.search(raw):
        return wrong(file, 1, "it nests deeper than any log does")
    if isinstance(error, UnicodeDecodeError):
        line = raw.count(b"\n", 0, error.start) + 1
        return wrong(file, line, "this is not UTF-8; save the file as UTF-8")
    place, what = _PLACE.search(str(error)), _PLACE.sub("", str(error))
    if isinstance(error, msgspec.ValidationError):
        message = "this is no OCEL 2.0 log: {what} at {place}"
        return wrong(file, 1, message, what=what, place=place.group(1) if place else "$")
    line = raw.count(b"\n", 0, int(place.group(2))) + 1 if place and place.group(2) else 1
    what = what.removeprefix("JSON is malformed: ")
    return wrong(file, line, "this is not JSON ({what})", what=what)


def dumps(log: Log) -> bytes:
    """Return a log as JSON: one event, object and type a line, so that two can be compared."""
    parts = (
        (b"objectTypes", log.object_types),
        (b"eventTypes", log.event_types),
        (b"objects", log.objects),
        (b"events", log.events),
    )
    said = b",\n".join(b'"%b":[\n%b\n]' % (name, _lines(each)) for name, each in parts)
    return b"{\n%b\n}\n" % said


def _lines(things: Iterable[msgspec.Struct]) -> bytes:
    """Return things a line each; within one there is no line feed, as JSON writes it otherwise."""
    return _encoder.encode_lines(things).removesuffix(b"\n").replace(b"\n", b",\n")


def _each_once(raw: bytes, log: Log) -> bool:
    """Whether every key certainly stands once in its object; what is not certain is looked at.

    A log as we write it is the same when it is written again. Any other is counted: where no key
    is left out, every place for one has one at least, so that as many as we write is once each.
    """
    again = dumps(log)
    if raw == again:
        return True
    if any(mark in raw for mark in _HIDES_A_KEY):
        return False
    try:
        _nothing_left_out(_Document).decode(raw)
    except msgspec.ValidationError:
        return False
    return raw.count(b'":') == again.count(b'":')


_HIDES_A_KEY = (b" :", b"\t:", b"\n:", b"\r:", b"\\u0022", b"\\u003a", b"\\u003A")
"""With one of these about, quotation marks with a colon behind them do not count the keys."""


@functools.cache
def _nothing_left_out(part: type[msgspec.Struct]) -> msgspec.json.Decoder[msgspec.Struct]:
    """Return a decoder for a part all of whose keys are there."""

    def strict(one: type[msgspec.Struct]) -> type[msgspec.Struct]:
        fields = [(field.name, within(field.type)) for field in msgspec.structs.fields(one)]
        return msgspec.defstruct(one.__name__, fields, rename="camel", gc=False)

    def within(kind: Any) -> Any:  # noqa: ANN401 - an annotation
        return tuple[strict(get_args(kind)[0]), ...] if get_origin(kind) is tuple else kind  # type: ignore[misc]

    return msgspec.json.Decoder(strict(part))


def _refuse_twice(raw: bytes, file: str) -> None:
    def members(pairs: list[tuple[str, object]]) -> None:
        if len(pairs) != len({key for key, _ in pairs}):
            key = twice(key for key, _ in pairs) or ""
            raise wrong(file, 1, "the key {key} stands twice in one object", key=shown(key))

    json.loads(raw, object_pairs_hook=members)
