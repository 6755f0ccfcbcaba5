"""Logs: OCEL 2.0 read and written, beside pm4py."""

from __future__ import annotations

import importlib
import random
import sqlite3
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from journeys.io import ocel
from journeys.io.ocel import Attribute, Change, Declared, Event, Kind, Log, Object, Related
from journeys.io.ocel.parts import FIRST
from projections.sweeping import unswept
from tests.bench.contest import Contest, Stopwatch, Work
from tests.bench.sizes import Sizes

SEED = 20
_KINDS = ("meet", "call", "late")


def generated(events: int) -> Log:
    """Return a log of so many events about a quarter as many clients and promises."""
    chance, count = random.Random(SEED), max(4, events // 4)  # noqa: S311 - the same each time

    def someone() -> str:
        return f"o{chance.randrange(count)}"

    things = tuple(
        Object(
            f"o{n}",
            "client" if n % 3 else "promise",
            (Change("tier", "gold", FIRST), Change("tier", "silver", "2024-02-01T00:00:00Z")),
            (Related(someone(), "of"),),
        )
        for n in range(count)
    )
    told = tuple(
        Event(
            f"e{n}",
            _KINDS[n % 3],
            f"2024-{1 + n % 12:02d}-{1 + n % 28:02d}T10:{n % 60:02d}:00Z",
            (Attribute("valence", round(chance.uniform(-1, 1), 2)), Attribute("channel", "mail")),
            (Related(someone(), "about"), Related(someone(), "with")),
        )
        for n in range(events)
    )
    said = (Declared("valence", "float"), Declared("channel"))
    kinds = tuple(Kind(kind, (Declared("tier"),)) for kind in ("client", "promise"))
    return Log(kinds, tuple(Kind(kind, said) for kind in _KINDS), things, told)


def contests(sizes: Sizes, folder: Path) -> Iterator[Contest]:
    """Yield reading and writing, in each form; without pm4py ours alone.

    What is written is what each of the two has read.
    """
    log, theirs = generated(sizes.logged), _pm4py()
    for form in ocel.FORMATS:
        path, out = folder / f"log.{form}", folder / f"out.{form}"
        ocel.write(log, path, form)
        yield _contest(
            f"read {form}",
            sizes.logged,
            partial(ocel.read, path),
            partial(theirs.read, form, path) if theirs else None,
            partial(_fetched, path) if form == "sqlite" else None,
            partial(_found, theirs, form, path),
        )
        if form != "json":  # there every event is made while it is read
            yield _contest(f"read {form}, and make all", sizes.logged, partial(_made, path))
        ours, known = ocel.read(path), theirs.read(form, path) if theirs else None
        yield _contest(
            f"write {form}",
            sizes.logged,
            partial(ocel.write, ours, out, form),
            partial(theirs.write, form, known, out) if theirs else None,
            _Inserting(path, out) if form == "sqlite" else None,
        )


def _contest(
    what: str,
    events: int,
    ours: Callable[[], object],
    theirs: Callable[[], object] | None = None,
    raw: Callable[[], object] | None = None,
    agree: Callable[[], dict[str, int]] | None = None,
) -> Contest:
    return Contest(
        group="logs",
        what=what,
        unit="event",
        ours=_timed(ours, events),
        stock=_timed(theirs, events) if theirs else None,
        raw=_timed(raw, events) if raw else None,
        agree=agree,
        rounds=3,  # writing so many takes the library ten seconds
    )


def _made(path: Path) -> int:
    log = ocel.read(path)
    return len(log.events) + len(log.objects)


def _tables(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT name FROM sqlite_schema").fetchall()
        return {t: connection.execute(f"SELECT * FROM {t}").fetchall() for (t,) in found}  # noqa: S608 - our own names


def _fetched(path: Path) -> int:
    """Fetch every row of every table, and make nothing of it."""
    with unswept():
        return len(_tables(path))


class _Inserting:
    """Inserts the rows of a file, which are at hand, into another: hundreds a step, every value."""

    def __init__(self, path: Path, out: Path) -> None:
        found = _tables(path).items()
        self.out = out
        self.values = {table: [*chain.from_iterable(rows)] for table, rows in found if rows}
        self.width = {table: len(rows[0]) for table, rows in found if rows}

    def __call__(self) -> None:
        self.out.unlink(missing_ok=True)
        with unswept(), closing(sqlite3.connect(self.out, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("BEGIN")
            for table, width in self.width.items():
                names = ", ".join(f"c{n}" for n in range(width))
                connection.execute(f"CREATE TABLE {table} ({names})")
                self._insert(connection, table, width)
            connection.execute("COMMIT")

    def _insert(self, connection: sqlite3.Connection, table: str, width: int) -> None:
        values, row = self.values[table], f"({', '.join('?' * width)})"
        step = 900 // width * width
        for begin in range(0, len(values), step):
            some = values[begin : begin + step]
            rows = ", ".join([row] * (len(some) // width))
            connection.execute(f"INSERT INTO {table} VALUES {rows}", some)  # noqa: S608 - our own names


def _found(theirs: _Pm4py | None, form: str, path: Path) -> dict[str, int]:
    """Return how many events each finds in a file that we wrote, with the objects of each.

    An object that is tied to an event twice counts once: in JSON the library keeps the last tie.
    """
    log = ocel.read(path)
    tied = {(event.id, tie.object_id) for event in log.events for tie in event.relationships}
    found = {"ours": len(log.events) + len(tied)}
    if theirs:
        known = theirs.read(form, path)
        pairs = known.relations[["ocel:eid", "ocel:oid"]].drop_duplicates()
        found["stock"] = len(known.events) + len(pairs)
    return found


def _timed(work: Callable[[], object], count: int) -> Work:
    def timed(watch: Stopwatch) -> int:
        with watch:
            work()
        return count

    return timed


class _Pm4py:
    def __init__(self, module: Any) -> None:  # noqa: ANN401 - a library without types
        self.module = module

    def read(self, form: str, path: Path) -> Any:  # noqa: ANN401 - the library's own log
        with warnings.catch_warnings(action="ignore"):
            return getattr(self.module, f"read_ocel2_{form}")(str(path))

    def write(self, form: str, log: Any, path: Path) -> None:  # noqa: ANN401 - the library's own log
        path.unlink(missing_ok=True)
        with warnings.catch_warnings(action="ignore"):
            getattr(self.module, f"write_ocel2_{form}")(log, str(path))


def _pm4py() -> _Pm4py | None:
    try:
        with warnings.catch_warnings(action="ignore"):
            return _Pm4py(importlib.import_module("pm4py"))
    except ImportError:
        return None
