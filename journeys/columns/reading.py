"""Reading back: what a few facts say, from the log. The columns tell which ones decide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import msgspec

from domain._kernel import AnyEvent, read_at, topics
from domain.moments import Moment
from journeys.columns.arrays import Array
from journeys.columns.chosen import Columns
from journeys.columns.taking import todays

S = TypeVar("S", bound=msgspec.Struct)
_BLOCK = 20_000
"""Events read back at a time, where they are many."""


class _Dated(msgspec.Struct, gc=False):
    occurred_at: str


def events(columns: Columns, rows: Array) -> list[AnyEvent]:
    """Return the events in these rows."""
    found = columns.logged(rows)
    return [read_at(row.relationship, row.version, row.topic, row.payload) for row in found]


def said(columns: Columns, rows: Array, form: type[S]) -> list[S]:
    """Return what the events in these rows say, as much of it as *form* asks for."""
    decode, known = msgspec.json.Decoder(form).decode, topics()
    return [
        decode(row.payload if row.topic in known else todays(row.topic, row.payload)[1])
        for row in columns.logged(rows)
    ]


def by_block(columns: Columns, rows: Array, form: type[S]) -> Iterator[S]:
    """Yield the same as `said`, of very many rows: no more than a block of them is held."""
    for begin in range(0, len(rows), _BLOCK):
        yield from said(columns, rows[begin : begin + _BLOCK], form)


def dated(columns: Columns, rows: Array) -> list[Moment]:
    """Return when the events in these rows happened, as it was written."""
    return [Moment(one.occurred_at) for one in by_block(columns, rows, _Dated)]
