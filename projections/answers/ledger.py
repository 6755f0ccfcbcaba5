"""Answers that keep a ledger: advice, expectations, results, offers that were used, lessons."""

from __future__ import annotations

import math
from collections.abc import Iterator

from domain._kernel import AnyEvent, Event
from domain.breakup import LessonRecorded
from domain.contract import GoalSet
from domain.friction import BoundaryGivenUp, IncidentOccurred
from domain.numbers import ExpectationStated, MetricObserved
from domain.process import AdviceAnswered, AdviceGiven, GateDecided, WaiverGranted
from domain.relationship import Relationship
from projections.answers.registry import Asked, Row, answer
from projections.answers.sums import days, ids, share
from projections.findings.numbers import RECIPIENTS


def _last(
    state: Relationship, metric: str | None, goal: str | None = None
) -> Event[MetricObserved] | None:
    """Return the last measurement of a metric, of this goal where one is named."""
    seen = [
        e
        for e in state.of(MetricObserved)
        if e.fact.metric == metric and (goal is None or e.fact.goal in (None, goal))
    ]
    return seen[-1] if seen else None


@answer(
    "advice",
    rows=(21,),
    about=(AdviceGiven,),
    question="Who advised what, and who overruled it, against which numbers?",
    columns="relationship advice by gate at answer answered_by days numbers",
    within_days=90,
)
def advice(asked: Asked, *, within_days: float) -> Iterator[Row]:
    """Each piece of advice, its answer, and how many measurements were held at the time."""
    for reading in asked.readings:
        for key, thing in reading.state.named("advice").items():
            given, answered = thing.opened, thing.last(AdviceAnswered)
            until = answered or given
            held = [
                e
                for e in reading.state.of(MetricObserved)
                if 0 <= days(e.occurred_at, until.occurred_at) <= within_days
            ]
            yield {
                "relationship": reading.relationship,
                "advice": key,
                "by": given.fact.by,
                "gate": given.fact.gate,
                "at": given.occurred_at,
                "answer": answered.fact.answer if answered else None,
                "answered_by": answered.fact.by if answered else None,
                "days": days(given.occurred_at, answered.occurred_at) if answered else None,
                "numbers": len(held),
                "events": ids(*held, given, answered),
            }


@answer(
    "expectations",
    rows=(22, 23, 156),
    about=(ExpectationStated,),
    question="Can what is expected be reached with what was measured?",
    columns="relationship by metric expected rate needed reach feasible reached share",
)
def expectations(asked: Asked) -> Iterator[Row]:
    """What a number that is expected asks for, at the rate measured, even if all respond."""
    for reading in asked.readings:
        for stated in reading.state.of(ExpectationStated):
            fact = stated.fact
            rate = _last(reading.state, fact.rate_metric)
            reach = _last(reading.state, RECIPIENTS)
            got = _last(reading.state, fact.metric, fact.goal)
            needed = None
            if rate and rate.fact.value > 0:
                needed = math.ceil(round(fact.value / rate.fact.value, 6))
            known = reach is not None and needed is not None
            yield {
                "relationship": reading.relationship,
                "by": fact.by,
                "metric": fact.metric,
                "expected": fact.value,
                "rate": rate.fact.value if rate else None,
                "needed": needed,
                "reach": reach.fact.value if reach else None,
                "feasible": reach.fact.value >= needed if known and reach and needed else None,
                "reached": got.fact.value if got else None,
                "share": share(got.fact.value, fact.value) if got else None,
                "events": ids(stated, rate, reach, got),
            }


@answer(
    "results",
    rows=(44,),
    about=(GoalSet,),
    question="What did each client reach, by the client's own measure of success?",
    columns="relationship goal metric expected reached share holds",
)
def results(asked: Asked) -> Iterator[Row]:
    """Each goal with its target, or what was expected of it, and the last measurement."""
    for reading in asked.readings:
        replaced = {e.fact.replaces for e in reading.state.of(GoalSet)}
        for goal in reading.state.of(GoalSet):
            metric, value, source = _aim(reading.state, goal)
            got = _last(reading.state, metric, goal.fact.goal)
            yield {
                "relationship": reading.relationship,
                "goal": goal.fact.goal,
                "metric": metric,
                "expected": value,
                "reached": got.fact.value if got else None,
                "share": share(got.fact.value, value) if got else None,
                "holds": goal.fact.goal not in replaced,
                "events": ids(goal, source, got),
            }


def _aim(
    state: Relationship, goal: Event[GoalSet]
) -> tuple[str | None, float | None, AnyEvent | None]:
    target = goal.fact.target
    if target:
        return target.metric, target.value, None
    for stated in reversed(state.of(ExpectationStated)):
        if stated.fact.goal == goal.fact.goal:
            return stated.fact.metric, stated.fact.value, stated
    return None, None, None


@answer(
    "offers-used",
    rows=(29,),
    about=(BoundaryGivenUp,),
    question="How often was an offer to be there, given freely, made use of?",
    columns="relationship boundary volunteered at times first_used",
)
def offers_used(asked: Asked) -> Iterator[Row]:
    """Limits that somebody gave up, and the incidents that drew on them."""
    for reading in asked.readings:
        for given in reading.state.of(BoundaryGivenUp):
            used = [
                e
                for e in reading.state.of(IncidentOccurred)
                if e.fact.draws_on == given.fact.boundary
            ]
            yield {
                "relationship": reading.relationship,
                "boundary": given.fact.boundary,
                "volunteered": given.fact.volunteered,
                "at": given.occurred_at,
                "times": len(used),
                "first_used": used[0].occurred_at if used else None,
                "events": ids(given, *used),
            }


@answer(
    "lessons",
    rows=(194,),
    again=True,
    about=(LessonRecorded, WaiverGranted, GateDecided),
    question="What was learned from each mismatch, and did it hold?",
    columns="relationship lesson at gates held broken_later",
)
def lessons(asked: Asked) -> Iterator[Row]:
    """Each lesson, whether somebody said it held, and the times its gates were left out since."""
    left_out: list[tuple[set[str], AnyEvent]] = []
    for reading in asked.readings:
        waivers, gates = reading.state.of(WaiverGranted), reading.state.of(GateDecided)
        left_out += [(set(e.fact.gates), e) for e in waivers]
        left_out += [({e.fact.gate}, e) for e in gates if e.fact.outcome == "skipped"]
    for reading in asked.readings:
        for lesson in reading.state.of(LessonRecorded):
            again = [
                event
                for left, event in left_out
                if left & set(lesson.fact.hardens) and event.occurred_at > lesson.occurred_at
            ]
            yield {
                "relationship": reading.relationship,
                "lesson": lesson.fact.lesson,
                "at": lesson.occurred_at,
                "gates": list(lesson.fact.hardens),
                "held": False if again else lesson.fact.held,
                "broken_later": len(again),
                "events": ids(lesson, *again),
            }
