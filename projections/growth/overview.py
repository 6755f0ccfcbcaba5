"""The row of the view ``portfolio``: one relationship at a glance."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from domain._kernel import AnyEvent
from domain.feelings import FeelingObserved
from domain.judgement import FindingAnswered
from projections.growth import Change
from projections.growth.lines import SIDES
from projections.moods import counts
from projections.reading import Reading

LATELY = 24
"""So many feelings of each side, the last ones, are shown."""


class Portfolio:
    """Tells title, phase, dates and the last feelings of both sides."""

    def __init__(self) -> None:
        self._felt: dict[str, deque[float]] = {whose: deque(maxlen=LATELY) for whose in SIDES}

    def news(self, reading: Reading, begin: int) -> Iterator[Change]:
        """Yield the one row, once the relationship has been opened."""
        for event in reading.events[begin:]:
            fact = event.fact
            if isinstance(fact, FeelingObserved) and counts(fact):
                self._felt[fact.whose].append(fact.valence)
        state = reading.state
        if state.opened is None:
            return
        yield (
            "",
            {
                "title": state.opened.fact.title,
                "kind": state.opened.fact.kind,
                "phase": state.phase,
                "since": state.phase_since,
                "ends": state.ends,
                "begun": state.opened.occurred_at,
                "last": _last(reading).occurred_at,
                "events": len(reading.events),
                **{whose: list(felt) for whose, felt in self._felt.items()},
            },
        )


def _last(reading: Reading) -> AnyEvent:
    """Return what happened last between the two; answering a finding is none of that."""
    told = (e for e in reversed(reading.events) if not isinstance(e.fact, FindingAnswered))
    return next(told, reading.events[-1])
