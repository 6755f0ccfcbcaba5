"""Entries: one line of evidence beside every event.

An entry is a JSON object on one line, in UTF-8, without a line end, its fields in a fixed order.
It is stored byte for byte and hashed as it is stored. ``previous`` is the SHA-256 of the line of
the same relationship's previous entry, so that the lines of a relationship form a chain.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from json.encoder import encode_basestring as quoted
from typing import NamedTuple

from domain.errors import Refused

LIMIT = 64 * 1024
"""The most bytes a line may have."""
MOST = 2**63 - 1
"""The largest number that the file can hold."""
FIRST = "0" * 64
"""What stands in ``previous`` of a relationship's first entry."""
END = '"}'
"""What stands in a line behind the digits that link it."""
_SURELY = LIMIT // 4


class EntryNote(NamedTuple):
    """What the recorder must know of an event beside its stored bytes."""

    event_id: str
    recorded_at: str
    actor: str
    command_id: str


Fields = tuple[int, str, int, str, str, str, str, str]
"""The fields of a line but the last one, in their order."""


class Entry(NamedTuple):
    """The fields of a line, in their order."""

    log_index: int
    relationship: str
    version: int
    topic: str
    recorded_at: str
    actor: str
    command_id: str
    payload_sha256: str
    previous: str

    def line(self) -> bytes:
        """Return the bytes that are stored.

        Raises
        ------
        Refused
            ``entry-fits``: when they would be more than 64 KiB.

        Examples
        --------
        >>> Entry(0, "r-1", 1, "a.b.v1", "2026-07-28", "ada", "c-1", "00", "11").line()[:50]
        b'{"log_index":0,"relationship":"r-1","version":1,"t'
        """
        index, relationship, version, *texts, previous = self
        fields = (index, escaped(relationship), version, *map(escaped, texts))
        (first,) = begun([fields])  # type: ignore[list-item] # as many
        line = f"{first}{escaped(previous)}{END}"
        check_that_they_fit([line])
        return line.encode()


def begun(rows: Iterable[Fields]) -> list[str]:
    """Return lines as far as they can be told before they are linked.

    What links a line, and `END`, are to follow.

    Parameters
    ----------
    rows
        What they say, in texts that JSON writes as they are.
    """
    return [
        f'{{"log_index":{log_index},"relationship":"{relationship}","version":{version},'
        f'"topic":"{topic}","recorded_at":"{recorded_at}","actor":"{actor}",'
        f'"command_id":"{command_id}","payload_sha256":"{payload_sha256}","previous":"'
        for (
            log_index, relationship, version, topic, recorded_at, actor, command_id, payload_sha256,
        ) in rows
    ]  # fmt: skip


def check_that_they_fit(lines: Sequence[str]) -> None:
    """Refuse lines of which one is longer than `LIMIT`."""
    # A letter takes four bytes at most: few lines, if any, are long enough to be measured.
    if max(map(len, lines), default=0) > _SURELY and any(
        len(line.encode()) > LIMIT for line in lines
    ):
        raise Refused("entry-fits", "an event's evidence would be over 64 KiB")


def escaped(text: str) -> str:
    """Return a text as JSON writes it, without its quotes."""
    return quoted(text)[1:-1]


_INTEGERS = {"log_index", "version"}
_NOTED = ("id", "recorded_at", "actor", "command_id")
_decode = json.JSONDecoder(object_pairs_hook=list).decode


def digest(data: bytes) -> str:
    """Return the SHA-256 of *data* in hexadecimal digits."""
    return sha256(data).hexdigest()


def parsed(line: bytes) -> Entry | None:
    """Return the entry that *line* says, or None when no entry is written like that.

    Examples
    --------
    >>> parsed(b'{"log_index":0}') is None
    True
    """
    try:
        pairs = _decode(line.decode())
        if [name for name, _ in pairs] != list(Entry._fields):
            return None
        if any(type(value) is not (int if name in _INTEGERS else str) for name, value in pairs):
            return None
        entry = Entry(*(value for _, value in pairs))
        if not (0 <= entry.log_index <= MOST and 0 <= entry.version <= MOST):
            return None
        # Only the form we write ourselves: another spelling of the same fields is another line.
        return entry if entry.line() == line else None
    except (ValueError, TypeError, RecursionError, Refused):
        return None


def noted(payload: Mapping[str, object] | None) -> EntryNote:
    """Return what a payload says of id, time, actor and command; ``""`` where it is silent."""
    said = payload or {}
    values = [said.get(name) for name in _NOTED]
    return EntryNote._make([value if isinstance(value, str) else "" for value in values])
