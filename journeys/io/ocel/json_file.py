"""OCEL 2.0 as JSON."""

from __future__ import annotations

import json
import re

import msgspec

from journeys.io.files import shown, wrong
from journeys.io.ocel.log import Log, twice

_DEEP = re.compile(rb"[\[{](?:\s*[\[{]){63}")
_PLACE = re.compile(r" - at `(\$[^`]*)`| \(byte (\d+)\)")

_decoder = msgspec.json.Decoder(Log)


def loads(raw: bytes, file: str) -> Log:
    """Return the log in a text.

    Raises
    ------
    Unreadable
        With the line, where it is known, or the path within the log.
    """
    if _DEEP.search(raw):
        raise wrong(file, 1, "it nests deeper than any log does")
    try:
        log = _decoder.decode(raw)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise wrong(file, line, "this is not UTF-8; save the file as UTF-8") from None
    except msgspec.ValidationError as error:
        place = _PLACE.search(str(error))
        message = "this is no OCEL 2.0 log: {what} at {place}"
        what = _PLACE.sub("", str(error))
        raise wrong(file, 1, message, what=what, place=place.group(1) if place else "$") from None
    except (msgspec.DecodeError, RecursionError) as error:
        place = _PLACE.search(str(error))
        line = raw.count(b"\n", 0, int(place.group(2))) + 1 if place and place.group(2) else 1
        what = _PLACE.sub("", str(error)).removeprefix("JSON is malformed: ")
        raise wrong(file, line, "this is not JSON ({what})", what=what) from None
    if not _each_once(raw, log):
        _refuse_twice(raw, file)
    return log


def dumps(log: Log) -> bytes:
    """Return a log as JSON: one event, object and type a line, so that two can be compared."""
    encode = msgspec.json.Encoder().encode
    parts = (
        (b"objectTypes", log.object_types),
        (b"eventTypes", log.event_types),
        (b"objects", log.objects),
        (b"events", log.events),
    )
    return (
        b"{\n"
        + b",\n".join(
            b'"' + name + b'":[\n' + b",\n".join(map(encode, each)) + b"\n]" for name, each in parts
        )
        + b"\n}\n"
    )


def _each_once(raw: bytes, log: Log) -> bool:
    """Whether every key certainly stands once: there are as many as there are places for them.

    In a string a quotation mark is escaped, so what is counted are keys, and counting is quick. A
    log that leaves keys out, or spaces them, has other counts and is looked at key by key.
    """
    kinds = (*log.object_types, *log.event_types)
    declared = sum(len(kind.attributes) for kind in kinds)
    things = len(log.objects) + len(log.events)
    changes = sum(len(one.attributes) for one in log.objects)
    values = changes + sum(len(event.attributes) for event in log.events)
    related = sum(len(one.relationships) for one in log.objects)
    related += sum(len(event.relationships) for event in log.events)
    expected = {
        b"objectTypes": 1,
        b"eventTypes": 1,
        b"objects": 1,
        b"events": 1,
        b"id": things,
        b"type": things + declared,
        b"time": len(log.events) + changes,
        b"name": len(kinds) + declared + values,
        b"value": values,
        b"attributes": len(kinds) + things,
        b"relationships": things,
        b"objectId": related,
        b"qualifier": related,
    }
    return all(raw.count(b'"%b":' % key) == count for key, count in expected.items())


def _refuse_twice(raw: bytes, file: str) -> None:
    def members(pairs: list[tuple[str, object]]) -> None:
        if len(pairs) != len({key for key, _ in pairs}):
            key = twice(key for key, _ in pairs) or ""
            raise wrong(file, 1, "the key {key} stands twice in one object", key=shown(key))

    json.loads(raw, object_pairs_hook=members)
