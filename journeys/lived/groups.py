"""Figures of many groups of visits at once: what `projections.touchpoints.figures` says of one.

Sums are made in the order in which the fold makes them, so that they come to the same last digit:
within a part one after another, and then part after part.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from journeys.columns.arrays import Array, changes, sorting
from journeys.lived.turns import Turn, earlier, in_turn
from journeys.lived.visits import Visits
from projections.touchpoints.attributes import PHASES
from projections.touchpoints.figures import QUANTILES, Figures, Mood, Waits
from projections.touchpoints.lived import JUDGED

_GOOD = ("good", "mended")
_SIDES = ("client", "staff")


class Bundle:
    """Groups of visits, each made of parts.

    Parameters
    ----------
    visits
        All visits.
    rows
        The visits of the groups, part after part.
    sizes
        Of each part, how many visits it has.
    of_part
        Of each part the number of its group, in order; none is left out.
    waits
        Of each row the days it took, not a number where that is not known.
    sources
        Of each row the visit that it comes from, for ways; None for places.
    """

    def __init__(
        self,
        visits: Visits,
        rows: Array,
        sizes: Array,
        of_part: Array,
        waits: Array,
        sources: Array | None = None,
    ) -> None:
        self.visits, self.rows, self.waits, self.sources = visits, rows, waits, sources
        self._of_part = of_part
        self._part = np.repeat(np.arange(len(sizes)), sizes)
        self.group = of_part[self._part]
        self.count = np.bincount(self.group, minlength=len(self))
        self.starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(self.count)))

    def __len__(self) -> int:
        """Return how many groups there are."""
        return int(self._of_part[-1]) + 1 if len(self._of_part) else 0

    def of(self, group: int) -> slice:
        """Return where the rows of a group are."""
        return slice(int(self.starts[group]), int(self.starts[group + 1]))

    # --- sums ----------------------------------------------------------------------------------

    def _sum(self, values: Array, told: Array) -> Array:
        parts = np.bincount(self._part[told], values[told], minlength=len(self._of_part))
        return np.bincount(self._of_part, parts, minlength=len(self))

    def _many(self, told: Array) -> Array:
        return np.bincount(self.group[told], minlength=len(self))

    def _means(self, values: Array) -> tuple[list[float | None], list[int]]:
        told = ~np.isnan(values)
        many = self._many(told).tolist()
        sums = self._sum(values, told).tolist()
        return [total / n if n else None for total, n in zip(sums, many, strict=True)], many

    def felt(self, side: str, when: str) -> Array:
        """Return a side's feeling before or after each row."""
        return self.visits.array(f"{side}_{when}")[self.rows]

    @cached_property
    def relationships(self) -> Array:
        """Of how many relationships the visits of each group are."""
        return np.bincount(self._whose[0], minlength=len(self))

    @cached_property
    def _whose(self) -> tuple[Array, Array]:
        """Every two of a group and a life that is in it."""
        order = sorting(self.rows, len(self.visits))
        group, who = self.group[order], self.visits.who[self.rows[order]]
        by = sorting(group, max(1, len(self)))
        group, who = group[by], who[by]
        new = changes(who) | changes(group)
        return group[new], who[new]

    def good(self, endings: Array) -> tuple[list[float | None], list[int]]:
        """Return the share of good goodbyes among the judged, and how many those are.

        Parameters
        ----------
        endings
            Of each life: 2 good, 1 judged otherwise, 0 not judged.
        """
        group, who = self._whose
        told = endings[who]
        judged = np.bincount(group[told > 0], minlength=len(self)).tolist()
        good = np.bincount(group[told == _IS_GOOD], minlength=len(self)).tolist()
        return [a / b if b else None for a, b in zip(good, judged, strict=True)], judged

    @cached_property
    def phases(self) -> list[str]:
        """The phase in which most visits of each group were lived; of equals, the earlier one."""
        texts = self.visits.phases
        of: dict[str, int] = {phase: number for number, phase in enumerate(PHASES)}
        number = np.array([of.get(one, 0) for one in texts])  # number 0 is no phase
        phase = number[self.visits.array("phase")[self.rows]]
        counts = np.bincount(self.group * len(PHASES) + phase, minlength=len(self) * len(PHASES))
        return [PHASES[one] for one in counts.reshape(-1, len(PHASES)).argmax(axis=1).tolist()]

    # --- figures -------------------------------------------------------------------------------

    @cached_property
    def _moods(self) -> dict[str, list[Mood]]:
        return {side: self._mood(side) for side in _SIDES}

    def _mood(self, side: str) -> list[Mood]:
        before, after = self.felt(side, "before"), self.felt(side, "after")
        means = [self._means(one) for one in (before, after, after - before)]
        word = self.visits.array(f"{side}_attributed")[self.rows] & ~np.isnan(after)
        return [
            Mood(*mood)
            for mood in zip(
                *(mean for mean, _ in means),
                *(many for _, many in means),
                self._many(word).tolist(),
                strict=True,
            )
        ]

    @cached_property
    def _gaps(self) -> tuple[list[float | None], list[int]]:
        return self._means(self.felt("client", "after") - self.felt("staff", "after"))

    @cached_property
    def _waited(self) -> list[Waits]:
        told = ~np.isnan(self.waits)
        rough = self.visits.array("rough")
        guessed = rough[self.rows]
        if self.sources is not None:
            guessed = guessed | rough[self.sources]
        means, many = self._means(self.waits)
        squares = self._sum(self.waits * self.waits, told).tolist()
        totals = self._sum(self.waits, told).tolist()
        rough_of = self._many(guessed & told).tolist()
        ordered = self._ordered(told)
        return [
            Waits(n, rough_of[g], means[g], _spread(n, totals[g], squares[g]), ordered[g])
            for g, n in enumerate(many)
        ]

    def _ordered(self, told: Array) -> list[tuple[float, ...] | None]:
        """Return the quantiles of the waits of each group."""
        group, waits = self.group[told], self.waits[told]
        order = np.argsort(waits)
        waits = waits[order[sorting(group[order], max(1, len(self)))]]
        many = np.bincount(group, minlength=len(self))
        begins = np.cumsum(many) - many
        if not len(waits):
            return [None] * len(self)
        found = []
        for share in QUANTILES:
            place = share * (many - 1)
            low = np.floor(place).astype(np.int64)
            high = np.minimum(low + 1, many - 1)
            last = len(waits) - 1
            below, above = (waits[np.clip(begins + one, 0, last)] for one in (low, high))
            found.append((below + (above - below) * (place - low)).tolist())
        told_of = zip(many.tolist(), zip(*found, strict=True), strict=True)
        return [tuple(values) if n else None for n, values in told_of]

    @cached_property
    def _when(self) -> tuple[Array, Array]:
        """The visits of the first and the last moment of each group; of equals, the first one."""
        begun = self.rows if self.sources is None else self.sources
        first, last = self.visits.at[begun], self.visits.at[self.rows]
        return begun[self._extreme(-first)], self.rows[self._extreme(last)]

    def _extreme(self, values: Array) -> Array:
        if not len(values):
            return np.zeros(0, dtype=np.int64)
        most = np.maximum.reduceat(values, self.starts[:-1])
        found = np.flatnonzero(values == most[self.group])
        return found[changes(self.group[found])]

    @cached_property
    def _figures(self) -> list[Figures]:
        firsts, lasts = self._when
        gaps, told_gap = self._gaps
        moments = zip(self.visits.moments(firsts), self.visits.moments(lasts), strict=True)
        counts, whose = self.count.tolist(), self.relationships.tolist()
        return [
            Figures(
                count=counts[g],
                relationships=whose[g],
                waits=self._waited[g],
                client=self._moods["client"][g],
                staff=self._moods["staff"][g],
                gap=gaps[g],
                told_gap=told_gap[g],
                first=first,
                last=last,
                events=(),
            )
            for g, (first, last) in enumerate(moments)
        ]

    def figures(self, group: int) -> Figures:
        """Return the figures of a group, without the events behind them."""
        return self._figures[group]

    # --- evidence ------------------------------------------------------------------------------

    def events(self, group: int) -> Array:
        """Return the numbers of the events behind the figures of a group, each once."""
        where = self.of(group)
        sources = None if self.sources is None else self.sources[where]
        return cited(self.visits, self.rows[where], sources)


