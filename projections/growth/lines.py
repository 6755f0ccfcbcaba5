"""The rows of the views ``timeline`` and ``moods``: one a line, one a feeling."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import get_args

from domain.vocabulary import Phase
from projections.curve import Sample, feelings, sample_of
from projections.growth import Change
from projections.moods import Whose
from projections.ports import Row
from projections.reading import Reading
from projections.timeline import Line, Lines

SIDES: tuple[Whose, ...] = get_args(Whose)


class Timeline:
    """Tells a line for every event; a feeling about an earlier one changes that one's."""

    def __init__(self) -> None:
        self._lines = Lines()

    def news(self, reading: Reading, begin: int) -> Iterator[Change]:
        """Yield the lines that are new or other; see `projections.growth.Growing`."""
        events, new = reading.events, reading.events[begin:]
        about = self._lines.learn(new)
        earlier = {place for one in about if (place := reading.places.get(one, begin)) < begin}
        for place in (*sorted(earlier), *range(begin, len(events))):
            phase: Phase = reading.phases[place]
            line = self._lines.line(events[place], phase)
            if line is not None:
                yield f"{line.event.version:09d}", _line(line)


def _line(line: Line) -> Row:
    return {
        "at": str(line.event.occurred_at),
        "event": line.event.id,
        "topic": line.event.fact.topic,
        "phase": line.phase,
        "client": line.client,
        "staff": line.staff,
    }


class Moods:
    """Tells every feeling on both curves, numbered in the order in which they are drawn."""

    def __init__(self) -> None:
        self._drawn: dict[str, int] = dict.fromkeys(SIDES, 0)
        self._last: dict[str, tuple[datetime, bool]] = {}

    def news(self, reading: Reading, begin: int) -> Iterator[Change]:
        """Yield the feelings that are new or have another number."""
        among: set[Whose] = set()
        for event in reading.events[begin:]:
            sample = sample_of(event)
            if sample is None:
                continue
            whose: Whose = event.fact.whose
            place = sample.at.start, sample.guessed
            number = self._drawn[whose]
            self._drawn[whose] = number + 1
            if place < self._last.get(whose, place):  # said at the moment of a guess: before it
                among.add(whose)
                continue
            self._last[whose] = place
            yield f"{whose}-{number:09d}", _feeling(sample)
        for whose in among:
            drawn = feelings(reading.events).drawn(whose)
            yield from ((f"{whose}-{at:09d}", _feeling(one)) for at, one in enumerate(drawn))


def _feeling(sample: Sample) -> Row:
    return {
        "at": str(sample.at),
        "valence": sample.valence,
        "event": sample.event_id,
        "attributed": sample.attributed,
        "guessed": sample.guessed,
    }
