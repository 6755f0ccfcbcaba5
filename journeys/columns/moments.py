"""Moments as columns: what `domain.moments.Moment` says of a text, for many texts at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import polars as pl

from domain.moments import Moment
from journeys.columns.layout import INSTANT, PRECISIONS

_PLAIN = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{6})?(Z|[+-]\d{2}:\d{2})$"


def starts(texts: Sequence[str]) -> pl.Series:
    """Return the first instant of every moment, in UTC.

    The plain form is read by the column; whatever else people write, by `Moment` itself.
    """
    column = pl.Series("at", texts, dtype=pl.String)
    plain = column.str.contains(_PLAIN)
    read = (
        column.set(~plain, None)
        .str.replace("Z$", "+00:00")
        .str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%:z", time_unit="us", time_zone="UTC", strict=False)
    )
    others = read.is_null().arg_true().to_list()
    if not others:
        return read
    return read.scatter(others, pl.Series([_start(texts[i]) for i in others], dtype=INSTANT))


def days(texts: Sequence[str]) -> tuple[pl.Series, pl.Series]:
    """Return the calendar day of every moment as it was written, and how sharp it is."""
    column = pl.Series("day", texts, dtype=pl.String)
    plain = column.str.contains(_PLAIN)
    day = column.set(~plain, None).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    sharp = pl.zeros(len(texts), dtype=pl.UInt8, eager=True).alias("precision")
    others = day.is_null().arg_true().to_list()
    if not others:
        return day, sharp
    told = [_day(texts[i]) for i in others]
    return (
        day.scatter(others, pl.Series([one for one, _ in told], dtype=pl.Date)),
        sharp.scatter(others, pl.Series([how for _, how in told], dtype=pl.UInt8)),
    )


def _start(text: str) -> datetime:
    return Moment(text).start


def _day(text: str) -> tuple[date, int]:
    moment = Moment(text)
    return moment.day, PRECISIONS.index(moment.precision)
