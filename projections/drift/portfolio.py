"""The streaming detector for many relationships: pages of the log in, alarms out.

`projections.drift.watch` takes one relationship a contact further; here a page of news, of whomever
it may be, is one fold over arrays. What is remembered is the same 26 numbers of each, and what is
raised are the same alarms: a property test cuts histories into pages and compares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain, count
from typing import Any, TypeAlias

import numpy as np

from projections.drift import bulk
from projections.drift.calibrate import Limits
from projections.drift.columns import Columns, Floats, Whole
from projections.drift.lines import LINES, look_heights
from projections.drift.state import State
from projections.drift.watch import Alarm, Watch

News: TypeAlias = tuple[str, float, float | None, float | None, int, float]
"""Whose contact, then the contact: day, client's rating or None, staff's, promise, errors."""
Raised: TypeAlias = list[tuple[str, Alarm]]
_FIRST_ROOM = 1024
_LOW = 0xFFFF


class Portfolio:
    """Relationships under watch, all by the same limits. It remembers; `Watch` is its one by one.

    Parameters
    ----------
    limits
        From which height each line alarms.
    fast
        Compile at once (a second), and not only when `bulk.WORTH_COMPILING` contacts were seen.

    Examples
    --------
    >>> from projections.drift.calibrate import Budget, usual_limits
    >>> portfolio = Portfolio(usual_limits(Budget(5)))
    >>> good = [(name, 30.0 * month, 0.4, 0.3, -1, 0.0) for month in range(18) for name in "ab"]
    >>> portfolio.after(good)
    []
    >>> worse = [("b", 540.0 + 30 * month, -0.5, None, -1, 0.0) for month in range(5)]
    >>> sorted({(name, alarm.code) for name, alarm in portfolio.after(worse)})[:2]
    [('b', 'divergence'), ('b', 'drifting')]
    """

    def __init__(self, limits: Limits, *, fast: bool = False) -> None:
        """Begin with nobody."""
        self.limits = limits
        self._fast, self._seen = fast, 0
        self._over = np.array([limits.of[line] for line in LINES])
        self._places: defaultdict[str, int] = defaultdict(count().__next__)
        self._names: list[str] = []
        self._kept = np.tile(bulk.BEGIN, (_FIRST_ROOM, 1))
        self._standing = np.zeros((_FIRST_ROOM, len(LINES)), np.bool_)
        self._ticked = np.full(_FIRST_ROOM, -1.0)

    def __len__(self) -> int:
        """How many relationships were heard of."""
        return len(self._places)

    def after(self, page: Sequence[News]) -> Raised:
        """Return the alarms that a page of contacts raises. O(1) a contact.

        Parameters
        ----------
        page
            Contacts of any relationships through each other, those of one in order of time. The
            more at once, the quicker: 10,000 or so pay for what a page costs.
        """
        if not page:
            return []
        who, columns = self._sorted(page)
        self._seen += len(page)
        return self._advanced(who, columns)

    def until(self, days: Mapping[str, float]) -> Raised:
        """Return the alarms that silence alone raises before these days. No figure changes."""
        known = [(self._places[who], day) for who, day in days.items() if who in self._places]
        if not known:
            return []
        who, until = (np.array(part) for part in zip(*known, strict=True))
        return self._advanced(who, _no_news(until))

    def answered(self, who: str, *codes: str) -> None:
        """Let these lines of a relationship alarm anew: the alarm was seen to."""
        if who in self._places:
            self._standing[self._places[who], [LINES.index(code) for code in codes]] = False

    def watch(self, who: str) -> Watch:
        """Return one relationship's watch as it stands; a new one for somebody unheard of."""
        if who not in self._places:
            return Watch(self.limits)
        place = self._places[who]
        standing = frozenset(np.array(LINES)[self._standing[place]].tolist())
        state = State(*self._kept[place].tolist())
        return Watch(self.limits, state, standing, float(self._ticked[place]))

    def _advanced(self, who: Whole, columns: Columns) -> Raised:
        kept, fast = self._kept[who], self._fast or self._seen >= bulk.WORTH_COMPILING
        looks = list(bulk.advanced(kept, columns, fast=fast))
        self._kept[who] = kept
        return [each for look in looks for each in self._judged(look._replace(who=who[look.who]))]

    def _sorted(self, page: Sequence[News]) -> tuple[Whole, Columns]:
        """Return whose news it is, and the news relationship by relationship."""
        many, known = len(page), len(self._places)
        names, day, client, staff, promise, errors = _apart(page)
        place = np.fromiter(map(self._places.__getitem__, names), np.int64, many)
        if len(self._places) > known:
            self._names = list(self._places)
            self._make_room()
        order = _by(place)
        place = place[order]
        first = np.concatenate(([0], np.flatnonzero(np.diff(place)) + 1, [many]))
        columns = Columns(
            first,
            np.fromiter(day, np.float64, many)[order],
            np.array(client, np.float64)[order],
            np.array(staff, np.float64)[order],
            np.fromiter(promise, np.int64, many)[order],
            np.fromiter(errors, np.float64, many)[order],
            np.full(len(first) - 1, -np.inf),
        )
        return place[first[:-1]], columns

    def _make_room(self) -> None:
        room = len(self._kept)
        if (needed := len(self._places)) <= room:
            return
        more = max(needed, 2 * room) - room
        self._kept = np.concatenate((self._kept, np.tile(bulk.BEGIN, (more, 1))))
        self._standing = np.concatenate((self._standing, np.zeros((more, len(LINES)), np.bool_)))
        self._ticked = np.concatenate((self._ticked, np.full(more, -1.0)))

    def _judged(self, look: bulk.Look) -> Raised:
        """Return the alarms, relationship by relationship in order of time; they stand from now."""
        who, state, day = look
        tick = day > state.day
        fresh = ~tick | (day > self._ticked[who])
        heights = look_heights(look)
        over = (heights >= self._over) & ~self._standing[who] & fresh[:, None]
        np.maximum.at(self._ticked, who[tick], day[tick])
        moment, line = np.nonzero(over)
        first = _firsts(who[moment], line, day[moment], moment)
        moment, line = moment[first], line[first]
        self._standing[who[moment], line] = True
        states = np.stack([part[moment] for part in state], axis=1).tolist()
        rows = zip(
            who[moment].tolist(), line.tolist(), day[moment].tolist(),
            heights[moment, line].tolist(), self._over[line].tolist(), states, strict=True,
        )  # fmt: skip
        return [
            (self._names[place], Alarm(LINES[number], when, height, limit, State._make(then)))
            for place, number, when, height, limit, then in rows
        ]


def _no_news(until: Whole) -> Columns:
    none = np.zeros(0)
    first = np.zeros(len(until) + 1, np.int64)
    return Columns(first, none, none, none, first[:0], none, until.astype(np.float64))


def _apart(page: Sequence[News]) -> list[list[Any]]:
    """Return the page column by column. Flat first: reading each tuple once is what costs."""
    flat = list(chain.from_iterable(page))
    return [flat[at :: len(page[0])] for at in range(len(page[0]))]


def _firsts(who: Whole, line: Whole, day: Floats, moment: Whole) -> Whole:
    """Return the first alarm of each line of each relationship, in the order of their raising."""
    order = np.lexsort((moment, day, line, who))
    who_line = who[order] * len(LINES) + line[order]
    once = order[np.flatnonzero(np.diff(who_line, prepend=-1))]
    return once[np.lexsort((line[once], moment[once], day[once], who[once]))]


def _by(place: Whole) -> Whole:
    """Return the stable order by place: 16 bits at a time, which sort without comparing."""
    order = np.argsort((place & _LOW).astype(np.uint16), kind="stable")
    if int(place.max(initial=0)) > _LOW:
        high = (place[order] >> 16).astype(np.uint16)
        order = order[np.argsort(high, kind="stable")]
    return order
