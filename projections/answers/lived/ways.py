"""Ways: hand-offs before it escalated, loops that heal and then do not, ways back to trust."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import fmean

from projections.answers.lived.sums import cited, from_one, kind_of, short
from projections.answers.registry import Asked, Row, answer
from projections.answers.sums import days, middle, share
from projections.touchpoints.visit import Visit

ESCALATES = ("issue-raised:complaint", "request-answered:deflected", "loss-concluded",
              "value-judged:lost", "breakup-announced")  # fmt: skip

A_LOOP, _A_LINE = 2, 2


def _handed(visits: Sequence[Visit]) -> list[tuple[Visit, Visit]]:
    """Return the steps at which it went from one known lane to another."""
    return [
        (one, then)
        for one, then in pairwise(visits)
        if one.lane != then.lane and "unknown" not in (one.lane, then.lane)
    ]


@answer(
    "hand-offs-before-escalation",
    question="How often did it change hands just before it escalated, against what is usual?",
    columns="relationship touchpoint at handed_over handed_usual path",
    lived=True,
    steps=5,
)
def hand_offs(asked: Asked, *, steps: int) -> Iterator[Row]:
    """Hand-offs within so many *steps* before a complaint, a deflection, a loss or a breakup.

    What is usual is the mean over every stretch of so many steps of the same relationship.
    """
    from_one(steps=steps)
    for run in asked.graph.runs():
        whole = len(_handed(run)) * steps / (len(run) - 1) if len(run) > 1 else None
        for number, visit in enumerate(run):
            if not visit.activity.startswith(ESCALATES):
                continue
            before = run[max(0, number - steps) : number + 1]
            yield {
                "relationship": visit.relationship,
                "touchpoint": visit.place,
                "at": visit.at,
                "handed_over": len(_handed(before)),
                "handed_usual": short(whole),
                "path": [one.place for one in before],
                "events": cited(*before, feelings=False),
            }


@answer(
    "loops",
    question="What comes back again and again, does it heal, and how does the mood move?",
    columns="relationship touchpoint times healed healed_last unhealed_since slope client_after",
    lived=True,
    least=3,
)
def loops(asked: Asked, *, least: int) -> Iterator[Row]:
    """Kinds of moments that a relationship came back to at *least* so many times.

    ``slope`` is the line of least squares through the client's feelings about them, by the year.
    A friction signal is *healed* where something went into it and did not turn it away;
    ``unhealed_since`` is the first one after the last that was healed.
    """
    from_one(least=least)
    for run in asked.graph.runs():
        turns: dict[str, list[Visit]] = defaultdict(list)
        healed = {visit.heals: visit for visit in run if visit.heals}
        for visit in run:
            turns[kind_of(visit)].append(visit)
        for kind, visits in turns.items():
            if len(visits) < max(A_LOOP, least):
                continue
            hurts = [visit for visit in visits if visit.friction]
            good = [visit for visit in hurts if healed.keys() & set(visit.events)]
            after = [v for v in hurts if not good or v.at.start > good[-1].at.start]
            cures = [healed[e] for visit in good for e in visit.events if e in healed]
            told = [v.client.after for v in visits if v.client.after is not None]
            yield {
                "relationship": visits[0].relationship,
                "touchpoint": kind,
                "times": len(visits),
                "healed": len(good) if hurts else None,
                "healed_last": good[-1].at if good else None,
                "unhealed_since": after[0].at if after else None,
                "slope": _slope(visits),
                "client_after": short(fmean(told)) if told else None,
                "events": cited(*visits, *cures),
            }


def _slope(visits: Sequence[Visit]) -> float | None:
    """Return how the client's feeling changes, by the year; None of fewer than two moments."""
    told = [
        (days(visits[0].at, visit.at) / 365.25, visit.client.after)
        for visit in visits
        if visit.client.after is not None
    ]
    return line([when for when, _ in told], [value for _, value in told])


def line(when: Sequence[float], value: Sequence[float]) -> float | None:
    """Return how steep the line of least squares is; None of fewer than two moments."""
    if len(when) < _A_LINE:
        return None
    x, y = fmean(when), fmean(value)
    spread = sum((one - x) ** 2 for one in when)
    rises = sum((w - x) * (v - y) for w, v in zip(when, value, strict=True))
    return short(rises / spread) if spread else None


@answer(
    "recovery-paths",
    question="Which is the shortest way from each friction back to trust?",
    columns="touchpoint times relationships healed share hops days path",
    lived=True,
    trust=0.3,
    within=20,
)
def recovery_paths(asked: Asked, *, trust: float, within: int) -> Iterator[Row]:
    """From each friction signal the first moment after it at which the client felt *trust* again.

    Only ways that somebody really went count, *within* so many steps; ``days`` is their median,
    ``path`` the shortest of them.
    """
    from_one(within=within)
    starts: dict[str, list[Visit]] = defaultdict(list)
    ways: dict[str, list[Sequence[Visit]]] = defaultdict(list)
    for run in asked.graph.runs():
        trusting = [v.client.after is not None and v.client.after >= trust for v in run]
        for number, visit in enumerate(run):
            if visit.friction is None:
                continue
            starts[visit.place].append(visit)
            ahead = range(number + 1, min(len(run), number + 1 + within))
            back = next((place for place in ahead if trusting[place]), None)
            if back is not None:
                ways[visit.place].append(run[number : back + 1])
    for place, visits in sorted(starts.items(), key=lambda one: -len(one[1])):
        found = ways[place]
        shortest = min(found, key=len, default=())
        yield {
            "touchpoint": place,
            "times": len(visits),
            "relationships": len({v.relationship for v in visits}),
            "healed": len(found),
            "share": share(len(found), len(visits)),
            "hops": len(shortest) - 1 if shortest else None,
            "days": middle(days(way[0].at, way[-1].at) for way in found),
            "path": [one.place for one in shortest] or None,
            "events": cited(*visits, *shortest),
        }
