"""Findings about courtship: who was let in, against which doubt, and what was not made clear."""

from __future__ import annotations

from collections.abc import Iterator

from domain.contract import ContractSigned
from domain.courtship import IntakeDecided
from domain.expectation import OpinionVoiced
from domain.process import GateDecided
from domain.vocabulary import Severity
from projections.findings.registry import Raise, Scene, Settle, rule


@rule(
    "doubt-pursued",
    "medium",
    IntakeDecided,
    rows=(46, 48),
    sentence="Somebody doubted the match ({by}), and the client was accepted all the same.",
    action="Ask whoever doubted what they saw, and agree on when to look again.",
    cannot_know="doubt that nobody put into words",
)
def doubt_pursued(scene: Scene) -> Iterator[Raise]:
    """A deal is pursued in spite of a doubt."""
    fact = scene.fact
    doubted = bool(fact.doubt or fact.doubt_by) and fact.pursued_despite_doubt is not False
    if fact.outcome == "accepted" and (fact.pursued_despite_doubt or doubted):
        yield Raise(scene.event.id, (scene.event,), {"by": fact.doubt_by or "unknown"})


@rule(
    "intake-incomplete",
    "medium",
    IntakeDecided,
    GateDecided,
    rows=(76,),
    sentence="The client was accepted, and the intake gate {gate} was not passed: {open} is open.",
    action="Answer the open questions now: {open}.",
    cannot_know="questions that were asked without being recorded",
)
def intake_incomplete(scene: Scene) -> Iterator[Raise | Settle]:
    """A client is let in past an intake gate that was never passed."""
    key = scene.fact.gate
    thing, gate = scene.after.thing("gate", key or ""), scene.after.gate(key or "")
    if thing is None or gate is None or not gate.questions:
        return
    decided = [e for e in thing.later if isinstance(e.fact, GateDecided)]
    if any(event.fact.outcome == "passed" for event in decided):
        yield Settle(gate.gate)
        return
    skipped = decided[-1:] if decided and decided[-1].fact.outcome == "skipped" else []
    for event in reversed(thing.later):
        fact = event.fact
        if isinstance(fact, IntakeDecided) and fact.outcome == "accepted":
            if skipped or fact.by_procedure is False:
                answered = {a.question for e in decided for a in e.fact.answers if a.answer}
                blank = [question for question in gate.questions if question not in answered]
                evidence = (thing.opened, *skipped, event)
                yield Raise(gate.gate, evidence, {"gate": gate.gate, "open": blank})
            return


@rule(
    "near-miss-off-procedure",
    "medium",
    IntakeDecided,
    rows=(80,),
    sentence="Somebody who just misses the profile was dealt with outside the procedure: {how}.",
    action="Take the steps for a near miss still, with the approver they name.",
    cannot_know="why the procedure was left aside",
)
def near_miss_off_procedure(scene: Scene) -> Iterator[Raise]:
    """One who just misses the profile is not treated as agreed."""
    fact = scene.fact
    if fact.near_miss is not None and fact.by_procedure is False:
        yield Raise(scene.event.id, (scene.event,), {"how": fact.near_miss})


@rule(
    "accepted-outside-profile",
    "medium",
    IntakeDecided,
    rows=(74,),
    sentence="A client was accepted under pressure ({pressure}); its fit with the profile: {fit}.",
    action="Say what this client will cost those who deliver, and agree on conditions.",
    cannot_know="whether it would have been accepted without the pressure",
)
def accepted_outside_profile(scene: Scene) -> Iterator[Raise]:
    """A client on or over the edge of the profile is accepted because there is pressure."""
    fact = scene.fact
    pressed = fact.pressure not in (None, "none")
    as_agreed = fact.near_miss is not None and fact.by_procedure is True
    if fact.outcome == "accepted" and fact.fit in ("edge", "outside") and pressed and not as_agreed:
        severity: Severity | None = "low" if fact.fit == "edge" else None
        says = {"fit": fact.fit, "pressure": fact.pressure}
        yield Raise(scene.event.id, (scene.event,), says, severity=severity)


@rule(
    "value-unclear-at-signing",
    "medium",
    ContractSigned,
    OpinionVoiced,
    rows=(84,),
    sentence="A contract was signed while the client did not see the value that was offered.",
    action="Ask the client, in its own words, what it expects to get.",
    cannot_know="what the client had understood without saying so",
)
def value_unclear_at_signing(scene: Scene) -> Iterator[Raise | Settle]:
    """A contract is signed on a value that the client did not confirm."""
    last = {
        event.fact.item: event
        for event in scene.after.of(OpinionVoiced)
        if event.fact.topic_of == "value-offered" and event.fact.confirmed_by_client is not None
    }
    unclear = tuple(e for e in last.values() if not e.fact.confirmed_by_client)
    if not unclear:
        yield Settle("value")
    elif isinstance(scene.fact, ContractSigned):
        yield Raise("value", (*unclear, scene.event))


@rule(
    "accepted-without-selection",
    "medium",
    IntakeDecided,
    rows=(71,),
    sentence="A client was accepted under pressure ({pressure}), and was held against no profile.",
    action="Hold it against the profile now, and say what you do with what does not fit.",
    cannot_know="an assessment that was made without being recorded",
)
def accepted_without_selection(scene: Scene) -> Iterator[Raise | Settle]:
    """Every client counts: one is let in under pressure, and nobody asked whether it fits."""
    fact = scene.fact
    selected = (
        fact.fit != "unknown"
        or fact.seamless is not None
        or fact.near_miss is not None
        or (fact.gate is not None and fact.by_procedure is not False)
    )
    pressed = fact.pressure not in (None, "none")
    if fact.outcome == "accepted" and pressed and not selected:
        yield Raise("intake", (scene.event,), {"pressure": fact.pressure})
    else:
        yield Settle("intake")
