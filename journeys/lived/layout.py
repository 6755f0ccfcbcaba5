"""Which columns there are. One row of ``occasions`` is one occasion, life by life."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

CODED = (
    "phase", "activity", "named", "gate", "channel", "lane", "promise", "friction", "systems",
)  # fmt: skip
"""Columns of texts, each kept as the number of its text from 1 on; 0 was not told."""

Schema = dict[str, pl.DataType | type[pl.DataType]]

PARTS: Mapping[str, Schema] = {
    "lives": {
        "relationship": pl.String,
        **dict.fromkeys(("occasions", "others", "told"), pl.UInt32),
        **dict.fromkeys(("process", "adopted", "shut", "traits"), pl.String),
        **dict.fromkeys(("goodbye", "promises", "items"), pl.String),
    },
    "occasions": {
        "at": pl.Int64,
        "rough": pl.Boolean,
        "together": pl.Boolean,
        **dict.fromkeys(CODED, pl.UInt32),
        **dict.fromkeys(("cause", "heals", "client_earlier", "staff_earlier"), pl.Int32),
        **dict.fromkeys(("client_before", "client_after"), pl.Float64),
        **dict.fromkeys(("staff_before", "staff_after"), pl.Float64),
        **dict.fromkeys(("client_attributed", "staff_attributed"), pl.Boolean),
        **dict.fromkeys(("client_told", "staff_told"), pl.UInt16),
    },
    "names": {"event": pl.String, "story": pl.String, "moment": pl.String},
    "others": {"event": pl.String},
    "told": {"event": pl.Int32},
    "texts": {"column": pl.String, "text": pl.String},
}
"""Every part of a piece, and its columns with their kinds.

Lives come by relationship, with how many rows of the other parts are theirs. Of the process that
was adopted, the traits, goodbye, promises and items the documents of the view are kept as they are.

``at`` is the first instant of an occasion, in microseconds since 1970; ``names`` has its id, its
name in a story and its moment as it was written, row by row. A feeling that was not told is no
number. ``cause``, ``heals``, ``…_earlier`` and the events in ``told`` are numbers of ids within a
life: first its occasions, then its ``others``; −1 is none. ``client_told`` and ``staff_told`` are
how many rows of ``told`` are the feelings told about an occasion: the client's, then ours.
"""
