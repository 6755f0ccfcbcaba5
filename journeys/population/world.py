"""How relationships are in one world: its usual moods, rhythms and lapses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class World:
    """The facts of a population. Valences −1…1, times in days, shares 0…1.

    Gaps between contacts are lognormal from relationship to relationship (``gap`` is their median)
    and gamma within one. A mood is a personal mean, a slow wave around it (Ornstein–Uhlenbeck with
    memory ``memory`` and spread ``wave``) and heavy-tailed noise (Student's t on ``tails`` degrees
    of freedom, spread ``noise``). ``patches`` is the share that goes through one bad patch; a drift
    begins at ``onset`` (0…1) of the life.
    """

    years: tuple[float, float] = (2.0, 4.0)
    onset: tuple[float, float] = (0.35, 0.6)
    gap: float = 32.0
    gap_spread: float = 0.5
    gap_limits: tuple[float, float] = (7.0, 120.0)
    shape: float = 1.5
    shape_spread: float = 0.35
    summer: float = 0.6
    christmas: float = 0.4
    bursty: float = 0.3
    burst: float = 2.2
    unsteady: float = 0.3
    client_mean: tuple[float, float] = (0.35, 0.2)
    staff_mean: tuple[float, float] = (0.3, 0.15)
    memory: float = 45.0
    wave: float = 0.15
    noise: float = 0.2
    tails: float = 4.0
    coupling: float = 0.4
    staff_wave: float = 0.13
    staff_noise: float = 0.19
    patches: float = 0.25
    patch: tuple[float, float] = (0.7, 1.2)
    client_missing: float = 0.34
    staff_missing: float = 0.5
    promises: float = 0.35
    late: float = 0.11
    late_prior: float = 18.0
    errors: float = 0.1
    errors_prior: float = 3.0


OTHER_WORLDS: tuple[World, ...] = (
    World(wave=0.2, noise=0.16, memory=60.0, gap=27.0, bursty=0.15, patch=(0.5, 0.9), unsteady=0.2),
    World(
        wave=0.12, noise=0.22, memory=30.0, tails=3.5, gap=38.0, gap_spread=0.6, shape=1.2,
        staff_wave=0.15, staff_noise=0.2, unsteady=0.4, late_prior=10.0, errors_prior=2.0,
        summer=0.75,
    ),
    World(
        client_mean=(0.3, 0.25), staff_mean=(0.25, 0.2), coupling=0.5, shape=2.0, burst=3.0,
        summer=0.5, noise=0.18, staff_noise=0.16, patch=(0.6, 1.4), client_missing=0.3,
        staff_missing=0.55, errors=0.12,
    ),
)  # fmt: skip
"""Worlds like the usual one, yet not the same: for learning what holds in more than one."""
