"""Growth: how the rows of each view grow with what is new, at the cost of what is new.

A view's rows are told by one that remembers, of one relationship, what it needs to tell the next
ones: where a feeling belongs, what was felt last, which findings silence would bring. Told from the
first event on it gives all rows; that is how they are made from nothing, so that there is no second
way of making them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from projections.ports import Row
from projections.reading import Reading

Change = tuple[str, Row | None]
"""A key, and the row that is under it from now on; None where there is none any more."""


class Growing(Protocol):
    """Tells the rows of one view of one relationship, as its reading grows."""

    def news(self, reading: Reading, begin: int) -> Iterable[Change]:
        """Yield the rows that the events from place *begin* on add, change or end.

        Asked of places that follow on one another, the first time from 0, as long as nothing turns
        up for an earlier moment (`Reading.turned`).
        """
        ...
