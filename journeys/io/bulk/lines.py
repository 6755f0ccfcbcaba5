"""Lines of a native file, read quickly where they are written as we write them.

Any other line is for `journeys.io.envelope`, which reads every spelling and says what is wrong.
"""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
from pydantic import ValidationError

from domain._kernel import AnyEvent, Fact, Testimony
from domain.moments import Moment
from journeys.columns.moments import Moments, both_moments
from journeys.io.bulk.facts import Known, known, written
from journeys.io.bulk.spelling import Told, stored, told
from journeys.io.cloudevents import HERE, JSON_TYPE, SPECVERSION
from journeys.store.bulk import Bytes


class Line(NamedTuple):
    """An event of the file, as it will be stored and copied."""

    number: int
    bytes: Bytes
    known: Known
    at: int
    """Microseconds from 1970 to the first instant of when it happened."""
    day: int
    precision: int
    recorded: int
    """As columns have them, as `at`."""
    in_order: bool
    """Whether it was recorded no earlier than it happened."""
    cause: str
    """The id of its cause, empty without one."""
    channel: str | None
    word: str | None
    touchpoint: str | None
    story: str | None
    event: AnyEvent | None = None
    """Only where it had to be built."""


def quick(first: int, raws: Sequence[bytes], kinds: Mapping[str, type[Fact]]) -> list[Line | None]:
    """Return the events that lines hold; None for one that has to be read in the ordinary way.

    Parameters
    ----------
    first
        The number of the first line.
    raws
        The lines without their ends.
    kinds
        The facts by topic.
    """
    found: list[Line | None] = [None] * len(raws)
    spelled = told(raws)
    if None not in spelled:
        return _whole(first, spelled, kinds)  # type: ignore[arg-type] # None is in none
    for place, one in enumerate(spelled):
        if one is not None:
            found[place] = _whole(first + place, [one], kinds)[0]
    return found


def _whole(first: int, found: Sequence[Told], kinds: Mapping[str, type[Fact]]) -> list[Line | None]:
    """Return the lines; they are taken together where nothing is wrong in any of them."""
    try:
        lines = _lines(first, found, kinds)
    except (ValueError, KeyError):
        lines = None
    if lines is not None:
        return list(lines)
    if len(found) == 1:
        return [None]
    half = len(found) // 2
    return [*_whole(first, found[:half], kinds), *_whole(first + half, found[half:], kinds)]


def _lines(first: int, found: Sequence[Told], kinds: Mapping[str, type[Fact]]) -> list[Line] | None:
    """Return the lines, None when something in one of them is not as it should be."""
    if not _fit(found):
        return None
    facts = [written(kinds[one.type], bytes(one.data)) for one in found]
    occurred, recorded = both_moments(
        [one.occurred for one in found], [one.recorded for one in found]
    )
    if None in facts or not _said_once(found, occurred, recorded):
        return None
    versions = [int(one.sequence) for one in found]
    rows = zip(
        [one.subject for one in found],
        versions,
        [one.type for one in found],
        stored(found, versions),
        [one.id for one in found],
        [one.recorded for one in found],
        [one.actor for one in found],
        [one.commandid for one in found],
        strict=True,
    )
    lines = zip(
        range(first, first + len(found)),
        rows,
        facts,
        occurred.at.tolist(),
        occurred.day.tolist(),
        occurred.precision.tolist(),
        recorded.at.tolist(),
        _in_order(found, occurred, recorded),
        [one.causeid for one in found],
        [one.channel or None for one in found],
        [one.onwhoseword or None for one in found],
        [one.touchpoint or None for one in found],
        [one.storyid or None for one in found],
        repeat(None, len(found)),
        strict=True,
    )
    return list(map(Line._make, lines))


def slow(number: int, event: AnyEvent) -> Line:
    """Return the same of an event that was read in the ordinary way."""
    row = (
        event.relationship, event.version, event.fact.topic, event.payload(), event.id,
        str(event.recorded_at), event.actor, event.command_id,
    )  # fmt: skip
    occurred, recorded = both_moments([str(event.occurred_at)], [str(event.recorded_at)])
    return Line(
        number,
        row,
        known(event.fact),
        occurred.at.item(),
        occurred.day.item(),
        occurred.precision.item(),
        recorded.at.item(),
        event.occurred_at.reached_by(event.recorded_at),
        event.cause or "",
        event.channel,
        event.on_whose_word,
        event.touchpoint,
        event.story_id,
        event,
    )


