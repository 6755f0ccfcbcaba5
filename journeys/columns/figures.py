"""Questions about a whole portfolio, answered from the columns.

Every one of them is an answer of `projections.answers.portfolio` as well, which folds relationship
after relationship. Both come to the same rows; that is a test.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import polars as pl

from domain._kernel import topics
from domain.moments import Moment
from domain.state import area_of
from journeys.columns.copy import Copy
from journeys.columns.layout import PRECISIONS
from projections.answers import Row
from projections.answers.periods import Per, per_of, period
from projections.answers.portfolio import INSIDE, OPEN, feelings_row, in_days
from projections.answers.sums import share
from projections.timeline import title

_MADE, _SETTLED = "relationship.promise-made.v1", "relationship.promise-settled.v1"
_YEAR = PRECISIONS.index("year")
_HELD = "relationship.contact-held.v1"


@dataclass(frozen=True, slots=True)
class Columns:
    """A copy, cut down to what a question is about.

    ``relationships`` are ids, None for all of them; ``at`` and ``as_known`` cut as in a replay.
    """

    copy: Copy
    relationships: Collection[str] | None = None
    at: Moment | None = None
    as_known: Moment | None = None

    def frame(self, *columns: str) -> pl.DataFrame:
        """Return these columns of relationships alone, each in order of happening."""
        cuts = [("at", self.at), ("recorded", self.as_known)]
        needed = ["relationship", *(name for name, cut in cuts if cut is not None)]
        found = self.copy.frame(list(dict.fromkeys([*needed, *columns])))
        wanted = self.relationships
        ids = self.copy.texts("relationship")
        chosen = [area_of(i) == "relationship" and (wanted is None or i in wanted) for i in ids]
        if not all(chosen):
            found = found.filter(pl.Series(chosen).gather(found["relationship"]))
        for name, cut in cuts:
            if cut is not None:
                found = found.filter(_reached(name, cut))
        return found

    def code(self, column: str, text: str) -> int:
        """Return the code of a text, −1 where nothing has it."""
        texts = self.copy.texts(column)
        return texts.index(text) if text in texts else -1


def _reached(column: str, cut: Moment) -> pl.Expr:
    at = pl.col(column)
    return at <= cut.start if cut.precision == "instant" else at < cut.end


def items(columns: Columns) -> dict[str, str]:
    """Return under which name people know an event, by the event's id."""
    told = columns.frame("event", "story").drop_nulls("story")
    names = columns.copy.texts("story")
    return {event: names[code] for event, code in told.select("event", "story").iter_rows()}


# --- the questions ---------------------------------------------------------------------------


def facts_over_time(columns: Columns, *, per: str) -> Iterator[Row]:
    """Count by kind and period; see `projections.answers.portfolio.facts_over_time`."""
    frame = _with_period(columns.frame("topic", "day", "precision", "event"), per)
    found = frame.group_by("period", "topic", maintain_order=True).agg(*_ABOUT)
    names = _titles(columns)
    rows = [
        {"period": _period(one["period"], per_of(per)), "what": names[one["topic"]], **_about(one)}
        for one in found.iter_rows(named=True)
    ]
    yield from sorted(rows, key=lambda row: (row["period"], row["what"]))


def what_follows(columns: Columns, *, least: int) -> Iterator[Row]:
    """Count what follows what; see `projections.answers.portfolio.what_follows`."""
    frame = columns.frame("topic", "at", "event")
    then = frame.shift(-1).rename(lambda name: f"then_{name}")
    steps = pl.concat([frame, then], how="horizontal").filter(
        pl.col("relationship") == pl.col("then_relationship")
    )
    wait = (pl.col("then_at") - pl.col("at")).dt.total_microseconds()
    found = (
        steps.group_by("topic", "then_topic", maintain_order=True)
        .agg(
            pl.len().alias("times"),
            pl.col("relationship").n_unique().alias("relationships"),
            wait.median().alias("wait"),
            pl.col("then_event").alias("events"),
        )
        .filter(pl.col("times") >= least)
    )
    names = _titles(columns)
    rows = [
        {
            "what": names[one["topic"]],
            "next": names[one["then_topic"]],
            "interval": in_days(one["wait"]),
            **_about(one),
        }
        for one in found.iter_rows(named=True)
    ]
    yield from sorted(rows, key=lambda row: (-row["times"], row["what"], row["next"]))


def feelings_over_time(columns: Columns, *, per: str) -> Iterator[Row]:
    """Sum up both sides' feelings; see `projections.answers.portfolio.feelings_over_time`."""
    frame = columns.frame("whose", "valence", "counted", "day", "precision", "event")
    frame = _with_period(frame.filter(pl.col("counted")), per)
    client = columns.code("whose", "client")
    felt = (
        frame.with_columns(
            pl.col("relationship").rle_id().alias("whom"), (pl.col("whose") != client).alias("side")
        )
        .sort("period", "whom", "side", maintain_order=True)
        .group_by("period", maintain_order=True)
        .agg(
            pl.col("valence").filter(~pl.col("side")).alias("client"),
            pl.col("valence").filter(pl.col("side")).alias("staff"),
            *_ABOUT,
        )
    )
    for one in felt.iter_rows(named=True):
        about = _about(one)
        del about["times"]
        yield feelings_row(_period(one["period"], per_of(per)), one["client"], one["staff"]) | about


