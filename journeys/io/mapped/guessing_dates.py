"""In which forms a column seems to write dates, or times of the day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

from journeys.io.mapped.guessing import MOST, Column
from journeys.io.mapped.times import ISO, UNIX, UNIX_MS, Reader, reader
from journeys.io.rows.row import SetAside

_FORMS = (
    ISO, "%d-%m-%Y", "%m-%d-%Y", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d",
    "%d-%m-%Y %H:%M", "%d-%m-%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%d/%m/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%d %b %Y",
    "%d %B %Y", "%b %d, %Y", "%d-%m-%y", "%m-%d-%y", "%d/%m/%y", "%m/%d/%y",
)  # fmt: skip
_DIGITS = {8: "%Y%m%d", 9: UNIX, 10: UNIX, 12: UNIX_MS, 13: UNIX_MS}
"""What a whole number of so many digits is, in a column that is called a date."""
_CLOCKS = {
    "%H:%M": re.compile(r"\d{1,2}:\d\d"),
    "%H:%M:%S": re.compile(r"\d{1,2}:\d\d:\d\d"),
    "%H.%M": re.compile(r"\d{1,2}\.\d\d"),
}
_DATED = re.compile(
    r"date|datum|(^| )(day|dag|when|wanneer|op|at|on|timestamp|created|opened|started|moment|time"
    r"|tijdstip)( |$)"
)
_LATER = re.compile(
    r"due|deadline|birth|geboorte|clos|end|eind|afgesloten|afgehandeld|resolved|modified|updated"
    r"|gewijzigd|expir|verval|renew"
)
"""Dates of what a row led to, or of something else: not when it happened."""
_TIMED = re.compile(r"(^| )(time|tijd|uur|hour|tijdstip|clock)( |$)")
_LIKE_A_DATE = re.compile(r"(?=.*\d)[\w ,.:/+~-]{6,40}")
_LOOKED_AT = 500
_HALF, _NEARLY_ALL = 0.5, 0.9
_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Dates:
    """The forms in which a column writes dates; none where it holds no dates."""

    forms: tuple[str, ...] = ()
    ambiguous: bool = False
    missed: int = 0

    @property
    def have_a_clock(self) -> bool:
        """Whether a form says what time it was, or may."""
        return any("%H" in form or form in (UNIX, UNIX_MS) for form in self.forms)


def dates_of(column: Column) -> Dates:
    """Return the forms of the dates in a column.

    In a column that is called a date half of the cells have to be one, in any other nearly all.

    Examples
    --------
    >>> from journeys.io.mapped.guessing import look_at
    >>> dates_of(look_at("day", ["28-07-2026", "01-02-2026"])).forms
    ('%d-%m-%Y',)
    >>> dates_of(look_at("day", ["03/02/2026", "01/02/2026"])).ambiguous
    True
    """
    told = list(dict.fromkeys(column.cells))[:_LOOKED_AT]
    named = bool(_DATED.search(column.plain))
    least = (_HALF if named else _NEARLY_ALL) * len(told)
    plain = [cell for cell in told if _LIKE_A_DATE.fullmatch(cell)]
    if not told or len(plain) < least or (column.figures and not named):
        return Dates()
    possible = (*_FORMS, *dict.fromkeys(_DIGITS.values())) if named else _FORMS
    fits = {form: {cell for cell in plain if _is(cell, form)} for form in possible}
    left, found, ambiguous = set(plain), list[str](), False
    while left:
        still = {form: cells & left for form, cells in fits.items()}
        best = max(still, key=lambda form: len(still[form]))
        if not still[best]:
            break
        swapped = still.get(_swapped(best))
        ambiguous = ambiguous or (_swapped(best) != best and swapped == still[best])
        found.append(best)
        left -= still[best]
    missed = len(told) - len(plain) + len(left)
    return Dates() if len(told) - missed < least else Dates(tuple(found), ambiguous, missed)


def when(columns: Sequence[Column]) -> list[tuple[Column, Dates]]:
    """Return the columns that hold dates; first the one that seems to say when it happened."""
    found = [(column, dates) for column in columns if (dates := dates_of(column)).forms]
    return sorted(found, key=lambda one: bool(_LATER.search(one[0].plain)))


def clocks_of(column: Column) -> list[str]:
    """Return the forms of the times of day that a column holds; none where it holds no times.

    Examples
    --------
    >>> from journeys.io.mapped.guessing import look_at
    >>> clocks_of(look_at("Tijd", ["09:15", "10.30", "11:00"]))
    ['%H:%M', '%H.%M']
    >>> clocks_of(look_at("price", ["9.50", "10.30"]))
    []
    """
    named = bool(_TIMED.search(column.plain))
    if column.figures and not named:
        return []
    fits = {form: sum(map(bool, map(one.fullmatch, column.cells))) for form, one in _CLOCKS.items()}
    enough = sum(fits.values()) >= (_HALF if named else MOST) * len(column.cells)
    return [form for form, many in fits.items() if many and enough]


def _is(cell: str, form: str) -> bool:
    if form in _DIGITS.values() and not (cell.isdecimal() and _DIGITS.get(len(cell)) == form):
        return False
    try:
        return _reader(form)(cell, False).precision != "year"  # noqa: FBT003 - by place
    except SetAside:
        return False


@cache
def _reader(form: str) -> Reader:
    return reader((form,), _ZONE)


def _swapped(form: str) -> str:
    return form.replace("%d", "%?").replace("%m", "%d").replace("%?", "%m")
