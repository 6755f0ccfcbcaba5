"""Watching: what is remembered of one relationship between its contacts, and what stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from domain._kernel import AnyEvent
from domain.moments import Moment
from domain.unchanging import unchanging
from projections.alarms.bounds import Bounds, Line

if TYPE_CHECKING:
    from projections.alarms.met import Met

Grade = Literal["watch", "alarm"]
HELD_DAYS = 365
"""So long after a contact the line of a single channel says nothing any more."""


class Stands(NamedTuple):
    """An alarm that stands: under which key, since when, and how grave."""

    key: str
    since: Moment
    grade: Grade


class Rise(NamedTuple):
    """An alarm is raised: ``says`` fills its sentence, ``figures`` tell all that was measured."""

    code: str
    key: str
    grade: Grade
    since: Moment | None
    evidence: tuple[AnyEvent, ...]
    says: dict[str, Any]
    figures: dict[str, Any]


class Fall(NamedTuple):
    """An alarm stands no longer."""

    code: str
    key: str


@unchanging
class Watching:
    """One relationship under watch; `projections.alarms.following` makes the next.

    Attributes
    ----------
    bounds
        The limits in use.
    zero
        Day 0: its first event, or its new beginning after an end.
    latest
        The last contact, which knows those before it.
    alive
        Whether it is judged: from the announced breakup on it is not.
    standing
        The alarms that stand, by code.
    moves
        What the last event raised and settled.
    heights
        How high the lines stood at the last event, where they were judged.
    """

    bounds: Bounds = field(default_factory=Bounds)
    zero: Moment | None = None
    latest: Met | None = field(default=None, repr=False, compare=False)
    alive: bool = True
    standing: Mapping[str, Stands] = field(default_factory=dict)
    moves: tuple[Rise | Fall, ...] = ()
    heights: Mapping[str, float] = field(default_factory=dict)

    @property
    def contacts(self) -> int:
        """How many contacts are known."""
        return int(self.latest.state.contacts) if self.latest else 0

    @property
    def days(self) -> float:
        """How many days lie between its beginning and the last contact."""
        return self.latest.state.day if self.latest else 0.0

    def is_over(self, line: Line) -> bool:
        """Whether a line stands above its strict limit at the event just taken in."""
        return line in self.heights and self.heights[line] >= self.bounds.strict[line]
