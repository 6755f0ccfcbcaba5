"""Findings about moods: a side that falls below its own beginning, indifference, unheard unease."""

from __future__ import annotations

from collections.abc import Iterator

from domain._kernel import Event
from domain.breakup import FarewellActDone
from domain.feelings import FeelingObserved
from domain.friction import UneaseAnswered, UneaseVoiced
from projections.calendar import days_between
from projections.findings.registry import Raise, Scene, Settle, rule
from projections.findings.windows import lapse
from projections.moods import Baseline, is_their_own_word

CLIENT_LIMIT = 6.0
STAFF_LIMIT = 6.0
HEARD_DAYS = 365
"""What was felt longer ago says nothing of how it is felt now, in either direction."""


def _drop(scene: Scene, side: Baseline, limit: float, within_days: int) -> Iterator[Raise | Settle]:
    if not side.fallen:
        yield Settle("drop")
    elif side.fallen >= limit and side.has_a_usual:
        latest = sum(e.fact.valence for e in side.run[-3:]) / len(side.run[-3:])
        says = {
            "own": f"{side.before_run or 0.0:+.2f}",
            "latest": f"{latest:+.2f}",
            "contacts": len(side.run),
            "days": days_between(side.run[0].occurred_at, scene.now),
        }
        best = (side.best,) if side.best else ()
        yield Raise("drop", (*best, *side.run), says, until=lapse(side.run, 1, within_days))


@rule(
    "mood-drop",
    "high",
    FeelingObserved,
    rows=(55, 90, 107),
    sentence=(
        "The client's mood fell from {own}, its own usual, to {latest} over {contacts} "
        "contacts in {days} days."
    ),
    action="Call in person and ask what has changed.",
    cannot_know="how the client felt where nobody asked",
    lapses=True,
    limit=CLIENT_LIMIT,
    within_days=HEARD_DAYS,
)
def mood_drop(scene: Scene, *, limit: float, within_days: int) -> Iterator[Raise | Settle]:
    """The client's mood falls below its own baseline."""
    if scene.fact.whose == "client":
        yield from _drop(scene, scene.moods.client, limit, within_days)


@rule(
    "staff-mood-drop",
    "medium",
    FeelingObserved,
    rows=(28, 51, 63),
    sentence=(
        "Our own people's mood fell from {own}, its own usual, to {latest} over {contacts} "
        "contacts in {days} days."
    ),
    action="Ask them what they see, before the next decision.",
    cannot_know="how colleagues felt where nobody asked",
    lapses=True,
    limit=STAFF_LIMIT,
    within_days=HEARD_DAYS,
)
def staff_mood_drop(scene: Scene, *, limit: float, within_days: int) -> Iterator[Raise | Settle]:
    """The staff's mood falls below its own start."""
    if scene.fact.whose == "staff" and is_their_own_word(scene.fact):
        yield from _drop(scene, scene.moods.staff, limit, within_days)


@rule(
    "indifference",
    "high",
    FeelingObserved,
    rows=(118, 119),
    outlasts=True,
    sentence=(
        "The client felt strongly ({client} on average) and the supplier nothing ({staff}), "
        "in {pairs} contacts up to the goodbye; {attributed} of these by the client's own "
        "word."
    ),
    action="Let somebody who knows the client say, in person, what this relationship meant.",
    cannot_know="what the supplier's people felt and did not show",
    client_at_least=0.4,
    staff_below=0.15,
    pairs_at_least=3,
    within_days=90,
)
def indifference(
    scene: Scene,
    *,
    client_at_least: float,
    staff_below: float,
    pairs_at_least: int,
    within_days: int,
) -> Iterator[Raise]:
    """At the goodbye one side feels strongly while the other is flat. Flat is not fine."""
    goodbye = scene.after.event(scene.fact.about)
    if goodbye is None or not isinstance(goodbye.fact, FarewellActDone):
        return
    flat = [
        pair
        for pair in pairs(scene, within_days)
        if pair[0].fact.valence <= -client_at_least and abs(pair[1].fact.valence) < staff_below
    ]
    if len(flat) >= pairs_at_least and flat[-1][0].fact.about == scene.fact.about:
        says = {
            "client": f"{sum(c.fact.valence for c, _ in flat) / len(flat):+.2f}",
            "staff": f"{sum(s.fact.valence for _, s in flat) / len(flat):+.2f}",
            "pairs": len(flat),
            "attributed": sum(1 for _, s in flat if not is_their_own_word(s.fact)),
        }
        yield Raise("goodbye", tuple(event for pair in flat for event in pair), says)


def pairs(
    scene: Scene, within_days: int
) -> list[tuple[Event[FeelingObserved], Event[FeelingObserved]]]:
    """Return (client, staff) feelings about the same event, lately."""
    sides: dict[str, dict[str, Event[FeelingObserved]]] = {}
    for event in scene.moods.lately:
        if event.fact.about and days_between(event.occurred_at, scene.now) <= within_days:
            sides.setdefault(event.fact.about, {})[event.fact.whose] = event
    return [(both["client"], both["staff"]) for both in sides.values() if len(both) > 1]


@rule(
    "unease-unanswered",
    "medium",
    UneaseVoiced,
    UneaseAnswered,
    rows=(28,),
    sentence="Unease voiced by {by} was not gone into within {working_days} working days.",
    action="Ask what does not feel right, and decide what to do with the answer.",
    cannot_know="a talk about it that was not recorded",
    working_days=2,
)
def unease_unanswered(scene: Scene, *, working_days: int) -> Iterator[Raise | Settle]:
    """Somebody's unease is left lying."""
    if isinstance(scene.fact, UneaseAnswered):
        yield Settle(scene.fact.unease)
    else:
        due = scene.place.working_days_after(scene.now, working_days)
        says = {"by": scene.fact.by}
        yield Raise(scene.fact.unease, (scene.event,), says, since=due, due=due)
