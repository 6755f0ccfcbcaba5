"""Evidence behind figures of what was lived: ids that are read when somebody looks at them."""

from __future__ import annotations

from collections.abc import Callable

from journeys.columns.arrays import Array
from journeys.columns.evidence import Evidence
from journeys.lived.turns import Turn, earlier, in_turn
from journeys.lived.visits import Visits


def behind(
    visits: Visits, rows: Callable[[], Array], *, feelings: bool = True, before: bool = False
) -> Cited:
    """Return the events behind visits; see `projections.answers.lived.sums.cited`."""

    def numbers() -> Array:
        first = visits.rows[rows()]
        events, begins, _ = visits.told
        found: list[Turn] = [(None, first, visits.ends[rows()])]
        if feelings:
            found.append((events, begins[first], begins[first + 1]))
        sides = ("client_earlier", "staff_earlier") if before else ()
        found += [earlier(visits, name, first) for name in sides]
        return in_turn(found)

    return Cited(visits, numbers)


class Cited(Evidence):
    """Ids of the events behind visits, each once: equal to a list or a tuple of them.

    Parameters
    ----------
    visits
        Where they are from.
    numbers
        Returns the numbers of the events, in order; asked when they are needed.
    """

    def __init__(self, visits: Visits, numbers: Callable[[], Array]) -> None:
        super().__init__(visits.ids, 0, numbers)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._places)

    def __eq__(self, other: object) -> bool:
        """Whether the other is a sequence of the same ids."""
        return super().__eq__(list(other) if isinstance(other, tuple) else other)

    __hash__ = None  # nor has a list one
