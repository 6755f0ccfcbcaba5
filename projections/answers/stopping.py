"""Answers about stopping: where a stricter rule would have said no, and when ending was due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from domain._kernel import AnyEvent
from domain.breakup import BreakupAnnounced, RelationshipEnded
from domain.courtship import IntakeDecided
from domain.errors import Refused
from domain.expectation import OpinionVoiced
from domain.friction import PlugReviewed
from domain.moments import Moment
from domain.process import GateDecided, ProcessAdopted, WaiverGranted
from domain.relationship import Relationship, evolve
from domain.rules import check
from projections.answers.registry import Asked, Row, answer
from projections.answers.seen import found_by
from projections.answers.sums import days, ids, share
from projections.course import Told

_BROKEN = "core-value-broken"
_STRICTER = ("skipping-says-so", "waivable-gates-only")
"""The rules of recording that a non-waivable gate calls in."""


@answer(
    "first-stop",
    rows=(42,),
    about=(IntakeDecided, GateDecided, WaiverGranted),
    question="At which moment would a stricter rule have stopped it, and how long before the end?",
    columns="relationship gate how at rule open_questions days_before_break days_before_end",
    gate="",
    waivers=False,
)
def first_stop(asked: Asked, *, gate: str, waivers: bool) -> Iterator[Row]:
    """Replay with every gate (or *gate*) non-waivable: what would have been refused, and when.

    The rules of recording themselves decide. With *waivers*, waivers would be refused as well. An
    intake that let a mismatch through is named: it was asked, and missed.
    """
    for reading in asked.readings:
        broken = found_by(reading, asked.now, _BROKEN)
        last = reading.state.last(BreakupAnnounced)
        break_at = broken[0].since if broken else None
        ends = last.occurred_at if last else None
        cited = [item.id for item in broken[0].evidence] if broken else []
        stops = [*_missed(reading, asked.now), *_refused(reading, waivers=waivers)]
        for key, how, rule, event in stops:
            if gate in ("", key):
                yield {
                    "relationship": reading.relationship,
                    "gate": key,
                    "how": how,
                    "at": event.occurred_at,
                    "rule": rule,
                    "open_questions": _open(event),
                    "days_before_break": days(event.occurred_at, break_at) if break_at else None,
                    "days_before_end": days(event.occurred_at, ends) if ends else None,
                    "events": list(dict.fromkeys([event.id, *cited, *ids(last)])),
                }


def _open(event: AnyEvent) -> list[str] | None:
    if not isinstance(event.fact, GateDecided):
        return None
    return [a.question for a in event.fact.answers if a.answer is None]


def _missed(reading: Told, now: Moment) -> Iterator[tuple[str, str, None, AnyEvent]]:
    for intake in reading.state.of(IntakeDecided):
        if intake.fact.outcome == "accepted" and intake.fact.gate and mismatch(reading, now):
            yield intake.fact.gate, "missed", None, intake


def _refused(reading: Told, *, waivers: bool) -> Iterator[tuple[str, str, str, AnyEvent]]:
    """Fold once more with every gate hardened, and ask the rules at each gate left out."""
    state = Relationship(reading.relationship)
    for event in reading.events:
        fact, hard = event.fact, event
        if isinstance(fact, ProcessAdopted):
            gates = tuple(g.model_copy(update={"waivable": False}) for g in fact.gates)
            hard = event.model_copy(update={"fact": fact.model_copy(update={"gates": gates})})
        elif isinstance(fact, GateDecided) and fact.outcome == "skipped":
            asked = fact.model_copy(update={"against_rule": False})
            rule = _says_no(state, event.model_copy(update={"fact": asked}))
            if rule:
                yield fact.gate, "skip-refused", rule, event
        elif waivers and isinstance(fact, WaiverGranted):
            rule = _says_no(state, event)
            for key in fact.gates if rule else ():
                yield key, "waiver-refused", rule or "", event
        state = evolve(state, hard)


def _says_no(state: Relationship, event: AnyEvent) -> str | None:
    try:
        check(state, event)
    except Refused as refusal:
        return refusal.rule if refusal.rule in _STRICTER else None
    return None


def mismatch(reading: Told, now: Moment) -> list[AnyEvent]:
    """Return what shows that the two did not match: a broken value, an end by us, an opinion."""
    state = reading.state
    ends: list[AnyEvent] = [e for e in state.of(RelationshipEnded) if e.fact.by == "supplier"]
    opinions = [
        e for e in state.of(OpinionVoiced) if e.fact.topic_of == "fit" and e.fact.verdict == "no"
    ]
    broken = {i.id for f in found_by(reading, now, _BROKEN) for i in f.evidence[-1:]}
    return [*(e for e in reading.events if e.id in broken), *ends, *opinions]


@answer(
    "missed-gates",
    rows=(5,),
    about=(IntakeDecided,),
    question="Which gate should have caught a mismatch, and how often does that gate miss?",
    columns="gate asked mismatches missed share",
)
def missed_gates(asked: Asked) -> Iterator[Row]:
    """Each intake gate: how often it let somebody through who turned out not to match."""
    gates: dict[str, list[tuple[AnyEvent, list[AnyEvent]]]] = defaultdict(list)
    for reading in asked.readings:
        for intake in reading.state.of(IntakeDecided):
            if intake.fact.gate:
                gates[intake.fact.gate].append((intake, mismatch(reading, asked.now)))
    for gate, intakes in sorted(gates.items()):
        wrong = [pair for pair in intakes if pair[1]]
        missed = [pair for pair in wrong if pair[0].fact.outcome == "accepted"]
        yield {
            "gate": gate,
            "asked": len(intakes),
            "mismatches": len(wrong),
            "missed": len(missed),
            "share": share(len(missed), len(intakes)),
            "events": ids(*(e for intake, why in intakes for e in (intake, *why))),
        }


@answer(
    "plug-review",
    rows=(39, 59),
    question="Since when did the evidence justify ending it, and what is the advice now?",
    columns=(
        "relationship justified_since on_what value reviews verdict again due days_to_end advised"
    ),
    codes=_BROKEN,
)
def plug_review(asked: Asked, *, codes: str) -> Iterator[Row]:
    """The first moment at which an exit criterion was met or a review said: end it."""
    for reading in asked.readings:
        state = reading.state
        reviews = state.of(PlugReviewed)
        found = found_by(reading, asked.now, *codes_of(codes))
        reasons = [
            (f.since, f.code, f.sentence.values.get("value"), [i.id for i in f.evidence])
            for f in found
        ]
        reasons += [
            (e.occurred_at, "reviewed", None, ids(e)) for e in reviews if e.fact.verdict == "end"
        ]
        if not (reasons or reviews):
            continue
        first = min(reasons, key=lambda reason: reason[0].start, default=None)
        last = reviews[-1] if reviews else None
        announced = state.last(BreakupAnnounced)
        again = last.fact.again if last else None
        yield {
            "relationship": reading.relationship,
            "justified_since": first[0] if first else None,
            "on_what": first[1] if first else None,
            "value": first[2] if first else None,
            "reviews": len(reviews),
            "verdict": last.fact.verdict if last else None,
            "again": again,
            "due": again.reached_by(asked.now) if again and not announced else None,
            "days_to_end": days(first[0], announced.occurred_at) if first and announced else None,
            "advised": "end" if first else last.fact.verdict if last else None,
            "events": list(
                dict.fromkeys([*(first[3] if first else []), *ids(*reviews, announced)])
            ),
        }


def codes_of(text: str) -> list[str]:
    """Return the codes of findings in a text that has commas between them."""
    return text.replace(" ", "").split(",")
