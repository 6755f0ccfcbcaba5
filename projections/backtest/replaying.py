"""Replaying: one relationship judged by a policy as it became known, and how right that was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from domain._kernel import AnyEvent
from domain.moments import Moment
from domain.relationship import in_order_of_happening
from domain.vocabulary import Severity
from projections import precision
from projections.backtest.policy import Policy
from projections.backtest.watches import Watch, watches
from projections.calendar import Calendar
from projections.findings.docket import Identity
from projections.reading import Rise, read

Verdict = Literal["right", "false", "undecided"]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Warned:
    """An alarm in a watch, with what came after it.

    ``lead`` is how many days before the announcement it was known; ``None`` where it was not right.
    """

    code: str
    key: str
    severity: Severity
    since: Moment
    verdict: Verdict
    lead: float | None = None


@dataclass(frozen=True, slots=True)
class Watched:
    """A watch with its alarms, in the order of knowing."""

    watch: Watch
    alarms: tuple[Warned, ...]

    def lead(self, code: str | None = None) -> float | None:
        """Return how many days ahead the first right alarm came; of one rule, or of any."""
        leads = [a.lead for a in self.alarms if a.lead is not None and code in (None, a.code)]
        return max(leads, default=None)

    @property
    def false(self) -> int:
        """How many of its alarms were false."""
        return sum(alarm.verdict == "false" for alarm in self.alarms)


@dataclass(frozen=True, slots=True)
class Replayed:
    """One relationship under a policy; ``answered`` are alarms of its that people answered."""

    relationship: str
    watched: tuple[Watched, ...]
    answered: tuple[precision.Alarm, ...] = ()


def replay(
    relationship: str,
    events: Iterable[AnyEvent],
    calendar: Calendar,
    policy: Policy,
    now: Moment,
    horizon: float = 365.0,
) -> Replayed:
    """Judge one relationship by a policy, as it became known. O(its events), as `read` is.

    Parameters
    ----------
    relationship
        The id its events carry.
    events
        What had been recorded by *now*, in any order.
    calendar
        Tells working days.
    policy
        Rules, numbers and limits.
    now
        The moment of looking: later nothing is known.
    horizon
        An alarm is right when a breakup is announced within so many days after it.
    """
    known = in_order_of_happening(events)
    reading = read(relationship, known, calendar, policy.bounds, policy.book)
    reading.wait(now)
    alarms = list(_alarms(reading.rises, policy))
    raised = {identity for identity, _, _ in alarms}
    ahead = horizon * _DAY
    return Replayed(
        relationship,
        tuple(
            Watched(watch, tuple(_within(watch, alarms, ahead))) for watch in watches(known, now)
        ),
        tuple(
            one
            for one in precision.alarms(reading, now)
            if one.answered and (one.code, one.key) in raised
        ),
    )


def as_it_happened(events: Iterable[AnyEvent]) -> list[AnyEvent]:
    """Return the events as if each had been recorded at once."""
    return [event.model_copy(update={"recorded_at": event.occurred_at}) for event in events]


def _alarms(rises: Iterable[Rise], policy: Policy) -> Iterator[tuple[Identity, Severity, Moment]]:
    """Yield what asked for attention: also a finding that grew grave enough only later."""
    loud: set[Identity] = set()
    for identity, severity, since, anew in rises:
        if anew:
            loud.discard(identity)
        if policy.alarms_at(severity) and identity not in loud:
            loud.add(identity)
            yield identity, severity, since


def _within(
    watch: Watch, alarms: Iterable[tuple[Identity, Severity, Moment]], horizon: timedelta
) -> Iterator[Warned]:
    for (code, key), severity, since in alarms:
        if watch.begin <= since.start < watch.end:
            verdict, lead = _judged(watch, since.start, horizon)
            yield Warned(code, key, severity, since, verdict, lead)


def _judged(watch: Watch, since: datetime, horizon: timedelta) -> tuple[Verdict, float | None]:
    ahead = watch.end - since
    if watch.parted and ahead <= horizon:
        return "right", ahead / _DAY
    return ("false" if ahead >= horizon else "undecided"), None
