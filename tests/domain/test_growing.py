"""What only grows: older forms stay true, whatever grows from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.growing import Grown, Shelf

NUMBERS = st.lists(st.integers(0, 400), max_size=200)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_two_that_grow_from_one_do_not_see_each_others(
    first: list[int], mine: list[int], yours: list[int]
) -> None:
    trunk = Grown(first)
    one = other = trunk
    for a, b in zip(mine, yours, strict=False):
        one, other = one.plus(a), other.plus(b)
    shorter = min(len(mine), len(yours))
    assert list(one) == [*first, *mine[:shorter]]
    assert list(other) == [*first, *yours[:shorter]]
    assert list(trunk) == first


@given(NUMBERS, st.slices(60), st.integers(-60, 60))
def test_it_is_read_as_a_tuple_is(items: list[int], part: slice, place: int) -> None:
    plain, grown = tuple(items), Grown(items)
    grown.plus(7)
    assert grown == plain
    assert grown[part] == plain[part]
    assert list(reversed(grown)) == list(reversed(plain))
    assert len(grown) == len(plain)
    assert (7 in grown) == (7 in plain)
    if -len(plain) <= place < len(plain):
        assert grown[place] == plain[place]
    else:
        with pytest.raises(IndexError):
            grown[place]


def test_the_same_item_twice_is_no_confusion() -> None:
    item = object()
    trunk: Grown[object] = Grown()
    one, other = trunk.plus(item), trunk.plus(item)
    assert len(one.plus(1)) == len(other.plus(2)) == 2
    assert tuple(one.plus(3)) == (item, 3)
    assert tuple(other) == (item,)


CHANGES = st.lists(
    st.tuples(st.integers(0, 120), st.one_of(st.none(), st.integers())), max_size=300
)


@given(CHANGES)
def test_a_shelf_is_a_dict_of_which_every_form_is_kept(
    changes: list[tuple[int, int | None]],
) -> None:
    shelf: Shelf[int, int] = Shelf()
    plain: dict[int, int] = {}
    forms = []
    for key, value in changes:
        if value is None:
            shelf = shelf.without(key)
            plain.pop(key, None)
        else:
            shelf = shelf.put(key, value)
            plain[key] = value
        forms.append((shelf, dict(plain)))
    for kept, expected in forms:
        assert list(kept.items()) == list(expected.items())
        assert len(kept) == len(expected)
        assert kept == expected
        assert all(key in kept for key in expected)
    assert 1000 not in shelf
    with pytest.raises(KeyError):
        shelf[1000]
