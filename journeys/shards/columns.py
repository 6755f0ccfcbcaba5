"""The columns of all shards, as one copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from domain.errors import Damaged
from journeys.columns.keeping import LEAST
from journeys.columns.kept import KeptColumns
from journeys.shards.runners import of_each, stretches
from journeys.store import ShardedStore
from projections.runner import Progress

if TYPE_CHECKING:
    from journeys.columns.copy import Copy
    from journeys.engine import Engine


class ShardedColumns(KeptColumns):
    """The columns of a store in shards: each shard has a copy, and they answer together.

    Parameters
    ----------
    parts
        The engines of the shards.
    store
        All of them.
    """

    def __init__(self, parts: Sequence[Engine], store: ShardedStore) -> None:
        super().__init__(None, store)
        self._parts = parts
        self._together: Copy | None = None

    def to_answer(self) -> Copy | None:
        """Return the columns if every shard in which there is anything has some to answer from."""
        from journeys.shards.copies import Copies

        found = of_each(self._parts, lambda part: part.kept_columns.to_answer())
        if not found:
            return None
        if not (isinstance(self._together, Copies) and self._together.are(found)):
            self._together = Copies(found)
        return self._together

    def catch_up(self, *, begin: bool = False) -> None:
        """Bring them up to date, where the shards together hold enough for columns to pay."""
        whole = begin or self._store.end() >= LEAST
        for part in self._parts:
            with suppress(OSError, Damaged):
                part.kept_columns.catch_up(begin=whole)

    def to_look_after(self) -> None:
        """Leave that to each shard."""

    def to_grow(self) -> None:
        """Return none: after an import each shard catches up from its own log."""

    def rebuild(self, on_progress: Callable[[Progress], None] | None = None) -> int:
        """Make them anew in every shard; return how many events they hold."""
        return sum(
            part.kept_columns.rebuild(tell) for part, tell in stretches(self._parts, on_progress)
        )
