"""A small network of rectified units, taught by cross-entropy, in numpy alone."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from projections.drift.columns import Floats, Whole

LOWEST, HIGHEST = -6.0, 8.0
BATCH, EPOCHS, PACE = 4096, 10, 6e-3


class Lessons(NamedTuple):
    """Figures, which kind of drift they show (0: none), and how much each counts."""

    figures: Floats
    kind: Whole
    weight: Floats


class Network(NamedTuple):
    """One row a hidden unit, then one row a kind against none: of units, and of inputs as such.

    What goes straight on keeps a height rising where no unit is left to rise.
    """

    hidden: Floats
    hidden_bias: Floats
    odds: Floats
    odds_bias: Floats
    straight: Floats

    def scores(self, inputs: Floats) -> Floats:
        """Return the log odds of any kind against none, one a row of inputs."""
        hidden = np.maximum(inputs @ self.hidden.T + self.hidden_bias, 0.0)
        odds = hidden @ self.odds.T + self.odds_bias + inputs @ self.straight.T
        return np.asarray(np.logaddexp.reduce(odds, axis=1))


def taught(lessons: Lessons, units: int, seed: int) -> Network:
    """Return the network that tells the kinds apart; figures are inputs already.

    References
    ----------
    Kingma, Ba (2015), Adam: a method for stochastic optimization.
    """
    rng = np.random.default_rng(seed)
    inputs, kind, weight = lessons
    width, kinds = inputs.shape[1], int(kind.max()) + 1
    weights = [
        rng.standard_normal((width, units)) * np.sqrt(2 / width), np.zeros(units),
        rng.standard_normal((units, kinds)) * np.sqrt(2 / units), np.zeros(kinds),
        np.zeros((width, kinds)),
    ]  # fmt: skip
    first, second = ([np.zeros_like(part) for part in weights] for _ in range(2))
    steps = EPOCHS * (len(inputs) // BATCH)
    step = 0
    for _ in range(EPOCHS):
        mixed = rng.permutation(len(inputs))
        for start in range(0, len(mixed) - BATCH + 1, BATCH):
            rows = mixed[start : start + BATCH]
            slopes = _slopes(weights, inputs[rows], kind[rows], weight[rows])
            step += 1
            pace = PACE * 0.5 * (1 + np.cos(np.pi * step / steps))
            for at, slope in enumerate(slopes):
                first[at] += 0.1 * (slope - first[at])
                second[at] += 0.001 * (slope * slope - second[at])
                size = np.sqrt(second[at] / (1 - 0.999**step)) + 1e-8
                weights[at] -= pace * first[at] / (1 - 0.9**step) / size
    odds, bias, on = (part[..., 1:] - part[..., :1] for part in weights[2:])
    return Network(weights[0].T, weights[1], odds.T, bias, on.T)


def _slopes(weights: list[Floats], rows: Floats, kind: Whole, weight: Floats) -> list[Floats]:
    hidden = np.maximum(rows @ weights[0] + weights[1], 0.0)
    odds = hidden @ weights[2] + weights[3] + rows @ weights[4]
    error = np.exp(odds - odds.max(axis=1, keepdims=True))
    error /= error.sum(axis=1, keepdims=True)
    error[np.arange(len(rows)), kind] -= 1
    error *= (weight / weight.sum())[:, None]
    back = (error @ weights[2].T) * (hidden > 0)
    return [rows.T @ back, back.sum(axis=0), hidden.T @ error, error.sum(axis=0), rows.T @ error]