def cited(visits: Visits, rows: Array, sources: Array | None = None) -> Array:
    """Return the numbers of the events behind visits, each once and in the order of the fold.

    Of each visit those of where it came from, its own, and the feelings of both sides: those told
    about it, and the last one told before.
    """
    events, begins, middles = visits.told
    first = visits.rows[rows]
    found: list[Turn] = [
        (None, first, visits.ends[rows]),
        (events, begins[first], middles[first]),
        earlier(visits, "client_earlier", first),
        (events, middles[first], begins[first + 1]),
        earlier(visits, "staff_earlier", first),
    ]
    if sources is not None:
        found.insert(0, (None, visits.rows[sources], visits.ends[sources]))
    return in_turn(found)


_IS_GOOD = 2


def judged(endings: Sequence[str]) -> Array:
    """Return of each ending: 2 good, 1 judged otherwise, 0 not judged."""
    of = {one: 2 if one in _GOOD else 1 for one in JUDGED}
    return np.array([of.get(one, 0) for one in endings], dtype=np.int8)  # type: ignore[call-overload]  # any text


def _spread(n: int, total: float, squares: float) -> float | None:
    """Return the standard deviation as `projections.touchpoints.figures.Sum` does."""
    if not n:
        return None
    return math.sqrt(max(0.0, squares / n - (total / n) ** 2))
