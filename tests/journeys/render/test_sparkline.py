import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.render.sparkline import sparkline

values = st.lists(st.one_of(st.none(), st.floats(-1, 1)), max_size=60)


@given(values, st.integers(1, 30), st.booleans())
def test_a_sparkline_is_as_long_as_its_values_and_never_longer_than_its_width(
    given_: list[float | None], width: int, unicode: bool  # noqa: FBT001
) -> None:  # fmt: skip
    drawn = sparkline(given_, width=width, unicode=unicode)
    assert len(drawn) == min(len(given_), width)
    assert set(drawn) <= set("▁▂▃▄▅▆▇█·" if unicode else "_.-=^ ")


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_the_scale_is_fixed_so_that_two_sparklines_compare(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert sparkline([low]) <= sparkline([high])
    assert sparkline([a, b]) == sparkline([a]) + sparkline([b])


def test_a_bucket_of_gaps_is_a_gap_and_a_gap_does_not_pull_a_mean() -> None:
    assert sparkline([None, None, 1, None], width=2) == "·█"


def test_indifference_stands_in_the_middle_and_is_no_gap() -> None:
    assert sparkline([0, None]) == "▅·"
    assert sparkline([0, None], unicode=False) == "- "


@pytest.mark.parametrize("value", [1.5, -1.01, float("nan"), float("inf")])
def test_a_value_off_the_scale_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="valence"):
        sparkline([value])


def test_a_width_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="wide"):
        sparkline([0], width=0)
