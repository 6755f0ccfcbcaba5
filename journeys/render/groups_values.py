"""What two groups held side by side are drawn from."""

from dataclasses import dataclass
from typing import Final

from journeys.render.picture_words import ENGLISH, PictureWords

__all__ = ["VERDICTS", "Figure", "Groups"]

VERDICTS: Final = ("higher", "lower", "cannot tell", "too few")
"""What a comparison may come to: the second group against the first."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of both groups: each mean and of how many, the difference with its bounds.

    Raises
    ------
    ValueError
        For a verdict that is none, and for bounds that the difference does not lie within.

    Examples
    --------
    >>> Figure("Ended", 0.1, 9, 0.4, 8, 0.3, 0.1, 0.5, "higher").verdict
    'higher'
    """

    name: str
    a: float | None
    of_a: int
    b: float | None
    of_b: int
    change: float | None
    low: float | None
    high: float | None
    verdict: str

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn truthfully."""
        if self.verdict not in VERDICTS:
            message = f"unknown verdict {self.verdict!r}: it is one of {', '.join(VERDICTS)}"
            raise ValueError(message)
        known = [one for one in (self.low, self.change, self.high) if one is not None]
        if known != sorted(known):
            message = f"the difference {self.change} does not lie within {self.low}, {self.high}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Groups:
    """Two groups of relationships by name, and their figures.

    Examples
    --------
    >>> Groups("Nothing yet", ("a", "b")).figures
    ()
    """

    title: str
    names: tuple[str, str]
    figures: tuple[Figure, ...] = ()
    words: PictureWords = ENGLISH
