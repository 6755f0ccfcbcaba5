"""Raw sqlite3: the physical limit. One table, the bytes we store, nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from domain._kernel import AnyEvent

_MADE = """
    CREATE TABLE events (
        position INTEGER PRIMARY KEY AUTOINCREMENT, relationship TEXT NOT NULL,
        version INTEGER NOT NULL, topic TEXT NOT NULL, payload BLOB NOT NULL,
        UNIQUE (relationship, version))"""
_ROWS = "CREATE TABLE rows (relationship TEXT PRIMARY KEY NOT NULL, data TEXT) WITHOUT ROWID"
_INSERT = "INSERT INTO events (relationship, version, topic, payload) VALUES (?, ?, ?, ?)"
_LAST = "SELECT max(version) FROM events WHERE relationship = ?"
_STREAM = (
    "SELECT version, topic, payload FROM events "
    "WHERE relationship = ? AND version > ? ORDER BY version"
)
_LOG = "SELECT position, relationship, version, topic, payload FROM events ORDER BY position"
_AFTER = (
    "SELECT position, relationship, version, topic, payload FROM events "
    "WHERE position > ? ORDER BY position"
)
_WRITE = "INSERT OR REPLACE INTO rows VALUES (?, ?)"


class Bytes(NamedTuple):
    """An event as it is stored."""

    relationship: str
    version: int
    topic: str
    payload: bytes


def as_bytes(events: Iterable[AnyEvent]) -> list[Bytes]:
    """Return the rows that these events are stored as."""
    return [Bytes(e.relationship, e.version, e.fact.topic, e.payload()) for e in events]


class Raw:
    """A file of events, written and read with as little as possible."""

    def __init__(self, path: Path, events: Iterable[AnyEvent] = ()) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute(_MADE)
        self._db.execute(_ROWS)
        self.insert_all(as_bytes(events))

    def insert_one(self, row: Bytes) -> None:
        """Keep one event, in a transaction that looks at its relationship's last version first."""
        self._db.execute("BEGIN IMMEDIATE")
        (last,) = self._db.execute(_LAST, (row.relationship,)).fetchone()
        assert last is None or last + 1 == row.version
        self._db.execute(_INSERT, row)
        self._db.execute("COMMIT")

    def insert_all(self, rows: list[Bytes]) -> None:
        """Keep many events in one transaction."""
        self._db.execute("BEGIN IMMEDIATE")
        self._db.executemany(_INSERT, rows)
        self._db.execute("COMMIT")

    def stream(self, relationship: str, after: int = 0) -> list[Any]:
        """Return the rows of one relationship after a version."""
        return self._db.execute(_STREAM, (relationship, after)).fetchall()

    def log(self) -> list[Any]:
        """Return every row."""
        return self._db.execute(_LOG).fetchall()

    def count(self) -> int:
        """Return how many events there are."""
        (count,) = self._db.execute("SELECT count(*) FROM events").fetchone()
        return int(count)

    def project(self, after: int = 0) -> int:
        """Read all rows after a position and write one row per relationship; return how many."""
        self._db.execute("BEGIN IMMEDIATE")
        count = 0
        last: dict[str, str] = {}
        for position, relationship, version, topic, _ in self._db.execute(_AFTER, (after,)):
            last[relationship] = f"{position} {version} {topic}"
            count += 1
        self._db.executemany(_WRITE, last.items())
        self._db.execute("COMMIT")
        return count

    def close(self) -> None:
        """Close the file."""
        self._db.close()
