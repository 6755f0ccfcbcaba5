"""Working days with public holidays, for as many countries as the holidays library knows."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase


class PublicHolidays:
    """Monday to Friday without the public holidays of the jurisdiction.

    Where a jurisdiction is not known, weekends alone are days off.

    Examples
    --------
    >>> PublicHolidays().is_working_day(date(2025, 12, 25), "NL")
    False
    """

    def is_working_day(self, day: date, jurisdiction: str) -> bool:
        """Whether people there are at work on *day*."""
        if day.weekday() > 4:  # noqa: PLR2004 - Friday
            return False
        known = _holidays(jurisdiction)
        return known is None or day not in known


@cache
def _holidays(jurisdiction: str) -> HolidayBase | None:
    import holidays

    try:
        return holidays.country_holidays(jurisdiction)
    except NotImplementedError:
        return None
