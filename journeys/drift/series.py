"""The series: a tidy row for every line at every contact and on every day, written as it comes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import numpy as np

from journeys.drift.eras import Era
from journeys.drift.lines import Course, courses, place

_DAY = timedelta(days=1)


def rows(
    found: Iterable[Era], limits: dict[str, float], lines: Sequence[str], *, csv: bool = False
) -> Iterator[str]:
    """Yield the rows of era after era as text: JSON Lines, or CSV without its heading.

    Each row has ``relationship``, ``at``, ``channel``, ``value`` and ``threshold``; ``at`` is an
    instant in UTC, a contact's own or midnight. O(rows); one block of eras is in memory.
    """
    for course in courses(found):
        yield _csv(course, limits, lines) if csv else _jsonl(course, limits, lines)


def _jsonl(course: Course, limits: dict[str, float], lines: Sequence[str]) -> str:
    head = f'{{"relationship": {json.dumps(course.era.relationship)}, "at": "'
    tails = [
        (
            place(line),
            f'", "channel": "{line}", "value": ',
            f', "threshold": {limits[line]:.4f}}}\n',
        )
        for line in lines
    ]
    return _text(course, head, tails)


def _csv(course: Course, limits: dict[str, float], lines: Sequence[str]) -> str:
    name = course.era.relationship
    quoted = '"' + name.replace('"', '""') + '"' if set(name) & set('",\n\r') else name
    tails = [(place(line), f",{line},", f",{limits[line]:.4f}\n") for line in lines]
    return _text(course, f"{quoted},", tails)


def _text(course: Course, head: str, tails: list[tuple[int, str, str]]) -> str:
    parts: list[str] = []
    zero, end = course.era.zero, course.era.end
    starts = course.day.tolist()
    stops = [*starts[1:], end]
    values = np.round(course.value, 4).tolist()
    for day, stop, tick, value in zip(starts, stops, course.tick.tolist(), values, strict=True):
        ends = [f"{before}{value[at]}{after}" for at, before, after in tails]
        moments = [] if tick else [_instant(zero + day * _DAY)]
        moments += _midnights(zero + day * _DAY, zero + stop * _DAY)
        if course.era.goodbyes:
            moments = [one for one in moments if course.era.is_judged(_day_of(one, zero))]
        parts += [head + moment + tail for moment in moments for tail in ends]
    return "".join(parts)


def _instant(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _day_of(text: str, zero: datetime) -> float:
    return (datetime.fromisoformat(text) - zero) / _DAY


def _midnights(start: datetime, stop: datetime) -> list[str]:
    """Return the midnights after *start* and before *stop*."""
    first, last = start.toordinal() + 1, stop.toordinal()
    if stop.time() != datetime.min.time():
        last += 1
    return [_midnight(day) for day in range(first, last)]


@lru_cache(maxsize=65_536)
def _midnight(ordinal: int) -> str:
    return f"{datetime.fromordinal(ordinal):%Y-%m-%d}T00:00:00Z"
