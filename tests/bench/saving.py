"""Save: one command at a time, as people do it, and many events at once, as an import does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from journeys.recording import Scribe
from journeys.store import Store
from tests.bench import stock
from tests.bench.contest import Contest, Stopwatch, Work
from tests.bench.plain import Story, Told, recorded, stories
from tests.bench.raw import Raw, as_bytes
from tests.bench.sizes import Sizes

Step = Callable[[], object]
HELD = 50
"""Relationships that commands are saved to, in turns."""


def contests(sizes: Sizes, folder: Path) -> Iterator[Contest]:
    """Yield what there is to measure."""
    yield _commands(sizes, folder, sizes.history)
    yield _commands(sizes, folder, sizes.history * 20)
    yield _batches(sizes, folder)


class _Files:
    """The same relationships in every contender's file."""

    def __init__(self, folder: Path, name: str, begun: list[Story]) -> None:
        self.store = Store.open(folder / f"{name}.db")
        self.raw = Raw(folder / f"{name}-raw.db")
        self.app = stock.Journeys(stock.environment(folder / f"{name}-stock.db"))
        self.full = stock.FullJourneys(stock.environment(folder / f"{name}-full.db"))
        for story in begun:
            self.store.append(recorded(story))
            self.raw.insert_all(as_bytes(recorded(story)))
        stock.fill(self.app, begun)
        stock.fill(self.full, begun)

    def counts(self) -> dict[str, int]:
        """Return how many events each holds."""
        kept = {"ours": self.store.end(), "stock": stock.stored(self.app), "raw": self.raw.count()}
        return kept | ({"full": stock.stored(self.full)} if stock.stored(self.full) else {})


def _commands(sizes: Sizes, folder: Path, history: int) -> Contest:
    """One command: load the relationship, decide, keep the event for good."""
    more = -(-sizes.saves * (sizes.rounds + 1) // HELD)
    told = stories(HELD, history + more)
    files = _Files(folder, f"save-{history}", [story[:history] for story in told])
    rows = {(r.relationship, r.version): r for story in told for r in as_bytes(recorded(story))}

    def ours(fact: Told) -> Step:
        command = fact.command()
        return lambda: Scribe(files.store).record(command)  # nothing kept in memory

    def library(app: stock.Journeys) -> Callable[[Told], Step]:
        def save(fact: Told) -> None:
            journey: stock.Journey = app.repository.get(stock.Journey.create_id(fact.relationship))
            app.save(stock.tell(journey, fact))

        return lambda fact: lambda: save(fact)

    def limit(fact: Told) -> Step:
        row = rows[fact.relationship, fact.number]
        return lambda: files.raw.insert_one(row)

    def one_by_one(prepare: Callable[[Told], Step]) -> Work:
        coming = chain.from_iterable(zip(*(story[history:] for story in told), strict=True))

        def work(watch: Stopwatch) -> int:
            steps = [prepare(next(coming)) for _ in range(sizes.saves)]
            with watch:
                for step in steps:
                    step()
            return len(steps)

        return work

    what = f"get + append one command, {history} events before it"
    return Contest(
        "save",
        what,
        "command",
        one_by_one(ours),
        one_by_one(library(files.app)),
        one_by_one(limit),
        more={f"{what}; library with FULL set": one_by_one(library(files.full))},
        agree=files.counts,
    )


def _batches(sizes: Sizes, folder: Path) -> Contest:
    """Many events that are decided already, in one transaction."""
    turns = sizes.rounds + 1
    told = stories(turns * sizes.batch // sizes.history, sizes.history, name="b")
    rounds = [told[i::turns] for i in range(turns)]
    files = _Files(folder, "batch", [])

    def ours(batch: list[Story]) -> Step:
        events = [event for story in batch for event in recorded(story)]
        return lambda: files.store.append(events)

    def library(batch: list[Story]) -> Step:
        journeys = [stock.grown(story) for story in batch]
        return lambda: files.app.save(*journeys)

    def limit(batch: list[Story]) -> Step:
        rows = as_bytes(event for story in batch for event in recorded(story))
        return lambda: files.raw.insert_all(rows)

    def at_once(prepare: Callable[[list[Story]], Step]) -> Work:
        coming = iter(rounds)

        def work(watch: Stopwatch) -> int:
            batch = next(coming)
            step = prepare(batch)
            with watch:
                step()
            return sum(map(len, batch))

        return work

    what = f"append {sizes.batch:,} decided events at once"
    ways = (at_once(ours), at_once(library), at_once(limit))
    return Contest("save", what, "event", *ways, agree=files.counts)
