"""Watching: what is remembered of one relationship between its contacts, and what stands.

It grows with every event. Contacts are judged in `projections.alarms.judging`, which is loaded
with the first of them; everything else is settled here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from domain._kernel import AnyEvent
from domain.breakup import BreakupAnnounced, EndDateSet, RelationshipEnded, RelationshipRekindled
from domain.care import ContactHeld
from domain.feelings import FeelingObserved
from domain.friction import IncidentOccurred
from domain.moments import Moment
from domain.promises import PromiseSettled
from domain.vocabulary import Phase
from projections.alarms.bounds import Bounds, Line
from projections.drift.usual import TICK

if TYPE_CHECKING:
    from projections.alarms.met import Met

CONTACT = (ContactHeld, FeelingObserved, IncidentOccurred, PromiseSettled)
"""Facts that drift is read in."""
GOODBYE = (BreakupAnnounced, EndDateSet, RelationshipEnded)
"""From these on the goodbye is judged, and drift no longer."""
OVER: tuple[Phase, ...] = ("breakup", "ended")
Grade = Literal["watch", "alarm"]
_TICK = timedelta(days=TICK)


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


@dataclass(frozen=True, slots=True)
class Watching:
    """One relationship under watch. Pure: `after` and `foreseen` make the next.

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

    def after(self, event: AnyEvent, phase: Phase) -> Watching:
        """Return the watch after an event that led to *phase*. O(1) in the contacts before."""
        fact = event.fact
        if self.zero is None or isinstance(fact, RelationshipRekindled):
            return _judged(Watching(self.bounds, event.occurred_at), event, phase)
        if isinstance(fact, GOODBYE):
            fallen = tuple(Fall(code, stands.key) for code, stands in self.standing.items())
            return replace(self, alive=phase not in OVER, standing={}, moves=fallen, heights={})
        return _judged(self, event, phase)

    def foreseen(self, until: Moment | None = None) -> Watching | None:
        """Return the watch with what silence raises before *until*; None where it raises nothing.

        Without a moment it looks as far ahead as an alarm may lie. The clock ticks every 21 days
        after the last contact, whenever somebody asks.
        """
        if self.latest is None or not self.alive:
            return None
        last = self.latest.told.events[0].occurred_at
        if until is not None and until.start - last.start <= _TICK:
            return None
        if "silence" in self.standing and "drifting" in self.standing:
            return None
        from projections.alarms.judging import foreseen  # noqa: PLC0415 - loads numpy

        return foreseen(self, until)


def _judged(watching: Watching, event: AnyEvent, phase: Phase) -> Watching:
    if not isinstance(event.fact, CONTACT):
        return (
            replace(watching, moves=(), heights={})
            if watching.moves or watching.heights
            else watching
        )
    from projections.alarms.judging import after  # noqa: PLC0415 - loads numpy

    return after(replace(watching, alive=phase not in OVER, moves=(), heights={}), event)
