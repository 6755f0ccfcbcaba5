"""The log becomes columns, some thousands of events at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, islice
from typing import Any, NamedTuple, TypeVar

import msgspec
import numpy as np
import polars as pl

from domain._kernel import read, topics
from domain.errors import Damaged
from journeys.columns.codes import Codes
from journeys.columns.facts import FORMS, Kept
from journeys.columns.layout import SCHEMA
from journeys.columns.moments import Numbers, both_moments
from journeys.columns.particulars import told
from projections.ports import LogPage, PagedLog

T = TypeVar("T")


def _reader(fact: type[msgspec.Struct] | None) -> Callable[[bytes], Any]:
    """Return what reads a payload, with this of its fact, or with nothing of it."""
    fields: list[Any] = [(name, str) for name in ("occurred_at", "recorded_at", "actor", "id")]
    if fact is not None:
        fields.append(("fact", fact))
    optional = ("channel", "on_whose_word", "touchpoint", "story_id")
    fields += [(name, str | None, None) for name in optional]
    said = msgspec.defstruct("Said", fields, namespace={} if fact else {"fact": None}, gc=False)
    return msgspec.json.Decoder(said).decode


@cache
def _readers() -> Mapping[str, Callable[[bytes], Any]]:
    """Return what reads a payload, by today's topic."""
    plain = _reader(None)
    return {topic: _reader(FORMS[topic]) if topic in FORMS else plain for topic in topics()}


PAGE = 1_000
"""Events read at a time: as many as a processor has close by. Nothing of them is held longer."""
TOGETHER = 20
"""So many pages become columns at once."""


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


def frames(log: PagedLog, after: int, codes: Codes) -> Iterator[pl.DataFrame]:
    """Yield the events after a position as columns, until all are taken that are there.

    Raises
    ------
    Damaged
        As `taken`.
    """
    pages = _pages(log, after)
    for first in pages:
        yield taken(chain([first], islice(pages, TOGETHER - 1)), codes)


def _pages(log: PagedLog, after: int) -> Iterator[LogPage]:
    while page := log.columns(after, PAGE):
        yield page
        if len(page) < PAGE:
            return  # what comes meanwhile is taken the next time
        after = page.position[-1]


def taken(pages: Iterable[LogPage], codes: Codes) -> pl.DataFrame:
    """Return pages of the log as columns, in its order; there is at least one event.

    An event of an older topic is read as today's.

    Raises
    ------
    Damaged
        When stored bytes are no event.
    """
    return framed(_page(pages), codes)


def _page(pages: Iterable[LogPage]) -> Page:
    """Return what is told of each event; a page's objects are gone before the next are made."""
    position, version = list[int](), list[int]()
    relationship, topic = list[str](), list[str]()
    occurred, recorded, actor, event = (list[str]() for _ in range(4))
    channel, word, touchpoint, story = (list[str | None]() for _ in range(4))
    kept = list[Kept]()
    for rows in pages:
        topics_, said = _read(rows)
        position += rows.position
        relationship += rows.relationship
        version += rows.version
        topic += topics_
        times = [one.occurred_at for one in said]
        occurred += times
        recorded += _once([one.recorded_at for one in said], times)
        actor += _once([one.actor for one in said])
        event += [one.id for one in said]
        channel += [one.channel for one in said]
        word += [one.on_whose_word for one in said]
        touchpoint += [one.touchpoint for one in said]
        story += [one.story_id for one in said]
        kept += [one.fact for one in said]
    try:
        happened, noted = both_moments(occurred, recorded)
    except ValueError as error:
        told = zip(occurred, recorded, strict=True)
        raise _damaged(topic, told, lambda _, both: both_moments(both[:1], both[1:])) from error
    return Page(
        position,
        relationship,
        version,
        topic,
        event,
        happened.at,
        happened.day,
        happened.precision,
        noted.at,
        actor,
        channel,
        word,
        touchpoint,
        story,
        kept,
    )


def _read(rows: LogPage) -> tuple[Sequence[str], list[Any]]:
    """Return the topics of events as they are today, and what is read of each."""
    topic, payload, readers = rows.topic, rows.payload, _readers()
    if not readers.keys() >= set(topic):
        today = list(map(todays, topic, payload))
        topic, payload = [one for one, _ in today], [one for _, one in today]
    try:
        return topic, [readers[one](data) for one, data in zip(topic, payload, strict=True)]
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
        raise _damaged(topic, payload, lambda one, data: readers[one](data)) from error


def _once(texts: list[str], others: list[str] | None = None) -> list[str]:
    """Return the same texts: where they are the others', or all are one, no second time."""
    expected = others or [texts[0]] * len(texts)
    return expected if texts == expected else texts


def framed(page: Page, codes: Codes) -> pl.DataFrame:
    """Return a page as columns."""
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
        *told(page.kept, topic.to_numpy(), page.precision, codes),
    )
    named = {one.name: one.cast(SCHEMA[one.name]) for one in columns}
    return pl.DataFrame([named[name] for name in SCHEMA])


def todays(topic: str, payload: bytes) -> tuple[str, bytes]:
    """Return the topic and the bytes of an event as they are today."""
    if topic in topics():
        return topic, payload
    event = read(topic, payload)
    return event.fact.topic, event.payload()


def _damaged(
    topics_: Sequence[str], said: Iterable[T], read_again: Callable[[str, T], object]
) -> Damaged:
    """Return what to say: of which topic the first one is that cannot be read."""
    message = "a stored event of topic {topic} cannot be read: run 'journeys verify'"
    for topic, one in zip(topics_, said, strict=True):
        try:
            read_again(topic, one)
        except (msgspec.MsgspecError, UnicodeDecodeError, ValueError):
            return Damaged(message, topic=topic[:80])
    return Damaged(message, topic="")
