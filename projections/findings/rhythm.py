"""Findings about rhythm: whose clock the contacts follow, and how long nobody looked after them."""

from __future__ import annotations

import math
from collections.abc import Iterator

from domain._kernel import Event
from domain.care import ContactHeld, PreferenceNoted
from projections.calendar import days_between
from projections.contacts import (
    BURST_DAYS,
    QUARTER_ENDS_A_YEAR,
    REMEMBERED_DAYS,
    quarter_ending,
)
from projections.findings.registry import Raise, Scene, Settle, rule
from projections.findings.windows import lapse, lately


@rule(
    "quarter-end-burst",
    "info",
    ContactHeld,
    rows=(173,),
    lapses=True,
    sentence=(
        "At the end of {quarters} of our quarters we got in touch {contacts} times in all; {usual} "
        "in two weeks is usual."
    ),
    action="Ask the other side when contact is welcome, and follow that.",
    cannot_know="whether the contacts had to do with our own targets",
    times=3.0,
    at_least=3,
    quarters_at_least=2,
    known_days_at_least=180,
)
def quarter_end_burst(
    scene: Scene, *, times: float, at_least: int, quarters_at_least: int, known_days_at_least: int
) -> Iterator[Raise | Settle]:
    """The supplier's contacts burst before its quarter ends, against its own usual rate."""
    begun = scene.after.begun
    days = days_between(begun.occurred_at, scene.now) if begun else 0
    if scene.fact.initiated_by != "supplier" or days < known_days_at_least:
        return
    between = days * (1 - BURST_DAYS * QUARTER_ENDS_A_YEAR / 365.25)
    usual = scene.contacts.between / between * BURST_DAYS
    ends: dict[tuple[int, int] | None, list[Event[ContactHeld]]] = {}
    for event in scene.contacts.quarter_ends:
        ends.setdefault(quarter_ending(event), []).append(event)
    many = max(at_least, math.ceil(times * usual))
    bursts = [events for events in ends.values() if len(events) >= many]
    if len(bursts) >= quarters_at_least:
        evidence = tuple(event for events in bursts for event in events)
        says = {"quarters": len(bursts), "contacts": len(evidence), "usual": f"{usual:.1f}"}
        until = lapse(bursts[-quarters_at_least], many, REMEMBERED_DAYS)
        yield Raise("quarter-end", evidence, says, until=until)
    else:
        yield Settle("quarter-end")


@rule(
    "over-communication",
    "low",
    ContactHeld,
    rows=(164,),
    lapses=True,
    sentence="{messages} messages to everybody reached this client in {within_days} days.",
    action="Tell only what is needed, when it is needed.",
    cannot_know="which of them the client wanted",
    at_least=5,
    within_days=14,
)
def over_communication(
    scene: Scene, *, at_least: int, within_days: int
) -> Iterator[Raise | Settle]:
    """A client gets more general messages than it can need."""
    sent = [
        event
        for event in scene.contacts.broadcasts
        if days_between(event.occurred_at, scene.now) <= within_days
    ]
    if len(sent) >= at_least:
        until = lapse(sent, at_least, within_days)
        yield Raise("broadcast", tuple(sent), {"messages": len(sent)}, until=until)
    else:
        yield Settle("broadcast")


@rule(
    "contact-beyond-cadence",
    "low",
    ContactHeld,
    PreferenceNoted,
    rows=(164,),
    sentence=(
        "The client asked to hear from us every {every} days; we got in touch {contacts} times in "
        "{days}."
    ),
    lapses=True,
    action="Keep what can wait for the next moment the client asked for.",
    cannot_know="which of them the client wanted all the same",
    times=2.0,
    at_least=3,
)
def contact_beyond_cadence(
    scene: Scene, *, times: float, at_least: int
) -> Iterator[Raise | Settle]:
    """The supplier gets in touch far more often than the client asked for."""
    asked = [e for e in scene.after.of(PreferenceNoted) if e.fact.kind == "cadence"][-1:]
    if isinstance(scene.fact, PreferenceNoted):
        if scene.fact.kind == "cadence":
            yield Settle("cadence")
        return
    for wish in asked:
        every = wish.fact.every_days
        if every is None or scene.fact.initiated_by != "supplier":
            return
        days = math.ceil(at_least * every)
        ours = [
            event
            for event in lately(scene.contacts.lately, scene.now, days)
            if event.occurred_at >= wish.occurred_at
        ]
        many = max(at_least, math.ceil(times * at_least))
        if len(ours) >= many:
            says = {"every": f"{every:g}", "contacts": len(ours), "days": days}
            yield Raise("cadence", (wish, *ours), says, until=lapse(ours, many, days))
        else:
            yield Settle("cadence")
