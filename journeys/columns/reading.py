"""Reading back: what a few facts say, from the log. The columns tell which ones decide."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar

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


def said(columns: Columns, rows: Array, form: type[S]) -> Iterator[S]:
    """Yield what the events in these rows say, as much of it as *form* asks for.

    Of very many rows no more than a block is held.
    """
    decode, known = msgspec.json.Decoder(form).decode, topics()
    for begin in range(0, len(rows), _BLOCK):
        for row in columns.logged(rows[begin : begin + _BLOCK]):
            yield decode(row.payload if row.topic in known else todays(row.topic, row.payload)[1])


def facts(columns: Columns, rows: Array, form: type[S]) -> Iterator[S]:
    """Yield as much of the facts in these rows as *form* asks for."""
    return (one.fact for one in said(columns, rows, _with(form)))


@cache
def _with(form: type[msgspec.Struct]) -> type[Any]:
    return msgspec.defstruct("Event", [("fact", form)], gc=False)


def dated(columns: Columns, rows: Array) -> list[Moment]:
    """Return when the events in these rows happened, as it was written."""
    return [Moment(one.occurred_at) for one in said(columns, rows, _Dated)]
