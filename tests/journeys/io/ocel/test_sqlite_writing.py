"""A log is written to SQLite row for row, whatever stands in the statement itself."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Unreadable
from journeys.io import ocel
from journeys.io.ocel import Attribute, Change, Declared, Event, Kind, Log, Object, Related
from journeys.io.ocel.parts import FIRST, Value
from journeys.io.ocel.sqlite_cells import Cell, Picked, values_of
from journeys.io.ocel.sqlite_inserting import insert

AT = "2024-05-01T10:00:00Z"
TEXTS = ("", "a", "it's", "''", "?1", "a\0b", "a" * 100, "é\u2028", "NULL", '"', "--")
VALUES = st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.sampled_from(TEXTS))


@st.composite
def rows_of_things(draw: st.DrawFn) -> tuple[list[list[Cell]], list[tuple[Value, ...]]]:
    """Draw rows in columns, some of which stand in several places, and the same row by row."""
    count, width = draw(st.integers(0, 12)), draw(st.integers(1, 4))
    alike = VALUES.map(lambda value: [value] * count)
    column = alike | st.lists(VALUES, min_size=count, max_size=count)
    turned = st.builds(Picked, column, st.permutations(range(count)))
    columns = draw(st.lists(column | turned, min_size=1, max_size=3))
    cell: st.SearchStrategy[Cell] = st.sampled_from(columns)
    same = st.sampled_from([text for text in TEXTS if "\0" not in text])
    others = st.lists(cell | st.none() | same, min_size=width, max_size=width)
    rows = draw(st.lists(st.builds(lambda first, more: [first, *more], cell, others), min_size=1))
    told = [
        tuple(values_of(cell, count)[thing] for cell in row)
        for thing in range(count)
        for row in rows
    ]
    return rows, told


@given(drawn=rows_of_things())
def test_every_row_of_every_thing_is_put_in_its_place(
    drawn: tuple[list[list[Cell]], list[tuple[Value, ...]]],
) -> None:
    rows, told = drawn
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute(f"CREATE TABLE t ({', '.join(f'c{n}' for n in range(len(rows[0])))})")
        insert(base, "t", rows)
        assert base.execute("SELECT * FROM t").fetchall() == told


@pytest.mark.parametrize("many", [1, 299, 1_500])
def test_a_thing_may_have_more_rows_than_a_statement(tmp_path: Path, many: int) -> None:
    changes = tuple(Change(f"a{n % 3}", n, f"2024-01-01T00:00:{n}Z") for n in range(many))
    ties = tuple(Related(f"o{n}", "of") for n in range(many))
    things = tuple(Object(f"o{n}", "firm", changes, ties) for n in range(3))
    ocel.write(Log((), (), things), tmp_path / "log", "sqlite")
    assert ocel.read(tmp_path / "log").objects == things


@pytest.mark.parametrize("value", [3, 0.1 + 0.2, -(2**63)])
def test_a_number_in_a_column_of_texts_stays_a_number(tmp_path: Path, value: Value) -> None:
    kinds = (Kind("call", (Declared("note"),)),)
    told = tuple(
        Event(f"e{n}", "call", AT, (Attribute("note", said),))
        for n, said in enumerate(("3", value))
    )
    things = (Object("o1", "firm", (Change("note", value, FIRST),)),)
    log = Log((Kind("firm", (Declared("note"),)),), kinds, things, told)
    ocel.write(log, tmp_path / "log", "sqlite")
    assert ocel.read(tmp_path / "log") == log
    assert [type(one.attributes[0].value) for one in ocel.read(tmp_path / "log").events] == [
        str,
        type(value),
    ]


def test_a_column_of_texts_is_declared_as_one(tmp_path: Path) -> None:
    said = (Attribute("note", "a"), Attribute("length", 3))
    kind = Kind("call", (Declared("note"), Declared("length", "integer")))
    ocel.write(Log((), (kind,), (), (Event("e1", "call", AT, said),)), tmp_path / "log", "sqlite")
    with closing(sqlite3.connect(tmp_path / "log")) as base:
        found = base.execute("SELECT name, type FROM pragma_table_info('event_call')").fetchall()
    expected = {"ocel_id": "TEXT", "ocel_time": "TEXT", "note": "TEXT", "length": "INTEGER"}
    assert dict(found) == expected


def test_a_number_that_sqlite_does_not_have_is_refused(tmp_path: Path) -> None:
    log = Log((), (), (), (Event("e1", "call", AT, (Attribute("n", 2**63),)),))
    with pytest.raises(Unreadable, match="larger than SQLite holds"):
        ocel.write(log, tmp_path / "log", "sqlite")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("names", ["ab", "cd", "ba", "aa"])
def test_types_with_as_many_attributes_keep_their_own_names(tmp_path: Path, names: str) -> None:
    def said(of: str, n: int) -> tuple[Attribute, ...]:
        return tuple(Attribute(name, f"{name}{n}") for name in dict.fromkeys(of))

    told = tuple(
        Event(f"e{n}", kind, AT, said(of, n))
        for n, (kind, of) in enumerate((("call", "ab"), ("meet", names)) * 3)
    )
    things = tuple(
        Object(one.id, one.type, tuple(Change(a.name, a.value, FIRST) for a in one.attributes))
        for one in told
    )
    kinds = tuple(
        Kind(kind, tuple(map(Declared, dict.fromkeys(of))))
        for kind, of in (("call", "ab"), ("meet", names))
    )
    unused = (Kind("unused", (Declared("z"),)), Kind("bare"))
    log = Log((*unused, *kinds), (*unused, *kinds), things, told)
    ocel.write(log, tmp_path / "log", "sqlite")
    assert ocel.read(tmp_path / "log") == log


IDS = ('a","b', "a", "b", 'a\\","b', "a\\", '"', "é", "a\nb")


@pytest.mark.parametrize("each", [1, 2])
def test_ids_may_look_like_the_list_they_are_read_from(tmp_path: Path, each: int) -> None:
    ties = (Related("o", "of"), Related('o","o', "of"))[:each]
    told = tuple(Event(one, "call", AT, (), ties) for one in IDS)
    things = tuple(Object(one, "firm", (Change("n", 1, FIRST),), ties) for one in IDS)
    ocel.write(Log((), (), things, told), tmp_path / "log", "sqlite")
    back = ocel.read(tmp_path / "log")
    assert back.events == told
    assert back.objects == things


def test_ids_that_only_look_alike_are_not_taken_for_each_other(tmp_path: Path) -> None:
    told = tuple(Event(one, "call", AT) for one in ("a", "b"))
    ocel.write(Log((), (), (), told), tmp_path / "log", "sqlite")
    with closing(sqlite3.connect(tmp_path / "log")) as base, base:
        base.execute("""UPDATE event_call SET ocel_id = 'a","b' WHERE ocel_id = 'a'""")
    with pytest.raises(Unreadable, match="event a has no row"):
        ocel.read(tmp_path / "log")
