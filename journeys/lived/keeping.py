"""When the columns of what was lived are begun, and when they grow. Needs no columns yet."""

from __future__ import annotations

LEAST = 10_000
"""From so many events on a store is given them: below it the folds answer as quickly."""
WORTH, SHARE = 2_000, 50
"""They grow when so many events are new, and at least one in fifty."""


def begun(end: int) -> bool:
    """Whether a store of so many events is given columns of what was lived."""
    return end >= LEAST


def due(kept: int, end: int) -> bool:
    """Whether so many events have come since that writing them is worth it.

    Examples
    --------
    >>> due(20_000, 21_999), due(20_000, 22_000), due(1_000_000, 1_019_999)
    (False, True, False)
    """
    return end - kept >= max(WORTH, kept // SHARE)
