"""One channel by itself: the same judgement, with every other channel as it usually is.

So a channel's own line knows what the combined one knows (that two bad contacts often heal, that a
short history proves little), and both are calibrated in the same way. It was taught on years,
though: in a history of less than half a year a mood's plain cumulative sum speaks, where that
stands higher.
"""

from __future__ import annotations

from math import log
from typing import Final

import numpy as np

from projections.drift import gate, learned
from projections.drift.columns import Floats
from projections.drift.features import FEATURES
from projections.drift.network import score, scores

JUDGED: Final = ("client", "staff", "silence", "promises", "errors")
_KEPT = ("contacts", "ratings", "frequency", "age")
OWN: Final = {
    channel: tuple(
        at for at, (owner, what) in enumerate(FEATURES) if owner == channel and what not in _KEPT
    )
    for channel in JUDGED
}
"""Which figures belong to each channel; how much is known at all belongs to none."""
_OTHERS = {
    channel: [at for other in JUDGED if other != channel for at in OWN[other]] for channel in JUDGED
}
_PART = 0.5
_STANDING = {
    "client": gate.CLIENT * _PART,
    "staff": gate.STAFF * _PART,
    "silence": gate.SILENCE * _PART,
    "promises": gate.PROMISES * _PART,
    "errors": gate.ERRORS * _PART,
}
_MOODS = ("client", "staff")
_AGE = FEATURES.index(("all", "age"))
_YOUNG = log(1.5)
_PLAIN_ZERO, _PLAIN_UNIT = 7.0, 2.0
"""Where a mood's cumulative sum is as rare as a height of 0, and how much more is as rare as 1."""
NOT_STANDING = -9.0
"""The height of a channel whose own cumulative sum is low: nothing to judge."""


def alone(figures: list[float], channel: str) -> float:
    """Return how high a channel stands by itself; `NOT_STANDING` while its own sum is low."""
    if figures[OWN[channel][0]] < _STANDING[channel]:
        return NOT_STANDING
    usual = figures.copy()
    for at in _OTHERS[channel]:
        usual[at] = learned.NEUTRAL[at]
    height = score(usual)
    if channel in _MOODS and figures[_AGE] < _YOUNG:
        return max(height, (figures[OWN[channel][0]] - _PLAIN_ZERO) / _PLAIN_UNIT)
    return height


def all_alone(figures: Floats, channel: str) -> Floats:
    """Return the same as `alone` for every row of figures."""
    heights = np.full(len(figures), NOT_STANDING)
    standing = np.flatnonzero(figures[:, OWN[channel][0]] >= _STANDING[channel])
    usual = figures[standing]
    usual[:, _OTHERS[channel]] = np.array(learned.NEUTRAL)[_OTHERS[channel]]
    height = scores(usual)
    if channel in _MOODS:
        plain = (usual[:, OWN[channel][0]] - _PLAIN_ZERO) / _PLAIN_UNIT
        height = np.where(usual[:, _AGE] < _YOUNG, np.maximum(height, plain), height)
    heights[standing] = height
    return heights


def without(figures: list[float], channel: str) -> float:
    """Return how high everything stands if this channel were as it usually is."""
    usual = figures.copy()
    for at in OWN[channel]:
        usual[at] = learned.NEUTRAL[at]
    return score(usual)
