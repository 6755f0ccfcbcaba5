"""What is owed at a goodbye, told a second time: the yardstick that generated goodbyes are held to.

This table and the dates below are kept apart from the judgement of goodbyes on purpose. What really
happened in a generated goodbye is known from here, so that the judgement can be measured against
something other than itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from domain.breakup import FarewellAct
from journeys.working_days import PublicHolidays

Weight = Literal["weighs", "counts", "light"]
Begins = Literal["announced", "ended", "parting", "complaint"]
Ender = Literal["client", "supplier", "either"]


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty: how much it weighs, which acts do it, and by when. Times in days."""

    code: str
    weight: Weight
    acts: tuple[FarewellAct, ...] = ()
    begins: Begins = "announced"
    working: int | None = None
    days: int | None = None
    by_end: bool = False
    ender: Ender = "either"
    breach: FarewellAct | None = None


PLAIN: tuple[Owed, ...] = (
    Owed("acknowledged", "counts", ("acknowledged",), working=1, ender="client"),
    Owed("owner", "light", ("owner-named",), working=1),
    Owed("reason-asked", "light", ("reason-asked",), working=5, ender="client"),
    Owed("personal", "weighs", ("spoken-in-person",), by_end=True),
    Owed("thanks", "weighs", ("thanks",), "ended", working=5),
    Owed("honest-reason", "weighs", ("honest-reason",), working=1),
    Owed("handover", "counts", ("data-exported",), "ended", days=31),
    Owed("deletion", "light", ("deletion-confirmed",), "ended", days=31),
    Owed("access-returned", "light", ("access-returned",), "ended", working=0),
    Owed("settlement", "counts", ("final-invoice",), "ended", days=30),
    Owed("afterwards-asked", "light", ("goodbye-asked-after", "door-left-open"), "ended", days=30),
    Owed("shared-moment", "counts", ("shared-moment",), "ended", working=5),
    Owed("contribution", "counts", ("contribution",), "ended", working=5),
)
"""Owed at every goodbye, or at every one that this side ended."""

OWN_SHARE = Owed("own-share", "weighs", ("own-share",), "ended", working=5)
PARTING = Owed("parting-answered", "weighs", ("parting-answered",), "parting", working=5)
PORTING = Owed("porting", "counts", ("number-ported",), "ended", working=1)
LESSON = Owed("lesson-recorded", "light", (), "ended", working=10)
PROMISES = Owed("promises-closed", "counts", (), "ended", working=0)
REFERRAL = Owed("notice-and-referral", "counts", ("referral",), by_end=True, ender="supplier")
COMPLAINT = Owed(
    "complaint-alive", "counts", ("complaint-acknowledged", "complaint-decided"), "complaint",
    working=5,
)  # fmt: skip
HELP = Owed("help-before-procedure", "weighs")
END_DATE = Owed("right-end-date", "counts", ender="client")
FORM = Owed("form-accepted", "counts", ender="client")
HURDLES = Owed("no-hurdles", "counts", by_end=True, ender="client", breach="hurdle")
MARKETING = Owed("marketing-stopped", "counts", by_end=True, breach="marketing-sent")
SWITCHING = Owed("no-switching-charge", "counts", by_end=True, breach="switching-charged")

SWITCHING_IS_FREE = date(2027, 1, 12)
EUROPE = frozenset({"NL", "BE", "DE", "FR"})
"""The countries of the European Union in which generated goodbyes take place."""

_DAYS = PublicHolidays()


def last_day(owed: Owed, begins: date, ends: date, country: str) -> date:
    """Return the last day on which a duty is done in time.

    Examples
    --------
    >>> last_day(PLAIN[0], date(2025, 12, 24), date(2026, 1, 31), "NL").isoformat()
    '2025-12-29'
    """
    if owed.by_end:
        return ends
    if owed.working is None:
        return begins + timedelta(days=owed.days or 0)
    day = begins
    for _ in range(owed.working):
        day += timedelta(days=1)
        while not _DAYS.is_working_day(day, country):
            day += timedelta(days=1)
    return day
