"""CSV and its relatives: the first line names the columns, every other row is one row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from domain.errors import Unreadable
from journeys.io.files import wrong
from journeys.io.rows.row import Fault, Row, Table, nul_in
from journeys.io.rows.texts import LINE_LIMIT, Texts

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
MOST_COLUMNS = 2000


def read(path: Path, file: str, *, encoding: str = "utf-8", delimiter: str | None = None) -> Table:
    """Return the table in a text file.

    Parameters
    ----------
    path, file
        The file, and what messages call it.
    encoding
        One of `journeys.io.rows.texts.ENCODINGS`.
    delimiter
        One of `DELIMITERS` by name; without it, the one that stands most often in the header.

    Raises
    ------
    Unreadable
        When it is no table, with the line and what to do.
    """
    texts = Texts(path, file, encoding)
    try:
        lines = iter(texts)
        first = next(lines, "")
        sign = DELIMITERS[delimiter] if delimiter else _likely(first, path)
        csv.field_size_limit(LINE_LIMIT)
        reader = csv.reader(_first_and(first, lines), delimiter=sign, strict=True)
        columns = checked_columns(_header(reader, file), file)
    except BaseException:
        texts.close()
        raise
    return Table(columns, _rows(reader, texts, columns), texts.close, texts.position)


def checked_columns(names: list[str], file: str) -> tuple[str, ...]:
    """Return the columns of a header; `Unreadable` when they are no names of columns."""
    columns = tuple(name.strip() for name in names)
    while columns and not columns[-1]:
        columns = columns[:-1]
    if not columns:
        raise wrong(file, 1, "the file is empty: the first line has to name the columns")
    if any("\0" in name for name in columns) or len(columns) > MOST_COLUMNS:
        message = "this is not a table: the first line of a table names its columns"
        raise wrong(file, 1, message)
    for number, name in enumerate(columns, start=1):
        if not name:
            raise wrong(file, 1, "column {number} has no name: give it one", number=number)
        if name in columns[: number - 1]:
            message = "the column {column} stands here twice: give each a name of its own"
            raise wrong(file, 1, message, column=name)
    return columns


def row_of(
    file: str, line: int, columns: tuple[str, ...], cells: list[str], *, typed: bool = False
) -> Row:
    """Return a row; one with too few or too many cells carries that as its fault."""
    values = dict(zip(columns, cells, strict=False))
    if len(cells) == len(columns):
        return Row(file, line, values, typed, nul_in(values))
    values |= {f"(column {n})": c for n, c in enumerate(cells[len(columns) :], len(columns) + 1)}
    message = "the row has {cells} cells, the header {columns}: look at its quotation marks"
    details = {"cells": len(cells), "columns": len(columns)}
    return Row(file, line, values, typed, Fault("ragged", message, details))


def _likely(header: str, path: Path) -> str:
    if ".tsv" in path.suffixes:
        return "\t"
    return max(DELIMITERS.values(), key=header.count)


def _first_and(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def _header(reader: Iterator[list[str]], file: str) -> list[str]:
    try:
        return next(reader, [])
    except csv.Error:
        raise _unclosed(file, 1) from None


def _rows(reader: Iterator[list[str]], texts: Texts, columns: tuple[str, ...]) -> Iterator[Row]:
    while True:
        line = texts.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "expected after" not in str(error):
                raise _unclosed(texts.file, line) from None
            message = "a quotation mark stands inside a cell: write it twice there"
            yield Row(texts.file, line, {}, fault=Fault("badly-quoted", message))
            continue
        if cells:  # an empty line is no row
            yield row_of(texts.file, line, columns, cells)


def _unclosed(file: str, line: int) -> Unreadable:
    message = "a quotation mark that is opened from here on is never closed: close it"
    return wrong(file, line, message)
