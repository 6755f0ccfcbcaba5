"""What verification reads of a store, in a form that trusts nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol

Row = tuple[Any, ...]


class Place(NamedTuple):
    """What the ledger says of a command, as far as it can be read."""

    relationship: bytes | None
    first_version: int | None
    last_version: int | None

    def holds(self, relationship: str, version: int) -> bool:
        """Whether that event is one of the command's."""
        return (
            self.relationship == relationship.encode()
            and self.first_version is not None
            and self.last_version is not None
            and self.first_version <= version <= self.last_version
        )


class Stored(Protocol):
    """The tables of a store as they are, damage included.

    Every method may raise one of `unreadable`; that is a fault to report. Anything else it raises
    is not the store's fault: it is busy, or out of reach.
    """

    @property
    def unreadable(self) -> tuple[type[BaseException], ...]:
        """The errors that mean damage."""
        ...

    def events(self) -> Iterator[Row]:
        """Yield events in the order of their position.

        Position, then for each of relationship, version, topic, payload and event id the kind of
        value and its raw bytes.
        """
        ...

    def entries(self) -> Iterator[Row]:
        """Yield (log index, kind of value, raw line) in the order of their index."""
        ...

    def heads(self) -> Iterator[Row]:
        """Yield (relationship as bytes, version, log index, entry hash), None for what is none."""
        ...

    def commands(self) -> Iterator[Row]:
        """Yield (command id, relationship, first version, last version); texts as bytes."""
        ...

    def command(self, command_id: str) -> Place | None:
        """Return what the ledger says of a command, None when it says nothing."""
        ...

    def has_head(self, relationship: str) -> bool:
        """Whether there is a head of that relationship."""
        ...

    def line(self, relationship: str, version: int) -> bytes | None:
        """Return the entry that stands beside an event, None when there is none."""
        ...

    def end(self) -> tuple[int, int]:
        """Return the last position ever given out, and the last one that is here."""
        ...

    def sound(self) -> Iterator[bool]:
        """Yield, for each thing that can be looked at, whether tables and indexes are as made."""
        ...

    def copied(self, table: str) -> Iterator[Row]:
        """Yield the rows of a table by its key, with the values of `tables.COLUMNS`."""
        ...
