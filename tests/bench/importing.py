"""Import: a large native file into the store and its columns, beside the library's own way."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import count
from math import inf
from pathlib import Path
from typing import Any
from unittest.mock import patch

from domain._kernel import fact_of
from journeys.columns.copy import copy_at
from journeys.io import importing
from journeys.io.bulk import taking
from journeys.io.bulk.taking import take
from journeys.store import Store
from projections.answers import Row
from tests.bench import stock
from tests.bench.aggregate import Journey
from tests.bench.contest import Contest, Stopwatch, Work
from tests.bench.keeping_up import asked, projected
from tests.bench.large import native_file
from tests.bench.plain import Story, Told
from tests.bench.projecting import Native
from tests.bench.sizes import Sizes
from tests.bench.stock_answers import Answers, SeesTheirs, answers, same

SAMPLE = 20_000
"""Events that the library does, at most: of a million each takes it as long."""
LARGE = 1_000_000
"""Events up to which a file is imported more than once."""
MIDDLING = 200_000
"""Events of a file that is read by a process of its own."""


def contests(sizes: Sizes, folder: Path) -> Iterator[Contest]:
    """Yield what there is to measure: the large file once, and a smaller one our ordinary way."""
    file = native_file(folder / "large.jsonl", sizes.imported)
    few = native_file(folder / "few.jsonl", min(SAMPLE, sizes.imported // 10))
    told = _stories(few)
    sample = sum(map(len, told))
    number = count()
    kept: dict[str, int] = {}

    def ours(watch: Stopwatch) -> int:
        place = folder / f"ours-{next(number)}.db"
        with Store.open(place) as store:
            copy = copy_at(_columns(place), store)
            with watch:
                taken = take(file, store, copy)
            kept["ours"] = store.end()
            kept["columns"] = copy.frame(["position"]).height
        place.unlink()
        return taken.recorded

    def agree() -> dict[str, int]:
        same(*_both_of(few, folder, number))
        return kept

    yield Contest(
        "import",
        f"{sizes.imported:,} events from a file into the store and its columns",
        "event",
        ours,
        _library(few, folder, number),
        sampled=sample,
        agree=agree,
        rounds=3 if sizes.imported <= LARGE else 1,
    )
    yield _processes(min(sizes.imported, MIDDLING), folder, number)
    yield _ordinary(native_file(folder / "some.jsonl", 20_000), folder, number)


def _columns(place: Path) -> Path:
    return place.with_name(place.name + ".columns")


def _processes(events: int, folder: Path, number: Iterator[int]) -> Contest:
    """One pass, by one process or by two, as it comes: small files, and one core, have one."""
    file = native_file(folder / "middling.jsonl", events)

    def as_it_comes(watch: Stopwatch) -> int:
        with Store.open(folder / f"middling-{next(number)}.db") as store, watch:
            return take(file, store).recorded

    def in_one(watch: Stopwatch) -> int:
        with patch.object(taking, "APART_FROM", inf):
            return as_it_comes(watch)

    what = f"one pass over {events:,} events without columns"
    return Contest("import", what, "event", as_it_comes, more={f"{what}; in one process": in_one})


def _ordinary(file: Path, folder: Path, number: Iterator[int]) -> Contest:
    """One pass, beside planning and applying the same file."""

    def bulk(watch: Stopwatch) -> int:
        with Store.open(folder / f"bulk-{next(number)}.db") as store, watch:
            return take(file, store).recorded

    def planned(watch: Stopwatch) -> int:
        with Store.open(folder / f"planned-{next(number)}.db") as store, watch:
            return importing.apply(importing.plan(file, store), store)

    apart = _no_fact_twice(file)

    def told_apart(watch: Stopwatch) -> int:
        with Store.open(folder / f"apart-{next(number)}.db") as store, watch:
            return take(apart, store).recorded

    what = "one pass without columns"
    more = {
        f"{what}; our ordinary import": planned,
        f"{what}; facts never the same": told_apart,
    }
    return Contest("import", what, "event", bulk, more=more)


def _no_fact_twice(file: Path) -> Path:
    """Write the same file with other words in every promise and every feeling."""
    apart = file.with_stem(f"{file.stem}-apart")
    number = count()
    with apart.open("wb") as out:
        for line in file.read_bytes().splitlines(keepends=True):
            if b'"whose":' in line:
                words = b',"words":"in other words, for the %dth time"}}' % next(number)
                out.write(line.replace(b"}}", words))
            else:
                out.write(line.replace(b'"text":"', b'"text":"%d ' % next(number)))
    return apart


def _said(file: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, file.read_bytes().splitlines())


def _stories(file: Path) -> list[Story]:
    """Return what the lines of a file tell, for the library: relationship by relationship."""
    told: dict[str, Story] = {}
    for said in _said(file):
        fact = fact_of(said["type"], said["data"])
        at = datetime.fromisoformat(said["occurred"])
        one = Told(said["subject"], int(said["sequence"]), at, fact)
        told.setdefault(said["subject"], []).append(one)
    return list(told.values())


def _library(file: Path, folder: Path, number: Iterator[int]) -> Work:
    """Read the lines, trigger the events, save 50 aggregates at a time, keep the tables up."""

    def work(watch: Stopwatch) -> int:
        events, _ = _theirs(file, folder / f"library-{next(number)}.db", watch)
        return events

    return work


def _theirs(file: Path, path: Path, watch: Stopwatch) -> tuple[int, Mapping[str, list[Row]]]:
    env = stock.environment(path)
    with watch:
        told = _stories(file)
        with Native(env) as app:
            stock.fill(app, told)
    ids = {(said["subject"], int(said["sequence"])): said["id"] for said in _said(file)}
    names = {Journey.create_id(story[0].relationship).hex: story[0].relationship for story in told}

    def our(event: str) -> tuple[str, str]:
        name, _, number = event.partition(":")
        return names[name], ids[names[name], int(number)]

    events = sum(map(len, told))
    with projected(env, events, (Native, SeesTheirs, Answers), watch) as view:
        return events, answers(view, our)


def _both_of(
    file: Path, folder: Path, number: Iterator[int]
) -> tuple[Mapping[str, list[Row]], Mapping[str, list[Row]]]:
    """Return what both ways answer when the same small file has come in."""
    place = folder / f"both-{next(number)}.db"
    with Store.open(place) as store:
        copy = copy_at(_columns(place), store)
        take(file, store, copy)
        _, theirs = _theirs(file, folder / f"both-{next(number)}.db", Stopwatch())
        return asked(copy), theirs
