"""Rebuild: the state from events, and new events from the state; without and with the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from domain.relationship import Relationship, decide, fold
from journeys.states import States
from journeys.store import Store
from tests.bench import stock
from tests.bench.contest import Contest, Stopwatch
from tests.bench.plain import Story, recorded, stories
from tests.bench.raw import Raw
from tests.bench.sizes import Sizes


def contests(sizes: Sizes, folder: Path) -> Iterator[Contest]:
    """Yield what there is to measure."""
    yield _fold(stories(100, sizes.history), sizes.history)
    yield _fold(stories(1, sizes.long), sizes.long)
    yield _decide(stories(sizes.saves, sizes.history + 1))
    yield _everything(sizes, folder)


def _rebuilt(events: list[Any]) -> stock.Journey:
    journey: Any = None
    for event in events:
        journey = event.mutate(journey)
    assert isinstance(journey, stock.Journey)
    return journey


def _fold(told: list[Story], history: int) -> Contest:
    """Fold events that are in memory already."""
    events = [recorded(story) for story in told]
    pending = [list(stock.grown(story).pending_events) for story in told]

    def ours(watch: Stopwatch) -> int:
        with watch:
            for stream in events:
                fold(None, stream)
        return sum(map(len, events))

    def library(watch: Stopwatch) -> int:
        with watch:
            for stream in pending:
                _rebuilt(stream)
        return sum(map(len, pending))

    def agree() -> dict[str, int]:
        state = fold(None, events[0])
        assert state is not None
        mine = len(state.named("promise"))
        return {"ours": mine, "stock": len(_rebuilt(pending[0]).promises)}

    what = f"fold {history:,} events in memory into the state"
    return Contest("rebuild", what, "event", ours, library, agree=agree)


def _decide(told: list[Story]) -> Contest:
    """Decide on one command: our rules and the event, against calling a method."""
    begun = [story[:-1] for story in told]
    states: list[Relationship | None] = [fold(None, recorded(story)) for story in begun]

    def ours(watch: Stopwatch) -> int:
        commands = [story[-1].command() for story in told]
        with watch:
            for state, command in zip(states, commands, strict=True):
                decide(state, command)
        return len(commands)

    def library(watch: Stopwatch) -> int:
        journeys = [stock.grown(story) for story in begun]
        with watch:
            for journey, story in zip(journeys, told, strict=True):
                stock.tell(journey, story[-1])
        return len(journeys)

    return Contest("rebuild", "decide one command, state in hand", "command", ours, library)


def _everything(sizes: Sizes, folder: Path) -> Contest:
    """The state of every relationship in the file, one after another."""
    told = stories(sizes.relationships, sizes.history)
    store = Store.open(folder / "rebuild.db")
    raw = Raw(folder / "rebuild-raw.db", (e for story in told for e in recorded(story)))
    app = stock.Journeys(stock.environment(folder / "rebuild-stock.db"))
    stock.fill(app, told)
    for story in told:
        store.append(recorded(story))
    names = store.relationships()
    ids = [stock.Journey.create_id(name) for name in names]

    def ours(watch: Stopwatch) -> int:
        with watch:
            return sum(state.version for name in names if (state := States(store).of(name)))

    def library(watch: Stopwatch) -> int:
        with watch:
            return sum(app.repository.get(known).version for known in ids)

    def limit(watch: Stopwatch) -> int:
        with watch:
            return len(raw.log())

    what = f"every state from a file of {sizes.log:,} events"
    return Contest("rebuild", what, "event", ours, library, limit)
