"""Load: one relationship's events, and its state, from the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from domain.relationship import Relationship
from journeys.states import States
from journeys.store import Store
from tests.bench import stock
from tests.bench.contest import Contest, Stopwatch, Work
from tests.bench.plain import recorded, stories
from tests.bench.raw import Raw, as_bytes
from tests.bench.sizes import Sizes

SINCE_SNAPSHOT = 250
"""Events after the library's snapshot."""


class _Files:
    """The same relationships in three files."""

    def __init__(self, folder: Path, count: int, history: int, *, snapshots: bool = False) -> None:
        told = stories(count, history, name="l")
        self.names = [story[0].relationship for story in told]
        name = f"load-{history}{'-snapshots' if snapshots else ''}"
        self.store = Store.open(folder / f"{name}.db")
        self.raw = Raw(folder / f"{name}-raw.db")
        path = folder / f"{name}-stock.db"
        more = {"IS_SNAPSHOTTING_ENABLED": "y"} if snapshots else {}
        self.app = stock.Journeys(stock.environment(path, **more))
        stock.fill(self.app, told)
        for story in told:
            events = recorded(story)
            self.store.append(events)
            self.raw.insert_all(as_bytes(events))


def _each(names: Sequence[str], history: int, read: Callable[[str], object]) -> Work:
    def work(watch: Stopwatch) -> int:
        with watch:
            for name in names:
                read(name)
        return len(names) * history

    return work


def contests(sizes: Sizes, folder: Path) -> Iterator[Contest]:
    """Yield what there is to measure."""
    for count, history in ((100, sizes.history), (1, sizes.long)):
        files = _Files(folder, count, history)
        yield _events(files, history)
        yield _state(files, history)
    yield _from_snapshot(_Files(folder, 1, sizes.long, snapshots=True), sizes.long)


def _events(files: _Files, history: int) -> Contest:
    def library(name: str) -> list[Any]:
        return list(files.app.events.get(stock.Journey.create_id(name)))

    ways: dict[str, Callable[[str], Sequence[object]]] = {
        "ours": files.store.events,
        "stock": library,
        "raw": files.raw.stream,
    }
    ours, stock_way, limit = (_each(files.names, history, read) for read in ways.values())
    return Contest(
        "load",
        f"all {history:,} events of a relationship, as objects",
        "event",
        ours,
        stock_way,
        limit,
        agree=lambda: {w: sum(len(read(n)) for n in files.names) for w, read in ways.items()},
    )


def _ours(files: _Files) -> Callable[[str], Relationship]:
    def load(name: str) -> Relationship:
        state = States(files.store).of(name)  # nothing kept in memory
        assert state is not None
        return state

    return load


def _stock(files: _Files) -> Callable[[str], stock.Journey]:
    return lambda name: files.app.repository.get(stock.Journey.create_id(name))


def _state(files: _Files, history: int) -> Contest:
    ours, library = _ours(files), _stock(files)
    first = files.names[0]
    return Contest(
        "load",
        f"the state after {history:,} events",
        "event",
        _each(files.names, history, ours),
        _each(files.names, history, library),
        _each(files.names, history, files.raw.stream),
        agree=lambda: {"ours": ours(first).version, "stock": library(first).version},
    )


def _from_snapshot(files: _Files, history: int) -> Contest:
    at = history - SINCE_SNAPSHOT
    first = files.names[0]
    files.app.take_snapshot(stock.Journey.create_id(first), at)
    ours, library = _ours(files), _stock(files)
    return Contest(
        "load",
        f"the same; library from a snapshot at {at:,}",
        "load",
        _each(files.names, 1, ours),
        _each(files.names, 1, library),
        _each(files.names, 1, lambda name: files.raw.stream(name, at)),
        agree=lambda: {
            "ours": len(ours(first).named("promise")),
            "stock": len(library(first).promises),
        },
        cpu=True,
    )
