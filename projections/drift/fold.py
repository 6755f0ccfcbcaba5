"""Many relationships side by side: the recursions of `projections.drift.stream` over arrays.

One row a contact, one column a relationship, so that the third contacts of all of them are reckoned
with at once. Whatever does not depend on the contact before is done for the whole block; only the
running sums go from row to row, and sums that are reckoned alike go together.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from projections.drift import gate, usual
from projections.drift.columns import Floats, Whole
from projections.drift.state import State

FIELDS: Final = len(State._fields)
_AT = {name: place for place, name in enumerate(State._fields)}


def _rows(first: str, last: str) -> slice:
    return slice(_AT[first], _AT[last] + 1)


_WEIGHTS, _TOTALS = _rows("client_weight", "staff_weight"), _rows("client_total", "staff_total")
_MANY = _rows("client_many_short", "staff_many_short")
_SUMS = _rows("client_sum_short", "staff_sum_short")
_SCALES, _FALLS = _rows("client_scale", "staff_scale"), _rows("client_fall", "staff_fall")
_LATE, _DUE = _AT["late"], _AT["due"]
_ADDED = _rows("client_weight", "contacts_short")
_ABOVE_ZERO, _STANDING = _rows("client_fall", "quiet"), _rows("client_fall", "error_sum")
_PER = np.array([gate.PER_CLIENT, gate.PER_STAFF, gate.PER_PROMISES, gate.PER_ERRORS])
_LOG_ODDS, _MORE_ODDS = np.log(usual.LATE_ODDS), usual.LATE_ODDS - 1


class Told(NamedTuple):
    """What a block was told: one row a contact, one column a relationship; NaN where nobody asked.

    ``felt`` has the client's and the staff's valence in between: contacts × 2 × relationships.
    """

    day: Floats
    felt: Floats
    promise: Whole
    errors: Floats


class Path(NamedTuple):
    """The states on the way: row 0 before all contacts, row *i* after the *i*-th.

    ``states`` is rows × fields × relationships; ``height`` how far each opens the gate; ``grown``
    what the silence before every contact added to its sum.
    """

    states: Floats
    height: Floats
    grown: Floats


def fold(kept: Floats, told: Told) -> Path:
    """Return the states after every contact of a block.

    Parameters
    ----------
    kept
        What was remembered until now: fields × relationships.
    told
        What happened since.
    """
    day, felt, promise, errors = told
    states = np.empty((len(day) + 1, *kept.shape))
    states[0] = kept
    was, now = states[:-1], states[1:]
    short = np.exp(day * (1 / usual.SHORT))
    said = felt == felt  # noqa: PLR0124 - NaN alone differs from itself
    now[:, _WEIGHTS] = said
    told_of = now[:, _WEIGHTS].copy()
    valence = np.where(said, felt, 0.0)
    now[:, _TOTALS] = valence
    np.multiply(told_of, short[:, None], out=now[:, _MANY])
    np.multiply(valence, short[:, None], out=now[:, _SUMS])
    was_due, was_late = (promise >= 0).astype(np.float64), (promise > 0).astype(np.float64)
    now[:, _AT["contacts"]] = kept[_AT["contacts"]] + np.arange(1.0, len(day) + 1)[:, None]
    now[:, _AT["day"]] = day
    now[:, _LATE], now[:, _DUE] = was_late, was_due
    np.multiply(was_late, short, out=now[:, _AT["late_short"]])
    np.multiply(was_due, short, out=now[:, _AT["due_short"]])
    now[:, _AT["errors"]] = errors
    np.multiply(errors, short, out=now[:, _AT["errors_short"]])
    now[:, _AT["contacts_short"]] = short
    _added(states[:, _ADDED])
    _felt(states, valence, told_of)
    _promised(was, now, was_late, was_due)
    _wrong(was, now, errors)
    grown = _silent(was, now)
    _above_zero(states[:, _ABOVE_ZERO])
    standing = now[:, _STANDING]
    now[:, _AT["others"]] = np.matmul(_PER, standing * standing)
    quiet = states[:, _AT["quiet"]]
    return Path(states, states[:, _AT["others"]] + gate.PER_SILENCE * quiet * quiet, grown)


def _added(steps: Floats) -> None:
    rows = list(steps)
    for before, after in pairwise(rows):
        np.add(before, after, out=after)


def _above_zero(steps: Floats) -> None:
    """Turn steps into the cumulative sums that start anew whenever they would fall below zero."""
    rows = list(steps)
    for before, after in pairwise(rows):
        np.add(before, after, out=after)
        np.maximum(after, 0.0, out=after)


def _felt(states: Floats, valence: Floats, said: Floats) -> None:
    """Put in the spread of both sides' ratings, and the steps of their falls."""
    was, now = states[:-1], states[1:]
    weight = was[:, _WEIGHTS]
    ratio = weight / (weight + 1.0)
    off = valence - was[:, _TOTALS] / weight
    off *= said
    square = off * off
    np.multiply(square, ratio * 0.5, out=now[:, _SCALES])
    _added(states[:, _SCALES])
    square *= 0.25
    square += was[:, _SCALES] / ratio
    np.multiply(weight, 0.5, out=ratio)
    ratio += usual.SHAPE_AT_0
    ratio /= square
    off *= np.sqrt(ratio, out=ratio)
    off += usual.SLACK * said
    np.negative(off, out=now[:, _FALLS])


def _promised(was: Floats, now: Floats, late: Floats, due: Floats) -> None:
    usually = (usual.LATE + was[:, _LATE]) / (usual.DUE + was[:, _DUE])
    usually *= _MORE_ODDS
    steps = np.log1p(usually, out=usually)
    steps *= due
    np.subtract(late * _LOG_ODDS, steps, out=now[:, _AT["late_sum"]])


def _wrong(was: Floats, now: Floats, errors: Floats) -> None:
    rate = usual.ERRORS + was[:, _AT["errors"]]
    rate /= usual.ERROR_CONTACTS + was[:, _AT["contacts"]]
    rate *= usual.MANY - 1
    np.subtract(errors * usual.LOG_MANY, rate, out=now[:, _AT["error_sum"]])


def _silent(was: Floats, now: Floats) -> Floats:
    """Put in the steps of the silence; return what it grew by before every contact."""
    before, day = was[:, _AT["day"]], now[:, _AT["day"]]
    gap = day - before
    grown = (usual.CONTACT_DAYS + day) / (usual.CONTACT_DAYS + before + usual.SLOWER * gap)
    np.log(grown, out=grown)
    grown *= usual.CONTACTS + was[:, _AT["contacts"]]
    np.add(grown, usual.LOG_SLOWER, out=now[:, _AT["quiet"]])
    return grown
