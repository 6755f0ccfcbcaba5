"""How both sides feel at each contact, and what of it was written down."""

from __future__ import annotations

from math import sqrt

import numpy as np

from journeys.population.kinds import Drift
from journeys.population.world import World
from projections.drift.columns import Floats

_GRIDS = np.array([0.1, 0.25, 0.5])
_STAFF_PATCH = 0.4


def moods(
    rng: np.random.Generator, world: World, day: Floats, onset: Floats, drift: Drift
) -> tuple[Floats, Floats]:
    """Return the valences of client and staff, NaN where nobody asked. O(contacts).

    *day* has one row a relationship; *onset* is infinite where nothing drifts.
    """
    count = len(day)
    since = np.maximum(np.where(np.isfinite(day), day, 0.0) - onset[:, None], 0.0)
    begun = (np.isfinite(day) & (day > onset[:, None])).astype(float)
    grown = np.minimum(1.0, since / drift.ramp) if drift.ramp else begun
    patch = _bad_patch(rng, world, day)
    wave = world.wave * _wave(rng, day, world.memory)
    felt = wave - patch
    client = _own(rng, world.client_mean, count) + felt
    client += drift.client * grown + drift.client_yearly * since / 365
    coupled = world.coupling * np.where((begun > 0) & drift.uncoupled, 0.0, 1.0)
    # the staff feel with the client, drift included, unless the drift is that they no longer do
    moved = 0.0 if drift.uncoupled or drift.staff else drift.client * grown
    moved = moved + (0.0 if drift.staff else drift.client_yearly * since / 365)
    staff = _own(rng, world.staff_mean, count) + coupled * (felt + moved)
    staff += world.staff_wave * _wave(rng, day, world.memory) + drift.staff * grown
    client += _noise(rng, world, day.shape, world.noise)
    staff += _noise(rng, world, day.shape, world.staff_noise)
    grid = _GRIDS[rng.integers(0, len(_GRIDS), (2, count))][..., None]
    return (
        _written(rng, client, grid[0], world.client_missing),
        _written(rng, staff, grid[1], world.staff_missing),
    )


def _own(rng: np.random.Generator, usual: tuple[float, float], count: int) -> Floats:
    return usual[0] + usual[1] * rng.standard_normal((count, 1))


def _noise(rng: np.random.Generator, world: World, shape: tuple[int, ...], spread: float) -> Floats:
    scale = spread * sqrt((world.tails - 2) / world.tails)
    return scale * rng.standard_t(world.tails, shape)


def _written(rng: np.random.Generator, felt: Floats, grid: Floats, missing: float) -> Floats:
    said = np.clip(np.round(felt / grid) * grid, -1.0, 1.0)
    return np.where(rng.random(felt.shape) < missing, np.nan, said)


def _wave(rng: np.random.Generator, day: Floats, memory: float) -> Floats:
    """Return an Ornstein–Uhlenbeck process of unit spread, read at these days."""
    fresh = rng.standard_normal(day.shape)
    with np.errstate(invalid="ignore"):
        kept = np.exp(-np.diff(day, axis=1) / memory)
    kept = np.where(np.isfinite(kept), kept, 0.0)
    new = np.sqrt(1 - kept**2)
    wave = np.empty_like(day)
    wave[:, 0] = fresh[:, 0]
    for at in range(1, day.shape[1]):
        wave[:, at] = kept[:, at - 1] * wave[:, at - 1] + new[:, at - 1] * fresh[:, at]
    return wave


def _bad_patch(rng: np.random.Generator, world: World, day: Floats) -> Floats:
    """Return how much worse the client feels at each contact: one or two that heal, for some."""
    count = len(day)
    many = np.isfinite(day).sum(axis=1)
    start = (rng.random(count) * np.maximum(many - 1, 1)).astype(np.int64)
    length = rng.integers(1, 3, count)
    depth = rng.uniform(*world.patch, count) * (rng.random(count) < world.patches)
    place = np.arange(day.shape[1])
    inside = (place >= start[:, None]) & (place < (start + length)[:, None])
    return np.where(inside, depth[:, None], 0.0)
