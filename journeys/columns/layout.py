"""Which columns a copy has. One row is one event, in the order of the log."""

from __future__ import annotations

import polars as pl

CODED = (
    "relationship", "topic", "actor", "channel", "word", "touchpoint", "story", "whose", "promise",
    "outcome", "by",
)  # fmt: skip
"""Columns of texts, each kept as the number of its text in a dictionary of its own."""

INSTANT = pl.Datetime("us", "UTC")
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "position": pl.Int64,
    "version": pl.UInt32,
    "event": pl.String,
    "at": INSTANT,
    "day": pl.Date,
    "precision": pl.UInt8,
    "recorded": INSTANT,
    "valence": pl.Float64,
    "counted": pl.Boolean,
    "own": pl.Boolean,
    "about": pl.String,
    **dict.fromkeys(CODED, pl.UInt32),
}
"""Every column with its kind.

``at`` is the first instant of the moment at which it happened, ``day`` its calendar day as it was
written, ``precision`` how sharply it is known: 0 an instant, 1 a day, 2 a month, 3 a year.
``counted`` says of a feeling whether it is judged by, ``own`` whether it is that side's own word,
and ``about``, where only its date is known, which event it is about. ``promise``, ``outcome`` and
``by`` belong to promises. ``by`` says of a contact who began it as well, and of care whose it was.
"""
