"""What two histories side by side are drawn from."""

from dataclasses import dataclass, field

from journeys.render.picture_words import ENGLISH, PictureWords
from journeys.render.values import Curve

__all__ = ["Beside", "Item", "Listing"]


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list: a sign before it, or the severity whose sign stands there.

    Examples
    --------
    >>> Item("A gate was skipped.", severity="critical").sign
    ''
    """

    text: str
    sign: str = ""
    severity: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list with its heading."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Two histories of one relationship, and what sets them apart.

    Attributes
    ----------
    before, after
        The two curves; their titles say which is which. Their marks are the findings that only
        this one has.
    hypothetical
        Whether the second never happened.
    changes, listings
        What was made otherwise, and what that changes.

    Examples
    --------
    >>> Beside("T", Curve("Then"), Curve("Now")).hypothetical
    False
    """

    title: str
    before: Curve
    after: Curve
    hypothetical: bool = False
    changes: tuple[str, ...] = ()
    listings: tuple[Listing, ...] = field(default=())
    words: PictureWords = ENGLISH
