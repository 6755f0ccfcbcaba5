"""Findings about numbers: what is expected beside what was measured."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice

from domain._kernel import AnyEvent, Event
from domain.numbers import ExpectationStated, MetricObserved
from domain.relationship import Relationship
from projections.calendar import days_between
from projections.findings.registry import Raise, Scene, Settle, rule

RECIPIENTS = "recipients"
"""The metric that tells how many people can be reached."""
INTERACTIONS = "interactions"


_LOOKED_AT = 1000
"""So many of the last numbers are looked through for the last of one metric."""


def _measured(state: Relationship, metric: str | None) -> Event[MetricObserved] | None:
    last = islice(reversed(state.of(MetricObserved)), _LOOKED_AT) if metric else ()
    return next((event for event in last if event.fact.metric == metric), None)


def _concerned(scene: Scene) -> list[Event[ExpectationStated]]:
    """Return the expectations that rest on a rate, and that what just came may speak about."""
    fact = scene.fact
    if isinstance(fact, ExpectationStated):
        return [scene.event] if fact.rate_metric else []
    return [
        event
        for event in scene.after.of(ExpectationStated)
        if event.fact.rate_metric
        and fact.metric in (event.fact.rate_metric, RECIPIENTS, INTERACTIONS)
    ]


@rule(
    "expectation-gap",
    "high",
    ExpectationStated,
    MetricObserved,
    rows=(22, 23),
    sentence=(
        "{expected} are expected. At {rate} measured, that takes at least {needed} recipients "
        "even if every one of them responds; {reach}."
    ),
    action="Ask how large the list is, and look at the numbers together before starting.",
    cannot_know="the size of the list, unless it is recorded under the metric 'recipients'",
)
def expectation_gap(scene: Scene) -> Iterator[Raise | Settle]:
    """What is expected does not follow from what was measured."""
    for expected in _concerned(scene):
        rate = _measured(scene.after, expected.fact.rate_metric)
        if rate is None or not 0 < rate.fact.value <= 1:
            continue
        needed = math.ceil(round(expected.fact.value / rate.fact.value, 6))
        reach = _measured(scene.after, RECIPIENTS)
        if reach is not None and reach.fact.value >= needed:
            yield Settle(expected.fact.expectation)
            continue
        interactions = _measured(scene.after, INTERACTIONS)
        says = {
            "expected": f"{expected.fact.value:g}",
            "rate": f"{rate.fact.value * 100:.1f}%",
            "needed": needed,
            "reach": "the size of the list is not known"
            if reach is None
            else f"{reach.fact.value:g}",
        }
        evidence = tuple(e for e in (rate, interactions, reach, expected) if e is not None)
        yield Raise(expected.fact.expectation, evidence, says)


@rule(
    "perception-gap",
    "medium",
    ExpectationStated,
    MetricObserved,
    rows=(24,),
    sentence=(
        "The {by} counts on an audience; measured, {interactions} interactions and {rate} opened."
    ),
    action="Lay what is measured beside what is believed.",
    cannot_know="whether the audience has changed since it was measured",
    low_share=0.2,
)
def perception_gap(scene: Scene, *, low_share: float) -> Iterator[Raise | Settle]:
    """What was measured and what is believed are far apart."""
    for expected in _concerned(scene):
        interactions = _measured(scene.after, INTERACTIONS)
        rate = _measured(scene.after, expected.fact.rate_metric)
        if rate is None or interactions is None:
            continue
        if rate.fact.value >= low_share or interactions.fact.value > 0:
            yield Settle(expected.fact.expectation)
        else:
            says = {
                "by": expected.fact.by,
                "interactions": f"{interactions.fact.value:g}",
                "rate": f"{rate.fact.value * 100:.1f}%",
            }
            yield Raise(expected.fact.expectation, (rate, interactions, expected), says)


@rule(
    "goal-off-track",
    "high",
    MetricObserved,
    rows=(37,),
    sentence="The goal is off track: {reached} of {expected}, with {elapsed}% of the time gone.",
    action="Say so to each other now, and decide what is still possible.",
    cannot_know="results that come in after the last measurement",
    below=0.5,
)
def goal_off_track(scene: Scene, *, below: float) -> Iterator[Raise | Settle]:
    """A result stays far behind what was expected, or aimed at, by now."""
    aims = list(_aims(scene))
    behind = [(aim, value, gone) for aim, value, gone in aims if _short(scene, value, gone, below)]
    for aim, value, gone in behind[:1]:
        says = {
            "reached": f"{scene.fact.value:g}",
            "expected": f"{value:g}",
            "elapsed": round(100 * gone),
        }
        yield Raise(scene.fact.goal, (aim, scene.event), says)
    if aims and not behind:
        yield Settle(scene.fact.goal)


def _short(scene: Scene, value: float, gone: float, below: float) -> bool:
    return bool(scene.fact.value < below * gone * value)


def _aims(scene: Scene) -> Iterator[tuple[AnyEvent, float, float]]:
    """Yield what this number's goal was to reach, and which share of the time is gone, 0…1."""
    number: MetricObserved = scene.fact
    goal = scene.before.thing("goal", number.goal or "")
    if goal is None:
        return
    for event in scene.before.of(ExpectationStated):
        fact = event.fact
        if (fact.goal, fact.metric) == (number.goal, number.metric):
            days = fact.within_days
            yield event, fact.value, _gone(scene, event, days) if days else 1.0
    target = goal.opened.fact.target
    if target and (target.metric, target.unit) == (number.metric, number.unit) and target.due:
        days = days_between(goal.opened.occurred_at, target.due)
        yield goal.opened, target.value, _gone(scene, goal.opened, days) if days > 0 else 1.0


def _gone(scene: Scene, begun: AnyEvent, days: int) -> float:
    return min(1.0, days_between(begun.occurred_at, scene.now) / days)


@rule(
    "expectation-beyond-measured",
    "medium",
    ExpectationStated,
    rows=(22, 24),
    sentence=(
        "{expected} {metric} are expected; the most that was ever measured is {most}, so it takes "
        "{times} times as much."
    ),
    action="Ask what will be different this time, and agree on a first number to look at.",
    cannot_know="what was reached before it was measured, or elsewhere",
    times_at_least=3.0,
)
def expectation_beyond_measured(scene: Scene, *, times_at_least: float) -> Iterator[Raise]:
    """What is expected is a multiple of the most that was ever measured of the same thing."""
    fact = scene.fact
    if fact.unit in ("hours", "days"):
        return
    same = [
        event
        for event in scene.before.of(MetricObserved)
        if (event.fact.metric, event.fact.unit) == (fact.metric, fact.unit)
    ]
    most = max(same, key=lambda event: event.fact.value, default=None)
    if most is not None and 0 < times_at_least * most.fact.value <= fact.value:
        says = {
            "expected": f"{fact.value:g}",
            "metric": fact.metric,
            "most": f"{most.fact.value:g}",
            "times": f"{fact.value / most.fact.value:.0f}",
        }
        yield Raise(fact.expectation, (most, scene.event), says)
