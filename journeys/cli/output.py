"""Everything that is printed goes through here: rows, documents and text.

Data go to standard output, all else to standard error. Rows come out as a table for people, or
as ``json``, ``jsonl``, ``csv`` or ``md``. In a place too narrow for its table, each row becomes a
small block, and nothing is cut off.
"""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import click

from journeys.language import Language, moment_of

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

Row = Mapping[str, Any]

# What could move a terminal's cursor, or turn the direction of a text around.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def clean(text: str) -> str:
    r"""Return *text* without the characters that could do something to a terminal.

    Examples
    --------
    >>> clean("a\x1b[2Jb")
    'a[2Jb'
    """
    return _CONTROL.sub("", text)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in files, its heading for people, and how a value is said.

    A column without a heading is left out where people read. ``text`` may take several lines.
    A ``word`` is one of a vocabulary, and is said in the reader's language; other texts are not.
    The heading of a ``named`` column is a name, the same in every language.
    """

    key: str
    heading: str = ""
    text: bool = False
    word: bool = False
    named: bool = False
    say: Callable[[Any], str] | None = None


@dataclass(frozen=True)
class Output:
    """Where a verb prints."""

    words: Language
    format: str = "table"

    @cached_property
    def console(self) -> Console:
        """The terminal, or what stands in its place."""
        from rich.console import Console

        return Console(file=sys.stdout, highlight=False, markup=False, emoji=False)

    @property
    def unicode(self) -> bool:
        """Whether blocks and lines can be written."""
        return "utf" in (getattr(sys.stdout, "encoding", None) or "utf-8").lower()

    @property
    def for_people(self) -> bool:
        """Whether a person reads this in a terminal."""
        return self.format == "table"

    def print(self, *parts: RenderableType) -> None:
        """Print text, or other things that rich can draw, one under the other."""
        if self.console.is_terminal:
            self.console.print(*parts or ("",), sep="\n")
            return
        with self.console.capture() as written:
            self.console.print(*parts or ("",), sep="\n")
        self.raw("".join(f"{line.rstrip()}\n" for line in written.get().splitlines()) or "\n")

    def raw(self, text: str) -> None:
        """Write text exactly as it is."""
        click.echo(text, nl=not text.endswith("\n"))

    def note(self, text: str) -> None:
        """Say something that is not data, on standard error.

        Where that finds no room, or nobody hears it, what was done was done all the same.
        """
        try:
            click.echo(clean(text), err=True)
        except OSError:
            sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - until the process ends

    def document(self, document: object) -> None:
        """Write one JSON document; as ``jsonl`` on one line."""
        self.raw(_json(document, indent=None if self.format == "jsonl" else 2))

    def line(self, document: object) -> None:
        """Write one JSON document on one line, whatever the format."""
        self.raw(_json(document))

    def rows(self, columns: Sequence[Column], rows: Iterable[Row], *, empty: str = "") -> None:
        """Print rows in the format that was asked for; without any, people are told *empty*."""
        match self.format:
            case "json":
                self.raw(_json([_picked(columns, row) for row in rows], indent=2))
            case "jsonl":
                for row in rows:
                    self.raw(_json(_picked(columns, row)))
            case "csv":
                writer = csv.writer(sys.stdout, lineterminator="\n")
                writer.writerow([column.key for column in columns])
                writer.writerows([_cell(row.get(c.key)) for c in columns] for row in rows)
            case _:
                self._for_people(columns, list(rows), empty)

    def _for_people(self, columns: Sequence[Column], rows: list[Row], empty: str) -> None:
        shown = [column for column in columns if column.heading]
        heads = [c.heading if c.named else self.words.say(c.heading) for c in shown]
        cells = [[self._said(column, row.get(column.key)) for column in shown] for row in rows]
        if self.format == "md":
            self.raw("\n".join([_md(heads), _md(["---"] * len(heads)), *map(_md, cells)]))
        elif rows:
            self.raw("\n".join(self._laid(shown, heads, cells)))
        else:
            self.note(empty)

    def _laid(
        self, columns: Sequence[Column], heads: list[str], cells: list[list[str]]
    ) -> Iterator[str]:
        """Yield a table, or blocks where it is too narrow for one; styled for a terminal alone."""
        from journeys.cli import layout

        room = self.console.width
        wide = layout.widths([heads, *cells], [column.text for column in columns], room)
        if wide is None:
            yield from layout.blocks(heads, cells, room)
            return
        head, *lines = layout.table([heads, *cells], wide)
        yield click.style(head, dim=True)
        yield from lines

    def _said(self, column: Column, value: object) -> str:
        if column.say:
            return clean(column.say(value))
        moment = moment_of(value)
        if moment is not None:
            return self.words.moment(moment, short=self.format == "table")
        if isinstance(value, str):
            return clean(self.words.word(value) if column.word else value)
        return clean(self.words.value(value))


def _picked(columns: Sequence[Column], row: Row) -> dict[str, Any]:
    return {column.key: row.get(column.key) for column in columns}


def _json(value: object, indent: int | None = None) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False, default=_plain)
    # Control characters inside of texts are escaped by JSON already.
    return re.sub("[\x7f-\x9f\u202a-\u202e\u2066-\u2069]", lambda m: f"\\u{ord(m[0]):04x}", text)


def _plain(value: object) -> object:
    """Return what JSON can write of a value that it does not know."""
    return list(value) if isinstance(value, Sequence) else str(value)


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if not isinstance(value, str):
        value = _json(value)
    text = clean(str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text


def _md(cells: Sequence[str]) -> str:
    escaped = (cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ") for cell in cells)
    return f"| {' | '.join(escaped)} |"
