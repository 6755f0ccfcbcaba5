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
from dataclasses import dataclass
from functools import cache
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
from tests.bench.apart import apart
from tests.bench.contest import Contest, Stopwatch
from tests.bench.plain import events_in_time, stories
from tests.bench.polling import POLLING
from tests.bench.sizes import Sizes
from tests.bench.stock_answers import Answers, SeesOurs, answers, same
from tests.bench.stock_views import SameEvents, Table

PATIENCE = 900
Answered = dict[str, Mapping[str, list[Row]]]


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
    log = _Log(folder, sizes.relationships, sizes.history * 3 // 2, page)
    begun, _ = log.begin()
    number = count()

    def agree() -> dict[str, int]:
        answered: Answered = {}
        log.our_way(Stopwatch(), next(number), answered)
        log.library(Stopwatch(), next(number), answered)
        same(answered["ours"], answered["library"])
        return {}

    yield Contest(
        "project",
        f"{page:,} new events a page onto {len(begun):,}, into what five questions ask",
        "event",
        apart(log.our_way, number),
        apart(log.library, number),
        apart(log.raw, number),
        agree=agree,
        cpu=True,
    )


@dataclass(frozen=True)
class _Log:
    """A log of so many relationships with a history, of which the last two pages come in later."""

    folder: Path
    relationships: int
    history: int
    page: int

    def begin(self) -> tuple[list[AnyEvent], list[AnyEvent]]:
        """Store and project what is there before on both sides; return it, and what comes."""
        begun, coming = self._events()
        with Store.open(self._ours) as store:
            store.append(begun)
            copy_at(_columns(self._ours), store).catch_up()
        with SameEvents(_env(self._theirs)) as app:
            app.events.put(begun)
        with projected(_env(self._theirs), len(begun), _LIBRARY, Stopwatch()):
            pass
        return begun, coming

    def our_way(self, watch: Stopwatch, number: int, answered: Answered | None = None) -> int:
        """Bring our columns up to date."""
        _, coming = self._events()
        fresh = _fresh(self._ours, number)
        shutil.copytree(_columns(self._ours), _columns(fresh))
        with Store.open(fresh) as store:
            copy = copy_at(_columns(fresh), store)
            copy.ready()
            for begin in range(0, len(coming), self.page):
                store.append(coming[begin : begin + self.page])
                with watch:
                    done = copy.catch_up()
            if answered is not None:
                answered["ours"] = asked(copy)
        fresh.unlink()
        return done and len(coming)

    def library(self, watch: Stopwatch, number: int, answered: Answered | None = None) -> int:
        """Have the library's runner bring its tables up to date."""
        begun, coming = self._events()
        fresh = _fresh(self._theirs, number)
        with SameEvents(_env(fresh)) as app:
            app.events.put(coming)
        with projected(_env(fresh), len(begun) + len(coming), _LIBRARY, watch) as view:
            if answered is not None:
                answered["library"] = answers(view, _known([*begun, *coming]))
        fresh.unlink()
        return len(coming)

    def raw(self, watch: Stopwatch, number: int) -> int:
        """Read the new rows, and make nothing of them."""
        begun, coming = self._events()
        fresh = _fresh(self._ours, number)
        with Store.open(fresh) as store:
            store.append(coming)
        with closing(sqlite3.connect(fresh)) as file:
            read = 0
            for begin in range(len(begun), len(begun) + len(coming), self.page):
                with watch:
                    read += len(file.execute(_ROWS, (begin, self.page)).fetchall())
        fresh.unlink()
        return read

    @property
    def _ours(self) -> Path:
        return self.folder / "kept.db"

    @property
    def _theirs(self) -> Path:
        return self.folder / "kept-stock.db"

    def _events(self) -> tuple[list[AnyEvent], list[AnyEvent]]:
        events = _events(self.relationships, self.history)
        return events[: -2 * self.page], events[-2 * self.page :]


@cache
def _events(relationships: int, history: int) -> list[AnyEvent]:
    return events_in_time(stories(relationships, history, name="k"))


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
