"""One line of blocks: a curve small enough to stand in a table cell."""

import math
from collections.abc import Sequence
from typing import Final

__all__ = ["sparkline"]

_BLOCKS: Final = "▁▂▃▄▅▆▇█"
_ASCII: Final = "_.-=^"


def sparkline(values: Sequence[float | None], *, width: int = 12, unicode: bool = True) -> str:
    """Draw valences as a line of blocks on a fixed scale.

    The scale is always −1…1, so that two sparklines compare; zero is the middle. With more
    values than `width`, neighbours are averaged in buckets of equal size (to within one value).

    Parameters
    ----------
    values
        Valences −1…1 in order of time; None is a gap, drawn as a dot.
    width
        Characters at most, 1 or more; fewer values give a shorter line.
    unicode
        Whether blocks may be used; otherwise `_ . - = ^`, and a space for a gap.

    Raises
    ------
    ValueError
        When the width is below 1, or a value is NaN, infinite or outside −1…1.

    Examples
    --------
    >>> sparkline([-1, -0.5, None, 0.5, 1])
    '▁▃·▇█'
    >>> sparkline([-1, -0.5, None, 0.5, 1], unicode=False)
    '_. =^'
    >>> sparkline([1, 1, -1, -1], width=2)
    '█▁'
    """
    if width < 1:
        message = f"a sparkline is at least 1 character wide, not {width}"
        raise ValueError(message)
    for value in values:
        if value is not None and not (math.isfinite(value) and -1 <= value <= 1):
            message = f"a valence lies between -1 and 1, not {value}"
            raise ValueError(message)
    levels, gap = (_BLOCKS, "·") if unicode else (_ASCII, " ")
    return "".join(_level(value, levels, gap) for value in _resample(values, width))


def _resample(values: Sequence[float | None], width: int) -> list[float | None]:
    count = len(values)
    if count <= width:
        return list(values)
    buckets = (values[i * count // width : (i + 1) * count // width] for i in range(width))
    return [_mean([value for value in bucket if value is not None]) for bucket in buckets]


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None


def _level(value: float | None, levels: str, gap: str) -> str:
    if value is None:
        return gap
    return levels[min(len(levels) - 1, int((value + 1) / 2 * len(levels)))]