def promises_over_time(columns: Columns, *, per: str) -> Iterator[Row]:
    """Count what became of promises; see `projections.answers.portfolio.promises_over_time`."""
    named = ("topic", "promise", "by", "outcome", "day", "precision", "event")
    frame = columns.frame(*named)
    topic = pl.col("topic")
    made = _with_period(frame.filter(topic == columns.code("topic", _MADE)), per)
    last = (
        frame.filter(topic == columns.code("topic", _SETTLED))
        .group_by("relationship", "promise", maintain_order=True)
        .agg(pl.col("outcome").last().alias("came"), pl.col("event").last().alias("settled"))
    )
    both = made.join(last, on=["relationship", "promise"], how="left", maintain_order="left")
    found = (
        both.with_columns(pl.coalesce("settled", "event").alias("event"))
        .group_by("period", "by", "came", maintain_order=True)
        .agg(*_ABOUT)
        .with_columns(pl.col("times").sum().over("period", "by").alias("all"))
    )
    sides, outcomes = columns.copy.texts("by"), columns.copy.texts("outcome")
    rows = [
        {
            "period": _period(one["period"], per_of(per)),
            "by": sides[one["by"]],
            "outcome": OPEN if one["came"] is None else outcomes[one["came"]],
            "share": share(one["times"], one["all"]),
            **_about(one),
        }
        for one in found.iter_rows(named=True)
    ]
    yield from sorted(rows, key=lambda row: (row["period"], row["by"], row["outcome"]))


def silences(columns: Columns, *, per: str) -> Iterator[Row]:
    """Measure silences between contacts; see `projections.answers.portfolio.silences`."""
    frame = columns.frame("topic", "channel", "at", "day", "precision", "event")
    inside = [columns.code("channel", one) for one in INSIDE]
    channel = pl.col("channel")
    held = channel.is_null() & (pl.col("topic") == columns.code("topic", _HELD))
    outward = channel.is_not_null() & ~channel.is_in([one for one in inside if one >= 0])
    begun = pl.col("relationship").rle_id()
    contacts = (
        frame.filter(held | outward)
        .filter(
            (begun != begun.shift()).fill_null(value=True) | (pl.col("at") != pl.col("at").shift())
        )
        .with_columns(
            (pl.col("at") - pl.col("at").shift().over("relationship"))
            .dt.total_microseconds()
            .alias("wait")
        )
        .drop_nulls("wait")
    )
    found = (
        _with_period(contacts, per)
        .group_by("period", maintain_order=True)
        .agg(*_ABOUT, pl.col("wait").median().alias("middle"), pl.col("wait").max().alias("most"))
        .sort("period")
    )
    for one in found.iter_rows(named=True):
        waits = {"interval": in_days(one["middle"]), "longest": in_days(one["most"])}
        yield {"period": _period(one["period"], per_of(per)), **waits, **_about(one)}


ANSWERED: Mapping[str, Callable[..., Iterator[Row]]] = {
    "facts-over-time": facts_over_time,
    "feelings-over-time": feelings_over_time,
    "promises-over-time": promises_over_time,
    "silences": silences,
    "what-follows": what_follows,
}
"""The questions that columns answer, by name."""


# --- what they share -------------------------------------------------------------------------

_ABOUT = (
    pl.len().alias("times"),
    pl.col("relationship").n_unique().alias("relationships"),
    pl.col("event").alias("events"),
)


def _about(row: Row) -> Row:
    return {name: row[name] for name in ("times", "relationships", "events")}


def _with_period(frame: pl.DataFrame, per: str) -> pl.DataFrame:
    """Add the period of every row, as a number that sorts as its name does."""
    of = per_of(per)
    month = pl.col("day").dt.month().cast(pl.Int32)
    part = {"month": month, "quarter": (month + 2) // 3, "year": pl.lit(0)}[of]
    within = pl.when(pl.col("precision") < _YEAR).then(part).otherwise(0)
    return frame.with_columns((pl.col("day").dt.year() * 100 + within).alias("period"))


@cache
def _period(number: int, per: Per) -> str:
    """Return the name of a period."""
    year, part = divmod(number, 100)
    month = {"month": part, "quarter": 3 * part - 2, "year": 1}[per]
    return period(date(year, max(1, month), 1), "month" if part else "year", per)


def _titles(columns: Columns) -> list[str]:
    facts = topics()
    return [title(facts[topic]) for topic in columns.copy.texts("topic")]
