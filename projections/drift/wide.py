"""All lines that are judged by networks, for many moments at once.

`network` and `alone` are one network here: what every line looks at beside what it does not (with
weight nothing), so that one multiplication of matrices serves them all. Centring and scaling are in
the weights. The heights are those of the plain forms, to rounding.
"""

from __future__ import annotations

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


def _joined() -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Return the hidden layer, what its units say, and what the figures say straight on."""
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
    hidden, straight = hidden * _PER_SPREAD, straight * _PER_SPREAD
    hidden_bias, bias = hidden_bias - hidden @ _CENTRE, bias - straight @ _CENTRE
    return hidden, hidden_bias[:, None], said, straight, bias[:, None]


_HIDDEN, _HIDDEN_BIAS, _SAID, _STRAIGHT, _BIAS = _joined()


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
    # Ufuncs, not the functions around them: for a few moments these take longer than the work.
    taken = np.minimum(np.maximum(figures, _LOWEST), _HIGHEST)
    hidden = _HIDDEN @ taken
    hidden += _HIDDEN_BIAS
    said = _SAID @ np.maximum(hidden, 0.0, out=hidden)
    said += _STRAIGHT @ taken
    said += _BIAS
    odds, channels = said[: len(KINDS)], said[len(KINDS) :]
    most = np.maximum.reduce(odds, axis=0)
    odds -= most
    most += np.log(np.add.reduce(np.exp(odds, out=odds), axis=0))
    (young,) = (figures[_AGE] < YOUNG).nonzero()
    if not len(young):
        return most, channels
    for channel, (zero, unit) in learned.PLAIN.items():
        row = JUDGED.index(channel)
        plain = (figures[OWN[channel][0], young] - zero) / unit
        channels[row, young] = np.maximum(channels[row, young], plain)
    return most, channels


_ODDS, _ODDS_BIAS = np.array(learned.ODDS), np.array(learned.ODDS_BIAS)
_FIRST, _FIRST_BIAS = np.array(learned.HIDDEN), np.array(learned.HIDDEN_BIAS)
_ON = np.array(learned.STRAIGHT)
_OWN = np.zeros((len(JUDGED) + 1, len(FEATURES)), bool)
for _row, _channel in enumerate(JUDGED, start=1):
    _OWN[_row, list(OWN[_channel])] = True
_NEUTRAL = np.array(learned.NEUTRAL)


def carried(figures: list[float]) -> list[float]:
    """Return by how much the combined line would fall if each channel were as it usually is.

    That is `network.score` of the figures less that of figures in which those of the channel are
    neutral, to rounding, for all channels at once. Nothing, exactly, where nothing is unusual.
    """
    seen = np.where(_OWN, _NEUTRAL, figures)
    centred = (seen - _CENTRE) * _PER_SPREAD
    taken = np.minimum(np.maximum(centred, learned.LOWEST), learned.HIGHEST)[:, None, :]
    hidden = np.maximum(_sum(taken * _FIRST) + _FIRST_BIAS, 0.0)[:, None, :]
    odds = _sum(hidden * _ODDS) + _sum(taken * _ON) + _ODDS_BIAS
    most = np.maximum.reduce(odds, axis=-1)
    height = most + np.log(_sum(np.exp(odds - most[:, None])))
    falls = np.where(np.logical_and.reduce(seen == seen[0], axis=-1), 0.0, height[0] - height)
    return [float(fall) for fall in falls[1:]]


def _sum(of: Floats) -> Floats:
    total: Floats = np.add.reduce(of, axis=-1)
    return total
