"""Following: how a watch grows with every event, and what silence brings between two.

Contacts are judged in `projections.alarms.judging`, and what silence will bring is looked up in
`projections.alarms.foreseeing`, both loaded when they are first asked; everything else is settled
here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from importlib import import_module
from types import ModuleType

from domain._kernel import AnyEvent
from domain.breakup import BreakupAnnounced, EndDateSet, RelationshipEnded, RelationshipRekindled
from domain.care import ContactHeld
from domain.feelings import FeelingObserved
from domain.friction import IncidentOccurred
from domain.moments import Moment
from domain.promises import PromiseSettled
from domain.vocabulary import Phase
from projections.alarms.watching import Fall, Watching
from projections.drift.usual import TICK

CONTACT = (ContactHeld, FeelingObserved, IncidentOccurred, PromiseSettled)
"""Facts that drift is read in."""
GOODBYE = (BreakupAnnounced, EndDateSet, RelationshipEnded)
"""From these on the goodbye is judged, and drift no longer."""
OVER: tuple[Phase, ...] = ("breakup", "ended")
_TICK = timedelta(days=TICK)


def after(watching: Watching, event: AnyEvent, phase: Phase) -> Watching:
    """Return the watch after an event that led to *phase*. O(1) in the contacts before."""
    fact = event.fact
    if watching.zero is None or isinstance(fact, RelationshipRekindled):
        watching = Watching(watching.bounds, event.occurred_at)
    if isinstance(fact, GOODBYE):
        fallen = tuple(Fall(code, stands.key) for code, stands in watching.standing.items())
        return replace(watching, alive=phase not in OVER, standing={}, moves=fallen, heights={})
    if not isinstance(fact, CONTACT):
        still = not (watching.moves or watching.heights)
        return watching if still else replace(watching, moves=(), heights={})
    judged: Watching = _room("judging").after(watching, event, alive=phase not in OVER)
    return judged


def foreseen(watching: Watching, until: Moment | None = None) -> Watching | None:
    """Return the watch with what silence raises before *until*; None where it raises nothing.

    Without a moment it looks as far ahead as an alarm may lie. The clock ticks every 21 days after
    the last contact, whenever somebody asks.
    """
    latest = watching.latest
    if latest is None or not watching.alive:
        return None
    if until is not None and until.start - latest.told.events[0].occurred_at.start <= _TICK:
        return None
    if "silence" in watching.standing and "drifting" in watching.standing:
        return None
    ahead: Watching | None = _room("foreseeing").foreseen(watching, until)
    return ahead


@cache
def _room(name: str) -> ModuleType:
    return import_module(f"projections.alarms.{name}")  # loads numpy
