"""What holds for every picture: whole, bounded, escaped, self-contained, in two languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from defusedxml.ElementTree import fromstring

from journeys.render import (
    beside,
    blueprint,
    blueprint_table,
    clock,
    curve,
    groups,
    network,
    network_table,
    overview,
    spans,
    strip,
    strip_table,
    table,
)
from journeys.render.beside_values import Beside, Item, Listing
from journeys.render.blueprint_values import Blueprint
from journeys.render.clock_values import Clock, Step, Told
from journeys.render.groups_values import Figure, Groups
from journeys.render.network_values import Column, Network, Place, Way
from journeys.render.picture_words import DUTCH
from journeys.render.strip_values import Shot, Strip, Turn
from journeys.render.values import PHASES, SEVERITIES, Band, Curve, Mark, Sample

SVG = "{http://www.w3.org/2000/svg}"
NASTY = 'A <script>alert("x")</script> & \x1b[31m \u202e ' + "long " * 30 + "W" * 90
START = datetime(2025, 3, 1, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Kind:
    """A kind of picture: how it is drawn, and how one with so many parts is made."""

    draw: Callable[..., str]
    html: Callable[..., str]
    twin: Callable[..., list[tuple[str, ...]]]
    make: Callable[[int, str], Any]


def felt(n: int) -> float:
    return (n * 37 % 201 - 100) / 100


def curves(count: int, text: str) -> Curve:
    at = [START + timedelta(days=n) for n in range(count)]
    return Curve(
        text,
        text,
        tuple(Sample(day, felt(n), text, text, n % 3 == 0) for n, day in enumerate(at)),
        tuple(Sample(day, -felt(n), text) for n, day in enumerate(at)),
        tuple(Band(day, None, PHASES[n % 5]) for n, day in enumerate(at[:3])),
        tuple(Mark(day, text, SEVERITIES[n % 6]) for n, day in enumerate(at)),
    )


def shots(count: int, text: str) -> Strip:
    def shot(n: int) -> Shot:
        turns = tuple(Turn(SEVERITIES[k % 6], text, k % 2 == 0) for k in range(n % 6))
        return Shot(f"{n} May 2025", PHASES[n % 5], text, (text,) * (n % 5), n % 7 == 0,
                    felt(n) if n % 2 else None, -felt(n), turns)  # fmt: skip

    return Strip(text, text, tuple(map(shot, range(count))))


def graph(count: int, text: str) -> Network:
    columns = tuple(Column(phase, text) for phase in PHASES)
    places = tuple(Place(f"p{n}", PHASES[n % 5], text, n / max(1, count), n % 9, felt(n), None)
                   for n in range(count))  # fmt: skip
    ways = tuple(Way(f"p{n}", f"p{n * 7 % count}", 1 + n % 9) for n in range(count))
    return Network(text, text, columns, places, ways)


def steps(count: int, text: str) -> Clock:
    told = [None, Told(0.2, None, None, 2), Told(0.1, -0.3, 0.5, 9)]
    return Clock(text, text, tuple(Step(30.0 * (n - 2), 30.0 * (n - 1), n, told[n % 3], told[2])
                                   for n in range(count)))  # fmt: skip


def figures(count: int, text: str) -> Groups:
    found = [
        Figure(text, 0.1, 9, 0.4, 8, 0.3, 0.1, 0.5, "higher"),
        Figure(text, None, 0, -2.5, 1, None, None, None, "too few"),
        Figure(text, 0.0, 3, 0.0, 3, 0.0, None, None, "too few"),
    ]
    return Groups(text, (text, text), tuple(found[n % 3] for n in range(count)))


def findings(count: int, text: str) -> spans.Spans:
    ends = [None, START + timedelta(days=900), START + timedelta(days=1000)]
    return spans.Spans(
        text,
        text,
        tuple(spans.Span(SEVERITIES[n % 6], text, START + timedelta(days=n), ends[n % 3], text)
              for n in range(count)),
        START + timedelta(days=1200),
    )  # fmt: skip


def standings(count: int, text: str) -> overview.Overview:
    return overview.Overview(
        text,
        text,
        tuple(
            overview.Standing(text, text, PHASES[n % 5], text, tuple(map(felt, range(n % 14))), (),
                              {"high": n, "info": 2}, text)
            for n in range(count)
        ),
    )  # fmt: skip


def histories(count: int, text: str) -> Beside:
    one, other = curves(count, text), curves(count // 2, text)
    items = tuple(Item(text, severity=SEVERITIES[n % 6], detail=text) for n in range(count))
    listings = (Listing(text, items), Listing(text, (Item(text, "✓"),))) if count else ()
    return Beside(text, one, other, hypothetical=True, changes=(text,) * min(count, 12),
                  listings=listings)  # fmt: skip


KINDS = {
    "curve": Kind(curve.svg, table.html, table.table_twin, curves),
    "strip": Kind(strip.svg, strip_table.html, strip_table.table_twin, shots),
    "network": Kind(network.svg, network_table.html, network_table.table_twin, graph),
    "blueprint": Kind(blueprint.svg, blueprint_table.html, blueprint_table.table_twin,
                      lambda count, text: Blueprint(graph(count, text))),
    "beside": Kind(beside.svg, beside.html, beside.table_twin, histories),
    "clock": Kind(clock.svg, clock.html, clock.table_twin, steps),
    "groups": Kind(groups.svg, groups.html, groups.table_twin, figures),
    "spans": Kind(spans.svg, spans.html, spans.table_twin, findings),
    "overview": Kind(overview.svg, overview.html, overview.table_twin, standings),
}  # fmt: skip
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def parsed(text: str) -> ET.Element:
    root: ET.Element = fromstring(text)
    return root


def places(root: ET.Element) -> list[tuple[float, float, float, float]]:
    found = []
    for one in root.iter():
        name = one.tag.removeprefix(SVG)
        if name == "rect":
            x, y, w, h = (float(one.get(key, 0)) for key in ("x", "y", "width", "height"))
            found.append((x, y, x + w, y + h))
        elif name in ("text", "circle"):
            x, y = (float(one.get(key) or one.get(f"c{key}") or 0) for key in ("x", "y"))
            found.append((x, y, x, y))
        elif name in ("polygon", "polyline"):
            points = [tuple(map(float, p.split(","))) for p in one.get("points", "").split()]
            xs, ys = zip(*points, strict=True)
            found.append((min(xs), min(ys), max(xs), max(ys)))
    return found


@every_kind
@pytest.mark.parametrize("count", [0, 1, 2, 9, 200])
@pytest.mark.parametrize("width", [280, 390, None, 1500])
def test_it_is_well_formed_and_stays_within_its_own_edges(
    kind: Kind, count: int, width: int | None
) -> None:
    wide = {} if width is None else {"width": width}
    root = parsed(kind.draw(kind.make(count, "A call, in person"), **wide))
    full, high = float(root.attrib["width"]), float(root.attrib["height"])
    assert width is None or full == width
    outside = [
        place for place in places(root)
        if place[0] < -0.01 or place[1] < -0.01 or place[2] > full + 0.01 or place[3] > high + 0.01
    ]  # fmt: skip
    assert outside == []


@every_kind
@pytest.mark.parametrize("count", [1, 12])
def test_whatever_it_holds_is_text_and_never_markup(kind: Kind, count: int) -> None:
    values = kind.make(count, NASTY)
    for text in (kind.draw(values), kind.html(values)):
        assert "<script" not in text
        assert "\x1b" not in text
        assert "\u202e" not in text
        parsed(f"<r>{text}</r>")


@every_kind
def test_it_needs_nothing_but_itself(kind: Kind) -> None:
    text = kind.html(kind.make(9, "A call"))
    for outside in ("href", "url(", "@import", "src=", "<script", "http://", "https://"):
        assert outside not in text.replace("http://www.w3.org/2000/svg", "")


@every_kind
def test_it_has_a_title_a_description_and_both_schemes(kind: Kind) -> None:
    root = parsed(kind.draw(kind.make(3, "A call")))
    ids = {one.get("id"): one.text for one in root.iter() if one.get("id")}
    title, about = root.attrib["aria-labelledby"].split()
    assert root.attrib["role"] == "img"
    assert "A call" in (ids[title] or "")
    assert ids[about]
    style = root.find(f"{SVG}style")
    assert style is not None
    assert "prefers-color-scheme:dark" in (style.text or "")
    dark = kind.draw(kind.make(3, "A call"), scheme="dark")
    assert "prefers-color-scheme" not in dark
    assert "#12161c" in dark
    assert "<style" not in kind.draw(kind.make(3, "A call"), styled=False)


@every_kind
def test_every_class_that_is_drawn_with_has_a_look(kind: Kind) -> None:
    text = kind.draw(kind.make(9, "A call"))
    drawn = {name for names in re.findall(r'class="([^"]+)"', text) for name in names.split()}
    style = text.split("<style>")[1].split("</style>")[0]
    plain = {"lived", "bar", "journey-curve", "journey-network"}
    unseen = {name for name in drawn - plain if f".{name}" not in style}
    assert unseen == set()


@every_kind
def test_the_same_is_drawn_the_same_again(kind: Kind) -> None:
    assert kind.html(kind.make(9, "A call")) == kind.html(kind.make(9, "A call"))


@every_kind
@pytest.mark.parametrize("count", [0, 1, 60])
def test_its_table_has_a_row_of_one_length_for_everything(kind: Kind, count: int) -> None:
    head, *rows = kind.twin(kind.make(count, "A call"))
    assert {len(row) for row in rows} <= {len(head)}
    assert len(rows) >= count


@every_kind
def test_nothing_is_a_picture_too_and_says_so(kind: Kind) -> None:
    text = kind.draw(kind.make(0, "Nothing yet"))
    said = [one.text for one in parsed(text).iter(f"{SVG}text")]
    assert any(one and one != "Nothing yet" for one in said)
    assert "<table" not in kind.html(kind.make(0, "Nothing yet"))


@every_kind
def test_it_refuses_to_be_narrower_than_can_be_read(kind: Kind) -> None:
    with pytest.raises(ValueError, match="at least 280 px wide"):
        kind.draw(kind.make(1, "A call"), width=279)


@pytest.mark.parametrize("name", ["strip", "beside", "clock", "groups", "spans", "overview"])
def test_it_speaks_dutch_without_a_word_of_english(name: str) -> None:
    kind = KINDS[name]
    values = replace(kind.make(9, "Xx"), words=DUTCH)
    if isinstance(values, Beside):
        from journeys.render.values import DUTCH as BASE

        both = (replace(values.before, words=BASE), replace(values.after, words=BASE))
        values = replace(values, before=both[0], after=both[1])
    root = parsed(kind.draw(values))
    said = " ".join(one.text or "" for one in root.iter())
    said += " ".join(" ".join(row) for row in kind.twin(values))
    english = "begins|client|our people|finding|higher|too few|relationships|nobody|days|mean|high"
    assert re.findall(rf"\b({english})\b", re.sub(r"\{.*\}", "", said), re.IGNORECASE) == []
    assert root.attrib["lang"] == "nl"
