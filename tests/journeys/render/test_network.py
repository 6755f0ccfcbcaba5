"""The touchpoint graph as a picture: whole, truthful, readable on a telephone, never broken."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from journeys.render._boxes import feeling
from journeys.render._grouping import GROUP, grouped
from journeys.render._layers import files
from journeys.render._ways import thickness
from journeys.render.network import svg
from journeys.render.network_table import html, table_twin
from journeys.render.network_values import MARKS, Column, Network, Place, Way
from journeys.render.network_words import DUTCH, ENGLISH

CONTRACT, FRICTION = Column("contract", "Contract"), Column("friction", "Friction")
CALL = Place("call", "contract", "A call", rank=0, count=2, client=0.5, staff=-0.2)
MAIL = Place("mail", "friction", "A <mail> & more", rank=1, marks=("skipped",))


def network(**more: object) -> Network:
    data: dict[str, object] = {
        "title": "T", "columns": (CONTRACT, FRICTION), "places": (CALL, MAIL),
        "ways": (Way("call", "mail", 2),),
    }  # fmt: skip
    return Network(**{**data, **more})  # type: ignore[arg-type]


def many(count: int) -> Network:
    places = tuple(
        Place(f"p{n}", "contract" if n % 3 else "friction", f"Touchpoint {n}", n / count, 1 + n % 7)
        for n in range(count)
    )
    ways = tuple(Way(f"p{n}", f"p{n * 7 % count}", 1 + n % 5) for n in range(1, count))
    return network(places=places, ways=ways)


def parsed(text: str) -> ET.Element:
    root: ET.Element = fromstring(text)
    return root


def boxes(text: str) -> list[tuple[float, float, float, float]]:
    found = re.findall(
        r'<rect x="([\d.-]+)" y="([\d.-]+)" width="([\d.-]+)" height="([\d.-]+)" rx="6" class="box',
        text,
    )
    return [(float(x), float(y), float(w), float(h)) for x, y, w, h in found]


def overlaps(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    (x, y, w, h), (a, b, c, d) = one, other
    return x < a + c and a < x + w and y < b + d and b < y + h


def test_every_place_and_way_stands_on_the_picture_with_what_it_says() -> None:
    text = svg(network())
    told = [title.text or "" for title in parsed(text).iter("{http://www.w3.org/2000/svg}title")]
    assert "A call\nTimes: 2\nClient: +0.5\nOur people: −0.2" in told
    assert any(one.startswith("A call → A <mail> & more\nTimes: 2") for one in told)
    assert "gate skipped" in text


def test_it_can_be_read_without_seeing_it() -> None:
    root = parsed(svg(network(description="What this is.")))
    labels = root.attrib["aria-labelledby"].split()
    ids = [one.attrib.get("id") for one in root.iter()]
    assert root.attrib["role"] == "img"
    assert all(label in ids for label in labels)
    assert "What this is. 2 touchpoints and 1 ways between them." in svg(
        network(description="What this is.")
    )


@pytest.mark.parametrize("width", [280, 390, 700, None])
def test_boxes_stay_on_the_picture_and_off_each_other(width: int | None) -> None:
    text = svg(many(30), width=width)
    root = parsed(text)
    wide, high = float(root.attrib["width"]), float(root.attrib["height"])
    found = boxes(text)
    assert len(found) == 30
    assert all(x >= 0 and x + w <= wide and y + h <= high for x, y, w, h in found)
    assert not any(overlaps(a, b) for n, a in enumerate(found) for b in found[:n])


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(st.text(max_size=60), st.floats(-1, 1) | st.none(), st.integers(0, 9),
                  st.sets(st.sampled_from(MARKS))),
        max_size=8,
    ),
    st.sampled_from([280, 640, None]),
)  # fmt: skip
def test_whatever_it_holds_it_is_drawn_and_drawn_the_same_again(
    some: list[tuple[str, float | None, int, set[str]]], width: int | None
) -> None:
    places = tuple(
        Place(str(n), "contract", title, n / 9, count, felt, None, title, tuple(marks))  # type: ignore[arg-type]
        for n, (title, felt, count, marks) in enumerate(some)
    )
    ways = tuple(Way(str(n), str(n // 2), n) for n in range(len(some)))
    one = network(places=places, ways=ways)
    parsed(svg(one, width=width))
    parsed(f"<r>{html(one)}</r>")
    assert svg(one, width=width) == svg(one, width=width)


def test_nothing_and_one_place_are_pictures_too() -> None:
    assert ENGLISH.nothing in svg(Network("Nothing"))
    assert DUTCH.nothing in svg(Network("Niets", words=DUTCH))
    assert len(boxes(svg(network(places=(CALL,), ways=(Way("call", "call", 3),))))) == 1


def test_too_many_places_are_put_together_and_none_is_lost() -> None:
    every = many(300)
    shown = grouped(every, 40)
    assert len(shown.places) <= 40
    groups = [place for place in shown.places if place.id.startswith(GROUP)]
    single = len(shown.places) - len(groups)
    assert sum(len(one.note.splitlines()) for one in groups) + single == 300
    assert sum(place.count for place in shown.places) == sum(place.count for place in every.places)
    assert "and 131 more" in svg(every) or any("more" in one.title for one in groups)


def test_what_the_picture_is_about_is_never_put_away() -> None:
    every = many(100)
    focus = Place("mine", "contract", "Mine", count=1, focus=True)
    shown = grouped(network(places=(*every.places, focus), ways=every.ways), 10)
    assert focus in shown.places


def test_a_long_column_stands_in_several_files_and_in_the_order_of_its_ways() -> None:
    ranks = (0.0, 0.2, 0.9, 0.4, 0.6)
    chain = [Place(f"p{n}", "contract", "P", rank=rank) for n, rank in enumerate(ranks)]
    ways = tuple(Way(f"p{n}", f"p{n + 1}") for n in range(4))
    one = Network("N", "", (CONTRACT,), tuple(chain), ways)
    (single,) = files(one)
    assert [place.id for place in single.places] == ["p0", "p1", "p2", "p3", "p4"]
    assert [len(part.places) for part in files(one, 3)] == [3, 2]


def test_a_feeling_is_told_by_shape_and_sign_and_not_by_colour_alone() -> None:
    assert [feeling(felt) for felt in (0.5, -0.5, 0.0, None)] == [
        "good",
        "bad",
        "neutral",
        "untold",
    ]
    text = svg(network())
    assert "<circle cx=" in text
    assert 'class="felt good"' in text
    assert 'class="felt bad"' in text
    assert 'class="felt untold"' in text
    assert text.count('class="sign"') >= 2


def test_a_way_is_the_wider_the_more_often_it_was_gone() -> None:
    assert thickness(1, 9) < thickness(4, 9) < thickness(9, 9)


def test_it_follows_the_readers_scheme_or_the_one_asked_for() -> None:
    assert "prefers-color-scheme:dark" in svg(network())
    assert "#12161c" in svg(network(), scheme="dark")
    assert "<style>" not in svg(network(), styled=False)


def test_the_table_says_everything_that_the_picture_does() -> None:
    head, call, mail = table_twin(network(words=DUTCH))
    assert head[1:5] == ("Contactmoment", "Keer", "Klant", "Onze mensen")
    assert call == ("Contract", "A call", "2", "+0,5", "−0,2", "", "A <mail> & more (2×)")
    assert mail[3:6] == ("niet verteld", "niet verteld", "poort overgeslagen")
    assert 'lang="nl"' in html(network(words=DUTCH))


@pytest.mark.parametrize(
    "wrong",
    [
        {"places": (CALL, CALL)},
        {"columns": (CONTRACT,)},
        {"ways": (Way("call", "nowhere"),)},
    ],
)
def test_what_hangs_in_the_air_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"one id|no column|nowhere"):
        network(**wrong)


def test_a_picture_too_narrow_to_read_is_refused() -> None:
    with pytest.raises(ValueError, match="280"):
        svg(network(), width=200)


def test_every_mark_has_its_word_and_its_sign_in_both_languages() -> None:
    for words in (ENGLISH, DUTCH):
        assert words.marks.keys() == words.signs.keys() == set(MARKS)
    assert len(set(ENGLISH.signs.values())) == len(MARKS)
