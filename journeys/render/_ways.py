"""The ways between boxes: where they leave, where they arrive, and how wide they are."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from journeys.render._frame import SMALL
from journeys.render._grouping import is_group
from journeys.render._rails import Rail, free, rails
from journeys.render._spot import Spot
from journeys.render._xml import clean, escape, num, tag, text, width
from journeys.render.network_values import Network, Way

_TIP: Final = 6.0
_COUNT: Final = "small muted middle halo"
_Tip = tuple[float, float, float]
_THIN, _WIDE = 1.2, 6.0
_WIDEST_RAIL: Final = 3.0  # px: rails lie close to each other
_FEW: Final = 40
"""With more ways than this, only the common ones carry their count."""


def draw(
    network: Network, spots: dict[str, Spot], gutter: float, *, room: float, list_: bool = False
) -> tuple[list[str], list[str], int]:
    """Return the ways, their counts, and how many ways there was no room for.

    The rarest come first, so that the common ones lie on top. The counts go on top of everything:
    nothing that is drawn later may cut them. The commonest choose their place first; a count that
    would lie on another one is told in the table and when the way is pointed at.

    Parameters
    ----------
    network, spots
        What leads where, and where that stands.
    gutter
        The room between two files, px.
    room
        The room for rails beside a file, px.
    list_
        Whether everything stands in one file: a way without a rail is then left out.
    """
    look = _look(network)
    look = replace(look, widest=_WIDEST_RAIL) if list_ else look
    found = _rails(network, spots, room)
    drawn, left_out = [], 0
    labels: list[tuple[str, tuple[float, float]]] = []
    for way in _rarest_first(network):
        rail = found.get((way.source, way.target))
        source, target = spots[way.source], spots[way.target]
        if rail is not None:
            path, tip, label = rail.path, rail.tip, rail.label
        elif list_ and way.source != way.target and target.row != source.row + 1:
            left_out += 1
            continue
        else:
            path, tip, label = _path(source, target, gutter)
        drawn.append(tag("g", *look.line(way, path, tip, beside=rail is not None)))
        if said := look.count(way):
            labels.append((said, label))
    return drawn, _placed(reversed(labels)), left_out


def _placed(labels: Iterable[tuple[str, tuple[float, float]]]) -> list[str]:
    taken: list[tuple[float, float, float]] = []
    counts = []
    for said, (x, middle) in labels:
        y = next(free((x, middle), said, taken), None)
        if y is not None:
            taken.append((x, y, width(said, SMALL)))
            counts.append(text(said, x, y, _COUNT))
    return counts


def _rails(network: Network, spots: dict[str, Spot], room: float) -> dict[tuple[str, str], Rail]:
    """Return the rails of the ways that stay within their file, file by file."""
    order = sorted(network.ways, key=_weight, reverse=True)
    by_file: dict[int, list[Way]] = {}
    for way in order:
        if spots[way.source].file == spots[way.target].file:
            by_file.setdefault(spots[way.source].file, []).append(way)
    found: dict[tuple[str, str], Rail] = {}
    for ways in by_file.values():
        found |= rails(ways, spots, room)
    return found


def _rarest_first(network: Network) -> list[Way]:
    return sorted(network.ways, key=lambda way: (way.kind != "designed", way.count))


def _weight(way: Way) -> tuple[bool, bool, int]:
    """Return what a way matters: one that was gone before one that was only meant."""
    return way.kind != "designed", not is_group(way), way.count


@dataclass(frozen=True, slots=True)
class _Look:
    """How ways look on one picture, beside the commonest of them."""

    network: Network
    most: int
    least: int
    widest: float = _WIDE

    def line(self, way: Way, path: str, tip: _Tip, *, beside: bool) -> list[str]:
        """Return what a way says when pointed at, its line and its tip."""
        mild = way.kind == "designed" or is_group(way)
        widest = _WIDEST_RAIL if beside else self.widest
        thick = _THIN if mild else min(widest, thickness(way.count, self.most))
        kind = f"{way.kind} group" if is_group(way) else way.kind
        return [
            tag("title", escape(_says(way, self.network))),
            tag("path", d=path, class_=f"way {kind}", stroke_width=thick),
            _tip(*tip, thick, kind),
        ]

    def count(self, way: Way) -> str:
        """Return how often a way was gone, where that is worth saying."""
        mild = way.kind == "designed" or is_group(way)
        return "" if mild or way.count < self.least else f"{way.count}×"


def _look(network: Network) -> _Look:
    counted = [way.count for way in network.ways if way.kind != "designed" and not is_group(way)]
    most = max(counted, default=1)
    return _Look(network, most, 2 if len(counted) <= _FEW else max(2, most // 4))


def thickness(count: int, most: int) -> float:
    """Return how wide a way is drawn, px: by the root of its count, so that rare ones show.

    >>> thickness(1, 1), thickness(100, 100), round(thickness(1, 100), 2)
    (2.0, 6.0, 1.68)
    """
    if most <= 1:
        return 2.0
    return _THIN + (_WIDE - _THIN) * math.sqrt(count / most)


def _says(way: Way, network: Network) -> str:
    names = {place.id: clean(place.title) for place in network.places}
    lines = [f"{names[way.source]} → {names[way.target]}", f"{network.words.times}: {way.count}"]
    return "\n".join([*lines, *(clean(line) for line in way.note.splitlines())])


_Drawn = tuple[str, _Tip, tuple[float, float]]


def _path(source: Spot, target: Spot, gutter: float) -> _Drawn:
    """Return a way's line, the place and direction (degrees) of its tip, and its label's place."""
    if source == target:
        return _round(source)
    if source.file == target.file:
        if target.row == source.row + 1:
            return _down(source, target)
        return _aside(source, target, gutter)
    return _across(source, target, gutter)


def _round(spot: Spot) -> _Drawn:
    x, y = spot.x + spot.wide, spot.y + 10
    path = f"M{num(x)},{num(y)}c22,-8 22,22 {num(_TIP)},14"
    return path, (x, y + 14, 180.0), (x + 16, y - 6)


def _down(source: Spot, target: Spot) -> _Drawn:
    x, top, bottom = source.x + source.wide / 2, source.y + source.high, target.y
    path = f"M{num(x)},{num(top)}V{num(bottom - _TIP)}"
    return path, (x, bottom, 90.0), (x + 14, (top + bottom) / 2 + 4)


def _aside(source: Spot, target: Spot, gutter: float) -> _Drawn:
    """Go down past other boxes on the right, and up on the left."""
    rows = abs(target.row - source.row)
    bend = min(gutter * 0.62, 14 + 6.0 * rows)
    down = target.row > source.row
    side = 1 if down else -1
    edge = source.x + source.wide if down else source.x
    y1, y2 = source.middle + 6 * side, target.middle - 6 * side
    end = edge + side * _TIP
    out = edge + side * bend * 4 / 3
    path = f"M{num(edge)},{num(y1)}C{num(out)},{num(y1)} {num(out)},{num(y2)} {num(end)},{num(y2)}"
    return path, (edge, y2, 180.0 if down else 0.0), (edge + side * bend, (y1 + y2) / 2 + 4)


def _across(source: Spot, target: Spot, gutter: float) -> _Drawn:
    """Leave on the side that looks at the other file, and arrive on the side that looks back."""
    ahead = target.file > source.file
    side = 1 if ahead else -1
    x1 = source.x + source.wide if ahead else source.x
    x2 = target.x if ahead else target.x + target.wide
    y1, y2 = source.middle - 4 * side, target.middle - 4 * side
    end = x2 - side * _TIP
    bend = side * max(gutter * 0.5, abs(x2 - x1) * 0.4)
    path = (
        f"M{num(x1)},{num(y1)}C{num(x1 + bend)},{num(y1)} {num(end - bend)},{num(y2)}"
        f" {num(end)},{num(y2)}"
    )
    near = x1 + side * gutter / 2
    label = (near, y1 + (y2 - y1) * 0.22 + 3) if abs(target.file - source.file) > 1 else (
        (x1 + x2) / 2, (y1 + y2) / 2 + 3)  # fmt: skip
    return path, (x2, y2, 0.0 if ahead else 180.0), label


def _tip(x: float, y: float, degrees: float, thick: float, kind: str) -> str:
    half = max(3.0, thick * 0.9)
    turn = math.radians(degrees)
    corners = [(0.0, 0.0), (-_TIP - 1, half), (-_TIP - 1, -half)]
    points = " ".join(
        f"{num(x + a * math.cos(turn) - b * math.sin(turn))},"
        f"{num(y + a * math.sin(turn) + b * math.cos(turn))}"
        for a, b in corners
    )
    return tag("polygon", points=points, class_=f"tip {kind}")
