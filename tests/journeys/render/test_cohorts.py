"""One clock and two groups: what is uncertain looks uncertain, and nothing is refused silently."""

from __future__ import annotations

import re

import pytest

from journeys.render import clock, groups
from journeys.render._round import rounds
from journeys.render.clock_values import Clock, Step, Told
from journeys.render.groups_values import Figure, Groups


def test_bounds_are_a_band_and_too_few_are_a_hollow_point_without_one() -> None:
    sure = Clock("C", "", (Step(0, 30, 9, Told(0.3, 0.1, 0.5, 9)), Step(30, 60, 9)))
    few = Clock("C", "", (Step(0, 30, 2, Told(0.3, None, None, 2)),))
    drawn = [clock.svg(one, styled=False) for one in (sure, few)]
    assert [text.count("<polygon points=") for text in drawn] == [1, 0]
    assert ["hollow" in text for text in drawn] == [False, True]
    assert "too few for bounds" in drawn[1]


def test_a_step_in_which_nobody_told_anything_breaks_the_line() -> None:
    told = Told(0.3, 0.1, 0.5, 9)
    one = Clock("C", "", tuple(
        Step(30.0 * n, 30.0 * (n + 1), 9, told if n != 2 else None) for n in range(5)
    ))  # fmt: skip
    lines = re.findall(r'd="M([^"]*)" class="line client"', clock.svg(one, styled=False))
    assert [line.count("L") for line in lines if "," in line][-2:] == [1, 1]


def test_the_difference_says_which_group_less_which_and_whether_it_tells() -> None:
    one = Figure("Ended", 0.1, 9, 0.4, 8, 0.3, 0.1, 0.5, "higher")
    other = Figure("Friction", 1.0, 2, None, 0, None, None, None, "too few")
    text = groups.svg(Groups("G", ("old", "new"), (one, other)))
    assert "Difference: new − old" in text
    assert "▲ higher" in text
    assert "? too few" in text
    assert table_of(other) == ("Friction", "1 (2)", "not told", "–", "? too few")


def table_of(one: Figure) -> tuple[str, ...]:
    return groups.table_twin(Groups("G", ("old", "new"), (one,)))[1]


def test_what_cannot_be_drawn_truthfully_is_refused() -> None:
    with pytest.raises(ValueError, match="does not lie within"):
        Told(0.6, 0.1, 0.5, 9)
    with pytest.raises(ValueError, match="between -1 and 1"):
        Told(float("nan"), None, None, 1)
    with pytest.raises(ValueError, match="does not lie within"):
        Figure("Ended", 0.1, 9, 0.4, 8, 0.6, 0.1, 0.5, "higher")
    with pytest.raises(ValueError, match="unknown verdict"):
        Figure("Ended", 0.1, 9, 0.4, 8, 0.3, 0.1, 0.5, "perhaps")


@pytest.mark.parametrize(("low", "high", "most"), [(0, 720, 9), (-1e-3, 2e-3, 4), (5, 5, 3)])
def test_round_figures_lie_within_and_are_few(low: float, high: float, most: int) -> None:
    found = rounds(low, high, most)
    assert 1 <= len(found) <= most + 1
    assert all(low <= one <= high for one in found)
