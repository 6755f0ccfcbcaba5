"""Rows of the log become columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, Literal

import msgspec
import polars as pl

from domain._kernel import read, topics
from domain.errors import Damaged
from domain.feelings import FeelingObserved
from journeys.columns.codes import Codes
from journeys.columns.layout import SCHEMA
from journeys.columns.moments import days, starts
from projections.moods import counts
from projections.ports import LogRow


class _Felt(msgspec.Struct, gc=False):
    whose: str
    valence: float
    source: str = "self-report"
    towards: str | None = None
    promise: ClassVar[None] = None
    outcome: ClassVar[None] = None
    by: ClassVar[None] = None


class _Promised(msgspec.Struct, gc=False):
    promise: str
    by: str | None = None
    outcome: str | None = None
    whose: ClassVar[None] = None
    valence: ClassVar[None] = None


class _Met(msgspec.Struct, gc=False):
    by: str = msgspec.field(name="initiated_by", default="unknown")
    promise: ClassVar[None] = None
    outcome: ClassVar[None] = None
    whose: ClassVar[None] = None
    valence: ClassVar[None] = None


class _Other(msgspec.Struct, gc=False):
    by: ClassVar[None] = None
    promise: ClassVar[None] = None
    outcome: ClassVar[None] = None
    whose: ClassVar[None] = None
    valence: ClassVar[None] = None


class _Said(msgspec.Struct, gc=False):
    occurred_at: str
    recorded_at: str
    actor: str
    id: str
    channel: str | None = None
    on_whose_word: str | None = None
    touchpoint: str | None = None
    story_id: str | None = None


class _SaidFelt(_Said, kw_only=True, gc=False):
    fact: _Felt


class _SaidPromised(_Said, kw_only=True, gc=False):
    fact: _Promised


class _SaidMet(_Said, kw_only=True, gc=False):
    fact: _Met


class _SaidOther(_Said, kw_only=True, gc=False):
    fact: _Other


_KINDS: dict[str, type[_Said]] = {
    "relationship.feeling-observed.v1": _SaidFelt,
    "relationship.promise-made.v1": _SaidPromised,
    "relationship.promise-settled.v1": _SaidPromised,
    "relationship.contact-held.v1": _SaidMet,
}
_DECODERS: dict[str, Callable[[bytes], Any]] = {}


def taken(rows: Sequence[LogRow], codes: Codes) -> pl.DataFrame:
    """Return rows of the log as columns, in their order.

    An event of an older topic is read as today's. About 7 µs an event.

    Raises
    ------
    Damaged
        When stored bytes are no event.
    """
    said = [_said(row.topic, row.payload) for row in rows]
    facts = [one.fact for one in said]
    when = [one.occurred_at for one in said]
    day, precision = days(when)
    at = {
        "position": [row.position for row in rows],
        "version": [row.version for row in rows],
        "event": [one.id for one in said],
        "at": starts(when),
        "day": day,
        "precision": precision,
        "recorded": starts([one.recorded_at for one in said]),
        "valence": [one.valence for one in facts],
        "counted": [_counts(one) for one in facts],
    }
    texts: dict[str, Iterable[str | None]] = {
        "relationship": (row.relationship for row in rows),
        "topic": (_today(row) for row in rows),
        "actor": (one.actor for one in said),
        "channel": (one.channel for one in said),
        "word": (one.on_whose_word for one in said),
        "touchpoint": (one.touchpoint for one in said),
        "story": (one.story_id for one in said),
        "whose": (one.whose for one in facts),
        "promise": (one.promise for one in facts),
        "outcome": (one.outcome for one in facts),
        "by": (one.by for one in facts),
    }
    coded = {name: codes.coded(name, told) for name, told in texts.items()}
    return pl.DataFrame({**at, **coded}, schema=SCHEMA)


def _said(topic: str, payload: bytes) -> Any:  # noqa: ANN401 - one of the structs above
    decode = _DECODERS.get(topic)
    if decode is None:
        if topic not in topics():
            event = read(topic, payload)
            return _said(event.fact.topic, event.payload())
        kind = _KINDS.get(topic, _SaidOther)
        decode = _DECODERS[topic] = msgspec.json.Decoder(kind).decode
    try:
        return decode(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        message = "a stored event of topic {topic} cannot be read: run 'journeys verify'"
        raise Damaged(message, topic=topic[:80]) from error


def _today(row: LogRow) -> str:
    return row.topic if row.topic in _DECODERS else read(row.topic, row.payload).fact.topic


def _counts(fact: object) -> bool | None:
    if not isinstance(fact, _Felt):
        return None
    return _counted(fact.source, fact.towards)


_KNOWN: dict[tuple[str, str | None], bool] = {}


def _counted(source: str, towards: str | None) -> bool:
    """Whether a feeling is judged by; `projections.moods.counts` is asked once for each kind."""
    known = _KNOWN.get((source, towards))
    if known is None:
        whose: Literal["client"] = "client"
        said = {"whose": whose, "valence": 0, "source": source, "towards": towards}
        known = _KNOWN[source, towards] = counts(FeelingObserved.model_validate(said))
    return known
