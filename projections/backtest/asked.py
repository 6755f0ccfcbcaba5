"""What a back-test asks of each relationship, wherever that is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain._kernel import AnyEvent
from domain.moments import Moment
from projections.backtest.policy import Policy
from projections.backtest.replaying import Replayed, as_it_happened, replay
from projections.calendar import Calendar
from projections.reading import up_to

HORIZON = 365.0
"""Days within which a breakup makes an alarm right, unless somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked; it can be sent to another process. See `journeys.backtesting.backtest`."""

    policies: tuple[Policy, ...]
    calendar: Calendar
    now: Moment
    at: Moment | None = None
    horizon: float = HORIZON
    as_happened: bool = False

    def of(self, relationship: str, events: Iterable[AnyEvent]) -> tuple[Replayed, ...]:
        """Return a relationship under each of the policies; nothing where nothing was known."""
        known = up_to(events, self.at, self.at)
        if self.as_happened:
            known = as_it_happened(known)
        if not known:
            return ()
        return tuple(
            replay(relationship, known, self.calendar, policy, self.now, self.horizon)
            for policy in self.policies
        )
