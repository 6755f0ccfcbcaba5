"""Findings about what was delivered, beside what was expected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from domain._kernel import AnyEvent
from domain.numbers import ExpectationStated, MetricObserved
from projections.findings.registry import Raise, Scene, Settle, rule

_MORE_IS_BETTER = ("share", "count", "score")


def _measured(scene: Scene) -> Iterator[tuple[str, AnyEvent, float]]:
    """Yield each expectation whose period is over and which this number answers, with its share."""
    number: MetricObserved = scene.fact
    for expected in scene.before.of(ExpectationStated):
        fact = expected.fact
        if fact.within_days is None or fact.value <= 0 or fact.unit not in _MORE_IS_BETTER:
            continue
        if (fact.metric, fact.unit) != (number.metric, number.unit):
            continue
        if fact.goal and number.goal and fact.goal != number.goal:
            continue
        if number.about_to and number.about_to < expected.occurred_at:
            continue
        ends = expected.occurred_at.end + timedelta(days=fact.within_days)
        if ends <= scene.now.start and not expected.dated_roughly:
            yield fact.expectation, expected, number.value / fact.value


@rule(
    "over-delivery",
    "info",
    MetricObserved,
    rows=(156,),
    sentence="{share}% of what was expected ({expectation}) was delivered.",
    action="Ask whether the client noticed, and whether it was worth it.",
    cannot_know="whether less would have been better; days, hours and money are not judged",
    above=1.5,
)
def over_delivery(scene: Scene, *, above: float) -> Iterator[Raise | Settle]:
    """When its time is over, much more came of it than expected."""
    for key, expected, share in _measured(scene):
        if share > above:
            says = {"share": round(100 * share), "expectation": key}
            yield Raise(key, (expected, scene.event), says)
        else:
            yield Settle(key)


@rule(
    "under-delivery",
    "medium",
    MetricObserved,
    rows=(156,),
    sentence="Only {share}% of what was expected ({expectation}) came of it in its time.",
    action="Say so first, before the client does, and what you make of it together.",
    cannot_know="whether less would have been better; days, hours and money are not judged",
    below=0.6,
)
def under_delivery(scene: Scene, *, below: float) -> Iterator[Raise | Settle]:
    """When its time is over, much less came of it than expected."""
    for key, expected, share in _measured(scene):
        if share < below:
            says = {"share": round(100 * share), "expectation": key}
            yield Raise(key, (expected, scene.event), says)
        else:
            yield Settle(key)
