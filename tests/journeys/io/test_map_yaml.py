"""Maps are read with line numbers, and written so that nothing changes on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from domain.errors import NotFound, Unreadable
from domain.map_rules import gaps
from domain.maps import Expected, MapBody, without_feelings
from journeys.engine import STORIES
from journeys.io import map_yaml, story
from tests.domain.map_bodies import bodies, small

TEXT = """map: small
title: A small one
kind: farewell
start: [hello]
stages:
- {stage: one, title: One}
touchpoints:
- touchpoint: hello
  title: Hello
  stage: one
  channel: call
  systems: [crm, shop]
  feelings: {client: 0.5, staff: {valence: 1, category: happy}}
  limit_hours: 24
  gate: fit
- touchpoint: thanks
  title: Thanks
  stage: one
  channel: letter
  feelings: {client: sad}
  mandatory: true
steps:
- {after: hello, then: thanks}
gates:
- gate: fit
  title: Do we fit?
  questions: [both-sides]
"""


def changed(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new)


WRONG = {
    "no map": ("- a list", 1, "a map is written as"),
    "no key": (changed("map: small\n", ""), 1, "add 'map:'"),
    "no title": ("map: small\n", 1, "add 'title:'"),
    "a key that is none": (changed("map: small", "map: Small one"), 1, "a short word"),
    "a key that is a number": (changed("map: small", "map: 3"), 1, "is a text"),
    "a key nobody knows": (changed("start:", "begin:"), 4, "use"),
    "a part that is no list": (
        changed("- {after: hello, then: thanks}", "  a: b"),
        23,
        "is a list",
    ),
    "a field nobody knows": (changed("mandatory", "mandatry"), 21, "use mandatory"),
    "a missing field": (changed("  channel: letter\n", ""), 16, "channel is missing"),
    "an unknown channel": (changed("letter", "fax"), 19, "channel is one of these"),
    "a feeling too strong": (changed("client: 0.5", "client: 1.5"), 13, "at most 1"),
    "a feeling of nobody's": (changed("client: sad", "boss: sad"), 20, "use client, staff"),
    "an unknown feeling": (changed("client: sad", "client: blue"), 20, "category is one of"),
    "a feeling without content": (changed("client: sad", "client: {}"), 20, "a feeling is"),
    "a feeling left empty": (changed("client: sad", "client: {valence: }"), 20, "a feeling is"),
    "a feeling that is nothing": (changed("client: sad", "client: "), 20, "a feeling is"),
    "a feeling of another form": (
        changed("category: happy", "mood: happy"),
        13,
        "use category, valence",
    ),
    "a limit below nothing": (changed("limit_hours: 24", "limit_hours: -1"), 14, "at least 0"),
    "a touchpoint twice": (changed("touchpoint: thanks", "touchpoint: hello"), 16, "already"),
    "an unknown stage": (
        changed("stage: one\n  channel: letter", "stage: x\n  channel: mail"),
        18,
        "x",
    ),
    "an unknown gate": (changed("gate: fit\n- t", "gate: fits\n- t"), 15, "no gate called fits"),
    "a step to nowhere": (changed("then: thanks", "then: nowhere"), 23, "called nowhere"),
    "a start that is not there": (changed("[hello]", "[hi]"), 4, "called hi"),
    "a tab": (changed("  title: Hello", "\ttitle: Hello"), 9, "indent with spaces"),
}


@pytest.mark.parametrize(("text", "line", "why"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_blamed_on_its_line(text: str, line: int, why: str) -> None:
    with pytest.raises(Unreadable) as caught:
        map_yaml.parse(text, "m.yaml")
    assert str(caught.value).startswith(f"m.yaml, line {line}: ")
    assert why in str(caught.value)


def test_an_unreachable_touchpoint_is_blamed_on_its_line_when_it_is_to_be_published() -> None:
    read = map_yaml.parse(changed("then: thanks", "then: hello"), "m.yaml")
    with pytest.raises(
        Unreadable, match=r"m.yaml, line 16: no step leads to the touchpoint thanks"
    ):
        read.check_publishable()


def test_a_map_that_lacks_everything_is_a_draft_and_no_more() -> None:
    read = map_yaml.parse("map: small\ntitle: A\nstages:\n", "m.yaml")
    assert read.body == MapBody(title="A")
    with pytest.raises(Unreadable, match=r"m.yaml, line 1: a map without touchpoints"):
        read.check_publishable()


@pytest.mark.row(179, 181)
def test_a_map_reads_as_it_is_written() -> None:
    read = map_yaml.parse(TEXT)
    hello, thanks = read.body.touchpoints
    assert (read.key, read.id) == ("small", "map:small")
    assert hello.systems == ("crm", "shop")
    assert hello.feelings.client == Expected(valence=0.5)
    assert hello.feelings.staff == Expected(valence=1, category="happy")
    assert thanks.feelings.client == Expected(category="sad")
    assert (hello.limit_hours, thanks.mandatory) == (24, True)


def test_a_file_in_our_own_hand_comes_out_byte_for_byte() -> None:
    read = map_yaml.parse(TEXT)
    assert map_yaml.dump(read.key, read.body) == TEXT


@given(bodies())
@settings(max_examples=60, deadline=None)
def test_any_map_is_written_and_read_back_as_the_same_map(body: MapBody) -> None:
    text = map_yaml.dump("any", body)
    again = map_yaml.parse(text.encode())
    assert again.body == body
    assert map_yaml.dump("any", again.body) == text


def test_a_map_whose_words_look_like_something_else_keeps_them() -> None:
    body = small(title="true: 010, {no}")
    text = map_yaml.dump("1984", body)
    assert map_yaml.parse(text).body.title == "true: 010, {no}"
    assert map_yaml.parse(text).key == "1984"


# --- the maps that come with the product -----------------------------------------------------

SHIPPED = sorted(map_yaml.shipped().items())


@pytest.mark.parametrize(("key", "path"), SHIPPED, ids=[key for key, _ in SHIPPED])
def test_a_shipped_map_can_be_published_and_is_in_our_own_hand(key: str, path: Path) -> None:
    read = map_yaml.load(path)
    assert read.key == key
    assert list(gaps(read.body)) == []
    text = path.read_text(encoding="utf-8")
    head = "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
    assert head
    assert text == head + map_yaml.dump(key, read.body)


@pytest.mark.row(137, 138, 180, 181)
@pytest.mark.parametrize(("key", "path"), SHIPPED, ids=[key for key, _ in SHIPPED])
def test_a_shipped_map_is_thought_through_on_both_sides(key: str, path: Path) -> None:
    body = map_yaml.load(path).body
    assert without_feelings(body) == {}
    assert {one.lane for one in body.touchpoints} == {"front", "back"}
    assert all(one.use for one in body.touchpoints)
    assert any(one.moment_of_truth for one in body.touchpoints)
    assert any(one.limit_hours is not None for one in body.touchpoints)
    assert {one.gate for one in body.touchpoints if one.gate} == {one.gate for one in body.gates}


@pytest.mark.parametrize(("key", "path"), SHIPPED, ids=[key for key, _ in SHIPPED])
def test_a_shipped_feeling_has_the_sign_of_its_word(key: str, path: Path) -> None:
    bad = {"afraid", "angry", "bored", "disappointed", "sad", "worried"}
    for one in map_yaml.load(path).body.touchpoints:
        for felt in (one.feelings.client, one.feelings.staff):
            assert felt is not None
            assert felt.valence is not None
            assert felt.valence <= 0 if felt.category in bad else felt.valence >= -0.2


@pytest.mark.row(4)
def test_the_agency_works_by_the_gates_of_its_own_start_process() -> None:
    body = map_yaml.load(map_yaml.shipped()["start-process"]).body
    told = story.load(STORIES / "agency.yaml").events
    adopted = next(event.fact for event in told if "process-adopted" in event.fact.topic)
    assert adopted.process == "start-process"
    assert body.gates == adopted.gates


def test_a_map_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        map_yaml.load(tmp_path / "none.yaml")
