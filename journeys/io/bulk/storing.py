"""Batches into the store and its columns, in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from domain._kernel import AnyEvent
from journeys.columns.growth import Growth
from journeys.columns.taking import Page
from journeys.io.bulk.lines import Batch, Lines
from journeys.io.bulk.ordinary import OutOfTheOrdinary
from journeys.store import Store
from journeys.store.bulk import BulkWriting
from journeys.store.chain import HeadRow


class Storing:
    """What is stored of a file so far; it is a `journeys.io.bulk.through.Stock`.

    Parameters
    ----------
    store, writing
        Where to, and its transaction.
    growth
        What its columns grow by, where it has them.
    """

    def __init__(self, store: Store, writing: BulkWriting, growth: Growth | None) -> None:
        self._store, self._writing, self._growth = store, writing, growth
        self.begun = bool(store.end())
        self.last = writing.last
        self._later: set[str] = set()

    def events(self, relationship: str) -> Sequence[AnyEvent]:
        """Return the events of a relationship, with those that were added."""
        return self._store.events(relationship)

    def stored_as(self, relationship: str, version: int) -> list[tuple[bytes, str]]:
        """Return the payload and the id of an event; nothing when there is none."""
        return self._store.stored_as(relationship, version)

    def add(self, lines: Lines) -> None:
        """Store the next events, with their evidence."""
        self._follow(lines, self._writing.add(lines.rows()))

    def put(self, batch: Batch, lines: Sequence[str]) -> None:
        """Store the next events, whose evidence was linked already; see `put_heads`."""
        self._follow(batch, self._writing.put(batch, lines))

    def put_heads(self, heads: Sequence[HeadRow]) -> None:
        """Store where the evidence ended that was linked elsewhere."""
        self._writing.put_heads(heads)

    def finish(self) -> None:
        """Hold what can be held at the end alone: no cause came after its effect."""
        if self._later and self._found(self._later):
            raise OutOfTheOrdinary

    def publish(self) -> None:
        """Have the columns listed; their events are safely in the store by now."""
        if self._growth is not None:
            self._growth.publish()

    def _follow(self, batch: Batch, positions: range) -> None:
        self._check_causes(batch, positions)
        if self._growth is None:
            return
        if self._growth.follows(positions[0]):
            self._growth.take(_page(positions, batch))
        else:  # somebody wrote while we waited for our turn
            self._growth = None

    def _check_causes(self, batch: Batch, positions: range) -> None:
        """Hold that causes come before their effects, where they are in the file at all."""
        if not any(batch.cause):
            return
        found = self._found(set(filter(None, batch.cause)))
        for cause, position in zip(batch.cause, positions, strict=True):
            if cause and found.get(cause, 0) >= position:
                raise OutOfTheOrdinary
            if cause and cause not in found:
                self._later.add(cause)

    def _found(self, ids: Collection[str]) -> dict[str, int]:
        return self._store.positions_of(list(ids))


def _page(positions: range, batch: Batch) -> Page:
    """Return events as the columns take them in."""
    return Page(
        positions,
        batch.relationship,
        batch.version,
        batch.topic,
        batch.event,
        batch.at,
        batch.day,
        batch.precision,
        batch.recorded,
        batch.actor,
        _given(batch.channel),
        _given(batch.word),
        _given(batch.touchpoint),
        _given(batch.story),
        batch.kept,
    )


def _given(texts: Sequence[str]) -> list[str | None]:
    return [one or None for one in texts] if any(texts) else [None] * len(texts)
