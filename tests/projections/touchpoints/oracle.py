"""The logs in which another library was asked to find the same, and where its answer is kept."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from domain.moments import Moment
from projections.finding import Say
from projections.touchpoints.bulk import Log
from projections.touchpoints.lived import LivedGraph
from projections.touchpoints.visit import Felt, Visit

HERE = Path(__file__).parent
GOLDEN = HERE / "oracle.json"
SMALL = HERE / "oracle.csv"
MAPPING = "retentioneering-ecom"
Runs = Mapping[str, Sequence[Visit]]
Way = tuple[str, str]


def shop_beside() -> Path | None:
    """Return the shop's data where it stands beside the checkout."""
    beside = (place / "shared" / "data" / MAPPING for place in HERE.parents)
    return next((place for place in beside if place.is_dir()), None)


def small_log() -> Runs:
    """Return the small log that was made by hand."""
    runs: dict[str, list[Visit]] = {}
    with SMALL.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines)):
            run = runs.setdefault(row["case"], [])
            run.append(_visit(row["case"], row["place"], Moment(row["at"]), f"e{number}", run))
    return runs


def _visit(who: str, place: str, at: Moment, event: str, before: Sequence[Visit]) -> Visit:
    waited = (at.start - before[-1].at.start).total_seconds() / 86_400 if before else None
    return Visit(
        relationship=who, place=place, activity=place, title=Say(place), designed=False,
        phase="courtship", stage=None, channel=None, lane="unknown", systems=(), promise=None,
        friction=None, heals=None, at=at, rough=False, waited=waited, client=Felt(), staff=Felt(),
        events=(event,), story_id=None, cause=None,
    )  # fmt: skip


def columns(runs: Runs) -> Log:
    """Return the same visits as columns."""
    visits = [visit for run in runs.values() for visit in run]
    places = tuple(sorted({visit.place for visit in visits}))
    codes = {place: code for code, place in enumerate(places)}
    return Log(
        places,
        np.cumsum([0, *map(len, runs.values())]),
        np.array([codes[visit.place] for visit in visits]),
        np.array([visit.at.start.timestamp() / 86_400 for visit in visits]),
    )


def ways_of(graph: LivedGraph) -> dict[Way, tuple[int, float]]:
    """Return how often each touchpoint followed another, and the mean wait in days."""
    found = {}
    for edge, bag in graph.edges.items():
        if edge.kind == "next":
            figures = bag.figures()
            found[edge.source.key, edge.target.key] = figures.count, figures.waits.mean or 0.0
    return found
