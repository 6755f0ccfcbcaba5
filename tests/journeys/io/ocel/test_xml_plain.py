"""XML in plain form is read by columns, and never otherwise than with care."""

from __future__ import annotations

from contextlib import nullcontext
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import Unreadable
from journeys.io import ocel
from journeys.io.ocel import Attribute, Change, Declared, Event, Kind, Log, Object, Related
from journeys.io.ocel.parts import FIRST
from journeys.io.ocel.xml_alike import Alike
from journeys.io.ocel.xml_file import _plain, _Reader
from journeys.io.ocel.xml_words import Strange
from journeys.io.ocel.xml_writing import dumps

AT = "2024-05-01T10:00:00Z"
KINDS = (Kind("call", (Declared("text"), Declared("length", "integer"))), Kind("mail"))
TEXTS = (
    "hello",
    "",
    "3",
    "03",
    "--3",
    '"',
    "'",
    "<&>",
    "]]>",
    "a\r\nb\t",
    "é\u2028",
    '">',
    'a="b"',
)
THINGS = st.builds(
    lambda kind, name, text, ties: (kind, ((name, text),) if text else (), ties),
    st.sampled_from(("call", "mail", "visit")),
    st.sampled_from(("text", "length")),
    st.sampled_from(TEXTS),
    st.lists(st.builds(Related, st.sampled_from(TEXTS), st.sampled_from(TEXTS)), max_size=2),
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    objects = tuple(
        Object(f"o{n}", kind, tuple(Change(name, said, AT) for name, said in own), tuple(ties))
        for n, (kind, own, ties) in enumerate(draw(st.lists(THINGS, max_size=3)))
    )
    events = tuple(
        Event(f"e{n}", kind, AT, tuple(Attribute(name, said) for name, said in own), tuple(ties))
        for n, (kind, own, ties) in enumerate(draw(st.lists(THINGS, max_size=4)))
    )
    text = "".join(dumps(Log(KINDS, KINDS, objects, events)))
    return text.replace("><", ">\n  <") if draw(st.booleans()) else text


STRANGE = (
    *(
        "<",
        ">",
        '"',
        '="',
        '">',
        "&amp;",
        "&#10;",
        "&#0;",
        "&x;",
        "]]>",
        "\n",
        "\t",
        "\x00",
        "\uffff",
        "é",
    ),
    *("<!-- a -->", "<!-- <objects> -->", "<![CDATA[x]]>", "<?a b?>", "<a/>", "<said>", "objects>"),
    *("</attribute>", '<attribute name="text">', "</objects>", "<objects>", "</event>", "<events>"),
    *(
        '<event id="e9" type="call" time="x">',
        '<object object-id="o"/>',
        ' qualifier="x"',
        "</log>",
    ),
)


@settings(max_examples=200, deadline=None)
@given(
    text=texts(),
    put=st.lists(st.tuples(st.sampled_from(STRANGE), st.integers(0)), max_size=2),
    shape=st.booleans(),
)
def test_whatever_is_put_into_a_log_it_is_read_like_the_careful_reader_does(
    text: str,
    put: list[tuple[str, int]],
    shape: bool,  # noqa: FBT001 - drawn
) -> None:
    for strange, number in put:
        places = [place for place, sign in enumerate(text) if sign in '<>"=']
        at = places[number % len(places)] + number % 2
        text = text[:at] + strange + text[at:]
    raw = text.encode()
    try:
        with nullcontext() if shape else patch.object(Alike, "read", side_effect=Strange):
            found = _plain(raw, "log.xml")
    except Strange:
        return
    assert found == _Reader("log.xml").read(BytesIO(raw))


@settings(max_examples=50, deadline=None)
@given(text=texts(), shape=st.booleans())
def test_what_we_write_is_plain_also_with_spaces_between_its_tags(
    text: str,
    shape: bool,  # noqa: FBT001 - drawn
) -> None:
    raw = text.encode()
    with nullcontext() if shape else patch.object(Alike, "read", side_effect=Strange):
        assert _plain(raw, "log.xml") == _Reader("log.xml").read(BytesIO(raw))


def test_things_may_lack_parts_and_first_values_their_time() -> None:
    told = """<log><objects><object id="o1" type="firm"/>
      <object id="o2" type="firm"><attributes><attribute name="size">3</attribute></attributes>
      </object><object id="o3" type="firm"><attributes/><objects>
      <relationship object-id="o1" qualifier=""/></objects></object>
      <object id="o4" type="firm"><attributes><attribute name="size" time="">4</attribute>
      </attributes><objects/></object></objects>
      <events><event id="e1" type="call" time="x"><objects></objects></event></events></log>"""
    found = _plain(told.encode(), "log.xml")
    assert found == _Reader("log.xml").read(BytesIO(told.encode()))
    assert [one.attributes for one in found.objects] == [
        (),
        (Change("size", "3", FIRST),),
        (),
        (Change("size", "4", ""),),
    ]


@pytest.mark.parametrize("size", [1, 1_000, 100_000])
def test_it_is_no_matter_how_much_is_cut_up_at_a_time(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(number: int) -> Event:
        said = tuple(Attribute("length", number) for _ in range(number % 3))
        ties = tuple(Related(f"o{n}", 'a="b"') for n in range(number % 4))
        return Event(f"e{number}", ("call", "mail", "visit")[number % 3], AT, said, ties)

    monkeypatch.setattr("journeys.io.ocel.xml_plain._AT_A_TIME", size)
    kinds = tuple(Kind(kind, (Declared("length", "integer"),)) for kind in ("call", "mail"))
    log = Log((), kinds, (), tuple(map(told, range(300))))
    back = _plain("".join(dumps(log)).encode(), "log.xml")
    assert back.events[:2] == log.events[:2]
    assert [event.id for event in back.events] == [event.id for event in log.events]
    assert [event.relationships for event in back.events] == [e.relationships for e in log.events]
    untyped = back.events[5]
    assert untyped.attributes == (Attribute("length", "5"), Attribute("length", "5"))


@pytest.mark.parametrize("text", ['<a href="b">', 'is="', '="="="', '">="'])
def test_a_text_may_hold_what_values_begin_with(text: str) -> None:
    said = (Attribute("text", text), Attribute("text", text))
    log = Log((), (), (), tuple(Event(f"e{n}", "call", AT, said[: n % 3]) for n in range(9)))
    assert _plain("".join(dumps(log)).encode(), "log.xml") == log


def test_two_tags_are_not_taken_for_one_with_a_text_behind_it() -> None:
    text = "".join(dumps(Log((), (), (), (Event("e", "call", AT),))))
    for old, new in (("</attributes><objects>", "</attributes>objects>"), ("><", "><<")):
        with pytest.raises(Strange):
            _plain(text.replace(old, new).encode(), "log.xml")


@pytest.mark.parametrize(
    "gone", [' name="text"', "/>", '"', ">", "</attribute>", 'o1" qualifier="of"']
)
def test_whatever_is_missing_once_is_missed(gone: str) -> None:
    ties = (Related("o1", "of"), Related("o2", "of"))
    said = (Attribute("text", "a"),)
    told = tuple(Event(f"e{n}", "call", AT, said[: n % 2], ties[: n % 3]) for n in range(6))
    text = "".join(dumps(Log((), (), (), told)))
    begin = text.index("<event ")
    places = [at for at in range(begin, len(text)) if text.startswith(gone, at)]
    assert places
    for at in places:
        with pytest.raises(Strange):
            _plain((text[:at] + text[at + len(gone) :]).encode(), "log.xml")


def test_objects_may_stand_behind_events(tmp_path: Path) -> None:
    log = Log(
        KINDS,
        KINDS,
        (Object("o", "call", (Change("length", 3, FIRST),), (Related("o"),)),),
        tuple(Event(f"e{n}", "call", AT, (Attribute("length", n),)) for n in range(600)),
    )
    text = "".join(dumps(log))
    objects, events, end = (text.index(tag) for tag in ("<objects>", "<events>", "</log>"))
    turned = text[:objects] + text[events:end] + text[objects:events] + text[end:]
    path = tmp_path / "log"
    path.write_text(turned, encoding="utf-8")
    assert ocel.read(path) == _plain(turned.encode(), "log.xml") == log


def test_what_is_wrong_far_down_is_still_named_by_its_line(tmp_path: Path) -> None:
    events = tuple(Event(f"e{n}", "call", AT) for n in range(1_000))
    text = "".join(dumps(Log((), (), (), events))).replace('id="e900" ', "")
    path = tmp_path / "log"
    path.write_text(text, encoding="utf-8")
    line = text[: text.index("<event type")].count("\n") + 1
    with pytest.raises(Unreadable, match=f"line {line}: event has no id"):
        ocel.read(path)


@pytest.mark.parametrize("length", [70_000, 2_000_000])
def test_a_thing_may_be_longer_than_what_is_cut_up_at_a_time(tmp_path: Path, length: int) -> None:
    long = Event("e1", "call", AT, (Attribute("text", "a" * length),))
    log = Log(KINDS, KINDS, (), (Event("e0", "call", AT), long, Event("e2", "mail", AT)))
    ocel.write(log, tmp_path / "log", "xml")
    assert ocel.read(tmp_path / "log") == log
