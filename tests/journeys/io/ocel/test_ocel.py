"""OCEL 2.0: nothing is lost, in any of its three forms, and nothing strange is taken."""

from __future__ import annotations

import gc
import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import journeys
from domain.errors import NotFound, Unreadable
from journeys.io import cloudevents, ocel
from journeys.io.ocel import Attribute, Change, Declared, Event, Kind, Log, Object, Related, ours
from journeys.io.ocel.parts import FIRST, Value

AT = "2024-05-01T10:00:00Z"
FORMS = sorted(ocel.FORMATS)
TYPED: dict[str, st.SearchStrategy[Value]] = {
    "string": st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"))),
    "integer": st.integers(-(2**53), 2**53),
    "float": st.floats(allow_nan=False, allow_infinity=False).map(lambda x: x + 0.5),
    "boolean": st.booleans(),
}
NAMES = st.text("abc déf", min_size=1, max_size=5)


@st.composite
def logs(draw: st.DrawFn) -> Log:
    def kinds() -> dict[str, dict[str, str]]:
        declared = st.dictionaries(NAMES, st.sampled_from(sorted(TYPED)), max_size=3)
        return draw(st.dictionaries(NAMES, declared, min_size=1, max_size=3))

    def values(declared: dict[str, str]) -> list[tuple[str, Value]]:
        names = draw(st.lists(st.sampled_from(sorted(declared)), unique=True)) if declared else []
        return [(name, draw(TYPED[declared[name]])) for name in declared if name in names]

    event_types, object_types = kinds(), kinds()
    ids = [f"o{n}" for n in range(draw(st.integers(0, 4)))]
    tie = st.builds(Related, st.sampled_from(ids or ["o"]), NAMES)
    ties = st.lists(tie, max_size=3 if ids else 0)
    things = []
    for one in ids:
        kind = draw(st.sampled_from(sorted(object_types)))
        first = [Change(name, value, FIRST) for name, value in values(object_types[kind])]
        later = [Change(n, v, "2024-05-01T10:00:00Z") for n, v in values(object_types[kind])]
        things.append(Object(one, kind, (*first, *later), tuple(draw(ties))))
    events = []
    for number in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(sorted(event_types)))
        said = tuple(Attribute(name, value) for name, value in values(event_types[kind]))
        events.append(Event(f"e{number}", kind, "2024-05-01T10:00:00Z", said, tuple(draw(ties))))

    def declared(types: dict[str, dict[str, str]]) -> tuple[Kind, ...]:
        return tuple(Kind(k, tuple(Declared(n, t) for n, t in d.items())) for k, d in types.items())

    return Log(declared(object_types), declared(event_types), tuple(things), tuple(events))


