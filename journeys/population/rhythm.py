"""When contacts happen: a renewal process whose clock runs slower in summer and at Christmas."""

from __future__ import annotations

import numpy as np

from journeys.population.kinds import Drift
from journeys.population.world import World
from projections.drift.columns import Floats

MOST = 200
YEAR = 365.25
_SUMMER, _AUTUMN = 182, 243
_ADVENT, _NEW_YEAR = 354, 5
_QUARTER, _LAST_WEEKS = 91.3, 70


def contact_days(
    rng: np.random.Generator, world: World, life: Floats, onset: Floats, drift: Drift
) -> Floats:
    """Return the days of the contacts, one row a relationship, infinite after its end.

    A relationship's gaps are drawn in its own working time, which the seasons, the ends of quarters
    and a drift of its rate stretch into days (time rescaling: Brown et al. 2002). *onset* is
    infinite where nothing drifts. O(relationships × days).
    """
    count = len(life)
    low, high = world.gap_limits
    gap = np.clip(world.gap * np.exp(world.gap_spread * rng.standard_normal(count)), low, high)
    shape = np.clip(
        world.shape * np.exp(world.shape_spread * rng.standard_normal(count)), 0.6, 5.0
    )[:, None]
    worked = np.cumsum(rng.gamma(shape, 1 / shape, (count, MOST)), axis=1)
    days = np.arange(np.ceil(life.max()) + 1)
    speed = _seasons(rng, world, days, count) / gap[:, None]
    quarter = (days // _QUARTER).astype(np.int64)
    busy = rng.standard_normal((count, int(quarter[-1]) + 1))
    speed *= np.exp(world.unsteady * busy - world.unsteady**2 / 2)[:, quarter]
    if drift.rate != 1.0 or np.isfinite(drift.halving):
        since = np.maximum(days - onset[:, None], 0.0)
        speed *= np.where(days > onset[:, None], drift.rate * 0.5 ** (since / drift.halving), 1.0)
    clock = np.concatenate((np.zeros((count, 1)), np.cumsum(speed, axis=1)), axis=1)
    found = _read(clock, worked)
    return np.asarray(np.where(found <= life[:, None], found, np.inf))


def _seasons(rng: np.random.Generator, world: World, days: Floats, count: int) -> Floats:
    date = np.mod(days.astype(np.int64) + rng.integers(0, 365, count)[:, None], 365)
    of_day = np.arange(365)
    calm = np.ones(365)
    calm[(of_day >= _SUMMER) & (of_day < _AUTUMN)] = world.summer
    calm[(of_day >= _ADVENT) | (of_day < _NEW_YEAR)] = world.christmas
    calm /= calm.mean()
    hurried = calm * np.where(np.mod(of_day, _QUARTER) >= _LAST_WEEKS, world.burst, 1.0)
    hurried /= hurried.mean()
    hurry = (rng.random(count) < world.bursty)[:, None]
    return np.asarray(np.where(hurry, hurried[date], calm[date]))


def _read(clock: Floats, worked: Floats) -> Floats:
    """Return the day at which each clock shows what was worked; infinite beyond its end."""
    count, width = clock.shape
    step = float(max(clock[:, -1].max(), worked.max())) + 1.0
    rows = step * np.arange(count)[:, None]
    at = np.searchsorted((clock + rows).ravel(), (worked + rows).ravel()).reshape(worked.shape)
    at -= width * np.arange(count)[:, None]
    over = np.clip(at, 1, width - 1)
    before = np.take_along_axis(clock, over - 1, axis=1)
    after = np.take_along_axis(clock, over, axis=1)
    part = (worked - before) / np.maximum(after - before, 1e-12)
    return np.where(at < width, over - 1 + part, np.inf)
