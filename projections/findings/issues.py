"""Findings about issues that nobody takes up, and agreements that lose their ground."""

from __future__ import annotations

from collections.abc import Iterator

from domain._kernel import AnyEvent
from domain.breakup import BreakupAnnounced, RelationshipEnded
from domain.contract import AgreementMade, GoalSet
from domain.friction import IssueHandled, IssueRaised, RequestAnswered
from domain.process import WorkStarted
from domain.state import Relationship
from domain.vocabulary import Severity
from projections.findings.process import breaks
from projections.findings.registry import Raise, Scene, Settle, rule


@rule(
    "issue-left-lying",
    "medium",
    IssueRaised,
    IssueHandled,
    RequestAnswered,
    BreakupAnnounced,
    RelationshipEnded,
    rows=(99,),
    sentence=(
        "What the client brought up ({kind}) was not gone into within {working_days} working days."
    ),
    action="Go back to it today: listen, say what you understood, and look for a way out together.",
    cannot_know="a talk about it that was not recorded",
    working_days=10,
)
def issue_left_lying(scene: Scene, *, working_days: int) -> Iterator[Raise | Settle]:
    """The client brings something up, and nobody goes into it, well or badly."""
    fact = scene.fact
    if isinstance(fact, IssueRaised):
        if fact.by == "client" and not scene.event.dated_roughly:
            due = scene.place.working_days_after(scene.now, working_days)
            severity: Severity | None = "high" if fact.kind == "complaint" else None
            says = {"kind": fact.kind}
            yield Raise(fact.issue, (scene.event,), says, since=due, due=due, severity=severity)
    elif isinstance(fact, IssueHandled):
        yield Settle(fact.issue)
    elif isinstance(fact, RequestAnswered):
        request = scene.after.thing("request", fact.request)
        if request is not None:
            yield Settle(request.opened.fact.issue)
    else:
        for issue in scene.before.named("issue"):
            yield Settle(issue)


@rule(
    "agreement-undermined",
    "high",
    GoalSet,
    WorkStarted,
    AgreementMade,
    rows=(30,),
    sentence=(
        "The agreement {agreement} rests on the waiver {waiver}, which no longer holds: what was "
        "agreed has lost its ground."
    ),
    action="Lay the agreement beside what changed, and agree anew on what still holds.",
    cannot_know="agreements that rest on a waiver without saying so",
)
def agreement_undermined(scene: Scene) -> Iterator[Raise | Settle]:
    """A change takes away what another agreement silently depends on."""
    fact = scene.fact
    if isinstance(fact, AgreementMade):
        if fact.replaces:
            yield Settle(fact.replaces)
        return
    for key, waiver in scene.before.named("waiver").items():
        if breaks(scene, waiver.opened.fact):
            for agreement in _resting_on(scene.before, key):
                says = {"agreement": agreement.fact.agreement, "waiver": key}
                evidence = (waiver.opened, agreement, scene.event)
                yield Raise(agreement.fact.agreement, evidence, says)


def _resting_on(state: Relationship, waiver: str) -> list[AnyEvent]:
    """Return the agreements that stand, and rest on a waiver."""
    replaced = {event.fact.replaces for event in state.of(AgreementMade)}
    return [
        event
        for event in state.of(AgreementMade)
        if waiver in event.fact.rests_on_waivers and event.fact.agreement not in replaced
    ]
