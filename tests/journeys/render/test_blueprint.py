"""The blueprint: every place in its lane, sight ending where it says, never broken."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from journeys.render._xml import width
from journeys.render.blueprint import svg
from journeys.render.blueprint_table import html, table_twin
from journeys.render.blueprint_values import LANES, Backing, Blueprint
from journeys.render.blueprint_words import DUTCH, ENGLISH
from journeys.render.network_values import Column, Network, Place, Way
from journeys.render.network_words import DUTCH as DUTCH_NETWORK

FIT, LAUNCH = Column("fit", "Do we fit?"), Column("launch", "Launch")
TALK = Place("talk", "fit", "A talk", count=2, client=0.5, staff=-0.2)
HELD = Place("held", "fit", "Held <against> the ideal & more", count=0, marks=("never",))
DAY = Place("day", "launch", "The day")
BACKING = {
    "talk": Backing("client", "in person", ("crm",), 0.4, None),
    "held": Backing("back", "internal", ("crm", "client-profile")),
}
SOME = Blueprint(
    Network("T", "", (FIT, LAUNCH), (TALK, HELD, DAY), (Way("talk", "held"), Way("held", "day"))),
    BACKING,
)


def parsed(text: str) -> ET.Element:
    root: ET.Element = fromstring(text)
    return root


def boxes(text: str) -> list[tuple[float, float, float, float]]:
    pattern = (
        r'<rect x="([\d.-]+)" y="([\d.-]+)" width="([\d.-]+)" height="([\d.-]+)" rx="6" class="box'
    )
    return [tuple(map(float, found)) for found in re.findall(pattern, text)]  # type: ignore[misc]


def many(count: int) -> Blueprint:
    columns = tuple(Column(f"c{n}", f"Stage {n}") for n in range(5))
    places = tuple(
        Place(f"p{n}", f"c{n % 5}", f"Touchpoint {n}", n / count, n % 4) for n in range(count)
    )
    ways = tuple(Way(f"p{n - 1}", f"p{n}") for n in range(1, count))
    lanes = {f"p{n}": Backing(LANES[n % 4], "", (f"system {n % 9}",)) for n in range(count)}
    return Blueprint(Network("Many", "", columns, places, ways), lanes)


def test_what_the_client_cannot_see_stands_below_the_line_of_visibility() -> None:
    text = svg(SOME)
    line = re.search(r'd="M[\d.]+,([\d.]+)H[\d.]+" class="sight"', text)
    assert line is not None
    sight = float(line.group(1))
    talk, held, day = (y for _, y, _, _ in boxes(text))
    assert max(talk, day) < sight < held
    assert ENGLISH.lanes["client"] in text
    assert "client-profile" in text


@pytest.mark.parametrize("width", [280, 390, 960, None])
@pytest.mark.parametrize("count", [1, 30, 500])
def test_boxes_stay_on_the_picture_and_off_each_other(width: int | None, count: int) -> None:
    text = svg(many(count), width=width, most=count)
    root = parsed(text)
    wide, high = float(root.attrib["width"]), float(root.attrib["height"])
    found = boxes(text)
    assert len(found) == count
    assert all(x >= 0 and x + w <= wide and y + h <= high for x, y, w, h in found)
    by_place = sorted(found)
    assert not any(
        a == x and b < y + h and y < b + d for (a, b, _, d), (x, y, _, h) in pairwise(by_place)
    )


def test_of_very_many_places_the_rarest_of_each_stage_and_lane_stand_together() -> None:
    text = svg(many(500))
    assert len(boxes(text)) <= 100
    assert float(parsed(text).attrib["height"]) < 4000
    assert "500 touchpoints, 375 of them lived." in text
    assert len(table_twin(many(500))) == 501


def test_in_the_narrow_form_counts_lie_on_top_and_off_boxes_and_edges() -> None:
    columns = (Column("a", "Stage A"), Column("b", "Stage B"))
    places = tuple(Place(f"p{n}", "a" if n < 4 else "b", f"Touchpoint {n}") for n in range(8))
    ways = tuple(Way(f"p{n}", f"p{m}", 8 + n) for n in range(8) for m in range(8) if n != m)
    text = svg(Blueprint(Network("Many", "", columns, places, ways)), width=390)
    last_box = text.rindex('class="box')
    found = [
        (float(x), float(y), said, place.start())
        for place in re.finditer(r'<text x="([\d.]+)" y="([\d.]+)" class="[^"]*halo">(\d+×)<', text)
        for x, y, said in [place.groups()]
    ]
    assert len(found) > 7
    for x, _, said, where in found:
        half = width(said, 11) / 2
        assert where > last_box
        straight = x == 195 + 14
        assert straight or (half <= x <= 60 - half) or (330 + half <= x <= 390 - half)


def test_in_the_narrow_form_no_two_ways_lie_on_each_other() -> None:
    runs = [
        (float(x), *sorted((float(a), float(b))))
        for x, a, b in re.findall(
            r'd="M[^"]*Q([\d.]+),[\d.]+ [\d.]+,([\d.]+)V([\d.]+)Q', svg(tangled(), width=390)
        )
    ]
    assert len(runs) > 10
    for n, (x, low, high) in enumerate(runs):
        for other, begin, end in runs[:n]:
            assert abs(x - other) > 3 or high < begin or end < low


def tangled() -> Blueprint:
    places = tuple(Place(f"p{n}", "fit", f"Touchpoint {n}") for n in range(7))
    ways = tuple(Way(f"p{n}", f"p{m}") for n in range(7) for m in range(7) if abs(n - m) > 1)
    return Blueprint(Network("Tangled", "", (FIT,), places, ways))


def test_it_can_be_read_without_seeing_it() -> None:
    root = parsed(svg(SOME))
    ids = {one.attrib.get("id"): one.text for one in root.iter()}
    title, about = root.attrib["aria-labelledby"].split()
    assert root.attrib["role"] == "img"
    assert (ids[title], ids[about]) == ("T", "3 touchpoints, 2 of them lived.")


def test_the_table_says_what_was_meant_beside_what_was_felt() -> None:
    _, talk, held, _ = table_twin(SOME)
    assert talk == ("Do we fit?", "Client actions", "A talk", "in person", "2",
                    "+0.5 (meant: +0.4)", "−0.2", "crm", "")  # fmt: skip
    assert held[1] == "Back stage"
    assert held[-1] == "never happened"


def test_it_speaks_dutch() -> None:
    dutch = Blueprint(Network("T", "", (FIT,), (TALK, HELD), words=DUTCH_NETWORK), BACKING, DUTCH)
    assert "Achter de" in svg(dutch)
    assert "zichtlijn" in svg(dutch)
    assert table_twin(dutch)[1][5] == "+0,5 (bedoeld: +0,4)"


def test_nothing_is_a_picture_too() -> None:
    assert DUTCH_NETWORK.nothing in svg(Blueprint(Network("Niets", words=DUTCH_NETWORK), {}, DUTCH))
    assert "<details" not in html(Blueprint(Network("Nothing")))


def test_it_refuses_what_cannot_be_drawn_truthfully() -> None:
    with pytest.raises(ValueError, match="no place is called elsewhere"):
        Blueprint(Network("T"), {"elsewhere": Backing()})
    with pytest.raises(ValueError, match="at least 280 px"):
        svg(SOME, width=200)


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.text(max_size=40), st.sampled_from(LANES), st.text(max_size=30)),
             max_size=8),
    st.sampled_from([280, 640, None]),
)  # fmt: skip
def test_whatever_it_holds_it_is_drawn_and_drawn_the_same_again(
    some: list[tuple[str, str, str]], width: int | None
) -> None:
    places = tuple(Place(str(n), "fit", title) for n, (title, _, _) in enumerate(some))
    behind = {str(n): Backing(lane, "", (system,)) for n, (_, lane, system) in enumerate(some)}  # type: ignore[arg-type]
    one = Blueprint(Network("T", "", (FIT,), places), behind)
    parsed(svg(one, width=width))
    parsed(f"<r>{html(one)}</r>")
    assert svg(one, width=width) == svg(one, width=width)
