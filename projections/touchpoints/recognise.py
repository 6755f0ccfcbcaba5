"""Which touchpoint of an adopted map an event was, where nobody named one."""

from __future__ import annotations

from collections import defaultdict

from domain._kernel import AnyEvent
from domain.courtship import IntakeDecided
from domain.maps import MapBody, Touchpoint
from domain.process import GateDecided


class Recogniser:
    """Tells the touchpoints of one map apart.

    In this order: the touchpoint that was named with the event; the one whose gate was passed or
    failed in it (a skipped gate was *not* visited); the one that the map says is recognised by this
    activity, over this channel where several are, by word before kind. Nothing else is guessed.

    Parameters
    ----------
    body
        The map that was adopted; None where there is none.
    """

    def __init__(self, body: MapBody | None) -> None:
        points = body.touchpoints if body else ()
        self._named = {one.touchpoint: one for one in points}
        self._gates = {one.gate: one for one in reversed(points) if one.gate}
        self._known: dict[str, list[Touchpoint]] = defaultdict(list)
        for one in points:
            for activity in one.recognised_by or ():
                self._known[activity].append(one)

    def touchpoint(self, event: AnyEvent, activity: str) -> Touchpoint | None:
        """Return the touchpoint that an event was; None where the map has none for it. O(1)."""
        if event.touchpoint in self._named:
            return self._named[event.touchpoint]
        return self._by_gate(event) or self._by_activity(event, activity)

    def _by_gate(self, event: AnyEvent) -> Touchpoint | None:
        fact = event.fact
        if isinstance(fact, GateDecided) and fact.outcome != "skipped":
            return self._gates.get(fact.gate)
        if isinstance(fact, IntakeDecided) and fact.gate is not None:
            return self._gates.get(fact.gate)
        return None

    def _by_activity(self, event: AnyEvent, activity: str) -> Touchpoint | None:
        for name in (activity, activity.partition(":")[0]):
            known = self._known.get(name)
            if known:
                over = (one for one in known if one.channel == event.channel)
                return next(over, known[0])
        return None
