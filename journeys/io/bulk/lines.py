"""Lines of a native file, read quickly where they are written as we write them.

Any other line is for `journeys.io.envelope`, which reads every spelling and says what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from domain._kernel import AnyEvent
from domain.moments import Moment
from domain.rules import HYPOTHETICAL
from journeys.columns.facts import Kept
from journeys.columns.moments import Moments, Numbers, both_moments
from journeys.io.bulk.facts import Known, known, written
from journeys.io.bulk.fitting import fit
from journeys.io.bulk.spelling import Columns, is_plain, stored, told
from journeys.store.chain import Bytes, Rows
from journeys.store.numbering import Numbering

_LINE_END = b"\n"


@dataclass(frozen=True, slots=True, eq=False)
class Batch(Rows):
    """Events as they are stored and copied: a column for every thing."""

    actor: Sequence[str]
    kept: Sequence[Kept]
    """What a copy keeps of the facts."""
    at: Numbers
    """Microseconds from 1970 to the first instant of when it happened."""
    day: Numbers
    precision: Numbers
    recorded: Numbers
    """As columns have them, as `at`."""
    cause: Sequence[str]
    """The ids of causes; here and below a text is empty without one."""
    channel: Sequence[str]
    word: Sequence[str]
    touchpoint: Sequence[str]
    story: Sequence[str]


@dataclass(frozen=True, slots=True, eq=False)
class Lines(Batch):
    """Events of the file, with what it takes to judge them."""

    payload: Sequence[str]
    who: Sequence[int]
    """The number of its relationship."""
    recorded_at: Sequence[str]
    number: Sequence[int]
    """Of the line, from 1."""
    known: Sequence[Known]
    plain: Sequence[bool]
    """Whether it was recorded no earlier than it happened, and did happen."""
    built: Sequence[AnyEvent | None]
    """The events, where they had to be built."""

    def rows(self) -> Sequence[Bytes]:
        """Return them as they are stored."""
        payloads = [text.encode() for text in self.payload]
        return list(zip(
            self.relationship, self.version, self.topic, payloads, self.event, self.recorded_at,
            self.actor, self.command, strict=True,
        ))  # fmt: skip

    def part(self, begin: int, end: int) -> Lines:
        """Return those from one place up to another."""
        if (begin, end) == (0, len(self)):
            return self
        columns: Iterator[Any] = (getattr(self, name)[begin:end] for name in _NAMES)
        return Lines(*columns)


class Odd(NamedTuple):
    """A line that has to be read in the ordinary way."""

    number: int
    raw: bytes


_NAMES = tuple(one.name for one in fields(Lines))
_ARRAYS = {"at", "day", "precision", "recorded"}


def joined(parts: Sequence[Lines]) -> Lines:
    """Return all of them, one after another."""
    if len(parts) == 1:
        return parts[0]
    columns: Iterator[Any] = (
        np.concatenate(some) if name in _ARRAYS else list(chain.from_iterable(some))
        for name, some in ((name, [getattr(part, name) for part in parts]) for name in _NAMES)
    )
    return Lines(*columns)


def quick(first: int, block: bytes, numbers: Numbering[str]) -> Iterator[Lines | Odd]:
    """Yield the events that lines hold, and between them the lines that are not that plain.

    They are taken together where nothing is wrong in any of them.

    Parameters
    ----------
    first
        The number of the first line.
    block
        The lines, each with its end.
    numbers
        Those of relationships; they are given to lines that are taken, in their order.
    """
    lines = _read(first, block, numbers)
    if lines is not None:
        yield lines
        return
    raws = block.split(_LINE_END)[:-1]
    if len(raws) == 1:
        yield Odd(first, raws[0])
        return
    half = len(raws) // 2
    for number, some in ((first, raws[:half]), (first + half, raws[half:])):
        yield from quick(number, _LINE_END.join([*some, b""]), numbers)


def _read(first: int, block: bytes, numbers: Numbering[str]) -> Lines | None:
    said = told(block)
    if said is None:
        return None
    try:
        return _lines(first, said, numbers, plain=is_plain(block)) if fit(said) else None
    except (ValueError, KeyError):
        return None


def _lines(
    first: int,
    said: Columns,
    numbers: Numbering[str],
    *,
    plain: bool,
) -> Lines | None:
    """Return the lines, None when something in one of them is not as it should be."""
    # Told apart at once they take half as long as one by one; where one had a line end, what there
    # is of it is no fact.
    every = written(said.type, _LINE_END.join(said.data).split(_LINE_END))
    facts = [fact for fact in every if fact is not None]
    occurred, recorded = both_moments(said.occurred, said.recorded)
    versions = list(map(int, said.sequence))
    many = len(versions)
    if len(facts) < many or min(versions) < 1 or not _said_once(said, occurred, recorded):
        return None
    return Lines(
        said.subject,
        versions,
        said.type,
        stored(said, versions, [one.text for one in facts], plain=plain),
        said.id,
        said.commandid,
        said.actor,
        [one.kept for one in facts],
        occurred.at,
        occurred.day,
        occurred.precision,
        recorded.at,
        said.causeid,
        said.channel,
        said.onwhoseword,
        said.touchpoint,
        said.storyid,
        numbers.of(said.subject),
        said.recorded,
        range(first, first + many),
        facts,
        _plain(said, occurred, recorded),
        (None,) * many,
    )


def slow(number: int, event: AnyEvent, numbers: Numbering[str]) -> Lines:
    """Return the same of an event that was read in the ordinary way."""
    fact = known(event.fact)
    occurred, recorded = both_moments([str(event.occurred_at)], [str(event.recorded_at)])
    return Lines(
        [event.relationship],
        [event.version],
        [event.fact.topic],
        [event.payload().decode()],
        [event.id],
        [event.command_id],
        [event.actor],
        [fact.kept],
        occurred.at,
        occurred.day,
        occurred.precision,
        recorded.at,
        [event.cause or ""],
        [event.channel or ""],
        [event.on_whose_word or ""],
        [event.touchpoint or ""],
        [event.story_id or ""],
        numbers.of([event.relationship]),
        [str(event.recorded_at)],
        [number],
        [fact],
        [
            event.occurred_at.reached_by(event.recorded_at)
            and not event.command_id.startswith(HYPOTHETICAL)
        ],
        [event],
    )


def _said_once(said: Columns, occurred: Moments, recorded: Moments) -> bool:
    """Whether moments that are said twice are plainly the same."""
    twice = ((said.time, said.occurred, occurred), (said.recordedtime, said.recorded, recorded))
    return all(
        (exact == texts and bool(read.plain.all()))
        or all(map(_same, exact, texts, read.plain.tolist()))
        for exact, texts, read in twice
    )


def _same(exact: str, text: str, plain: bool) -> bool:  # noqa: FBT001 - one of a column
    return not exact or (
        plain and (exact == text or (text.endswith("Z") and exact == text[:-1] + "+00:00"))
    )


def _plain(said: Columns, occurred: Moments, recorded: Moments) -> list[bool]:
    plain: list[bool] = (occurred.at <= recorded.at).tolist()
    for place in np.flatnonzero(recorded.precision).tolist():
        plain[place] = Moment(said.occurred[place]).reached_by(Moment(said.recorded[place]))
    if HYPOTHETICAL in "".join(said.commandid):
        return [
            one and not command.startswith(HYPOTHETICAL)
            for one, command in zip(plain, said.commandid, strict=True)
        ]
    return plain
