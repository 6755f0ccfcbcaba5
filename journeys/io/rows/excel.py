"""Excel workbooks (.xlsx), read a row at a time: values only, as they were last computed.

A workbook is a packed folder of XML that came from somebody else, so its sizes are looked at before
anything is unpacked, and entities are refused (defusedxml, which openpyxl uses where it is there).
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from domain.errors import Unreadable
from journeys.io.files import MEGABYTE, nearest, open_file, wrong
from journeys.io.rows.csv_file import MOST_COLUMNS, checked_columns, row_of
from journeys.io.rows.row import Fault, Row, Table
from journeys.io.rows.texts import PACKED_FREELY, PACKED_TIGHTLY, overgrown

SIZE_LIMIT = 200 * MEGABYTE
UNPACKED_LIMIT = 1_000 * MEGABYTE
PART_LIMIT = 64 * MEGABYTE
"""What openpyxl takes into memory at once: everything but the sheets."""

_SHEETS = "xl/worksheets/"
_HEAD = 64_000
_BLANK_ROWS = 1000


def read(path: Path, file: str, *, sheet: str | None = None) -> Table:
    """Return the table on a sheet of a workbook: the first, or the one called *sheet*.

    Raises
    ------
    Unreadable
        For what is no workbook, one that unpacks beyond measure or has XML entities in it, and for
        a sheet that is not there.
    """
    book = _opened(path, file)
    names = book.sheetnames
    if sheet is not None and sheet not in names:
        book.close()
        message = "no sheet is called {sheet}; perhaps: {nearest}"
        raise wrong(file, 1, message, sheet=sheet, nearest=nearest(sheet, names))
    page = book[sheet] if sheet else book.worksheets[0]
    rows = _cells(page, file)
    try:
        columns = checked_columns([text for text, _ in next(rows, (0, []))[1]], file)
    except BaseException:
        book.close()
        raise
    return Table(columns, _rows(rows, file, columns), book.close)


def sheets_of(path: Path, file: str) -> list[str]:
    """Return what the sheets of a workbook are called; `Unreadable` as of `read`."""
    book = _opened(path, file)
    with closing(book):
        return [page.title for page in book.worksheets]


def _look_inside(path: Path, file: str) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            if "xl/workbook.xml" not in {part.filename for part in parts}:
                raise wrong(file, 1, "this is an archive, not a workbook: unpack it first")
            size = sum(part.file_size for part in parts)
            tight = size > PACKED_FREELY and size > PACKED_TIGHTLY * path.stat().st_size
            inside = [p for p in parts if not p.filename.startswith(_SHEETS)]
            if tight or size > UNPACKED_LIMIT or any(p.file_size > PART_LIMIT for p in inside):
                raise overgrown(file, 1)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with packed.open(part) as stream:
                        head = stream.read(_HEAD).replace(b"\0", b"")
                    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                        raise _entities(file)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError):
        message = "this is not an Excel workbook (.xlsx): save it as one, or as CSV"
        raise wrong(file, 1, message) from None


def _opened(path: Path, file: str) -> Any:  # noqa: ANN401 - openpyxl's workbook
    import openpyxl

    with open_file(path, SIZE_LIMIT):
        pass
    _look_inside(path, file)
    try:
        return openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # noqa: BLE001 - a broken workbook breaks openpyxl in many ways
        message = "this is not an Excel workbook (.xlsx): save it as one, or as CSV"
        raise _blamed(error, wrong(file, 1, message), file) from None


def _blamed(error: BaseException, otherwise: Unreadable, file: str) -> Unreadable:
    """Return what to say of openpyxl's error: entities are refused by name."""
    from defusedxml.common import DefusedXmlException

    found: BaseException | None = error
    while found is not None and not isinstance(found, DefusedXmlException):
        found = found.__context__
    return otherwise if found is None else _entities(file)


def _entities(file: str) -> Unreadable:
    return wrong(file, 1, "there are XML entities in this workbook: save it anew, without them")


def _cells(page: Any, file: str) -> Iterator[tuple[int, list[tuple[str, bool]]]]:  # noqa: ANN401
    number = 0
    page.reset_dimensions()  # what a sheet says of its size is often wrong: it is as it is
    rows = page.iter_rows(min_row=1)
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except Exception as error:  # noqa: BLE001 - as above: what is broken in a sheet shows here
            message = "the sheet cannot be read from here on: save the workbook anew"
            raise _blamed(error, wrong(file, number + 1, message), file) from None
        number += 1
        yield number, [_text(cell) for cell in cells[: MOST_COLUMNS + 1]]


def _text(cell: Any) -> tuple[str, bool]:  # noqa: ANN401 - openpyxl's cells
    """Return what a cell says, and whether it is an error such as #DIV/0!."""
    value = cell.value
    wrong_value = getattr(cell, "data_type", "n") == "e"
    match value:
        case None:
            said = ""
        case bool():
            said = "TRUE" if value else "FALSE"
        case float() if value.is_integer():
            said = str(int(value))
        case datetime():
            bare = value.time() == time()
            said = value.date().isoformat() if bare else value.isoformat(sep=" ")
        case date() | time():
            said = value.isoformat()
        case _:
            said = str(value)
    return said, wrong_value


def _rows(
    rows: Iterator[tuple[int, list[tuple[str, bool]]]],
    file: str,
    columns: tuple[str, ...],
) -> Iterator[Row]:
    blank = 0
    for line, cells in rows:
        texts = [text for text, _ in cells]
        while len(texts) > len(columns) and not texts[-1]:
            texts.pop()
        texts += [""] * (len(columns) - len(texts))
        if not any(texts):
            blank += 1
            if blank > _BLANK_ROWS:  # formatted, never filled
                return
            continue
        blank = 0
        row = row_of(file, line, columns, texts, typed=True)
        broken = next((c for c, cell in zip(columns, cells, strict=False) if cell[1]), None)
        if broken is not None and row.fault is None:
            message = "{column} holds an error of the workbook: mend the formula"
            fault = Fault("cell-error", message, {"column": broken})
            row = Row(file, line, row.values, typed=True, fault=fault)
        yield row
