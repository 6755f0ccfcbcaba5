"""Codes: the number of a text in the dictionary of its column. Once given it never changes.

Codes are given in the order of the log, so that a copy made anew gives the same ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count

import polars as pl

from journeys.columns.form import NewCodes
from journeys.columns.layout import CODED


class Code(dict[str | None, int | None]):
    """The dictionary of one column; a text that it lacks gets the next number."""

    def __init__(self) -> None:
        super().__init__({None: None})
        self.texts: list[str] = []
        self.kept = 0

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self.texts)
        self.texts.append(text)
        return number


class Codes:
    """The dictionaries of all columns."""

    def __init__(self) -> None:
        self._columns = {name: Code() for name in CODED}

    def __getitem__(self, column: str) -> Code:
        return self._columns[column]

    @property
    def texts(self) -> Mapping[str, Sequence[str]]:
        """The texts of every column, by their codes."""
        return {name: code.texts for name, code in self._columns.items()}

    def coded(self, column: str, texts: Sequence[str | None]) -> pl.Series:
        """Return the codes of these texts; what is not told stays empty."""
        if texts and texts[0] == texts[-1] and texts.count(texts[0]) == len(texts):
            one = pl.Series(column, [self[column][texts[0]]], dtype=pl.UInt32)
            return one.new_from_index(0, len(texts))
        return pl.Series(column, list(map(self[column].__getitem__, texts)), dtype=pl.UInt32)

    def learn(self, new: NewCodes) -> None:
        """Take in what was kept, in the order in which it was given.

        Raises
        ------
        ValueError
            When a number is not the next one: the file is another's.
        """
        for column, (begin, texts) in new.items():
            code = self._columns[column]
            code.update(zip(texts, count(len(code.texts)), strict=False))
            code.texts += texts
            if begin + len(texts) != len(code.texts) or len(code) != len(code.texts) + 1:
                msg = f"the codes of {column} do not follow those before them"
                raise ValueError(msg)
        self.keep()

    def unkept(self) -> NewCodes:
        """Return what was given out since `learn` or `keep`."""
        return {
            name: (code.kept, code.texts[code.kept :])
            for name, code in self._columns.items()
            if code.kept < len(code.texts)
        }

    def keep(self) -> None:
        """Count all that was given out as kept."""
        for code in self._columns.values():
            code.kept = len(code.texts)


def joined(several: Iterable[NewCodes]) -> NewCodes:
    """Return what came up in successive segments as if it had in one.

    Examples
    --------
    >>> joined([{"actor": (3, ["ada"])}, {}, {"actor": (4, ["bob"]), "topic": (0, ["t"])}])
    {'actor': (3, ['ada', 'bob']), 'topic': (0, ['t'])}
    """
    found: dict[str, tuple[int, list[str]]] = {}
    for one in several:
        for column, (begin, texts) in one.items():
            found.setdefault(column, (begin, []))[1].extend(texts)
    return found
