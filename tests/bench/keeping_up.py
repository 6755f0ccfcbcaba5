"""Read models kept up: new events into our columns, and into the library's tables for the same.

Both hold what the five questions about a portfolio ask, with the ids of the events behind every
figure; both begin with a log that they have taken in already, and are held against each other when
the new events are in. *Raw* is the least that either can do: the new rows are read, and nothing is
made of them.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from eventsourcing.application import Application
from eventsourcing.projection import Projection, ProjectionRunner

from domain._kernel import AnyEvent
from journeys.columns.chosen import Columns
from journeys.columns.copy import Copy, copy_at
from journeys.columns.figures import ANSWERED
from journeys.store import Store
from projections.answers import ANSWERS, Row
from tests.bench import stock
from tests.bench.contest import Contest, Stopwatch
from tests.bench.plain import events_in_time, stories
from tests.bench.polling import POLLING
from tests.bench.sizes import Sizes
from tests.bench.stock_answers import Answers, SeesOurs, answers, same
from tests.bench.stock_views import SameEvents, Table

PATIENCE = 900


@contextmanager
def projected(
    env: Mapping[str, str],
    last: int,
    kinds: tuple[type[Application[Any]], type[Projection[Any]], type[Table]],
    watch: AbstractContextManager[object],
) -> Iterator[Any]:
    """Have the library's runner project all that is new up to an event, and lend the view."""
    application, projection, table = kinds
    with watch:
        runner: ProjectionRunner[Any, Any] = ProjectionRunner(
            application_class=application,
            projection_class=projection,
            view_class=table,
            env={**env, **POLLING},
        )
        runner.view.done.last = last
        if not runner.view.done.wait(PATIENCE):
            raise TimeoutError(projection.__name__)
    with runner:
        yield runner.view


def asked(copy: Copy) -> dict[str, list[Row]]:
    """Return what the columns answer."""
    return {
        name: list(answer(Columns(copy), **ANSWERS[name].parameters))
        for name, answer in ANSWERED.items()
    }


def contests(sizes: Sizes, folder: Path) -> Iterator[Contest]:
    """Yield what there is to measure: a quarter of a log comes in, a page after the other."""
    page = sizes.log // 4
    events = events_in_time(stories(sizes.relationships, sizes.history * 3 // 2, name="k"))
    begun, coming = events[: -2 * page], events[-2 * page :]
    ours, theirs = folder / "kept.db", _env(folder / "kept-stock.db")
    with Store.open(ours) as store:
        store.append(begun)
        copy_at(_columns(ours), store).catch_up()
    with SameEvents(theirs) as app:
        app.events.put(begun)
    with projected(theirs, len(begun), _LIBRARY, Stopwatch()):
        pass
    number = count()
    answered: dict[str, Mapping[str, list[Row]]] = {}

    def our_way(watch: Stopwatch) -> int:
        fresh = _fresh(ours, next(number))
        shutil.copytree(_columns(ours), _columns(fresh))
        with Store.open(fresh) as store:
            copy = copy_at(_columns(fresh), store)
            copy.ready()
            for begin in range(0, len(coming), page):
                store.append(coming[begin : begin + page])
                with watch:
                    done = copy.catch_up()
            answered["ours"] = asked(copy)
        fresh.unlink()
        return done and len(coming)

    def library(watch: Stopwatch) -> int:
        fresh = _fresh(folder / "kept-stock.db", next(number))
        with SameEvents(_env(fresh)) as app:
            app.events.put(coming)
        with projected(_env(fresh), len(events), _LIBRARY, watch) as view:
            answered["library"] = answers(view, _known(events))
        fresh.unlink()
        return len(coming)

    def raw(watch: Stopwatch) -> int:
        fresh = _fresh(ours, next(number))
        with Store.open(fresh) as store:
            store.append(coming)
        with closing(sqlite3.connect(fresh)) as file:
            read = 0
            for begin in range(len(begun), len(events), page):
                with watch:
                    read += len(file.execute(_ROWS, (begin, page)).fetchall())
        fresh.unlink()
        return read

    def agree() -> dict[str, int]:
        same(answered["ours"], answered["library"])
        return {}

    what = f"{page:,} new events a page onto {len(begun):,}, into what five questions ask"
    yield Contest("project", what, "event", our_way, library, raw, agree=agree, rounds=7, cpu=True)


_ROWS = (
    "SELECT position, relationship, version, topic, payload FROM events"
    " WHERE position > ? ORDER BY position LIMIT ?"
)
_LIBRARY = (SameEvents, SeesOurs, Answers)


def _env(path: Path) -> dict[str, str]:
    return stock.environment(path, ORIGINATOR_ID_TYPE="text")


def _columns(place: Path) -> Path:
    return place.with_name(place.name + ".columns")


def _fresh(path: Path, number: int) -> Path:
    fresh = path.with_name(f"{path.stem}-{number}.db")
    shutil.copyfile(path, fresh)
    return fresh


def _known(events: list[AnyEvent]) -> Any:  # noqa: ANN401 - see `Naming`
    relationships = {event.id: event.relationship for event in events}
    return lambda event: (relationships[event], event)
