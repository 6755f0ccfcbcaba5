"""The tally: how every rule did, over however many relationships."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import quantiles
from typing import Final

from projections.backtest.replaying import Replayed
from projections.uncertain import wilson

YEARS_AT_LEAST: Final = 100.0
"""From fewer relationship-years no rate is told: one false alarm would make or break it."""
LEADS_AT_LEAST: Final = 4
"""No quartiles are told from fewer breakups."""


@dataclass(slots=True)
class RuleTally:
    """How one rule did, or all of them together (code ``all``).

    ``leads`` has one entry for each breakup it warned of: by how many days its first alarm within
    the horizon came ahead. ``answered`` are alarms that people answered, ``agreed`` those they
    judged right and ``denied`` those they called wrong.
    """

    code: str
    right: int = 0
    false: int = 0
    undecided: int = 0
    leads: list[float] = field(default_factory=list)
    answered: int = 0
    agreed: int = 0
    denied: int = 0

    @property
    def alarms(self) -> int:
        """How many alarms it raised before a breakup was announced."""
        return self.right + self.false + self.undecided

    @property
    def lead(self) -> tuple[float | None, float | None, float | None]:
        """The lower quartile, the median and the upper quartile of its leads, in days.

        Examples
        --------
        >>> RuleTally("silence", leads=[10, 20, 30, 40]).lead
        (17.5, 25.0, 32.5)
        >>> RuleTally("silence", leads=[10]).lead
        (None, 10.0, None)
        """
        if not self.leads:
            return None, None, None
        if len(self.leads) == 1:
            return None, float(self.leads[0]), None
        low, middle, high = quantiles(self.leads, n=4, method="inclusive")
        return (low, middle, high) if len(self.leads) >= LEADS_AT_LEAST else (None, middle, None)

    @property
    def precision(self) -> float | None:
        """The share that people judged right, of those they judged, 0…1."""
        judged = self.agreed + self.denied
        return self.agreed / judged if judged else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between which shares that precision lies, at 95 %."""
        return wilson(self.agreed, self.agreed + self.denied)


@dataclass(slots=True)
class Tally:
    """What a policy came to.

    Parameters
    ----------
    horizon
        Days within which a breakup makes an alarm right.

    Attributes
    ----------
    rules
        By code, those that raised anything; ``together`` counts them all.
    relationships, years
        How many were watched, and for how many relationship-years in all.
    error_years
        Relationship-years in which an alarm would have been false.
    breakups, untold
        Announced breakups with enough on record before them, and those without.
    young
        Relationships without a breakup that were watched for less than the horizon: what was
        raised in them is undecided.
    """

    horizon: float
    rules: dict[str, RuleTally] = field(default_factory=dict)
    together: RuleTally = field(default_factory=lambda: RuleTally("all"))
    relationships: int = 0
    years: float = 0.0
    error_years: float = 0.0
    breakups: int = 0
    untold: int = 0
    young: int = 0

    def per_100(self, rule: RuleTally) -> float | None:
        """Return a rule's false alarms per 100 relationship-years; None where these are few."""
        if self.error_years < YEARS_AT_LEAST:
            return None
        return 100 * rule.false / self.error_years

    def share(self, rule: RuleTally) -> float | None:
        """Return the share of the breakups that a rule warned of; None where there are none."""
        return len(rule.leads) / self.breakups if self.breakups else None

    def add(self, one: Replayed) -> None:
        """Count one relationship in."""
        self.relationships += 1
        horizon = timedelta(days=self.horizon)
        for watched in one.watched:
            watch = watched.watch
            self.years += watch.years
            self.error_years += watch.open_to_error(horizon)
            if watch.parted:
                self.breakups += watch.told
                self.untold += not watch.told
            else:
                self.young += watch.end - watch.begin < horizon
            if watch.parted and not watch.told:
                continue
            for alarm in watched.alarms:
                for rule in self._counted(alarm.code):
                    setattr(rule, alarm.verdict, getattr(rule, alarm.verdict) + 1)
            for rule in (self.together, *self.rules.values()):
                lead = watched.lead(None if rule is self.together else rule.code)
                if lead is not None:
                    rule.leads.append(lead)
        for answer in one.answered:
            for rule in self._counted(answer.code):
                rule.answered += 1
                rule.agreed += answer.judged == "right"
                rule.denied += answer.judged == "wrong"

    def _counted(self, code: str) -> Iterator[RuleTally]:
        yield self.rules.setdefault(code, RuleTally(code))
        yield self.together


def tally(found: Iterable[Replayed], horizon: float) -> Tally:
    """Return what a policy came to over these relationships."""
    counted = Tally(horizon)
    for one in found:
        counted.add(one)
    return counted
