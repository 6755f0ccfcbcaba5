"""Findings about attention: how long nobody looked after the client."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice, pairwise
from statistics import median

from domain._kernel import Event
from domain.breakup import BreakupAnnounced, RelationshipEnded
from domain.care import CareGiven
from domain.relationship import Relationship
from projections.calendar import days_between
from projections.findings.registry import Raise, Scene, Settle, rule
from projections.findings.windows import in_days

_ACTS = ("attention", "granted", "support", "need-answered", "drift-named")
_REMEMBERED = 12


def _acts(state: Relationship) -> list[Event[CareGiven]]:
    """Return the supplier's last acts of care, at most twelve."""
    acts = (
        event
        for event in reversed(state.of(CareGiven))
        if event.fact.kind in _ACTS and event.fact.by in ("supplier", "both")
    )
    return list(islice(acts, _REMEMBERED))[::-1]


@rule(
    "attention-overdue",
    "info",
    CareGiven,
    BreakupAnnounced,
    RelationshipEnded,
    rows=(89,),
    sentence=(
        "No attention, help or word about drift for {allowed} days; between these two {usual} days "
        "are usual."
    ),
    action="Get in touch without wanting anything.",
    cannot_know="attention that nobody wrote down",
    times=3.0,
    longest=1.5,
    at_least=5,
)
def attention_overdue(
    scene: Scene, *, times: float, longest: float, at_least: int
) -> Iterator[Raise | Settle]:
    """The supplier loses sight of the client, measured by their own rhythm and longest pause."""
    acts = _acts(scene.after)
    is_act = bool(acts) and acts[-1] is scene.event
    if isinstance(scene.fact, CareGiven) and not is_act:
        return
    for event in (acts[:-1] if is_act else acts)[-1:]:
        yield Settle(event.id)
    if not is_act or scene.event.dated_roughly:
        return
    acts = [event for event in acts if not event.dated_roughly]
    pauses = [days_between(a.occurred_at, b.occurred_at) for a, b in pairwise(acts)]
    pauses = [days for days in pauses if days > 0]
    if len(pauses) + 1 >= at_least:
        usual = median(pauses)
        allowed = math.ceil(max(times * usual, longest * max(pauses)))
        due = in_days(scene.place, scene.now, allowed)
        says = {"allowed": allowed, "usual": round(usual)}
        yield Raise(scene.event.id, tuple(reversed(acts)), says, since=due, due=due)
