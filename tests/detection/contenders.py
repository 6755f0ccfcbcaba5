"""Who takes part: our own lines at the limits that we ship, and what others would see."""

from __future__ import annotations

from functools import partial
from types import ModuleType
from typing import Final

from journeys.population import generate
from journeys.population.kinds import Kind
from projections.drift.calibrate import Budget, usual_limits
from projections.drift.columns import Columns, joined
from projections.drift.lines import LINES, bulk_heights
from tests.detection import rivals
from tests.detection.measure import TUNING_SEED, Row, Trial, rows
from tests.detection.rivals import Heights, Rival, optional

BUDGETS: Final = (5.0, 1.0)
PELT, HINKLEY, ALIVE = "ruptures PELT refit", "river PageHinkley", "BG/NBD P(alive)"
_NEEDS = {PELT: "ruptures", HINKLEY: "river", ALIVE: "scipy"}
_DELTAS = (0.05, 0.15)
RIVALS: Final = (
    PELT, *(f"{HINKLEY} δ {delta:g}" for delta in _DELTAS), ALIVE, "mean of last three",
    "weighted health score", "client CUSUM",
)  # fmt: skip
"""Slowest first, so that two processes end at about the same time."""
LIBRARIES: Final = RIVALS[:4]


def ours(line: str) -> str:
    """Return the name of one of our lines in the tables."""
    return f"journeys `{line}`"


NAMES: Final = (*RIVALS, *map(ours, LINES))


def missing() -> tuple[str, ...]:
    """Return the libraries that are not installed: their rows are left out."""
    return tuple(name for name in _NEEDS.values() if optional(name) is None)


def measured(name: str, trial: Trial) -> list[Row]:
    """Return the rows of one contender; none where its library is not installed."""
    for line in LINES:
        if name == ours(line):
            limits = tuple(usual_limits(Budget(budget)).of[line] for budget in BUDGETS)
            return rows(name, partial(_line, line=line), trial, BUDGETS, limits)
    if any(name.startswith(of) and optional(need) is None for of, need in _NEEDS.items()):
        return []
    rival = _rival(name)
    smaller = trial.on(*rival.at_most) if rival.at_most else trial
    note = rival.note
    if smaller != trial:
        note += f"; {smaller.controls:,} controls, {smaller.per_kind} a kind"
    return rows(name, rival.heights, smaller, BUDGETS, note=note)


def _line(columns: Columns, line: str) -> Heights:
    who, day, value = bulk_heights(columns)
    return Heights(who, day, value[:, LINES.index(line)])


def _rival(name: str) -> Rival:
    if name == PELT:
        judge = rivals.pelt(_library("ruptures"))
        return Rival(name, judge, "l2, fitted anew at every rating", (3500, 100, 1500))
    if name.startswith(HINKLEY):
        delta = next(delta for delta in _DELTAS if name.endswith(f"{delta:g}"))
        return Rival(name, rivals.page_hinkley(_library("river.drift"), delta), "threshold tuned")
    if name == ALIVE:
        return Rival(name, rivals.alive(_alive()), "our own fit, on a mixed population")
    if name == "weighted health score":
        return Rival(name, rivals.health_score, "our imitation")
    plain = {"mean of last three": rivals.last_three, "client CUSUM": rivals.cusum}
    return Rival(name, plain[name])


def _alive() -> tuple[float, float, float, float]:
    kinds: tuple[Kind, ...] = ("silence-growing", "silence-stop")
    mixed = [generate(150, TUNING_SEED + 1 + at, kind) for at, kind in enumerate(kinds)]
    mixed.append(generate(1200, TUNING_SEED + 9))
    told = joined([population.columns for population in mixed])
    return rivals.fit_alive(told, _library("scipy.optimize"))


def _library(name: str) -> ModuleType:
    library = optional(name)
    assert library is not None, name
    return library
