"""What a filmstrip is drawn from: plain frozen values, checked when they are made."""

import math
from dataclasses import dataclass

from journeys.render.picture_words import ENGLISH, PictureWords
from journeys.render.values import PHASES, SEVERITIES

__all__ = ["Shot", "Strip", "Turn"]


@dataclass(frozen=True, slots=True)
class Turn:
    """A finding that begins at a moment, or that is no longer so.

    Examples
    --------
    >>> Turn("high", "Nobody answered.").begins
    True
    """

    severity: str
    label: str
    begins: bool = True

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn truthfully."""
        if self.severity not in SEVERITIES:
            message = f"unknown severity {self.severity!r}: it is one of {', '.join(SEVERITIES)}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Shot:
    """One moment on a filmstrip.

    Attributes
    ----------
    when
        The moment in words, as sharply as it is known.
    phase
        The phase it stands in, one of `journeys.render.values.PHASES`.
    name
        What people call the moment, such as its item in a story.
    lines
        What happened, a line each; none for a deadline that passed.
    begins
        Whether the phase begins here.
    client, staff
        What each side felt, −1…1; None where nothing was told.
    turns
        The findings that begin or end here.
    skipped
        So many quieter moments stand here as one.

    Raises
    ------
    ValueError
        For an unknown phase, and for a feeling outside −1…1.

    Examples
    --------
    >>> Shot("19 Aug 2025", "friction", client=-3)
    Traceback (most recent call last):
    ...
    ValueError: a feeling lies between -1 and 1, not -3
    """

    when: str
    phase: str
    name: str = ""
    lines: tuple[str, ...] = ()
    begins: bool = False
    client: float | None = None
    staff: float | None = None
    turns: tuple[Turn, ...] = ()
    skipped: int = 0

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn truthfully."""
        if self.phase not in PHASES:
            message = f"unknown phase {self.phase!r}: it is one of {', '.join(PHASES)}"
            raise ValueError(message)
        for felt in (self.client, self.staff):
            if felt is not None and not (math.isfinite(felt) and -1 <= felt <= 1):
                message = f"a feeling lies between -1 and 1, not {felt}"
                raise ValueError(message)

    @property
    def weight(self) -> int:
        """How much it matters: a phase that begins most, then a grave finding, then a feeling."""
        grave = any(turn.severity not in ("info", "low") for turn in self.turns)
        felt = self.client is not None or self.staff is not None
        return 4 * self.begins + 2 * grave + bool(self.turns) + felt


@dataclass(frozen=True, slots=True)
class Strip:
    """A story as moments, in the order in which they happened.

    Examples
    --------
    >>> Strip("Nothing yet").shots
    ()
    """

    title: str
    description: str = ""
    shots: tuple[Shot, ...] = ()
    words: PictureWords = ENGLISH
