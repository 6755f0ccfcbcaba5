"""The last entry of every relationship seen so far, in bounded memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

_KEPT = 50_000


class Tail(NamedTuple):
    """A relationship's last entry: its version, its place in the log and its line's hash."""

    version: int
    log_index: int
    digest: str


class Tails:
    """A mapping from relationship to `Tail` that moves to a temporary file as it grows."""

    def __init__(self, kept: int = _KEPT) -> None:
        self._kept = kept
        self._recent: dict[str, Tail] = {}
        # An empty name is a private database on the disk, gone when it is closed.
        self._rest = sqlite3.connect("", isolation_level=None)
        self._rest.execute("PRAGMA journal_mode = OFF")
        self._rest.execute(
            "CREATE TABLE tails (relationship PRIMARY KEY, version, log_index, digest) "
            "WITHOUT ROWID"
        )

    def get(self, relationship: str) -> Tail | None:
        """Return the tail, or None when there is none yet."""
        tail = self._recent.get(relationship)
        if tail is not None:
            return tail
        row = self._rest.execute(
            "SELECT version, log_index, digest FROM tails WHERE relationship = ?",
            (_key(relationship),),
        ).fetchone()
        return None if row is None else Tail(*row)

    def set(self, relationship: str, tail: Tail) -> None:
        """Put a tail in the place of the one before."""
        if len(self._recent) >= self._kept:
            self.flush()
        self._recent[relationship] = tail

    def flush(self) -> None:
        """Move what is in memory to the file."""
        self._rest.execute("BEGIN")
        self._rest.executemany(
            "INSERT OR REPLACE INTO tails VALUES (?, ?, ?, ?)",
            ((_key(name), *tail) for name, tail in self._recent.items()),
        )
        self._rest.execute("COMMIT")
        self._recent.clear()

    def __len__(self) -> int:
        self.flush()
        (count,) = self._rest.execute("SELECT count(*) FROM tails").fetchone()
        return int(count)

    def __iter__(self) -> Iterator[tuple[str, Tail]]:
        self.flush()
        for name, *tail in self._rest.execute("SELECT * FROM tails ORDER BY log_index"):
            yield name.decode("utf-8", "surrogatepass"), Tail(*tail)

    def close(self) -> None:
        """Give the temporary file back."""
        self._rest.close()


def _key(relationship: str) -> bytes:
    return relationship.encode("utf-8", "surrogatepass")
