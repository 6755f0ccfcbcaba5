"""Findings about strain: errors that pile up, fires to put out, a core value that breaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from domain._kernel import AnyEvent
from domain.friction import EffortSpent, IncidentOccurred
from domain.numbers import ExpectationStated, MetricObserved
from domain.values import ValueJudged
from projections.calendar import days_between
from projections.findings.registry import Raise, Scene, rule


@rule(
    "errors-accumulate",
    "high",
    IncidentOccurred,
    rows=(13, 34, 57, 60),
    sentence="{incidents} errors and bypasses in {days} days. One root behind them: {root}.",
    action="Stop mending one by one; take away what they come from.",
    cannot_know="errors that were mended without being recorded",
    at_least=3,
    within_days=60,
    young_until_contacts=10,
    young_until_days=182,
)
def errors_accumulate(
    scene: Scene,
    *,
    at_least: int,
    within_days: int,
    young_until_contacts: int,
    young_until_days: int,
) -> Iterator[Raise]:
    """Errors and bypasses pile up, perhaps from one root.

    Three in two months are many where little is known yet. Of clients who are known, one in twenty
    has as many each year for no reason (measured on generated ones): there the line of errors has
    to say as well that they are more than usual here.
    """
    lately = [
        event
        for event in scene.after.of(IncidentOccurred)
        if days_between(event.occurred_at, scene.now) <= within_days
    ]
    known = scene.watching
    young = known.contacts <= young_until_contacts or known.days <= young_until_days
    if len(lately) >= at_least and (young or known.is_over("errors-accumulate")):
        causes = Counter(event.cause for event in lately if event.cause)
        root = scene.after.event(causes.most_common(1)[0][0]) if causes else None
        says = {
            "incidents": len(lately),
            "days": days_between(lately[0].occurred_at, scene.now),
            "root": "yes" if root else "not known",
        }
        yield Raise("run", (*((root,) if root else ()), *lately), says)


@rule(
    "firefighting",
    "medium",
    MetricObserved,
    rows=(35, 36),
    sentence=(
        "{share}% of the recorded work of the last {within_days} days was putting out fires, "
        "while the result stays at {result}."
    ),
    action="Say what the fires cost, and choose: mend the foundation or stop.",
    cannot_know="planned work that nobody recorded",
    share_at_least=0.5,
    at_least=3,
    within_days=30,
)
def firefighting(
    scene: Scene, *, share_at_least: float, at_least: int, within_days: int
) -> Iterator[Raise]:
    """Ever more effort goes into fires while the result stays flat."""
    effort: tuple[AnyEvent, ...] = (
        *scene.after.of(IncidentOccurred),
        *scene.after.of(EffortSpent),
    )
    work = [e for e in effort if days_between(e.occurred_at, scene.now) <= within_days]
    fires = [
        event
        for event in work
        if "firefighting" in (getattr(event.fact, "mode", None), event.fact.kind)
    ]
    aims = [
        e
        for e in scene.after.of(ExpectationStated)
        if scene.fact.goal and e.fact.goal == scene.fact.goal
    ]
    flat = any(
        scene.fact.metric == e.fact.metric and scene.fact.value < 0.1 * e.fact.value for e in aims
    )
    if flat and len(fires) >= max(at_least, share_at_least * len(work)):
        says = {"share": round(100 * len(fires) / len(work)), "result": f"{scene.fact.value:g}"}
        evidence = (*sorted(fires, key=lambda e: e.order), scene.event)
        yield Raise("fires", evidence, says)


@rule(
    "core-value-broken",
    "critical",
    ValueJudged,
    rows=(38, 39),
    sentence="The core value {value} is said to be {verdict}: the criterion for ending is met.",
    action="End it, and end it well: reason, thanks, handover, a better match.",
    cannot_know="whether it can be mended",
)
def core_value_broken(scene: Scene) -> Iterator[Raise]:
    """A core value is judged as its exit criterion says."""
    value = scene.after.thing("value", scene.fact.value)
    exits = {"strained": ("strained", "lost"), "lost": ("lost",), None: ()}
    if value and scene.fact.verdict in exits[value.opened.fact.exit_when]:
        says = {"value": scene.fact.value, "verdict": scene.fact.verdict}
        yield Raise(scene.fact.value, (value.opened, scene.event), says)
