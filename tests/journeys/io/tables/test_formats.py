"""The same rows come out of CSV and its relatives, Excel and JSON Lines."""

import datetime as dt
import gzip
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from journeys.io.ocel import Change, Event, Log, Object, Related, write
from journeys.io.ocel.parts import FIRST
from journeys.io.rows.opening import open_table
from journeys.io.rows.row import Row
from tests.journeys.io.tables.conftest import Import

Write = Callable[..., Path]


def rows_of(path: Path) -> list[Row]:
    with closing(open_table(path, path.name)) as table:
        return list(table.rows)


ROWS = [{"id": "1", "note": "a, b"}, {"id": "2", "note": 'say "yes"'}]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", 'id,note\n1,"a, b"\n2,"say ""yes"""\n'),
        ("a.csv", 'id;note\r\n1;a, b\r\n2;"say ""yes"""\r\n'),
        ("a.tsv", 'id\tnote\n1\ta, b\n2\t"say ""yes"""\n'),
        ("a.txt", 'id|note\n1|a, b\n\n2|"say ""yes"""'),
        ("a.csv.gz", gzip.compress(b'id,note\n1,"a, b"\n2,"say ""yes"""\n', mtime=0)),
        ("a.jsonl", '{"id": 1, "note": "a, b"}\n\n{"id": "2", "note": "say \\"yes\\""}\n'),
    ],
    ids=["comma", "semicolon", "tab", "bar", "packed", "json"],
)
def test_the_same_rows_come_out(name: str, content: str | bytes, table: Write) -> None:
    path = table(content, name)
    assert [dict(row.values) for row in rows_of(path)] == ROWS


def test_a_row_begins_on_the_line_of_its_first_cell(table: Write) -> None:
    path = table('id,note\n1,"two\nlines"\n2,x\n', "a.csv")
    assert [row.line for row in rows_of(path)] == [2, 4]


def test_a_workbook_gives_values_dates_and_errors_as_they_are(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page: Any = book.active
    page.append(["id", "day", "at", "mark", "done", "sum", None])
    page.append([1.0, dt.date(2026, 1, 2), dt.datetime(2026, 1, 2, 14, 5), 7.5, True, None])  # noqa: DTZ001 - as in workbooks
    page.append([None] * 6)
    page.append([2, None, None, "#DIV/0!", False, "=1+1"])
    page["D4"].data_type = "e"
    book.create_sheet("Other").append(["x"])
    book.save(tmp_path / "a.xlsx")
    first, second = rows_of(tmp_path / "a.xlsx")
    assert dict(first.values) == {
        "id": "1",
        "day": "2026-01-02",
        "at": "2026-01-02 14:05:00",
        "mark": "7.5",
        "done": "TRUE",
        "sum": "",
    }
    assert second.fault is not None
    assert (second.line, second.fault.reason) == (4, "cell-error")
    # A formula is what it was last computed to; this one never was.
    assert second.values["sum"] == ""
    with closing(open_table(tmp_path / "a.xlsx", "a.xlsx", sheet="Other")) as other:
        assert other.columns == ("x",)


@pytest.mark.parametrize("said", ["A1", "A1:XFD1048576", "A1:B2"])
def test_a_sheet_is_as_large_as_it_is_whatever_it_says(tmp_path: Path, said: str) -> None:
    book = openpyxl.Workbook()
    page: Any = book.active
    for row in (["id", "note", "day"], [1, "a", "b"], [2, "c", "d"], [3, "e", "f", "too many"]):
        page.append(row)
    book.save(tmp_path / "right.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "right.xlsx") as right,
        zipfile.ZipFile(tmp_path / "a.xlsx", "w") as wrong,
    ):
        for name in right.namelist():
            wrong.writestr(name, right.read(name).replace(b'ref="A1:D4"', f'ref="{said}"'.encode()))
    *whole, ragged = rows_of(tmp_path / "a.xlsx")
    assert [list(row.values.values()) for row in whole] == [["1", "a", "b"], ["2", "c", "d"]]
    assert ragged.fault is not None
    assert ragged.values["(column 4)"] == "too many"


def test_a_real_date_needs_no_form(tmp_path: Path, imported: Import, mapping: Path) -> None:
    text = mapping.read_text(encoding="utf-8").replace('["iso"]', '["%d-%m-%Y"]')
    mapping.write_text(text, encoding="utf-8")
    book = openpyxl.Workbook()
    page: Any = book.active
    page.append(["id", "client", "day", "note", "score"])
    page.append([1, "c-1", dt.date(2026, 1, 2), "x", 9])
    page.append([2, "c-1", "03-01-2026", "x", 9])
    book.save(tmp_path / "a.xlsx")
    outcome = imported(tmp_path / "a.xlsx")
    assert (outcome.accepted, outcome.profile.last) == (2, "2026-01-03")


@pytest.mark.parametrize(
    ("time", "said"),
    [
        ("2026-01-10T10:30:00+01:00", "first"),  # 9:30 in UTC
        ("2026-01-10T10:00:00.5Z", "second"),
        ("2026-07-10T10:00:00+02:00", "second"),
        ("2026-07-10 09:00:00", "third"),
        ("1969-12-31T00:00:00Z", "first"),
        ("some day", "first"),
    ],
)
def test_an_object_is_as_it_stood_then_whatever_the_zone_and_the_order(
    time: str, said: str, tmp_path: Path
) -> None:
    changes = (
        Change("tone", "third", "2026-07-10T10:30:00+02:00"),
        Change("tone", "second", "2026-01-10T10:00:00Z"),
        Change("tone", "first", FIRST),
    )
    event = Event("e", "call", time, (), (Related("o", ""),))
    write(Log((), (), (Object("o", "firm", changes),), (event,)), tmp_path / "a.jsonocel", "json")
    with closing(open_table(tmp_path / "a.jsonocel", "a.jsonocel")) as table:
        (row,) = table.rows
    assert row.values["object:firm.tone"] == said
