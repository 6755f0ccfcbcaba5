"""Where it hurt, who saw it, and what will be remembered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from statistics import fmean

from projections.answers.lived.sums import SIDES, cited, felt, from_one, known, short
from projections.answers.registry import Asked, Row, answer
from projections.touchpoints.visit import Visit


@answer(
    "valleys",
    question="Where does the mood fall most, counting how far and how often?",
    columns="touchpoint side times relationships drop client_after staff_after depth",
    lived=True,
    most=20,
)
def valleys(asked: Asked, *, most: int) -> Iterator[Row]:
    """Touchpoints by drop × volume: the mean fall of a side's feeling, times how often it was told.

    Only visits count of which the feeling before and after were both told.
    """
    from_one(most=most)
    rows: list[Row] = []
    for node, bag in asked.graph.nodes.items():
        if node.kind != "touchpoint":
            continue
        for side in SIDES:
            told = [v for v in bag.visits if felt(v, side).change is not None]
            drop = -fmean(felt(v, side).change or 0.0 for v in told) if told else 0.0
            if drop > 0:
                row: Row = {
                    "touchpoint": node.key,
                    "side": side,
                    "times": len(told),
                    "relationships": len({v.relationship for v in told}),
                    "drop": short(drop),
                    "client_after": short(_mean(told, "client")),
                    "staff_after": short(_mean(told, "staff")),
                    "depth": short(drop * len(told)),
                    "events": cited(*told, before=True),
                }
                rows.append(row)
    yield from sorted(rows, key=lambda row: (-row["depth"], row["touchpoint"]))[:most]


def _mean(visits: list[Visit], side: str) -> float | None:
    told = [after for v in visits if (after := felt(v, side).after) is not None]
    return fmean(told) if told else None


@answer(
    "feeling-gaps",
    question="At which touchpoints do the client and our people feel most differently?",
    columns="touchpoint times relationships client_after staff_after mood_gap",
    lived=True,
    least=0.0,
    most=20,
)
def feeling_gaps(asked: Asked, *, least: float, most: int) -> Iterator[Row]:
    """The client's mean less our people's, over the visits of which both were told.

    *least* is the smallest gap that is shown, in either direction.
    """
    from_one(most=most)
    rows: list[Row] = []
    for node, bag in asked.graph.nodes.items():
        both = [v for v in bag.visits if v.gap is not None] if node.kind == "touchpoint" else []
        gap = fmean(v.gap or 0.0 for v in both) if both else 0.0
        if both and abs(gap) >= least:
            row: Row = {
                "touchpoint": node.key,
                "times": len(both),
                "relationships": len({v.relationship for v in both}),
                "client_after": short(_mean(both, "client")),
                "staff_after": short(_mean(both, "staff")),
                "mood_gap": short(gap),
                "events": cited(*both),
            }
            rows.append(row)
    rows.sort(key=lambda row: (-abs(row["mood_gap"]), row["touchpoint"]))
    yield from rows[:most]


@answer(
    "hurt-unseen",
    question="Where was the client hurt, and our people did not feel it?",
    columns="relationship touchpoint at client_after staff_after seen_by_us",
    lived=True,
    hurt=-0.3,
    calm=0.0,
)
def hurt_unseen(asked: Asked, *, hurt: float, calm: float) -> Iterator[Row]:
    """Moments at which the client felt *hurt* or worse, and ours *calm* or better, or untold.

    What our people felt and nobody told is *not told*: it is not known to be unseen.
    """
    for run in asked.graph.runs():
        for visit in run:
            client, staff = visit.client.after, visit.staff.after
            if client is None or client > hurt or (staff is not None and staff < calm):
                continue
            yield {
                "relationship": visit.relationship,
                "touchpoint": visit.place,
                "at": visit.at,
                "client_after": short(client),
                "staff_after": short(staff),
                "seen_by_us": "not told" if staff is None else "not felt",
                "events": cited(visit),
            }


@answer(
    "peak-and-end",
    question="Which moment was felt most strongly, and how did it feel at the end?",
    columns="relationship side touchpoint at peak_felt leads_to until end_felt",
    lived=True,
)
def peak_and_end(asked: Asked) -> Iterator[Row]:
    """Each side's strongest feeling about a moment, and its last; of equals, the later one."""
    for run in asked.graph.runs():
        for side in SIDES:
            told = [v for v in run if felt(v, side).after is not None]
            if told:
                felt_most = max(abs(felt(v, side).after or 0.0) for v in told)
                peak = [v for v in told if abs(felt(v, side).after or 0.0) == felt_most][-1]
                yield {
                    "relationship": peak.relationship,
                    "side": side,
                    "touchpoint": peak.place,
                    "at": peak.at,
                    "peak_felt": short(felt(peak, side).after),
                    "leads_to": told[-1].place,
                    "until": told[-1].at,
                    "end_felt": short(felt(told[-1], side).after),
                    "events": cited(peak, told[-1]),
                }


@answer(
    "events-behind",
    question="Which events are behind the figures of a touchpoint?",
    columns="relationship touchpoint at client_after staff_after",
    lived=True,
    touchpoint="",
)
def events_behind(asked: Asked, *, touchpoint: str) -> Iterator[Row]:
    """Every visit of a touchpoint with its events; without one, of that which was lived most."""
    lived: dict[str, list[Visit]] = defaultdict(list)
    for run in asked.graph.runs():
        for visit in run:
            lived[visit.place].append(visit)
    most = max(sorted(lived), key=lambda place: len(lived[place]), default="")
    for visit in lived.get(known(touchpoint, lived) or most, ()):
        yield {
            "relationship": visit.relationship,
            "touchpoint": visit.place,
            "at": visit.at,
            "client_after": short(visit.client.after),
            "staff_after": short(visit.staff.after),
            "events": cited(visit),
        }
