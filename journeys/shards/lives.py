"""What was lived in all shards, as columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from journeys.lived.kept import KeptLives
from journeys.shards.runners import of_each
from journeys.store import ShardedStore

if TYPE_CHECKING:
    from journeys.engine import Engine
    from journeys.lived.lives import Lives


class ShardedLives(KeptLives):
    """The lives of a store in shards: each shard has a copy, and they answer together.

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

    def to_answer(self) -> Lives | None:
        """Return what was lived in every shard, where each has columns to answer from."""
        found = of_each(self._parts, lambda part: part.kept_lives.to_answer())
        if not found:
            return None
        from journeys.lived.lives import Lives

        return Lives([piece for lives in found for piece in lives.pieces])

    def rebuild(self) -> int:
        """Make them anew in every shard; return how many occasions they hold."""
        return sum(part.kept_lives.rebuild() for part in self._parts)
