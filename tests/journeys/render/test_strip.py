"""The filmstrip: nothing that matters is left out, and the lines run where feelings were told."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from journeys.render._moods import row
from journeys.render.strip import gathered, svg
from journeys.render.strip_table import table_twin
from journeys.render.strip_values import Shot, Strip, Turn

feelings = st.none() | st.floats(-1, 1)
shots = st.builds(
    Shot,
    st.just("1 May 2025"),
    st.sampled_from(["contract", "friction"]),
    begins=st.booleans(),
    client=feelings,
    staff=feelings,
    turns=st.lists(
        st.builds(Turn, st.sampled_from(["high", "info"]), st.just("A")), max_size=2
    ).map(tuple),
)


@given(st.lists(shots, max_size=60), st.integers(2, 40))
def test_every_moment_is_drawn_or_counted_and_there_are_no_more_than_asked(
    told: list[Shot], most: int
) -> None:
    shown = gathered(told, most)
    assert sum(shot.skipped or 1 for shot in shown) == len(told)
    assert len(shown) <= most + 1
    if told:
        assert (shown[0], shown[-1]) == (told[0], told[-1]) or most < 4


def test_a_phase_that_begins_and_a_grave_finding_are_drawn_before_quiet_moments() -> None:
    quiet = [Shot(f"{n} May", "contract", client=0.1) for n in range(50)]
    begins = Shot("3 June", "friction", begins=True)
    grave = Shot("4 June", "friction", turns=(Turn("critical", "It broke."),))
    shown = gathered([*quiet[:25], begins, *quiet[25:30], grave, *quiet[30:]], 12)
    assert begins in shown
    assert grave in shown


def test_of_equals_the_moment_at_which_a_mood_turns_is_drawn() -> None:
    told = [Shot(f"{n} May", "contract", client=0.5) for n in range(40)]
    told[23] = Shot("24 May", "contract", client=-0.9)
    assert told[23] in gathered(told, 8)


def test_a_line_goes_from_told_to_told_across_rows_and_a_point_stands_only_where_it_was_told() -> (
    None
):
    told = [(0, 1.0), (4, -1.0)]
    first = list(row(told, "client", 0, 3, (100, 50, 0.5), (0, 62)))
    second = list(row(told, "client", 3, 3, (100, 50, 0.5), (0, 62)))
    assert [part for part in first if "circle" in part] == [
        '<circle cx="100" cy="6" r="4.5" class="dot client"/>'
    ]
    # It leaves the first row where it enters the second: half-way between shots 2 and 3.
    left = re.search(r'L225,([\d.]+)"', first[0])
    entered = re.search(r'd="M75,([\d.]+)L', second[0])
    assert left is not None
    assert entered is not None
    assert left[1] == entered[1]
    assert 'L150,56"' in second[0]


def test_a_finding_that_ends_is_told_apart_by_its_sign_and_its_words() -> None:
    one = Shot("1 May", "contract", turns=(Turn("high", "Nobody answered.", begins=False),))
    text = svg(Strip("S", "", (one,)))
    assert ">✓<" in text
    assert "no longer so: Nobody" in text
    assert table_twin(Strip("S", "", (one,)))[1][-1] == "no longer so: Nobody answered."
