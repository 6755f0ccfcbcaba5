"""What is looked up in a sequence that grows is what going through it all would find."""

from __future__ import annotations

import copy
import pickle

from hypothesis import given
from hypothesis import strategies as st

from domain.growing import Grown


def even(number: int) -> bool:
    return number % 2 == 0


@given(st.lists(st.integers(0, 20)), st.lists(st.integers(0, 20)), st.integers(0, 30))
def test_lookups_are_those_of_the_own_length_whoever_else_grew_from_it(
    first: list[int], more: list[int], begin: int
) -> None:
    one: Grown[int] = Grown(first)
    longer, other = one, one
    for number in more:
        longer = longer.plus(number)
        other = other.plus(number + 1)
    for grown in (longer, one, other):
        assert grown.passing(even, begin) == [n for n in grown[begin:] if even(n)]
        assert grown.count_passing(even, begin) == len(grown.passing(even, begin))
        assert grown.lacking(range(22)) == [n for n in range(22) if n not in tuple(grown)]


def test_a_sequence_is_copied_without_what_was_looked_up_in_it() -> None:
    one = Grown((1, 2))
    one.passing(lambda number: number > 1)
    assert pickle.loads(pickle.dumps(one)) == copy.deepcopy(one) == one  # noqa: S301 - our own


def test_a_test_is_asked_once_of_each_item_however_often_it_is_counted() -> None:
    asked: list[int] = []

    def noted(number: int) -> bool:
        asked.append(number)
        return even(number)

    grown: Grown[int] = Grown()
    for number in range(200):
        grown = grown.plus(number)
        assert grown.count_passing(noted) == number // 2 + 1
        assert grown.passing(noted, number - 1) == [
            n for n in (number - 1, number) if n >= 0 and even(n)
        ]
    assert asked == list(range(200))
