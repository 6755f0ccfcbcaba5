"""The generator: relationships from a seed, as columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from journeys.population.feeling import moods
from journeys.population.kinds import SEVERITY, Drift, Kind, Strength
from journeys.population.rhythm import MOST, YEAR, contact_days
from journeys.population.world import World
from projections.drift.columns import LATE, NO_PROMISE, Columns, Floats, Whole, joined

FEWEST = 5
"""Contacts before a drift begins, and in a relationship at all."""
_BLOCK = 1000


@dataclass(frozen=True, slots=True)
class Population:
    """Generated relationships: their columns, the seed, and when each began to drift.

    ``onset`` is infinite for controls. ``kind`` is None for them.
    """

    columns: Columns
    onset: Floats
    seed: int
    kind: Kind | None = None

    def __len__(self) -> int:
        """How many relationships."""
        return len(self.columns)

    @property
    def years(self) -> float:
        """How many relationship-years they were watched for."""
        return float(self.columns.end.sum()) / YEAR


def generate(
    count: int,
    seed: int,
    kind: Kind | None = None,
    strength: Strength | float = "clear",
    world: World | None = None,
    *,
    at_once: int = _BLOCK,
) -> Population:
    """Return *count* relationships; the same arguments give the same ones, to the last digit.

    Parameters
    ----------
    count
        How many.
    seed
        Any whole number from 0. Populations of different seeds are independent.
    kind
        How they drift, from an onset at 35–60 % of their life and after five contacts; None for
        controls, which have seasons, bursts and bad patches that heal, and no drift.
    strength
        ``moderate``, ``clear``, or a severity such as 1.3.
    world
        How relationships are; by default as in ``detection.md`` §2.
    at_once
        How many are drawn together. It is part of what makes them the same; fewer is quicker where
        only some are wanted.
    """
    severity = SEVERITY[strength] if isinstance(strength, str) else strength
    drift = Drift.of(kind, severity) if kind else Drift()
    rng = np.random.default_rng(np.random.SeedSequence(entropy=seed, spawn_key=(9,)))
    parts, onsets, made = [], [], 0
    while made < count:
        columns, onset = _block(rng, world or World(), drift, at_once, drifting=kind is not None)
        keep = np.arange(min(len(columns), count - made))
        parts.append(columns.take(keep))
        onsets.append(onset[keep])
        made += len(keep)
    return Population(joined(parts), np.concatenate(onsets), seed, kind)


def _block(
    rng: np.random.Generator, world: World, drift: Drift, many: int, *, drifting: bool
) -> tuple[Columns, Floats]:
    life = rng.uniform(*world.years, many) * YEAR
    place = rng.uniform(*world.onset, many) * life
    onset = place if drifting else np.full(many, np.inf)
    day = contact_days(rng, world, life, onset, drift)
    enough = (np.isfinite(day) & (day < np.minimum(onset, life)[:, None])).sum(axis=1) >= FEWEST
    day, life, onset = day[enough], life[enough], onset[enough]
    day = day[:, : int(np.isfinite(day).sum(axis=1).max())]
    # whoever met 200 times was watched until then
    full = np.isfinite(day).sum(axis=1) >= MOST
    life = np.where(full, np.where(np.isfinite(day), day, 0.0).max(axis=1), life)
    client, staff = moods(rng, world, day, onset, drift)
    promise, errors = _lapses(rng, world, day, onset, drift)
    there = np.isfinite(day)
    first = np.concatenate(([0], np.cumsum(there.sum(axis=1))))
    parts = (day[there], client[there], staff[there], promise[there], errors[there])
    return Columns(first, *parts, end=life), onset


def _lapses(
    rng: np.random.Generator, world: World, day: Floats, onset: Floats, drift: Drift
) -> tuple[Whole, Floats]:
    """Return the promise at each contact (none, kept, late) and the number of errors."""
    count = len(day)
    begun = np.isfinite(day) & (day > onset[:, None])
    often, seldom = world.late * world.late_prior, (1 - world.late) * world.late_prior
    late = rng.beta(often, seldom, count)[:, None]
    if drift.late is not None:
        late = np.where(begun, np.maximum(late, drift.late), late)
    due = rng.random(day.shape) < world.promises
    promise = np.where(due, np.where(rng.random(day.shape) < late, LATE, 0), NO_PROMISE)
    usual = rng.gamma(world.errors_prior, world.errors / world.errors_prior, count)[:, None]
    worse = np.maximum(usual * drift.errors, drift.errors_at_least)
    errors = rng.poisson(np.where(begun, worse, usual)).astype(np.float64)
    return promise.astype(np.int64), errors
