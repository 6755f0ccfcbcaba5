"""What people hold in a notebook: the same as in the folds, with the picture that goes with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Self

from domain.moments import Moment
from journeys.board import BoardRow
from journeys.pictures import Picture, reader
from projections import difference as differing
from projections import still as standing
from projections.finding import Finding

if TYPE_CHECKING:
    from journeys.language import Language
    from projections.whatif import Fate


class Findings(tuple[Finding, ...]):  # noqa: SLOT001 - a tuple with members has no slots
    """Findings, and the moment at which they were asked for: a tuple that can be looked at."""

    now: Moment
    title: str

    @classmethod
    def of(cls, found: Iterable[Finding], now: Moment, title: str = "") -> Self:
        """Return findings as they stood at *now*.

        Examples
        --------
        >>> Findings.of((), Moment("2025-08-20"))
        <Findings at 2025-08-20: 0>
        """
        made = cls(found)
        made.now, made.title = now, title
        return made

    def __repr__(self) -> str:
        """Say how many, of which severity, and nothing personal."""
        severities = [finding.severity for finding in self]
        counted = ", ".join(f"{severities.count(one)} {one}" for one in dict.fromkeys(severities))
        return f"<Findings at {self.now}: {counted or 0}>"

    def picture(self, words: Language | None = None) -> Picture:
        """Return them over time, as a picture with its table."""
        from journeys.pictures.listed import findings

        return findings(self, self.now, words or reader(), self.title)

    def _repr_html_(self) -> str:
        return self.picture().html()


class Board(list[BoardRow]):
    """The board, the most pressing relationship first: a list that can be looked at.

    Examples
    --------
    >>> Board()
    <Board: 0 relationships>
    """

    def __repr__(self) -> str:
        """Say how many, and nothing personal."""
        return f"<Board: {len(self)} relationships>"

    def picture(self, words: Language | None = None) -> Picture:
        """Return it as a picture with its table."""
        from journeys.pictures.listed import board

        return board(self, words or reader())

    def _repr_html_(self) -> str:
        return self.picture().html()


@dataclass(frozen=True, repr=False)
class Still(standing.Still):
    """A relationship as it stood at one moment; see `projections.still.Still`."""

    def picture(self, words: Language | None = None) -> Picture:
        """Return what both sides had felt by then, with the findings that were open."""
        from journeys.pictures.curve import curve, title_of

        words = words or reader()
        return curve(self, words, title=f"{title_of(self)} · {words.moment(self.now)}")

    def _repr_html_(self) -> str:
        return self.picture().html()


@dataclass(frozen=True, slots=True, repr=False)
class Difference(differing.Difference):
    """What sets one still apart from another; see `projections.difference.Difference`."""

    def __repr__(self) -> str:
        """Say between which moments and how much, and nothing personal."""
        turned = f"{len(self.findings)} findings, {len(self.duties)} duties"
        return f"<Difference from {self.before!r} to {self.after!r}: {turned}>"

    def picture(
        self, words: Language | None = None, fates: tuple[Fate, ...] = (), title: str = ""
    ) -> Picture:
        """Return both curves and what differs, as a picture with its table."""
        from journeys.pictures.difference import difference

        return difference(self, words or reader(), fates, title)

    def _repr_html_(self) -> str:
        return self.picture().html()


def difference(before: standing.Still, after: standing.Still) -> Difference:
    """Return what sets *after* apart from *before*; see `projections.difference`."""
    found = differing.difference(before, after)
    return Difference(*(getattr(found, one.name) for one in fields(found)))
