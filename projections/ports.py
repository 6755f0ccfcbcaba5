"""The two small ports that projections are written against: a log to read and views to write."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, Self

BUILDING = "building:"
"""What stands before a view's name while it is built anew, beside what is in force."""
Row = dict[str, Any]
Told = tuple[str, str, str]
"""A row as it is written: relationship, key, document as JSON."""
Place = tuple[str, str, str]
"""Where a row stands: view, relationship, key."""
Placed = tuple[str, str, str, str]
"""A row and where it stands: view, relationship, key, document as JSON."""


class LogRow(NamedTuple):
    """An event as it is stored. ``position`` orders the whole log: the order of knowing."""

    position: int
    relationship: str
    version: int
    topic: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class LogPage:
    """Successive events as they are stored: what `LogRow` says of each, a list for every thing."""

    position: Sequence[int] = ()
    relationship: Sequence[str] = ()
    version: Sequence[int] = ()
    topic: Sequence[str] = ()
    payload: Sequence[bytes] = ()

    def __len__(self) -> int:
        """Return how many events there are."""
        return len(self.position)

    @classmethod
    def of(cls, rows: Iterable[tuple[int, str, int, str, bytes]]) -> Self:
        """Return rows as a page.

        Examples
        --------
        >>> LogPage.of([LogRow(7, "r", 1, "t", b"{}"), LogRow(9, "r", 2, "t", b"{}")]).position
        [7, 9]
        """
        return cls(*map(list, zip(*rows, strict=True)))


class Log(Protocol):
    """Events to read, in the order in which they were recorded."""

    def page(self, after: int, limit: int) -> Sequence[LogRow]:
        """Return at most *limit* rows with a position greater than *after*, in order."""
        ...

    def stream(self, relationship: str) -> Sequence[LogRow]:
        """Return every row of one relationship, by version."""
        ...

    def relationships(self) -> Sequence[str]:
        """Return every relationship that has events, whatever it is about, in an order."""
        ...

    def end(self) -> int:
        """Return the last position, 0 for an empty log."""
        ...


class PagedLog(Log, Protocol):
    """A log that is read by the page, without an object for each event, or a row here and there."""

    def columns(self, after: int, limit: int) -> LogPage:
        """Return the same events as `page`."""
        ...

    def at(self, positions: Sequence[int]) -> Sequence[LogRow]:
        """Return the rows at these positions, in order; those that are not there are left out."""
        ...


@dataclass(frozen=True, slots=True)
class Head:
    """How far one view has come: its fold's version and the last position it holds."""

    name: str
    version: int
    position: int


@dataclass(frozen=True, slots=True)
class Parked:
    """A relationship that a view could not fold. Its rows stay as they were before *position*."""

    view: str
    relationship: str
    position: int
    error: str


class Writing(Protocol):
    """One transaction on the views: all of it is kept, or none."""

    def replace(self, view: str, relationship: str, rows: Iterable[tuple[str, str]]) -> None:
        """Put *rows* (key, document as JSON) in the place of all that *view* holds of one."""
        ...

    def change(self, put: Sequence[Placed], gone: Sequence[Place]) -> None:
        """Put rows of any views in their places, and forget those that are *gone*."""
        ...

    def add(self, view: str, rows: Iterable[Told]) -> None:
        """Add rows that *view* does not hold yet."""
        ...

    def advance(self, view: str, version: int, position: int) -> None:
        """Set the head of *view*."""
        ...

    def park(self, parked: Parked) -> None:
        """Set a relationship aside; a later `unpark` takes it up again."""
        ...

    def unpark(self, view: str, relationship: str) -> None:
        """Take a relationship out of the parked ones; nothing happens when it is not there."""
        ...

    def put_in_place(self, view: str) -> None:
        """Put the rows, head and parked ones that were built of *view* in the place of its own."""
        ...

    def drop(self, view: str) -> None:
        """Forget the rows, head and parked ones of *view*."""
        ...


class Views(Protocol):
    """Rows of answers, kept up to date by the runner."""

    def heads(self) -> Mapping[str, Head]:
        """Return every view's head by name."""
        ...

    def parked(self, view: str) -> Mapping[str, Parked]:
        """Return the parked relationships of a view."""
        ...

    def set_aside(self, views: Sequence[str]) -> Mapping[str, Collection[str]]:
        """Return who is parked, by the view that parked it; a view without any may be left out."""
        ...

    def rows(self, view: str, relationship: str | None = None) -> Iterator[tuple[str, str, Row]]:
        """Yield (relationship, key, document) of a view, by relationship and key."""
        ...

    def documents(self, view: str) -> Iterator[Told]:
        """Yield the rows of a view as they are written, by relationship and key."""
        ...

    def writing(self) -> AbstractContextManager[Writing]:
        """Open a transaction: kept at the end of the block, undone when the block raises."""
        ...
