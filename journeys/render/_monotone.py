"""A smooth line through points that never overshoots them.

Monotone cubic interpolation: tangents from the mean of the neighbouring slopes, zero at a
turning point, and limited to three times the flatter slope, the box that Fritsch and Carlson
("Monotone piecewise cubic interpolation", 1980) show to be sufficient. With that limit both
Bézier control points lie between the two values they join, and so does the line.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

# Two points nearer than this share a moment: the line steps straight from one to the other.
_SAME: Final = 0.005

Point = tuple[float, float]


class Piece(NamedTuple):
    """A cubic Bézier from `start` to `end` whose x runs evenly from one to the other."""

    start: Point
    out: Point
    into: Point
    end: Point

    def at(self, share: float) -> Point:
        """Return the point at a share 0…1 of the way.

        >>> Piece((0, 0), (1, 0), (2, 3), (3, 3)).at(0.5)
        (1.5, 1.5)
        """
        rest = 1 - share
        weights = (rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3)
        x = sum(w * point[0] for w, point in zip(weights, self, strict=True))
        y = sum(w * point[1] for w, point in zip(weights, self, strict=True))
        return x, y


def pieces(points: Sequence[Point]) -> tuple[Piece, ...]:
    """Return the line through points that are sorted by x; fewer than two give none.

    >>> [piece.out for piece in pieces([(0, 0), (3, 1), (6, 0)])]
    [(1.0, 0.3333333333333333), (4.0, 1)]
    """
    done: list[Piece] = []
    run: list[Point] = []
    for point in points:
        if run and point[0] - run[-1][0] < _SAME:
            done += _smooth(run)
            done.append(Piece(run[-1], run[-1], point, point))
            run = []
        run.append(point)
    return (*done, *_smooth(run))


def path(line: Sequence[Piece]) -> Iterator[Point | str]:
    """Yield an SVG path's letters and points.

    >>> list(path(pieces([(0, 0), (3, 3)])))
    ['M', (0, 0), 'C', (1.0, 1.0), (2.0, 2.0), (3, 3)]
    """
    if line:
        yield "M"
        yield line[0].start
    for piece in line:
        yield "C"
        yield from piece[1:]


def _smooth(run: Sequence[Point]) -> Iterator[Piece]:
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(run)]
    tangents = [_tangent(slopes, i) for i in range(len(run))]
    for i, (a, b) in enumerate(pairwise(run)):
        third = (b[0] - a[0]) / 3
        low, high = sorted((a[1], b[1]))
        out = min(high, max(low, a[1] + tangents[i] * third))
        into = min(high, max(low, b[1] - tangents[i + 1] * third))
        yield Piece(a, (a[0] + third, out), (b[0] - third, into), b)


def _tangent(slopes: Sequence[float], i: int) -> float:
    near = slopes[max(0, i - 1) : i + 1]
    if not near or min(near) <= 0 <= max(near):
        return 0.0
    limit = 3 * min(abs(slope) for slope in near)
    return min(limit, max(-limit, sum(near) / len(near)))
