"""What is no table is refused with its file and line; a bad row is set aside; nothing is halved."""

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from domain.errors import JourneysError
from tests.journeys.io.tables.conftest import HEAD, ROW, Import

Write = Callable[..., Path]
GOOD = '{"id":"1","client":"c-1","day":"2026-01-02","note":"x","score":9}\n'

REFUSED: dict[str, tuple[str, bytes, int, str]] = {
    "an empty file": ("a.csv", b"", 1, "the file is empty"),
    "blank lines only": ("a.csv", b"\n\n", 1, "the file is empty"),
    "a header only": ("a.csv", HEAD.encode(), 1, "no rows below the header"),
    "latin-1": ("a.csv", (HEAD + ROW + "2,c,x,caf\xe9,1\n").encode("latin-1"), 3, "not UTF-8"),
    "UTF-16": ("a.csv", (HEAD + ROW).encode("utf-16"), 1, 'encoding = "utf-16"'),
    "UTF-16 without its mark": ("a.csv", (HEAD + ROW).encode("utf-16-le"), 1, "not a table"),
    "a picture": ("a.csv", b"\x89PNG\r\n\x1a\n", 1, "this is PNG, not a table"),
    "a column twice": ("a.csv", b"id,client,client\n1,2,3\n", 1, "client stands here twice"),
    "a column without a name": ("a.csv", b"id,,client\n1,2,3\n", 1, "column 2 has no name"),
    "a missing column": (
        "a.csv",
        b"id,client,date,note,score\n1,c,2026-01-02,a,9\n",
        1,
        "names the column day, which is not there; there are: id, client, date, note, score",
    ),
    "an open quotation mark": (
        "a.csv",
        (HEAD + ROW + '2,c,2026-01-03,"never closed,8\n' + ROW).encode(),
        3,
        "never closed",
    ),
    "a line without end": ("a.csv", (HEAD + "x" * 1_100_000).encode(), 2, "longer than 1 MB"),
    "ten million levels": (
        "a.jsonl",
        (GOOD + '{"id":' + "[" * 10_000_000 + "\n").encode(),
        2,
        "longer than 1 MB",
    ),
    "not JSON Lines": ("a.jsonl", b"hello\n", 1, "not one JSON object"),
    "a JSON list": ("a.json", b'[{"id": 1}]', 1, "one object on each line"),
    "no workbook": ("a.xlsx", b"id,client\n", 1, "not an Excel workbook"),
    "an old workbook": ("a.xls", b"\xd0\xcf\x11\xe0....", 1, "this is XLS, not a table"),
    "a packed file cut off": ("a.csv.gz", gzip.compress(b"x" * 99_999)[:60], 1, "damaged"),
}


