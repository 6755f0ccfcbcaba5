"""How sure a figure is: intervals in which the true mean or difference lies, 95 times in 100."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, sqrt
from statistics import NormalDist, fmean
from typing import NamedTuple

Z_95 = NormalDist().inv_cdf(0.975)
"""The two-sided 95 % quantile of the normal distribution."""
LEAST = 5
"""Of fewer than so many nothing is told but the figure itself."""


class Interval(NamedTuple):
    """A figure, and the bounds between which it lies 95 times in 100 (``None``: too few)."""

    value: float
    low: float | None
    high: float | None

    @property
    def tells(self) -> bool:
        """Whether zero lies outside it."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def mean_of(values: Sequence[float]) -> Interval | None:
    """Return the mean of independent values with Student's interval; ``None`` of nothing.

    Examples
    --------
    >>> mean_of([0.1, 0.2, 0.3])
    Interval(value=0.2, low=None, high=None)
    >>> found = mean_of([1.0, 2.0, 3.0, 4.0, 5.0])
    >>> [round(bound, 2) for bound in found]
    [3.0, 1.04, 4.96]
    """
    if not values:
        return None
    mean = fmean(values)
    if len(values) < LEAST:
        return Interval(round(mean, 10), None, None)
    half = student(len(values) - 1) * sqrt(_variance(values, mean) / len(values))
    return Interval(mean, mean - half, mean + half)


def difference_of(one: Sequence[float], other: Sequence[float]) -> Interval | None:
    """Return the mean of *other* less that of *one*, with Welch's interval.

    The two need not spread alike. ``None`` where either is empty.
    """
    if not one or not other:
        return None
    apart = fmean(other) - fmean(one)
    if min(len(one), len(other)) < LEAST:
        return Interval(apart, None, None)
    errors = [_variance(values, fmean(values)) / len(values) for values in (one, other)]
    if not sum(errors):
        return Interval(apart, apart, apart)
    freedom = sum(errors) ** 2 / sum(
        e**2 / (len(v) - 1) for e, v in zip(errors, (one, other), strict=True)
    )
    half = student(freedom) * sqrt(sum(errors))
    return Interval(apart, apart - half, apart + half)


def _variance(values: Sequence[float], mean: float) -> float:
    """Return the sample variance: in floats, where `statistics.variance` takes fractions of each.

    What does not vary has none, however its mean was rounded.
    """
    if min(values) == max(values):
        return 0.0
    return fsum((value - mean) ** 2 for value in values) / (len(values) - 1)


def share_difference_of(one: Sequence[bool], other: Sequence[bool]) -> Interval | None:
    """Return the share of *yes* in *other* less that in *one*, with Agresti and Caffo's interval.

    It holds for small groups and for shares near 0 and 1 as well (one success and one failure are
    added to each group for the bounds, not for the figure).
    """
    if not one or not other:
        return None
    apart = fmean(other) - fmean(one)
    if min(len(one), len(other)) < LEAST:
        return Interval(apart, None, None)
    (p, n), (q, m) = (((sum(v) + 1) / (len(v) + 2), len(v) + 2) for v in (one, other))
    half = Z_95 * sqrt(p * (1 - p) / n + q * (1 - q) / m)
    return Interval(apart, max(-1.0, q - p - half), min(1.0, q - p + half))


def student(freedom: float) -> float:
    """Return the 97.5 % point of Student's t with so many degrees of freedom (at least 4).

    Cornish and Fisher's expansion (Abramowitz and Stegun 26.7.5); within 0.1 % from 4 on.

    Examples
    --------
    >>> [round(student(freedom), 3) for freedom in (5, 10, 30, 1e9)]
    [2.57, 2.228, 2.042, 1.96]
    """
    z, v = Z_95, freedom
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / v**power for power, term in enumerate(terms, start=1))


def wilson(right: int, judged: int, z: float = Z_95) -> tuple[float, float] | None:
    """Return Wilson's score interval for a share; ``None`` where nothing was judged.

    It stays within 0 and 1 and is honest about few trials. Source: E. B. Wilson, Probable
    inference, the law of succession, and statistical inference, JASA 22 (1927) 209-212.

    Parameters
    ----------
    right, judged
        How many of how many.
    z
        The quantile of the normal distribution; by default that of 95 %.

    Examples
    --------
    >>> [round(end, 3) for end in wilson(8, 10)]
    [0.49, 0.943]
    >>> [round(end, 3) for end in wilson(1, 1)], wilson(0, 0)
    ([0.207, 1.0], None)
    """
    if judged == 0:
        return None
    share, spread = right / judged, z * z / judged
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * sqrt(share * (1 - share) / judged + spread / (4 * judged))
    return max(0.0, middle - half), min(1.0, middle + half)
