"""The same counts for a million events: columns of codes in, sums out.

What `projections.touchpoints.lived` keeps visit by visit, with the events behind it, this counts
over whole columns at once. Both give the same figures; a test holds them against each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from projections.touchpoints.figures import QUANTILES

Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Log:
    """Visits as columns, each relationship's together and in order of happening.

    Attributes
    ----------
    places
        What the codes in ``place`` stand for.
    starts
        Where each relationship's visits begin, and after the last where they end:
        relationships + 1, increasing from 0.
    place
        The code of each visit's place.
    at
        When each happened, in days; of one relationship never decreasing.
    """

    places: tuple[str, ...]
    starts: Codes
    place: Codes
    at: Floats


@dataclass(frozen=True, slots=True)
class Follows:
    """Which place followed which: one row a way, ordered by its source's code, then its target's.

    ``quantiles`` has a column for each of `QUANTILES`; waits are in days.
    """

    source: Codes
    target: Codes
    count: Codes
    mean: Floats
    spread: Floats
    low: Floats
    high: Floats
    quantiles: Floats


def follows(log: Log) -> Follows:
    """Return which place directly followed which, how often, and how long it took.

    Notes
    -----
    One sort of the waits within their ways; otherwise linear.
    """
    inside = np.ones(len(log.place), dtype=bool)
    inside[log.starts[:-1][np.diff(log.starts) > 0]] = False
    later = np.flatnonzero(inside)
    wide = max(1, len(log.places))
    way = log.place[later - 1] * wide + log.place[later]
    wait = log.at[later] - log.at[later - 1]
    order = np.argsort(wait)
    # Stable, on codes as narrow as they can be: a radix sort for two bytes.
    order = order[np.argsort(way[order].astype(np.min_scalar_type(wide * wide)), kind="stable")]
    way, wait = way[order], wait[order]
    begins = np.flatnonzero(np.diff(way, prepend=-1))
    count = np.diff(np.append(begins, len(way)))
    if not len(begins):
        none, empty = np.empty(0), np.empty(0, dtype=np.int64)
        shape = np.empty((0, len(QUANTILES)))
        return Follows(empty, empty, empty, none, none, none, none, shape)
    total = np.add.reduceat(wait, begins)
    mean = total / count
    off = wait - np.repeat(mean, count)
    spread = np.sqrt(np.add.reduceat(off * off, begins) / count)
    return Follows(
        source=way[begins] // wide,
        target=way[begins] % wide,
        count=count,
        mean=mean,
        spread=spread,
        low=wait[begins],
        high=wait[begins + count - 1],
        quantiles=np.column_stack([_quantile(wait, begins, count, q) for q in QUANTILES]),
    )


def _quantile(wait: Floats, begins: Codes, count: Codes, share: float) -> Floats:
    """Return a quantile of each stretch of sorted waits, between two of them by proportion."""
    place = share * (count - 1)
    low = np.floor(place).astype(np.int64)
    high = np.minimum(low + 1, count - 1)
    below, above = wait[begins + low], wait[begins + high]
    return np.asarray(below + (above - below) * (place - low))


@dataclass(frozen=True, slots=True)
class Variants:
    """The different ways from first to last, the commonest first.

    ``example`` is the number of a relationship that went it, ``count`` how many did, and ``of`` the
    row of each relationship's own way.
    """

    example: Codes
    count: Codes
    of: Codes


_MIX = np.uint64(0x9E3779B97F4A7C15)


def variants(log: Log) -> Variants:
    """Return the different ways from first to last, exactly.

    Ways are told apart by a hash, and every relationship is then held against the example of its
    hash, place by place; where two ways share one, they are told apart one by one.

    Notes
    -----
    Linear in visits, but for a sort of the relationships' hashes. Ties by the first example.
    """
    sizes = np.diff(log.starts)
    total = _hashes(log, sizes)
    _, first, of = np.unique(total, return_index=True, return_inverse=True)
    of = of.reshape(-1).astype(np.int64)
    same = _alike(log, sizes, first.astype(np.int64)[of])
    if not same.all():
        first, of = _told_apart(log)
    count = np.bincount(of, minlength=len(first)).astype(np.int64)
    order = np.lexsort((first, -count))
    row = np.empty(len(order), dtype=np.int64)
    row[order] = np.arange(len(order))
    return Variants(first[order].astype(np.int64), count[order], row[of])


def _hashes(log: Log, sizes: Codes) -> npt.NDArray[np.uint64]:
    step = np.arange(len(log.place), dtype=np.int64) - np.repeat(log.starts[:-1], sizes)
    with np.errstate(over="ignore"):
        mixed = (log.place.astype(np.uint64) + np.uint64(1)) * _MIX
        mixed ^= (step.astype(np.uint64) + np.uint64(1)) * np.uint64(0xC2B2AE3D27D4EB4F)
        mixed ^= mixed >> np.uint64(29)
        mixed *= np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(32)
        summed = np.concatenate((np.zeros(1, dtype=np.uint64), np.cumsum(mixed, dtype=np.uint64)))
        return summed[log.starts[1:]] - summed[log.starts[:-1]] + sizes.astype(np.uint64)


def _alike(log: Log, sizes: Codes, example: Codes) -> npt.NDArray[np.bool_]:
    """Return for each relationship whether it went its example's way, visit by visit."""
    alike = sizes == sizes[example]
    held = np.where(alike, sizes, 0)
    whose = np.repeat(np.arange(len(sizes)), held)
    step = np.arange(len(whose)) - np.repeat(np.cumsum(held) - held, held)
    here = log.place[log.starts[whose] + step]
    there = log.place[log.starts[example[whose]] + step]
    alike[np.unique(whose[here != there])] = False
    return np.asarray(alike)


def _told_apart(log: Log) -> tuple[Codes, Codes]:
    rows: dict[bytes, int] = {}
    first: list[int] = []
    of = np.empty(len(log.starts) - 1, dtype=np.int64)
    for who in range(len(of)):
        way = log.place[log.starts[who] : log.starts[who + 1]].tobytes()
        if way not in rows:
            rows[way] = len(first)
            first.append(who)
        of[who] = rows[way]
    return np.asarray(first, dtype=np.int64), of
