"""Lines of a native file, read quickly where they are written as we write them.

A line counts as such when writing it again gives the same bytes: then no key stands twice, nothing
is spelled another way, and the fact's own bytes are what will be stored. Any other line is for
`journeys.io.envelope`, which reads every spelling and says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
from pydantic import ValidationError

from domain._kernel import AnyEvent, Fact, Testimony
from domain.moments import Moment
from journeys.io.cloudevents import HERE, JSON_TYPE, SPECVERSION
from journeys.store.bulk import Bytes
from journeys.store.evidence import EntryNote


class Line(NamedTuple):
    """An event of the file, as it will be stored."""

    number: int
    bytes: Bytes
    fact: Fact
    occurred: Moment | datetime
    cause: str | None
    in_order: bool
    """Whether it was recorded no earlier than it happened."""
    event: AnyEvent | None = None
    """Only where it had to be built."""


class _Told(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False):
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


_decode = msgspec.json.Decoder(_Told).decode
_encode = msgspec.json.Encoder().encode
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}").fullmatch
_VERSION = re.compile(r"(?=.{1,18}$)0*[1-9][0-9]*").fullmatch
_COMMAND = re.compile(r"[^\x00-\x20]{1,128}").fullmatch
_PLAIN = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{6})?"
    r"(?:Z|[+-][0-9]{2}:[0-9]{2})"
).fullmatch
_NUL = b"\\u0000"


def quick(number: int, raw: bytes, kinds: Mapping[str, type[Fact]]) -> Line | None:
    """Return the event that a line holds, or None when it has to be read in the ordinary way."""
    try:
        told = _decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    kind = kinds.get(told.type)
    if kind is None or _NUL in raw or _encode(told) != raw or not _fits(told):
        return None
    fact = _fact(kind, bytes(told.data))
    occurred, recorded = _moment(told.occurred), _moment(told.recorded)
    if fact is None or occurred is None or recorded is None:
        return None
    stored = _Stored(
        told.occurred, told.recorded, told.actor, told.commandid, told.onwhoseword, told.causeid,
        told.correlation, told.sourcesystem, told.channel, told.touchpoint, told.basis,
        told.datebasis, told.storyid, told.id, told.subject, int(told.sequence), told.data,
    )  # fmt: skip
    note = EntryNote(told.id, told.recorded, told.actor, told.commandid)
    kept = Bytes(told.subject, stored.version, told.type, _encode(stored), note)
    in_order = _in_order(told, occurred, recorded)
    return Line(number, kept, fact, occurred, told.causeid or None, in_order)


def slow(number: int, event: AnyEvent) -> Line:
    """Return the same of an event that was read in the ordinary way."""
    note = EntryNote(event.id, str(event.recorded_at), event.actor, event.command_id)
    topic = event.fact.topic
    kept = Bytes(event.relationship, event.version, topic, event.payload(), note)
    in_order = event.occurred_at.reached_by(event.recorded_at)
    return Line(number, kept, event.fact, event.occurred_at, event.cause, in_order, event)


def _fits(told: _Told) -> bool:
    """Whether every attribute is as it should be; the fact is not looked at."""
    return (
        told.specversion == SPECVERSION
        and told.source == HERE
        and told.datacontenttype == JSON_TYPE
        and _VERSION(told.sequence) is not None
        and _COMMAND(told.commandid) is not None
        and _ID(told.id) is not None
        and _ID(told.subject) is not None
        and not (told.causeid and _ID(told.causeid) is None)
        and not (told.storyid and _ID(told.storyid) is None)
        and not (told.correlation and _ID(told.correlation) is None)
        and _same(told.time, told.occurred)
        and _same(told.recordedtime, told.recorded)
        and _shared(
            told.actor, told.onwhoseword, told.sourcesystem, told.channel, told.touchpoint,
            told.basis, told.datebasis,
        )
    )  # fmt: skip


_SHARED = ("actor", "on_whose_word", "source", "channel", "touchpoint", "basis", "date_basis")


@lru_cache(maxsize=4096)
def _shared(*values: str) -> bool:
    """Whether these parts of a testimony are well-formed; few combinations come up."""
    now = Moment("2000-01-01")
    told: dict[str, Any] = {
        name: value for name, value in zip(_SHARED, values, strict=True) if value
    }
    try:
        Testimony(occurred_at=now, recorded_at=now, command_id="c", **told)
    except ValidationError:
        return False
    return True


def _moment(text: str) -> Moment | datetime | None:
    """Return a moment, or the instant of one that is plainly an instant; None for neither."""
    try:
        return datetime.fromisoformat(text) if _PLAIN(text) else Moment(text)
    except ValueError:
        return None


def _in_order(told: _Told, occurred: Moment | datetime, recorded: Moment | datetime) -> bool:
    if isinstance(occurred, Moment) or isinstance(recorded, Moment):
        return Moment(told.occurred).reached_by(Moment(told.recorded))
    return occurred <= recorded


def _same(exact: str, text: str) -> bool:
    """Whether what is said twice is plainly the same."""
    return not exact or (
        (exact == text or (text.endswith("Z") and exact == text[:-1] + "+00:00"))
        and _PLAIN(text) is not None
    )


@lru_cache(maxsize=16_384)
def _fact(kind: type[Fact], data: bytes) -> Fact | None:
    """Return the fact that these bytes say, when they are what will be stored of it."""
    try:
        fact = kind.model_validate_json(data, strict=True)
    except ValidationError:
        return None
    return fact if fact.__pydantic_serializer__.to_json(fact, exclude_none=True) == data else None
