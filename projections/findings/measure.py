"""Findings about looking first: tools, numbers, and whether to go on at all."""

from __future__ import annotations

from collections.abc import Iterator

from domain._kernel import Event
from domain.breakup import BreakupAnnounced, RelationshipEnded
from domain.contract import ContextNoted
from domain.friction import PlugReviewed
from domain.numbers import MetricObserved
from domain.process import WorkStarted
from domain.relationship import Relationship
from domain.vocabulary import Severity
from projections.findings.registry import Raise, Scene, Settle, rule
from projections.findings.windows import closing


def _found(state: Relationship, tool: str) -> Event[ContextNoted] | None:
    """Return what was last noted about how a tool works."""
    noted = (e for e in reversed(state.of(ContextNoted)) if e.fact.tool == tool and e.fact.status)
    return next(noted, None)


@rule(
    "unchecked-tool-used",
    "medium",
    WorkStarted,
    ContextNoted,
    rows=(31,),
    sentence="The {work} starts on {tool}, which was last noted as: {status}.",
    action="Check {tool} before anything depends on it.",
    cannot_know="whether somebody looked at it without recording it",
)
def unchecked_tool_used(scene: Scene) -> Iterator[Raise | Settle]:
    """Work begins on a tool that nobody checked, or that is known to fail."""
    fact = scene.fact
    if isinstance(fact, ContextNoted):
        if fact.tool and fact.status == "works":
            yield Settle(fact.tool)
        return
    waivers = (waiver.opened.fact for waiver in scene.before.named("waiver").values())
    running = (w for w in waivers if w.until is None or w.until.end > scene.now.start)
    waived = {tool for waiver in running for tool in waiver.leaves_unchecked}
    for tool in fact.uses:
        noted = _found(scene.before, tool)
        if noted and noted.fact.status in ("unchecked", "fails") and tool not in waived:
            severity: Severity | None = "high" if noted.fact.status == "fails" else None
            says = {"work": fact.work, "tool": tool, "status": noted.fact.status}
            yield Raise(tool, (noted, scene.event), says, severity=severity)


@rule(
    "decided-without-numbers",
    "medium",
    WorkStarted,
    MetricObserved,
    rows=(26,),
    sentence="Selling starts towards {target} {metric}, and no number at all is on record.",
    action="Measure where you stand before going on: to measure is to know.",
    cannot_know="numbers that were looked at without being recorded",
)
def decided_without_numbers(scene: Scene) -> Iterator[Raise | Settle]:
    """A launch begins towards a target with nothing measured."""
    fact = scene.fact
    if isinstance(fact, MetricObserved):
        for key in scene.before.named("goal") if not scene.before.of(MetricObserved) else ():
            yield Settle(key)
        return
    goal = scene.before.thing("goal", fact.goal or "")
    target = goal.opened.fact.target if goal else None
    measured = scene.before.of(MetricObserved)
    if goal and target and fact.work == "sales-launch" and not measured:
        says = {"target": f"{target.value:g}", "metric": target.metric}
        yield Raise(fact.goal, (goal.opened, scene.event), says)


@rule(
    "plug-review-due",
    "low",
    PlugReviewed,
    BreakupAnnounced,
    RelationshipEnded,
    rows=(59,),
    sentence="Whether to go on with this client was to be weighed again by {again}.",
    action="Weigh it now, and write down the verdict.",
    cannot_know="a talk about it that was not recorded",
)
def plug_review_due(scene: Scene) -> Iterator[Raise | Settle]:
    """The day passes on which it was to be weighed anew whether to go on."""
    before = scene.before.last(PlugReviewed)
    if before:
        yield Settle(before.id)
    again = scene.fact.again if isinstance(scene.fact, PlugReviewed) else None
    if again and not again.approximate:
        due = closing(scene.place, again)
        yield Raise(scene.event.id, (scene.event,), {"again": again}, since=due, due=due)
