"""Which reader a file wants: by its first bytes, then by its name."""

from __future__ import annotations

from pathlib import Path

from journeys.io.files import head, wrong
from journeys.io.log_kinds import log_kind
from journeys.io.rows import csv_file, excel, json_lines, logs
from journeys.io.rows.row import Table
from journeys.io.rows.texts import SIZE_LIMIT, Texts, check_packed

SUFFIXES = (
    ".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".xlsx",
    ".xes", ".jsonocel", ".xmlocel", ".sqlite",
)  # fmt: skip
"""What tables are called; each may be packed (``.csv.gz``)."""

_FOREIGN = {
    b"\x89PNG": "PNG",
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": "XLS",
    b"PAR1": "Parquet",
}
_ARCHIVE = b"PK\x03\x04"
_KINDS = {
    ".jsonl": "json", ".ndjson": "json", ".xlsx": "excel", ".xes": "xes", ".jsonocel": "ocel",
    ".xmlocel": "ocel", ".sqlite": "ocel",
}  # fmt: skip


def is_table(path: Path) -> bool:
    """Whether a file is called as tables are."""
    return suffix_of(path) in SUFFIXES


def suffix_of(path: Path) -> str:
    """Return the ending that says what a file is, without ``.gz``."""
    plain = Path(path.name.removesuffix(".gz"))
    return plain.suffix.lower()


def open_table(
    path: Path,
    file: str,
    *,
    encoding: str = "utf-8",
    delimiter: str | None = None,
    sheet: str | None = None,
) -> Table:
    """Return the table in a file.

    Parameters
    ----------
    path, file
        The file, and what messages call it.
    encoding, delimiter, sheet
        As in `csv_file.read` and `excel.read`.

    Raises
    ------
    NotFound, Unreadable
        See the readers.
    """
    begin, packed = head(path, SIZE_LIMIT)
    log = log_kind(begin, packed=packed) or _KINDS.get(suffix_of(path))
    if log == "ocel":
        return logs.ocel(path, file)
    if log == "xes":
        return logs.xes(path, file)
    check_packed(path, file)
    for sign, what in _FOREIGN.items():
        if not packed and begin.startswith(sign):
            message = "this is {what}, not a table: save it as CSV, Excel (.xlsx) or JSON Lines"
            raise wrong(file, 1, message, what=what)
    kind = _KINDS.get(suffix_of(path), "text")
    if _is_workbook(path, begin, packed=packed):
        return excel.read(path, file, sheet=sheet)
    if kind == "json" or (kind == "text" and _begins_an_object(path, file, encoding)):
        return json_lines.read(path, file, encoding=encoding)
    return csv_file.read(path, file, encoding=encoding, delimiter=delimiter)


def sheets_of(path: Path, file: str) -> list[str]:
    """Return what the sheets of a workbook are called; of any other file there are none.

    Raises
    ------
    NotFound, Unreadable
        See `excel.read`.
    """
    begin, packed = head(path, SIZE_LIMIT)
    return excel.sheets_of(path, file) if _is_workbook(path, begin, packed=packed) else []


def _is_workbook(path: Path, begin: bytes, *, packed: bool) -> bool:
    named = _KINDS.get(suffix_of(path)) == "excel"
    return named or (begin.startswith(_ARCHIVE) and not packed)


def _begins_an_object(path: Path, file: str, encoding: str) -> bool:
    texts = Texts(path, file, encoding)
    try:
        first = next(iter(texts), "").lstrip()
    finally:
        texts.close()
    if first.startswith("<"):
        message = "this is XML: an XES log is called .xes, an OCEL 2.0 log .xmlocel"
        raise wrong(file, 1, message)
    if first.startswith("["):
        message = "this is one JSON list: write one object on each line (JSON Lines)"
        raise wrong(file, 1, message)
    return first.startswith("{")
