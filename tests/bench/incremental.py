"""Project incrementally: views that are up to date, and one new event."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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


def contests(sizes: Sizes, folder: Path) -> Iterator[Contest]:
    """Yield what there is to measure: short histories, long ones, and a runner just started."""
    yield _contest(sizes, folder, sizes.history)
    yield _contest(sizes, folder, sizes.history * 20)
    yield _contest(sizes, folder, sizes.history, started=True)


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


def _contest(sizes: Sizes, folder: Path, history: int, *, started: bool = False) -> Contest:
    more = -(-sizes.news * (sizes.rounds + 1) // RELATIONSHIPS)
    told = [recorded(story) for story in stories(RELATIONSHIPS, history + more, name="n")]
    begun = [event for events in told for event in events[:history]]
    name = f"news-{history}{'-started' if started else ''}"
    store = Store.open(folder / f"{name}.db")
    store.append(begun)
    runner = Runner(store, store, PublicHolidays())
    runner.catch_up()
    raw = Raw(folder / f"{name}-raw.db", begun)
    seen = [raw.project()]

    def just_started() -> None:
        Runner(store, store, PublicHolidays()).catch_up()

    def limit() -> None:
        seen[0] += raw.project(seen[0])

    def news(add: Callable[[list[AnyEvent]], object], catch_up: Callable[[], object]) -> Work:
        coming = iter([events[i] for i in range(history, history + more) for events in told])

        def work(watch: Stopwatch) -> int:
            for _ in range(sizes.news):
                add([next(coming)])
                with watch:
                    catch_up()
            return sizes.news

        return work

    ours = news(store.append, just_started if started else runner.catch_up)
    nearest = news(lambda events: raw.insert_all(as_bytes(events)), limit)
    what = f"one new event into all {len(VIEWS)} views, {history} before it"
    if started:
        return Contest("project", f"{what}, runner just started", "event", ours, raw=nearest)
    library = _Library(folder / f"{name}-stock.db", begun)

    def agree() -> dict[str, int]:
        rows = sum(1 for view in VIEWS for _ in store.rows(view.name))
        return {"ours": rows, "stock": library.projection.view.count("rows")}

    stock_way = news(library.add, library.catch_up)
    return Contest("project", what, "event", ours, stock_way, nearest, agree=agree)
