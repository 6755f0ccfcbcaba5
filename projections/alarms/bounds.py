"""Bounds: how many false alarms are borne, and from which height the lines alarm for that.

The *whole* budget is the combined line's: reaching it puts a relationship on the watch list. A
*strict* limit, of a fifth of the budget, makes that an alarm, and it is what a single channel has
to reach to be named by itself. Measured on generated clients (docs/drift.md), all of them together
stay within the budget.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final, Literal
from zlib import crc32

from domain.organisation import AlarmBudgetSet
from projections.drift import learned
from projections.drift.limits import BUDGETS, LIMITS, MEASURED_ON
from projections.drift.usual import USUAL, Priors

Line = Literal[
    "drifting",
    "mood-drop",
    "staff-mood-drop",
    "divergence",
    "silence",
    "promises-slipping",
    "errors-accumulate",
]
STRICT: Final = 0.2
"""Which part of the budget an alarm, or a channel by itself, may use."""
LEAST, MOST = BUDGETS[0], BUDGETS[-1]
"""Budgets that limits were measured for, in false alarms a year per 100 clients."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The budget, and the limits in use for it.

    Parameters
    ----------
    alarms, clients
        So many false alarms a year over so many clients.
    own
        (line, whole limit, strict limit), where they were measured on the organisation's own quiet
        relationships; else the limits measured on generated ones are used.
    relationships, years
        What own limits were measured on.
    priors
        What is usual before a relationship has shown what is usual for it.
    """

    alarms: float = 5.0
    clients: int = 100
    own: tuple[tuple[str, float, float], ...] = ()
    relationships: int = 0
    years: float = 0.0
    priors: Priors = USUAL

    @property
    def per_100(self) -> float:
        """False alarms a year per 100 clients."""
        return 100 * self.alarms / self.clients

    @property
    def whole(self) -> dict[str, float]:
        """The limit of every line for the whole budget."""
        return _limits(self, 1.0)

    @property
    def strict(self) -> dict[str, float]:
        """The limit of every line for a fifth of the budget."""
        return _limits(self, STRICT)

    @property
    def measured_on(self) -> str:
        """What the limits were measured on, in a few words."""
        if self.own:
            return f"{self.relationships:,} relationships of one's own, {self.years:,.0f} years"
        return MEASURED_ON

    @property
    def mark(self) -> int:
        """A number that differs where these bounds would judge differently."""
        return crc32(f"{self!r} {weights()} {LIMITS!r}".encode())


@cache
def _limits(bounds: Bounds, share: float) -> dict[str, float]:
    if bounds.own:
        return {line: strict if share < 1 else whole for line, whole, strict in bounds.own}
    from projections.drift.calibrate import Budget, usual_limits  # noqa: PLC0415 - loads numpy

    return usual_limits(Budget(bounds.alarms * share, bounds.clients)).of


@cache
def weights() -> int:
    """Return a number for the learned weights: limits hold for the weights they were measured with.

    A budget that was set under other weights keeps its figure, and gets the usual limits.
    """
    made = (learned.CENTRE, learned.HIDDEN, learned.HIDDEN_BIAS, learned.ODDS, learned.ODDS_BIAS)
    return crc32(repr(made).encode())


def bounds_of(fact: AlarmBudgetSet | None) -> Bounds:
    """Return the bounds that a budget set; without one, the default.

    Examples
    --------
    >>> bounds_of(None).per_100
    5.0
    """
    if fact is None:
        return Bounds()
    if not fact.limits or fact.weights != weights():
        return Bounds(fact.alarms, fact.clients)
    return Bounds(
        fact.alarms, fact.clients, fact.limits, fact.relationships or 0, fact.years or 0.0
    )
