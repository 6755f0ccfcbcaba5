"""Writing into several shards: one transaction each, kept one after another.

What a crash between two of them leaves is whole relationships, some of them there and some not yet.
Importing the same again finishes it and changes nothing twice.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from operator import itemgetter

from domain._kernel import AnyEvent
from domain.errors import JourneysError
from journeys.store.bulk import NONE, BulkWriting
from journeys.store.chain import Bytes
from journeys.store.errors import CommandRepeated, Conflict, EventIdTaken, StoreBusy
from journeys.store.facade import Store
from journeys.store.shards.rule import shard_of
from projections.finding import Say

Shares = Sequence[tuple[int, Sequence[int]]]
"""For each shard that is concerned, from 0, which events are its, by index."""
_COMMAND = "a command with this id was carried out already"
_EVENT = "an event with this id is on record already"


class HalfKept(StoreBusy):
    """Some shards have kept their part of what was to be stored, and another one could not.

    Storing the same again finishes it, and changes nothing twice.
    """


def as_stored(event: AnyEvent) -> Bytes:
    """Return an event as the bulk path takes it."""
    return (
        event.relationship, event.version, event.fact.topic, event.payload(),
        event.id, str(event.recorded_at), event.actor, event.command_id,
    )  # fmt: skip


def half_kept(kept: int, shards: int, error: JourneysError) -> JourneysError:
    """Return what to raise when *kept* shards have their part and another one refuses."""
    if not kept or isinstance(error, Conflict):  # who was told so reads again and goes on
        return error
    message = "{kept} of {n} shards have kept their part, and then: {why}"
    why = Say(error.message, error.details)  # to be said in the reader's language
    return HalfKept(message, kept=kept, n=shards, why=why)


def _dealt(events: Sequence[Bytes], shards: int) -> Shares:
    """Return for each shard that is concerned which of the events are its, by index."""
    found: dict[int, list[int]] = {}
    for index, (relationship, *_) in enumerate(events):
        found.setdefault(shard_of(relationship, shards), []).append(index)
    return sorted(found.items())


class BulkDealing(BulkWriting):
    """Transactions of all shards that grow together; see `journeys.store.bulk.BulkWriting`.

    Positions in different shards cannot be compared. The numbers given here can: they count what
    was written by this hand, after all that was there before.
    """

    def __init__(self, stores: Sequence[Store], parts: Sequence[BulkWriting]) -> None:
        self._stores, self._parts = stores, parts
        self._given = sum(store.end() for store in stores)
        self._runs: list[tuple[list[int], list[int]]] = [([], []) for _ in stores]
        self._latest: dict[tuple[int, int], int] = {}

    @property
    def blank(self) -> bool:
        """Never: every shard has a log of its own, and chains that only it can go on with."""
        return False

    def last(self, relationship: str) -> int:
        """Return the last version of a relationship so far, 0 when it has none."""
        return self._parts[shard_of(relationship, len(self._parts))].last(relationship)

    def stay(self) -> None:
        """Say in every shard that we are still there."""
        for part in self._parts:
            part.stay()

    def add(self, events: Sequence[Bytes], fingerprints: Mapping[str, bytes] = NONE) -> range:
        """Store events in their order, each in its shard; return a number that counts them all.

        Raises
        ------
        CommandRepeated, EventIdTaken, OutOfTurn
            As of one store: an id that another shard has is taken. All transactions must then end.
        """
        if not events:
            return range(0)
        shares = _dealt(events, len(self._parts))
        self._check_elsewhere(events, shares)
        self._latest = {}
        for number, share in shares:
            some = [events[index] for index in share]
            positions = self._parts[number].add(some, fingerprints)
            starts, begun = self._runs[number]
            starts.append(positions[0])
            begun.append(self._given + 1)
            for index, position in zip(share, positions, strict=True):
                self._latest[number, position] = self._given + index + 1
        for number in set(range(len(self._parts))) - {number for number, _ in shares}:
            self._parts[number].stay()
        given = range(self._given + 1, self._given + len(events) + 1)
        self._given += len(events)
        return given

    def finish(self) -> None:
        """Write the head of every relationship that has grown, in every shard."""
        for part in self._parts:
            part.finish()

    def placed(self) -> list[int]:
        """Return the positions, each in its shard, of what was added last."""
        return [position for (_, position), _ in sorted(self._latest.items(), key=itemgetter(1))]

    def counted(self, number: int, position: int) -> int:
        """Return the number of the event at a position of shard *number* (from 0).

        Of what was there before it is a smaller one than any given here; of an earlier call to
        `add`, that of the first event of the call.
        """
        if (number, position) in self._latest:
            return self._latest[number, position]
        starts, begun = self._runs[number]
        found = bisect_right(starts, position) - 1
        return position if found < 0 else begun[found]

    def _check_elsewhere(self, events: Sequence[Bytes], shares: Shares) -> None:
        """Hold the ids of commands and events against every shard but their own, and each other.

        Many ids at a time: with many shards it is the asking that costs, not the looking up.
        """
        commands: dict[str, int] = {}
        ids: dict[str, int] = {}
        for number, share in shares:
            for *_, event_id, _, _, command in (events[index] for index in share):
                if commands.setdefault(command, number) != number:
                    raise CommandRepeated(_COMMAND)
                if ids.setdefault(event_id, number) != number:
                    raise EventIdTaken(_EVENT)
        for number, store in enumerate(self._stores):
            if store.answers([one for one, own in commands.items() if own != number]):
                raise CommandRepeated(_COMMAND)
            if store.positions_of([one for one, own in ids.items() if own != number]):
                raise EventIdTaken(_EVENT)


@contextmanager
def bulk(stores: Sequence[Store]) -> Iterator[BulkDealing]:
    """Open a transaction in every shard, in their order, so that no two wait for each other."""
    opened = [store.bulk(among=len(stores)) for store in stores]
    with ExitStack() as undone:
        parts = []
        for one in opened:
            parts.append(undone.enter_context(one))
            parts[-1].stay()
        dealing = BulkDealing(stores, parts)
        yield dealing
        dealing.finish()
        undone.pop_all()  # from here on each is kept or undone by itself
    for kept, one in enumerate(opened):
        try:
            one.__exit__(None, None, None)
        except BaseException as error:
            for rest in opened[kept + 1 :]:
                rest.__exit__(type(error), error, error.__traceback__)
            if isinstance(error, JourneysError):
                raise half_kept(kept, len(stores), error) from error
            raise
