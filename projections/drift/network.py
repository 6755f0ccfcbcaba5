"""The learned judgement: how much more likely some drift makes these figures than none does."""

from __future__ import annotations

from math import exp, log
from operator import mul, sub

import numpy as np

from projections.drift import learned
from projections.drift.columns import Floats

KINDS = learned.KINDS
"""The kinds of drift that it was taught to tell from ordinary times, and from each other."""
_LOW, _HIGH = learned.LOWEST, learned.HIGHEST


def score(figures: list[float]) -> float:
    """Return the log odds of some drift against none, for one relationship.

    The figures go through one layer of rectified units to one log odds for each of nine kinds of
    drift; the score is the logarithm of their sum, a Bayes factor of a mixture of kinds (up to the
    prior odds, which the threshold carries).
    """
    odds = _odds(figures)
    most = max(odds)
    return most + log(sum(exp(one - most) for one in odds))


def likeness(figures: list[float]) -> dict[str, float]:
    """Return how much it looks like each kind of drift, given that it is one; sums to 1."""
    odds = _odds(figures)
    most = max(odds)
    weights = [exp(one - most) for one in odds]
    total = sum(weights)
    return {kind: weight / total for kind, weight in zip(KINDS, weights, strict=True)}


def _odds(figures: list[float]) -> list[float]:
    inputs = list(map(mul, map(sub, figures, learned.CENTRE), learned.PER_SPREAD))
    if min(inputs) < _LOW or max(inputs) > _HIGH:
        inputs = [min(max(each, _LOW), _HIGH) for each in inputs]
    hidden = [
        unit if (unit := bias + sum(map(mul, row, inputs))) > 0.0 else 0.0
        for row, bias in zip(learned.HIDDEN, learned.HIDDEN_BIAS, strict=True)
    ]
    return [
        bias + sum(map(mul, row, hidden))
        for row, bias in zip(learned.ODDS, learned.ODDS_BIAS, strict=True)
    ]


_HIDDEN = np.array(learned.HIDDEN).T
_ODDS = np.array(learned.ODDS).T


def scores(figures: Floats) -> Floats:
    """Return the same as `score` for every row of figures."""
    inputs = np.clip((figures - learned.CENTRE) * learned.PER_SPREAD, _LOW, _HIGH)
    hidden = np.maximum(inputs @ _HIDDEN + learned.HIDDEN_BIAS, 0.0)
    odds = hidden @ _ODDS + learned.ODDS_BIAS
    most = odds.max(axis=1)
    return np.asarray(most + np.log(np.exp(odds - most[:, None]).sum(axis=1)))
