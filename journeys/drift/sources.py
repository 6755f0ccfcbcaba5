"""Where eras come from: a store, or a file of journeys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.errors import NotFound
from domain.moments import Moment
from journeys.drift.eras import Era, eras
from journeys.drift.histories import in_file, in_store
from journeys.store import Store


def store_eras(
    store: Store,
    relationships: Sequence[str],
    at: Moment | None,
    as_known: Moment | None,
    now: Moment,
) -> Iterator[Era]:
    """Yield the eras of relationships in a store, by id; without any, of all of them."""
    ids = relationships or [one for one in store.relationships() if ":" not in one]
    for history in in_store(store, ids, at, as_known):
        yield from eras(history, at or as_known or now)


def file_eras(
    path: str, relationships: Sequence[str], at: Moment | None, as_known: Moment | None
) -> Iterator[Era]:
    """Yield the eras of relationships in a file, by id; they are watched until its last event.

    Raises
    ------
    NotFound
        When the file has no relationship of that name.
    """
    histories = in_file(path, at, as_known)
    names = {history.relationship for history in histories}
    for wanted in relationships:
        if wanted not in names:
            message = "no relationship is called {prefix} in this file"
            raise NotFound(message, prefix=wanted)
    last = max((h.events[-1].occurred_at for h in histories if h.events), default=None)
    until = at or as_known or last
    for history in histories:
        if until is not None and (not relationships or history.relationship in relationships):
            yield from eras(history, until)
