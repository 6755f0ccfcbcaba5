"""The ways between boxes: where they leave, where they arrive, and how wide they are."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from journeys.render._grouping import is_group
from journeys.render._xml import clean, escape, num, tag, text
from journeys.render.network_values import Network, Way

_TIP: Final = 6.0
_THIN, _WIDE = 1.2, 6.0
_FEW: Final = 40
"""With more ways than this, only the common ones carry their count."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a box stands: its file and row, its corner and its size, px."""

    file: int
    row: int
    x: float
    y: float
    wide: float
    high: float

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return self.y + self.high / 2


def draw(
    network: Network, spots: dict[str, Spot], gutter: float, *, list_: bool = False
) -> Iterator[str]:
    """Yield the ways, the rarest first, so that the common ones lie on top.

    Parameters
    ----------
    network, spots
        What leads where, and where that stands.
    gutter
        The room between two files, px.
    list_
        Whether everything stands in one file, so that ways bend out to the sides.
    """
    counted = [way.count for way in network.ways if way.kind != "designed" and not is_group(way)]
    most = max(counted, default=1)
    least = 2 if len(counted) <= _FEW else max(2, most // 4)
    for way in sorted(network.ways, key=lambda way: (way.kind != "designed", way.count)):
        ends = spots[way.source], spots[way.target]
        path, tip, label = _path(*ends, gutter, list_=list_)
        mild = way.kind == "designed" or is_group(way)
        thick = _THIN if mild else thickness(way.count, most)
        kind = f"{way.kind} group" if is_group(way) else way.kind
        parts = [
            tag("title", escape(_says(way, network))),
            tag("path", d=path, class_=f"way {kind}", stroke_width=thick),
            _tip(*tip, thick, kind),
        ]
        if way.count >= least and not mild:
            parts.append(text(f"{way.count}×", *label, "small muted middle halo"))
        yield tag("g", *parts)


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


_Tip = tuple[float, float, float]
_Drawn = tuple[str, _Tip, tuple[float, float]]


def _path(source: Spot, target: Spot, gutter: float, *, list_: bool) -> _Drawn:
    """Return a way's line, the place and direction (degrees) of its tip, and its label's place."""
    if source == target:
        return _round(source)
    if source.file == target.file:
        if target.row == source.row + 1:
            return _down(source, target)
        return _aside(source, target, gutter, list_=list_)
    return _across(source, target, gutter)


def _round(spot: Spot) -> _Drawn:
    x, y = spot.x + spot.wide, spot.y + 10
    path = f"M{num(x)},{num(y)}c22,-8 22,22 {num(_TIP)},14"
    return path, (x, y + 14, 180.0), (x + 16, y - 6)


def _down(source: Spot, target: Spot) -> _Drawn:
    x, top, bottom = source.x + source.wide / 2, source.y + source.high, target.y
    path = f"M{num(x)},{num(top)}V{num(bottom - _TIP)}"
    return path, (x, bottom, 90.0), (x + 14, (top + bottom) / 2 + 4)


def _aside(source: Spot, target: Spot, gutter: float, *, list_: bool) -> _Drawn:
    """Go down past other boxes on the right, and up on the left."""
    rows = abs(target.row - source.row)
    bend = min(gutter * 0.9, 12.0 + 5.0 * rows) if list_ else min(gutter * 0.62, 14 + 6.0 * rows)
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
