"""A count beside a way can be read: none lies on another."""

from itertools import combinations

from journeys.render._frame import SMALL
from journeys.render._rails import free
from journeys.render._ways import _placed
from journeys.render._xml import width


def test_no_count_lies_on_another_however_many_want_the_same_place() -> None:
    wanted = [(f"{10 ** (n % 4)}×", (100.0 + n, 50.0)) for n in range(30)]
    taken: list[tuple[float, float, float]] = []
    for said, at in wanted:
        taken += [(at[0], y, width(said, SMALL)) for y in list(free(at, said, taken))[:1]]

    assert len(_placed(wanted)) == len(taken) < len(wanted)
    for (x, y, wide), (x2, y2, wide2) in combinations(taken, 2):
        assert abs(x - x2) >= (wide + wide2) / 2 or abs(y - y2) >= 10


def test_a_count_with_room_around_it_stands_where_its_way_is() -> None:
    (count,) = _placed([("7×", (100.0, 50.0))])
    assert 'x="100"' in count
    assert 'y="50"' in count
