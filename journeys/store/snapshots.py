"""Snapshots: folded states kept for speed, never for truth.

A snapshot that is not exactly what was taken, or that is ahead of the events, is passed over; the
state is then folded from the events, as if there were none.
"""

from __future__ import annotations

from hashlib import sha256

from journeys.store.connection import Datastore

_FIND = (
    "SELECT s.version, s.checksum, s.data FROM snapshots s JOIN heads h USING (relationship) "
    "WHERE s.relationship = ? AND s.version <= h.version"
)


class Snapshots:
    """The latest snapshot of every relationship that has one."""

    def __init__(self, datastore: Datastore) -> None:
        self._datastore = datastore

    def take(self, relationship: str, version: int, data: bytes) -> None:
        """Keep *data* as the state at *version*, in the place of an earlier snapshot."""
        with self._datastore.transaction(commit=True) as cursor:
            cursor.execute(
                "INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?, ?)",
                (relationship, version, _checksum(relationship, version, data), data),
            )

    def find(self, relationship: str) -> tuple[int, bytes] | None:
        """Return (version, data), or None when there is no snapshot that can be relied on."""
        with self._datastore.transaction(commit=False) as cursor:
            cursor.execute(_FIND, (relationship,))
            row = cursor.fetchone()
        if row is None:
            return None
        version, checksum, data = row
        if not isinstance(data, bytes) or checksum != _checksum(relationship, version, data):
            return None
        return version, data

    def drop(self, relationship: str | None = None) -> None:
        """Forget one relationship's snapshot, or every one."""
        with self._datastore.transaction(commit=True) as cursor:
            cursor.execute(
                "DELETE FROM snapshots WHERE ? IN (relationship, '')", (relationship or "",)
            )


def _checksum(relationship: str, version: int, data: bytes) -> bytes:
    # Over the place as well: a good snapshot in another row's place is not this one's.
    return sha256(f"{relationship}\n{version}\n".encode() + data).digest()
