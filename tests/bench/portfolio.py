"""Questions about a whole portfolio: from our columns, and by hand in polars and DuckDB."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl

from journeys.columns.copy import Copy, copy_at
from journeys.columns.figures import ANSWERED, Columns
from journeys.io.bulk.taking import take
from journeys.store import Store
from projections.answers import ANSWERS
from tests.bench.contest import Contest, Stopwatch, Work
from tests.bench.large import native_file
from tests.bench.sizes import Sizes

_COUNTED = "SELECT strftime(day, '%Y-%m') AS period, topic, count(*) AS n FROM facts GROUP BY ALL"
_FELT = (
    "SELECT strftime(day, '%Y-%m') AS period, whose, count(*) AS n, avg(valence) FROM facts"
    " WHERE counted GROUP BY ALL"
)
_FOLLOWED = (
    "SELECT topic, next, count(*) AS n, median(then_at - began) FROM (SELECT topic,"
    ' epoch_us("at") AS began, lead(topic) OVER w AS next, epoch_us(lead("at") OVER w) AS then_at'
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
    frame = _frame(columns)
    duck = _duckdb(columns)
    yield _contest(sizes, copy, "facts-over-time", _counted, duck and _ask(duck, _COUNTED), frame)
    yield _contest(sizes, copy, "what-follows", _followed, duck and _ask(duck, _FOLLOWED), frame)
    yield _contest(sizes, copy, "feelings-over-time", _felt, duck and _ask(duck, _FELT), frame)
    for name in ("promises-over-time", "silences"):
        yield _contest(sizes, copy, name, None, None, frame)
    yield _first(sizes, columns, store, "facts-over-time")
    yield _first(sizes, columns, store, *ANSWERED)
    store.close()


def _frame(folder: Path) -> pl.DataFrame:
    """Return the columns as anybody would read them: codes as they are, everything in memory."""
    names = ["relationship", "topic", "at", "day", "version", "whose", "valence", "counted"]
    parts = [pl.read_parquet(one, columns=names) for one in sorted(folder.glob("*-facts.parquet"))]
    return pl.concat(parts, rechunk=True)


def _duckdb(folder: Path) -> Any:  # noqa: ANN401 - a library that may be missing
    try:
        duckdb = importlib.import_module("duckdb")
    except ModuleNotFoundError:
        return None
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    files = [str(one) for one in sorted(folder.glob("*-facts.parquet"))]
    connection.execute("CREATE TABLE facts AS SELECT * FROM read_parquet($1)", [files])
    return connection


def _ask(connection: Any, statement: str) -> Callable[[], int]:  # noqa: ANN401 - as above
    return lambda: sum(row[2] for row in connection.execute(statement).fetchall())


def _counted(frame: pl.DataFrame) -> int:
    month = pl.col("day").dt.strftime("%Y-%m")
    return int(frame.group_by(month, "topic").len()["len"].sum())


def _felt(frame: pl.DataFrame) -> int:
    month = pl.col("day").dt.strftime("%Y-%m")
    felt = frame.filter(pl.col("counted"))
    found = felt.group_by(month, "whose").agg(pl.col("valence").mean(), pl.len())
    return int(found["len"].sum())


def _followed(frame: pl.DataFrame) -> int:
    found = (
        frame.sort("relationship", "at", "version")
        .with_columns(
            pl.col("topic").shift(-1).over("relationship").alias("next"),
            (pl.col("at").shift(-1).over("relationship") - pl.col("at")).alias("wait"),
        )
        .drop_nulls("next")
        .group_by("topic", "next")
        .agg(pl.len(), pl.col("wait").median())
    )
    return int(found["len"].sum())


def _contest(
    sizes: Sizes,
    copy: Copy,
    name: str,
    by_hand: Callable[[pl.DataFrame], int] | None,
    by_duck: Callable[[], int] | None,
    frame: pl.DataFrame,
) -> Contest:
    counts: dict[str, int] = {}

    def ours() -> int:
        rows = list(ANSWERED[name](Columns(copy), **ANSWERS[name].parameters))
        felt = ("samples_client", "samples_staff")
        return sum(row.get("times", 0) or sum(row.get(one, 0) for one in felt) for row in rows)

    def timed(who: str, work: Callable[[], int]) -> Work:
        def once(watch: Stopwatch) -> int:
            with watch:
                counts[who] = work()
            return 1

        return once

    what = f"{name}, {sizes.imported:,} events"
    more = {f"{what}; DuckDB by hand": timed("duckdb", by_duck)} if by_duck else {}
    return Contest(
        "portfolio",
        what,
        "question",
        timed("ours", ours),
        timed("polars", lambda: by_hand(frame)) if by_hand else None,
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

    asked = names[0] if len(names) == 1 else "all five"
    what = f"{asked}, {sizes.imported:,} events, nothing in memory yet"
    return Contest("portfolio", what, "question" if len(names) == 1 else "five questions", work)
