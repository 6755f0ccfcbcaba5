"""Held: what is in memory of a copy, as of one end of the log, in order of happening."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
import polars as pl

from domain.state import area_of
from journeys.columns.arrays import Array, changes, narrow, sorting
from journeys.columns.copy_folder import Torn
from journeys.columns.form import facts_read
from journeys.columns.layout import CODED, SCHEMA

_MANY = 2_000
"""So often ids are gathered from the column; then they are kept as texts, 80 MB for a million."""


class Files:
    """The segments' files, read once and held against the list; later they may be gone."""

    def __init__(self, data: list[bytes]) -> None:
        self._data = data

    def frame(self, columns: Sequence[str]) -> pl.DataFrame:
        """Return these columns of every event in the files, in the order of the log."""
        if not self._data:
            return pl.DataFrame(schema={name: SCHEMA[name] for name in columns})
        try:
            return facts_read(self._data, columns)
        except pl.exceptions.PolarsError as error:
            raise Torn("a segment cannot be read") from error


class Held:
    """The facts of all relationships, as arrays.

    They come by relationship, and within it in order of happening. What was read once stays.

    Parameters
    ----------
    files
        What is kept.
    tail
        What is in the log and not in the files yet.
    texts
        The texts of every coded column, by their codes.
    """

    def __init__(
        self, files: Files, tail: pl.DataFrame, texts: Mapping[str, Sequence[str]]
    ) -> None:
        self._files, self._tail, self.texts = files, tail, texts
        self._arrays: dict[str, Array] = {}
        self._asked = 0

    def frame(self, columns: Sequence[str]) -> pl.DataFrame:
        """Return these columns of every event in the log, in its order, texts as codes."""
        return pl.concat([self._files.frame(columns), self._tail.select(columns)], rechunk=True)

    def arrays(self, *columns: str) -> list[Array]:
        """Return these columns, each as narrow as its values allow.

        A code is counted from 1, and 0 is what was not told. Moments are microseconds and days
        since 1970, in UTC; a feeling that was not told is no number.
        """
        for name in columns:
            if name not in self._arrays:  # one by one: what is read takes more room than an array
                self._arrays[name] = self._array(self.frame([name])[name])[self.order]
        return [self._arrays[name] for name in columns]

    def ids(self, places: Array) -> list[str]:
        """Return the ids of the events at these places.

        Who reads them again and again, a few at a time, is better off with all of them as texts.
        """
        self._asked += 1
        if self._asked < _MANY:
            return self._events.gather(pl.Series(self.order[places])).to_list()
        texts = self._texts
        return [texts[one] for one in self.order[places].tolist()]

    def strings(self, column: str, places: Array) -> list[str | None]:
        """Return a column of texts that are not coded, at these places."""
        return self.frame([column])[column].gather(pl.Series(self.order[places])).to_list()

    @cached_property
    def order(self) -> Array:
        """Where in the log each event of a relationship is, in order of happening."""
        return self._happening(self.frame(["relationship", "at"]))

    @cached_property
    def positions(self) -> Array:
        """The position of every event, in the order of the log."""
        return self.frame(["position"])["position"].to_numpy()

    @cached_property
    def _events(self) -> pl.Series:
        return self.frame(["event"])["event"]

    @cached_property
    def _texts(self) -> list[str]:
        return self._events.to_list()

    def _array(self, column: pl.Series) -> Array:
        if column.name in CODED:
            kind = narrow(len(self.texts[column.name]))
            known = column.fill_null(-1 & 0xFFFFFFFF) if column.null_count() else column
            return (known.to_numpy() + np.uint32(1)).astype(kind)
        if column.dtype == pl.Boolean:
            return column.fill_null(value=False).to_numpy()
        return column.to_physical().to_numpy()

    def _happening(self, frame: pl.DataFrame) -> Array:
        """Return the places of relationships' events, by relationship and order of happening.

        The log has each relationship's events by version. Most were recorded as they happened:
        sorted are only those relationships in which one was not.
        """
        ids = self.texts["relationship"]
        if not ids:
            return np.zeros(0, dtype=np.int64)
        rank = pl.Series(ids, dtype=pl.String).rank("ordinal").to_numpy()
        whose = rank[frame["relationship"].to_numpy()]
        order = sorting(whose, len(ids))
        told = np.array([":" not in one or area_of(one) == "relationship" for one in ids])
        if not told.all():
            of_rank = np.zeros(len(ids) + 1, dtype=bool)
            of_rank[rank] = told
            order = order[of_rank[whose[order]]]
        whose, at = whose[order], frame["at"].to_physical().to_numpy()[order]
        late = (at[1:] < at[:-1]) & ~changes(whose)[1:]
        if late.any():
            mixed = np.zeros(len(ids) + 1, dtype=bool)
            mixed[whose[1:][late]] = True
            among = np.flatnonzero(mixed[whose])
            order[among] = order[among[np.lexsort((at[among], whose[among]))]]
        return order
