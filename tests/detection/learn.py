"""Teach the judgement and measure its limits: writes projections/drift/{learned,limits}.py.

Run it as ``python -m tests.detection.learn [--quick]``; it takes some ten minutes. Learning,
calibration and test use disjoint seeds: 10…, 20… and 30… million.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from journeys.population import KINDS, OTHER_WORLDS, Population, World, generate
from projections.drift.bulk import figures, looks
from projections.drift.columns import Floats, Whole

LEARNING_SEED = 10_000_000
SEVERITIES = (0.8, 1.1, 1.4, 1.8)
UNITS = 12
ONSET = (0.05, 0.85)
"""Drift may begin at any age here, so that no age is learned to be safe."""
AFTER, UNTIL = 20, 420
_HEAVIER = {"promises-late": 1.6, "divergence": 1.2}
_ORDINARY = 3.0
_PLACE = Path(__file__).parents[2] / "projections" / "drift"


class Lessons(NamedTuple):
    """Figures, which kind of drift they show (0: none), and how much each counts."""

    figures: Floats
    kind: Whole
    weight: Floats


def judged(population: Population, *, gated: bool = True) -> tuple[Whole, Floats, Floats]:
    """Return who was judged, when, and the figures."""
    found = [(look.who, look.day, figures(look)) for look in looks(population.columns, gated=gated)]
    who, day, rows = zip(*found, strict=True)
    return np.concatenate(who), np.concatenate(day), np.concatenate(rows)


def lessons(controls: int, per_kind: int) -> Lessons:
    """Return what to learn from: four worlds, nine kinds at four severities, and controls."""
    seed = LEARNING_SEED
    parts = []
    worlds = [replace(world, onset=ONSET) for world in (World(), *OTHER_WORLDS)]
    for world in worlds:
        _, _, rows = judged(generate(controls // len(worlds), seed := seed + 1, world=world))
        parts.append(Lessons(rows, np.zeros(len(rows), np.int64), np.ones(len(rows))))
        for number, kind in enumerate(KINDS, 1):
            for severity in SEVERITIES:
                each = per_kind // (len(worlds) * len(SEVERITIES))
                population = generate(each, seed := seed + 1, kind, severity, world)
                who, day, rows = judged(population)
                since = day - population.onset[who]
                kept = (since > AFTER) & (since < UNTIL)
                times = np.bincount(who[kept], minlength=len(population))
                once = 1 / np.maximum(times[who[kept]], 1)
                parts.append(Lessons(rows[kept], np.full(len(once), number), once))
    every = Lessons(*(np.concatenate(part) for part in zip(*parts, strict=True)))
    return every._replace(weight=_balanced(every))


def _balanced(every: Lessons) -> Floats:
    weight = every.weight.copy()
    for number in range(len(KINDS) + 1):
        of = every.kind == number
        share = _HEAVIER.get(KINDS[number - 1], 1.0) if number else _ORDINARY * len(KINDS)
        weight[of] *= share / weight[of].sum()
    return np.asarray(weight / weight.mean())


class Learned(NamedTuple):
    """A network: how to centre and scale its inputs, and its weights."""

    centre: Floats
    spread: Floats
    hidden: Floats
    hidden_bias: Floats
    odds: Floats
    odds_bias: Floats


LOWEST, HIGHEST = -6.0, 8.0


def learn(from_: Lessons, units: int = UNITS, epochs: int = 10, batch: int = 4096) -> Learned:
    """Return the network that tells the kinds apart: cross-entropy, Adam (Kingma, Ba 2015)."""
    rng = np.random.default_rng(LEARNING_SEED)
    centre, spread = from_.figures.mean(axis=0), from_.figures.std(axis=0) + 1e-6
    inputs = np.clip((from_.figures - centre) / spread, LOWEST, HIGHEST)
    width, kinds = inputs.shape[1], len(KINDS) + 1
    weights = [
        rng.standard_normal((width, units)) * np.sqrt(2 / width), np.zeros(units),
        rng.standard_normal((units, kinds)) * np.sqrt(2 / units), np.zeros(kinds),
    ]  # fmt: skip
    first, second = ([np.zeros_like(part) for part in weights] for _ in range(2))
    steps = epochs * (len(inputs) // batch)
    step = 0
    for _ in range(epochs):
        mixed = rng.permutation(len(inputs))
        for start in range(0, len(mixed) - batch + 1, batch):
            rows = mixed[start : start + batch]
            slopes = _slopes(weights, inputs[rows], from_.kind[rows], from_.weight[rows])
            step += 1
            pace = 6e-3 * 0.5 * (1 + np.cos(np.pi * step / steps))
            for at, slope in enumerate(slopes):
                first[at] += 0.1 * (slope - first[at])
                second[at] += 0.001 * (slope * slope - second[at])
                size = np.sqrt(second[at] / (1 - 0.999**step)) + 1e-8
                weights[at] -= pace * first[at] / (1 - 0.9**step) / size
    against = weights[2][:, 1:] - weights[2][:, :1], weights[3][1:] - weights[3][0]
    return Learned(centre, spread, weights[0], weights[1], *against)


def _slopes(weights: list[Floats], rows: Floats, kind: Whole, weight: Floats) -> list[Floats]:
    hidden = np.maximum(rows @ weights[0] + weights[1], 0.0)
    odds = hidden @ weights[2] + weights[3]
    error = np.exp(odds - odds.max(axis=1, keepdims=True))
    error /= error.sum(axis=1, keepdims=True)
    error[np.arange(len(rows)), kind] -= 1
    error *= (weight / weight.sum())[:, None]
    back = (error @ weights[2].T) * (hidden > 0)
    return [rows.T @ back, back.sum(axis=0), hidden.T @ error, error.sum(axis=0)]


def _written(name: str, values: Floats, says: str) -> str:
    if values.ndim == 1:
        body = ", ".join(f"{value:.5g}" for value in values.tolist())
        return f'{name} = (\n    {body},\n)\n"""{says}"""\n'
    rows = "\n".join(f"    ({', '.join(f'{v:.5g}' for v in row)})," for row in values.tolist())
    return f'{name} = (\n{rows}\n)\n"""{says}"""\n'


_HEAD = '''"""The learned weights. Written by ``python -m tests.detection.learn``.

