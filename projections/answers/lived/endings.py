"""How it ends: what good goodbyes share, and the point of no return."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from projections.answers.lived.sums import (
    GOOD,
    cited,
    from_one,
    good_and_others,
    kind_of,
    parting,
    short,
)
from projections.answers.registry import Asked, Row, answer
from projections.answers.sums import days
from projections.touchpoints.life import Life
from projections.touchpoints.visit import Visit
from projections.uncertain import share_difference_of

Step = tuple[str, str | None]


@answer(
    "good-endings-share",
    question="What do relationships with a good goodbye share, that the others lack?",
    columns="touchpoint leads_to good_share bad_share change low high dominates",
    lived=True,
    least=0.0,
    most=30,
)
def good_endings_share(asked: Asked, *, least: float, most: int) -> Iterator[Row]:
    """Touchpoints and steps that tell good goodbyes from those that were judged otherwise.

    ``dominates``: every way from first to last in the graph of the good ones leads over it.
    *least* is the smallest difference of the shares that is shown.
    """
    from_one(most=most)
    good, others = good_and_others(asked.graph)
    if not good or not others:
        return
    runs = {run[0].relationship: run for run in asked.graph.runs()}
    has = {who: _steps(runs[who]) for who in (*good, *others) if who in runs}
    places = [[visit.place for visit in runs[who]] for who in good if who in runs]
    must = dominators(places)
    rows: list[Row] = []
    for step in {step for steps in has.values() for step in steps}:
        one = [step in has[who] for who in good if who in has]
        other = [step in has[who] for who in others if who in has]
        found = share_difference_of(other, one)
        if found is None or not found.value or abs(found.value) < least:
            continue
        row: Row = {
            "touchpoint": step[0],
            "leads_to": step[1],
            "good_share": short(sum(one) / len(one)),
            "bad_share": short(sum(other) / len(other)),
            "change": short(found.value),
            "low": short(found.low),
            "high": short(found.high),
            "dominates": step[1] is None and step[0] in must,
            "events": cited(*(v for steps in has.values() for v in steps.get(step, ()))),
        }
        rows.append(row)
    rows.sort(key=lambda row: (-abs(row["change"]), row["touchpoint"], row["leads_to"] or ""))
    yield from rows[:most]


def _steps(run: Sequence[Visit]) -> dict[Step, list[Visit]]:
    """Return the places of a run and the steps between them, each with its visits."""
    found: dict[Step, list[Visit]] = defaultdict(list)
    for visit in run:
        found[visit.place, None].append(visit)
    for one, then in pairwise(run):
        found[one.place, then.place] += [one, then]
    return found


def dominators(runs: Iterable[Sequence[str]]) -> set[str]:
    """Return the places that every way through the graph of these runs of places leads over.

    A place is one if, without it, no end can be reached from any beginning. O(places × steps).
    """
    then: dict[str, set[str]] = defaultdict(set)
    begins, ends, places = set[str](), set[str](), set[str]()
    for run in runs:
        begins.add(run[0])
        ends.add(run[-1])
        places.update(run)
        for one, after in pairwise(run):
            then[one].add(after)
    return {place for place in places if not _leads(then, begins, ends, place)}


def _leads(then: dict[str, set[str]], begins: set[str], ends: set[str], without: str) -> bool:
    seen, ahead = {without}, list(begins - {without})
    while ahead:
        here = ahead.pop()
        if here in seen:
            continue
        if here in ends:
            return True
        seen.add(here)
        ahead += then.get(here, ())
    return False


class _Standing(NamedTuple):
    """Where a relationship stands, as far as others can be compared with it."""

    process: str | None
    shut: frozenset[str]
    phase: str
    hurt: bool
    kind: str


@answer(
    "point-of-no-return",
    question="From which moment on was no good ending reached any more, and how long before it?",
    columns="relationship touchpoint at closed_by basis comparable lead ending",
    lived=True,
    hurt=-0.3,
    least=1,
)
def point_of_no_return(asked: Asked, *, hurt: float, least: int) -> Iterator[Row]:
    """The last visit from which a good ending was still reached, of each that did not end well.

    By *others*: the last visit before the parting at which at least *least* comparable
    relationships stood that ended well. Comparable is who goes by the same process, left out the
    same mandatory gates so far, is in the same phase, at the same kind of moment, and whose client
    last felt equally *hurt*, or not. Where nobody is comparable at any visit its own record is the
    evidence: the last visit before a mandatory gate was left out for good; else the last friction
    of a kind that was made good before; else the last visit before the first friction that nothing
    went into. ``lead`` is the days from there to the word that it was over.
    """
    from_one(least=least)
    stood: dict[_Standing, set[str]] = defaultdict(set)
    lives = [(life, list(_standings(life, hurt))) for life in asked.lives]
    for life, standings in lives:
        if life.ending in GOOD:
            for standing in standings:
                stood[standing].add(life.relationship)
    for life, standings in lives:
        over = parting(life.visits)
        if not over or life.ending in (*GOOD, "open"):
            continue
        before = standings[:over]
        enough = [n for n, s in enumerate(before) if len(stood.get(s, ())) >= least]
        place = enough[-1] if enough else by_record(life, over)
        if place is None:
            continue
        visit = life.visits[place]
        closing = life.visits[place + 1]
        yield {
            "relationship": life.relationship,
            "touchpoint": visit.place,
            "at": visit.at,
            "closed_by": closing.place,
            "basis": "others" if enough else "own record",
            "comparable": len(stood[standings[place]]) if enough else 0,
            "lead": days(visit.at, life.visits[over].at),
            "ending": life.ending,
            "events": cited(visit, closing),
        }


def _standings(life: Life, hurt: float) -> Iterator[_Standing]:
    adopted = life.kept.adopted
    process = adopted.fact.process if adopted else None
    shut_by, shut, felt = adopted.shut if adopted else {}, set[str](), None
    for visit in life.visits:
        shut.update(shut_by[event] for event in visit.events if event in shut_by)
        felt = visit.client.after if visit.client.after is not None else visit.client.before or felt
        low = felt is not None and felt <= hurt
        yield _Standing(process, frozenset(shut), visit.phase, low, kind_of(visit))


def by_record(life: Life, over: int) -> int | None:
    """Return the last visit from which it could still end well, by its own record alone."""
    shut = life.kept.adopted.shut if life.kept.adopted else {}
    for number, visit in enumerate(life.visits[:over]):
        if number and shut.keys() & set(visit.events):
            return number - 1
    before = life.visits[:over]
    healed = {visit.heals for visit in life.visits if visit.heals}
    hurts = [n for n, visit in enumerate(before) if visit.friction]
    good = [n for n in hurts if healed & set(before[n].events)]
    kinds = {kind_of(before[n]) for n in good}
    since = [n for n in hurts if not good or n > good[-1]]
    known = [n for n in since if kind_of(before[n]) in kinds]
    if known:
        return known[-1]
    return max(0, since[0] - 1) if since else None
