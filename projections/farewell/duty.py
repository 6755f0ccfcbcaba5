"""What a goodbye duty is: who owes what, how, until when, and what meets or breaches it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from domain.breakup import FarewellAct
from domain.vocabulary import Channel

Clock = Literal["announced", "ended", "client-parting", "complaint", "withdrawal", "cooling-off"]
"""What starts a duty: the announcement, the end date, a parting word, a complaint, a withdrawal;
for ``cooling-off`` the contract from which the client may still withdraw."""

Over = Literal["any", "kept", "personal", "spoken", "same-form", "online"]
"""How it is done: any way, on something the client can keep, personally and not by a form, by a
person who speaks, in the form in which the goodbye came, or online."""

Origin = Literal["V", "G", "S", "H"]
"""Where a duty comes from: a rule found on a public page, general knowledge, the practitioners' own
words, or a house rule."""

_SPOKEN = ("in-person", "video", "call")


@dataclass(frozen=True, slots=True)
class Due:
    """How long after its clock a duty is due.

    ``until_end`` means by the end date, or so many days after the clock where no end date is known.
    """

    working_days: int | None = None
    days: int | None = None
    until_end: bool = False


@dataclass(frozen=True, slots=True)
class Grade:
    """What a duty asks once the two have been together for so many ``years``.

    At least a ``channel`` as rich as this, and somebody ``senior`` where it says so.
    """

    years: float
    channel: Channel
    senior: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """One obligation on the way out.

    ``met_by`` are the acts of which one meets it, or all of them where ``all_of`` says so;
    ``breached_by`` acts that breach it at once; ``watched`` acts that have to be declared complete
    as well before silence means anything. ``special`` names a judgement of its own in
    `projections.farewell.special`.

    It is owed when this ``ender`` ended it, in these ``markets``, ``sectors`` and
    ``jurisdictions`` (empty: all of them), and, with ``where_failed``, where the record shows that
    the supplier failed. ``grades`` say what longer tenure asks for, the shortest first.
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
    watched: tuple[FarewellAct, ...] = ()
    all_of: bool = False
    over: Over = "any"
    ender: Literal["client", "supplier", "either"] = "either"
    markets: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    where_failed: bool = False
    grades: tuple[Grade, ...] = ()
    special: str | None = None
    severity: Literal["low", "medium", "high", "critical"] = "medium"
    rows: tuple[int, ...] = ()

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Return where it comes from, by letter, each once, in the order in which it is told.

        Examples
        --------
        >>> Duty(1, "d", "D", "w", "ended", Due(), "S; V practice; V law; H").origins
        ('S', 'V', 'H')
        """
        return tuple(dict.fromkeys(re.findall(r"\b[VGSH]\b", self.source)))

    def grade(self, years: float) -> Grade | None:
        """Return what it asks after so many years together, if that differs by tenure."""
        fitting = [grade for grade in self.grades if grade.years <= years]
        return fitting[-1] if fitting else None

    def may_go_over(self, channel: Channel | None) -> bool:
        """Whether an act over this channel can meet it; one that nobody told can."""
        return self.over != "kept" or channel not in _SPOKEN
