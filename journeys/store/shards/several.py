"""The store that several shards are."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from itertools import chain, islice
from operator import itemgetter
from typing import NoReturn

from domain._kernel import AnyEvent
from domain.errors import JourneysError
from journeys.store.address import Shards
from journeys.store.bulk import NONE, BulkWriting
from journeys.store.database import Database
from journeys.store.facade import Answer, Store
from journeys.store.report import Report
from journeys.store.shards.rule import shard_of
from journeys.store.shards.vector import Vector
from journeys.store.shards.verifying import each, together
from journeys.store.shards.writing import BulkDealing, as_stored, bulk
from journeys.store.verify import Progress
from journeys.telemetry import around
from projections.ports import Head, LogPage, LogRow, Parked, Row, Told, Writing


class ShardedStore(Store):
    """Several stores that are one, each relationship whole in one of them.

    What concerns one relationship is that shard's alone: nobody waits for another shard. What
    concerns all of them is asked of each and put together; where it has an order, that is told in
    `journeys.store.shards.order`. Views are kept in each shard: ask `shards` for them.

    Parameters
    ----------
    shards
        Open stores, in the order of their set.
    where
        What the whole is called.
    """

    def __init__(self, shards: Sequence[Store], where: Shards) -> None:
        self._shards, self.where = tuple(shards), where
        self._mine = threading.local()

    @property
    def shards(self) -> tuple[Store, ...]:
        """The stores that this one is made of, in their order."""
        return self._shards

    def number_of(self, relationship: str) -> int:
        """Return which shard keeps a relationship, from 0."""
        return shard_of(relationship, len(self._shards))

    def shard(self, relationship: str) -> Store:
        """Return the shard that keeps a relationship."""
        return self._shards[self.number_of(relationship)]

    def close(self) -> None:
        """Close all of them. Closing twice does no harm."""
        with ExitStack() as closing:
            for one in self._shards:
                closing.callback(one.close)

    # --- writing -----------------------------------------------------------------------------

    def append(
        self, events: Sequence[AnyEvent], *, fingerprints: Mapping[str, bytes] = NONE
    ) -> list[int]:
        """Store all of *events*, or none of them; return each one's position in its shard.

        Where several shards are concerned there is one transaction in each, and they are kept one
        after another when all of them have taken their part.

        Raises
        ------
        CommandRepeated, EventIdTaken, OutOfTurn
            As of one store. Nothing was stored. Where one shard alone is concerned, ids are not
            looked for in the others: whoever records asks `answer` first.
        HalfKept
            When some shards have kept their part and another one could not.
        """
        concerned = {self.number_of(event.relationship) for event in events}
        if len(concerned) <= 1:
            return [
                position
                for number in concerned
                for position in self._shards[number].append(events, fingerprints=fingerprints)
            ]
        with around("save", events=len(events)), bulk(self._shards) as dealing:
            dealing.add(list(map(as_stored, events)), fingerprints)
            return dealing.placed()

    @contextmanager
    def _bulk(self) -> Iterator[BulkWriting]:
        with bulk(self._shards) as dealing:
            self._mine.dealing = dealing
            try:
                yield dealing
            finally:
                self._mine.dealing = None

    def bulk(self, among: int = 1) -> AbstractContextManager[BulkWriting]:  # noqa: ARG002 - counted here
        """Open one transaction a shard; they are kept one after another."""
        return self._bulk()

    @contextmanager
    def at_hand(self) -> Iterator[None]:
        """Keep a connection of every shard at hand; see `Store.at_hand`."""
        with ExitStack() as held:
            for one in self._shards:
                held.enter_context(one.at_hand())
            yield

    # --- reading -----------------------------------------------------------------------------

    def answer(self, command_id: str) -> Answer | None:
        """Return what a command led to, None when it was never carried out in any shard."""
        return next(filter(None, (one.answer(command_id) for one in self._shards)), None)

    def answers(self, command_ids: Sequence[str]) -> dict[str, Answer]:
        """Return what commands led to, by id; those never carried out are left out."""
        found: dict[str, Answer] = {}
        for one in self._shards:
            found |= one.answers(command_ids)
        return found

    def asked(self, command_id: str, relationship: str) -> tuple[Answer | None, int]:
        """Return what a command led to in any shard, and a relationship's last version."""
        own = self.shard(relationship)
        answer, version = own.asked(command_id, relationship)
        if answer is None:
            others = (one.answer(command_id) for one in self._shards if one is not own)
            answer = next(filter(None, others), None)
        return answer, version

    def events(
        self,
        relationship: str,
        *,
        after: int = 0,
        until: int | None = None,
        without: Sequence[str] = (),
    ) -> list[AnyEvent]:
        """Return a relationship's events with after < version ≤ until, by version."""
        own = self.shard(relationship)
        return own.events(relationship, after=after, until=until, without=without)

    def relationships(
        self, prefix: str = "", *, without: Sequence[str] = (), limit: int | None = None
    ) -> list[str]:
        """Return relationships by id, sorted; all of them unless told."""
        each = (one.relationships(prefix, without=without, limit=limit) for one in self._shards)
        return sorted(chain.from_iterable(each))[:limit]

    def version(self, relationship: str) -> int:
        """Return a relationship's last version, 0 when it has none."""
        return self.shard(relationship).version(relationship)

    def find_event(self, prefix: str, *, limit: int = 100) -> list[tuple[str, str, int]]:
        """Return (event id, relationship, version) of events whose id begins with *prefix*."""
        found = chain.from_iterable(one.find_event(prefix, limit=limit) for one in self._shards)
        return sorted(found)[:limit]

    def stored_as(self, relationship: str, version: int) -> list[tuple[bytes, str]]:
        """Return the bytes and the id of an event; nothing when there is no such event."""
        return self.shard(relationship).stored_as(relationship, version)

    def positions_of(self, event_ids: Sequence[str]) -> dict[str, int]:
        """Return the positions of events by id, each in its shard; see `journeys.store.bulk`.

        While this thread writes in bulk they are numbers that can be compared across shards.
        """
        dealing: BulkDealing | None = getattr(self._mine, "dealing", None)
        found: dict[str, int] = {}
        for number, one in enumerate(self._shards):
            for event, position in one.positions_of(event_ids).items():
                found[event] = dealing.counted(number, position) if dealing else position
        return found

    # --- the log -----------------------------------------------------------------------------

    def page(self, after: int, limit: int) -> list[LogRow]:
        """Return at most *limit* rows after a position in all shards, ordered by time.

        Parameters
        ----------
        after
            A `Vector`, such as the position of a row that was read before; 0 is the beginning.
        limit
            How many rows.
        """
        return list(islice(self._after(after, limit), limit))

    def columns(self, after: int, limit: int) -> LogPage:
        """Return the same, a list for every thing."""
        return LogPage.of(self.page(after, limit))

    def log_order(self, batch: int = 5000) -> Iterator[LogRow]:
        """Yield everything, in the order that is told in `journeys.store.shards.order`."""
        return self._after(0, batch)

    def _after(self, position: int, batch: int) -> Iterator[LogRow]:
        from journeys.store.shards.order import in_order

        after = Vector.of(position, len(self._shards))
        return in_order(self._shards, self._where_is, after, batch)

    def _where_is(self, event_id: str) -> tuple[int, int] | None:
        for number, one in enumerate(self._shards):
            found = one.positions_of([event_id])
            if found:
                return number, found[event_id]
        return None

    def at(self, positions: Sequence[int]) -> list[LogRow]:  # noqa: ARG002 - refused
        """Refuse: a position is one shard's; see `shards`."""
        _each_its_own()

    def stream(self, relationship: str) -> list[LogRow]:
        """Return every row of one relationship, by version; positions are its shard's."""
        return self.shard(relationship).stream(relationship)

    def end(self) -> Vector:
        """Return the last position in every shard."""
        return Vector(one.end() for one in self._shards)

    # --- views -------------------------------------------------------------------------------

    def heads(self) -> Mapping[str, Head]:
        """Refuse: see `shards`."""
        _each_its_own()

    def parked(self, view: str) -> Mapping[str, Parked]:
        """Return the parked relationships of a view, in all shards; positions are their shard's."""
        return {name: how for one in self._shards for name, how in one.parked(view).items()}

    def set_aside(self, views: Sequence[str]) -> Mapping[str, Collection[str]]:
        """Return who is parked in any shard, by the view that parked it."""
        found: dict[str, set[str]] = {}
        for one in self._shards:
            for view, names in one.set_aside(views).items():
                found.setdefault(view, set()).update(names)
        return found

    def rows(self, view: str, relationship: str | None = None) -> Iterator[tuple[str, str, Row]]:
        """Yield (relationship, key, document) of a view, by relationship and key."""
        if relationship is not None:
            return self.shard(relationship).rows(view, relationship)
        return heapq.merge(*(one.rows(view) for one in self._shards), key=itemgetter(0, 1))

    def documents(self, view: str) -> Iterator[Told]:
        """Yield the rows of a view as they are written, by relationship and key."""
        return heapq.merge(*(one.documents(view) for one in self._shards), key=itemgetter(0, 1))

    def row_counts(self) -> dict[str, int]:
        """Return how many rows every view has in all shards, by name."""
        found: dict[str, int] = {}
        for one in self._shards:
            for name, count in one.row_counts().items():
                found[name] = found.get(name, 0) + count
        return found

    def writing(self) -> AbstractContextManager[Writing]:
        """Refuse: see `shards`."""
        _each_its_own()

    # --- evidence and databases --------------------------------------------------------------

    def verify(self, on_progress: Progress | None = None) -> Report:
        """Verify each shard, and that they are one store."""

        def verified(number: int, tell: Progress) -> Report:
            return self._shards[number].verify(tell)

        return together(each(len(self._shards), verified, on_progress), self._shards)

    @property
    def database(self) -> Database:
        """Refuse: see `shards`."""
        _each_its_own()

    @property
    def read_only(self) -> bool:
        """Whether nothing is ever written into one of them."""
        return any(one.read_only for one in self._shards)


def _each_its_own() -> NoReturn:
    raise JourneysError("each shard has this for itself: ask the shards one by one")
