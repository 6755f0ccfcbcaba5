"""Rows are put together as anybody would put them together, one by one."""

from __future__ import annotations

from collections import defaultdict
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.columns.arrays import Groups, changes, middle, sorting

SPANS = st.sampled_from((3, 300, 70_000, 5_000_000_000))


@given(st.data())
def test_rows_are_sorted_as_python_sorts_them(data: st.DataObject) -> None:
    most = data.draw(SPANS)
    keys = data.draw(st.lists(st.integers(0, most)))
    expected = sorted(range(len(keys)), key=keys.__getitem__)
    assert sorting(np.array(keys, dtype=np.int64), most).tolist() == expected


@given(st.data())
def test_groups_are_those_that_a_dictionary_makes(data: st.DataObject) -> None:
    spans = data.draw(st.lists(SPANS.filter(lambda one: one < 1 << 20), min_size=1, max_size=3))
    rows = data.draw(st.lists(st.tuples(*(st.integers(0, one) for one in spans))))
    whose = np.array(sorted(data.draw(st.integers(0, 3)) for _ in rows), dtype=np.int64)
    expected: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        expected[row].append(place)
    columns = [np.array([row[i] for row in rows], dtype=np.int64) for i in range(len(spans))]
    groups = Groups(*columns)
    keys = list(zip(*(key.tolist() for key in groups.keys), strict=True))
    assert keys == sorted(expected)
    assert [groups.of(one).tolist() for one in range(len(groups))] == [expected[k] for k in keys]
    assert groups.sizes.tolist() == [len(expected[key]) for key in keys]
    assert groups.distinct(whose).tolist() == [len(set(whose[expected[key]])) for key in keys]
    assert [one.tolist() for one in groups.ordered(whose)] == [
        whose[expected[key]].tolist() for key in keys
    ]


@given(st.lists(st.integers(-(10**15), 10**15), min_size=1))
def test_the_middle_is_the_median_of_the_list(values: list[int]) -> None:
    assert middle(np.array(values)) == median(values)


@pytest.mark.parametrize(
    ("values", "expected"), [([], []), ([5], [True]), ([5, 5, 6, 5], [True, False, True, True])]
)
def test_a_change_is_seen_where_it_is(values: list[int], expected: list[bool]) -> None:
    assert changes(np.array(values, dtype=np.int64)).tolist() == expected
