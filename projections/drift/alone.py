"""One channel by itself: its own figures, judged as if there were no others.

Each has a small network of its own, taught on the kinds of drift that it is there for, so that it
knows what the combined judgement knows (two bad contacts often heal, a short history proves
little). It was taught on years, though: in a history of less than half a year a mood's plain
cumulative sum speaks, where that stands higher.
"""

from __future__ import annotations

from math import log
from operator import mul
from typing import Final

import numpy as np

from projections.drift import learned
from projections.drift.columns import Floats
from projections.drift.features import FEATURES
from projections.drift.network import layer, score

JUDGED: Final = ("client", "staff", "silence", "promises", "errors")
OWN: Final = {
    channel: tuple(
        at for at, (owner, what) in enumerate(FEATURES) if owner == channel and what != "ratings"
    )
    for channel in JUDGED
}
"""Which figures belong to each channel; how much is known at all belongs to none."""
_AGE = FEATURES.index(("all", "age"))
_YOUNG = log(1.5)


def alone(taken: list[float], figures: list[float], channel: str) -> float:
    """Return how high a channel stands by itself, given the `inputs` and the figures."""
    seen, rows, biases, odds, straight, bias = learned.ALONE[channel]
    own = [taken[at] for at in seen]
    hidden = layer(own, rows, biases)
    height: float = bias + sum(map(mul, odds, hidden)) + sum(map(mul, straight, own))
    if figures[_AGE] < _YOUNG and channel in learned.PLAIN:
        zero, unit = learned.PLAIN[channel]
        return max(height, (figures[OWN[channel][0]] - zero) / unit)
    return height


def _wide() -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Return all channels' networks as one, with nothing where a channel does not look."""
    units = sum(len(learned.ALONE[channel][2]) for channel in JUDGED)
    hidden, hidden_bias = np.zeros((units, len(FEATURES))), np.zeros((units, 1))
    odds, odds_bias = np.zeros((len(JUDGED), units)), np.zeros((len(JUDGED), 1))
    on = np.zeros((len(JUDGED), len(FEATURES)))
    first = 0
    for number, channel in enumerate(JUDGED):
        seen, rows, biases, out, straight, bias = learned.ALONE[channel]
        its = slice(first, first + len(biases))
        hidden[its, seen] = rows
        hidden_bias[its, 0] = biases
        odds[number, its] = out
        odds_bias[number] = bias
        on[number, seen] = straight
        first += len(biases)
    return hidden, hidden_bias, odds, odds_bias, on


_HIDDEN, _HIDDEN_BIAS, _ODDS, _ODDS_BIAS, _STRAIGHT = _wide()


def all_alone(taken: Floats, figures: Floats) -> Floats:
    """Return the same as `alone` for many: one row a channel of `JUDGED`, one column a moment."""
    hidden = _HIDDEN @ taken
    hidden += _HIDDEN_BIAS
    heights = _ODDS @ np.maximum(hidden, 0.0, out=hidden)
    heights += _ODDS_BIAS
    heights += _STRAIGHT @ taken
    young = np.flatnonzero(figures[_AGE] < _YOUNG)
    for channel, (zero, unit) in learned.PLAIN.items():
        row = JUDGED.index(channel)
        plain = (figures[OWN[channel][0], young] - zero) / unit
        heights[row, young] = np.maximum(heights[row, young], plain)
    return np.asarray(heights)


def without(figures: list[float], channel: str) -> float:
    """Return how high everything stands if this channel were as it usually is."""
    usual = figures.copy()
    for at in OWN[channel]:
        usual[at] = learned.NEUTRAL[at]
    return score(usual)
