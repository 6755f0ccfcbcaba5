"""Findings about the work that was agreed: it grows to please, and errors follow."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from domain.contract import ScopeSet
from domain.friction import IncidentOccurred
from projections.calendar import days_between
from projections.findings.registry import Raise, Scene, Settle, rule
from projections.findings.windows import lapse, lately


@rule(
    "scope-creep",
    "medium",
    ScopeSet,
    rows=(56, 85),
    sentence=(
        "The work grew by {share}% of what was agreed, to please: {added} on {baseline} {unit}. "
        "New insight is not counted."
    ),
    action="Agree on the work anew, and on what the next change costs.",
    cannot_know="changes that were made without being recorded",
    share_above=0.2,
)
def scope_creep(scene: Scene, *, share_above: float) -> Iterator[Raise | Settle]:
    """What was added to please comes to more than a fifth of what was agreed last."""
    unit = scene.fact.unit
    sizes = [event for event in scene.after.of(ScopeSet) if event.fact.unit == unit]
    starts = [n for n, event in enumerate(sizes) if event.fact.reason == "baseline"]
    if not starts or sizes[starts[-1]].fact.size <= 0:
        return
    baseline = sizes[starts[-1]]
    if baseline is scene.event:
        for before in starts[:-1]:
            yield Settle(sizes[before].id)
    pleasing = [e for e in sizes[starts[-1] :] if e.fact.reason == "pleasing"]
    added = sum(event.fact.size for event in pleasing)
    if added > share_above * baseline.fact.size:
        share = 100 * added / baseline.fact.size
        says = {
            "share": round(share) if isfinite(share) else "∞",  # of next to nothing
            "added": f"{added:g}",
            "baseline": f"{baseline.fact.size:g}",
            "unit": unit,
        }
        yield Raise(baseline.id, (baseline, *pleasing), says)


@rule(
    "errors-follow-changes",
    "medium",
    IncidentOccurred,
    rows=(57,),
    lapses=True,
    sentence=(
        "Since the {changes} changes to the work began, {errors} things went wrong in {days} "
        "days; before, {before} in {days_before}."
    ),
    action="Take no further change before the work is simple enough again.",
    cannot_know="whether the errors came from the changes",
    changes_at_least=3,
    errors_at_least=3,
    times=2.0,
    within_days=180,
    known_days_at_least=14,
)
def errors_follow_changes(
    scene: Scene,
    *,
    changes_at_least: int,
    errors_at_least: int,
    times: float,
    within_days: int,
    known_days_at_least: int,
) -> Iterator[Raise]:
    """Since the work kept changing, things go wrong at a multiple of the rate before."""
    sizes = lately(scene.after.of(ScopeSet), scene.now, within_days)
    changes = [event for event in sizes if event.fact.reason != "baseline"]
    if len(changes) < changes_at_least or scene.after.begun is None:
        return
    first = changes[0].occurred_at
    known = days_between(scene.after.begun.occurred_at, first)
    days, days_before = max(1, days_between(first, scene.now)), min(known, within_days)
    wrong = lately(scene.after.of(IncidentOccurred), scene.now, days + days_before)
    errors = [event for event in wrong if event.occurred_at >= first]
    before = len(wrong) - len(errors)
    if days_before < known_days_at_least or len(errors) < errors_at_least:
        return
    if len(errors) / days >= times * before / days_before:
        says = {
            "changes": len(changes),
            "errors": len(errors),
            "days": days,
            "before": before,
            "days_before": days_before,
        }
        until = lapse(changes, len(changes), within_days)  # it is named after the first of them
        yield Raise(changes[0].id, (*changes, *errors), says, until=until)
