"""What a draft of a mapping is written with: a table that was looked at, and lines of TOML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, suppress
from functools import cached_property
from itertools import islice
from pathlib import Path

from domain.errors import Unreadable
from journeys.io.files import wrong
from journeys.io.mapped.guessing import Column, look_at
from journeys.io.mapped.guessing_dates import Dates, when
from journeys.io.mapped.guessing_feelings import Guess, scale_of
from journeys.io.mapped.values import slug
from journeys.io.rows.opening import open_table, sheets_of
from journeys.io.rows.texts import encoding_of
from journeys.language import Language

LOOKED_AT = 2000
"""Rows that are looked at."""

_BRACE = re.compile(r"[{}]")
_ISSUE = re.compile(r"ticket|complaint|issue|support|incident|klacht|storing", re.IGNORECASE)
_DONE = re.compile(r"resol|clos|solved|handled|afgesloten|afgehandeld|opgelost")


class Looked:
    """A table that was looked at, and which of its columns a draft has taken.

    Parameters
    ----------
    path
        The table.
    words
        The language of the comments.

    Raises
    ------
    Unreadable
        When it cannot be read, or has no rows.
    """

    def __init__(self, path: Path, words: Language) -> None:
        self.path, self._words = path, words
        self.encoding = encoding_of(path)
        sheets = sheets_of(path, path.name)
        self.sheet, names, rows = self._first_with_rows(sheets)
        self.other_sheets = [one for one in sheets if one != (self.sheet or sheets[0])]
        if not rows:
            raise wrong(path.name, 1, "there are no rows below the header: nothing to import")
        every = [look_at(name, [row.get(name, "") for row in rows]) for name in names]
        # A mapping names a column in braces: one that has them in its name stands for itself.
        self.columns = [one for one in every if not _BRACE.search(one.name)]
        if not self.columns:
            message = (
                "every column has braces in its name, where a mapping cannot name it: rename them"
            )
            raise wrong(path.name, 1, message)
        self._odd = [one for one in every if one not in self.columns]
        self._used: set[str] = set()

    def _first_with_rows(
        self, sheets: list[str]
    ) -> tuple[str | None, Sequence[str], list[Mapping[str, str]]]:
        """Return the first sheet that is a table, and what is on it; a workbook may have a cover.

        It is None where it is the first of all, or the file is no workbook.
        """
        for sheet in (None, *sheets[1:]):
            with suppress(Unreadable):
                names, rows = self._read(sheet)
                if rows:
                    return sheet, names, rows
        return None, *self._read(None)  # which says what is wrong

    def _read(self, sheet: str | None) -> tuple[Sequence[str], list[Mapping[str, str]]]:
        """Return the columns and the rows that are looked at."""
        opened = open_table(self.path, self.path.name, encoding=self.encoding, sheet=sheet)
        with closing(opened) as table:
            rows = [row.values for row in islice(table.rows, LOOKED_AT) if row.fault is None]
        return table.columns or tuple(dict.fromkeys(n for row in rows for n in row)), rows

    @cached_property
    def dates(self) -> list[tuple[Column, Dates]]:
        """Its columns of dates, first the one that seems to say when it happened."""
        return when(self.columns)

    @cached_property
    def scales(self) -> dict[str, Guess]:
        """The scales on which columns seem to tell of feelings, by their names."""
        found = ((column.name, scale_of(column)) for column in self.columns)
        return {name: scale for name, scale in found if scale is not None}

    @cached_property
    def own(self) -> Column | None:
        """The column that tells its rows apart, where that is an id of something."""
        return next((one for one in self.columns if one.unique and one.is_called_an_id), None)

    @cached_property
    def whose(self) -> Column | None:
        """The column that seems to say whose row it is, ids before names."""
        others = {column.name for column, _ in self.dates} | self.scales.keys()
        who = [one for one in self.columns if one.is_counterpart and one.name not in others]
        who.sort(key=lambda one: (not one.fits_an_id, not one.is_called_one, len(one.name)))
        who.sort(key=lambda one: not (one.fits_an_id and one.is_called_an_id))
        return next((one for one in who if not one.unique), who[0] if who else None)

    @cached_property
    def title(self) -> Column | None:
        """The column with what people call the one whose row it is."""
        others = [one for one in self.columns if one is not self.whose]
        named = next((one for one in others if one.is_name), None)
        if named is None and self.is_of_clients:
            # In a table of clients a name is a client's, and nobody says so in the header.
            named = next((one for one in others if one.is_called_a_name), None)
        return named

    @property
    def is_of_clients(self) -> bool:
        """Whether a row seems to be a client, rather than something that happened with one."""
        if self.own is None or self.own is not self.whose or self.is_of_issues:
            return False
        return not any(one.is_channel or one.is_who_began or one.is_step for one in self.columns)

    def names(self, other: Looked) -> bool:
        """Whether its rows, each of a client, stand for those whose rows the *other* has."""
        if self is other or self.own is None or other.whose is None or not self.is_of_clients:
            return False
        told = set(other.whose.cells)
        return len(told & set(self.own.cells)) > len(told) / 2

    def points_to(self, other: Looked) -> Column | None:
        """Return the column that says in which row of the *other* table it stands whose row it is.

        Both were looked at in part: a column of the same name needs but one id that both have.
        """
        if self is other or other.own is None or other.whose is None or other.own is other.whose:
            return None
        known = set(other.own.cells)
        for column in self.columns:
            told = set(column.cells)
            least = 0 if column.name == other.own.name else len(told) / 2
            if column is not self.own and len(told & known) > least:
                return column
        return None

    @property
    def is_of_issues(self) -> bool:
        """Whether its rows seem to be problems that were raised."""
        return _ISSUE.search(self.path.name) is not None and self.own is not None

    @cached_property
    def done(self) -> tuple[Column, Dates] | None:
        """The dates that seem to say when a problem was dealt with."""
        others = self.dates[1:] if self.is_of_issues else []
        return next((one for one in others if _DONE.search(one[0].plain)), None)

    @property
    def left(self) -> list[Column]:
        """The columns that nothing has been made of, and something may be."""
        return [column for column in self.columns if column.name not in self._used]

    @property
    def unused(self) -> list[str]:
        """The names of all columns of which nothing was made."""
        return [column.name for column in (*self.left, *self._odd)]

    def take(self, column: Column) -> str:
        """Return the place of a column in a text, which is taken by that."""
        self._used.add(column.name)
        return place(column)

    def note(self, sentence: str, **values: object) -> str:
        """Return a comment in the reader's language."""
        said = {name: _fit(one) if isinstance(one, str) else one for name, one in values.items()}
        return f"# {self._words.quote(sentence, **said)}"

    def count(self, one: str, many: str, n: int) -> str:
        """Return a comment about so many."""
        return f"# {self._words.plural(one, many, n)}"


def name_of(path: Path) -> str:
    """Return what a file is called in a mapping."""
    return slug(path.name.split(".")[0]) or "table"


def place(column: Column) -> str:
    """Return a text that is what the column holds."""
    return quoted("{" + column.name + "}")


def quoted(text: str) -> str:
    """Return a text as TOML has it."""
    # TOML's basic strings take what JSON's take, but for DEL.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def listed(texts: Iterable[str]) -> str:
    """Return texts as a list of TOML."""
    return "[" + ", ".join(map(quoted, texts)) + "]"


def table(words: Mapping[str, str | float]) -> str:
    """Return words with what they mean as an inline table of TOML."""
    said = (f"{quoted(word)} = {json.dumps(value)}" for word, value in words.items())
    return f"{{ {', '.join(said)} }}"


def _fit(text: str) -> str:
    """Return a text fit for a comment: on one line, without control characters."""
    return "".join(sign if sign.isprintable() else " " for sign in text)[:200]
