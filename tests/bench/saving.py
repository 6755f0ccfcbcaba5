"""Save: one command at a time, as people do it, and many events at once, as an import does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Protocol

from journeys.recording import Scribe
from journeys.store import Store
from tests.bench import stock
from tests.bench.contest import Contest, Stopwatch, Work
from tests.bench.plain import Story, Told, recorded, stories
from tests.bench.raw import Bytes, Raw, as_bytes
from tests.bench.sizes import Sizes

Step = Callable[[], object]
HELD = 50
"""Relationships that commands are saved to, in turns."""


def contests(sizes: Sizes, folder: Path) -> Iterator[Contest]:
    """Yield what there is to measure."""
    for history in (sizes.history, sizes.history * 20):
        yield _commands(sizes, folder, history)
        yield _commands(sizes, folder, history, warm=True)
        yield _commands(sizes, folder, history, deciding=True)
    yield batches("save", sizes, _Files(folder, "batch", []))


class _Files:
    """The same relationships in every contender's file."""

    def __init__(self, folder: Path, name: str, begun: list[Story], *, full: bool = False) -> None:
        self.store = Store.open(folder / f"{name}.db")
        self.raw = Raw(folder / f"{name}-raw.db")
        self.app = stock.Journeys(stock.environment(folder / f"{name}-stock.db"))
        self.full = stock.FullJourneys(stock.environment(folder / f"{name}-full.db"))
        for story in begun:
            self.store.append(recorded(story))
            self.raw.insert_all(as_bytes(recorded(story)))
        stock.fill(self.app, begun)
        if full:
            stock.fill(self.full, begun)

    def counts(self) -> dict[str, int]:
        """Return how many events each holds."""
        kept = {"ours": self.store.end(), "stock": stock.stored(self.app), "raw": self.raw.count()}
        return kept | ({"full": stock.stored(self.full)} if stock.stored(self.full) else {})


def _commands(
    sizes: Sizes, folder: Path, history: int, *, warm: bool = False, deciding: bool = False
) -> Contest:
    """One command: load the relationship, decide, keep the event for good.

    Parameters
    ----------
    sizes, folder, history
        How many commands, where the files are made, and the events before them.
    warm
        Whether our engine held the relationships before, as one does that goes on running.
    deciding
        Whether contacts and feelings are left out, on which nothing hangs.
    """
    more = -(-sizes.saves * (sizes.rounds + 1) // HELD)
    more = 20 + 8 * more if deciding else more
    told = stories(HELD, history + more)
    name = f"save-{history}{'-warm' * warm}{'-deciding' * deciding}"
    full = not (warm or deciding)
    files = _Files(folder, name, [story[:history] for story in told], full=full)
    rows = {(r.relationship, r.version): r for story in told for r in as_bytes(recorded(story))}
    running = Scribe(files.store)
    for story in told if warm else ():
        state = running.states.of(story[0].relationship)
        assert state is not None
        running.states.keep(state)

    def ours(fact: Told) -> Step:
        command = fact.command()
        if warm:
            return lambda: running.record(command)
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
        later = (story[history:] for story in told)
        kept = [[f for f in story if not deciding or f.fact.remembered] for story in later]
        coming = chain.from_iterable(zip(*kept, strict=not deciding))
        return in_turns(prepare, coming, sizes.saves)

    which = "promise or incident" if deciding else "command"
    how = ", by an engine that held it" if warm else ""
    what = f"get + append one {which}, {history} events before it{how}"
    other = {f"{what}; library with FULL set": one_by_one(library(files.full))}
    return Contest(
        "save",
        what,
        "command",
        one_by_one(ours),
        one_by_one(library(files.app)),
        None if deciding else one_by_one(limit),
        more=other if full else {},
        agree=None if deciding else files.counts,
        cpu=True,
    )


class Places(Protocol):
    """Where the contenders keep the same, each in its own way."""

    store: Store
    app: stock.Journeys

    @property
    def raw(self) -> AllAtOnce:
        """Bare tables."""
        ...

    def counts(self) -> dict[str, int]:
        """Return how many events each holds."""
        ...


class AllAtOnce(Protocol):
    """Takes rows in one transaction."""

    def insert_all(self, rows: list[Bytes]) -> None:
        """Keep many events."""
        ...


def batches(group: str, sizes: Sizes, places: Places) -> Contest:
    """Many events that are decided already, in one transaction."""
    turns = sizes.rounds + 1
    told = stories(turns * sizes.batch // sizes.history, sizes.history, name="b")
    rounds = [told[i::turns] for i in range(turns)]

    def ours(batch: list[Story]) -> Step:
        events = [event for story in batch for event in recorded(story)]
        return lambda: places.store.append(events)

    def library(batch: list[Story]) -> Step:
        journeys = [stock.grown(story) for story in batch]
        return lambda: places.app.save(*journeys)

    def limit(batch: list[Story]) -> Step:
        rows = as_bytes(event for story in batch for event in recorded(story))
        return lambda: places.raw.insert_all(rows)

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
    return Contest(group, what, "event", *ways, agree=places.counts)


def in_turns(prepare: Callable[[Told], Step], coming: Iterator[Told], saves: int) -> Work:
    """Return work that takes the next facts one by one; what *prepare* does is not timed."""

    def work(watch: Stopwatch) -> int:
        steps = [prepare(next(coming)) for _ in range(saves)]
        with watch:
            for step in steps:
                step()
        return len(steps)

    return work
