"""How many drifts each detector finds within a year, all at the same rate of false alarms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from journeys.population import KINDS, Population, Strength, World, generate
from journeys.population.rhythm import YEAR
from projections.drift.columns import Columns
from tests.detection.rivals import Heights

TEST_SEED, TUNING_SEED = 70_000_000, 40_000_000
STRENGTHS: tuple[Strength, ...] = ("clear", "moderate")
WITHIN = 365.0


class Row(NamedTuple):
    """What one detector did at one budget: realised false alarms, and % found of each kind.

    ``found`` is of the relationships that had not alarmed when the drift began, ``of_all`` of all.
    """

    name: str
    budget: float
    limit: float
    realised: float
    found: dict[Strength, list[float]]
    of_all: dict[Strength, list[float]]
    note: str = ""

    def mean(self, strength: Strength) -> float:
        """The mean over the nine kinds, in %."""
        return float(np.mean(self.found[strength]))

    def mean_of_all(self, strength: Strength) -> float:
        """The same over all relationships, those that alarmed before the drift included."""
        return float(np.mean(self.of_all[strength]))


@dataclass(frozen=True, slots=True)
class Trial:
    """The relationships on which all detectors are tried: fixed seeds, disjoint from learning."""

    controls: int = 4000
    per_kind: int = 400
    tuning: int = 4000
    seed: int = TEST_SEED
    world: World = field(default_factory=World)

    def quiet(self) -> Population:
        """Controls to measure false alarms on."""
        return generate(self.controls, self.seed, world=self.world)

    def tuned_on(self) -> Population:
        """Other controls, to set limits on."""
        return generate(self.tuning, TUNING_SEED, world=self.world)

    def drifting(self, strength: Strength) -> list[Population]:
        """Each kind of drift."""
        seed = self.seed + (200 if strength == "clear" else 100)
        return [
            generate(self.per_kind, seed + number, kind, strength, self.world)
            for number, kind in enumerate(KINDS)
        ]

    def smaller(self, share: float) -> Trial:
        """Return the same trial on fewer relationships, to see that it works."""
        return self.on(
            *(max(50, int(p * share)) for p in (self.controls, self.per_kind, self.tuning))
        )

    def on(self, controls: int, per_kind: int, tuning: int) -> Trial:
        """Return the same trial on at most so many relationships, for what is slow."""
        return Trial(min(controls, self.controls), min(per_kind, self.per_kind),
                     min(tuning, self.tuning), self.seed, self.world)  # fmt: skip


def rate(heights: Heights, population: Population, limit: float) -> float:
    """Return the alarms per 100 relationship-years; exposure ends at the first alarm."""
    end = population.columns.end
    first = _first(heights, limit, len(population))
    return float(100 * np.isfinite(first).sum() / (np.minimum(first, end).sum() / YEAR))


def limit_at(heights: Heights, population: Population, budget: float) -> float:
    """Return the lowest limit that keeps to the budget."""
    low, high = float(heights.value.min()), float(heights.value.max()) + 1e-6
    for _ in range(48):
        middle = (low + high) / 2
        if rate(heights, population, middle) > budget:
            low = middle
        else:
            high = middle
    return high


def found(heights: Heights, population: Population, limit: float) -> tuple[float, float]:
    """Return the % alarmed within a year of onset: of those still quiet at onset, and of all.

    Who alarmed before the onset was a false alarm, and has been counted as one; of all
    relationships it is a drift that was not found as well.
    """
    first = _first(heights, limit, len(population))
    quiet = first >= population.onset
    within = quiet & (first <= population.onset + WITHIN)
    return float(100 * within[quiet].mean()), float(100 * within.mean())


def _first(heights: Heights, limit: float, count: int) -> np.ndarray:
    first = np.full(count, np.inf)
    over = heights.value >= limit
    np.minimum.at(first, heights.who[over], heights.day[over])
    return first


def rows(
    name: str,
    heights: Callable[[Columns], Heights],
    trial: Trial,
    budgets: tuple[float, ...],
    limits: tuple[float, ...] | None = None,
    note: str = "",
) -> list[Row]:
    """Return a row for each budget; *limits* are set on other controls where none are given."""
    if limits is None:
        tuning = trial.tuned_on()
        on = heights(tuning.columns)
        limits = tuple(limit_at(on, tuning, budget) for budget in budgets)
    quiet = trial.quiet()
    calm = heights(quiet.columns)
    tried = {
        strength: [(heights(p.columns), p) for p in trial.drifting(strength)]
        for strength in STRENGTHS
    }
    made = []
    for budget, limit in zip(budgets, limits, strict=True):
        both = {s: [found(h, p, limit) for h, p in pairs] for s, pairs in tried.items()}
        still, of_all = (
            {s: [pair[at] for pair in pairs] for s, pairs in both.items()} for at in (0, 1)
        )
        made.append(Row(name, budget, limit, rate(calm, quiet, limit), still, of_all, note))
    return made
