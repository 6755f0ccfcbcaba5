"""Where places stand: column by column, so that ways are short and mostly go on downwards.

A layered layout (after Sugiyama, Tagawa and Toda, 1981) whose layers are given: the columns. The
order within a column starts from the rank each place asks for; neighbours then change places as
long as that makes the ways shorter and lets fewer of them cross.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from journeys.render.network_values import Network, Place

_SWEEPS = 12
_UPWARD = 1.5
"""A way up its own column is worth as much as so many rows further down."""
TALLEST = 11
"""So many places stand above each other at most; a longer column takes two or more files."""


@dataclass(frozen=True, slots=True)
class File:
    """Places above each other: a column, or part of one."""

    column: str
    places: tuple[Place, ...]


def files(network: Network, tallest: int = TALLEST) -> list[File]:
    """Return the columns from left to right, each place in its order, long columns in parts."""
    order = {
        column.key: sorted(
            (place for place in network.places if place.column == column.key),
            key=lambda place: (place.rank, place.id),
        )
        for column in network.columns
    }
    _settle(order, network)
    found = []
    for key, places in order.items():
        parts = max(1, -(-len(places) // tallest))
        size = -(-len(places) // parts)
        found += [File(key, tuple(places[i * size : (i + 1) * size])) for i in range(parts)]
    return [one for one in found if one.places]


def _settle(order: dict[str, list[Place]], network: Network) -> None:
    """Let neighbours in a column change places while that shortens the ways."""
    beside: dict[str, list[tuple[str, int]]] = {place.id: [] for place in network.places}
    for way in network.ways:
        if way.source != way.target:
            # A way down its own column is worth more than the same way up.
            beside[way.source].append((way.target, 1))
            beside[way.target].append((way.source, -1))
    column = {place.id: place.column for place in network.places}
    at = {place.id: float(row) for places in order.values() for row, place in enumerate(places)}
    for _ in range(_SWEEPS):
        moved = False
        for places in order.values():
            for row in range(len(places) - 1):
                if _gain(places[row], places[row + 1], beside, column, at) > 0:
                    places[row], places[row + 1] = places[row + 1], places[row]
                    at[places[row].id], at[places[row + 1].id] = float(row), float(row + 1)
                    moved = True
        if not moved:
            return


def _gain(
    upper: Place,
    lower: Place,
    beside: dict[str, list[tuple[str, int]]],
    column: dict[str, str],
    at: dict[str, float],
) -> float:
    """Return by how much the ways become shorter when two neighbours change places."""
    if lower.rank > 1 or upper.rank > 1:
        return 0.0  # a group stays at the foot of its column
    gain = 0.0
    for place, other, step in ((upper, lower, 1.0), (lower, upper, -1.0)):
        here = at[place.id]
        for end, direction in beside[place.id]:
            if end == other.id:
                gain += -_UPWARD * direction * step
                continue
            there = at[end]
            gain += abs(here - there) - abs(here + step - there)
            if column[end] == place.column:
                gain += _upward(here, there, direction) - _upward(here + step, there, direction)
    # What was asked for counts where the ways do not care.
    return gain - 1e-6 * (lower.rank - upper.rank)


def _upward(here: float, there: float, direction: int) -> float:
    down = (there - here) * direction
    return _UPWARD if down < 0 else 0.0


def rows_of(found: Sequence[File]) -> dict[str, tuple[int, int]]:
    """Return the file and the row of each place."""
    return {
        place.id: (number, row)
        for number, one in enumerate(found)
        for row, place in enumerate(one.places)
    }
