"""Our native file, written: JSON Lines of CloudEvents 1.0, one event a line, nothing lost.

| in the file | in the event |
|---|---|
| ``id``, ``type``, ``subject`` | its id, its topic as stored, its relationship |
| ``source`` | ``/journeys``; the system that it came from stands in ``sourcesystem`` |
| ``occurred``, ``recorded`` | both times, in EDTF as they were written |
| ``time``, ``recordedtime`` | the same in RFC 3339, where they are exact instants |
| ``sequence`` | its version: digits that sort, as CloudEvents wants it |
| ``actor``, ``commandid``, ``causeid``, ``storyid`` … | the rest of its testimony |
| ``data`` | the fact, byte for byte as stored |
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from domain._kernel import Testimony
from domain.errors import Damaged
from domain.moments import Moment
from projections.ports import LogRow

SPECVERSION = "1.0"
HERE = "/journeys"
JSON_TYPE = "application/json"
_RENAMED = {"command_id": "commandid", "cause": "causeid", "source": "sourcesystem"}
_TIMES = {"occurred_at": "occurred", "recorded_at": "recorded"}
EXTENSIONS = {
    field: _TIMES.get(field) or _RENAMED.get(field) or field.replace("_", "")
    for field in Testimony.model_fields
}
"""What the parts of a testimony are called in the file: CloudEvents allows a-z and 0-9 alone."""
ATTRIBUTES = (
    "specversion", "id", "source", "type", "subject", "time", "recordedtime", "sequence",
    *EXTENSIONS.values(), "datacontenttype", "data",
)  # fmt: skip
"""Every key that a line may have, in the order in which they are written."""

_SPACE = re.compile(r"[ \t\n\r]*")
_plain = json.JSONDecoder()


def export(rows: Iterable[LogRow]) -> Iterator[bytes]:
    """Yield one line for every row of the log, in its order, each with its closing newline.

    Importing the lines into an empty store and exporting them again gives the same bytes.

    Raises
    ------
    Damaged
        When a stored payload is not an event's.
    """
    for row in rows:
        try:
            yield _line(row)
        except (ValueError, KeyError, TypeError, UnicodeDecodeError):
            message = "event {version} of {relationship} cannot be read: run 'journeys verify'"
            details = {"version": row.version, "relationship": row.relationship}
            raise Damaged(message, **details) from None


def _line(row: LogRow) -> bytes:
    stored: dict[str, Any] = {}
    fact = ""
    for key, value, written in members(row.payload.decode("utf-8"), _plain.raw_decode):
        stored[key] = value
        if key == "fact":
            fact = written
    place = (stored.pop("relationship"), stored.pop("version"))
    if place != (row.relationship, row.version) or not isinstance(stored.pop("fact"), dict):
        raise ValueError
    said: dict[str, Any] = {
        "specversion": SPECVERSION,
        "id": stored.pop("id"),
        "source": HERE,
        "type": row.topic,
        "subject": row.relationship,
    }
    for field, name in (("occurred_at", "time"), ("recorded_at", "recordedtime")):
        exact = rfc3339(Moment(stored[field]))
        said |= {name: exact} if exact else {}
    said["sequence"] = f"{row.version:010d}"
    said |= {name: stored.pop(field) for field, name in EXTENSIONS.items() if field in stored}
    said["datacontenttype"] = JSON_TYPE
    if stored:
        raise ValueError  # written by a later version: leaving a part out would be losing it
    head = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return f'{head[:-1]},"data":{fact}}}\n'.encode()


def rfc3339(moment: Moment) -> str | None:
    """Return an exact instant as RFC 3339; None for a date, and for a guess.

    Examples
    --------
    >>> rfc3339(Moment("2026-07-28 14:05+0200")), rfc3339(Moment("2026-07"))
    ('2026-07-28T14:05:00+02:00', None)
    """
    if moment.precision != "instant" or moment.approximate:
        return None
    return datetime.fromisoformat(moment.upper()).isoformat()


def members(
    text: str, decode: Callable[[str, int], tuple[Any, int]]
) -> Iterator[tuple[str, Any, str]]:
    """Yield (key, value, value as written) of a JSON object.

    Raises
    ------
    ValueError
        When the text is not one JSON object.

    Examples
    --------
    >>> list(members('{"a": 1.0, "b": [ 2 ]}', json.JSONDecoder().raw_decode))
    [('a', 1.0, '1.0'), ('b', [2], '[ 2 ]')]
    """
    at = _past(text, 0, "{")
    sign = "," if text[at : at + 1] != "}" else "}"
    while sign == ",":
        key, at = decode(text, at)
        if not isinstance(key, str):
            raise ValueError  # noqa: TRY004 - malformed text, as in the other places
        start = _past(text, _after(text, at), ":")
        value, end = decode(text, start)
        yield key, value, text[start:end]
        at = _after(text, end)
        sign = text[at : at + 1]
        at = _after(text, at + 1) if sign == "," else at
    if _past(text, at, "}") != len(text):
        raise ValueError


def _after(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _past(text: str, at: int, sign: str) -> int:
    at = _after(text, at)
    if text[at : at + 1] != sign:
        raise ValueError
    return _after(text, at + 1)