@settings(max_examples=60, deadline=None)
@given(log=logs(), form=st.sampled_from(FORMS))
def test_what_is_written_is_read_back(
    log: Log, form: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("ocel") / "log"
    ocel.write(log, path, form)
    assert ocel.read(path) == log


UNTOUCHED = Log(
    (Kind("promise", (Declared("text"),)),),
    (Kind("call"),),
    (Object("p1", "promise", (Change("text", "call back", FIRST),)),),
    (Event("e1", "call", "2024-05-01T10:00:00Z"),),
)


@pytest.mark.parametrize("form", FORMS)
def test_a_promise_that_no_event_touched_is_still_there(tmp_path: Path, form: str) -> None:
    ocel.write(UNTOUCHED, tmp_path / "log", form)
    assert ocel.read(tmp_path / "log").objects == UNTOUCHED.objects


@pytest.mark.parametrize("form", FORMS)
def test_our_own_history_comes_back_byte_for_byte(tmp_path: Path, form: str) -> None:
    with journeys.open(":memory:") as engine:
        engine.load_stories(invented=True)
        lines = list(cloudevents.export(engine.store.page(0, 10_000)))
    ocel.write(ours.to_log(lines), tmp_path / "log", form)
    back = ocel.read(tmp_path / "log")
    assert ours.is_ours(back)
    assert list(ours.native_lines(back)) == lines


def test_what_was_named_is_an_object_and_what_became_of_it_a_later_value() -> None:
    with journeys.open(":memory:") as engine:
        engine.load_stories()
        log = ours.to_log(cloudevents.export(engine.store.page(0, 10_000)))
    things = {one.id: one for one in log.objects}
    goal, gate = things["agency#goal:turnover"], things["agency#gate:know-like-trust"]
    assert goal.relationships == (Related("agency", "of"),)
    assert Change("text", "Turnover, now", FIRST) in goal.attributes
    assert any(c.name == "outcome" and c.value == "skipped" for c in gate.attributes)


def test_a_log_that_is_not_ours_is_not_taken_for_it() -> None:
    assert not ours.is_ours(UNTOUCHED)
    with pytest.raises(Unreadable, match="not exported from here"):
        list(ours.native_lines(UNTOUCHED))


def written(tmp_path: Path, raw: bytes | str) -> Path:
    path = tmp_path / "log"
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return path


def as_json(**parts: object) -> str:
    empty: dict[str, object] = {
        name: [] for name in ("objectTypes", "eventTypes", "objects", "events")
    }
    return json.dumps(empty | parts)


E = {"id": "e", "type": "t", "time": "2024-01-01T00:00:00Z"}
STRANGE: dict[str, tuple[bytes | str, str]] = {
    "empty": (b"", "neither JSON"),
    "text": ("hello", "neither JSON"),
    "a list": ("[]", "neither JSON"),
    "cut off": ('{"events": [', "this is not JSON"),
    "NaN": (
        as_json(events=[E | {"attributes": [{"name": "n", "value": float("nan")}]}]),
        "not JSON",
    ),
    "no time": (as_json(events=[{"id": "e", "type": "t"}]), "missing required field `time`"),
    "unknown key": (as_json(events=[E | {"colour": "red"}]), "unknown field `colour`"),
    "wrong kind": (as_json(events={}), "Expected `array`"),
    "ids twice": (as_json(events=[E, E]), "event id e stands twice"),
    "keys twice": (
        as_json(events=[E]).replace('"id":', '"id": "f", "id":'),
        "the key id stands twice",
    ),
    "keys twice, spaced": (
        as_json(events=[E]).replace('"type": "t"', '"type" : "t", "type" :"u"'),
        "the key type stands twice",
    ),
    "keys twice, where another event has none": (
        as_json(events=[E, E | {"id": "f", "attributes": []}]).replace(
            '"attributes":', '"attributes": [], "attributes":'
        ),
        "the key attributes stands twice",
    ),
    "keys twice, spaced once": (
        as_json(events=[E]).replace('"id":', '"id" : "f", "id":'),
        "the key id stands twice",
    ),
    "keys twice, beside a quotation mark in another dress": (
        as_json(events=[E | {"attributes": [], "relationships": []}]).replace(
            '"id": "e"', '"id": "e\\u0022:", "id": "f"'
        ),
        "the key id stands twice",
    ),
    "latin-1": (as_json(events=[E | {"id": "é"}]).encode().replace(b"\\u00e9", b"\xe9"), "UTF-8"),
    "deep": ('{"events":' + "[" * 10_000_000, "nests deeper"),
    "deep, spaced": ('{"events":' + "[ " * 1_000_000, "nests deeper"),
    "entities": (
        '<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "b">]><log>&a;</log>',
        "document type or entities",
    ),
    "other XML": ("<html></html>", "it begins with html"),
    "broken XML": ("<log><events>", "line 1: this is not XML"),
    "deep XML": ("<log>" + "<a>" * 100_000, "nests deeper"),
    "XML without ids": (
        '<log><events>\n<event type="t" time="2024"/></events></log>',
        "line 2: event has no id",
    ),
    "SQLite header only": (b"SQLite format 3\x00" + b"\x00" * 100, "no OCEL 2.0 log in SQLite"),
}


@pytest.mark.parametrize("name", sorted(STRANGE))
def test_what_is_no_log_is_refused_quickly_with_a_reason(tmp_path: Path, name: str) -> None:
    raw, said = STRANGE[name]
    path = written(tmp_path, raw)
    with pytest.raises(Unreadable, match=said):
        ocel.read(path)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = written(tmp_path, b"\xef\xbb\xbf" + as_json(events=[E]).encode())
    assert ocel.read(path).events[0].id == "e"


TEXTS = (
    "[" * 100,
    '{"id": "f", "id": "g"}',
    '":":"',
    "a : b",
    "\\",
    '\\":',
    "é\u2028",
    "]]>",
    "<&>",
)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", TEXTS)
def test_a_text_may_look_like_the_log_around_it(tmp_path: Path, form: str, text: str) -> None:
    told = Event("e1", "call", "2024-05-01T10:00:00Z", (Attribute("text", text),))
    log = Log((), (Kind("call", (Declared("text"),)),), (), (told,))
    ocel.write(log, tmp_path / "log", form)
    assert ocel.read(tmp_path / "log") == log


@pytest.mark.parametrize("indent", [None, 1])
def test_json_from_elsewhere_is_read_like_ours(tmp_path: Path, indent: int | None) -> None:
    with journeys.open(":memory:") as engine:
        engine.load_stories()
        log = ours.to_log(cloudevents.export(engine.store.page(0, 10_000)))
    ocel.write(log, tmp_path / "log", "json")
    told = json.loads((tmp_path / "log").read_bytes())
    again = written(tmp_path, json.dumps(told, indent=indent, ensure_ascii=False))
    assert ocel.read(again) == log


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", ["nan", "inf", "-inf"])
def test_what_is_no_number_stays_as_it_was_written(tmp_path: Path, text: str, form: str) -> None:
    kinds = '<event-type name="call"><attributes><attribute name="n" type="float"/></attributes>'
    told = f'<attributes><attribute name="n">{text}</attribute></attributes><objects></objects>'
    log = ocel.read(
        written(
            tmp_path,
            f"<log><object-types></object-types><event-types>{kinds}</event-type></event-types>"
            f'<objects></objects><events><event id="e1" type="call" time="{AT}">{told}</event>'
            "</events></log>",
        )
    )
    ocel.write(log, tmp_path / "again", form)
    assert ocel.read(tmp_path / "again").events[0].attributes == (Attribute("n", text),)


def test_keys_may_be_left_out(tmp_path: Path) -> None:
    path = written(tmp_path, json.dumps({"events": [E | {"relationships": [{"objectId": "x"}]}]}))
    assert ocel.read(path).events[0].relationships == (Related("x"),)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DROP TABLE object_object", "table object_object is missing"),
        ("DROP TABLE event_call", "table event_call of the type call is missing"),
        ("DELETE FROM event_call", "event e1 has no row"),
        ("UPDATE event SET ocel_id = NULL", "event None has no row"),
        ("ALTER TABLE event_call RENAME COLUMN ocel_time TO at", "has no column ocel_time"),
        ("ALTER TABLE event RENAME COLUMN ocel_type TO kind", "has no column ocel_type"),
    ],
)
def test_an_sqlite_file_that_is_no_log_says_what_is_missing(
    tmp_path: Path, statement: str, said: str
) -> None:
    path = tmp_path / "log"
    ocel.write(UNTOUCHED, path, "sqlite")
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    connection.close()
    with pytest.raises(Unreadable, match=said):
        ocel.read(path)


