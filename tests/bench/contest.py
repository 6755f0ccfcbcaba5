"""A contest: several ways of doing one thing, timed in turns on the same data."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from statistics import median
from time import perf_counter, process_time
from typing import Any, NamedTuple


class Stopwatch:
    """Adds up the time spent in its ``with`` blocks; what lies between them is not timed.

    ``worked`` is the processor time of all threads, which others on the machine lengthen less.
    """

    def __init__(self) -> None:
        self.seconds = self.worked = 0.0

    def __enter__(self) -> None:
        self._begun, self._idle = perf_counter(), process_time()

    def __exit__(self, *_: object) -> None:
        self.seconds += perf_counter() - self._begun
        self.worked += process_time() - self._idle


Work = Callable[[Stopwatch], int]
"""Does one round and returns how many units it did; what is not in the stopwatch is preparation."""


@dataclass(frozen=True)
class Contest:
    """One row of the tables.

    Parameters
    ----------
    group, what, unit
        Where it belongs, what is done, and what one unit is.
    ours, stock, raw
        The three ways; the library or raw SQLite may have no such thing.
    more
        Other ways, by the name of a row of their own in which they stand in the library's place.
    sampled
        How many units the library does where it does fewer than we do: extrapolated, and said so.
    agree
        Asked after the last round: every answer must be the same.
    """

    group: str
    what: str
    unit: str
    ours: Work
    stock: Work | None = None
    raw: Work | None = None
    more: Mapping[str, Work] = field(default_factory=dict)
    sampled: int | None = None
    agree: Callable[[], Mapping[str, int]] | None = None
    rounds: int | None = None
    """How many rounds count, where the others' would take too long."""
    worked: bool = False
    """Whether the processor time is told as well, in a row of its own."""


class Ratio(NamedTuple):
    """The median of the rounds' ratios, and the least and greatest of them."""

    median: float
    least: float
    most: float


@dataclass(frozen=True)
class Outcome:
    """What a contest came to: seconds per unit by round, for each way."""

    group: str
    what: str
    unit: str
    units: int
    sampled: int | None
    seconds: dict[str, list[float]]

    def per_unit(self, who: str) -> float | None:
        """Return the median of the seconds per unit."""
        return median(self.seconds[who]) if who in self.seconds else None

    def ratio(self, other: str) -> Ratio | None:
        """Return our time over the other's, round by round: below 1 we are quicker."""
        if other not in self.seconds:
            return None
        pairs = zip(self.seconds["ours"], self.seconds[other], strict=True)
        found = [ours / theirs for ours, theirs in pairs]
        return Ratio(median(found), min(found), max(found))

    def as_json(self) -> dict[str, Any]:
        """Return all that was measured."""
        ratios = {who: ratio._asdict() for who in ("stock", "raw") if (ratio := self.ratio(who))}
        return {**vars(self), "ratio_ours_to": ratios, "rounds": len(self.seconds["ours"])}


class Disagreement(AssertionError):
    """The ways did not come to the same result: their times cannot be compared."""


def run(contest: Contest, rounds: int) -> list[Outcome]:
    """Run a contest: one round to warm up, then *rounds* that count, each beginning elsewhere."""
    ways: dict[str, Work] = {"ours": contest.ours}
    ways |= {"stock": contest.stock} if contest.stock else {}
    ways |= {"raw": contest.raw} if contest.raw else {}
    ways |= contest.more
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    worked: dict[str, list[float]] = {name: [] for name in ways}
    units: dict[str, int] = {}
    for number in range(rounds + 1):
        turn = number % len(ways)
        for name in (*list(ways)[turn:], *list(ways)[:turn]):
            gc.collect()
            watch = Stopwatch()
            units[name] = ways[name](watch)
            if number:
                seconds[name].append(watch.seconds / units[name])
                worked[name].append(watch.worked / units[name])
    expected = {
        n: contest.sampled if contest.sampled and n == "stock" else units["ours"] for n in units
    }
    if units != expected:
        raise Disagreement(f"{contest.what}: {units}, expected {expected}")
    answers = contest.agree() if contest.agree else {}
    if len(set(answers.values())) > 1:
        raise Disagreement(f"{contest.what}: {answers}")
    found = _outcomes(contest, units["ours"], seconds)
    if contest.worked:
        apart = replace(contest, what=f"{contest.what}: processor time", more={})
        found += _outcomes(apart, units["ours"], worked)
    return found


def _outcomes(contest: Contest, units: int, seconds: dict[str, list[float]]) -> list[Outcome]:
    three = {name: times for name, times in seconds.items() if name in ("ours", "stock", "raw")}
    rows = [(contest.what, three)]
    rows += [(name, {**three, "stock": seconds[name]}) for name in contest.more]
    return [
        Outcome(contest.group, what, contest.unit, units, contest.sampled, times)
        for what, times in rows
    ]
