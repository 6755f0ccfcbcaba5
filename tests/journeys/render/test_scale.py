from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from journeys.render._scale import time_scale
from journeys.render.values import Curve, Sample

NAIVE = datetime(2025, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # hypothesis adds the zone
moments = st.datetimes(NAIVE.replace(year=1990), NAIVE.replace(year=2040), timezones=st.just(UTC))


def test_a_crowd_of_samples_in_a_sliver_of_the_time_breaks_the_axis(fifteen_years: Curve) -> None:
    scale = time_scale(fifteen_years, 0, 900, 20)
    assert scale is not None
    assert len(scale.stretches) == 2
    first_contracts = fifteen_years.client[14].at
    assert scale.stretches[1].left < scale.x(first_contracts) < 450
    assert scale.factor > 50


def test_an_even_history_has_an_even_axis(agency: Curve) -> None:
    scale = time_scale(agency, 0, 900, 20)
    assert scale is not None
    assert len(scale.stretches) == 1
    assert scale.factor == 1


def test_a_caller_may_forbid_the_break_or_choose_it(fifteen_years: Curve, agency: Curve) -> None:
    unbroken = time_scale(fifteen_years, 0, 900, 20, "none")
    assert unbroken is not None
    assert len(unbroken.stretches) == 1
    chosen = time_scale(agency, 0, 900, 20, agency.staff[4].at)
    assert chosen is not None
    assert chosen.x(agency.staff[4].at) == chosen.stretches[1].left


def test_a_break_outside_the_history_is_no_break(agency: Curve) -> None:
    scale = time_scale(agency, 0, 900, 20, datetime(1999, 1, 1, tzinfo=UTC))
    assert scale is not None
    assert len(scale.stretches) == 1


def test_a_lone_moment_stands_in_the_middle_of_a_day() -> None:
    noon = datetime(2025, 3, 1, 12, tzinfo=UTC)
    scale = time_scale(Curve("", client=(Sample(noon, 0),)), 0, 100, 20)
    assert scale is not None
    assert scale.x(noon) == 50
    assert scale.stretches[0].end - scale.stretches[0].start == timedelta(days=1)


@given(st.lists(moments, min_size=1, max_size=40))
def test_later_never_stands_left_of_earlier(given_: list[datetime]) -> None:
    ordered = sorted(given_)
    scale = time_scale(Curve("", client=tuple(Sample(at, 0) for at in ordered)), 0, 500, 20)
    assert scale is not None
    places = [scale.x(at) for at in ordered]
    assert all(a <= b for a, b in pairwise(places))
    assert all(0 <= place <= 500 for place in places)
