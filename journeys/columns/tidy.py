"""The tidy frame: one row an event, in the order of the log, texts as texts and times in UTC.

====================  ============================================================================
``position``          its place in the log, from 1
``relationship``      whose history it belongs to (an organisation's or a map's id says so)
``version``           its number in that history
``event``             its id
``topic``             what happened
``at``                the first instant of the moment at which it happened
``day``               the calendar day of that moment, as it was written
``precision``         how sharply it is known: ``instant``, ``day``, ``month`` or ``year``
``recorded``          the first instant of the moment at which it was recorded
``actor``             who recorded it: a pseudonym
``channel`` …         what else was told: ``word`` (on whose word), ``touchpoint``, ``story``
``whose``             of a feeling: whose; ``valence``, −1…1; ``counted``: is it judged by?
``promise``           of a promise: its key; ``outcome``: what became of it
``by``                of a promise: whose it is; of a contact: who began it; of care: whose it was
====================  ============================================================================

What was not told is null. Nobody's words are in it. Of a store in shards it is shard by shard, each
in the order of its log and counted by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from journeys.columns.codes import Codes
from journeys.columns.copy import Copy
from journeys.columns.copy_folder import Torn
from journeys.columns.layout import CODED, SCHEMA
from journeys.columns.moments import PRECISIONS
from journeys.columns.taking import frames
from projections.ports import PagedLog

_ORDER = (
    "position", "relationship", "version", "event", "topic", "at", "day", "precision", "recorded",
    "actor", "channel", "word", "touchpoint", "story", "whose", "valence", "counted", "promise",
    "outcome", "by",
)  # fmt: skip


def tidy(log: PagedLog, copy: Copy | None = None) -> pl.DataFrame:
    """Return every event of the log; from its columns, where it has them."""
    if copy is not None:
        try:
            frame = copy.frame(list(SCHEMA))
            return _spelled(frame, copy.held().texts)
        except Torn:
            pass
    codes = Codes()
    frame = pl.concat([pl.DataFrame(schema=SCHEMA), *frames(log, 0, codes)])
    return _spelled(frame, codes.texts)


def _spelled(frame: pl.DataFrame, texts: Mapping[str, Sequence[str]]) -> pl.DataFrame:
    spelled = [
        pl.Series(name, texts[name], dtype=pl.String).gather(frame[name]).alias(name)
        for name in CODED
    ]
    sharp = pl.Series("precision", PRECISIONS, dtype=pl.String).gather(frame["precision"])
    return frame.with_columns(*spelled, sharp.alias("precision")).select(_ORDER)
