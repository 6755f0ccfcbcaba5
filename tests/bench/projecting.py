"""Project from zero: the whole log into views."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from eventsourcing.projection import ProjectionRunner

from domain._kernel import AnyEvent
from journeys.store import Store
from journeys.working_days import PublicHolidays
from projections.runner import Runner
from projections.views import VIEWS, View
from tests.bench import incremental, stock
from tests.bench.contest import Contest, Stopwatch, Work
from tests.bench.plain import Story, events_in_time, in_time, recorded, stories
from tests.bench.polling import POLLING
from tests.bench.raw import Raw
from tests.bench.sizes import Sizes
from tests.bench.stock_views import OneRow, OurViews, SameEvents, Table

PATIENCE = 900
PORTFOLIO = tuple(view for view in VIEWS if view.name == "portfolio")


def contests(sizes: Sizes, folder: Path) -> Iterator[Contest]:
    """Yield what there is to measure."""
    told = stories(sizes.relationships, sizes.history)
    sampled = told[: sizes.sample]
    mixed = events_in_time(told)
    logs = {"mixed": mixed, "one by one": [e for story in told for e in recorded(story)]}
    few = _same_events(folder / "few.db", events_in_time(sampled))
    for order, events in logs.items():
        ours = _store(folder / f"{order}.db", events)
        what = f"all {len(VIEWS)} views, relationships {order}"
        yield _contest(what, sizes, (ours, VIEWS), (few, SameEvents, OurViews, "rows"), events)
    native = _journeys(folder / "native.db", sampled)
    what = "one row per relationship, relationships mixed"
    ours = folder / "mixed.db"
    yield _contest(what, sizes, (ours, PORTFOLIO), (native, Native, OneRow, "journeys"), mixed)
    yield from incremental.contests(sizes, folder)


class Native(stock.Journeys):
    """The library's application with the library's events."""


def _store(path: Path, events: list[AnyEvent]) -> Path:
    with Store.open(path) as store:
        for begin in range(0, len(events), 1000):
            store.append(events[begin : begin + 1000])
    return path


def _same_events(path: Path, events: list[AnyEvent]) -> Path:
    with SameEvents(stock.environment(path, ORIGINATOR_ID_TYPE="text")) as app:
        app.events.put(events)
    return path


def _journeys(path: Path, told: list[Story]) -> Path:
    journeys: dict[str, stock.Journey] = {}
    with Native(stock.environment(path)) as app:
        for fact in in_time(told):
            name = fact.relationship
            journeys[name] = stock.tell(journeys.get(name), fact)
            app.save(journeys[name])
    return path


Library = tuple[Path, type[Any], type[Any], str]
_numbers = count()


def _copy(path: Path) -> Path:
    fresh = path.with_name(f"{path.stem}-{next(_numbers)}.db")
    shutil.copyfile(path, fresh)
    return fresh


def _contest(
    what: str,
    sizes: Sizes,
    our: tuple[Path, Sequence[View]],
    library: Library,
    events: list[AnyEvent],
) -> Contest:
    sample = sizes.sample * sizes.history
    names = {f"r-{number:06d}" for number in range(sizes.sample)}
    kept: dict[str, int] = {}
    raw = Raw(our[0].with_name(f"raw-{next(_numbers)}.db"), events)

    def ours(watch: Stopwatch) -> int:
        path, views = our
        fresh = _copy(path)
        with Store.open(fresh) as store:
            runner = Runner(store, store, PublicHolidays(), kept=views)
            with watch:
                runner.catch_up()
            rows = (row for view in views for row in store.rows(view.name))
            kept["ours"] = sum(1 for relationship, _, _ in rows if relationship in names)
            assert all(not store.parked(view.name) for view in views)
            done = min(head.position for head in store.heads().values())
        fresh.unlink()
        return done

    def limit(watch: Stopwatch) -> int:
        with watch:
            return raw.project()

    return Contest(
        "project",
        what,
        "event",
        ours,
        _library(library, sample, kept),
        limit,
        sampled=sample,
        agree=lambda: kept,
        cpu=True,
    )


def _library(library: Library, events: int, kept: dict[str, int]) -> Work:
    path, application, projection, table = library
    text = {} if application is Native else {"ORIGINATOR_ID_TYPE": "text"}

    def work(watch: Stopwatch) -> int:
        fresh = _copy(path)
        env = stock.environment(fresh, **POLLING, **text)
        with watch:
            runner: ProjectionRunner[Any, Table] = ProjectionRunner(
                application_class=application,
                projection_class=projection,
                view_class=Table,
                env=env,
            )
            runner.view.done.last = events
            if not runner.view.done.wait(PATIENCE):
                raise TimeoutError(projection.__name__)
        kept["stock"] = runner.view.count(table)
        with runner:
            pass
        fresh.unlink()
        return events

    return work
