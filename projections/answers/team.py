"""Answers about our people: what they finish, what it takes out of them, what got better."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from domain._kernel import AnyEvent
from domain.contract import ProjectFinished
from domain.feelings import FeelingObserved
from domain.friction import StaffStateNoted
from domain.organisation import ImprovementReviewed
from projections.answers.registry import Asked, Row, answer
from projections.answers.seen import curves, felt
from projections.answers.sums import days, difference, ids, mean, share, told


@answer(
    "output-scoreboard",
    rows=(81, 44),
    about=(ProjectFinished,),
    question="What did the team finish: in time, within budget, with very glad clients?",
    columns="relationship projects on_time in_budget enthusiasm very_glad success",
    very_glad_from=0.8,
)
def output_scoreboard(asked: Asked, *, very_glad_from: float) -> Iterator[Row]:
    """Finished work by client; a share counts only the work of which it was told."""
    for reading in asked.readings:
        done = reading.state.of(ProjectFinished)
        if done:
            glad = [e.fact.enthusiasm for e in done]
            yield {
                "relationship": reading.relationship,
                "projects": len(done),
                "on_time": told(e.fact.on_time for e in done),
                "in_budget": told(e.fact.in_budget for e in done),
                "enthusiasm": mean(glad),
                "very_glad": told(None if g is None else g >= very_glad_from for g in glad),
                "success": told(e.fact.successful for e in done),
                "events": ids(*done),
            }


@answer(
    "energy",
    rows=(52, 63),
    about=(StaffStateNoted,),
    question="Which client gives our people energy, and which takes it?",
    columns="relationship who energy lowest dread last",
)
def energy(asked: Asked) -> Iterator[Row]:
    """For each of our people at each client: the last level, the lowest, and signs of dread."""
    for reading in asked.readings:
        people: dict[str, list[AnyEvent]] = defaultdict(list)
        for event in reading.state.of(StaffStateNoted):
            people[event.fact.person].append(event)
        for person, events in sorted(people.items()):
            levels = [
                e.fact.level for e in events if e.fact.kind == "energy" and e.fact.level is not None
            ]
            yield {
                "relationship": reading.relationship,
                "who": person,
                "energy": levels[-1] if levels else None,
                "lowest": min(levels) if levels else None,
                "dread": sum(e.fact.kind != "energy" for e in events),
                "last": events[-1].occurred_at,
                "events": ids(*events),
            }


@answer(
    "frustration",
    rows=(51,),
    again=True,
    about=(FeelingObserved,),
    question="At which client is the frustration of our people concentrated?",
    columns="relationship moments share mean_staff",
    below=0.0,
)
def frustration(asked: Asked, *, below: float) -> Iterator[Row]:
    """Each client's share in all that our people felt below a level."""
    low = {
        r.relationship: [s for s in curves(r).staff if s.valence < below] for r in asked.readings
    }
    everything = sum(map(len, low.values()))
    for reading in sorted(asked.readings, key=lambda r: -len(low[r.relationship])):
        samples = low[reading.relationship]
        if samples:
            yield {
                "relationship": reading.relationship,
                "moments": len(samples),
                "share": share(len(samples), everything),
                "mean_staff": mean(s.valence for s in curves(reading).staff),
                "events": felt(reading, "staff"),
            }


@answer(
    "before-and-after",
    rows=(78, 87, 136),
    about=(),
    question="What did each improvement or experiment bring, measured before and after?",
    columns="organisation improvement programme process metric before after change days look_again",
)
def before_and_after(asked: Asked) -> Iterator[Row]:
    """What changed, and after how long; an improvement nobody measured says so."""
    for organisation in asked.organisations:
        for key, thing in organisation.named("improvement").items():
            reviews = [e for e in thing.later if isinstance(e.fact, ImprovementReviewed)]
            unmeasured: list[AnyEvent | None] = [None]
            for review in reviews or unmeasured:
                fact = review.fact if review else None
                yield {
                    "organisation": organisation.id,
                    "improvement": key,
                    "programme": thing.opened.fact.kind,
                    "process": thing.opened.fact.process,
                    "metric": fact.metric if fact else None,
                    "before": fact.before if fact else None,
                    "after": fact.after if fact else None,
                    "change": difference(fact.after, fact.before) if fact else None,
                    "days": days(thing.opened.occurred_at, review.occurred_at) if review else None,
                    "look_again": thing.opened.fact.look_again,
                    "events": ids(thing.opened, review),
                }
