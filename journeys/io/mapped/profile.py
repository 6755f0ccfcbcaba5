"""What an import writes, in figures: kinds of events, relationships, the stretch, feelings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from domain._kernel import AnyEvent
from domain.feelings import FeelingObserved
from domain.moments import Moment
from journeys.io.shapes import name_of


@dataclass(slots=True)
class Felt:
    """The feelings of one side: how many, and their mean, −1…1."""

    count: int = 0
    total: float = 0.0

    @property
    def mean(self) -> float | None:
        """The mean valence, None without any."""
        return self.total / self.count if self.count else None


@dataclass(slots=True)
class Profile:
    """Figures of the events of an import."""

    relationships: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    first: Moment | None = None
    last: Moment | None = None
    feelings: dict[str, Felt] = field(default_factory=dict)
    unused: dict[str, list[str]] = field(default_factory=dict)

    def learn(self, events: Iterable[AnyEvent]) -> None:
        """Count the events of one more relationship."""
        some = False
        for event in events:
            some = True
            self.kinds[name_of(type(event.fact))] += 1
            at = event.occurred_at
            self.first = at if self.first is None or at < self.first else self.first
            self.last = at if self.last is None or at > self.last else self.last
            if isinstance(event.fact, FeelingObserved):
                felt = self.feelings.setdefault(event.fact.whose, Felt())
                felt.count += 1
                felt.total += event.fact.valence
        self.relationships += some

    def document(self) -> dict[str, Any]:
        """Return the figures as one JSON object."""
        return {
            "relationships": self.relationships,
            "events": dict(self.kinds.most_common()),
            "first": self.first,
            "last": self.last,
            "feelings": {
                whose: {"count": felt.count, "mean": felt.mean and round(felt.mean, 4)}
                for whose, felt in sorted(self.feelings.items())
            },
            "unused": self.unused,
        }
