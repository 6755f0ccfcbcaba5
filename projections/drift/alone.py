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

from projections.drift import learned
from projections.drift.features import FEATURES
from projections.drift.network import layer

JUDGED: Final = ("client", "staff", "silence", "promises", "errors")
OWN: Final = {
    channel: tuple(
        at for at, (owner, what) in enumerate(FEATURES) if owner == channel and what != "ratings"
    )
    for channel in JUDGED
}
"""Which figures belong to each channel; how much is known at all belongs to none."""
_AGE = FEATURES.index(("all", "age"))
YOUNG = log(1.5)


def alone(taken: list[float], figures: list[float], channel: str) -> float:
    """Return how high a channel stands by itself, given the `inputs` and the figures."""
    seen, rows, biases, odds, straight, bias = learned.ALONE[channel]
    own = [taken[at] for at in seen]
    hidden = layer(own, rows, biases)
    height: float = bias + sum(map(mul, odds, hidden)) + sum(map(mul, straight, own))
    if figures[_AGE] < YOUNG and channel in learned.PLAIN:
        zero, unit = learned.PLAIN[channel]
        return max(height, (figures[OWN[channel][0]] - zero) / unit)
    return height
