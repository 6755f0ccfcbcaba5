"""Findings about appearances: a win that hides trouble, a stay that is no joy, bad news by link."""

from __future__ import annotations

import math
from collections.abc import Iterator

from domain._kernel import AnyEvent
from domain.care import CareGiven
from domain.contract import AgreementBroken, ContractRenewed, ContractSigned
from domain.feelings import FeelingObserved
from domain.friction import IncidentOccurred
from domain.moments import Moment
from projections.calendar import days_between
from projections.findings.mood import STAFF_LIMIT
from projections.findings.registry import Raise, Scene, Settle, rule
from projections.findings.windows import felt, first_of, lapse, lately, mean

DAYS_A_MONTH = 30.44


@rule(
    "win-masks",
    "info",
    ContractSigned,
    ContractRenewed,
    rows=(172,),
    sentence=(
        "A contract came {within_days} days or less after trouble: {incidents} things went wrong, "
        "mood of our own people falling {falling}. All is not forgiven."
    ),
    action="Mend what was going wrong; the contract does not.",
    cannot_know="whether the trouble was talked over",
    incidents_at_least=3,
    within_days=30,
)
def win_masks(scene: Scene, *, incidents_at_least: int, within_days: int) -> Iterator[Raise]:
    """A new or renewed contract hides what has just gone wrong."""
    wrong: list[AnyEvent] = [
        *lately(scene.after.of(IncidentOccurred), scene.now, within_days),
        *lately(scene.after.of(AgreementBroken), scene.now, within_days),
    ]
    staff = scene.moods.staff
    falling = staff.fallen >= STAFF_LIMIT and staff.run
    recent = falling and days_between(staff.run[-1].occurred_at, scene.now) <= within_days
    if len(wrong) >= incidents_at_least or recent:
        evidence: tuple[AnyEvent, ...] = (
            *sorted(wrong, key=lambda e: e.order),
            *(staff.run if recent else ()),
            scene.event,
        )
        says = {"incidents": len(wrong), "falling": "yes" if recent else "no"}
        yield Raise(scene.event.id, evidence, says)


@rule(
    "lock-in",
    "medium",
    ContractRenewed,
    CareGiven,
    FeelingObserved,
    rows=(176,),
    lapses=True,
    sentence="The client stays, and is not happy: {mean} over its last {feelings} feelings.",
    action="Ask what would make staying a pleasure, and whether leaving is easy enough.",
    cannot_know="why the client stays",
    feelings=5,
    no_higher_than=-0.3,
    within_days=365,
    bound_days=90,
)
def lock_in(
    scene: Scene, *, feelings: int, no_higher_than: float, within_days: int, bound_days: int
) -> Iterator[Raise | Settle]:
    """The client stays though it is unhappy, or because its contract still binds it for months."""
    if isinstance(scene.fact, FeelingObserved) and scene.fact.whose != "client":
        return
    last = felt(scene, "client", within_days, at_most=feelings)
    unhappy = len(last) == feelings and mean(last) <= no_higher_than
    if isinstance(scene.fact, FeelingObserved):
        bound = _bound(scene, bound_days)
        if not unhappy:
            yield Settle("stays")
        elif bound:
            says = {"mean": f"{mean(last):+.2f}"}
            until = first_of(lapse(last, feelings, within_days), _free(bound, bound_days))
            yield Raise("stays", (bound, *last), says, until=until)
    elif unhappy and (isinstance(scene.fact, ContractRenewed) or scene.fact.stayed):
        until = lapse(last, feelings, within_days)
        yield Raise("stays", (scene.event, *last), {"mean": f"{mean(last):+.2f}"}, until=until)


def _free(signed: AnyEvent, days: int) -> Moment | None:
    """Return when a contract binds for fewer than so many days more."""
    return lapse((signed,), 1, math.floor(signed.fact.months * DAYS_A_MONTH - days))


def _bound(scene: Scene, days: int) -> AnyEvent | None:
    """Return the contract by which the client is bound for so many days more, if it is."""
    if scene.after.phase not in ("contract", "friction"):
        return None
    for signed in reversed(scene.after.of(ContractSigned)):
        months = signed.fact.months
        if months and months * DAYS_A_MONTH - days_between(signed.occurred_at, scene.now) >= days:
            return signed
    return None
