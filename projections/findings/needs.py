"""Findings about needs and moments: what the client asked for, and nobody came."""

from __future__ import annotations

from collections.abc import Iterator

from domain.breakup import BreakupAnnounced, RelationshipEnded
from domain.care import CareGiven, ContactHeld, NeedObserved, SignalNoted
from domain.contract import ContractSigned
from domain.friction import IssueRaised
from projections.findings.registry import Raise, Scene, Settle, rule
from projections.findings.windows import closing, in_days

_WORSE = ":complaint"


@rule(
    "need-unanswered",
    "medium",
    NeedObserved,
    CareGiven,
    IssueRaised,
    BreakupAnnounced,
    RelationshipEnded,
    rows=(96, 175),
    sentence="The need {need} was seen, and nobody went into it within {days} days.",
    action="Do something about it, or tell the client why not.",
    cannot_know="what was done about it without being recorded",
    days=30,
)
def need_unanswered(scene: Scene, *, days: int) -> Iterator[Raise | Settle]:
    """A need is left unanswered; it weighs more once the client complains."""
    fact = scene.fact
    if isinstance(fact, NeedObserved):
        if not scene.event.dated_roughly:
            due = in_days(scene.place, scene.now, days)
            yield Raise(fact.need, (scene.event,), {"need": fact.need}, since=due, due=due)
        return
    complaint = isinstance(fact, IssueRaised)
    if complaint and (fact.kind != "complaint" or fact.by != "client"):
        return
    if isinstance(fact, CareGiven):
        keys = [fact.need] if fact.need else []
    else:
        keys = [k for k, need in scene.before.named("need").items() if not need.last(CareGiven)]
    for key in keys:
        need = scene.before.thing("need", key)
        if need is None or not complaint:
            yield Settle(key)
            yield Settle(key + _WORSE)
        elif not need.opened.dated_roughly:
            due = in_days(scene.place, need.opened.occurred_at, days)
            if due < scene.now:
                yield Settle(key)
                evidence = (need.opened, scene.event)
                yield Raise(key + _WORSE, evidence, {"need": key}, severity="high")


@rule(
    "moment-missed",
    "medium",
    SignalNoted,
    CareGiven,
    ContactHeld,
    ContractSigned,
    rows=(154, 191),
    outlasts=True,
    sentence="The moment for {kind} passed on {until}, and nobody was there.",
    action="Ask how it went; do not sell.",
    cannot_know="contact about it that was not recorded as such",
)
def moment_missed(scene: Scene) -> Iterator[Raise | Settle]:
    """The moment of a signal passes, and nobody goes into it."""
    fact = scene.fact
    if isinstance(fact, SignalNoted):
        until = fact.until
        if until and not until.approximate and closing(scene.place, until) > scene.now:
            due = closing(scene.place, until)
            says = {"kind": fact.kind, "until": until}
            yield Raise(fact.signal, (scene.event,), says, since=due, due=due)
        return
    if isinstance(fact, ContractSigned):
        for key, signal in scene.before.named("signal").items():
            if signal.opened.fact.kind in ("repeat-wish", "may-be-approached"):
                yield Settle(key)
    elif isinstance(fact, CareGiven) and fact.signal:
        yield Settle(fact.signal)
    elif scene.event.cause and getattr(fact, "initiated_by", "supplier") != "client":
        cause = scene.before.event(scene.event.cause)
        if cause is not None and isinstance(cause.fact, SignalNoted):
            yield Settle(cause.fact.signal)
