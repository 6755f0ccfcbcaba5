"""What is remembered of a relationship: 39 numbers, however long it lasts."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

from projections.drift import usual
from projections.drift.columns import Floats

N = TypeVar("N", float, Floats)
"""A number, or an array of them with one for each relationship."""


class State(NamedTuple, Generic[N]):
    """The recursive statistics of a relationship (or, as arrays, of many), in days since opening.

    ``fall`` and ``slide`` are cumulative sums of normal scores below the baseline, with much and
    little slack. Names on ``_short`` and ``_long`` are sums that fade with a half-life of 90 and
    360 days, kept in forward weights (see `projections.drift.memory`).
    """

    contacts: N
    day: N
    contacts_short: N
    contacts_long: N
    quiet: N
    very_quiet: N
    client_mean: N
    client_weight: N
    client_scale: N
    client_fall: N
    client_slide: N
    client_score: N
    client_sum_short: N
    client_many_short: N
    client_sum_long: N
    client_many_long: N
    staff_mean: N
    staff_weight: N
    staff_scale: N
    staff_fall: N
    staff_slide: N
    staff_score: N
    staff_sum_short: N
    staff_many_short: N
    staff_sum_long: N
    staff_many_long: N
    late_sum: N
    late: N
    due: N
    late_short: N
    due_short: N
    late_long: N
    due_long: N
    error_sum: N
    burst_sum: N
    errors: N
    errors_short: N
    errors_long: N
    others: N


def begin() -> State[float]:
    """Return the state of a relationship in which nothing has happened yet.

    Examples
    --------
    >>> begin().client_mean
    0.3
    """
    nothing = dict.fromkeys(State._fields, 0.0)
    return State(
        **nothing
        | {
            "client_mean": usual.CLIENT_MEAN,
            "client_weight": usual.MOOD_WEIGHT,
            "client_scale": usual.CLIENT_SCALE,
            "staff_mean": usual.STAFF_MEAN,
            "staff_weight": usual.MOOD_WEIGHT,
            "staff_scale": usual.STAFF_SCALE,
        }
    )