# --- what is held of every line --------------------------------------------------------------

_LETTERS = string.ascii_letters.encode() + string.digits.encode()
_ID_LETTERS = _LETTERS + b"._:-"
_CONTROLS = bytes(range(0x21))
_LONG, _DIGITS = 128, 18


def _fit(found: Sequence[Told]) -> bool:
    """Whether every attribute is as it should be; times and facts are not looked at."""
    ids = [one.id for one in found] + [one.subject for one in found]
    for one in found:
        if one.causeid or one.storyid or one.correlation:
            ids += [name for name in (one.causeid, one.storyid, one.correlation) if name]
    commands = [one.commandid for one in found]
    return (
        {(one.specversion, one.source, one.datacontenttype) for one in found} == _SAID
        and _are_numbers([one.sequence for one in found])
        and 0 < min(map(len, commands)) <= max(map(len, commands)) <= _LONG
        and not _among(commands, _CONTROLS)
        and _are_ids(ids)
        and all(
            _shared(*shared)
            for shared in {
                (one.actor, one.onwhoseword, one.sourcesystem, one.channel, one.touchpoint,
                 one.basis, one.datebasis)
                for one in found
            }
        )
    )  # fmt: skip


_SAID = {(SPECVERSION, HERE, JSON_TYPE)}


def _are_ids(texts: Sequence[str]) -> bool:
    """Whether every text is a letter or digit, and at most 127 more or full stops and the like."""
    begins = "".join([text[:1] for text in texts])
    return (
        len(begins) == len(texts)
        and max(map(len, texts)) <= _LONG
        and not begins.encode().translate(None, _LETTERS)
        and not "".join(texts).encode().translate(None, _ID_LETTERS)
    )


def _are_numbers(texts: Sequence[str]) -> bool:
    """Whether every text is a whole number from 1, of 18 digits at most."""
    joined = "".join(texts)
    return (
        joined.isascii()
        and joined.isdigit()
        and 0 < min(map(len, texts)) <= max(map(len, texts)) <= _DIGITS
        and min(map(int, texts)) > 0
    )


def _among(texts: Sequence[str], letters: bytes) -> bool:
    """Whether any of these letters is in any of the texts."""
    joined = "".join(texts).encode()
    return len(joined.translate(None, letters)) < len(joined)


_SHARED = ("actor", "on_whose_word", "source", "channel", "touchpoint", "basis", "date_basis")


@lru_cache(maxsize=4096)
def _shared(*values: str) -> bool:
    """Whether these parts of a testimony are well-formed; few combinations come up."""
    now = Moment("2000-01-01")
    said: dict[str, Any] = {
        name: value for name, value in zip(_SHARED, values, strict=True) if value
    }
    try:
        Testimony(occurred_at=now, recorded_at=now, command_id="c", **said)
    except ValidationError:
        return False
    return True


def _said_once(found: Sequence[Told], occurred: Moments, recorded: Moments) -> bool:
    """Whether moments that are said twice are plainly the same."""
    twice = (
        ([one.time for one in found], [one.occurred for one in found], occurred),
        ([one.recordedtime for one in found], [one.recorded for one in found], recorded),
    )
    return all(
        (exact == texts and bool(read.plain.all()))
        or all(map(_same, exact, texts, read.plain.tolist()))
        for exact, texts, read in twice
    )


def _same(exact: str, text: str, plain: bool) -> bool:  # noqa: FBT001 - one of a column
    return not exact or (
        plain and (exact == text or (text.endswith("Z") and exact == text[:-1] + "+00:00"))
    )


def _in_order(found: Sequence[Told], occurred: Moments, recorded: Moments) -> list[bool]:
    order: list[bool] = (occurred.at <= recorded.at).tolist()
    for place in np.flatnonzero(recorded.precision).tolist():
        one = found[place]
        order[place] = Moment(one.occurred).reached_by(Moment(one.recorded))
    return order
