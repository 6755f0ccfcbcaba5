"""Questions about a whole portfolio: from our columns, and by hand in polars and DuckDB."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from journeys.columns.chosen import Columns
from journeys.columns.copy import Copy, copy_at
from journeys.columns.figures import ANSWERED
from journeys.columns.layout import SCHEMA
from journeys.io.bulk.taking import take
from journeys.store import Store
from projections.answers import ANSWERS
from tests.bench.contest import Contest, Stopwatch, Work
from tests.bench.large import native_file
from tests.bench.sizes import Sizes

_BEHIND = ", count(DISTINCT relationship), list(event)"
_COUNTED = "SELECT count(*), strftime(day, '%Y-%m') AS period, topic{} FROM facts GROUP BY ALL"
_FELT = (
    "SELECT count(*), strftime(day, '%Y-%m') AS period, {} FROM facts WHERE counted GROUP BY ALL"
)
_MEANS = "avg(valence) FILTER (WHERE whose = {0}), avg(valence) FILTER (WHERE whose <> {0})"
_FOLLOWED = (
    "SELECT count(*), topic, next, median(then_at - began){} FROM (SELECT topic, relationship,"
    ' epoch_us("at") AS began, lead(topic) OVER w AS next, epoch_us(lead("at") OVER w) AS then_at,'
    " lead(event) OVER w AS event"
    ' FROM facts WINDOW w AS (PARTITION BY relationship ORDER BY "at", version))'
    " WHERE next IS NOT NULL GROUP BY ALL"
)


def contests(sizes: Sizes, folder: Path) -> Iterator[Contest]:
    """Yield what there is to measure, on one portfolio that all of them read."""
    file, place = native_file(folder / "large.jsonl", sizes.imported), folder / "a.db"
    store = Store.open(place)
    columns = place.with_name("a.db.columns")
    copy = copy_at(columns, store)
    take(file, store, copy)
    yield from _asked(sizes, copy, columns)
    yield _first(sizes, columns, store, "facts-over-time")
    yield _first(sizes, columns, store, *ANSWERED)
    store.close()


def _asked(sizes: Sizes, copy: Copy, folder: Path) -> Iterator[Contest]:
    facts = folder.with_name("facts.parquet")
    copy.frame(list(SCHEMA)).write_parquet(facts, compression="zstd")
    frame, duck = _frame(facts), _duckdb(facts)
    client = copy.held().texts["whose"].index("client")
    by_hand: dict[str, Callable[..., pl.DataFrame]] = {
        "facts-over-time": _counted,
        "what-follows": _followed,
        "feelings-over-time": partial(_felt, client=client),
    }
    in_sql = {
        "facts-over-time": (_COUNTED.format(""), _COUNTED.format(_BEHIND)),
        "what-follows": (_FOLLOWED.format(""), _FOLLOWED.format(_BEHIND)),
        "feelings-over-time": (
            _FELT.format("whose, avg(valence)"),
            _FELT.format(_MEANS.format(client) + _BEHIND),
        ),
    }
    for name in sorted(ANSWERED):
        for read in (False, True):
            work, said = by_hand.get(name), in_sql.get(name)
            yield _contest(
                sizes,
                copy,
                name,
                partial(_total, work, frame, read=read) if work else None,
                _ask(duck, said[read]) if duck and said else None,
                read=read,
            )


def _total(work: Callable[..., pl.DataFrame], frame: pl.DataFrame, *, read: bool) -> int:
    found = work(frame, read=read)
    return sum(row["len"] for row in found.to_dicts()) if read else int(found["len"].sum())


def _frame(facts: Path) -> pl.DataFrame:
    """Return the columns as anybody would read them: codes as they are, everything in memory."""
    names = ["relationship", "topic", "at", "day", "version", "whose", "valence", "counted"]
    names.append("event")
    return pl.read_parquet(facts, columns=names).rechunk()


def _duckdb(facts: Path) -> Any:  # noqa: ANN401 - a library that may be missing
    try:
        duckdb = importlib.import_module("duckdb")
    except ModuleNotFoundError:
        return None
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("CREATE TABLE facts AS SELECT * FROM read_parquet($1)", [str(facts)])
    return connection


def _ask(connection: Any, statement: str) -> Callable[[], int]:  # noqa: ANN401 - as above
    return lambda: sum(row[0] for row in connection.execute(statement).fetchall())


def _behind(*, read: bool) -> list[pl.Expr]:
    """Return what tells of how many relationships a figure is, and on which events it rests."""
    return [pl.col("relationship").n_unique(), pl.col("event")] if read else []


def _counted(frame: pl.DataFrame, *, read: bool) -> pl.DataFrame:
    month = pl.col("day").dt.strftime("%Y-%m")
    return frame.group_by(month, "topic").agg(pl.len(), *_behind(read=read))


def _felt(frame: pl.DataFrame, *, read: bool, client: int) -> pl.DataFrame:
    month = pl.col("day").dt.strftime("%Y-%m")
    felt, valence, ours = frame.filter(pl.col("counted")), pl.col("valence"), pl.col("whose")
    if not read:
        return felt.group_by(month, "whose").agg(valence.mean(), pl.len())
    sides = [valence.filter(ours == client).mean(), valence.filter(ours != client).mean()]
    told = [sides[0].alias("client"), sides[1].alias("staff"), pl.len()]
    return felt.group_by(month).agg(*told, *_behind(read=read))


def _followed(frame: pl.DataFrame, *, read: bool) -> pl.DataFrame:
    then = [pl.col(one).shift(-1).over("relationship") for one in ("topic", "at", "event")]
    return (
        frame.sort("relationship", "at", "version")
        .with_columns(
            then[0].alias("next"),
            (then[1] - pl.col("at")).alias("wait"),
            *([then[2]] if read else []),
        )
        .drop_nulls("next")
        .group_by("topic", "next")
        .agg(pl.len(), pl.col("wait").median(), *_behind(read=read))
    )


def _contest(
    sizes: Sizes,
    copy: Copy,
    name: str,
    by_hand: Callable[[], int] | None,
    by_duck: Callable[[], int] | None,
    *,
    read: bool,
) -> Contest:
    counts: dict[str, int] = {}

    def ours() -> int:
        rows = list(ANSWERED[name](Columns(copy), **ANSWERS[name].parameters))
        if read:
            rows = [{**row, "events": list(row["events"])} for row in rows]
        felt = ("samples_client", "samples_staff", "moments")
        return sum(row.get("times", 0) or sum(row.get(one, 0) for one in felt) for row in rows)

    def timed(who: str, work: Callable[[], int]) -> Work:
        def once(watch: Stopwatch) -> int:
            with watch:
                counts[who] = work()
            return 1

        return once

    ids = ", every id read" if read else ""
    what = f"{name}{ids}, {sizes.imported:,} events"
    more = {f"{what}; DuckDB by hand": timed("duckdb", by_duck)} if by_duck else {}
    return Contest(
        "portfolio",
        what,
        "question",
        timed("ours", ours),
        timed("polars", by_hand) if by_hand else None,
        more=more,
        agree=(lambda: counts) if by_hand else None,
    )


def _first(sizes: Sizes, folder: Path, store: Store, *names: str) -> Contest:
    """The first questions of a program that has just started: the files are read and sorted."""

    def work(watch: Stopwatch) -> int:
        copy = copy_at(folder, store)
        with watch:
            for name in names:
                list(ANSWERED[name](Columns(copy), **ANSWERS[name].parameters))
        return 1

    asked = names[0] if len(names) == 1 else "all of them"
    what = f"{asked}, {sizes.imported:,} events, nothing in memory yet"
    return Contest("portfolio", what, "question" if len(names) == 1 else "so many questions", work)
