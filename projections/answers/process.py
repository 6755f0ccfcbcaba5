"""Answers about the way of working: planned and actual, deviations, waste, bypasses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from domain._kernel import AnyEvent, Event
from domain.contract import ContextNoted
from domain.courtship import IntakeDecided
from domain.friction import IncidentOccurred
from domain.process import (
    AdviceGiven,
    GateDecided,
    ProcessAdopted,
    WaiverGranted,
    WorkDiscarded,
    WorkStarted,
)
from domain.relationship import Relationship
from domain.state import Thing
from projections.answers.registry import Asked, Row, answer
from projections.answers.seen import beginning, fit, found_by
from projections.answers.sums import days, ids, share, total


@answer(
    "planned-and-actual",
    rows=(43,),
    about=(ProcessAdopted,),
    question="How does the journey compare with the process it was to follow, from day 1?",
    columns="relationship gate planned actual outcome at days mandatory deviates",
)
def planned_and_actual(asked: Asked) -> Iterator[Row]:
    """The gates in their planned order, beside the order and the way in which they were taken."""
    for reading in asked.readings:
        adopted, begun = reading.state.last(ProcessAdopted), beginning(reading)
        if adopted is None:
            continue
        steps = {g.gate: _outcome(reading.state.named("gate")[g.gate]) for g in adopted.fact.gates}
        taken = sorted((e for _, e in steps.values() if e), key=lambda e: e.order)
        for place, gate in enumerate(adopted.fact.gates, start=1):
            outcome, event = steps[gate.gate]
            yield {
                "relationship": reading.relationship,
                "gate": gate.gate,
                "planned": place,
                "actual": taken.index(event) + 1 if event else None,
                "outcome": outcome,
                "at": event.occurred_at if event else None,
                "days": days(begun.occurred_at, event.occurred_at) if event else None,
                "mandatory": gate.mandatory,
                "deviates": outcome in ("waived", "skipped", "failed") if event else None,
                "events": ids(adopted, event),
            }


def _outcome(gate: Thing) -> tuple[str, AnyEvent | None]:
    decided, waived = gate.last(GateDecided), gate.last(WaiverGranted)
    intake = gate.last(IntakeDecided)
    if decided:
        return decided.fact.outcome, decided
    if waived:
        return "waived", waived
    return (intake.fact.outcome, intake) if intake else ("open", None)


@answer(
    "deviations-in-hindsight",
    rows=(14,),
    about=(WaiverGranted,),
    question="Of the deviations that were called harmless, how many did harm?",
    columns="relationship waiver at authorised fit void_since incidents worked_out harmful",
)
def deviations_in_hindsight(asked: Asked) -> Iterator[Row]:
    """Each waiver, when its condition broke, and the incidents that came from it."""
    for reading in asked.readings:
        void = {f.key: f for f in found_by(reading, asked.now, "waiver-void")}
        for waiver in reading.state.of(WaiverGranted):
            incidents = _traced(reading.state, waiver)
            worked_out = waiver.fact.worked_out
            broken = void.get(waiver.fact.waiver)
            cited = [item.id for item in broken.evidence] if broken else []
            yield {
                "relationship": reading.relationship,
                "waiver": waiver.fact.waiver,
                "at": waiver.occurred_at,
                "authorised": waiver.fact.authorised,
                "fit": fit(reading.state),
                "void_since": broken.since if broken else None,
                "incidents": len(incidents),
                "worked_out": worked_out,
                "harmful": (not worked_out if worked_out is not None else bool(incidents) or None),
                "events": list(dict.fromkeys([waiver.id, *cited, *ids(*incidents)])),
            }


def _traced(state: Relationship, waiver: Event[WaiverGranted]) -> list[Event[IncidentOccurred]]:
    """Return the incidents that a waiver caused, or that a tool it left unchecked did."""
    return [
        e
        for e in state.of(IncidentOccurred)
        if e.order > waiver.order
        and (e.cause == waiver.id or e.fact.tool in waiver.fact.leaves_unchecked)
    ]


@answer(
    "waste",
    rows=(18,),
    about=(WorkDiscarded,),
    question="How much work was thrown away, and on whose initiative?",
    columns="relationship initiated_by times hours not_told",
)
def waste(asked: Asked) -> Iterator[Row]:
    """Discarded work by who asked for the change."""
    for reading in asked.readings:
        by: dict[str, list[Event[WorkDiscarded]]] = defaultdict(list)
        for event in reading.state.of(WorkDiscarded):
            by[event.fact.initiated_by].append(event)
        for party, events in sorted(by.items()):
            yield {
                "relationship": reading.relationship,
                "initiated_by": party,
                "times": len(events),
                "hours": total(e.fact.hours for e in events),
                "not_told": sum(e.fact.hours is None for e in events),
                "events": ids(*events),
            }


@answer(
    "bypass-ratio",
    rows=(61,),
    about=(IncidentOccurred, WorkStarted),
    question="How often is a bypass needed: does the client fit our normal system?",
    columns="relationship bypasses incidents share work per_work outside",
    outside_from=0.3,
)
def bypass_ratio(asked: Asked, *, outside_from: float) -> Iterator[Row]:
    """Bypasses among all that went wrong, and for each piece of work started."""
    for reading in asked.readings:
        happened = reading.state.of(IncidentOccurred)
        work = reading.state.of(WorkStarted)
        if not (happened or work):
            continue
        bypasses = [e for e in happened if e.fact.kind == "bypass"]
        ratio = share(len(bypasses), len(happened))
        yield {
            "relationship": reading.relationship,
            "bypasses": len(bypasses),
            "incidents": len(happened),
            "share": ratio,
            "work": len(work),
            "per_work": share(len(bypasses), len(work)),
            "outside": ratio >= outside_from if ratio is not None else None,
            "events": ids(*happened, *work),
        }


@answer(
    "facts-for-a-phase",
    rows=(8,),
    about=(ContextNoted, AdviceGiven),
    question="Which facts argue for which phase?",
    columns="relationship gate subject status at",
)
def facts_for_a_phase(asked: Asked) -> Iterator[Row]:
    """What was noted of the client's world, and the gate it speaks for where somebody said so."""
    for reading in asked.readings:
        noted: list[tuple[str | None, str, str | None, AnyEvent]] = [
            *(
                (e.fact.argues_for, e.fact.topic_of, e.fact.status, e)
                for e in reading.state.of(ContextNoted)
            ),
            *(
                (e.fact.gate, "advice", None, e)
                for e in reading.state.of(AdviceGiven)
                if e.fact.gate
            ),
        ]
        for gate, subject, status, event in sorted(noted, key=lambda item: item[3].order):
            yield {
                "relationship": reading.relationship,
                "gate": gate,
                "subject": subject,
                "status": status,
                "at": event.occurred_at,
                "events": ids(event),
            }
