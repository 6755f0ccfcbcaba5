"""The history as a table: one row per event, for spreadsheets. For keeping, use the native file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from domain._kernel import AnyEvent
from domain.feelings import FeelingObserved

COLUMNS = (
    "relationship", "version", "occurred_at", "recorded_at", "fact", "whose", "valence", "data",
    "channel", "touchpoint", "on_whose_word", "basis", "date_basis", "actor", "source",
    "correlation", "cause", "story_id", "id", "topic", "command_id",
)  # fmt: skip
"""The columns, in their order: ``fact`` is the topic's middle word, ``data`` the fact's fields as
JSON, ``whose`` and ``valence`` those of a feeling; the others are the event's testimony."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def table(events: Iterable[AnyEvent]) -> Iterator[bytes]:
    """Yield the lines of a table: a header, then one for each event, in the order given.

    A cell that a spreadsheet would take for a formula has an apostrophe before it; numbers are
    numbers.
    """
    yield _line(COLUMNS)
    for event in events:
        yield _line(_row(event))


def safe(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula.

    Examples
    --------
    >>> safe("=1+1"), safe(-0.5), safe(None)
    ("'=1+1", -0.5, '')
    """
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _row(event: AnyEvent) -> list[object]:
    felt = event.fact if isinstance(event.fact, FeelingObserved) else None
    said: dict[str, object] = {
        "fact": event.fact.topic.split(".")[1],
        "whose": felt.whose if felt else None,
        "valence": felt.valence if felt else None,
        "data": event.fact.model_dump_json(exclude_none=True),
        "topic": event.fact.topic,
    }
    return [safe(said.get(name, getattr(event, name, None))) for name in COLUMNS]


def _line(cells: Iterable[object]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(cells)
    return written.getvalue().encode()
