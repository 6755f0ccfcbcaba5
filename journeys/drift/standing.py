"""Where the lines of a relationship stand now: one row a line, with what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from domain.moments import Moment
from journeys.drift.eras import Era
from journeys.drift.lines import Course, courses, place
from projections.alarms.bounds import Bounds
from projections.drift import stream
from projections.drift.explain import Part, parts
from projections.drift.lines import LINES
from projections.drift.state import begin

CHANNEL = {
    "mood-drop": "client",
    "staff-mood-drop": "staff",
    "divergence": "gap",
    "silence": "silence",
    "promises-slipping": "promises",
    "errors-accumulate": "errors",
}
REMEMBERED = 1_000
"""Contacts that an explanation goes back over."""


@dataclass(frozen=True, slots=True)
class LineStands:
    """One line of one relationship: its height and limit now, and since when it is above it.

    ``part`` is the channel that it looks at; of the combined line the one that weighs most.
    ``events`` are those in the window that count for it.
    """

    relationship: str
    line: str
    value: float
    limit: float
    since: Moment | None
    contacts: int
    part: Part
    events: tuple[str, ...]

    @property
    def over(self) -> bool:
        """Whether it stands at or above its limit."""
        return self.since is not None


def standing(found: Iterable[Era], bounds: Bounds) -> Iterator[LineStands]:
    """Yield every line of every era that is still running, in the order of `LINES`."""
    for course in courses(era for era in found if not era.parted):
        yield from _standing(course, bounds)


def _standing(course: Course, bounds: Bounds) -> Iterator[LineStands]:
    era = course.era
    forgotten = max(0, len(era.contacts) - REMEMBERED)
    state, _ = stream.after(begin(), era.contacts)
    shown = parts(era.contacts[forgotten:], state, float(course.day[-1]))
    for line in LINES:
        values = course.value[:, place(line)]
        limit = bounds.whole[line]
        under = (values < limit).nonzero()[0]
        first = int(under[-1]) + 1 if len(under) else 0
        over = first < len(values)
        part = next((p for p in shown if p.channel == CHANNEL.get(line)), shown[0])
        since = era.zero + timedelta(days=float(course.day[first])) if over else None
        yield LineStands(
            relationship=era.relationship,
            line=line,
            value=float(values[-1]),
            limit=limit,
            since=Moment.of(since.replace(microsecond=0)) if since else None,
            contacts=len(era.contacts),
            part=part,
            events=era.events(forgotten + at for at in part.contacts),
        )
