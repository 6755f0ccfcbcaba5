"""The feelings of both sides across the shots of a filmstrip, row by row."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from journeys.render._shapes import point
from journeys.render._xml import num, tag
from journeys.render.strip_values import Shot

Told = tuple[int, float]


def moods(shots: Sequence[Shot], side: str) -> list[Told]:
    """Return where on the strip a side's feeling was told, and which it was.

    >>> moods([Shot("1 May", "contract", client=0.5), Shot("2 May", "contract")], "client")
    [(0, 0.5)]
    """
    found = ((n, shot.client if side == "client" else shot.staff) for n, shot in enumerate(shots))
    return [(number, felt) for number, felt in found if felt is not None]


def row(
    told: Sequence[Told],
    side: str,
    first: int,
    size: int,
    across: tuple[float, float, float],
    band: tuple[float, float],
) -> Iterator[str]:
    """Yield one side's line through a row of shots, and its points.

    The line goes straight from one told feeling to the next, also from row to row.

    Parameters
    ----------
    told, side
        The feelings on the whole strip, and whose they are.
    first, size
        The first shot of this row, and how many there are.
    across
        Where the middle of the first shot lies, px; the step to the next; half of a gap between
        two rows, in steps.
    band
        Top and bottom of the feelings' band, px.
    """
    left, step, margin = across
    low, high = first - margin, first + size - 1 + margin
    for (a, one), (b, other) in pairwise(told):
        begin, end = max(low, a), min(high, b)
        if begin < end:
            points = (
                (left + (at - first) * step, _y(one + (other - one) * (at - a) / (b - a), band))
                for at in (begin, end)
            )
            (x1, y1), (x2, y2) = points
            line = f"M{num(x1)},{num(y1)}L{num(x2)},{num(y2)}"
            yield tag("path", d=line, class_=f"line {side}")
    for at, felt in told:
        if first <= at < first + size:
            yield point(side, left + (at - first) * step, _y(felt, band), 4.5)


def _y(felt: float, band: tuple[float, float]) -> float:
    top, bottom = band
    inset = 6.0
    return top + inset + (1 - felt) / 2 * (bottom - top - 2 * inset)
