"""Moments in the forms in which other systems write them; no sharper than they were written."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.moments import Moment
from journeys.io.rows.row import SetAside

ISO, UNIX, UNIX_MS = "iso", "unix", "unix-ms"
NAMED = (ISO, UNIX, UNIX_MS)

_DIRECTIVES = "YymdHMSfzpIbB"
_DIRECTIVE = re.compile(r"%(.)")
_CLOCK = ("%H", "%I")
_MONTHS = {
    "januari": "January", "februari": "February", "maart": "March", "mrt": "Mar", "mei": "May",
    "juni": "June", "juli": "July", "augustus": "August", "oktober": "October", "okt": "Oct",
}  # fmt: skip
"""Dutch names of months, where they are other than English ones."""
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b", re.IGNORECASE)
_ISO_NAIVE = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?")

Reader = Callable[[str, bool], Moment]


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone by its IANA name; `ValueError` when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(name) from None


def known(form: str) -> bool:
    """Whether a form of dates can be read: ``iso``, ``unix``, ``unix-ms``, or with directives.

    Examples
    --------
    >>> known("%d-%m-%Y %H:%M"), known("dd-mm-yyyy"), known("%Y-%j")
    (True, False, False)
    """
    found = _DIRECTIVE.findall(form)
    year = any(sign in "Yy" for sign in found)
    return form in NAMED or (year and all(sign in _DIRECTIVES for sign in found))


def reader(forms: tuple[str, ...], zone: ZoneInfo) -> Reader:
    """Return what turns a cell into a moment.

    A cell has to be written in one of *forms*; names of months are English or Dutch. A real date of
    a workbook always is one.

    Examples
    --------
    >>> read = reader(("%d-%m-%Y", "%d-%m-%Y %H:%M"), ZoneInfo("Europe/Amsterdam"))
    >>> read("28-07-2026", False), read("28-07-2026 14:05", False)
    ('2026-07-28', '2026-07-28T14:05:00+02:00')
    >>> reader(("%d %B %Y",), ZoneInfo("UTC"))("1 maart 2026", False)
    '2026-03-01'
    """

    @lru_cache(maxsize=8192)
    def read(text: str, typed: bool) -> Moment:  # noqa: FBT001 - cached by place
        for form in (ISO, *forms) if typed else forms:
            moment = _read(text, form, zone)
            if moment is not None:
                return moment
        said = ", ".join(form.replace(ISO, "2026-07-28") for form in forms)
        raise SetAside("not-a-date", "the date is not written as {forms}", forms=said)

    return read


def _read(text: str, form: str, zone: ZoneInfo) -> Moment | None:
    try:
        if form == ISO:
            return _instant(datetime.fromisoformat(text), zone) if naive(text) else Moment(text)
        if form in (UNIX, UNIX_MS):
            seconds = float(text) / (1000 if form == UNIX_MS else 1)
            return Moment.of(datetime.fromtimestamp(seconds, UTC))
        if "%b" in form or "%B" in form:
            text = _MONTH.sub(lambda name: _MONTHS[name[0].lower()], text)
        found = datetime.strptime(text, form)  # noqa: DTZ007 - the zone is given below
        if any(sign in form for sign in _CLOCK):
            return _instant(found, zone)
        day = found.date().isoformat()
        if "%m" not in form and "%b" not in form and "%B" not in form:
            return Moment(day[:4])
        return Moment(day if "%d" in form else day[:7])
    except (ValueError, OverflowError, OSError):
        return None


def naive(text: str) -> bool:
    """Whether a text is an instant without an offset."""
    return _ISO_NAIVE.fullmatch(text) is not None


def _instant(found: datetime, zone: ZoneInfo) -> Moment:
    return Moment.of(found if found.tzinfo else found.replace(tzinfo=zone))


def moved(moment: Moment, days: int, *, about: bool) -> Moment:
    """Return a moment so many days later, and only about then where that is said.

    Examples
    --------
    >>> moved(Moment("2026-07-28"), 15, about=True)
    '2026-08-12~'
    """
    text = moment.rstrip("~")
    if days and moment.precision not in ("instant", "day"):
        raise SetAside("not-a-date", "days cannot be added to a month or a year")
    try:
        if days and moment.precision == "instant":
            text = (datetime.fromisoformat(text.upper()) + timedelta(days=days)).isoformat()
        elif days:
            text = (moment.day + timedelta(days=days)).isoformat()
        return Moment(text + ("~" if about or moment.approximate else ""))
    except (OverflowError, ValueError):
        message = "this day lies outside of the calendar (year 1 to 9999)"
        raise SetAside("not-a-date", message) from None
