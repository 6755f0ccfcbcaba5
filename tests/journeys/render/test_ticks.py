from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.render._scale import time_scale
from journeys.render._ticks import Tick, ticks
from journeys.render._xml import width
from journeys.render.values import DUTCH, ENGLISH, Curve, Mark, Words

NAIVE = datetime(2025, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # hypothesis adds the zone
starts = st.datetimes(NAIVE.replace(year=1950), NAIVE.replace(year=2080))
spans = st.timedeltas(timedelta(minutes=1), timedelta(days=365.25 * 50))
zones = st.sampled_from([UTC, ZoneInfo("Europe/Amsterdam"), ZoneInfo("Pacific/Auckland")])


def over(start: datetime, span: timedelta, px: float, words: Words = ENGLISH) -> tuple[Tick, ...]:
    marks = (Mark(start, "", "low"), Mark(start + span, "", "low"))
    scale = time_scale(Curve("", marks=marks), 0, px, 20)
    assert scale is not None
    return ticks(scale, words, lambda label: width(label, 12), 10, 8)


@given(starts, spans, zones, st.sampled_from([230, 300, 850]), st.sampled_from([ENGLISH, DUTCH]))
def test_labels_never_overlap_and_there_is_always_one(
    start: datetime, span: timedelta, zone: tzinfo, px: int, words: Words
) -> None:
    found = over(start.replace(tzinfo=zone), span, px, words)
    assert found
    rows = [[t.label for t in found], [t.context for t in found if t.context is not None]]
    for row in rows:
        for a, b in pairwise(row):
            assert a.x + a.width / 2 + 10 <= b.x - b.width / 2 + 1e-6
        for label in row:
            assert label.x - label.width / 2 >= -8 - 1e-6
            assert label.x + label.width / 2 <= px + 8 + 1e-6
    assert all(0 <= tick.x <= px for tick in found)


@pytest.mark.parametrize(
    ("span", "first"),
    [
        (timedelta(minutes=1), "00:00:00"),
        (timedelta(hours=8), "00:00"),
        (timedelta(days=40), "1 Mar"),
        (timedelta(days=700), "Mar"),
        (timedelta(days=15 * 365), "2011"),
    ],
)
def test_the_unit_follows_the_length(span: timedelta, first: str) -> None:
    assert over(datetime(2010, 3, 1, tzinfo=UTC), span, 850)[0].label.text == first


def test_the_year_is_said_once_and_again_when_it_changes() -> None:
    found = over(datetime(2024, 12, 1, tzinfo=UTC), timedelta(days=60), 850)
    assert [t.context.text for t in found if t.context] == ["2024", "2025"]


def test_a_span_without_two_round_moments_shows_its_ends() -> None:
    found = over(datetime(2010, 3, 1, tzinfo=UTC), timedelta(days=365 * 14), 66)
    assert [tick.label.text for tick in found] == ["2010", "2024"]