@pytest.mark.parametrize("on", [True, False])
def test_reading_leaves_the_collector_as_it_was(tmp_path: Path, on: bool) -> None:  # noqa: FBT001
    ocel.write(UNTOUCHED, tmp_path / "log", "json")
    before = gc.isenabled()
    (gc.enable if on else gc.disable)()
    try:
        ocel.read(tmp_path / "log")
        with pytest.raises(Unreadable):
            ocel.read(written(tmp_path, "{}x"))
        assert gc.isenabled() is on
    finally:
        (gc.enable if before else gc.disable)()


def test_a_value_that_an_event_lacks_is_none_of_its_attributes(tmp_path: Path) -> None:
    said = (Attribute("text", "hello"), Attribute("length", 3.5))
    told = tuple(
        Event(f"e{n}", "call", "2024-05-01T10:00:00Z", part)
        for n, part in enumerate((said, said[:1], said[1:], ()))
    )
    kind = Kind("call", (Declared("text"), Declared("length", "float")))
    ocel.write(Log((), (kind,), (), told), tmp_path / "log", "sqlite")
    assert ocel.read(tmp_path / "log").events == told


def test_rows_come_back_in_their_order_however_many_there_are(tmp_path: Path) -> None:
    things = tuple(
        Object(f"o{n}", "client", (), tuple(Related(f"o{m}", "of") for m in range(n % 3)))
        for n in range(1_000)
    )
    ocel.write(Log((Kind("client"),), (), things), tmp_path / "log", "sqlite")
    assert ocel.read(tmp_path / "log").objects == things


