"""Designed against lived: the map that was adopted, laid over what was lived of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from domain._kernel import AnyEvent
from domain.maps import MapBody, Touchpoint
from domain.process import GateDecided, WaiverGranted
from projections.conformance.alignment import Alignment
from projections.conformance.automaton import Automaton
from projections.evidence import Evidence, cite
from projections.finding import Say
from projections.reading import Reading
from projections.touchpoints.visit import Visit

Code = Literal[
    "waiver-void", "gate-skipped", "passed-by", "order-broken", "limit-missed", "detour",
    "waived", "never-planned", "never-happened",
]  # fmt: skip
"""``passed-by``: mandatory, and what comes after it was lived without it. ``order-broken``: a step
that the map has not. ``detour``: moments off the map between two touchpoints of it.
``never-happened``: nobody came by, whether they had to or not."""

_HOUR = 24.0


@dataclass(frozen=True, slots=True)
class Deviation:
    """One way in which what was lived is not what was designed.

    Attributes
    ----------
    code
        Which way; `Code` lists them, the gravest first.
    touchpoint
        Where on the map; for ``never-planned`` the activity, which the map does not have.
    sentence
        In words.
    evidence
        The events that show it. What never happened is shown by the adoption of the map.
    source
        For ``order-broken`` and ``detour``: the touchpoint of the map they came from.
    """

    code: Code
    touchpoint: str
    sentence: Say
    evidence: tuple[Evidence, ...]
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Laid:
    """What was lived, laid over its map.

    ``alignment`` is of the touchpoints that the map has; ``unplanned`` is how many moments it has
    no place for, each of which would cost one more. ``whole`` tells whether the relationship is
    over: if not, nothing is owed that is still to come.
    """

    body: MapBody
    visits: tuple[Visit, ...]
    deviations: tuple[Deviation, ...]
    alignment: Alignment
    fitness: float
    unplanned: int
    whole: bool


def lay(reading: Reading, visits: Sequence[Visit], body: MapBody, adopted: AnyEvent) -> Laid:
    """Return what was lived, laid over a map.

    Parameters
    ----------
    reading
        The fold of the relationship.
    visits
        Its visits, recognised by that same map.
    body
        The map.
    adopted
        The event that made it the way of working; or, for a map that was never adopted, the event
        from which on it is asked about.

    Notes
    -----
    Linear in visits, but for the alignment.
    """
    automaton = Automaton.from_map(body)
    lived = tuple(visit for visit in visits if visit.designed)
    trace = [visit.place for visit in lived]
    whole = reading.state.ends is not None
    alignment = automaton.align(trace, whole=whole)
    gates = list(_gates(reading, body))
    told = {shown.id for gate in gates for shown in gate.evidence}
    found = [
        *gates,
        *_left_out(alignment, lived, adopted),
        *_order(automaton, lived, reading),
        *_limits(lived, body, reading),
        *_detours(visits, reading),
        *_unplanned([v for v in visits if not told.intersection(v.events)], reading),
        *_never(body, set(trace), adopted),
    ]
    return Laid(
        body,
        tuple(visits),
        tuple(found),
        alignment,
        alignment.fitness(automaton.shortest() if whole else 0),
        len(visits) - len(lived),
        whole,
    )


def _cite(reading: Reading, *visits: Visit) -> tuple[Evidence, ...]:
    known = {event.id: event for event in reading.events}
    return cite(*(known[event] for visit in visits for event in visit.events))


def _gates(reading: Reading, body: MapBody) -> Iterator[Deviation]:
    """Yield gates that were skipped or waived, and waivers that no longer hold."""
    places: dict[str, Touchpoint] = {one.gate: one for one in body.touchpoints if one.gate}
    void = {f.key: f for f in reading.findings() if f.code == "waiver-void" and f.over != "settled"}
    for event in reading.state.of(WaiverGranted):
        for gate in event.fact.gates:
            if gate not in places:
                continue
            broken = void.get(event.fact.waiver)
            where = places[gate].touchpoint
            if broken is None:
                said = Say("the gate {gate} was put off under a waiver", {"gate": gate})
                yield Deviation("waived", where, said, cite(event))
            else:
                said = Say("the waiver for the gate {gate} no longer holds", {"gate": gate})
                yield Deviation("waiver-void", where, said, broken.evidence)
    for skipped in reading.state.of(GateDecided):
        gate = skipped.fact.gate
        if skipped.fact.outcome == "skipped" and gate in places:
            said = Say("the gate {gate} was skipped", {"gate": gate})
            yield Deviation("gate-skipped", places[gate].touchpoint, said, cite(skipped))


def _left_out(
    alignment: Alignment, lived: Sequence[Visit], adopted: AnyEvent
) -> Iterator[Deviation]:
    """Yield the mandatory touchpoints that the cheapest alignment has to leave out."""
    place = 0
    # What was lived in another place is a matter of order, not of leaving out.
    seen = {move.touchpoint for move in alignment.moves if move.how == "lived"}
    for move in alignment.moves:
        if move.how in ("both", "lived"):
            place += 1
        elif move.how == "designed" and move.touchpoint not in seen:
            seen.add(move.touchpoint)
            after = lived[place] if place < len(lived) else None
            if after is None:
                said = Say("it was over before it came to this")
                yield Deviation("passed-by", move.touchpoint, said, cite(adopted))
            else:
                said = Say("{next} came without it", {"next": after.place})
                shown = Evidence(after.events[0], after.story_id)
                yield Deviation("passed-by", move.touchpoint, said, (shown,))


def _order(automaton: Automaton, lived: Sequence[Visit], reading: Reading) -> Iterator[Deviation]:
    """Yield the steps that the map has not, even with what may be left out left out."""
    for before, after in pairwise(lived):
        if not automaton.allows(before.place, after.place):
            said = Say("no step leads from {from_} to here", {"from_": before.place})
            shown = _cite(reading, before, after)
            yield Deviation("order-broken", after.place, said, shown, before.place)


def _limits(lived: Sequence[Visit], body: MapBody, reading: Reading) -> Iterator[Deviation]:
    """Yield what was mandatory and came later than its limit after the step before it.

    Nothing is late on a date that was guessed. What need not come has no moment at which it was
    due. A date without a clock counts whole days: nothing is late within the last of them.
    """
    limits = {one.touchpoint: one.limit_hours for one in body.touchpoints if one.mandatory}
    steps = {(step.after, step.then) for step in body.steps}
    for before, after in pairwise(lived):
        limit = limits.get(after.place)
        if limit is None or before.rough or after.rough:
            continue
        if (before.place, after.place) not in steps:
            continue
        hours = (after.at.start - before.at.end).total_seconds() / 3600
        if hours > limit:
            said = Say("it came {days} days after {from_}; at most {limit} were meant",
                       {"days": round(hours / _HOUR, 1), "from_": before.place,
                        "limit": round(limit / _HOUR, 1)})  # fmt: skip
            shown = _cite(reading, before, after)
            yield Deviation("limit-missed", after.place, said, shown, before.place)


def _detours(visits: Sequence[Visit], reading: Reading) -> Iterator[Deviation]:
    """Yield what was lived off the map between two touchpoints of it."""
    before: Visit | None = None
    off: list[Visit] = []
    for visit in visits:
        if not visit.designed:
            off.append(visit)
            continue
        if before is not None and off:
            many = {"n": len(off), "from_": before.place}
            said = Say("{n} moments off the map since {from_}", many)
            if len(off) == 1:
                said = Say("one moment off the map since {from_}", {"from_": before.place})
            shown = _cite(reading, *off)
            yield Deviation("detour", visit.place, said, shown, before.place)
        before, off = visit, []


def _unplanned(visits: Sequence[Visit], reading: Reading) -> Iterator[Deviation]:
    """Yield every kind of moment that the map has no place for."""
    kinds: dict[str, list[Visit]] = {}
    for visit in visits:
        if not visit.designed:
            kinds.setdefault(visit.place, []).append(visit)
    for place, same in kinds.items():
        said = Say("never planned, lived {n} times", {"n": len(same)})
        if len(same) == 1:
            said = Say("never planned, lived once")
        yield Deviation("never-planned", place, said, _cite(reading, *same))


def _never(body: MapBody, lived: set[str], adopted: AnyEvent) -> Iterator[Deviation]:
    for one in body.touchpoints:
        if one.touchpoint not in lived:
            said = Say("it never happened, and did not have to")
            if one.mandatory:
                said = Say("it never happened, and was mandatory")
            yield Deviation("never-happened", one.touchpoint, said, cite(adopted))
