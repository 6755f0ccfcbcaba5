"""Findings about numbers: what is expected beside what was measured."""

from __future__ import annotations

import math
from collections.abc import Iterator

from domain._kernel import Event
from domain.numbers import ExpectationStated, MetricObserved
from domain.relationship import Relationship
from projections.calendar import days_between
from projections.findings.registry import Raise, Scene, Settle, rule

RECIPIENTS = "recipients"
"""The metric that tells how many people can be reached."""
INTERACTIONS = "interactions"


def _measured(state: Relationship, metric: str | None) -> Event[MetricObserved] | None:
    return next((e for e in reversed(state.of(MetricObserved)) if e.fact.metric == metric), None)


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
    for expected in scene.after.of(ExpectationStated):
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
def perception_gap(scene: Scene, *, low_share: float) -> Iterator[Raise]:
    """What was measured and what is believed are far apart."""
    interactions = _measured(scene.after, INTERACTIONS)
    for expected in scene.after.of(ExpectationStated):
        rate = _measured(scene.after, expected.fact.rate_metric)
        if rate and interactions and rate.fact.value < low_share and interactions.fact.value <= 0:
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
    """A result stays far behind what was expected by now."""
    for expected in scene.before.of(ExpectationStated):
        fact = expected.fact
        if not fact.goal or (fact.goal, fact.metric) != (scene.fact.goal, scene.fact.metric):
            continue
        gone = (
            days_between(expected.occurred_at, scene.now) / fact.within_days
            if fact.within_days
            else 1.0
        )
        share = min(1.0, gone)
        if scene.fact.value < below * share * fact.value:
            says = {
                "reached": f"{scene.fact.value:g}",
                "expected": f"{fact.value:g}",
                "elapsed": round(100 * share),
            }
            yield Raise(fact.goal, (expected, scene.event), says)
        else:
            yield Settle(fact.goal)
