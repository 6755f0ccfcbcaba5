"""What a goodbye duty is: who owes what, until when, and what meets or breaches it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from domain.breakup import FarewellAct

Clock = Literal["announced", "ended", "client-parting", "complaint", "withdrawal"]
"""What starts a duty: the announcement, the end date, a parting word, a complaint, a withdrawal."""


@dataclass(frozen=True, slots=True)
class Due:
    """How long after its clock a duty is due.

    ``until_end`` means by the end date, or so many days after the clock where no end date is known.
    """

    working_days: int | None = None
    days: int | None = None
    until_end: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """One obligation on the way out.

    ``met_by`` are the acts of which one meets it; ``breached_by`` acts that breach it at once.
    ``special`` names a judgement of its own in `projections.farewell.special`.
    """

    number: int
    code: str
    obligation: str
    who: str
    clock: Clock
    due: Due
    source: str
    met_by: tuple[FarewellAct, ...] = ()
    breached_by: tuple[FarewellAct, ...] = ()
    ender: Literal["client", "supplier", "either"] = "either"
    markets: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    special: str | None = None
    severity: Literal["low", "medium", "high", "critical"] = "medium"
    rows: tuple[int, ...] = ()
