"""The ways of a list: each bends out to a rail of its own beside the boxes, and crosses no text.

Ways down the list run on the right, ways up on the left. Two ways share a rail only where they do
not pass each other: rails are given out as rooms to meetings that overlap, the shortest first, so
that short ways stay near and long ones run outside.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from journeys.render._frame import SMALL
from journeys.render._spot import Spot
from journeys.render._xml import num, width
from journeys.render.network_values import Way

_FIRST: Final = 11.0  # px from a box to its nearest rail
_APART: Final = 6.0
_NEAREST: Final = 3.5
_EDGE: Final = 6.0  # px kept free at the edge of the picture
_ROUND: Final = 5.0
_LABEL: Final = 13.0  # px between the middle of a label and a box or the edge
_LINE: Final = 13.0  # px between two labels under each other
_TIP: Final = 6.0


@dataclass(frozen=True, slots=True)
class Rail:
    """A way beside the boxes: its line, the place and direction of its tip, its label's place."""

    path: str
    tip: tuple[float, float, float]
    label: tuple[float, float]


def rails(
    ways: Sequence[Way], spots: Mapping[str, Spot], room: float
) -> dict[tuple[str, str], Rail]:
    """Return the rail of each way that is not to itself or straight down, by its two ends.

    Where there is no room for them all, the last ones have none.

    Parameters
    ----------
    ways
        What to lay, those first that matter most.
    spots
        Where the boxes stand, all with the same left and right edge.
    room
        px between a box and whatever must stay free: the edge, or the rails of the next file.
    """
    wanted = [(way.source, way.target) for way in ways if _is_beside(way, spots)]
    most = int((room - _EDGE - _FIRST) // _NEAREST) + 1
    found: dict[tuple[str, str], Rail] = {}
    for down in (True, False):
        lanes: list[list[_Meeting]] = []
        for ends in wanted:
            if (spots[ends[1]].row > spots[ends[0]].row) is down:
                low, high = sorted((spots[ends[0]].middle, spots[ends[1]].middle))
                _put((low, high, ends), lanes, most)
        lanes = _lanes(one for lane in lanes for one in lane)
        apart = min(_APART, (room - _EDGE - _FIRST) / max(1, len(lanes) - 1))
        for number, lane in enumerate(lanes):
            for _, _, ends in lane:
                found[ends] = _rail(spots[ends[0]], spots[ends[1]], _FIRST + number * apart, room)
    return found


def free(
    label: tuple[float, float], said: str, taken: list[tuple[float, float, float]]
) -> Iterator[float]:
    """Yield where along its rail a label does not lie on another one: place and width, px."""
    x, y = label
    wide = width(said, SMALL)
    for step in (0, 1, -1, 2, -2, 3, -3):
        there = y + 14.0 * step
        if all(abs(there - b) >= _LINE or abs(x - a) >= (wide + w) / 2 + 2 for a, b, w in taken):
            yield there


def _is_beside(way: Way, spots: Mapping[str, Spot]) -> bool:
    source, target = spots[way.source], spots[way.target]
    return source != target and target.row != source.row + 1


_Meeting = tuple[float, float, tuple[str, str]]


def _lanes(meetings: Iterable[_Meeting]) -> list[list[_Meeting]]:
    """Give each meeting a lane in which it meets no other, the shortest the first."""
    lanes: list[list[_Meeting]] = []
    for one in sorted(meetings, key=lambda one: (one[1] - one[0], one)):
        _put(one, lanes, len(lanes) + 1)
    return lanes


def _put(one: _Meeting, lanes: list[list[_Meeting]], most: int) -> None:
    """Put a meeting into the first lane where it meets no other; nowhere if all are taken."""
    low, high, _ = one
    for lane in lanes:
        if all(high + 4 < other[0] or low - 4 > other[1] for other in lane):
            lane.append(one)
            return
    if len(lanes) < most:
        lanes.append([one])


def _rail(source: Spot, target: Spot, out: float, room: float) -> Rail:
    side = 1 if target.row > source.row else -1
    edge = source.x + source.wide if side > 0 else source.x
    y1, y2 = source.middle + 6 * side, target.middle - 6 * side
    x, end = edge + side * out, edge + side * _TIP
    turn = side * _ROUND
    path = (
        f"M{num(edge)},{num(y1)}H{num(x - turn)}Q{num(x)},{num(y1)} {num(x)},{num(y1 + turn)}"
        f"V{num(y2 - turn)}Q{num(x)},{num(y2)} {num(x - turn)},{num(y2)}H{num(end)}"
    )
    # A label keeps off the boxes and on the picture, wherever its rail runs.
    near = edge + side * min(max(out, _LABEL), room - _LABEL)
    return Rail(path, (edge, y2, 180.0 if side > 0 else 0.0), (near, (y1 + y2) / 2 + 4))