@pytest.mark.parametrize(("name", "content", "line", "says"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_table_is_refused_with_its_line_and_leaves_no_trace(
    name: str, content: bytes, line: int, says: str, table: Write, imported: Import, store: Path
) -> None:
    with pytest.raises(JourneysError) as refused:
        imported(table(content, name))
    assert str(refused.value).startswith(f"{name}, line {line}: ")
    assert says in str(refused.value)
    assert list(store.parent.glob("own.db*")) == []


SET_ASIDE: dict[str, tuple[str, str, str]] = {
    "dates in another form": ("a.csv", "2,c-1,03-01-2026,x,8\n", "not-a-date"),
    "no date at all": ("a.csv", "2,c-1,,x,8\n", "missing-value"),
    "no id": ("a.csv", ",c-1,2026-01-03,x,8\n", "missing-value"),
    "not a number": ("a.csv", "2,c-1,2026-01-03,x,NaN\n", "not-a-number"),
    "infinity": ("a.csv", "2,c-1,2026-01-03,x,inf\n", "not-a-number"),
    "a number too large": ("a.csv", "2,c-1,2026-01-03,x,1e999\n", "not-a-number"),
    "an answer off its scale": ("a.csv", "2,c-1,2026-01-03,x,11\n", "out-of-range"),
    "too few cells": ("a.csv", "2,c-1,2026-01-03\n", "ragged"),
    "too many cells": ("a.csv", "2,c-1,2026-01-03,x,8,9,10\n", "ragged"),
    "a NUL": ("a.csv", "2,c-1,2026-01-03,a\0b,8\n", "nul-character"),
    "a stray quotation mark": ("a.csv", '2,c-1,2026-01-03,"a"b,8\n', "badly-quoted"),
    "a text too long": ("a.csv", f"2,c-1,2026-01-03,{'x' * 4001},8\n", "too-long"),
    "an id that is a name": ("a.csv", "2,Jan de Vries,2026-01-03,x,8\n", "not-an-id"),
    "before it began": ("a.csv", "2,c-1,2027-01-03,x,8\n", "in-the-future"),
    "the same row twice": ("a.csv", ROW, "duplicate-row"),
    "another row with that id": ("a.csv", "1,c-1,2026-01-03,x,8\n", "duplicate-id"),
    "a key twice": ("a.jsonl", '{"id":"2","id":"3"}\n', "not-json"),
    "NaN in JSON": ("a.jsonl", '{"id":"2","score":NaN}\n', "not-json"),
    "deep in JSON": ("a.jsonl", '{"id":' + "[" * 100_000 + "\n", "not-json"),
    "a NUL, deep in JSON": (
        "a.jsonl",
        '{"id":' + '{"a":' * 600 + '"\\u0000"' + "}" * 601 + "\n",
        "not-json",
    ),
    "half a character": ("a.jsonl", '{"id":"2","note":"\\ud83d"}\n', "not-json"),
    "half a character in a key": ("a.jsonl", '{"id":"2","a\\ud83d":"note"}\n', "not-json"),
    "two keys for one column": ("a.jsonl", '{"id":"2","a.b":1,"a":{"b":2}}\n', "not-json"),
}


@pytest.mark.parametrize(("name", "row", "reason"), SET_ASIDE.values(), ids=SET_ASIDE)
def test_a_bad_row_is_set_aside_with_its_reason_and_the_others_are_taken(
    name: str, row: str, reason: str, table: Write, imported: Import
) -> None:
    good = GOOD if name.endswith("jsonl") else HEAD + ROW
    outcome = imported(table(good + row, name))
    assert dict(outcome.reasons) == {reason: 1}
    assert (outcome.read, outcome.accepted, outcome.quarantined) == (2, 1, 1)
    file, line, fault = outcome.first[reason]
    assert (file, line) == (name, 2 if name.endswith("jsonl") else 3)
    assert fault.message.format(**fault.details)


def test_a_byte_order_mark_is_no_part_of_the_first_column(table: Write, imported: Import) -> None:
    assert imported(table(b"\xef\xbb\xbf" + (HEAD + ROW).encode())).accepted == 1


@pytest.mark.parametrize("encoding", ["latin-1", "windows-1252", "utf-16"])
def test_another_encoding_can_be_named(
    encoding: str, table: Write, imported: Import, mapping: Path
) -> None:
    text = mapping.read_text(encoding="utf-8").replace(
        'id = "id"', f'id = "id"\nencoding = "{encoding}"'
    )
    mapping.write_text(text, encoding="utf-8")
    rows = "".join(f"{n},c-1,2026-01-02,café {n},9\n" for n in range(1, 4))
    assert imported(table((HEAD + rows).encode(encoding))).accepted == 3


def _bomb(path: Path, part: str) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        with packed.open(part, "w") as stream:
            for _ in range(10):
                stream.write(b" " * 10_000_000)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_a_workbook_that_grows_beyond_measure_is_not_unpacked(
    part: str, tmp_path: Path, imported: Import
) -> None:
    _bomb(tmp_path / "bomb.xlsx", part)
    with pytest.raises(JourneysError, match="line 1: the packed file grows beyond all measure"):
        imported(tmp_path / "bomb.xlsx")


def test_a_packed_table_that_grows_beyond_measure_is_not_read(
    table: Write, imported: Import
) -> None:
    packed = gzip.compress((HEAD + ROW * 1_500_000).encode())
    with pytest.raises(JourneysError, match="line 1: the packed file grows beyond all measure"):
        imported(table(packed, "a.csv.gz"))


def test_an_archive_is_no_workbook(tmp_path: Path, imported: Import) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("a.csv", HEAD + ROW)
    with pytest.raises(JourneysError, match="unpack it first"):
        imported(tmp_path / "a.zip")


@pytest.mark.parametrize("comment", ["", f"<!--{' ' * 70_000}-->"])
def test_entities_in_a_workbook_are_refused(comment: str, tmp_path: Path, imported: Import) -> None:
    book = openpyxl.Workbook()
    page: Any = book.active
    page.append(["id"])
    book.save(tmp_path / "plain.xlsx")
    trick = f'<?xml version="1.0"?>{comment}<!DOCTYPE x [<!ENTITY a "aaaa">]>'.encode()
    with (
        zipfile.ZipFile(tmp_path / "plain.xlsx") as plain,
        zipfile.ZipFile(tmp_path / "tricky.xlsx", "w") as tricky,
    ):
        for name in plain.namelist():
            said = plain.read(name)
            if name == "xl/worksheets/sheet1.xml":
                said = trick + said.split(b"?>", 1)[-1]
            tricky.writestr(name, said)
    with pytest.raises(JourneysError, match="line 1: there are XML entities"):
        imported(tmp_path / "tricky.xlsx")


def test_a_folder_says_which_file_it_lacks(tmp_path: Path, imported: Import) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ravenstack_accounts.csv").write_text("account_id\n", encoding="utf-8")
    with pytest.raises(JourneysError) as refused:
        imported(tmp_path / "in", "ravenstack")
    assert "no file here is called *subscriptions.csv*" in str(refused.value)
    assert "there are: ravenstack_accounts.csv" in str(refused.value)


def test_a_file_that_is_packed_and_unpacked_is_not_read_twice(
    tmp_path: Path, table: Write, imported: Import
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    table(HEAD + ROW, "in/a.csv")
    table(gzip.compress((HEAD + ROW).encode()), "in/a.csv.gz")
    with pytest.raises(JourneysError, match="packed and unpacked: keep one"):
        imported(folder)