@pytest.mark.parametrize("table", ["event_object", "event_call", "object_object"])
def test_the_order_of_rows_elsewhere_is_no_matter(tmp_path: Path, table: str) -> None:
    ties = (Related("o1", "about"), Related("o2", "with"))
    log = Log(
        (Kind("client"),),
        (Kind("call", (Declared("length", "integer"),)),),
        tuple(Object(f"o{n}", "client", (), ties[: n % 3]) for n in range(9)),
        tuple(
            Event(f"e{n}", "call", AT, (Attribute("length", n),), ties[: n % 3]) for n in range(9)
        ),
    )
    path = tmp_path / "log"
    ocel.write(log, path, "sqlite")
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE TABLE other AS SELECT * FROM {table} ORDER BY 1 DESC, 2")  # noqa: S608
        connection.execute(f"DROP TABLE {table}")
        connection.execute(f"ALTER TABLE other RENAME TO {table}")
    connection.close()
    back = ocel.read(path)
    assert back.objects == log.objects
    assert back.events == log.events


def test_of_two_rows_for_one_event_the_last_counts(tmp_path: Path) -> None:
    path = tmp_path / "log"
    log = Log((), (Kind("call", (Declared("length", "integer"),)),), (), (Event("e1", "call", AT),))
    ocel.write(log, path, "sqlite")
    with sqlite3.connect(path) as connection:
        connection.execute(f"INSERT INTO event_call VALUES ('e1', '{AT}', 3)")  # noqa: S608
    connection.close()
    assert ocel.read(path).events[0].attributes == (Attribute("length", 3),)


def test_a_type_whose_table_has_bare_ids_or_no_times_is_read_with_first_values(
    tmp_path: Path,
) -> None:
    path = tmp_path / "log"
    kinds = (Kind("firm"), Kind("item", (Declared("size", "integer"),)))
    things = (Object("f1", "firm"), Object("i1", "item", (Change("size", 3, FIRST),)))
    ocel.write(Log(kinds, (), things, ()), path, "sqlite")
    with sqlite3.connect(path) as connection:
        for table in ("object_firm", "object_item"):
            for column in ("ocel_time", "ocel_changed_field"):
                connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    connection.close()
    assert ocel.read(path).objects == things


def test_attributes_that_a_table_cannot_tell_apart_are_refused(tmp_path: Path) -> None:
    kind = Kind("call", (Declared("Note"), Declared("note")))
    with pytest.raises(Unreadable, match="capitals only"):
        ocel.write(Log((), (kind,)), tmp_path / "log", "sqlite")
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    ocel.write(UNTOUCHED, tmp_path / "log", "json")
    before = (tmp_path / "log").read_bytes()
    broken = Log((), (), (), (Event("e", "t", "2024", (Attribute("n", object()),)),))  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        ocel.write(broken, tmp_path / "log", "json")
    assert [path.name for path in tmp_path.iterdir()] == ["log"]
    assert (tmp_path / "log").read_bytes() == before


def test_what_xml_cannot_hold_is_refused_and_the_file_before_it_stays(tmp_path: Path) -> None:
    path = written(tmp_path, "before")
    log = Log(
        (Kind("thing", (Declared("note"),)),),
        (),
        (Object("o", "thing", (Change("note", "\x0b", FIRST),)),),
        (),
    )
    with pytest.raises(Unreadable, match=r"U\+000B.*write JSON"):
        ocel.write(log, path, "xml")
    assert path.read_text(encoding="utf-8") == "before"


def test_a_form_nobody_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="use json"):
        ocel.write(UNTOUCHED, tmp_path / "log", "jsn")
    with pytest.raises(NotFound):
        ocel.read(tmp_path / "none")
