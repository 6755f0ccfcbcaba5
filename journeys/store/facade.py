"""The store as the engine sees it: one place, plain methods."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from types import TracebackType
from typing import NamedTuple, Self

from domain._kernel import AnyEvent, read_at
from domain.errors import Unreadable
from domain.state import area_of
from journeys.store.address import Place
from journeys.store.bulk import NONE, BulkWriting, bulk
from journeys.store.database import WAIT, Database
from journeys.store.errors import StoreDamaged
from journeys.store.evidence import EntryNote
from journeys.store.mark import mark_of
from journeys.store.opening import opened
from journeys.store.relationships import Relationships
from journeys.store.report import Report
from journeys.store.resting import MANY, collector_at_rest
from journeys.store.verify import HOPELESS, Progress, verify
from journeys.store.views import StoredViews
from journeys.telemetry import around
from projections.ports import Head, LogPage, LogRow, Parked, Row, Told, Writing

_AT_ONCE = 500
_LAST = "\U0010ffff"
"""Sorts after whatever else follows a beginning."""
_ANSWERS = (
    "SELECT command_id, relationship, first_version, last_version, fingerprint "
    "FROM commands WHERE command_id IN"
)

_ASKED = (
    "SELECT (SELECT version FROM heads WHERE relationship = ?), "
    "relationship, first_version, last_version, fingerprint "
    "FROM (SELECT 1 AS one) AS always LEFT JOIN commands ON command_id = ?"
)


class Answer(NamedTuple):
    """What a command led to: versions *first_version* to *last_version* of *relationship*."""

    relationship: str
    first_version: int
    last_version: int
    fingerprint: bytes | None


class Store:
    """A store in a file, in memory, or in a PostgreSQL database. Open it with `Store.open`.

    It is the `projections.ports.Log` and the `projections.ports.Views` as well. Threads may share
    it. Processes open it each for themselves: a store does not outlive a fork.

    Examples
    --------
    >>> with Store.open(":memory:") as store:
    ...     store.relationships(), store.end()
    ([], 0)
    """

    def __init__(self, app: Relationships) -> None:
        self.app = app
        self._recorder = app.evidence
        self._database = app.database
        self._views = StoredViews(self._database)

    @classmethod
    def open(
        cls, where: Place | str, *, create: bool = True, wait: float = WAIT, shard: bool = False
    ) -> Self:
        """Open a store; make a new one where there is none yet and *create*.

        Parameters
        ----------
        where
            A file, ``":memory:"``, or the address of a PostgreSQL database
            (``postgresql://USER@HOST/DATABASE?schema=NAME``).
        create
            Whether a missing store is made.
        wait
            Seconds to wait for another writer, or for a database that does not answer, before
            `Busy` is raised.
        shard
            Whether one shard of several is meant; see `journeys.store.open_store`.

        Raises
        ------
        NotFound
            When the folder or the database is missing, or the store when it is not to be made.
        Unreadable
            When there is something else, or a store of a later format. Nothing is written to it.
        NotAdmitted, Busy
            When the database does not let this user in, or does not answer.
        """
        app = opened(where, create=create, wait=wait)
        try:
            store = cls(app)
            store.end()
            if not shard:
                _check_alone(app.database, where)
        except BaseException:
            app.close()
            raise
        return store

    def close(self) -> None:
        """Close it. Closing twice does no harm."""
        self.app.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self.close()

    # --- writing -----------------------------------------------------------------------------

    def append(
        self, events: Sequence[AnyEvent], *, fingerprints: Mapping[str, bytes] = NONE
    ) -> list[int]:
        """Store all of *events* with their evidence, or none of them.

        Parameters
        ----------
        events
            In order. Several relationships and several commands may be mixed, but the events of
            one command belong together: one relationship, successive versions, one call.
        fingerprints
            By command id, what tells two commands with one id apart.

        Returns
        -------
        list of int
            The positions, once they are safely on the disk.

        Raises
        ------
        CommandRepeated, EventIdTaken
            When this was recorded before.
        OutOfTurn
            When a version is not the last plus one; it is a `Busy`: read again, decide again.
        Busy, CannotWrite, Damaged
            When the store does not take it; of a broken connection see `ConnectionLost`.
        """
        if not events:
            return []
        stored = [self.app.mapper.to_stored_event(event) for event in events]
        notes = [
            EntryNote(event.id, str(event.recorded_at), event.actor, event.command_id)
            for event in events
        ]
        with around("save", events=len(events)):
            # Not by way of `events.put`, which makes three objects more of every event.
            return list(
                self._recorder.insert_events(stored, notes=notes, fingerprints=fingerprints)
            )

    def at_hand(self) -> AbstractContextManager[None]:
        """Return a block in which this thread keeps what it reads and writes with at hand."""
        return self._database.at_hand()

    def bulk(self, among: int = 1) -> AbstractContextManager[BulkWriting]:
        """Open a transaction for very many events, handed over as bytes; see `journeys.store.bulk`.

        While it is open, this thread reads what it has written so far. *among* is how many are
        open at once.
        """
        return bulk(self._database, among)

    # --- reading -----------------------------------------------------------------------------

    def answer(self, command_id: str) -> Answer | None:
        """Return what a command led to, None when it was never carried out."""
        rows = self._database.all(
            "SELECT relationship, first_version, last_version, fingerprint FROM commands "
            "WHERE command_id = ?",
            command_id,
        )
        return Answer(*rows[0]) if rows else None

    def asked(self, command_id: str, relationship: str) -> tuple[Answer | None, int]:
        """Return what a command led to, and a relationship's last version, at one moment.

        None and 0 where it was never carried out, and where nothing is recorded.
        """
        ((version, *answer),) = self._database.all(_ASKED, relationship, command_id)
        return (None if answer[0] is None else Answer(*answer)), version or 0

    def answers(self, command_ids: Sequence[str]) -> dict[str, Answer]:
        """Return what commands led to, by id; those never carried out are left out."""
        found: dict[str, Answer] = {}
        for start in range(0, len(command_ids), _AT_ONCE):
            some = command_ids[start : start + _AT_ONCE]
            places = ", ".join("?" * len(some))
            rows = self._database.all(f"{_ANSWERS} ({places})", *some)
            found |= {row[0]: Answer(*row[1:]) for row in rows}
        return found

    def events(
        self,
        relationship: str,
        *,
        after: int = 0,
        until: int | None = None,
        without: Sequence[str] = (),
    ) -> list[AnyEvent]:
        """Return a relationship's events with after < version ≤ until, by version.

        Parameters
        ----------
        relationship
            Its id.
        after, until
            Versions.
        without
            Topics of facts that are passed over, unread.
        """
        rows = self._recorder.select_stream(relationship, after=after, until=until, without=without)
        with collector_at_rest() if len(rows) >= MANY else nullcontext():
            return [read_at(name, version, topic, data) for _, name, version, topic, data in rows]

    def relationships(
        self, prefix: str = "", *, without: Sequence[str] = (), limit: int | None = None
    ) -> list[str]:
        """Return relationships by id, sorted; all of them unless told.

        Parameters
        ----------
        prefix
            What their ids begin with.
        without
            Those whose ids begin with any of these are left out.
        limit
            So many at most, the first ones.
        """
        within = "relationship >= ? AND relationship < ?"
        asked = "".join(f" AND NOT ({within})" for _ in without)
        most = "" if limit is None else f" LIMIT {limit:d}"
        statement = f"SELECT relationship FROM heads WHERE {within}{asked} ORDER BY 1{most}"  # noqa: S608 - a number alone
        bounds = [bound for one in (prefix, *without) for bound in (one, one + _LAST)]
        return [row[0] for row in self._database.all(statement, *bounds)]

    def everybody(self) -> list[str]:
        """Return the relationships by id, without the organisations and maps."""
        return [one for one in self.relationships() if area_of(one) == "relationship"]

    def version(self, relationship: str) -> int:
        """Return a relationship's last version, 0 when it has none."""
        rows = self._database.all("SELECT version FROM heads WHERE relationship = ?", relationship)
        return int(rows[0][0]) if rows else 0

    def find_event(self, prefix: str, *, limit: int = 100) -> list[tuple[str, str, int]]:
        """Return (event id, relationship, version) of events whose id begins with *prefix*."""
        return self._database.all(
            "SELECT event_id, relationship, version FROM events "
            "WHERE event_id >= ? AND event_id < ? ORDER BY event_id LIMIT ?",
            prefix,
            prefix + _LAST,
            limit,
        )

    def stored_as(self, relationship: str, version: int) -> list[tuple[bytes, str]]:
        """Return the bytes and the id of an event; nothing when there is no such event."""
        statement = "SELECT payload, event_id FROM events WHERE relationship = ? AND version = ?"
        return self._database.all(statement, relationship, version)

    def positions_of(self, event_ids: Sequence[str]) -> dict[str, int]:
        """Return the positions of events by id; those that are not here are left out."""
        found: dict[str, int] = {}
        for start in range(0, len(event_ids), _AT_ONCE):
            some = event_ids[start : start + _AT_ONCE]
            places = ", ".join("?" * len(some))
            statement = f"SELECT event_id, position FROM events WHERE event_id IN ({places})"  # noqa: S608 - places alone
            found.update(self._database.all(statement, *some))
        return found

    # --- the log -----------------------------------------------------------------------------

    def page(self, after: int, limit: int) -> list[LogRow]:
        """Return at most *limit* rows with a position greater than *after*, in order."""
        with around("page", after=after) as work:
            rows = list(map(LogRow._make, self._recorder.select_rows(after, limit)))
            work.note(events=len(rows))
        return rows

    def columns(self, after: int, limit: int) -> LogPage:
        """Return the same events, a list for every thing that is stored of them."""
        with around("page", after=after) as work:
            found = self._recorder.select_page(after, limit)
            work.note(events=len(found))
        return found

    def at(self, positions: Sequence[int]) -> list[LogRow]:
        """Return the rows at these positions, in order; those that are not there are left out."""
        return list(map(LogRow._make, self._recorder.select_at(sorted(positions))))

    def stream(self, relationship: str) -> list[LogRow]:
        """Return every row of one relationship, by version."""
        return list(map(LogRow._make, self._recorder.select_stream(relationship)))

    def end(self) -> int:
        """Return the last position, 0 for an empty log."""
        return self._recorder.max_notification_id() or 0

    def log_order(self, batch: int = 5000) -> Iterator[LogRow]:
        """Yield the whole log in order, *batch* rows at a time."""
        after = 0
        while rows := self.page(after, batch):
            yield from rows
            after = rows[-1].position

    # --- views -------------------------------------------------------------------------------

    def heads(self) -> Mapping[str, Head]:
        """Return every view's head by name."""
        return self._views.heads()

    def parked(self, view: str) -> Mapping[str, Parked]:
        """Return the parked relationships of a view."""
        return self._views.parked(view)

    def set_aside(self, views: Sequence[str]) -> Mapping[str, Collection[str]]:
        """Return who is parked, by the view that parked it."""
        return self._views.set_aside(views)

    def rows(self, view: str, relationship: str | None = None) -> Iterator[tuple[str, str, Row]]:
        """Yield (relationship, key, document) of a view, by relationship and key."""
        return self._views.rows(view, relationship)

    def documents(self, view: str) -> Iterator[Told]:
        """Yield the rows of a view as they are written, by relationship and key."""
        return self._views.documents(view)

    def row_counts(self) -> dict[str, int]:
        """Return how many rows every view has, by name; what is being built included."""
        return self._views.counts()

    def view_weight(self, view: str) -> int:
        """Return how many letters the rows of a view have."""
        return self._views.weight(view)

    def writing(self) -> AbstractContextManager[Writing]:
        """Open a transaction on the views: kept at the end, undone when the block raises."""
        return self._views.writing()

    # --- evidence ----------------------------------------------------------------------------

    def verify(self, on_progress: Progress | None = None) -> Report:
        """Compare every event with its evidence; see `journeys.store.verify`.

        A store too damaged to be opened is a case for `journeys.store.verify_at`.
        """
        try:
            with around("verify") as work, self._database.stored() as stored:
                report = verify(stored, on_progress)
                work.note(events=report.events, clean=report.clean)
        except StoreDamaged:
            return HOPELESS
        return report

    # --- the database ------------------------------------------------------------------------

    @property
    def shards(self) -> tuple[Store, ...]:
        """The stores that this one is made of, each with a lock of its own: itself alone."""
        return (self,)

    @property
    def database(self) -> Database:
        """Where the tables are: for backups and upkeep, not for facts."""
        return self._database

    @property
    def read_only(self) -> bool:
        """Whether nothing is ever written here, the views included."""
        return self._database.read_only


def _check_alone(database: Database, where: Place | str) -> None:
    mark = mark_of(database)
    if mark is not None:
        message = "{store} is shard {number} of {n}: name the whole, and its shard is found"
        raise Unreadable(message, store=str(where), number=mark.number, n=mark.shards)
