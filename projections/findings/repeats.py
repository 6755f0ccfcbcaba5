"""Findings about wanting it again."""

from __future__ import annotations

from collections.abc import Iterator

from domain.care import CareGiven, PreferenceNoted
from domain.contract import ContractRenewed, ContractSigned, MoneyBooked
from projections.findings.registry import Raise, Scene, Settle, rule
from projections.findings.windows import in_days, lately


@rule(
    "repeat-wish-at-risk",
    "low",
    PreferenceNoted,
    CareGiven,
    ContractSigned,
    ContractRenewed,
    MoneyBooked,
    rows=(139, 140),
    sentence="The client wants {item} again, and nothing helps it to find it: {days} days now.",
    action="Send what helps the client to find it again.",
    cannot_know="what the client bought without it being recorded, here or elsewhere",
    days=90,
    aid_holds_days=365,
)
def repeat_wish_at_risk(
    scene: Scene, *, days: int, aid_holds_days: int
) -> Iterator[Raise | Settle]:
    """A wish to have it again is left without a purchase or an aid to memory."""
    fact = scene.fact
    if isinstance(fact, PreferenceNoted):
        aids = lately(scene.before.of(CareGiven), scene.now, aid_holds_days)
        aided = any(event.fact.kind == "memory-aid" for event in aids)
        if fact.kind == "bought":
            yield Settle(fact.item)
        elif fact.kind == "wants-again" and not aided and not scene.event.dated_roughly:
            due = in_days(scene.place, scene.now, days)
            yield Raise(fact.item, (scene.event,), {"item": fact.item}, since=due, due=due)
        return
    aid = isinstance(fact, CareGiven) and fact.kind == "memory-aid"
    bought = isinstance(fact, MoneyBooked) and fact.kind == "revenue"
    if aid or bought or isinstance(fact, (ContractSigned, ContractRenewed)):
        for event in scene.before.of(PreferenceNoted):
            if event.fact.kind == "wants-again":
                yield Settle(event.fact.item)
