"""What only grows: older forms stay true, whatever grows from them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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


@pytest.mark.parametrize("apart", [1, 1 << 40, (1 << 61) - 1], ids=["far", "deep", "one hash"])
@given(CHANGES)
def test_a_shelf_is_a_dict_of_which_every_form_is_kept(
    apart: int, changes: list[tuple[int, int | None]]
) -> None:
    shelf: Shelf[int, int] = Shelf()
    plain: dict[int, int] = {}
    forms = []
    for number, value in changes:
        key = number * apart
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
        assert [kept.get(key) for key in expected] == list(expected.values())
    assert 1000 not in shelf
    assert shelf.get(1000, 7) == 7
    with pytest.raises(KeyError):
        shelf[1000]


@given(NUMBERS, NUMBERS)
def test_what_is_put_at_once_lies_as_if_put_one_by_one(first: list[int], more: list[int]) -> None:
    one: Shelf[int, int] = Shelf()
    for number in first:
        one = one.put(number, -number)
    at_once, by_one = one.with_all({number: number for number in more}), one
    for number in dict.fromkeys(more):
        by_one = by_one.put(number, number)
    assert list(at_once.items()) == list(by_one.items())
    assert list(at_once.put(999, 1)) == list(by_one.put(999, 1))
    assert list(one) == list(dict.fromkeys(first))


def test_one_thing_more_costs_no_more_than_the_logarithm_of_all() -> None:
    """Counted in copied places, as a clock would not tell."""
    for many in (100, 10_000):
        shelf: Shelf[str, int] = Shelf()
        for number in range(many):
            shelf = shelf.put(f"p-{number}", number)
        more = shelf.put("another", 1)
        before = {id(node) for node in _nodes(shelf._root)}
        copied = sum(len(node) for node in _nodes(more._root) if id(node) not in before)
        assert copied <= 32 * 5


def _nodes(node: Any) -> Iterator[Any]:  # noqa: ANN401 - a dict, or a branch
    yield node
    for below in node if isinstance(node, tuple) else ():
        yield from _nodes(below)


def test_a_shelf_of_many_lets_go_of_any_of_them() -> None:
    shelf: Shelf[int, int] = Shelf()
    for number in range(2000):
        shelf = shelf.put(number, number)
    less = shelf
    for number in range(0, 2000, 2):
        less = less.without(number)
    assert list(less) == list(range(1, 2000, 2))
    assert len(shelf) == 2000
    assert less.without(0) is less


def test_what_grows_says_what_it_holds_and_is_like_a_tuple_alone() -> None:
    assert repr(Grown([1, 2])) == "Grown((1, 2))"
    assert repr(Shelf[str, int]().put("a", 1)) == "Shelf({'a': 1})"
    assert Grown([1, 2]) == (1, 2)
    assert Grown([1, 2]) != [1, 2]
