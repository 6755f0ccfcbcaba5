"""Where the parts of a picture stand."""

from dataclasses import dataclass
from typing import Final

from journeys.render._scale import TimeScale
from journeys.render.values import Curve

MARGIN: Final = 14.0
GAP: Final = 20.0  # the break in a time axis, px
SMALL: Final = 11.0  # px, the smallest text
TEXT: Final = 12.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The plot's rectangle in px, and the way from values to positions."""

    curve: Curve
    scale: TimeScale
    left: float
    right: float
    top: float
    bottom: float

    def y(self, valence: float) -> float:
        """Return the height of a valence; a point at ±1 stays whole within the plot."""
        inset = 8.0
        share = (1 - valence) / 2
        return self.top + inset + share * (self.bottom - self.top - 2 * inset)
