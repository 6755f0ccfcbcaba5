"""Which touchpoint of an adopted map an occasion was, where nobody named one."""

from __future__ import annotations

from collections import defaultdict

from domain.maps import MapBody, Touchpoint
from projections.touchpoints.occasion import Occasion


class Recogniser:
    """Tells the touchpoints of one map apart.

    In this order: the touchpoint that was named with it; the one whose gate was passed or failed
    in it (a skipped gate was *not* visited); the one that the map says is recognised by this
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

    def touchpoint(self, one: Occasion) -> Touchpoint | None:
        """Return the touchpoint that an occasion was; None where the map has none for it. O(1)."""
        if one.named in self._named:
            return self._named[one.named]
        gate = self._gates.get(one.gate) if one.gate is not None else None
        return gate or self._by_activity(one)

    def _by_activity(self, one: Occasion) -> Touchpoint | None:
        if not self._known:
            return None
        for name in (one.activity, one.activity.partition(":")[0]):
            known = self._known.get(name)
            if known:
                over = (point for point in known if point.channel == one.channel)
                return next(over, known[0])
        return None
