"""What a touchpoint graph is drawn from: plain frozen values, checked when they are made."""

import math
from dataclasses import dataclass
from typing import Final, Literal

from journeys.render.network_words import ENGLISH, NetworkWords

__all__ = ["MARKS", "Column", "Mark", "Network", "Place", "Way", "WayKind"]

Mark = Literal["skipped", "waived", "void", "bypassed", "never", "unplanned", "late", "truth"]
MARKS: Final[tuple[Mark, ...]] = (
    "void", "skipped", "bypassed", "late", "waived", "never", "unplanned", "truth",
)  # fmt: skip
"""What can be said of a place beside its feelings, the gravest first."""
WayKind = Literal["lived", "designed", "unplanned"]
"""A way that was lived (and allowed, where there is a map), one that was only designed, and one
that was lived though no map has it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key (a phase of `journeys.render.values.PHASES` is tinted), and its title."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the graph.

    Attributes
    ----------
    id, column
        Its own id, and the key of the column it stands in.
    title
        What people call it.
    rank
        Where in its column it would like to stand: 0 (first) … 1 (last).
    count
        How often it was lived; 0 for a place that was only designed.
    client, staff
        Both sides' feelings there, −1…1; None where nothing was told.
    note
        What to say of it when pointed at.
    marks
        What else is the matter with it.
    focus
        Whether the picture is about this place.

    Raises
    ------
    ValueError
        For a feeling outside −1…1, and for a count below 0.

    Examples
    --------
    >>> Place("call", "contract", "A call", client=2)
    Traceback (most recent call last):
    ...
    ValueError: a feeling lies between -1 and 1, not 2
    """

    id: str
    column: str
    title: str
    rank: float = 0.0
    count: int = 1
    client: float | None = None
    staff: float | None = None
    note: str = ""
    marks: tuple[Mark, ...] = ()
    focus: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn truthfully."""
        for felt in (self.client, self.staff):
            if felt is not None and not (math.isfinite(felt) and -1 <= felt <= 1):
                message = f"a feeling lies between -1 and 1, not {felt}"
                raise ValueError(message)
        if self.count < 0:
            message = f"nothing is lived {self.count} times"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Way:
    """A way from one place to another, gone *count* times; *note* is said when pointed at."""

    source: str
    target: str
    count: int = 1
    kind: WayKind = "lived"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Network:
    """A touchpoint graph.

    Columns stand in the order given; a way whose ends are not both there is refused.

    Raises
    ------
    ValueError
        For two places of one id, a place without its column, a way from or to nowhere.

    Examples
    --------
    >>> Network("Nothing yet").places
    ()
    """

    title: str
    description: str = ""
    columns: tuple[Column, ...] = ()
    places: tuple[Place, ...] = ()
    ways: tuple[Way, ...] = ()
    words: NetworkWords = ENGLISH

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn truthfully."""
        known = {place.id for place in self.places}
        if len(known) < len(self.places):
            raise ValueError("two places have one id")
        columns = {column.key for column in self.columns}
        for place in self.places:
            if place.column not in columns:
                message = f"the place {place.id} stands in no column"
                raise ValueError(message)
        for way in self.ways:
            if way.source not in known or way.target not in known:
                message = f"the way from {way.source} to {way.target} leads nowhere"
                raise ValueError(message)
