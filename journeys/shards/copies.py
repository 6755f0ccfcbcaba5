"""Several copies of columns as one."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from journeys.columns.codes import Codes
from journeys.columns.copy import Copy
from journeys.columns.layout import CODED, SCHEMA


class Copies(Copy):
    """The copies of several shards. Codes of texts are made the same in all of them.

    Parameters
    ----------
    copies
        Of the shards in which there is anything, in their order.
    """

    def __init__(self, copies: Sequence[Copy]) -> None:
        self._copies = tuple(copies)
        self._held: dict[str, pl.Series] = {}
        self._seen: tuple[int, ...] = ()
        self._codes = Codes()
        self._order: pl.Series | None = None

    def are(self, copies: Sequence[Copy]) -> bool:
        """Whether these are the copies."""
        return len(copies) == len(self._copies) and all(
            one is other for one, other in zip(copies, self._copies, strict=True)
        )

    def ready(self) -> bool:
        """Whether all of them can be answered from."""
        return all(one.ready() for one in self._copies)

    def end(self) -> int:
        """Return how many events the files of all of them hold."""
        return sum(one.end() for one in self._copies)

    def frame(self, columns: Sequence[str]) -> pl.DataFrame:
        """Return these columns of every event, by relationship and in order of happening.

        Raises
        ------
        Torn
            When the files of a shard are not what they were.
        """
        wanted = list(dict.fromkeys(["relationship", *columns]))
        frames = [one.frame(wanted) for one in self._copies]
        seen = tuple(len(one) for one in frames)
        if seen != self._seen:
            self._seen, self._held, self._codes, self._order = seen, {}, Codes(), None
        if self._order is None:
            whose = self._put_together("relationship", frames)
            rank = pl.Series(self.texts("relationship"), dtype=pl.String).rank("ordinal")
            # Each shard is in order already, and a relationship is whole in one of them.
            frame = pl.DataFrame({"rank": rank.gather(whose)})
            self._order = frame.select(pl.arg_sort_by("rank", maintain_order=True))["rank"]
        for name in columns:
            if name not in self._held:
                self._held[name] = self._put_together(name, frames).gather(self._order)
        return pl.DataFrame([self._held[name] for name in columns])

    def _put_together(self, name: str, frames: Sequence[pl.DataFrame]) -> pl.Series:
        if name not in CODED:
            return pl.concat([one[name] for one in frames], rechunk=True)
        parts = []
        for copy, frame in zip(self._copies, frames, strict=True):
            ours = self._codes.coded(name, copy.texts(name))
            parts.append(ours.gather(frame[name]).cast(SCHEMA[name]).alias(name))
        return pl.concat(parts, rechunk=True)

    def texts(self, column: str) -> list[str]:
        """Return the texts of a column by their codes; ask after `frame`."""
        return self._codes[column].texts
