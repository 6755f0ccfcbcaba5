"""Systems, channels and groups, over columns; see `projections.answers.lived.systems`."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from statistics import fmean

import numpy as np

from domain.errors import Unreadable
from journeys.columns.arrays import Array, changes
from journeys.lived.asked import Asked
from journeys.lived.evidence import behind
from journeys.lived.rows import mean, relationships, same
from journeys.lived.visits import Visits
from projections.answers import Row
from projections.answers.lived.sums import from_one, known, short
from projections.answers.lived.systems import compared, surest
from projections.answers.sums import middle
from projections.touchpoints.figures import quantiles
from projections.uncertain import wilson


def systems_behind_waits(asked: Asked, *, longest: float) -> Iterator[Row]:
    """Share out the longest waits over systems."""
    if not 0 < longest <= 1:
        raise Unreadable("longest is a share above 0, and at most 1")
    visits, (keys, bundle) = asked.visits, asked.web.bundle("system")
    waits = visits.waited
    every = np.sort(waits[~np.isnan(waits)]).tolist()
    limit = (quantiles(every, (1 - longest,)) or (0.0,))[0]
    rows: list[Row] = []
    for group, system in enumerate(keys):
        seen = bundle.rows[bundle.of(group)]
        told = seen[~np.isnan(waits[seen])]
        worst = int(np.count_nonzero(waits[told] >= limit)) if limit > 0 else 0
        if len(told):
            low, high = wilson(worst, len(told)) or (None, None)
            row: Row = {
                "system": system,
                "times": len(told),
                "relationships": relationships(visits, told),
                "wait": middle(waits[told].tolist()),
                "worst": worst,
                "share": short(worst / len(told)),
                "from_share": short(low),
                "to_share": short(high),
                "events": behind(visits, partial(same, told), feelings=False),
            }
            rows.append(row)
    yield from sorted(rows, key=lambda row: (-row["share"], -row["times"], row["system"]))


def blast_radius(asked: Asked, *, system: str, steps: int) -> Iterator[Row]:
    """Tell what rests on each system, and what follows on that."""
    then: dict[str, set[str]] = defaultdict(set)
    for edge in asked.web.edges():
        if edge.kind == "next":
            then[edge.source.key].add(edge.target.key)
    from_one(steps=steps)
    visits, (keys, bundle) = asked.visits, asked.web.bundle("system")
    wanted = known(system, keys)
    rows: list[Row] = []
    for group, key in enumerate(keys):
        if wanted and key != wanted:
            continue
        seen = bundle.rows[bundle.of(group)]
        rests = {visits.places[one] for one in np.unique(visits.place[seen]).tolist()}
        near, ahead = set(rests), set(rests)
        for _ in range(steps):
            ahead = {after for place in ahead for after in then[place]} - near
            if not ahead:
                break
            near |= ahead
        row: Row = {
            "system": key,
            "touchpoints": len(rests),
            "reach_after": len(near - rests),
            "relationships": relationships(visits, seen),
            "times": len(seen),
            "client_after": mean(visits.array("client_after")[seen]),
            "staff_after": mean(visits.array("staff_after")[seen]),
            "events": behind(visits, partial(same, seen)),
        }
        rows.append(row)
    yield from sorted(rows, key=lambda row: (-row["relationships"], -row["times"], row["system"]))


def differs_most(asked: Asked) -> Iterator[Row]:
    """Hold each kind, market, sector, country and channel against all the others."""
    visits = asked.visits
    felt = np.flatnonzero(~np.isnan(visits.array("client_after")))
    whose, means = _means(visits, felt)
    rows = []
    for name, lives in _traits(visits).items():
        among = lives[whose]
        row = compared(name, means[among].tolist(), means[~among].tolist())
        if row:
            own = felt[lives[visits.who[felt]]]
            rows.append({**row, "events": behind(visits, partial(same, own))})
    channel = visits.channel
    for number, text in enumerate(channel.texts):
        mine = channel.numbers[felt] == number
        if text and mine.any():
            own = felt[mine]
            (_, ours), (_, theirs) = _means(visits, own), _means(visits, felt[~mine])
            row = compared(f"channel:{text}", ours.tolist(), theirs.tolist())
            if row:
                rows.append({**row, "events": behind(visits, partial(same, own))})
    yield from sorted(rows, key=surest)


def _traits(visits: Visits) -> dict[str, Array]:
    """Return for each trait that was told which lives have it."""
    told = visits.lives.document("traits").fill_null("{}")
    found: dict[str, Array] = {}
    for text in told.unique(maintain_order=True).to_list():
        these = (told == text).to_numpy()
        for name, value in json.loads(text).items():
            key = f"{name}:{value}"
            found[key] = these | found[key] if key in found else these
    return found


def _means(visits: Visits, rows: Array) -> tuple[Array, Array]:
    """Return whose visits these are, and the client's mean feeling about those of each."""
    whose = visits.who[rows]
    begins = np.flatnonzero(changes(whose))
    after = visits.array("client_after")[rows].tolist()
    ends = [*begins[1:].tolist(), len(after)] if len(begins) else []
    cuts = zip(begins.tolist(), ends, strict=True)
    return whose[begins], np.array([fmean(after[a:b]) for a, b in cuts], dtype=np.float64)
