"""How we write an event in a file, and how we store one.

A line is written as we write it when writing it again gives the same bytes: then no key stands
twice, nothing is spelled another way, and the fact's own bytes are what will be stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from msgspec.structs import astuple


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


class Columns(NamedTuple):
    """What lines tell, a column for every attribute, in the order of `Told`."""

    specversion: Sequence[str]
    id: Sequence[str]
    source: Sequence[str]
    type: Sequence[str]
    subject: Sequence[str]
    time: Sequence[str]
    recordedtime: Sequence[str]
    sequence: Sequence[str]
    occurred: Sequence[str]
    recorded: Sequence[str]
    actor: Sequence[str]
    commandid: Sequence[str]
    onwhoseword: Sequence[str]
    causeid: Sequence[str]
    correlation: Sequence[str]
    sourcesystem: Sequence[str]
    channel: Sequence[str]
    touchpoint: Sequence[str]
    basis: Sequence[str]
    datebasis: Sequence[str]
    storyid: Sequence[str]
    datacontenttype: Sequence[str]
    data: Sequence[msgspec.Raw]

    @classmethod
    def of(cls, found: Sequence[Told]) -> Columns:
        """Return the columns of at least one event."""
        return cls(*zip(*map(astuple, found), strict=True))


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
_ESCAPE, _NUL = b"\\", b"\\u0000"


def told(block: bytes) -> list[Told] | None:
    """Return what every line tells; None when one of them is written in another way.

    Parameters
    ----------
    block
        Lines, each with its end.
    """
    try:
        found = _read(block)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    # A single byte is looked for much sooner than six of them.
    nul = _ESCAPE in block and _NUL in block
    return found if not nul and _write(found) == block else None


def stored(told: Columns, versions: Sequence[int]) -> list[bytes]:
    """Return the bytes that are stored of each event."""
    rows = map(
        _Stored,
        told.occurred, told.recorded, told.actor, told.commandid, told.onwhoseword, told.causeid,
        told.correlation, told.sourcesystem, told.channel, told.touchpoint, told.basis,
        told.datebasis, told.storyid, told.id, told.subject, versions, told.data,
    )  # fmt: skip
    return _write(list(rows)).split(b"\n")[:-1]
