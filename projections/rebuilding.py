"""Rebuilding in pieces: what one relationship comes to in every view, and who needs more care.

The runner folds page after page, and writes a relationship's rows as often as it has news. Where
its whole history is at hand, it is folded once. A relationship that this fails for is left to the
runner's own way, page after page, so that it keeps the rows from before the page that failed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from pydantic_core import to_json

from domain._kernel import read as read_event
from domain.errors import Busy
from projections.alarms.bounds import Bounds
from projections.calendar import Calendar
from projections.ports import Log, LogRow
from projections.reading import read
from projections.views import View

TOGETHER = 5_000
"""Events whose rows are written in one transaction, about."""


class Folded(NamedTuple):
    """The rows (key, document as JSON) of one relationship by view; None where a fold raised."""

    relationship: str
    rows: dict[str, list[tuple[str, str]]] | None


def folded(
    relationship: str,
    history: Sequence[LogRow],
    views: Sequence[View],
    calendar: Calendar,
    bounds: Bounds | None = None,
) -> Folded:
    """Return what the views hold of one relationship, given its whole history by version."""
    try:
        events = [read_event(row.topic, row.payload) for row in history]
        reading = read(relationship, events, calendar, bounds)
        if reading.state.opened is None:  # an organisation or a map, and no relationship
            return Folded(relationship, {})
        return Folded(
            relationship,
            {
                view.name: [(key, to_json(row).decode()) for key, row in view.rows(reading)]
                for view in views
            },
        )
    except Exception:  # noqa: BLE001 - whatever a fold raises concerns its relationship alone
        return Folded(relationship, None)


class Several(NamedTuple):
    """Some relationships, and how many events they have together."""

    folded: list[Folded]
    events: int


def one_by_one(
    log: Log, end: int, views: Sequence[View], calendar: Calendar, bounds: Bounds
) -> Iterator[Several]:
    """Yield what the views hold of every relationship, some thousands of events at a time.

    Parameters
    ----------
    log
        What to read from.
    end
        The last position that counts.
    views, calendar, bounds
        As `folded` takes them.
    """
    yield from each(log, log.relationships(), end, views, calendar, bounds)


def each(
    log: Log,
    relationships: Sequence[str],
    end: int,
    views: Sequence[View],
    calendar: Calendar,
    bounds: Bounds,
) -> Iterator[Several]:
    """Yield what the views hold of these relationships, some thousands of events at a time."""
    some, events = list[Folded](), 0
    for one in relationships:
        found, more = several(log, (one,), end, views, calendar, bounds)
        some += found
        events += more
        if events >= TOGETHER:
            yield Several(some, events)
            some, events = [], 0
    if some:
        yield Several(some, events)


def several(
    log: Log,
    relationships: Iterable[str],
    end: int,
    views: Sequence[View],
    calendar: Calendar,
    bounds: Bounds,
) -> Several:
    """Return what the views hold of these relationships, all at once."""
    found, events = list[Folded](), 0
    for one in relationships:
        history = [row for row in log.stream(one) if row.position <= end]
        if history:
            found.append(folded(one, history, views, calendar, bounds))
            events += len(history)
    return Several(found, events)


class Folds(Protocol):
    """Folds every relationship of a log into rows of views, as `one_by_one` does."""

    def __call__(
        self, log: Log, end: int, views: Sequence[View], calendar: Calendar, bounds: Bounds, /
    ) -> Iterator[Several]:
        """Yield all of them in the order of the log's relationships, some at a time."""
        ...


def disturbed() -> Busy:
    """Return what is raised where two rebuild at once."""
    return Busy("somebody else is building these views anew")


class Some:
    """A log of a few relationships, up to a position, in the pages that the whole log has.

    Parameters
    ----------
    log
        The whole one, whose positions follow one another.
    relationships
        Whose rows are wanted.
    end
        The last position.
    """

    def __init__(self, log: Log, relationships: Iterable[str], end: int) -> None:
        self._end = end
        self._streams = {
            one: [row for row in log.stream(one) if row.position <= end] for one in relationships
        }
        self._rows = sorted(row for rows in self._streams.values() for row in rows)

    def page(self, after: int, limit: int) -> list[LogRow]:
        """Return the next rows that stand on one page of the whole log."""
        rest = [row for row in self._rows if row.position > after]
        last = ((rest[0].position - 1) // limit + 1) * limit if rest else 0
        return [row for row in rest if row.position <= last]

    def stream(self, relationship: str) -> list[LogRow]:
        """Return every row of one relationship, by version."""
        return self._streams.get(relationship, [])

    def relationships(self) -> list[str]:
        """Return those whose rows are wanted."""
        return list(self._streams)

    def end(self) -> int:
        """Return the last position of the whole log: its pages are cut by it."""
        return self._end
