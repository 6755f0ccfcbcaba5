"""How we write an event in a file, and how we store one.

A line is written as we write it when writing it again gives the same bytes: then no key stands
twice, nothing is spelled another way, and the fact's own bytes are what will be stored.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec


class Told(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """An event as a line tells it."""

    specversion: str
    id: str
    source: str
    type: str
    subject: str
    time: str = ""
    recordedtime: str = ""
    sequence: str = ""
    occurred: str = ""
    recorded: str = ""
    actor: str = ""
    commandid: str = ""
    onwhoseword: str = ""
    causeid: str = ""
    correlation: str = ""
    sourcesystem: str = ""
    channel: str = ""
    touchpoint: str = ""
    basis: str = ""
    datebasis: str = ""
    storyid: str = ""
    datacontenttype: str = ""
    data: msgspec.Raw = msgspec.Raw(b"null")


class _Stored(msgspec.Struct, omit_defaults=True, gc=False):
    occurred_at: str
    recorded_at: str
    actor: str
    command_id: str
    on_whose_word: str = ""
    cause: str = ""
    correlation: str = ""
    source: str = ""
    channel: str = ""
    touchpoint: str = ""
    basis: str = ""
    date_basis: str = ""
    story_id: str = ""
    id: str = ""
    relationship: str = ""
    version: int = 0
    fact: msgspec.Raw = msgspec.Raw(b"null")


_read = msgspec.json.Decoder(Told).decode_lines
_write = msgspec.json.Encoder().encode_lines
_NUL = b"\\u0000"


def told(lines: Sequence[bytes]) -> list[Told | None]:
    """Return what every line tells, None for one that is written in another way."""
    block = b"\n".join(lines) + b"\n"
    found = _told(block)
    if found is not None and len(found) == len(lines):
        return list(found)
    if len(lines) == 1:
        return [None]
    half = len(lines) // 2
    return [*told(lines[:half]), *told(lines[half:])]


def _told(block: bytes) -> list[Told] | None:
    try:
        found = _read(block)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return found if _NUL not in block and _write(found) == block else None


def stored(events: Sequence[Told], versions: Sequence[int]) -> list[bytes]:
    """Return the bytes that are stored of each event."""
    rows = [
        _Stored(
            one.occurred, one.recorded, one.actor, one.commandid, one.onwhoseword, one.causeid,
            one.correlation, one.sourcesystem, one.channel, one.touchpoint, one.basis,
            one.datebasis, one.storyid, one.id, one.subject, version, one.data,
        )
        for one, version in zip(events, versions, strict=True)
    ]  # fmt: skip
    return _write(rows).split(b"\n")[:-1]
