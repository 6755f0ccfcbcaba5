"""Rows of the log become columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple

import msgspec
import numpy as np
import polars as pl

from domain._kernel import read, topics
from domain.care import CareGiven
from domain.errors import Damaged
from domain.feelings import FeelingObserved
from journeys.columns.codes import Codes
from journeys.columns.layout import CODED, SCHEMA
from journeys.columns.moments import Numbers, both_moments
from projections.moods import counts
from projections.ports import LogRow


class Kept(NamedTuple):
    """What a copy keeps of a fact."""

    whose: str | None = None
    valence: float | None = None
    counted: bool | None = None
    promise: str | None = None
    outcome: str | None = None
    by: str | None = None


class _Felt(msgspec.Struct, gc=False):
    whose: str
    valence: float
    source: str = "self-report"
    towards: str | None = None
    said_by: str | None = None

    def kept(self) -> Kept:
        counted = _counted(self.source, self.towards)
        return Kept(self.whose, self.valence, counted, by=self.said_by)


class _Promised(msgspec.Struct, gc=False):
    promise: str
    by: str | None = None
    outcome: str | None = None

    def kept(self) -> Kept:
        return Kept(promise=self.promise, outcome=self.outcome, by=self.by)


class _Met(msgspec.Struct, gc=False):
    initiated_by: str = "unknown"

    def kept(self) -> Kept:
        return Kept(by=self.initiated_by)


class _Cared(msgspec.Struct, gc=False):
    by: str = CareGiven.model_fields["by"].default

    def kept(self) -> Kept:
        return Kept(by=self.by)


_read_promise = msgspec.json.Decoder(_Promised).decode
_FACTS: dict[str, Callable[[bytes], _Felt | _Promised | _Met | _Cared]] = {
    "relationship.care-given.v1": msgspec.json.Decoder(_Cared).decode,
    "relationship.feeling-observed.v1": msgspec.json.Decoder(_Felt).decode,
    "relationship.promise-made.v1": _read_promise,
    "relationship.promise-settled.v1": _read_promise,
    "relationship.contact-held.v1": msgspec.json.Decoder(_Met).decode,
}
_NOTHING = Kept()


class _Said(msgspec.Struct, gc=False):
    occurred_at: str
    recorded_at: str
    actor: str
    id: str
    fact: msgspec.Raw
    channel: str | None = None
    on_whose_word: str | None = None
    touchpoint: str | None = None
    story_id: str | None = None


_decode = msgspec.json.Decoder(_Said).decode


class Page(NamedTuple):
    """Events in the order of the log: what is told of each, a list for every thing."""

    position: Sequence[int]
    relationship: Sequence[str]
    version: Sequence[int]
    topic: Sequence[str]
    event: Sequence[str]
    at: Numbers
    day: Numbers
    precision: Numbers
    recorded: Numbers
    actor: Sequence[str]
    channel: Sequence[str | None]
    word: Sequence[str | None]
    touchpoint: Sequence[str | None]
    story: Sequence[str | None]
    kept: Sequence[Kept]


def taken(rows: Sequence[LogRow], codes: Codes) -> pl.DataFrame:
    """Return rows of the log as columns, in their order.

    An event of an older topic is read as today's.

    Raises
    ------
    Damaged
        When stored bytes are no event.
    """
    if not rows:
        return pl.DataFrame(schema=SCHEMA)
    topic, payload = [row[3] for row in rows], [row[4] for row in rows]
    if not set(topic) <= set(topics()):
        today = list(map(todays, topic, payload))
        topic, payload = [one for one, _ in today], [one for _, one in today]
    try:
        said = list(map(_decode, payload))
        kept = list(map(kept_of, topic, [bytes(one.fact) for one in said]))
        occurred, recorded = both_moments(
            [one.occurred_at for one in said], [one.recorded_at for one in said]
        )
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
        raise _damaged(topic, payload) from error
    page = Page(
        [row[0] for row in rows],
        [row[1] for row in rows],
        [row[2] for row in rows],
        topic,
        [one.id for one in said],
        occurred.at,
        occurred.day,
        occurred.precision,
        recorded.at,
        [one.actor for one in said],
        [one.channel for one in said],
        [one.on_whose_word for one in said],
        [one.touchpoint for one in said],
        [one.story_id for one in said],
        kept,
    )
    return framed(page, codes)


def framed(page: Page, codes: Codes) -> pl.DataFrame:
    """Return a page as columns."""
    kept = page.kept
    told: dict[str, Sequence[str | None]] = {
        "relationship": page.relationship,
        "topic": page.topic,
        "actor": page.actor,
        "channel": page.channel,
        "word": page.word,
        "touchpoint": page.touchpoint,
        "story": page.story,
        "whose": [one.whose for one in kept],
        "promise": [one.promise for one in kept],
        "outcome": [one.outcome for one in kept],
        "by": [one.by for one in kept],
    }
    plain = [
        pl.Series("position", page.position, pl.Int64),
        pl.Series("version", page.version, pl.UInt32),
        pl.Series("event", page.event, pl.String),
        pl.Series("at", page.at),
        pl.Series("day", page.day.astype(np.int32)),
        pl.Series("precision", page.precision),
        pl.Series("recorded", page.recorded),
        pl.Series("valence", [one.valence for one in kept], pl.Float64, strict=False),
        pl.Series("counted", [one.counted for one in kept], pl.Boolean),
    ]
    coded = [codes.coded(name, told[name]) for name in CODED]
    return pl.DataFrame([*(one.cast(SCHEMA[one.name]) for one in plain), *coded])


@lru_cache(maxsize=16_384)
def kept_of(topic: str, fact: bytes) -> Kept:
    """Return what a copy keeps of a fact of today's topic, by its stored bytes."""
    read_fact = _FACTS.get(topic)
    return _NOTHING if read_fact is None else read_fact(fact).kept()


def todays(topic: str, payload: bytes) -> tuple[str, bytes]:
    """Return the topic and the bytes of an event as they are today."""
    if topic in topics():
        return topic, payload
    event = read(topic, payload)
    return event.fact.topic, event.payload()


def _damaged(topics_: Sequence[str], payloads: Sequence[bytes]) -> Damaged:
    message = "a stored event of topic {topic} cannot be read: run 'journeys verify'"
    for topic, payload in zip(topics_, payloads, strict=True):
        try:
            said = _decode(payload)
            kept_of(topic, bytes(said.fact))
            both_moments([said.occurred_at], [said.recorded_at])
        except (msgspec.MsgspecError, UnicodeDecodeError, ValueError):
            return Damaged(message, topic=topic[:80])
    return Damaged(message, topic="")


@cache
def _counted(source: str, towards: str | None) -> bool:
    """Whether a feeling is judged by; `projections.moods.counts` is asked once for each kind."""
    whose: Literal["client"] = "client"
    said = {"whose": whose, "valence": 0, "source": source, "towards": towards}
    return counts(FeelingObserved.model_validate(said))
