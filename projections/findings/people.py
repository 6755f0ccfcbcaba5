"""Findings about our own people: known faces that leave, dread, exhaustion."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge

from domain._kernel import AnyEvent, Event
from domain.contract import StaffAssigned
from domain.friction import EffortSpent, IncidentOccurred, StaffStateNoted
from domain.relationship import Relationship
from domain.vocabulary import Severity
from projections.calendar import place_of_late
from projections.findings.registry import Raise, Scene, Settle, rule
from projections.findings.windows import count, first_of, is_fire, lapse, lately, passing


def _faces(state: Relationship) -> dict[str, Event[StaffAssigned]]:
    """Return those the client knows and who work for it, by person."""
    faces: dict[str, Event[StaffAssigned]] = {}
    for event in state.of(StaffAssigned):
        if event.fact.leaves:
            faces.pop(event.fact.person, None)
        elif event.fact.known_to_client:
            faces[event.fact.person] = event
    return faces


@rule(
    "known-person-changed",
    "medium",
    StaffAssigned,
    rows=(2,),
    sentence="The {role}, whom the client knows, has left. Others here whom it knows: {others}.",
    action="Introduce who comes after, in person and before anything is asked of the client.",
    cannot_know="whom the client knows without it being recorded",
)
def known_person_changed(scene: Scene) -> Iterator[Raise | Settle]:
    """Somebody whom the client knows leaves."""
    fact, known = scene.fact, _faces(scene.before).get(scene.fact.person)
    if fact.leaves and (known or fact.known_to_client):
        others = _faces(scene.after)
        severity: Severity = "info" if others else "medium"
        evidence = (*((known,) if known else ()), scene.event)
        says = {"role": fact.role, "others": len(others)}
        yield Raise(fact.person, evidence, says, severity=severity)
    elif fact.known_to_client:
        for event in scene.before.of(StaffAssigned):
            if event.fact.leaves:
                yield Settle(event.fact.person)


@rule(
    "burn-out-risk",
    "high",
    StaffStateNoted,
    EffortSpent,
    IncidentOccurred,
    rows=(52,),
    lapses=True,
    sentence=(
        "This client takes the energy of somebody of ours: {notes} notes in {within_days} days, "
        "and {fires} fires to put out."
    ),
    action="Take work off them this week, and reckon what going on like this costs.",
    cannot_know="what takes their energy outside this relationship",
    low=-0.5,
    notes_at_least=3,
    fires_at_least=3,
    within_days=120,
)
def burn_out_risk(
    scene: Scene, *, low: float, notes_at_least: int, fires_at_least: int, within_days: int
) -> Iterator[Raise | Settle]:
    """Somebody is drained again and again, or once while there are fires to put out."""
    noted: dict[str, list[AnyEvent]] = {}
    for event in lately(scene.after.of(StaffStateNoted), scene.now, within_days):
        if event.fact.kind == "energy" and event.fact.level is not None:
            if event.fact.level <= low:
                noted.setdefault(event.fact.person, []).append(event)
            elif event.fact.level >= 0:
                noted[event.fact.person] = []
    if not noted:
        return
    work = (scene.after.of(IncidentOccurred), scene.after.of(EffortSpent))
    fires = sum(count(kind, is_fire, place_of_late(kind, scene.now, within_days)) for kind in work)
    for person, notes in noted.items():
        often, burning = len(notes) >= notes_at_least, fires >= fires_at_least
        if notes and (often or burning):
            severity: Severity | None = None if often else "medium"
            shown = [passing(kind, is_fire, scene.now, within_days) for kind in work if burning]
            put_out = tuple(merge(*shown, key=lambda e: e.order))
            evidence = tuple(merge(notes, put_out, key=lambda e: e.order))
            says = {"notes": len(notes), "fires": fires}
            needed = [(notes, notes_at_least)] if often else [(notes, 1), (put_out, fires_at_least)]
            until = first_of(*(lapse(some, least, within_days) for some, least in needed))
            key = f"{person}:{severity or 'high'}"
            yield Raise(key, evidence, says, until=until, severity=severity)
        if often or not notes:
            yield Settle(f"{person}:medium")
        if not notes:
            yield Settle(f"{person}:high")
