"""How we write an event in a file, and how we store one.

A line is written as we write it when writing it again gives the same bytes: then no key stands
twice, nothing is spelled another way, and the fact's own bytes are what will be stored.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, reduce
from itertools import repeat
from operator import iadd
from typing import Any, Literal, NamedTuple

import msgspec
from msgspec.structs import astuple

from domain._kernel import topics
from journeys.io.cloudevents import EXTENSIONS, HERE, JSON_TYPE, SPECVERSION
from journeys.store.evidence import escaped


class Columns(NamedTuple):
    """What lines tell, a column for every attribute, in the order in which they are written."""

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


_WIDTH = len(Columns._fields)
_FIXED = {"specversion": SPECVERSION, "source": HERE, "datacontenttype": JSON_TYPE}
_OPTIONAL = {
    "time", "recordedtime", "onwhoseword", "causeid", "correlation", "sourcesystem", "channel",
    "touchpoint", "basis", "datebasis", "storyid",
}  # fmt: skip


@cache
def _reader() -> Callable[[bytes], list[msgspec.Struct]]:
    """Return what reads lines; of what can be one of a few texts, each is made but once."""
    among: dict[str, Any] = {name: Literal[text] for name, text in _FIXED.items()}
    among |= {"type": Literal[tuple(topics())], "data": msgspec.Raw}
    fields: list[Any] = [
        (name, among.get(name, str), *([""] if name in _OPTIONAL else []))
        for name in Columns._fields
    ]
    form = msgspec.defstruct(
        "Told", fields, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False
    )
    return msgspec.json.Decoder(form).decode_lines


_write = msgspec.json.Encoder().encode_lines
_NUL = b"\\u0000"


def is_plain(block: bytes) -> bool:
    """Whether JSON writes every text of these lines as it is."""
    return b"\\" not in block


def told(block: bytes) -> Columns | None:
    """Return what lines tell; None when there is none, or one is written in another way.

    Parameters
    ----------
    block
        Lines, each with its end.
    """
    try:
        found = _reader()(block)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if not found or _write(found) != block or (not is_plain(block) and _NUL in block):
        return None
    # One after another and then sliced takes a fifth less than `zip` of all rows.
    each: list[Any] = reduce(iadd, map(astuple, found), [])
    return Columns(*(each[place::_WIDTH] for place in range(_WIDTH)))


def stored(
    told: Columns, versions: Sequence[int], facts: Sequence[str], *, plain: bool
) -> list[str]:
    """Return the texts that are stored of each event.

    Parameters
    ----------
    told
        What its line tells.
    versions, facts
        Its version as a number, and the text of its fact.
    plain
        Whether JSON writes every text of it as it is.
    """

    def column(name: str) -> Sequence[str]:
        texts: Sequence[str] = getattr(told, name)
        return texts if plain else list(map(escaped, texts))

    rest = [
        [f',"{field}":"{text}"' if text else "" for text in column(name)]
        for field, name in EXTENSIONS.items()
        if name in _OPTIONAL and any(getattr(told, name))
    ]
    rows = zip(
        *map(column, ("occurred", "recorded", "actor", "commandid")),
        map("".join, zip(*rest, strict=True)) if rest else repeat("", len(facts)),
        *map(column, ("id", "subject")), versions, facts, strict=True,
    )  # fmt: skip
    return [
        f'{{"occurred_at":"{occurred}","recorded_at":"{recorded}","actor":"{actor}",'
        f'"command_id":"{command}"{more},'
        f'"id":"{event}","relationship":"{name}","version":{version},"fact":{fact}}}'
        for occurred, recorded, actor, command, more, event, name, version, fact in rows
    ]
