"""Answers about how loosely we sell, how we deliver, and how often we give in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from domain._kernel import AnyEvent
from domain.care import CareGiven
from domain.contract import AgreementMade, GoalSet, ScopeSet
from domain.courtship import IntakeDecided
from domain.friction import ConcessionMade
from domain.process import GateDecided, ProcessAdopted, WaiverGranted
from domain.relationship import Relationship
from projections.answers.registry import Asked, Row, answer
from projections.answers.seen import curves, felt, first_events
from projections.answers.sums import ids, mean, share
from projections.course import Told


def _acquisition(state: Relationship) -> str | None:
    """Return whether a client was taken on tightly or loosely; ``None`` where nobody can tell."""
    intake = state.last(IntakeDecided)
    if intake is None:
        return None
    fact = intake.fact
    loose = (
        fact.profile_clear is False
        or bool(fact.pursued_despite_doubt)
        or fact.pressure in ("target", "lean-times", "chimney-must-smoke")
        or (
            fact.outcome == "accepted" and fact.fit in ("edge", "outside") and not fact.by_procedure
        )
    )
    tight = fact.fit == "core" or fact.outcome != "accepted" or bool(fact.by_procedure)
    return "loose" if loose else "tight" if tight else None


@answer(
    "quadrant",
    rows=(77,),
    about=(IntakeDecided, ProcessAdopted),
    question="Do we sell loosely and deliver strictly, and what does each side feel about it?",
    columns="organisation acquisition delivery relationships mean_client mean_staff frustrated",
)
def quadrant(asked: Asked) -> Iterator[Row]:
    """Acquisition loose or tight by delivery loose or strict, with both moods."""
    cells: dict[tuple[str | None, str | None], list[Told]] = defaultdict(list)
    for reading in asked.readings:
        adopted = reading.state.last(ProcessAdopted)
        delivery: str | None = adopted.fact.strictness if adopted else None
        if adopted is not None or reading.state.of(IntakeDecided):
            cells[_acquisition(reading.state), delivery].append(reading)
    for (acquisition, delivery), readings in sorted(
        cells.items(), key=lambda cell: (cell[0][0] or "~", cell[0][1] or "~")
    ):
        both = [curves(r) for r in readings]
        staff = [s.valence for one in both for s in one.staff]
        yield {
            "organisation": asked.organisation,
            "acquisition": acquisition,
            "delivery": delivery,
            "relationships": len(readings),
            "mean_client": mean(one.time_weighted_mean("client") for one in both),
            "mean_staff": mean(one.time_weighted_mean("staff") for one in both),
            "frustrated": share(sum(valence < 0 for valence in staff), len(staff)),
            "events": [
                *ids(
                    *(e for r in readings for e in r.state.of(IntakeDecided)[-1:]),
                    *(e for r in readings for e in r.state.of(ProcessAdopted)[-1:]),
                ),
                *(sample for r in readings for sample in felt(r)),
            ],
        }


def _given_in(state: Relationship) -> dict[str, list[AnyEvent]]:
    changes: list[AnyEvent] = [
        *(e for e in state.of(ScopeSet) if e.fact.reason == "pleasing"),
        *(e for e in state.of(GoalSet) if e.fact.replaces and e.fact.initiated_by == "client"),
        *(
            e
            for e in state.of(AgreementMade)
            if e.fact.replaces and e.fact.initiated_by == "client"
        ),
    ]
    waived: list[AnyEvent] = [
        *(e for e in state.of(WaiverGranted) if not e.fact.authorised),
        *(e for e in state.of(GateDecided) if e.fact.outcome == "skipped"),
    ]
    return {"concessions": [*state.of(ConcessionMade)], "waived": waived, "changes": changes}


def _held(state: Relationship) -> list[AnyEvent]:
    return [
        *(e for e in state.of(CareGiven) if e.fact.kind == "limit-set" and e.fact.by != "client"),
        *(
            e
            for e in state.of(IntakeDecided)
            if e.fact.outcome != "accepted" and e.fact.declined_by != "client"
        ),
    ]


@answer(
    "yielding-index",
    rows=(62,),
    again=True,
    about=(
        AgreementMade,
        CareGiven,
        ConcessionMade,
        GateDecided,
        GoalSet,
        IntakeDecided,
        ScopeSet,
        WaiverGranted,
    ),
    counted=True,
    question="How far has the organisation yielded to its clients?",
    columns="organisation relationships concessions waived changes held per_relationship share",
)
def yielding_index(asked: Asked) -> Iterator[Row]:
    """Concessions, waived rules and free changes: for each client, and beside the limits held."""
    given = {"concessions": 0, "waived": 0, "changes": 0}
    events: list[AnyEvent] = []
    held: list[AnyEvent] = []
    for reading in asked.readings:
        for kind, found in _given_in(reading.state).items():
            given[kind] += len(found)
            events += found
        held += _held(reading.state)
    everybody = len(asked.readings) + len(asked.others)
    if everybody:
        times = len(events)
        begun = first_events(asked.readings, asked.others)
        yield {
            "organisation": asked.organisation,
            "relationships": everybody,
            **given,
            "held": len(held),
            "per_relationship": share(times, everybody),
            "share": share(times, times + len(held)),
            "events": list(dict.fromkeys([*ids(*events, *held), *begun])),
        }
