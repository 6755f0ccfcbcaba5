"""Which engine a place gets: one over a store, or one over several shards."""

from __future__ import annotations

from journeys.columns.keeping import folder_of
from journeys.engine import Engine
from journeys.shards.engine import ShardedEngine
from journeys.store import Place, ShardedStore, Store, open_store


def open_engine(where: Place | str, *, create: bool = True) -> Engine:
    """Open the engine over the store at a place; see `journeys.open`."""
    store = open_store(where, create=create)
    try:
        return engine_over(store, where)
    except BaseException:
        store.close()
        raise


def engine_over(store: Store, where: Place | str) -> Engine:
    """Return the engine over a store that is open."""
    if isinstance(store, ShardedStore):
        return ShardedEngine(store)
    return Engine(store, columns=folder_of(where))
