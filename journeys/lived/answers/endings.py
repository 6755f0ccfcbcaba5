"""How it ends, over columns; see `projections.answers.lived.endings`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np

from journeys.columns.arrays import Array
from journeys.lived.asked import Asked
from journeys.lived.coding import agreeing
from journeys.lived.evidence import behind
from journeys.lived.rows import same
from journeys.lived.visits import Visits
from projections.answers import Row
from projections.answers.lived.endings import by_record, dominators
from projections.answers.lived.sums import GOOD, from_one, short
from projections.answers.sums import days
from projections.touchpoints.life import Adopted, Kept, Life
from projections.touchpoints.lived import JUDGED
from projections.uncertain import share_difference_of


def good_endings_share(asked: Asked, *, least: float, most: int) -> Iterator[Row]:
    """Tell what good goodbyes share that the others lack."""
    from_one(most=most)
    visits = asked.visits
    good = np.array([one in GOOD for one in asked.endings], dtype=bool)
    other = np.array([one in JUDGED for one in asked.endings], dtype=bool) & ~good
    if not good.any() or not other.any():
        return
    lived = np.bincount(visits.who, minlength=len(good)) > 0
    many = [int((one & lived).sum()) for one in (good, other)]
    must = dominators(_runs(visits, np.flatnonzero(good & lived)))
    judged = np.flatnonzero((good | other)[visits.who])
    judged = judged[np.argsort(~good[visits.who[judged]], kind="stable")]  # the good ones first
    then = judged[~visits.first[judged]]
    rows: list[Row] = []
    for (place, after), those in _steps(visits, judged, then):
        whose = np.unique(visits.who[those])
        counts = [int(one[whose].sum()) for one in (good, other)]
        told = [[True] * n + [False] * (of - n) for n, of in zip(counts, many, strict=True)]
        found = share_difference_of(told[1], told[0])
        if found is None or not found.value or abs(found.value) < least:
            continue
        ends = those if after is None else np.stack((those - 1, those), axis=1).reshape(-1)
        row: Row = {
            "touchpoint": visits.places[place],
            "leads_to": None if after is None else visits.places[after],
            "good_share": short(counts[0] / many[0]),
            "bad_share": short(counts[1] / many[1]),
            "change": short(found.value),
            "low": short(found.low),
            "high": short(found.high),
            "dominates": after is None and visits.places[place] in must,
            "events": behind(visits, partial(same, ends)),
        }
        rows.append(row)
    rows.sort(key=lambda row: (-abs(row["change"]), row["touchpoint"], row["leads_to"] or ""))
    yield from rows[:most]


def _steps(
    visits: Visits, rows: Array, then: Array
) -> Iterator[tuple[tuple[int, int | None], Array]]:
    """Yield every place with its visits, and every step with those that it led to."""
    for columns, those in (
        ((visits.place[rows],), rows),
        ((visits.place[then - 1], visits.place[then]), then),
    ):
        number, first = agreeing(*columns)
        order = np.argsort(number, kind="stable")
        cuts = np.cumsum(np.bincount(number, minlength=len(first)))[:-1]
        for some in np.split(those[order], cuts) if len(first) else ():
            here, step = visits.place[some[0]], len(columns) > 1
            source = int(visits.place[some[0] - 1]) if step else int(here)
            yield (source, int(here) if step else None), some


def _runs(visits: Visits, lives: Array) -> Iterator[list[str]]:
    """Yield the places of each of these lives, in order."""
    ends = np.cumsum(np.bincount(visits.who, minlength=len(visits.body)))
    begins = ends - np.bincount(visits.who, minlength=len(visits.body))
    for begin, end in zip(begins[lives].tolist(), ends[lives].tolist(), strict=True):
        yield [visits.places[one] for one in visits.place[begin:end].tolist()]


def point_of_no_return(asked: Asked, *, hurt: float, least: int) -> Iterator[Row]:
    """Tell the last visit from which a good ending was still reached."""
    from_one(least=least)
    visits, endings = asked.visits, asked.endings
    standing = _standing(visits, hurt)
    good = np.array([one in GOOD for one in endings], dtype=bool)
    among = np.flatnonzero(good[visits.who])
    _, first = agreeing(standing[among], visits.who[among])
    most = int(standing.max()) + 1 if len(standing) else 0
    stood = np.bincount(standing[among][first], minlength=most)[standing]
    last = np.maximum.accumulate(np.where(stood >= least, np.arange(len(visits)), -1))
    begins = np.maximum.accumulate(np.where(visits.first, np.arange(len(visits)), 0))
    for over in asked.web.over().tolist():
        who, begin = int(visits.who[over]), int(begins[over])
        if over == begin or endings[who] in (*GOOD, "open"):
            continue
        place, others = int(last[over - 1]), True
        if place < begin:
            own, others = _by_record(asked, who, begin, over), False
            if own is None:
                continue
            place = begin + own
        at, until = visits.moments(np.array([place, over]))
        here, closing = visits.place[[place, place + 1]].tolist()
        yield {
            "relationship": visits.lives.relationships[who],
            "touchpoint": visits.places[here],
            "at": at,
            "closed_by": visits.places[closing],
            "basis": "others" if others else "own record",
            "comparable": int(stood[place]) if others else 0,
            "lead": days(at, until),
            "ending": endings[who],
            "events": behind(visits, partial(same, np.array([place, place + 1]))),
        }


def _by_record(asked: Asked, who: int, begin: int, over: int) -> int | None:
    """Ask the fold about one life by its own record."""
    visits = asked.visits
    end = int(np.searchsorted(visits.who, who, side="right"))
    lived = tuple(visits.visits(np.arange(begin, end)))
    shut, fact = visits.lives.document("shut")[who], visits.processes[visits.body[who]]
    adopted = Adopted("", fact, json.loads(shut)) if shut and fact else None
    name = visits.lives.relationships[who]
    kept = Kept(name, (), {}, adopted, (), None, {})
    return by_record(Life(name, lived, asked.endings[who], None, kept), over - begin)


def _standing(visits: Visits, hurt: float) -> Array:
    """Return a number for where each visit stands: the same where others can be compared."""
    known: dict[str | None, int] = {}
    names = [fact.process if fact else None for fact in visits.processes]
    process = np.array([known.setdefault(one, len(known)) for one in names])[visits.body]
    after, before = visits.array("client_after"), visits.array("client_before")
    felt = np.where(np.isnan(after), np.where(before == 0, np.nan, before), after)
    low = felt[_carried(visits, ~np.isnan(felt))] <= hurt
    kind = visits.kinds.numbers
    return agreeing(process[visits.who], _shut(visits), visits.array("phase"), low, kind)[0]


def _carried(visits: Visits, told: Array) -> Array:
    """Return of each visit the last one of its life at which this was told; else itself."""
    here = np.arange(len(visits))
    last = np.maximum.accumulate(np.where(told | visits.first, here, -1))
    return np.where(told[last], last, here)


def _shut(visits: Visits) -> Array:
    """Return a number for the mandatory gates that were left out before or at each visit."""
    found = np.zeros(len(visits), dtype=np.int64)
    said = visits.lives.document("shut").drop_nulls().to_list()
    pairs: list[tuple[str, Any]] = [one for told in said for one in json.loads(told).items()]
    if not pairs:
        return found
    occasions = visits.found([event for event, _ in pairs])
    known: dict[frozenset[str], int] = {frozenset(): 0}
    gates, whose, marked = frozenset[str](), -1, np.zeros(len(visits), dtype=bool)
    for number in np.argsort(occasions, kind="stable").tolist():
        if occasions[number] < 0:
            continue
        visit = int(visits.of_occasion[occasions[number]])
        who = int(visits.who[visit])
        gates = (gates if who == whose else frozenset()) | {pairs[number][1]}
        whose, marked[visit] = who, True
        found[visit] = known.setdefault(gates, len(known))
    return found[_carried(visits, marked)]
