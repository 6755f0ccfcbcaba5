"""Where a box stands."""

from dataclasses import dataclass


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
