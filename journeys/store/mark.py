"""What a shard remembers: which of how many it is, and of which set."""

from __future__ import annotations

from typing import NamedTuple

from journeys.store.database import Database, Session

TABLE = "shard"
"""A table that shards have and other stores do not."""
_MAKE = (
    "CREATE TABLE shard (set_id text NOT NULL, number integer NOT NULL,"
    " shards integer NOT NULL, whole integer NOT NULL)"
)
_READ = "SELECT set_id, number, shards, whole FROM shard"


class Mark(NamedTuple):
    """Shard *number* (from 1) of *shards* in a set; ``whole`` once every one of them is there."""

    set_id: str
    number: int
    shards: int
    whole: int = 0


def mark_of(database: Database) -> Mark | None:
    """Return what a store remembers, None when it is no shard."""
    if not database.has(TABLE):
        return None
    rows = database.all(_READ)
    return Mark(*rows[0]) if rows else None


def set_mark(database: Database, wanted: Mark) -> Mark:
    """Make a store a shard unless it is one already; return what it is then."""
    with database.writing("log") as session:
        session.positions(0)  # one after another: whoever comes second finds the first one's
        found = mark_of(database)
        if found is None:
            mark(session, wanted)
        return found or wanted


def set_whole(database: Database) -> None:
    """Remember that every shard of the set is there."""
    with database.writing("log") as session:
        session.positions(0)
        session.run("UPDATE shard SET whole = 1")


def mark(session: Session, wanted: Mark) -> None:
    """Make a store a shard, in a transaction that is open."""
    session.run(_MAKE)
    session.run("INSERT INTO shard VALUES (?, ?, ?, ?)", *wanted)
