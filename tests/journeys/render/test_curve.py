import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.render._flags import flags
from journeys.render._scale import time_scale
from journeys.render.curve import stylesheet, svg
from journeys.render.values import DUTCH, PHASES, SEVERITIES, Band, Curve, Mark, Sample

SVG = "{http://www.w3.org/2000/svg}"
START = datetime(2025, 3, 1, 9, tzinfo=UTC)

NAIVE = datetime(2025, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # hypothesis adds the zone
labels = st.text(max_size=30)
spans = st.timedeltas(timedelta(minutes=1), timedelta(days=365.25 * 50))


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - our own text


def texts(text: str) -> list[str]:
    return [element.text or "" for element in parsed(text).iter(f"{SVG}text")]


@st.composite
def curves(draw: st.DrawFn) -> Curve:
    start = draw(
        st.datetimes(NAIVE.replace(year=1960), NAIVE.replace(year=2060), timezones=st.just(UTC))
    )
    span = draw(spans)
    moments = st.floats(0, 1).map(lambda share: start + share * span)
    samples = st.builds(
        Sample, moments, st.floats(-1, 1), labels, st.none() | labels, st.booleans()
    )
    bands = [
        Band(a, b, draw(st.sampled_from(PHASES)), draw(labels))
        for a, b in pairwise(sorted(draw(st.lists(moments, max_size=5))))
    ]
    marks = st.builds(Mark, moments, labels, st.sampled_from(SEVERITIES))
    return Curve(
        draw(labels),
        draw(labels),
        tuple(draw(st.lists(samples, max_size=8))),
        tuple(draw(st.lists(samples, max_size=8))),
        tuple(bands),
        tuple(draw(st.lists(marks, max_size=15))),
    )


@given(curves(), st.sampled_from([280, 390, 960]))
def test_any_labels_and_dates_give_well_formed_xml_inside_its_own_box(
    curve: Curve, width: int
) -> None:
    drawn = svg(curve, width=width)
    root = parsed(drawn)
    _, _, w, h = (float(number) for number in root.attrib["viewBox"].split())
    assert w == width
    for element in root.iter(f"{SVG}text"):
        assert 0 <= float(element.attrib["x"]) <= w
        assert 0 <= float(element.attrib["y"]) <= h
    assert "nan" not in "".join(element.attrib.get("d", "") for element in root.iter())


@given(curves())
def test_the_same_curve_gives_the_same_bytes(curve: Curve) -> None:
    assert svg(curve) == svg(curve)


@given(curves(), st.sampled_from([280, 390, 960]))
def test_flags_of_one_lane_never_touch_and_every_finding_has_its_number(
    curve: Curve, width: int
) -> None:
    scale = time_scale(curve, 60, width - 30, 20)
    if scale is None:
        return
    found = flags(curve, scale, width - 14)
    assert sum(len(flag.marks) for flag in found) == len(curve.marks)
    for lane in range(3):
        row = [flag for flag in found if flag.lane == lane]
        assert all(a.right < b.left for a, b in pairwise(row))
    assert all(flag.right <= width - 14 + 1e-6 for flag in found)


def test_numbers_have_two_decimals_at_most(agency: Curve) -> None:
    assert not re.search(r"\d\.\d{3}", svg(agency, styled=False))


def test_the_picture_has_a_name_and_a_description_for_who_cannot_see_it(agency: Curve) -> None:
    root = parsed(svg(agency))
    assert root.attrib["role"] == "img"
    title, about = (root.find(f"{SVG}{name}") for name in ("title", "desc"))
    assert title is not None
    assert about is not None
    assert root.attrib["aria-labelledby"] == f"{title.attrib['id']} {about.attrib['id']}"
    assert title.text == "The agency mismatch"
    assert (about.text or "").startswith("Forty days. Client: mean ")


def test_two_pictures_on_one_page_have_ids_of_their_own(
    agency: Curve, fifteen_years: Curve
) -> None:
    ids = re.findall(r' id="([^"]+)"', svg(agency) + svg(fifteen_years) + svg(agency, width=390))
    assert len(ids) == len(set(ids)) == 6


def test_each_recorded_feeling_has_a_tooltip_with_date_figure_and_event(agency: Curve) -> None:
    tips = [element.text or "" for element in parsed(svg(agency)).iter(f"{SVG}title")]
    assert "Client · 4 Sep 2025 · −0.9 · no trust left" in tips
    assert "Our people · 28 Jul 2025 · +0.7 · started" in tips


def test_the_sides_differ_in_more_than_colour(agency: Curve) -> None:
    assert "stroke-dasharray" in stylesheet()
    drawn = svg(agency, styled=False)
    assert re.search(r'<circle [^>]*class="dot client"', drawn)
    assert re.search(r'<rect [^>]*class="dot staff"', drawn)


def test_one_feeling_is_a_dot_without_a_line() -> None:
    drawn = svg(Curve("", client=(Sample(START, 0.5),)), styled=False)
    assert drawn.count('class="dot client"') == 2  # in the plot and in the key
    assert drawn.count('class="line client"') == 1  # in the key


def test_an_approximate_feeling_is_hollow_and_the_key_says_so() -> None:
    drawn = svg(Curve("", client=(Sample(START, 0.5, approximate=True),)))
    assert 'class="dot client hollow"' in drawn
    assert "date is approximate" in texts(drawn)
    assert "about 1 Mar 2025" in drawn


def test_no_feelings_are_said_in_words() -> None:
    assert "no feelings recorded" in texts(svg(Curve("Empty")))
    assert "geen gevoelens vastgelegd" in texts(
        svg(Curve("Leeg", marks=(Mark(START, "", "low"),), words=DUTCH))
    )


def test_a_broken_axis_says_that_it_is_broken(fifteen_years: Curve) -> None:
    said = texts(svg(fifteen_years))
    assert "the long history" in said
    assert any(re.fullmatch(r"the last stretch, \d+× wider", text) for text in said)
    assert "the long history" not in texts(svg(fifteen_years, focus="none"))


def test_dutch_pictures_hold_no_english_word(agency: Curve) -> None:
    said = " ".join(texts(svg(replace(agency, title="", words=DUTCH))))
    assert "zeer goed" in said
    assert "peak" not in said
    assert not re.search(r"\b(Client|Friction|mean|high|Aug)\b", said)


def test_a_phase_too_short_for_its_name_is_in_the_key(agency: Curve) -> None:
    assert "Breakup" in texts(svg(agency))


def test_findings_close_together_share_a_flag(agency: Curve) -> None:
    assert "3–5" in texts(svg(agency))


def test_a_scheme_may_be_fixed_and_the_style_left_to_the_page(agency: Curve) -> None:
    assert "prefers-color-scheme" in svg(agency)
    assert "prefers-color-scheme" not in svg(agency, scheme="dark")
    assert "<style" not in svg(agency, styled=False)
    assert "style=" not in svg(agency, styled=False)


def test_keys_make_the_picture_higher_rather_than_the_plot_unreadable(agency: Curve) -> None:
    assert float(parsed(svg(agency, width=280, height=100)).attrib["height"]) > 300


def test_a_width_below_the_narrowest_is_refused(agency: Curve) -> None:
    with pytest.raises(ValueError, match="280 px"):
        svg(agency, width=200)
