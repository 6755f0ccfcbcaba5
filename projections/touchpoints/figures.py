"""Figures: what the visits of a place, or of a way between two, come to.

Everything here is a sum over visits, so that figures of two cohorts merge, and one more visit is
one more addition. Quantiles are exact: they are read off the waits themselves.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter

from domain.moments import Moment
from domain.vocabulary import Phase
from projections.touchpoints.visit import Felt, Visit

_START = attrgetter("start")
QUANTILES = (0.25, 0.5, 0.75, 0.9)


class Sum:
    """A mergeable sum: how many, their mean, spread, lowest and highest.

    Examples
    --------
    >>> one, other = Sum(), Sum()
    >>> for value in (1.0, 3.0):
    ...     one.add(value)
    >>> other.add(5.0)
    >>> one.merge(other)
    >>> one.n, one.mean, round(one.spread, 3), one.low, one.high
    (3, 3.0, 1.633, 1.0, 5.0)
    """

    __slots__ = ("high", "low", "n", "squares", "total")

    def __init__(self) -> None:
        self.n, self.total, self.squares = 0, 0.0, 0.0
        self.low, self.high = math.inf, -math.inf

    def add(self, value: float) -> None:
        """Take in one value. O(1)."""
        self.n += 1
        self.total += value
        self.squares += value * value
        self.low = min(self.low, value)
        self.high = max(self.high, value)

    def merge(self, other: Sum) -> None:
        """Take in everything that another sum holds. O(1)."""
        self.n += other.n
        self.total += other.total
        self.squares += other.squares
        self.low, self.high = min(self.low, other.low), max(self.high, other.high)

    @property
    def mean(self) -> float | None:
        """The mean; None of nothing."""
        return self.total / self.n if self.n else None

    @property
    def spread(self) -> float | None:
        """The standard deviation of these values (not of a sample); None of nothing."""
        if not self.n:
            return None
        return math.sqrt(max(0.0, self.squares / self.n - (self.total / self.n) ** 2))


@dataclass(frozen=True, slots=True)
class Waits:
    """How long it took, in days: so many were known, of which ``rough`` rest on a guessed date.

    ``quantiles`` are those at `QUANTILES`, by linear interpolation; None of nothing.
    """

    n: int
    rough: int
    mean: float | None
    spread: float | None
    quantiles: tuple[float, ...] | None

    @property
    def median(self) -> float | None:
        """The median, in days."""
        return self.quantiles[1] if self.quantiles else None


@dataclass(frozen=True, slots=True)
class Mood:
    """One side's feelings, −1…1: before, after and how they moved, with how often each was told."""

    before: float | None
    after: float | None
    change: float | None
    told_before: int
    told_after: int
    told_both: int
    attributed: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What a bag of visits comes to.

    Attributes
    ----------
    count, relationships
        How many visits, of how many relationships.
    waits
        How long they took, in days.
    client, staff
        Both sides' feelings.
    gap, told_gap
        The mean mood gap, client less staff, −2…2, and of how many visits it is known.
    first, last
        The first and the last moment.
    events
        The events behind every figure here, each once: the visits, the feelings told about them,
        and the last ones told before.
    """

    count: int
    relationships: int
    waits: Waits
    client: Mood
    staff: Mood
    gap: float | None
    told_gap: int
    first: Moment
    last: Moment
    events: tuple[str, ...]


class _Side:
    """One side's feelings in sums. Written out: every visit goes through here."""

    __slots__ = (
        "after",
        "attributed",
        "before",
        "change",
        "told_after",
        "told_before",
        "told_both",
    )

    def __init__(self) -> None:
        self.before, self.after, self.change = 0.0, 0.0, 0.0
        self.told_before, self.told_after, self.told_both, self.attributed = 0, 0, 0, 0

    def add(self, felt: Felt) -> None:
        before, after = felt.before, felt.after
        if before is not None:
            self.before += before
            self.told_before += 1
        if after is not None:
            self.after += after
            self.told_after += 1
            self.attributed += felt.attributed
            if before is not None:
                self.change += after - before
                self.told_both += 1

    def merge(self, other: _Side) -> None:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def mood(self) -> Mood:
        return Mood(
            _mean(self.before, self.told_before),
            _mean(self.after, self.told_after),
            _mean(self.change, self.told_both),
            self.told_before,
            self.told_after,
            self.told_both,
            self.attributed,
        )


def _mean(total: float, n: int) -> float | None:
    return total / n if n else None


