"""Lives: what is in memory of a copy, as of one end of the log, by relationship."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
import polars as pl

from journeys.columns.arrays import Array, narrow
from journeys.lived.layout import CODED, PARTS

Read = Callable[[str, Sequence[str]], pl.DataFrame]
"""Returns columns of a part of a piece."""
_COUNTS = {"occasions": "occasions", "names": "occasions", "others": "others", "told": "told"}


class Lives:
    """The lives of all relationships, as arrays. What was read once stays.

    Parameters
    ----------
    pieces
        Read where they are. Of a relationship in several of them the last one counts.

    Attributes
    ----------
    pieces
        As they were given.
    relationships
        Whose lives they are, in order.
    """

    def __init__(self, pieces: Sequence[Read]) -> None:
        self.pieces = pieces
        names = ["relationship", "occasions", "others", "told"]
        every = [
            read("lives", names).with_columns(piece=pl.lit(number, pl.UInt32))
            for number, read in enumerate(pieces)
        ]
        frame = pl.concat([pl.DataFrame(schema=_HEADS), *every]).with_row_index("row")
        kept = frame.unique("relationship", keep="last").sort("relationship")
        self._kept = kept["row"].to_numpy()
        self._in_place = len(kept) == len(frame) and bool((np.diff(self._kept) == 1).all())
        self._counts = {one: frame[one].to_numpy().astype(np.int64) for one in names[1:]}
        self.relationships: list[str] = kept["relationship"].to_list()
        self._parts: dict[tuple[str, str], Array] = {}
        self._starts: dict[str, Array] = {}
        self._documents: dict[str, pl.Series] = {}

    def starts(self, part: str = "occasions") -> Array:
        """Return where the rows of each life begin in a part, and after the last where they end."""
        if part not in self._starts:
            counts = self._counts[_COUNTS[part]][self._kept]
            self._starts[part] = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))
        return self._starts[part]

    def array(self, name: str, part: str = "occasions") -> Array:
        """Return a column, life by life; of texts their numbers, 0 where nothing was told."""
        if (part, name) not in self._parts:
            self._parts[part, name] = self._read(name, part)
        return self._parts[part, name]

    def column(self, name: str, part: str) -> pl.Series:
        """Return a column of texts, life by life."""
        found = pl.concat([read(part, [name]) for read in self.pieces] or [_nothing(part, name)])
        return found[name] if self._in_place else found[name].gather(self._rows(part))

    def document(self, name: str) -> pl.Series:
        """Return a document of each life; null where there is none."""
        if name not in self._documents:
            self._documents[name] = self.column(name, "lives")
        return self._documents[name]

    @cached_property
    def texts(self) -> dict[str, list[str]]:
        """The texts of every coded column by their numbers; number 0 was not told."""
        return {name: ["", *known] for name, (known, _) in self._coding.items()}

    @cached_property
    def _coding(self) -> dict[str, tuple[list[str], list[Array]]]:
        """Of every coded column its texts, and for each piece what its numbers are among them."""
        found: dict[str, tuple[list[str], list[Array]]] = {}
        frames = [read("texts", ["column", "text"]) for read in self.pieces]
        for name in CODED:
            known: dict[str, int] = {}
            numbers = []
            for frame in frames:
                texts = frame.filter(pl.col("column") == name)["text"].to_list()
                own = [known.setdefault(text, len(known) + 1) for text in texts]
                numbers.append(np.array([0, *own], dtype=np.uint32))
            found[name] = list(known), numbers
        return found

    def _read(self, name: str, part: str) -> Array:
        columns = [read(part, [name])[name].to_numpy() for read in self.pieces]
        if name in CODED:
            known, numbers = self._coding[name]
            kind = narrow(len(known))
            coded = zip(numbers, columns, strict=True)
            columns = [own.astype(kind)[column] for own, column in coded]
        if not columns:
            return _nothing(part, name)[name].to_numpy()
        found: Array = columns[0] if len(columns) == 1 else np.concatenate(columns)
        return found if self._in_place else found[self._rows(part)]

    def _rows(self, part: str) -> Array:
        """Return where the rows of the lives that count are among those of all pieces."""
        if part == "lives":
            return self._kept
        counts = self._counts[_COUNTS[part]]
        begins = np.cumsum(counts) - counts
        return ranges(begins[self._kept], counts[self._kept])


def ranges(begins: Array, counts: Array) -> Array:
    """Return the numbers of ranges, one after another.

    Examples
    --------
    >>> ranges(np.array([7, 2]), np.array([2, 3])).tolist()
    [7, 8, 2, 3, 4]
    """
    total = int(counts.sum())
    ends = np.cumsum(counts)
    found: Array = np.arange(total, dtype=np.int64) + np.repeat(begins - (ends - counts), counts)
    return found


_HEADS = {
    "relationship": pl.String,
    **dict.fromkeys(("occasions", "others", "told"), pl.UInt32),
    "piece": pl.UInt32,
}


def _nothing(part: str, name: str) -> pl.DataFrame:
    return pl.DataFrame(schema={name: PARTS[part][name]})
