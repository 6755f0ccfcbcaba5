"""Days in a story: counted from day 0, from a landmark, or written as a date."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from domain.errors import Unreadable
from domain.moments import Moment
from journeys.io.files import wrong
from journeys.io.nodes import Node

_DAY = re.compile(r"(?P<mark>[A-Za-z][A-Za-z0-9_]{0,19})?(?P<days>[-+]?[0-9]{1,7})?")
_MARK = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}")
_FLOATING = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9:.]+~?")


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the days of one story stand for.

    Parameters
    ----------
    zero
        The date of day 0; without it, days cannot be counted.
    landmarks
        The dates of named days.

    Examples
    --------
    >>> days = Calendar(date(2025, 7, 28), {"H": date(2025, 8, 25)})
    >>> when = Node("a.yaml", 1, "H-7")
    >>> days.moment(when), days.moment(Node("a.yaml", 1, 3)), days.moment(Node("a.yaml", 1, "H~"))
    ('2025-08-18', '2025-07-31', '2025-08-25~')
    """

    zero: date | None = None
    landmarks: Mapping[str, date] = field(default_factory=dict)

    @classmethod
    def of(cls, zero: Node | None, landmarks: Node | None) -> Calendar:
        """Return the calendar of a story's head; a landmark may build on an earlier one.

        Raises
        ------
        Unreadable
            When a landmark has no usable name or no date.
        """
        calendar = cls(cls().date_of(zero) if zero else None)
        for name, node in (landmarks.mapping("landmarks") if landmarks else {}).items():
            if not _MARK.fullmatch(name):
                message = "a landmark is called by one short word, such as H"
                raise wrong(node.file, node.line, message)
            calendar = cls(calendar.zero, {**calendar.landmarks, name: calendar.date_of(node)})
        return calendar

    def moment(self, node: Node) -> Moment:
        """Return the moment that a day, a landmark (``H-7``), a date or an instant stands for.

        A closing ``~`` says *approximately*.

        Raises
        ------
        Unreadable
            When it is none of these, or a landmark that the story does not name.
        """
        written = node.value
        if isinstance(written, bool) or not isinstance(written, (int, str)):
            raise _no_moment(node)
        if isinstance(written, int):
            return Moment(self._counted(node, None, written).isoformat())
        text = written.replace("\N{MINUS SIGN}", "-")
        bare = text.removesuffix("~")
        found = _DAY.fullmatch(bare)
        # A year is written in digits alone, too: "2026" in quotation marks, or without a day 0.
        counted = found and (found["mark"] or (self.zero and bare != text))
        if bare and found and counted:
            day = self._counted(node, found["mark"], int(found["days"] or 0))
            return Moment(day.isoformat() + text[len(bare) :])
        try:
            return Moment(text)
        except ValueError:
            raise _no_moment(node) from None

    def date_of(self, node: Node) -> date:
        """Return the one day that *node* stands for; `Unreadable` for anything less sharp."""
        moment = self.moment(node)
        if moment.precision != "day" or moment.approximate:
            raise node.wrong("this has to be one day: write it as 2026-07-28")
        return moment.day

    def _counted(self, node: Node, mark: str | None, days: int) -> date:
        start = self.zero if mark is None else self.landmarks.get(mark)
        if start is None and mark is None:
            raise node.wrong("days are counted from day 0: add 'zero: 2026-07-28' above the events")
        if start is None:
            known = ", ".join(self.landmarks) or "none"
            message = "no landmark is called {mark} (there are: {known}); add it to 'landmarks:'"
            raise node.wrong(message, mark=mark, known=known)
        try:
            return start + timedelta(days=days)
        except OverflowError:
            raise node.wrong("this day lies outside of the calendar (year 1 to 9999)") from None


def _no_moment(node: Node) -> Unreadable:
    if isinstance(node.value, str) and _FLOATING.fullmatch(node.value):
        return node.wrong("an instant needs its offset from UTC: write 2026-07-28T14:05:00+02:00")
    return node.wrong(
        "this is no moment: write a day (28), a landmark (H-7), a date (2026-07-28), a month"
        " (2026-07) or an instant (2026-07-28T14:05:00+02:00)"
    )
