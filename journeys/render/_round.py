"""Round figures along a scale."""

import math


def rounds(low: float, high: float, most: int) -> list[float]:
    """Return at most about *most* round figures from *low* to *high*, evenly apart.

    >>> rounds(0, 720, 5)
    [0.0, 200.0, 400.0, 600.0]
    >>> rounds(-0.3, 0.4, 4)
    [-0.2, 0.0, 0.2, 0.4]
    """
    if not high > low or most < 1:
        return [low]
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    size = next(power * by for by in (1, 2, 5, 10, 20) if (high - low) / (power * by) <= most)
    first = math.ceil(low / size - 1e-9)
    last = math.floor(high / size + 1e-9)
    return [round(number * size, 10) + 0.0 for number in range(first, last + 1)]
