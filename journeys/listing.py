"""The list: every relationship on a line, from what the runner keeps."""

from __future__ import annotations

from dataclasses import dataclass

from domain.moments import Moment
from journeys.board import standing_at
from journeys.store import Store


@dataclass(frozen=True, slots=True)
class Summary:
    """One relationship in a list."""

    id: str
    title: str
    kind: str
    phase: str
    since: Moment | None
    begun: Moment
    last: Moment
    events: int


def summaries(store: Store, now: Moment) -> list[Summary]:
    """Return every relationship, by id, with the phase in which it is *now*."""
    found = []
    for relationship, _, row in store.rows("portfolio"):
        phase, since = standing_at(row, now)
        found.append(
            Summary(
                id=relationship,
                title=row["title"] or relationship,
                kind=row["kind"],
                phase=phase,
                since=since,
                begun=Moment(row["begun"]),
                last=Moment(row["last"]),
                events=row["events"],
            )
        )
    return found
