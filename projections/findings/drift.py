"""Findings about drift: a relationship that quietly comes apart, and silence.

The lines are judged in `projections.alarms`; here they become findings. Moods that fall have rules
of their own (`projections.findings.mood`), and so have errors that pile up (`strain`): see ADR
0014 for why these speak and those weigh.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from domain.breakup import RelationshipRekindled
from projections.alarms.following import CONTACT, GOODBYE
from projections.alarms.watching import HELD_DAYS, Fall, Rise
from projections.findings.registry import Raise, Renew, Said, Scene, Settle, rule
from projections.findings.windows import lapse

_ON = (*CONTACT, *GOODBYE, RelationshipRekindled)
DRIFT_CODES = ("drifting", "silence", "divergence", "promises-slipping")


def said(rise: Rise) -> Raise:
    """Return what a rule says when an alarm rises; what stands on the watch list is info."""
    grave = rise.code == "drifting" and rise.grade == "alarm"
    return Raise(
        rise.key,
        rise.evidence,
        rise.says,
        since=rise.since,
        severity="high" if grave else None,
        figures=rise.figures,
    )


def _channel(scene: Scene, code: str) -> Iterator[Said]:
    """Yield what a single channel comes to; while it stands, every contact bears it out."""
    met = scene.watching.latest
    until = lapse(met.told.events, 1, HELD_DAYS) if met else None
    for said_now in _moves(scene, code):
        yield replace(said_now, until=until) if isinstance(said_now, Raise) else said_now
    stands = scene.watching.standing.get(code)
    if stands and isinstance(scene.fact, CONTACT):
        yield Renew(stands.key, until)


def _moves(scene: Scene, code: str) -> Iterator[Raise | Settle]:
    for move in scene.watching.moves:
        if move.code == code:
            yield Settle(move.key) if isinstance(move, Fall) else said(move)


def _moved(scene: Scene) -> bool:
    """Whether any line rose above its limit, or fell below it."""
    return bool(scene.watching.moves)


def _stands(scene: Scene) -> bool:
    """Whether any line stands above its limit, or did until now."""
    return bool(scene.watching.moves or scene.watching.standing)


@rule(
    "drifting",
    "info",
    *_ON,
    rows=(55, 90, 107),
    sentence=(
        "All signs together look like growing apart. What weighs: {signs}. Most of all {what}: "
        "from {before} to {within} in the last {window} days. Never told: {unasked}."
    ),
    action="Look at these signs with somebody who knows the client, and ask the client.",
    cannot_know=(
        "why, how somebody felt where nobody asked, and contacts that nobody recorded; of clear "
        "drifts it finds seven in ten within a year"
    ),
    where=_moved,
)
def drifting(scene: Scene) -> Iterator[Raise | Settle]:
    """The combined line of all channels stands above its limit."""
    yield from _moves(scene, "drifting")


@rule(
    "silence",
    "info",
    *_ON,
    rows=(151,),
    sentence="No contact is on record since {last}. Days between two contacts, as a rule: {usual}.",
    action="Get in touch, or record the contacts that were held.",
    cannot_know="contacts that nobody recorded",
    where=_moved,
)
def silence(scene: Scene) -> Iterator[Raise | Settle]:
    """Nobody was in touch for much longer than is usual between these two."""
    yield from _moves(scene, "silence")


@rule(
    "divergence",
    "medium",
    *_ON,
    rows=(63, 90),
    lapses=True,
    sentence=(
        "The two sides feel it ever more differently: our people's mood less the client's went "
        "from {before} to {within} in the last {window} days."
    ),
    action="Tell our people how the client feels, and ask the client whether we see it.",
    cannot_know="how somebody felt where nobody asked",
    where=_stands,
)
def divergence(scene: Scene) -> Iterator[Said]:
    """The client's mood falls and our people's does not go along."""
    yield from _channel(scene, "divergence")


@rule(
    "promises-slipping",
    "medium",
    *_ON,
    rows=(162, 165),
    lapses=True,
    sentence=(
        "Promises slip more than they used to here: {before} came late before, and {within} in "
        "the last {window} days."
    ),
    action="Promise less for a while, and say before the day when something will be late.",
    cannot_know="promises that nobody recorded, and those that are not settled yet",
    where=_stands,
)
def promises_slipping(scene: Scene) -> Iterator[Said]:
    """More promises are kept late than was usual."""
    yield from _channel(scene, "promises-slipping")
