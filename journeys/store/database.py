"""What a database must offer to hold a store: two ports that everything else is written against.

A `Database` reads, and opens one `Session` at a time for writing. `journeys.store.sqlite` and
`journeys.store.postgres` each have one of both; the recorder, the views and the verification are
written once, in statements that both understand (see `journeys.store.tables`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal, NamedTuple, Protocol

from journeys.store.stored import Stored

Rows = list[tuple[Any, ...]]
Columns = Sequence[Sequence[object]]
"""Rows told column by column, each as long as the others."""
Turn = Literal["log", "views", "snapshots"]
"""What a session wants to write. Sessions with the same turn come one after another."""

WAIT = 10
"""Seconds to wait for another writer before saying that the store is busy."""


class Size(NamedTuple):
    """Bytes that a store takes up, and how many of them hold nothing any more (an estimate)."""

    total: int
    free: int


class Session(Protocol):
    """One transaction for writing: kept as a whole when its block ends, or not at all."""

    def all(self, statement: str, *values: object) -> Rows:
        """Return every row of an answer."""
        ...

    def run(self, statement: str, *values: object) -> None:
        """Carry out a statement without an answer."""
        ...

    def add(self, table: str, rows: Sequence[Sequence[object]]) -> None:
        """Add rows of all columns.

        Raises
        ------
        eventsourcing.persistence.IntegrityError
            When one of them is there already; the message names the column.
        """
        ...

    def fill(self, table: str, columns: Columns) -> None:
        """Add very many rows of all columns, told column by column; raises as `add` does.

        In a column of bytes a text stands for those that UTF-8 makes of it.
        The transaction must then end: where some were there already, the others may be added.
        """
        ...

    def put(self, table: str, rows: Sequence[tuple[object, ...]]) -> None:
        """Add rows, or put them in the place of those with the same key."""
        ...

    def positions(self, count: int) -> int:
        """Return the last position that was ever given out, and give out *count* more.

        The first thing that a session does on its turn at the log.
        """
        ...

    def stored(self) -> Stored:
        """Return what verification reads, with what this session has written so far."""
        ...

    def unhurried(self) -> None:
        """Let this session say nothing for as long as it takes; others may have to wait for it."""
        ...


class Database(Protocol):
    """Where a store keeps its tables."""

    @property
    def originator_id_type(self) -> str:
        """What the library takes for an id: ``text``, or ``uuid`` in its own tests."""
        ...

    read_only: bool
    """Whether nothing is ever written here."""
    wait: float
    """For how many seconds somebody else, or a broken connection, may keep us waiting."""

    def all(self, statement: str, *values: object) -> Rows:
        """Return every row of an answer, all of one moment.

        A thread that has a session open reads what that session has written so far.
        """
        ...

    def writing(self, turn: Turn) -> AbstractContextManager[Session]:
        """Open a session and wait for its turn.

        Raises
        ------
        StoreBusy
            When another one takes too long.
        ReadOnly
            When nothing is ever written here.
        eventsourcing.persistence.ProgrammingError
            When this thread has one open already.
        """
        ...

    def filling(self, among: int = 1) -> AbstractContextManager[Session]:
        """Open a session at the log as `writing` does, made ready for very many rows.

        What may be held in memory for it is shared *among* so many that are open at once.
        """
        ...

    def at_hand(self) -> AbstractContextManager[None]:
        """Keep a connection at hand for what this thread does while the block runs.

        It is quicker, where lending one takes as long as what is done with it.
        """
        ...

    def stored(self) -> AbstractContextManager[Stored]:
        """Open what verification reads, all of one moment."""
        ...

    def has(self, table: str) -> bool:
        """Whether there is a table of that name."""
        ...

    def settings(self) -> Mapping[str, str]:
        """Return what the database is set to, as far as the safety of what is kept hangs on it."""
        ...

    def size(self) -> Size:
        """Return how much room the store takes, and how much of that could be given back."""
        ...

    def vacuum(self) -> None:
        """Give back room that holds nothing any more. Rows stay as they are.

        Raises
        ------
        StoreBusy
            When somebody else is using the store in a way that does not go together with it.
        """
        ...
