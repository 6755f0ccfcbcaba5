"""What is remembered of a relationship: 26 numbers, however long it lasts."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

from projections.drift import usual
from projections.drift.columns import Floats
from projections.drift.usual import USUAL, Priors

N = TypeVar("N", float, Floats)
"""A number, or an array of them with one for each relationship."""


class State(NamedTuple, Generic[N]):
    """The recursive statistics of a relationship (or, as arrays, of many), in days since opening.

    A side's ``total`` and ``weight`` are the sum and number of its ratings, ``scale`` their spread,
    the usual ones counted in, as they are in ``late`` and ``errors``; ``usual_days`` are those in
    which the usual contacts fall (see `projections.drift.usual`). ``fall``, ``late_sum``,
    ``error_sum`` and ``quiet`` are cumulative sums that never fall below zero. Names on ``_short``
    are sums that fade with a half-life of 90 days, kept in forward weights (see
    `projections.drift.memory`). ``others`` is how far everything but the silence opens the gate.
    """

    contacts: N
    day: N
    client_weight: N
    staff_weight: N
    client_total: N
    staff_total: N
    client_many_short: N
    staff_many_short: N
    client_sum_short: N
    staff_sum_short: N
    late: N
    due: N
    late_short: N
    due_short: N
    errors: N
    errors_short: N
    contacts_short: N
    client_scale: N
    staff_scale: N
    client_fall: N
    staff_fall: N
    late_sum: N
    error_sum: N
    quiet: N
    others: N
    usual_days: N


def begin(priors: Priors = USUAL) -> State[float]:
    """Return the state of a relationship in which nothing has happened yet.

    Parameters
    ----------
    priors
        What is usual until it shows what is usual for it.

    Examples
    --------
    >>> begin().client_total / begin().client_weight
    0.3
    """
    nothing = dict.fromkeys(State._fields, 0.0)
    return State(
        **nothing
        | {
            "client_total": usual.MOOD_WEIGHT * priors.client_mood,
            "client_weight": usual.MOOD_WEIGHT,
            "client_scale": usual.MOOD_SHAPE * priors.client_spread**2,
            "staff_total": usual.MOOD_WEIGHT * priors.staff_mood,
            "staff_weight": usual.MOOD_WEIGHT,
            "staff_scale": usual.MOOD_SHAPE * priors.staff_spread**2,
            "late": usual.DUE * priors.late_promises,
            "errors": usual.ERROR_CONTACTS * priors.errors_per_contact,
            "usual_days": usual.CONTACTS * priors.days_between_contacts,
        }
    )
