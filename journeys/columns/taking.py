"""Pages of the log become columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np
import polars as pl

from domain._kernel import read, topics
from domain.errors import Damaged
from journeys.columns.codes import Codes
from journeys.columns.facts import Kept, told
from journeys.columns.layout import SCHEMA
from journeys.columns.moments import Numbers, both_moments
from projections.ports import LogPage


class _Said(msgspec.Struct, gc=False):
    occurred_at: str
    recorded_at: str
    actor: str
    id: str
    fact: Kept
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


def taken(rows: LogPage, codes: Codes) -> pl.DataFrame:
    """Return a page of the log as columns, in its order.

    An event of an older topic is read as today's.

    Raises
    ------
    Damaged
        When stored bytes are no event.
    """
    if not len(rows):
        return pl.DataFrame(schema=SCHEMA)
    topic, payload = rows.topic, rows.payload
    if not set(topic) <= set(topics()):
        today = list(map(_today, topic, payload))
        topic, payload = [one for one, _ in today], [one for _, one in today]
    try:
        return framed(_page(rows, topic, list(map(_decode, payload))), codes)
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
        raise _damaged(topic, payload) from error


def _page(rows: LogPage, topic: Sequence[str], said: Sequence[_Said]) -> Page:
    occurred, recorded = both_moments(
        [one.occurred_at for one in said], [one.recorded_at for one in said]
    )
    return Page(
        rows.position,
        rows.relationship,
        rows.version,
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
        [one.fact for one in said],
    )


def framed(page: Page, codes: Codes) -> pl.DataFrame:
    """Return a page as columns.

    Raises
    ------
    ValueError
        When a fact does not say what every one of its topic does.
    """
    topic = codes.coded("topic", page.topic)
    columns = (
        pl.Series("position", page.position, pl.Int64),
        codes.coded("relationship", page.relationship),
        pl.Series("version", page.version, pl.UInt32),
        topic,
        pl.Series("event", page.event, pl.String),
        pl.Series("at", page.at),
        pl.Series("day", page.day.astype(np.int32)),
        pl.Series("precision", page.precision),
        pl.Series("recorded", page.recorded),
        codes.coded("actor", page.actor),
        codes.coded("channel", page.channel),
        codes.coded("word", page.word),
        codes.coded("touchpoint", page.touchpoint),
        codes.coded("story", page.story),
        *told(page.kept, topic.to_numpy(), codes),
    )
    named = {one.name: one.cast(SCHEMA[one.name]) for one in columns}
    return pl.DataFrame([named[name] for name in SCHEMA])


def _today(topic: str, payload: bytes) -> tuple[str, bytes]:
    if topic in topics():
        return topic, payload
    event = read(topic, payload)
    return event.fact.topic, event.payload()


def _damaged(topics_: Sequence[str], payloads: Sequence[bytes]) -> Damaged:
    """Return what to say: of which topic the first one is that cannot be read."""
    message = "a stored event of topic {topic} cannot be read: run 'journeys verify'"
    for topic, payload in zip(topics_, payloads, strict=True):
        alone = LogPage([1], [""], [1], [topic], [payload])
        try:
            framed(_page(alone, [topic], [_decode(payload)]), Codes())
        except (msgspec.MsgspecError, UnicodeDecodeError, ValueError):
            return Damaged(message, topic=topic[:80])
    return Damaged(message, topic="")
