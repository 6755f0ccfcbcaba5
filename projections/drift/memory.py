r"""Fading memory: sums in which the past counts less, and what they tell against the time before.

A sum that fades by :math:`e^{-\Delta/\tau}` would have to be touched at every contact, for every
channel. Kept in *forward* weights, :math:`S' = \sum x_i e^{t_i/\tau}`, it is touched only when its
own channel says something, and :math:`S = S' e^{-t/\tau}` whenever it is read.

References
----------
Cormode, Shkapenyuk, Srivastava, Xu (2009), Forward decay: a practical time decay model for
streaming systems, ICDE.
"""

from __future__ import annotations

from projections.drift import usual
from projections.drift.numbers import By
from projections.drift.state import N, State

_WAVE = 0.25
"""Variance (of a rating's own) that does not shrink with more ratings: moods come in waves."""
_LEAST = 1e-6


def fallen(by: By[N], total: N, weight: N, scale: N, recent: N, many: N) -> N:
    """Return by how many of its standard errors the recent mean lies below the mean before.

    Parameters
    ----------
    total, weight, scale
        Of everything, the usual counted in (see `projections.drift.state`).
    recent, many
        Sum and number of the ratings that are remembered, faded until now.

    Notes
    -----
    A two-sample comparison whose error cannot fall below half a rating's spread, because ratings of
    one season move together (an autocorrelated mood is no stack of independent answers).
    """
    before = weight - many
    some = by.greater(many, _LEAST)
    drop = (total - recent) / before - recent / some
    variance = scale / (usual.SHAPE_AT_0 + weight / 2)
    error = by.sqrt(variance * (1 / before + 1 / some + _WAVE))
    return by.greater(by.lesser(drop / error, 6.0), -6.0)


def surprising(by: By[N], seen: N, expected: N) -> N:
    """Return the signed root deviance of a count: about normal, positive for more than expected.

    References
    ----------
    McCullagh and Nelder (1989), Generalized Linear Models, §2.3 (Poisson deviance).
    """
    seen = by.greater(seen, 1e-6)
    expected = by.greater(expected, 1e-3)
    more = seen - expected
    half = seen * by.log(seen / expected) - more
    return by.greater(by.lesser(by.signed(by.sqrt(by.greater(2 * half, 0.0)), more), 8.0), -6.0)


def apart(by: By[N], s: State[N]) -> N:
    """Return by how many standard errors the client's mood fell more than the staff's did.

    Both changes are taken over the short memory, as in `fallen`: positive when the staff did not go
    along with a client who feels worse, or feel better themselves.
    """
    then = by.exp(-by.lesser(s.day / usual.SHORT, usual.HEAVIEST))
    recent, many = s.client_sum_short * then, s.client_many_short * then
    client, client_error = _change(
        by, s.client_total, s.client_weight, s.client_scale, recent, many
    )
    recent, many = s.staff_sum_short * then, s.staff_many_short * then
    staff, staff_error = _change(by, s.staff_total, s.staff_weight, s.staff_scale, recent, many)
    return by.greater(
        by.lesser((client - staff) / by.sqrt(client_error + staff_error), 12.0), -12.0
    )


def _change(by: By[N], total: N, weight: N, scale: N, recent: N, many: N) -> tuple[N, N]:
    before = weight - many
    some = by.greater(many, _LEAST)
    variance = scale / (usual.SHAPE_AT_0 + weight / 2)
    drop = (total - recent) / before - recent / some
    return drop, variance * (1 / before + 1 / some)
