"""Project incrementally: views that are up to date, and new events, one by one or in pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import cast

from eventsourcing.persistence import InfrastructureFactory, Tracking
from eventsourcing.utils import Environment

from domain._kernel import AnyEvent
from journeys.store import Store
from journeys.working_days import PublicHolidays
from projections.runner import Runner
from projections.views import VIEWS
from tests.bench import stock
from tests.bench.contest import Contest, Stopwatch, Work
from tests.bench.plain import recorded, stories
from tests.bench.raw import Raw, as_bytes
from tests.bench.sizes import Sizes
from tests.bench.stock_views import OurViews, SameEvents, Table

RELATIONSHIPS = 20
FEW = 20
EACH = 2
"""New events of every relationship on a page."""


def contests(sizes: Sizes, folder: Path) -> Iterator[Contest]:
    """Yield what there is to measure: events one by one, a page of them, a runner just started."""
    for history in (sizes.history, sizes.history * 20):
        yield _one_by_one(sizes, folder, history, RELATIONSHIPS, sizes.news)
    yield _one_by_one(sizes, folder, sizes.long, 2, 4)
    yield _just_started(sizes, folder)
    yield _page(sizes, folder, sizes.history, sizes.relationships)
    yield _page(sizes, folder, sizes.history * 20, max(FEW, sizes.relationships // 20))


class _Library:
    """The library's projection, called for one notification after another, as its runner does.

    Without the runner's threads, and without its waiting: `wait` polls every 100 ms or more.
    """

    def __init__(self, path: Path, begun: list[AnyEvent]) -> None:
        env = stock.environment(path, ORIGINATOR_ID_TYPE="text")
        self.app = SameEvents(env)
        self.factory: InfrastructureFactory[Table] = InfrastructureFactory.construct(
            Environment("OurViews", env)
        )
        self.projection = OurViews(self.factory.tracking_recorder(Table))
        self.last = 0
        for event in begun:
            self.projection.learn(event)
        self.add(begun)
        self.last = len(begun)

    def add(self, events: list[AnyEvent]) -> None:
        """Store events."""
        self.app.events.put(events)

    def catch_up(self) -> None:
        """Project what is new."""
        for found in self.app.recorder.select_notifications(
            self.last, 1_000_000, inclusive_of_start=False
        ):
            event = cast("AnyEvent", self.app.mapper.to_domain_event(found))
            self.projection.process_event(event, Tracking(self.app.name, found.id))
            self.last = found.id


class _Growing:
    """Histories that are stored and projected, and what comes in later: one each, and again."""

    def __init__(self, path: Path, relationships: int, history: int, more: int) -> None:
        self.told = [recorded(one) for one in stories(relationships, history + more, name="n")]
        self.history = history
        begun = self.begun()
        self.store = Store.open(path)
        for begin in range(0, len(begun), 5000):
            self.store.append(begun[begin : begin + 5000])
        self.runner = Runner(self.store, self.store, PublicHolidays())
        self.runner.catch_up()

    def begun(self, relationships: int | None = None) -> list[AnyEvent]:
        """Return what is there before, of all relationships or the first so many."""
        return [event for one in self.told[:relationships] for event in one[: self.history]]

    def coming(self, relationships: int | None = None) -> list[AnyEvent]:
        """Return what comes in later."""
        told = self.told[:relationships]
        return [one[at] for at in range(self.history, len(told[0])) for one in told]

    def just_started(self) -> None:
        """Catch up with a runner that holds nothing yet."""
        Runner(self.store, self.store, PublicHolidays()).catch_up()

    def rows(self, relationships: int | None = None) -> int:
        """Return how many rows all views hold, of all relationships or the first so many."""
        names = {one[0].relationship for one in self.told[:relationships]}
        return sum(1 for view in VIEWS for row in self.store.rows(view.name) if row[0] in names)


def _news(
    events: list[AnyEvent],
    size: int,
    times: int,
    add: Callable[[list[AnyEvent]], object],
    catch_up: Callable[[], object],
) -> Work:
    """Return the way that adds so many events and catches up with them, so many times."""
    coming = iter(events)

    def work(watch: Stopwatch) -> int:
        for _ in range(times):
            add(list(islice(coming, size)))
            with watch:
                catch_up()
        return size * times

    return work


def _raw(path: Path, growing: _Growing, size: int, times: int) -> Work:
    raw = Raw(path, growing.begun())
    seen = [raw.project()]

    def insert(events: list[AnyEvent]) -> None:
        raw.insert_all(as_bytes(events))

    def limit() -> None:
        seen[0] += raw.project(seen[0])

    return _news(growing.coming(), size, times, insert, limit)


def _one_by_one(sizes: Sizes, folder: Path, history: int, relationships: int, news: int) -> Contest:
    more = -(-news * (sizes.rounds + 1) // relationships)
    growing = _Growing(folder / f"one-{history}.db", relationships, history, more)
    library = _Library(folder / f"one-{history}-stock.db", growing.begun())
    return Contest(
        "project",
        f"one new event into all {len(VIEWS)} views, {history:,} before it",
        "event",
        _news(growing.coming(), 1, news, growing.store.append, growing.runner.catch_up),
        _news(growing.coming(), 1, news, library.add, library.catch_up),
        _raw(folder / f"one-{history}-raw.db", growing, 1, news),
        agree=lambda: {"ours": growing.rows(), "stock": library.projection.view.count("rows")},
        cpu=True,
    )


def _just_started(sizes: Sizes, folder: Path) -> Contest:
    more = -(-sizes.news * (sizes.rounds + 1) // RELATIONSHIPS)
    growing = _Growing(folder / "started.db", RELATIONSHIPS, sizes.history, more)
    what = f"one new event into all {len(VIEWS)} views, {sizes.history} before it"
    return Contest(
        "project",
        f"{what}, runner just started",
        "event",
        _news(growing.coming(), 1, sizes.news, growing.store.append, growing.just_started),
        raw=_raw(folder / "started-raw.db", growing, 1, sizes.news),
        cpu=True,
    )


def _page(sizes: Sizes, folder: Path, history: int, relationships: int) -> Contest:
    """Two new events of every relationship at once; the library takes those of a tenth of them."""
    growing = _Growing(
        folder / f"page-{history}.db", relationships, history, EACH * (sizes.rounds + 1)
    )
    few = max(2, relationships // 10)
    library = _Library(folder / f"page-{history}-stock.db", growing.begun(few))
    size = EACH * relationships
    return Contest(
        "project",
        f"a page of {size:,} new events of {relationships:,} relationships, {history} before each",
        "event",
        _news(growing.coming(), size, 1, growing.store.append, growing.runner.catch_up),
        _news(growing.coming(few), EACH * few, 1, library.add, library.catch_up),
        _raw(folder / f"page-{history}-raw.db", growing, size, 1),
        sampled=EACH * few,
        agree=lambda: {"ours": growing.rows(few), "stock": library.projection.view.count("rows")},
        cpu=True,
    )
