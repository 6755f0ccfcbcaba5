"""Several copies of columns as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import repeat
from operator import is_

import numpy as np
import polars as pl

from journeys.columns.arrays import Array
from journeys.columns.codes import Codes
from journeys.columns.copy import Copy
from journeys.columns.held import Files, Held
from journeys.columns.layout import CODED, SCHEMA
from projections.ports import LogRow


class Copies(Copy):
    """The copies of several shards. Codes of texts are made the same in all of them.

    Parameters
    ----------
    copies
        Of the shards in which there is anything, in their order.
    """

    def __init__(self, copies: Sequence[Copy]) -> None:
        self._copies = tuple(copies)
        self._seen: list[Held] = []
        self._together = Held(_Together([]), pl.DataFrame(schema=SCHEMA), Codes().texts)

    def are(self, copies: Sequence[Copy]) -> bool:
        """Whether these are the copies."""
        return _are(copies, self._copies)

    def ready(self) -> bool:
        """Whether all of them can be answered from."""
        return all(one.ready() for one in self._copies)

    def end(self) -> int:
        """Return how many events the files of all of them hold."""
        return sum(one.end() for one in self._copies)

    def held(self) -> Held:
        """Return what is in memory of all of them, as of the end of every shard's log.

        Raises
        ------
        Torn
            When the files of a shard are not what they were.
        """
        held = [one.held() for one in self._copies]
        if not _are(held, self._seen):
            files = _Together(held)
            self._seen = held
            self._together = Held(files, pl.DataFrame(schema=SCHEMA), files.codes.texts)
        return self._together

    def rows(self, numbers: Array) -> list[LogRow]:
        """Return the events in these rows of the `frame`, as the logs of the shards have them."""
        ends = np.cumsum([len(one.positions) for one in self._seen])
        shards = np.searchsorted(ends, numbers, side="right")
        found: dict[int, LogRow] = {}
        for shard in np.unique(shards).tolist():
            begin = int(ends[shard]) - len(self._seen[shard].positions)
            there = numbers[shards == shard]
            rows = self._copies[shard].rows(there - begin)
            found.update(zip(there.tolist(), rows, strict=True))
        return [found[number] for number in numbers.tolist()]


def _are(some: Sequence[object], others: Sequence[object]) -> bool:
    return len(some) == len(others) and all(map(is_, some, others))


class _Together(Files):
    """What is held of several shards, one after another: a relationship is whole in one of them."""

    def __init__(self, held: Sequence[Held]) -> None:
        super().__init__([])
        self._held, self.codes = held, Codes()
        self._ours = [
            {name: self.codes.coded(name, one.texts[name]) for name in CODED} for one in held
        ]

    def frame(self, columns: Sequence[str]) -> pl.DataFrame:
        """Return these columns of every event, shard by shard, in the order of their logs."""
        none = pl.DataFrame(schema={name: SCHEMA[name] for name in columns})
        return pl.concat([none, *map(self._recoded, self._held, self._ours, repeat(columns))])

    @staticmethod
    def _recoded(held: Held, ours: Mapping[str, pl.Series], columns: Sequence[str]) -> pl.DataFrame:
        frame = held.frame(columns)
        coded = [name for name in columns if name in CODED]
        return frame.with_columns(ours[name].gather(frame[name]).alias(name) for name in coded)
