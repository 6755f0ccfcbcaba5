"""Findings about low spirits: dread of a client that is content, and an undercurrent."""

from __future__ import annotations

from collections.abc import Iterator

from domain.contract import StaffAssigned
from domain.feelings import FeelingObserved
from domain.friction import StaffStateNoted
from projections.findings.mood import STAFF_LIMIT, pairs
from projections.findings.registry import Raise, Scene, Settle, rule
from projections.findings.windows import felt, first_of, lapse, mean
from projections.moods import counts, is_their_own_word


@rule(
    "staff-dread",
    "medium",
    StaffStateNoted,
    StaffAssigned,
    rows=(63,),
    lapses=True,
    sentence="Somebody of ours does not want to work for this client ({kind}); it is content.",
    action="Ask what it takes out of them, before the client notices.",
    cannot_know="what lies behind it, and how the client felt where nobody asked",
    content_at_least=0.2,
    feelings_at_least=2,
    within_days=180,
)
def staff_dread(
    scene: Scene, *, content_at_least: float, feelings_at_least: int, within_days: int
) -> Iterator[Raise | Settle]:
    """Our own people shrink from a client that is content."""
    fact = scene.fact
    if isinstance(fact, StaffAssigned):
        if fact.leaves:
            yield Settle(fact.person)
    elif fact.kind == "energy":
        if fact.level is not None and fact.level > 0:
            yield Settle(fact.person)
    elif fact.level is None or fact.level <= 0:
        client = felt(scene, "client", within_days, at_most=5)
        if len(client) >= feelings_at_least and mean(client) >= content_at_least:
            until = lapse(client, feelings_at_least, within_days)
            evidence = (scene.event, *client)
            yield Raise(fact.person, evidence, {"kind": fact.kind}, until=until)


@rule(
    "undercurrent",
    "low",
    FeelingObserved,
    rows=(135,),
    lapses=True,
    sentence=(
        "Our own people feel a little bad about this client, time after time: {mean} over "
        "{feelings} contacts in {within_days} days."
    ),
    action="Talk about what is not being said, before the next plan.",
    cannot_know="disappointment and reproach that nobody voiced",
    feelings_at_least=6,
    within_days=180,
    no_lower_than=-0.45,
    no_higher_than=-0.1,
    share_below_zero=0.66,
)
def undercurrent(
    scene: Scene,
    *,
    feelings_at_least: int,
    within_days: int,
    no_lower_than: float,
    no_higher_than: float,
    share_below_zero: float,
) -> Iterator[Raise | Settle]:
    """Our own people stay a little below zero, and no alarm goes off."""
    fact = scene.fact
    if fact.whose != "staff" or not counts(fact) or not is_their_own_word(fact):
        return
    feelings = felt(scene, "staff", within_days)
    below = sum(1 for event in feelings if event.fact.valence < 0)
    if (
        len(feelings) >= feelings_at_least
        and no_lower_than <= mean(feelings) <= no_higher_than
        and below >= share_below_zero * len(feelings)
        and scene.moods.staff.fallen < STAFF_LIMIT
    ):
        says = {"mean": f"{mean(feelings):+.2f}", "feelings": len(feelings)}
        until = lapse(feelings, feelings_at_least, within_days)
        yield Raise("undercurrent", tuple(feelings), says, until=until)
    else:
        yield Settle("undercurrent")


@rule(
    "staff-untouched",
    "medium",
    FeelingObserved,
    rows=(119,),
    lapses=True,
    sentence=(
        "It hurts the client ({client} on average), and our own people say that it leaves them "
        "cold ({staff}), in {pairs} contacts running."
    ),
    action="Let them hear the client's own words, and ask what they would want in its place.",
    cannot_know="what the supplier's people felt and did not say",
    client_at_most=-0.4,
    staff_below=0.15,
    pairs_at_least=3,
    within_days=90,
)
def staff_untouched(
    scene: Scene,
    *,
    client_at_most: float,
    staff_below: float,
    pairs_at_least: int,
    within_days: int,
) -> Iterator[Raise | Settle]:
    """In contact after contact one side is hurt and the other, by its own word, feels nothing."""
    own = [p for p in pairs(scene, within_days) if all(is_their_own_word(e.fact) for e in p)]
    last = own[-pairs_at_least:]
    if len(last) < pairs_at_least:
        return
    if all(
        client.fact.valence <= client_at_most and abs(staff.fact.valence) < staff_below
        for client, staff in last
    ):
        says = {
            "client": f"{mean([client for client, _ in last]):+.2f}",
            "staff": f"{mean([staff for _, staff in last]):+.2f}",
            "pairs": len(last),
        }
        evidence = tuple(event for pair in last for event in pair)
        until = first_of(*(lapse((event,), 1, within_days) for event in evidence))
        yield Raise("cold", evidence, says, until=until)
    else:
        yield Settle("cold")
