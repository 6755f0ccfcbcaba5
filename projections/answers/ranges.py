"""Ranges: between which values the numbers that a question works with make sense.

A parameter has one meaning wherever it is one, told by its name; where a name stands for a share
in one question and for a count in another, the question's own line goes before the name's.
"""

from __future__ import annotations

from typing import NamedTuple


class Range(NamedTuple):
    """From the ``least`` to the ``most`` that makes sense, both included; ``most`` None: no end."""

    least: float
    most: float | None

    def holds(self, number: float) -> bool:
        """Whether a number makes sense.

        Examples
        --------
        >>> Range(1, None).holds(0), VALENCE.holds(-0.3)
        (False, True)
        """
        return self.least <= number and (self.most is None or number <= self.most)


VALENCE = Range(-1.0, 1.0)
SHARE = Range(0.0, 1.0)
COUNT = Range(1, None)
SOME = Range(0.0, None)
A_LIFE_OF_DAYS = Range(0, 36_500)
RANGES: dict[str, Range] = {
    "below": VALENCE,
    "calm": VALENCE,
    "core_years": Range(0.0, 100.0),
    "days_after": A_LIFE_OF_DAYS,
    "days_before": A_LIFE_OF_DAYS,
    "fitting_hours": SOME,
    "good-endings-share least": SHARE,
    "feeling-gaps least": Range(0.0, 2.0),
    "highlights least": VALENCE,
    "hurt": VALENCE,
    "least": COUNT,
    "longest": SHARE,
    "medium_days": A_LIFE_OF_DAYS,
    "most": COUNT,
    "norm": SOME,
    "outside_from": SHARE,
    "short_days": A_LIFE_OF_DAYS,
    "step_days": A_LIFE_OF_DAYS,
    "steps": COUNT,
    "trust": VALENCE,
    "very_glad_from": VALENCE,
    "within": COUNT,
    "within_days": A_LIFE_OF_DAYS,
}
"""By the name of a parameter, or by the names of a question and of its parameter."""


def range_of(question: str, parameter: str) -> Range | None:
    """Return between which values a parameter of a question makes sense; None for a word.

    Examples
    --------
    >>> range_of("recovery-paths", "trust")
    Range(least=-1.0, most=1.0)
    """
    return RANGES.get(f"{question} {parameter}", RANGES.get(parameter))
