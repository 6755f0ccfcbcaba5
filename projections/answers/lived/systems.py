"""Systems, channels and groups: what lies behind the waits, and who fares differently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from statistics import fmean

from domain.errors import Unreadable
from projections.answers.lived.sums import cited, from_one, known, short
from projections.answers.registry import Asked, Row, answer
from projections.answers.sums import middle
from projections.touchpoints.figures import quantiles
from projections.touchpoints.visit import Visit
from projections.uncertain import difference_of, wilson


def _by_system(asked: Asked) -> dict[str, list[Visit]]:
    found: dict[str, list[Visit]] = defaultdict(list)
    for node, bag in asked.graph.nodes.items():
        if node.kind == "system":
            found[node.key] += bag.visits
    return found


@answer(
    "systems-behind-waits",
    question="Which systems stand behind the longest waits?",
    columns="system times relationships wait worst share from_share to_share",
    lived=True,
    longest=0.1,
)
def systems_behind_waits(asked: Asked, *, longest: float) -> Iterator[Row]:
    """The share of each system's waits that is among the *longest* of all, with its bounds.

    A system is behind a wait where the moment that was waited for rests on it.
    """
    if not 0 < longest <= 1:
        raise Unreadable("longest is a share above 0, and at most 1")
    waits = sorted(v.waited for run in asked.graph.runs() for v in run if v.waited is not None)
    limit = (quantiles(waits, (1 - longest,)) or (0.0,))[0]
    rows: list[Row] = []
    for system, visits in _by_system(asked).items():
        known = [v for v in visits if v.waited is not None]
        worst = [v for v in known if v.waited is not None and v.waited >= limit > 0]
        if known:
            low, high = wilson(len(worst), len(known)) or (None, None)
            row: Row = {
                "system": system,
                "times": len(known),
                "relationships": len({v.relationship for v in known}),
                "wait": middle(v.waited for v in known),
                "worst": len(worst),
                "share": short(len(worst) / len(known)),
                "from_share": short(low),
                "to_share": short(high),
                "events": cited(*known, feelings=False),
            }
            rows.append(row)
    yield from sorted(rows, key=lambda row: (-row["share"], -row["times"], row["system"]))


@answer(
    "blast-radius",
    question="If a system fails, which touchpoints, relationships and promises does it touch?",
    columns="system touchpoints reach_after relationships times client_after staff_after",
    lived=True,
    system="",
    steps=2,
)
def blast_radius(asked: Asked, *, system: str, steps: int) -> Iterator[Row]:
    """What rests on each system, and what follows on that within so many *steps*.

    Of one *system*, by its key, or of all.
    """
    then: dict[str, set[str]] = defaultdict(set)
    for edge in asked.graph.edges:
        if edge.kind == "next":
            then[edge.source.key].add(edge.target.key)
    from_one(steps=steps)
    rows: list[Row] = []
    systems = _by_system(asked)
    wanted = known(system, systems)
    for key, visits in systems.items():
        if wanted and key != wanted:
            continue
        rests = {v.place for v in visits}
        near, ahead = set(rests), set(rests)
        for _ in range(steps):
            ahead = {after for place in ahead for after in then[place]} - near
            if not ahead:  # all that can be reached is: more steps than that change nothing
                break
            near |= ahead
        sides = [[f for v in visits if (f := x(v)) is not None] for x in (_client, _staff)]
        row: Row = {
            "system": key,
            "touchpoints": len(rests),
            "reach_after": len(near - rests),
            "relationships": len({v.relationship for v in visits}),
            "times": len(visits),
            "client_after": short(fmean(sides[0])) if sides[0] else None,
            "staff_after": short(fmean(sides[1])) if sides[1] else None,
            "events": cited(*visits),
        }
        rows.append(row)
    yield from sorted(rows, key=lambda row: (-row["relationships"], -row["times"], row["system"]))


def _client(visit: Visit) -> float | None:
    return visit.client.after


def _staff(visit: Visit) -> float | None:
    return visit.staff.after


@answer(
    "differs-most",
    question="Which kind of client, market or channel feels most different from the others?",
    columns="node relationships client_after others change low high told",
    lived=True,
)
def differs_most(asked: Asked) -> Iterator[Row]:
    """Each kind, market, sector, country and channel against all the others, by the client's mean.

    A relationship counts once, by its own mean. ``told`` says whether the difference is more than
    chance: *higher*, *lower*, *cannot tell*, or *too few*. Many groups are held side by side, so
    that one in twenty differs by chance alone. Surest first.
    """
    inside: dict[str, dict[str, list[Visit]]] = defaultdict(lambda: defaultdict(list))
    everyone: dict[str, list[Visit]] = defaultdict(list)
    for life in asked.lives:
        told = [visit for visit in life.visits if visit.client.after is not None]
        everyone[life.relationship] = told
        if told:
            for name, value in life.kept.traits.items():
                inside[f"{name}:{value}"][life.relationship] = told
        for visit in told:
            if visit.channel:
                inside[f"channel:{visit.channel}"][life.relationship].append(visit)
    rows = [row for name, group in inside.items() if (row := _held(name, group, everyone))]
    yield from sorted(rows, key=surest)


def _held(name: str, group: dict[str, list[Visit]], everyone: dict[str, list[Visit]]) -> Row | None:
    """Return a group against the rest: by relationship, or of a channel by the other moments."""
    own = [fmean(v.client.after or 0.0 for v in visits) for visits in group.values()]
    rest = []
    for who, visits in everyone.items():
        mine = {id(v) for v in group.get(who, ())}
        apart = [v.client.after for v in visits if id(v) not in mine and v.client.after is not None]
        if apart:
            rest.append(fmean(apart))
    row = compared(name, own, rest)
    return row and {**row, "events": cited(*(v for visits in group.values() for v in visits))}


def compared(name: str, own: Sequence[float], rest: Sequence[float]) -> Row | None:
    """Return how the means of a group's relationships differ from those of the others."""
    found = difference_of(rest, own)
    if found is None:
        return None
    if found.low is None:
        told = "too few"
    elif not found.tells:
        told = "cannot tell"
    else:
        told = "higher" if found.value > 0 else "lower"
    return {
        "node": name,
        "relationships": len(own),
        "client_after": short(fmean(own)),
        "others": short(fmean(rest)),
        "change": short(found.value),
        "low": short(found.low),
        "high": short(found.high),
        "told": told,
    }


def surest(row: Row) -> tuple[int, float, str]:
    """Order: what is more than chance first, then by the bound that is nearer to nothing."""
    low, high, change = row["low"], row["high"], row["change"]
    if low is None:
        return 2, -abs(change), row["node"]
    if row["told"] == "cannot tell":
        return 1, -abs(change), row["node"]
    return 0, -min(abs(low), abs(high)), row["node"]
