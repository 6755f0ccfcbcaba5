"""What many relationships on one clock are drawn from."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from journeys.render.picture_words import ENGLISH, PictureWords

__all__ = ["Clock", "Step", "Told"]


@dataclass(frozen=True, slots=True)
class Told:
    """What one side felt in a step: the mean, its bounds where there are any, of how many.

    Raises
    ------
    ValueError
        For figures that are not −1…1, and for bounds that the mean does not lie within.

    Examples
    --------
    >>> Told(0.3, None, None, 2).low is None
    True
    """

    mean: float
    low: float | None
    high: float | None
    of: int

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn truthfully."""
        known = [one for one in (self.low, self.mean, self.high) if one is not None]
        if not all(math.isfinite(one) for one in known) or not -1 <= self.mean <= 1:
            message = f"a feeling lies between -1 and 1, not {self.mean}"
            raise ValueError(message)
        if known != sorted(known):
            message = f"the mean {self.mean} does not lie within {self.low} and {self.high}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of the clock, in days: how many relationships were watched, and what was felt."""

    begin: float
    end: float
    count: int
    client: Told | None = None
    staff: Told | None = None

    @property
    def middle(self) -> float:
        """The day in the middle of it."""
        return (self.begin + self.end) / 2

    def of(self, side: str) -> Told | None:
        """Return what a side felt."""
        return self.client if side == "client" else self.staff


@dataclass(frozen=True, slots=True)
class Clock:
    """Many relationships on one clock; ``start`` says what happens on day 0.

    Examples
    --------
    >>> Clock("Nothing yet").steps
    ()
    """

    title: str
    start: str = ""
    steps: tuple[Step, ...] = ()
    words: PictureWords = ENGLISH

    def runs(self, side: str) -> Iterator[list[tuple[Step, Told]]]:
        """Yield the stretches of neighbouring steps in which a side told something."""
        run: list[tuple[Step, Told]] = []
        for step in self.steps:
            told = step.of(side)
            if told is not None and (not run or run[-1][0].end == step.begin):
                run.append((step, told))
                continue
            if run:
                yield run
            run = [(step, told)] if told is not None else []
        if run:
            yield run
