"""In which forms a column seems to write dates, or times of the day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from journeys.io.mapped.guessing import MOST, Column
from journeys.io.mapped.times import ISO, UNIX, UNIX_MS, reader
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
    left = list(dict.fromkeys(column.cells))[:_LOOKED_AT]
    total, named = len(left), bool(_DATED.search(column.plain))
    if not left or (column.figures and not named):
        return Dates()
    found, ambiguous = list[str](), False
    possible = (*_FORMS, *dict.fromkeys(_DIGITS.values())) if named else _FORMS
    while left:
        fits = {form: [cell for cell in left if _is(cell, form)] for form in possible}
        best = max(fits, key=lambda form: len(fits[form]))
        if not fits[best]:
            break
        same = [form for form in fits if fits[form] == fits[best] and form != best]
        ambiguous = ambiguous or any(_swapped(best) == form for form in same)
        found.append(best)
        left = [cell for cell in left if cell not in set(fits[best])]
    if total - len(left) < (_HALF if named else _NEARLY_ALL) * total:
        return Dates()
    return Dates(tuple(found), ambiguous, len(left))


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
        return reader((form,), _ZONE)(cell, False).precision != "year"  # noqa: FBT003
    except SetAside:
        return False


def _swapped(form: str) -> str:
    return form.replace("%d", "%?").replace("%m", "%d").replace("%?", "%m")
