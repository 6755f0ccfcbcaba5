"""Tables of SQLite are read column by column, and no value becomes another on the way."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from domain.errors import Unreadable
from journeys.io import ocel
from journeys.io.ocel import Attribute, Event, Kind, Log
from journeys.io.ocel.sqlite_columns import column_types, columns_of

AT = "2024-05-01T10:00:00Z"


@pytest.fixture
def base() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        yield connection


def read(base: sqlite3.Connection, *values: object, declared: str = "TEXT") -> list[object]:
    base.execute(f'CREATE TABLE told ("a ""name""" {declared}, number INTEGER)')
    rows = [(value, number) for number, value in enumerate(values)]
    base.executemany("INSERT INTO told VALUES (?, ?)", rows)
    found, numbers = columns_of(base, "told", column_types(base, "told"))
    assert numbers == [number for _, number in rows]
    return found


TEXTS = (
    "",
    "a",
    '"',
    "\\",
    "\\u0041",
    "\x00",
    "a\x00b",
    "\x1f\x7f",
    "é\u2028\uffff",
    "[null]",
    "😀",
)


@pytest.mark.parametrize("many", [1, 3_000])
def test_every_text_comes_as_it_is(base: sqlite3.Connection, many: int) -> None:
    values = (*TEXTS, None) * many
    assert read(base, *values) == [*values]


def test_a_new_word_behind_a_thousand_old_ones_is_read_as_well(base: sqlite3.Connection) -> None:
    values = [*(["about", "with", None] * 5_000), "never before", "about"]
    assert read(base, *values) == values


def test_a_word_that_comes_again_is_one_text_in_memory(base: sqlite3.Connection) -> None:
    found = read(base, *(["a word", "another word"] * 5_000))
    assert len({id(word) for word in found}) == 2


@pytest.mark.parametrize("declared", ["TEXT", "REAL", "NUMERIC", "BLOB", "TIMESTAMP", "STRING", ""])
def test_no_number_loses_a_digit(base: sqlite3.Connection, declared: str) -> None:
    numbers = (0.1 + 0.2, 1 / 3, 1e300, -5e-324, 2**63 - 1, -(2**63), math.inf)
    found = read(base, *numbers, "text", declared=declared)
    kept = base.execute("SELECT * FROM told").fetchall()
    assert found == [value for value, _ in kept]
    assert [type(value) for value in found] == [type(value) for value, _ in kept]


@pytest.mark.parametrize("raw", [b"\x00\xff", b"\x13\x31", b"\x1aa", b""])
def test_bytes_stay_bytes(base: sqlite3.Connection, raw: bytes) -> None:
    assert read(base, "text", raw) == ["text", raw]


def test_an_index_does_not_change_the_order_of_rows(base: sqlite3.Connection) -> None:
    base.execute("CREATE TABLE told (id TEXT, kind TEXT)")
    rows = [(f"e{n * 7 % 100}", f"k{n % 3}") for n in range(100)]
    base.executemany("INSERT INTO told VALUES (?, ?)", rows)
    base.execute("CREATE INDEX everything ON told (id, kind)")
    base.execute("ANALYZE")
    ids, kinds = columns_of(base, "told", {"id": "TEXT", "kind": "TEXT"})
    assert [*zip(ids, kinds, strict=True)] == rows


def test_a_table_without_rows_has_its_columns(base: sqlite3.Connection) -> None:
    base.execute("CREATE TABLE told (id TEXT, length REAL)")
    assert columns_of(base, "told", {"id": "TEXT", "length": "REAL"}) == [[], []]


def test_a_text_that_is_not_utf_8_is_refused_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "log"
    ocel.write(Log((), (Kind("call"),), (), (Event("e1", "call", AT),)), path, "sqlite")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE event SET ocel_id = CAST(x'ff41' AS TEXT)")
    with pytest.raises(Unreadable, match=r"no OCEL 2\.0 log in SQLite"):
        ocel.read(path)


def test_an_event_says_what_its_columns_hold_whatever_they_are_declared_as(tmp_path: Path) -> None:
    path = tmp_path / "log"
    said = (Attribute("note", "a"), Attribute("length", 0.1 + 0.2), Attribute("count", 2**60))
    ocel.write(Log((), (), (), (Event("e1", "call", AT, said),)), path, "sqlite")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE event_call")
        connection.execute("CREATE TABLE event_call (ocel_id, ocel_time, note, length, count)")
        row = ("e1", AT, *(one.value for one in said))
        connection.execute("INSERT INTO event_call VALUES (?, ?, ?, ?, ?)", row)
    assert ocel.read(path).events[0].attributes == said
