"""The learned judgement: how much more likely some drift makes these figures than none does."""

from __future__ import annotations

from math import exp, log
from operator import mul, sub

from projections.drift import learned

KINDS = learned.KINDS
"""The kinds of drift that it was taught to tell from ordinary times, and from each other."""
_LOW, _HIGH = learned.LOWEST, learned.HIGHEST


def inputs(figures: list[float]) -> list[float]:
    """Return the figures as the judgement takes them: centred, scaled and kept within bounds."""
    found = list(map(mul, map(sub, figures, learned.CENTRE), learned.PER_SPREAD))
    if min(found) < _LOW or max(found) > _HIGH:
        found = [min(max(each, _LOW), _HIGH) for each in found]
    return found


def score(figures: list[float]) -> float:
    """Return the log odds of some drift against none, for one relationship.

    The figures go through one layer of rectified units, and straight on as well (so that no height
    stops rising), to one log odds for each of nine kinds of drift. The score is the logarithm of
    their sum, a Bayes factor of a mixture of kinds (up to the prior odds, which the threshold
    carries).
    """
    return combined(inputs(figures))


def combined(taken: list[float]) -> float:
    """Return the same from `inputs`."""
    odds = _odds(taken)
    most = max(odds)
    return most + log(sum([exp(one - most) for one in odds]))


def likeness(figures: list[float]) -> dict[str, float]:
    """Return how much it looks like each kind of drift, given that it is one; sums to 1."""
    odds = _odds(inputs(figures))
    most = max(odds)
    weights = [exp(one - most) for one in odds]
    total = sum(weights)
    return {kind: weight / total for kind, weight in zip(KINDS, weights, strict=True)}


def _odds(taken: list[float]) -> list[float]:
    hidden = layer(taken, learned.HIDDEN, learned.HIDDEN_BIAS)
    return [
        bias + sum(map(mul, row, hidden)) + sum(map(mul, on, taken))
        for row, on, bias in zip(learned.ODDS, learned.STRAIGHT, learned.ODDS_BIAS, strict=True)
    ]


def layer(
    taken: list[float], rows: tuple[tuple[float, ...], ...], biases: tuple[float, ...]
) -> list[float]:
    """Return one rectified unit a row."""
    return [
        unit if (unit := bias + sum(map(mul, row, taken))) > 0.0 else 0.0
        for row, bias in zip(rows, biases, strict=True)
    ]