class Bag:
    """Visits put together: at a place, or along a way. Adding is an append; sums follow when asked.

    ``waits`` are days: since the visit before, or along a way the days it took. ``sources`` are the
    visits at the near end of a way; a place has none.
    """

    __slots__ = (
        "_client", "_events", "_folded", "_gap", "_rough", "_staff", "_waited", "_when", "_whose",
        "sources", "visits", "waits",
    )  # fmt: skip

    def __init__(self) -> None:
        self.visits: list[Visit] = []
        self.waits: list[float | None] = []
        self.sources: list[Visit] = []
        self._folded, self._rough = 0, 0
        self._client, self._staff, self._gap, self._waited = _Side(), _Side(), Sum(), Sum()
        self._whose: set[str] = set()
        self._events: dict[str, None] = {}
        self._when: tuple[Moment, Moment] | None = None

    def __len__(self) -> int:
        """Return how many visits there are."""
        return len(self.visits)

    def merge(self, other: Bag) -> Bag:
        """Take in what another bag holds; return the bag itself.

        O(1) in the sums, linear in the other's visits.
        """
        return self._take_in(other.grown())

    def _take_in(self, other: Bag) -> Bag:
        self._fold()
        other._fold()
        self.visits += other.visits
        self.waits += other.waits
        self.sources += other.sources
        self._folded = len(self.visits)
        self._rough += other._rough
        self._client.merge(other._client)
        self._staff.merge(other._staff)
        self._gap.merge(other._gap)
        self._waited.merge(other._waited)
        self._whose |= other._whose
        self._events.update(other._events)
        if other._when is not None:
            self._note(*other._when)
        return self

    def grown(self) -> Bag:
        """Return the bag with every visit at hand: itself, unless it is read from elsewhere."""
        return self

    def _fold(self) -> None:
        """Add what was put in since the last time."""
        begin = self._folded
        if begin == len(self.visits):
            return
        new, sources = self.visits[begin:], self.sources[begin:]
        for visit, wait in zip(new, self.waits[begin:], strict=True):
            one, other = visit.client, visit.staff
            self._client.add(one)
            self._staff.add(other)
            if one.after is not None and other.after is not None:
                self._gap.add(one.after - other.after)
            if wait is not None:
                self._waited.add(wait)
        for place, visit in enumerate(new):
            source = sources[place] if sources else visit
            if (visit.rough or source.rough) and self.waits[begin + place] is not None:
                self._rough += 1
            if sources:
                self._events.update(dict.fromkeys(source.events))
            self._events.update(dict.fromkeys(visit.events))
            self._cite(visit.client)
            self._cite(visit.staff)
        self._whose.update(visit.relationship for visit in new)
        firsts, lasts = [visit.at for visit in sources or new], [visit.at for visit in new]
        self._note(min(firsts, key=_START), max(lasts, key=_START))
        self._folded = len(self.visits)

    def _cite(self, felt: Felt) -> None:
        """Note the observations behind one side's feelings."""
        if felt.events:
            self._events.update(dict.fromkeys(felt.events))
        if felt.earlier is not None:
            self._events[felt.earlier] = None

    def _note(self, first: Moment, last: Moment) -> None:
        if self._when is not None:
            since, until = self._when
            if since.start <= first.start:
                first = since
            if until.start >= last.start:
                last = until
        self._when = first, last

    def phases(self) -> Mapping[Phase, int]:
        """Return how many of these visits were lived in each phase; other phases are none."""
        return Counter(visit.phase for visit in self.visits)

    def relationships(self) -> set[str]:
        """Return whose visits these are."""
        self._fold()
        return self._whose

    def events(self) -> tuple[str, ...]:
        """Return the events behind the figures, each once."""
        self._fold()
        return tuple(self._events)

    def figures(self) -> Figures:
        """Return what these visits come to. Linear in visits, and sorts their waits.

        Raises
        ------
        ValueError
            When there are no visits: nothing comes to nothing.
        """
        self._fold()
        if self._when is None:
            msg = "no visits, no figures"
            raise ValueError(msg)
        known = sorted(wait for wait in self.waits if wait is not None)
        return Figures(
            count=len(self.visits),
            relationships=len(self._whose),
            waits=Waits(
                len(known), self._rough, self._waited.mean, self._waited.spread, quantiles(known)
            ),
            client=self._client.mood(),
            staff=self._staff.mood(),
            gap=self._gap.mean,
            told_gap=self._gap.n,
            first=self._when[0],
            last=self._when[1],
            events=tuple(self._events),
        )


def quantiles(known: list[float], at: Iterable[float] = QUANTILES) -> tuple[float, ...] | None:
    """Return quantiles of sorted values, between two of them by proportion; None of nothing.

    Examples
    --------
    >>> quantiles([0.0, 10.0], (0.5, 0.9))
    (5.0, 9.0)
    """
    if not known:
        return None
    found = []
    for share in at:
        place = share * (len(known) - 1)
        low = math.floor(place)
        high = min(low + 1, len(known) - 1)
        found.append(known[low] + (known[high] - known[low]) * (place - low))
    return tuple(found)
