from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from journeys.render._monotone import Point, pieces

values = st.floats(-1, 1)
steps = st.floats(0.01, 1000)


@st.composite
def points(draw: st.DrawFn) -> list[Point]:
    x = 0.0
    found: list[Point] = []
    for value in draw(st.lists(values, min_size=2, max_size=12)):
        found.append((x, value))
        x += draw(st.one_of(steps, st.just(0.0)))
    return found


@given(points())
def test_the_line_never_leaves_the_interval_of_two_neighbouring_samples(
    given_: list[Point],
) -> None:
    line = pieces(given_)
    assert len(line) == len(given_) - 1
    for piece, (a, b) in zip(line, pairwise(given_), strict=True):
        low, high = sorted((a[1], b[1]))
        assert low <= min(piece.out[1], piece.into[1])
        assert max(piece.out[1], piece.into[1]) <= high
        for tenth in range(11):
            assert low - 1e-9 <= piece.at(tenth / 10)[1] <= high + 1e-9


@given(points())
def test_the_line_passes_through_every_sample_in_the_order_given(given_: list[Point]) -> None:
    line = pieces(given_)
    assert given_ == [line[0].start, *(piece.end for piece in line)]


@given(points())
def test_between_two_neighbours_the_line_goes_one_way_only(given_: list[Point]) -> None:
    for piece in pieces(given_):
        heights = [piece.at(i / 20)[1] for i in range(21)]
        assert all(b >= a - 1e-9 for a, b in pairwise(heights)) or all(
            b <= a + 1e-9 for a, b in pairwise(heights)
        )


def test_fewer_than_two_points_have_no_line() -> None:
    assert pieces([]) == ()
    assert pieces([(0, 0.5)]) == ()
