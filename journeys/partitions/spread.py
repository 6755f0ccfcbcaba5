"""Folds over partitions, one task each, and their results in the order that one process has."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from journeys.partitions.layout import partition_of
from journeys.partitions.mapping import Mapper, cores
from journeys.partitions.place import Held, for_once, kept
from journeys.partitions.tasks import Folding, Replaying
from projections.backtest.asked import Asked
from projections.backtest.replaying import Replayed
from projections.ports import Log
from projections.runner import PLACING, Progress

if TYPE_CHECKING:
    from journeys.engine import Engine
    from journeys.store import Store

EACH = 50_000
"""Events in a partition, about: what one task holds in memory at once."""
TURNS = 4
"""So many partitions a worker, at least: who has the busy relationships holds up nobody long."""

WRITING = 0.1
"""The part of a rebuild that writing partitions counts for, on a bar."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Over which processes, and where the partitions are.

    Parameters
    ----------
    over
        Carries the tasks out; see `journeys.partitions.mapping.mapper`.
    workers
        How many it has; by default one a core.
    folder
        Where partitions are kept for the next time; without one they are made for once.
    beside
        The store's file: partitions for once are made in a folder beside it.
    number
        How many partitions; by default by the number of events and workers.
    on_torn
        Told the names of kept files that were torn or missing, and are made anew.
    """

    over: Mapper
    workers: int | None = None
    folder: Path | None = None
    beside: Path | None = None
    number: int | None = None
    on_torn: Callable[[Sequence[str]], object] | None = None

    def held(
        self, log: Log, on_progress: Callable[[Progress], None] | None = None
    ) -> AbstractContextManager[Held]:
        """Hold a log's partitions for the length of a block; tell how far writing them is."""
        number = self.number or max(TURNS * (self.workers or cores()), -(-log.end() // EACH))
        if self.folder is not None:
            return kept(log, number, self.folder, on_progress)
        return for_once(log, number, self.beside, on_progress)

    def within(self, number: int, shards: int) -> Spread:
        """Return the same for one of several shards, which has partitions of its own."""
        if self.folder is None or shards == 1:
            return self
        return replace(self, folder=self.folder / f"shard-{number}")

    def told(self, held: Held) -> None:
        """Tell of what had to be made anew."""
        if held.torn and self.on_torn:
            self.on_torn(held.torn)


def replayed(
    store: Store,
    asked: Asked,
    known: Sequence[str],
    spread: Spread,
    on_progress: Callable[[int, int], object] | None = None,
) -> Iterator[tuple[Replayed, ...]]:
    """Yield the known relationships back-tested, in their order, as one process does."""
    # A policy remembers the rules that it comes to, and these cannot be sent elsewhere.
    plain = replace(asked, policies=tuple(replace(one) for one in asked.policies))
    found: dict[str, tuple[Replayed, ...]] = {}
    for number, shard in enumerate(store.shards, start=1):
        own = spread.within(number, len(store.shards))
        with own.held(shard) as held:
            own.told(held)
            parts = held.manifest.partitions
            needed = sorted({partition_of(one, len(parts)) for one in known})
            task = Replaying(held.folder, plain, frozenset(known))
            for some in own.over(task, [parts[number] for number in needed]):
                found.update(some)
                if on_progress:
                    on_progress(len(found), len(known))
    yield from (found[one] for one in known if found.get(one))


def rebuilt(
    engine: Engine,
    names: Sequence[str],
    spread: Spread,
    on_progress: Callable[[Progress], None] | None = None,
) -> None:
    """Build views anew, folded by the workers and written here; see `Runner.rebuild_from`."""

    def writing(at: Progress) -> None:
        if on_progress:
            on_progress(Progress(round(WRITING * at.position), at.end))

    with spread.held(engine.store, writing) as held:
        spread.told(held)
        task = Folding(held.folder, tuple(names), engine.calendar, engine.runner.bounds)
        parts, end = held.manifest.partitions, held.manifest.end

        def move(done: int) -> None:
            if on_progress:
                folded = sum(one.events for one in parts[:done])
                part = WRITING * end + (1 - WRITING - PLACING) * folded
                on_progress(Progress(round(part), end))

        folds = spread.over(task, parts)
        mark = 1 + secrets.randbits(31)
        engine.runner.rebuild_from(folds, end, *names, mark=mark, on_progress=move)
        if on_progress:
            on_progress(Progress(end, end))
