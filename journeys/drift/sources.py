"""Where eras come from: the columns of a store, its events, or a file of journeys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from domain.errors import NotFound
from domain.moments import Moment
from journeys.drift.eras import Era, eras
from journeys.drift.histories import in_file, in_store
from journeys.store import Store

if TYPE_CHECKING:
    from journeys.columns.copy import Copy


class Kept(Protocol):
    """What eras are read from: the engine, as far as it is needed here."""

    store: Store

    def columns(self) -> Copy | None:
        """Return the columns of the store, None where there are none to answer from."""
        ...


def engine_eras(
    engine: Kept,
    relationships: Sequence[str],
    at: Moment | None,
    as_known: Moment | None,
    now: Moment,
) -> Iterable[Era]:
    """Return the eras of relationships, by id; without any, of all of them.

    Those of everybody come from the columns, where the store has them.
    """
    copy = None if relationships else engine.columns()
    if copy is not None:
        from journeys.columns.chosen import Columns
        from journeys.columns.copy_folder import Torn
        from journeys.drift.kept import kept_eras

        try:
            return kept_eras(Columns(copy, None, at, as_known), at or as_known or now)
        except Torn:
            pass
    return store_eras(engine.store, relationships, at, as_known, now)


def store_eras(
    store: Store,
    relationships: Sequence[str],
    at: Moment | None,
    as_known: Moment | None,
    now: Moment,
) -> Iterator[Era]:
    """Yield the eras of relationships from their events; see `engine_eras`."""
    ids = relationships or store.everybody()
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
