"""Opening a set of shards: all of it, in its order, or nothing; and making one."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import NamedTuple

from domain.errors import NotFound, Unreadable
from journeys.store.address import Place, Shards
from journeys.store.database import WAIT
from journeys.store.errors import StoreDamaged
from journeys.store.facade import Store
from journeys.store.mark import Mark, mark_of, set_mark, set_whole
from journeys.store.opening import exists
from journeys.store.opening import verify_at as verify_one
from journeys.store.report import Report
from journeys.store.shards.several import ShardedStore
from journeys.store.shards.verifying import each, together
from journeys.store.verify import Progress

_AT_ONCE = 8
"""So many shards are opened at one moment."""


class Look(NamedTuple):
    """What stands where a shard is to be; no store and no mark where there is nothing yet."""

    place: Place
    store: Store | None
    mark: Mark | None

    @property
    def blank(self) -> bool:
        """Whether it can be made a shard without losing anything."""
        return self.store is None or (self.mark is None and not self.store.end())


def open_store(where: Place | str, *, create: bool = True, wait: float = WAIT) -> Store:
    """Open the store at a place, of one shard or of several; see `Store.open`.

    Raises
    ------
    NotFound, Unreadable
        As `Store.open`; and when a shard is missing, is another set's, stands in another place, or
        their number is another one. Nothing was read or written then.
    """
    from journeys.store.address import place

    found = place(where) if isinstance(where, str) and where != ":memory:" else where
    if not isinstance(found, Shards):
        return Store.open(found, create=create, wait=wait)
    with ExitStack() as undone:
        opened = ShardedStore(_whole(found, undone, create=create, wait=wait), found)
        undone.pop_all()
    return opened


def _whole(shards: Shards, undone: ExitStack, *, create: bool, wait: float = WAIT) -> list[Store]:
    looks: Sequence[Look] = looked_at(shards, undone, wait)
    if not whole(shards, looks):
        if not create:
            message = "the shards of {store} were never all made: 'journeys shards make' goes on"
            raise NotFound(message, store=str(shards))
        looks = made(shards, looks, undone, wait)
    return [look.store for look in looks if look.store is not None]


def verify_at(where: Place, on_progress: Progress | None = None) -> Report:
    """Verify a store of one shard or of several; see `journeys.store.opening.verify_at`.

    Raises
    ------
    NotFound, Unreadable
        When it is not there; of several shards also as `open_store`.
    """
    if not isinstance(where, Shards):
        return verify_one(where, on_progress)

    def verified(number: int, tell: Progress) -> Report:
        return verify_one(where.places[number], tell)

    with ExitStack() as undone:
        stores: list[Store] = []
        with suppress(StoreDamaged):  # then the shard's own report says where
            stores = _whole(where, undone, create=False)
        return together(each(len(where.places), verified, on_progress), stores)


def looked_at(shards: Shards, undone: ExitStack, wait: float = WAIT) -> list[Look]:
    """Open what is there of a set; *undone* closes it again. Nothing is made."""
    from concurrent.futures import ThreadPoolExecutor

    def look(place: Place) -> Look:
        store = None
        if exists(place) and not _begun(place):
            store = undone.enter_context(Store.open(place, create=False, wait=wait, shard=True))
        return Look(place, store, mark_of(store.database) if store else None)

    # At once: with servers it is mostly waiting for their answers.
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(look, shards.places))


def _begun(place: Place) -> bool:
    """Whether somebody is making a file there this moment, or was cut off: it is still empty."""
    return isinstance(place, Path) and place.is_file() and not place.stat().st_size


def whole(shards: Shards, looks: Sequence[Look]) -> bool:
    """Whether every shard is there, in its place; False when the set was not made to its end.

    Raises
    ------
    NotFound
        When a shard of a whole set is missing.
    Unreadable
        When one of the stores is none of this set's, or not the one that belongs there.
    """
    marks = [look.mark for look in looks if look.mark is not None]
    for number, look in enumerate(looks, start=1):
        _check(shards, marks, number, look)
    return any(mark.whole for mark in marks) and len(marks) == len(looks)


def _check(shards: Shards, marks: Sequence[Mark], number: int, look: Look) -> None:
    told = {"store": str(shards), "shard": str(look.place), "number": number}
    mark, count = look.mark, len(shards.places)
    if mark is None:
        if any(one.whole for one in marks):
            if look.store is None:
                raise NotFound("shard {number} of {store} is missing: {shard}", **told)
            message = "{shard} is to be shard {number} of {store}, and is none of its shards"
            raise Unreadable(message, **told)
        if not look.blank:
            message = (
                "{shard} is a store of its own, no shard of {store}: export it, and import it there"
            )
            raise Unreadable(message, **told)
        return
    if mark.shards != count:
        message = (
            "{store} names {n} shards, and {shard} is one of {shards}: their number stays as it is"
        )
        raise Unreadable(message, n=count, shards=mark.shards, **told)
    if mark.set_id != marks[0].set_id:
        message = "{shard} belongs to another set of shards than the first one of {store}"
        raise Unreadable(message, **told)
    if mark.number != number:
        message = (
            "{shard} is shard {found}, and stands as shard {number} in {store}: mend the order"
        )
        raise Unreadable(message, found=mark.number, **told)


def check_empty(shards: Shards, looks: Sequence[Look]) -> None:
    """Refuse to make shards beside others that hold events.

    Raises
    ------
    NotFound
        When one of those that are there does: what is missing was lost.
    """
    if any(look.store is not None and look.store.end() for look in looks):
        message = "shards of {store} are missing, and there are events in others"
        raise NotFound(message, store=str(shards))


def made(
    shards: Shards, looks: Sequence[Look], undone: ExitStack, wait: float = WAIT
) -> Sequence[Look]:
    """Make what is not there yet, and remember that the set is whole.

    Whoever is interrupted goes on the next time; of two who make it at once, the first one's set
    becomes both's. A set that holds events is never added to.
    """
    try:
        check_empty(shards, looks)
    except NotFound:
        looks = looked_at(shards, undone, wait)  # unless somebody else has made them meanwhile
        if whole(shards, looks):
            return looks
        raise
    set_id, found = secrets.token_hex(8), []
    for number, look in enumerate(looks, start=1):
        store = look.store or undone.enter_context(Store.open(look.place, wait=wait, shard=True))
        mark = set_mark(store.database, Mark(set_id, number, len(looks)))
        set_id = mark.set_id if number == 1 else set_id
        found.append(Look(look.place, store, mark))
    whole(shards, found)
    for look in found:
        if look.store is not None:
            set_whole(look.store.database)
    return found
