"""Snapshots: folded states kept for speed, never for truth.

A snapshot that is not exactly what was taken, or that is ahead of the events, is passed over; the
state is then folded from the events, as if there were none.
"""

from __future__ import annotations

from hashlib import sha256

from journeys.store.database import Database

_FIND = (
    "SELECT s.version, s.checksum, s.data FROM snapshots s JOIN heads h USING (relationship) "
    "WHERE s.relationship = ? AND s.version <= h.version"
)


class Snapshots:
    """The latest snapshot of every relationship that has one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, relationship: str, version: int, data: bytes) -> None:
        """Keep *data* as the state at *version*, in the place of an earlier snapshot."""
        checksum = _checksum(relationship, version, data)
        with self._database.writing("snapshots") as session:
            session.put("snapshots", [(relationship, version, checksum, data)])

    def find(self, relationship: str) -> tuple[int, bytes] | None:
        """Return (version, data), or None when there is no snapshot that can be relied on."""
        rows = self._database.all(_FIND, relationship)
        if not rows:
            return None
        version, checksum, data = rows[0]
        if not isinstance(data, bytes) or checksum != _checksum(relationship, version, data):
            return None
        return version, data

    def drop(self, relationship: str | None = None) -> None:
        """Forget one relationship's snapshot, or every one."""
        with self._database.writing("snapshots") as session:
            if relationship is None:
                session.run("DELETE FROM snapshots")
            else:
                session.run("DELETE FROM snapshots WHERE relationship = ?", relationship)


def _checksum(relationship: str, version: int, data: bytes) -> bytes:
    # Over the place as well: a good snapshot in another row's place is not this one's.
    return sha256(f"{relationship}\n{version}\n".encode() + data).digest()
