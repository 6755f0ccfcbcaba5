"""All lines that are judged by networks, for many moments at once.

`network` and `alone` are one network here: what every line looks at beside what it does not (with
weight nothing), so that one multiplication of matrices serves them all. Centring and scaling are in
the weights. The heights are those of the plain forms, to rounding.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from projections.drift import learned
from projections.drift.alone import JUDGED, OWN, YOUNG
from projections.drift.columns import Floats
from projections.drift.features import FEATURES
from projections.drift.network import KINDS

_AGE = FEATURES.index(("all", "age"))
_CENTRE, _PER_SPREAD = np.array(learned.CENTRE), np.array(learned.PER_SPREAD)
_LOWEST = (_CENTRE + learned.LOWEST / _PER_SPREAD)[:, None]
_HIGHEST = (_CENTRE + learned.HIGHEST / _PER_SPREAD)[:, None]


class _Lines(NamedTuple):
    """Some lines: their hidden units, and below them what the figures say straight on."""

    seen: Floats
    bias: Floats
    said: Floats
    units: slice

    def heard(self, figures: Floats) -> Floats:
        """Return one row a line, one column a moment."""
        # Ufuncs, not the functions around them: for a few moments these take longer than the work.
        found = self.seen @ np.minimum(np.maximum(figures, _LOWEST), _HIGHEST)
        found += self.bias
        units = found[self.units]
        said: Floats = self.said @ np.maximum(units, 0.0, out=units)
        said += found[self.units.stop :]
        return said

    def only(self, *lines: int) -> _Lines:
        """Return some of the lines, with the hidden units that speak to them."""
        units = np.flatnonzero(self.said[list(lines)].any(axis=0))
        rows = [*units, *(self.units.stop + line for line in lines)]
        said = self.said[list(lines)][:, units]
        return _Lines(self.seen[rows], self.bias[rows], said, slice(len(units)))


def _joined() -> _Lines:
    units = [len(learned.HIDDEN), *(len(learned.ALONE[channel][2]) for channel in JUDGED)]
    hidden, hidden_bias = np.zeros((sum(units), len(FEATURES))), np.zeros(sum(units))
    said = np.zeros((len(KINDS) + len(JUDGED), sum(units)))
    straight, bias = np.zeros((len(said), len(FEATURES))), np.zeros(len(said))
    hidden[: units[0]], hidden_bias[: units[0]] = learned.HIDDEN, learned.HIDDEN_BIAS
    said[: len(KINDS), : units[0]] = learned.ODDS
    straight[: len(KINDS)], bias[: len(KINDS)] = learned.STRAIGHT, learned.ODDS_BIAS
    first = units[0]
    for line, channel in enumerate(JUDGED, start=len(KINDS)):
        seen, rows, biases, out, on, zero = learned.ALONE[channel]
        its = slice(first, first + len(biases))
        hidden[its, seen], hidden_bias[its] = rows, biases
        said[line, its], straight[line, seen], bias[line] = out, on, zero
        first += len(biases)
    seen = np.concatenate((hidden, straight)) * _PER_SPREAD
    bias = np.concatenate((hidden_bias, bias)) - seen @ _CENTRE
    return _Lines(seen, bias[:, None], said, slice(sum(units)))


_ALL = _joined()
_KINDS = range(len(KINDS))
_COMBINED = _ALL.only(*_KINDS)
_IN_SILENCE = _ALL.only(*_KINDS, len(KINDS) + JUDGED.index("silence"))


def wide(figures: Floats) -> tuple[Floats, Floats]:
    """Return how high the combined line stands, and every channel by itself.

    Parameters
    ----------
    figures
        `features.features`: one row a figure, one column a moment.

    Returns
    -------
    tuple of array
        One height a moment; and one row a channel of `alone.JUDGED`, one column a moment.
    """
    said = _ALL.heard(figures)
    together, channels = _together(said[: len(KINDS)]), said[len(KINDS) :]
    (young,) = (figures[_AGE] < YOUNG).nonzero()
    if not len(young):
        return together, channels
    for channel, (zero, unit) in learned.PLAIN.items():
        row = JUDGED.index(channel)
        plain = (figures[OWN[channel][0], young] - zero) / unit
        channels[row, young] = np.maximum(channels[row, young], plain)
    return together, channels


def in_silence(figures: Floats) -> tuple[Floats, Floats]:
    """Return how high the combined line stands, and silence by itself: what silence can raise.

    The same as `wide`, to rounding.
    """
    said = _IN_SILENCE.heard(figures)
    return _together(said[:-1]), said[-1]


def _together(odds: Floats) -> Floats:
    """Return the logarithm of the sum of all odds, given their logarithms, which are lost."""
    most: Floats = np.maximum.reduce(odds, axis=0)
    odds -= most
    most += np.log(np.add.reduce(np.exp(odds, out=odds), axis=0))
    return most


_NEUTRAL = np.array(learned.NEUTRAL)[:, None]
_OWN = np.zeros((len(FEATURES), 1 + len(JUDGED)), bool)
for _column, _channel in enumerate(JUDGED, start=1):
    _OWN[list(OWN[_channel]), _column] = True


def carried(figures: list[float]) -> list[float]:
    """Return by how much the combined line would fall if each channel were as it usually is.

    That is `network.score` of the figures less that of figures in which those of the channel are
    neutral, to rounding, for all channels at once. Nothing, exactly, where nothing is unusual.
    """
    own = np.array(figures)[:, None]
    seen = np.where(_OWN, _NEUTRAL, own)
    height, *without = _together(_COMBINED.heard(seen)).tolist()
    _, *unusual = np.logical_or.reduce(seen != own, axis=0).tolist()
    return [height - low if there else 0.0 for low, there in zip(without, unusual, strict=True)]
