"""Moments: when something happened, no sharper than we know it.

A moment is written as in the Extended Date/Time Format (EDTF, ISO 8601-2:2019): an instant with
its offset (``2026-07-28T14:05:00+02:00``), a day (``2026-07-28``), a month (``2026-07``) or a year
(``2026``), each with an optional ``~`` for *approximately*. A bare date is a moment of its own
kind, never a silent midnight: it keeps its precision wherever it is shown.

For ordering, every moment has a first instant (`Moment.start`) and an instant at which it is over
(`Moment.end`). A dated moment is ordered by its start, in UTC: dated facts of a day come before
the timed facts of that day, and dated facts of one day keep the order of their versions.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal, Self, cast

from pydantic_core import core_schema

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler

Precision = Literal["instant", "day", "month", "year"]

_DATED = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
    r"(?:[Zz]|[+-][0-9]{2}:?[0-9]{2})"
)
MOMENT_PATTERN = f"^(?:{_INSTANT.pattern}|{_DATED.pattern})~?$"


class Moment(str):  # noqa: SLOT000 - the day is worked out once and kept
    """When something happened, as text in EDTF.

    Parameters
    ----------
    text
        An aware instant, a day, a month or a year, with an optional closing ``~``.

    Raises
    ------
    ValueError
        When the text is no such moment, or an instant without an offset.

    Examples
    --------
    >>> Moment("2026-07-28").precision
    'day'
    >>> Moment("2026-07-28").end.isoformat()
    '2026-07-29T00:00:00+00:00'
    >>> Moment("2026-07-28T14:00:00")
    Traceback (most recent call last):
    ...
    ValueError: '2026-07-28T14:00:00' has no offset from UTC: write ...+02:00 or ...Z
    """

    # Plain attributes: a fold asks them some twenty times an event.
    start: datetime
    """The first instant of the moment, in UTC."""
    end: datetime
    """The instant at which the moment is over, in UTC; an instant's own instant."""
    precision: Precision
    """How sharply the moment is known."""

    def __new__(cls, text: str) -> Self:
        """Check the text and keep it as it was written; of one text there is one moment."""
        return cast("Self", _moment(text))

    @classmethod
    def of(cls, when: datetime | date | str) -> Self:
        """Return the moment of an aware datetime, a date or a text.

        Raises
        ------
        ValueError
            For a datetime without an offset.
        """
        if isinstance(when, datetime):
            return cls(when.isoformat())
        return cls(when.isoformat() if isinstance(when, date) else when)

    @property
    def approximate(self) -> bool:
        """Whether the moment says of itself that it is a guess (``~``)."""
        return self.endswith("~")

    @cached_property
    def day(self) -> date:
        """The calendar day as it was written (an instant's local day; a month's first day)."""
        text = self.rstrip("~")
        if self.precision == "instant":
            return date.fromisoformat(text[:10])
        year, month, day = _DATED.fullmatch(text).groups()  # type: ignore[union-attr]
        return date(int(year), int(month or 1), int(day or 1))

    def reached_by(self, cut: Moment) -> bool:
        """Whether this moment has begun by *cut*; a dated cut means the whole of that date.

        Examples
        --------
        >>> Moment("2026-07-28").reached_by(Moment("2026-07-28T09:00:00Z"))
        True
        >>> Moment("2026-07-28T23:00:00Z").reached_by(Moment("2026-07-28"))
        True
        """
        if cut.precision == "instant":
            return self.start <= cut.start
        return self.start < cut.end

    def __lt__(self, other: object) -> bool:
        """Whether this moment starts before *other* does."""
        return self.start < other.start if isinstance(other, Moment) else NotImplemented

    def __le__(self, other: object) -> bool:
        """Whether this moment starts no later than *other* does."""
        return self.start <= other.start if isinstance(other, Moment) else NotImplemented

    def __gt__(self, other: object) -> bool:
        """Whether this moment starts after *other* does."""
        return self.start > other.start if isinstance(other, Moment) else NotImplemented

    def __ge__(self, other: object) -> bool:
        """Whether this moment starts no earlier than *other* does."""
        return self.start >= other.start if isinstance(other, Moment) else NotImplemented

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Validate from text or datetime, write as the text."""
        return core_schema.no_info_plain_validator_function(
            _validated,
            serialization=core_schema.plain_serializer_function_ser_schema(str),
            json_schema_input_schema=core_schema.str_schema(pattern=MOMENT_PATTERN),
        )


def _validated(value: object) -> Moment:
    if isinstance(value, str):
        return value if isinstance(value, Moment) else _moment(value)
    if isinstance(value, date):
        return Moment.of(value)
    msg = "a moment is a text such as 2026-07-28 or 2026-07-28T14:05:00+02:00"
    raise ValueError(msg)


@lru_cache(maxsize=65_536)
def _moment(text: str) -> Moment:
    # An event has the same moment twice, as a rule, and its rows have it again.
    moment = str.__new__(Moment, text)
    moment.start, moment.end, moment.precision = _bounds(text)
    return moment


def _bounds(text: str) -> tuple[datetime, datetime, Precision]:
    bare = text.removesuffix("~")
    try:
        dated = _DATED.fullmatch(bare)
        if dated:
            year, month, day = (int(part or 0) for part in dated.groups())
            begin = datetime(year, month or 1, day or 1, tzinfo=UTC)
            if day:
                return begin, begin + timedelta(days=1), "day"
            if month:
                return begin, _next_month(begin), "month"
            return begin, datetime(year + 1, 1, 1, tzinfo=UTC), "year"
        if _INSTANT.fullmatch(bare):
            instant = datetime.fromisoformat(bare.upper()).astimezone(UTC)
            return instant, instant, "instant"
        floating = datetime.fromisoformat(bare)
    except (ValueError, OverflowError):
        msg = (
            f"{text[:40]!r} is not a moment: write 2026-07-28, 2026-07 or 2026-07-28T14:05:00+02:00"
        )
        raise ValueError(msg) from None
    if floating.tzinfo is None:
        msg = f"{text[:40]!r} has no offset from UTC: write ...+02:00 or ...Z"
        raise ValueError(msg)
    msg = f"{text[:40]!r} is not written as 2026-07-28T14:05:00+02:00"
    raise ValueError(msg)


def _next_month(begin: datetime) -> datetime:
    return datetime(begin.year + begin.month // 12, begin.month % 12 + 1, 1, tzinfo=UTC)
