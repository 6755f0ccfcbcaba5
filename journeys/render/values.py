"""What a picture is drawn from: plain frozen values, checked when they are made."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from journeys.render.words import DUTCH, ENGLISH, Words

__all__ = [
    "DUTCH",
    "ENGLISH",
    "PHASES",
    "SEVERITIES",
    "Band",
    "Curve",
    "Figures",
    "Mark",
    "Sample",
    "Words",
]

PHASES: Final = ("courtship", "contract", "friction", "breakup", "ended")
"""The phases of a relationship, in the order in which they are mostly lived."""

SEVERITIES: Final = ("positive", "info", "low", "medium", "high", "critical")
"""The severities of a finding, the mildest first."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One recorded feeling.

    Attributes
    ----------
    at
        When it was felt; time-zone aware.
    valence
        −1 (very bad) … 1 (very good).
    label
        What happened, in a few words.
    category
        The feeling in a word, if told.
    approximate
        Whether the moment is approximate: drawn hollow.

    Raises
    ------
    ValueError
        For a moment without a time zone, and for a valence that is NaN, infinite or outside −1…1.

    Examples
    --------
    >>> from datetime import UTC
    >>> Sample(datetime(2025, 7, 28, tzinfo=UTC), 1.5)
    Traceback (most recent call last):
    ...
    ValueError: a valence lies between -1 and 1, not 1.5
    """

    at: datetime
    valence: float
    label: str = ""
    category: str | None = None
    approximate: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn truthfully."""
        _require_aware(self.at, "a sample")
        if not (math.isfinite(self.valence) and -1 <= self.valence <= 1):
            message = f"a valence lies between -1 and 1, not {self.valence}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of time in one phase.

    Attributes
    ----------
    start, end
        Time-zone aware; an `end` of None runs to the end of the picture.
    phase
        One of `PHASES`.
    label
        The name shown; empty for the phase's name in the picture's language.

    Raises
    ------
    ValueError
        For an unknown phase, a moment without a time zone, an end before its start.

    Examples
    --------
    >>> from datetime import UTC
    >>> Band(datetime(2025, 7, 28, tzinfo=UTC), None, "friction").phase
    'friction'
    """

    start: datetime
    end: datetime | None
    phase: str
    label: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn truthfully."""
        _require_aware(self.start, "a band")
        if self.end is not None:
            _require_aware(self.end, "a band")
            if self.end < self.start:
                message = f"a band ends at or after its start, not {self.start} to {self.end}"
                raise ValueError(message)
        _require_known(self.phase, PHASES, "phase")


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding, shown as a numbered flag.

    Attributes
    ----------
    at
        When it became true; time-zone aware.
    label
        The finding in a sentence.
    severity
        One of `SEVERITIES`.

    Raises
    ------
    ValueError
        For an unknown severity or a moment without a time zone.

    Examples
    --------
    >>> from datetime import UTC
    >>> Mark(datetime(2025, 8, 19, tzinfo=UTC), "A gate was skipped", "critical").severity
    'critical'
    """

    at: datetime
    label: str
    severity: str

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn truthfully."""
        _require_aware(self.at, "a mark")
        _require_known(self.severity, SEVERITIES, "severity")


@dataclass(frozen=True, slots=True)
class Figures:
    """What one side's feelings come to, −1…1: the mean over time, and peak and end."""

    mean: float
    peak_end: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The feelings of both sides over time, and what stands around them.

    Samples of one side that share a moment are drawn in the order given: put them in the
    order in which they happened. Dates are shown in the time zone of the earliest moment.
    ``figures`` by side (``client``, ``staff``) stand in the key, where given.

    Examples
    --------
    >>> Curve("A quiet relationship").client
    ()
    """

    title: str
    description: str = ""
    client: tuple[Sample, ...] = ()
    staff: tuple[Sample, ...] = ()
    bands: tuple[Band, ...] = ()
    marks: tuple[Mark, ...] = ()
    words: Words = ENGLISH
    figures: Mapping[str, Figures] = field(default_factory=dict)


def _require_aware(moment: datetime, what: str) -> None:
    if moment.utcoffset() is None:
        message = f"{what} needs a time-zone aware moment, not {moment.isoformat()}"
        raise ValueError(message)


def _require_known(name: str, known: tuple[str, ...], what: str) -> None:
    if name not in known:
        message = f"unknown {what} {name!r}: it is one of {', '.join(known)}"
        raise ValueError(message)
