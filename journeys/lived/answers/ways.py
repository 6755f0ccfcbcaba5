"""Ways that come back, change hands, or lead to trust; see `projections.answers.lived.ways`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, partial
from typing import NamedTuple

import numpy as np

from journeys.columns.arrays import Array, sorting
from journeys.lived.asked import Asked
from journeys.lived.coding import agreeing
from journeys.lived.evidence import behind
from journeys.lived.rows import mean, relationships, same
from journeys.lived.visits import Visits
from projections.answers import Row
from projections.answers.lived.sums import from_one, short
from projections.answers.lived.ways import A_LOOP, ESCALATES, line
from projections.answers.sums import middle, share


def _handed(visits: Visits) -> Array:
    """Return whether it went to another known lane, from the visit before to each."""
    lane, texts = visits.lane.numbers, visits.lane.texts
    known = np.array([one not in ("", "unknown") for one in texts], dtype=bool)
    found = np.zeros(len(lane), dtype=bool)
    found[1:] = (lane[1:] != lane[:-1]) & known[lane[1:]] & known[lane[:-1]]
    found[visits.first] = False
    return found


def _begins(visits: Visits) -> Array:
    """Return of each visit where its life begins."""
    first = np.flatnonzero(visits.first)
    return np.repeat(first, np.diff(first, append=len(visits)))


def hand_offs(asked: Asked, *, steps: int) -> Iterator[Row]:
    """Count hand-offs before it escalated."""
    from_one(steps=steps)
    visits = asked.visits
    begins = _begins(visits)
    many = np.bincount(visits.who, minlength=1)[visits.who]
    so_far = np.cumsum(_handed(visits))
    rows = np.flatnonzero(visits.of_activities(lambda one: one.startswith(ESCALATES)))
    since = np.maximum(begins[rows], rows - steps)
    within = so_far[rows] - so_far[since]
    whole = so_far[begins[rows] + many[rows] - 1] - so_far[begins[rows]]
    names, places = visits.lives.relationships, visits.places
    told = (rows, since, within, whole, many[rows], visits.who[rows])
    columns = (one.tolist() for one in told)
    for at, row in zip(visits.moments(rows), zip(*columns, strict=True), strict=True):
        number, begin, handed, usual, long, who = row
        path = np.arange(begin, number + 1)
        yield {
            "relationship": names[who],
            "touchpoint": places[visits.place[number]],
            "at": at,
            "handed_over": handed,
            "handed_usual": short(usual * steps / (long - 1)) if long > 1 else None,
            "path": [places[one] for one in visits.place[path].tolist()],
            "events": behind(visits, partial(same, path), feelings=False),
        }


class _Healed:
    """What friction something went into that did not turn it away, and when."""

    def __init__(self, visits: Visits) -> None:
        self._visits = visits
        healing = np.flatnonzero(visits.array("heals") >= 0)
        found = visits.refs("heals", visits.rows[healing])
        own = found < len(visits.of_occasion)
        self._by = np.full(len(visits.of_occasion), -1, dtype=np.int64)
        self._by[found[own]] = healing[own]  # of several the last

    @cached_property
    def visits(self) -> Array:
        """Of each visit, whether it was healed."""
        healed = np.concatenate((np.zeros(1, np.int64), np.cumsum(self._by >= 0)))
        found: Array = np.greater(healed[self._visits.ends], healed[self._visits.rows])
        return found

    def cures(self, rows: Array) -> Array:
        """Return the visits that went into these, event by event."""
        visits = self._visits
        spans = zip(visits.rows[rows].tolist(), visits.ends[rows].tolist(), strict=True)
        found = [self._by[begin:end] for begin, end in spans]
        every = np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
        return every[every >= 0]


def loops(asked: Asked, *, least: int) -> Iterator[Row]:
    """Tell what came back at least so many times."""
    from_one(least=least)
    visits, healed = asked.visits, _Healed(asked.visits)
    kind, kinds = visits.kinds
    number, first = agreeing(visits.who, kind)
    sizes = np.bincount(number, minlength=len(first))
    order = sorting(number, max(1, len(first)))
    begins = np.cumsum(sizes) - sizes
    hurts, after = visits.array("friction") > 0, visits.array("client_after")
    healed_at = healed.visits & hurts
    meant = np.flatnonzero(sizes >= max(A_LOOP, least))
    meant = meant[np.lexsort((first[meant], visits.who[first[meant]]))]
    for group in meant.tolist():
        rows = order[begins[group] : begins[group] + sizes[group]]
        yield _loop(
            _Turns(visits, rows, hurts[rows], healed_at[rows], after[rows]),
            healed,
            kinds[kind[rows[0]]],
        )


class _Turns(NamedTuple):
    """Visits of one kind to one relationship; which hurt, which were healed, and how they felt."""

    visits: Visits
    rows: Array
    hurts: Array
    healed: Array
    after: Array


def _loop(turns: _Turns, healed: _Healed, kind: str) -> Row:
    visits, rows = turns.visits, turns.rows
    good = rows[turns.healed]
    since = rows[turns.hurts]
    if len(good):
        since = since[visits.at[since] > visits.at[good[-1]]]
    some = [one[:1] for one in (good[::-1], since)]
    at = [visits.moments(one)[0] if len(one) else None for one in some]
    cited = np.concatenate((rows, healed.cures(good))) if len(good) else rows
    return {
        "relationship": visits.lives.relationships[visits.who[rows[0]]],
        "touchpoint": kind,
        "times": len(rows),
        "healed": len(good) if turns.hurts.any() else None,
        "healed_last": at[0],
        "unhealed_since": at[1],
        "slope": _slope(visits.at[rows], turns.after),
        "client_after": mean(turns.after),
        "events": behind(visits, partial(same, cited)),
    }


def _slope(at: Array, after: Array) -> float | None:
    told = ~np.isnan(after)
    passed = in_days(at[told] - at[0])
    return line([one / 365.25 for one in passed], after[told].tolist())


def in_days(passed: Array) -> list[float]:
    """Return microseconds as days, as `projections.answers.sums.days` rounds them."""
    return [round(one / 1_000_000 / 86_400, 2) for one in passed.tolist()]


def recovery_paths(asked: Asked, *, trust: float, within: int) -> Iterator[Row]:
    """Tell from each friction the first moment at which the client felt trust again."""
    from_one(within=within)
    visits = asked.visits
    trusting = visits.array("client_after") >= trust
    ahead = np.full(len(visits) + 1, len(visits), dtype=np.int64)
    ahead[:-1] = np.where(trusting, np.arange(len(visits)), len(visits))
    ahead = np.minimum.accumulate(ahead[::-1])[::-1]
    starts = np.flatnonzero(visits.array("friction") > 0)
    back = ahead[starts + 1]
    whose = np.append(visits.who, -1)
    back = np.where((whose[back] == visits.who[starts]) & (back <= starts + within), back, -1)
    places, first = np.unique(visits.place[starts], return_index=True)
    groups = [
        np.flatnonzero(visits.place[starts] == one) for one in places[np.argsort(first)].tolist()
    ]
    for group in sorted(groups, key=lambda one: -len(one)):
        rows, ends = starts[group], back[group]
        found = ends >= 0
        hops = (ends - rows)[found]
        ways = np.flatnonzero(found)
        nearest = ways[int(np.argmin(hops))] if len(ways) else None
        path = np.zeros(0, dtype=np.int64)
        if nearest is not None:
            path = np.arange(rows[nearest], ends[nearest] + 1)
        cited = np.concatenate((rows, path))
        yield {
            "touchpoint": visits.places[visits.place[rows[0]]],
            "times": len(rows),
            "relationships": relationships(visits, rows),
            "healed": len(ways),
            "share": share(len(ways), len(rows)),
            "hops": len(path) - 1 if len(path) else None,
            "days": middle(in_days(visits.at[ends[found]] - visits.at[rows[found]])),
            "path": [visits.places[one] for one in visits.place[path].tolist()] or None,
            "events": behind(visits, partial(same, cited)),
        }