Learned from {counted}.
"""

# fmt: off
# ruff: noqa: E501'''


def write(learned: Learned, ordinary: Floats, counted: str) -> None:
    """Write the network as a module of plain numbers."""
    kinds = ", ".join(f'"{kind}"' for kind in KINDS)
    text = "\n".join([
        _HEAD.format(counted=counted),
        f"KINDS = ({kinds})",
        f"LOWEST, HIGHEST = {LOWEST}, {HIGHEST}",
        _written("CENTRE", learned.centre, "What is taken off each figure."),
        _written("PER_SPREAD", 1 / learned.spread, "What it is then multiplied by."),
        _written("NEUTRAL", ordinary, "The median of each figure in ordinary times."),
        _written("HIDDEN", learned.hidden.T, "One row a hidden unit, one weight a figure."),
        _written("HIDDEN_BIAS", learned.hidden_bias, "One a hidden unit."),
        _written("ODDS", learned.odds.T, "One row a kind of drift, one weight a hidden unit."),
        _written("ODDS_BIAS", learned.odds_bias, "One a kind of drift."),
    ])  # fmt: skip
    (_PLACE / "learned.py").write_text(text, encoding="utf-8")


def main(*, quick: bool) -> None:
    """Learn, and write what was learned."""
    controls, per_kind = (8_000, 1_600) if quick else (48_000, 9_600)
    taught = lessons(controls, per_kind)
    _, _, ordinary = judged(generate(1000, LEARNING_SEED), gated=False)
    counted = f"{controls:,} controls and {per_kind:,} relationships a kind, in four worlds"
    print(len(taught.kind), "moments", np.bincount(taught.kind), flush=True)  # noqa: T201
    write(learn(taught), np.median(ordinary, axis=0), counted)


if __name__ == "__main__":
    main(quick="--quick" in sys.argv)
