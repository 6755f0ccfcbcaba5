"""A way in a process of its own, where what another way left in memory is in nobody's way.

In one process ours takes a fifth more after a turn of the library than before it, and keeps on:
the objects that it makes by the thousand come to lie among what the other left free.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial

from journeys.partitions.workers import in_order
from tests.bench.contest import Stopwatch, Work

Way = Callable[[Stopwatch, int], int]
"""As `Work`, told which turn of all it is; it can be pickled."""


def apart(way: Way, number: Iterator[int]) -> Work:
    """Return the work of a process that does it twice: to warm up, and to be timed."""

    def work(watch: Stopwatch) -> int:
        turns = next(number), next(number)
        with closing(in_order(partial(_twice, way), [turns], 1)) as found:
            units, seconds, cpu = next(found)
        watch.seconds += seconds
        watch.cpu += cpu
        return units

    return work


def _twice(way: Way, turns: tuple[int, int]) -> tuple[int, float, float]:
    way(Stopwatch(), turns[0])
    gc.collect()
    watch = Stopwatch()
    units = way(watch, turns[1])
    return units, watch.seconds, watch.cpu
