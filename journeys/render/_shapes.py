"""Small signs, each with a silhouette of its own: colour is never the only difference."""

import math
from typing import Final

from journeys.render._xml import num, tag


def point(side: str, x: float, y: float, radius: float, *, hollow: bool = False) -> str:
    """Return the point of a side: round for the client, square for our people."""
    class_ = f"dot {side}{' hollow' if hollow else ''}"
    if side == "client":
        return tag("circle", cx=x, cy=y, r=radius, class_=class_)
    half = radius * 0.9
    return tag("rect", x=x - half, y=y - half, width=2 * half, height=2 * half, class_=class_)


def severity(name: str, x: float, y: float, radius: float = 5) -> str:
    """Return the sign of a severity.

    A burst for critical, then a triangle, a diamond, a bar, the letter i, and a plus for
    good news.
    """
    corners = _CORNERS[name]
    outline = " ".join(f"{num(x + a * radius)},{num(y + b * radius)}" for a, b in corners)
    shape = tag("polygon", points=outline, class_=name)
    if name == "info":
        shape += tag("circle", cx=x, cy=y - 0.7 * radius, r=0.34 * radius, class_=name)
    return shape


def _burst(spikes: int) -> list[tuple[float, float]]:
    corners = []
    for i in range(2 * spikes):
        angle, reach = math.pi * i / spikes, 1.15 if i % 2 == 0 else 0.62
        corners.append((reach * math.sin(angle), -reach * math.cos(angle)))
    return corners


def _plus(arm: float) -> list[tuple[float, float]]:
    quarter = [(-arm, -1.0), (arm, -1.0), (arm, -arm)]
    corners = []
    for _ in range(4):
        corners += quarter
        quarter = [(-b, a) for a, b in quarter]
    return corners


_CORNERS: Final[dict[str, list[tuple[float, float]]]] = {
    "critical": _burst(8),
    "high": [(0, -0.95), (1.05, 0.85), (-1.05, 0.85)],
    "medium": [(0, -1.1), (1.1, 0), (0, 1.1), (-1.1, 0)],
    "low": [(-1, -0.32), (1, -0.32), (1, 0.32), (-1, 0.32)],
    "info": [(-0.3, -0.2), (0.3, -0.2), (0.3, 1), (-0.3, 1)],
    "positive": _plus(0.32),
}
