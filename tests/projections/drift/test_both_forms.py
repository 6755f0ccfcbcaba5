"""One relationship or many, as Python or as machine code: the moments and figures are the same."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import cast

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projections.drift import bulk, learned, stream, walk
from projections.drift.alone import JUDGED, OWN
from projections.drift.columns import Columns, Contact, Floats
from projections.drift.features import features
from projections.drift.lines import bulk_heights, heights
from projections.drift.network import score
from projections.drift.numbers import ONE
from projections.drift.opening import open_in_silence
from projections.drift.silence import slower, waited
from projections.drift.state import State, begin
from projections.drift.wide import carried, in_silence, wide

VALENCE = st.none() | st.sampled_from([x / 10 for x in range(-10, 11)])
CONTACT = st.tuples(
    st.floats(0, 400), VALENCE, VALENCE, st.sampled_from([-1, 0, 1]), st.integers(0, 4)
)


def history(steps: list[tuple[float, float | None, float | None, int, int]]) -> list[Contact]:
    day, contacts = 0.0, []
    for gap, client, staff, promise, errors in steps:
        day += gap
        contacts.append((day, client, staff, promise, float(errors)))
    return contacts


def columns(told: list[list[Contact]], after: float = 200.0) -> Columns:
    flat = [contact for contacts in told for contact in contacts]

    def part(at: int) -> np.ndarray:
        return np.array([math.nan if c[at] is None else c[at] for c in flat], float)

    return Columns(
        np.concatenate(([0], np.cumsum([len(contacts) for contacts in told]))),
        part(0), part(1), part(2), part(3).astype(np.int64), part(4),
        np.array([(contacts[-1][0] if contacts else 0.0) + after for contacts in told]),
    )  # fmt: skip


HISTORIES = st.lists(
    st.lists(CONTACT, min_size=1, max_size=12).map(history), min_size=1, max_size=4
)


Judged = list[tuple[int, float, list[float]]]


def as_judged(looks: Iterable[bulk.Look]) -> Judged:
    return [
        (int(who), float(day), row.tolist())
        for look in looks
        for who, day, row in zip(look.who, look.day, bulk.figures(look), strict=True)
    ]


def in_order(judged: Judged) -> Judged:
    return sorted(judged, key=lambda one: one[:2])


def one_by_one(told: list[list[Contact]], end: Floats, *, gated: bool, lines: bool) -> Judged:
    judged: Judged = []
    for who, contacts in enumerate(told):
        state, looks = stream.after(begin(), contacts, gated=gated)
        looks += [(at, state) for at in stream.ticks(state, float(end[who]), gated=gated)]
        for day, then in looks:
            row = list(heights(then, day).values()) if lines else features(ONE, then, day)
            judged.append((who, day, row))
    return in_order(judged)


def same(found: Judged, expected: Judged) -> None:
    assert [one[0] for one in found] == [one[0] for one in expected]
    for (_, day, row), (_, other, wanted) in zip(found, expected, strict=True):
        assert math.isclose(day, other)
        np.testing.assert_allclose(row, wanted, rtol=1e-9, atol=1e-9)


@pytest.fixture(params=["as machine code", "as plain loops", "one by one"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """However few contacts there are: each of the three ways to go through many."""
    monkeypatch.setattr(bulk, "WORTH_COMPILING", 0)
    if request.param == "as plain loops":
        monkeypatch.setattr(walk, "compiled", lambda: walk.walk)
    if request.param == "one by one":  # what is left where numba is not installed
        monkeypatch.setattr(walk, "compiled", lambda: None)
    return str(request.param)


FIXED = [HealthCheck.function_scoped_fixture]  # set once, and not changed by an example


@given(told=HISTORIES, gated=st.booleans())
@settings(max_examples=100, deadline=None, suppress_health_check=FIXED)
@pytest.mark.usefixtures("way")
def test_every_way_judges_the_same_moments_by_the_same_figures(
    *, told: list[list[Contact]], gated: bool
) -> None:
    many = columns(told)

    found = as_judged(bulk.looks(many, gated=gated))

    same(found, in_order(found))
    same(found, one_by_one(told, many.end, gated=gated, lines=False))


@given(told=HISTORIES)
@settings(max_examples=40, deadline=None, suppress_health_check=FIXED)
@pytest.mark.usefixtures("way")
def test_what_is_remembered_is_brought_up_to_date(told: list[list[Contact]]) -> None:
    many = columns(told)
    kept = np.tile(bulk.BEGIN, (len(told), 1))

    awake = replace(many, end=np.full(len(told), -math.inf))
    list(bulk.advanced(kept, awake, fast=True))

    for row, contacts in zip(kept, told, strict=True):
        np.testing.assert_allclose(row, stream.after(begin(), contacts)[0], rtol=1e-9, atol=1e-9)


@pytest.mark.usefixtures("way")
def test_more_moments_than_there_is_room_for_at_once_are_all_judged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bulk, "_ROOM", 50)
    monkeypatch.setattr(bulk, "_CELLS", 64)
    told: list[list[Contact]] = [
        [(9.0 * at, 0.1, None, -1, 0.0) for at in range(length)] for length in (40, 1, 0, 30)
    ]
    many = columns(told * 5, after=900.0)

    found = as_judged(bulk.looks(many, gated=False))

    same(found, one_by_one(told * 5, many.end, gated=False, lines=False))


def test_many_contacts_are_gone_through_as_machine_code(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []
    monkeypatch.setattr(walk, "compiled", lambda: taken.append("compiled"))
    many = columns([[(0.0, 0.5, None, -1, 0.0)], [(1.0, 0.5, None, -1, 0.0)]])

    list(bulk.looks(many))
    assert taken == []
    monkeypatch.setattr(bulk, "WORTH_COMPILING", 2)
    list(bulk.looks(many))

    assert taken == ["compiled"]


def test_numba_can_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)

    assert walk.compiled.__wrapped__() is None


@given(told=HISTORIES)
@settings(max_examples=40, deadline=None, suppress_health_check=FIXED)
@pytest.mark.usefixtures("way")
def test_every_way_gives_every_line_the_same_height(told: list[list[Contact]]) -> None:
    many = columns(told)

    found: Judged = [
        (int(who), float(day), value.tolist())
        for who, day, value in zip(*bulk_heights(many), strict=True)
    ]

    same(found, one_by_one(told, many.end, gated=True, lines=True))


@given(contacts=st.lists(CONTACT, min_size=1, max_size=15).map(history), cut=st.integers(0, 15))
@settings(max_examples=60, deadline=None)
def test_a_history_told_in_two_parts_leaves_the_same_state(
    contacts: list[Contact], cut: int
) -> None:
    whole, looks = stream.after(begin(), contacts)
    half, first = stream.after(begin(), contacts[:cut])
    rest, second = stream.after(half, contacts[cut:])

    assert (rest, first + second) == (whole, looks)


@given(contacts=st.lists(CONTACT, min_size=1, max_size=15).map(history))
@settings(max_examples=60, deadline=None)
def test_one_contact_further_is_judged_as_it_is_among_many(contacts: list[Contact]) -> None:
    state = begin()
    for contact in contacts:
        whole, looks = stream.after(state, [contact])
        last = [look for look in looks if look[1].contacts == whole.contacts]

        assert stream.further(state, contact) == (whole, last == [(contact[0], whole)])
        state = whole


@given(contacts=st.lists(CONTACT, min_size=1, max_size=15).map(history))
@settings(max_examples=100, deadline=None)
def test_every_tick_with_an_open_gate_is_judged_and_no_other(contacts: list[Contact]) -> None:
    state, _ = stream.after(begin(), contacts)
    far = state.day + 21 * 400

    every = np.array(list(stream.ticks(state, far, gated=False)))

    assert len(every) == 399
    np.testing.assert_array_equal(
        list(stream.ticks(state, far)), every[open_in_silence(cast("State[Floats]", state), every)]
    )


@given(st.floats(0, 500), st.floats(20, 20_000), st.floats(0, 3))
def test_the_days_until_a_silence_says_so_much_are_found(
    contacts: float, days: float, evidence: float
) -> None:
    found = waited(contacts, days, evidence)

    if math.isinf(found):
        assert slower(ONE, contacts, days, 1e15) <= evidence + 1e-9
    else:
        assert slower(ONE, contacts, days, found) == pytest.approx(evidence, abs=1e-9)


@given(st.lists(st.lists(st.floats(-15, 15), min_size=16, max_size=16), min_size=1, max_size=5))
def test_what_silence_raises_stands_as_high_as_among_all_lines(moments: list[list[float]]) -> None:
    figures = np.array(moments).T

    together, silence = in_silence(figures)

    everything, channels = wide(figures)
    np.testing.assert_allclose(together, everything, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(silence, channels[JUDGED.index("silence")], rtol=1e-12, atol=1e-12)


def test_a_relationship_without_a_contact_has_its_silence_alone() -> None:
    told: list[list[Contact]] = [[(0.0, 0.5, None, -1, 0.0)], [], [(1.0, None, 0.2, 0, 1.0)], []]
    many = columns(told)

    found = as_judged(bulk.looks(many, gated=False))

    assert {who for who, _, _ in found} == {0, 1, 2, 3}
    same(in_order(found), one_by_one(told, many.end, gated=False, lines=False))


def test_nothing_is_judged_where_nothing_happened() -> None:
    assert stream.after(begin(), []) == (begin(), [])
    assert math.isfinite(score(features(ONE, begin(), 0.0)))
    assert all(math.isfinite(height) for height in heights(begin(), 0.0).values())


@given(HISTORIES)
@settings(max_examples=30, deadline=None)
def test_what_a_channel_carries_is_what_the_line_falls_without_it(
    told: list[list[Contact]],
) -> None:
    for contacts in told:
        state, _ = stream.after(begin(), contacts)
        figures = features(ONE, state, contacts[-1][0] + 21)
        for channel, fall in zip(JUDGED, carried(figures), strict=True):
            usual = [
                learned.NEUTRAL[at] if at in OWN[channel] else figure
                for at, figure in enumerate(figures)
            ]
            assert fall == pytest.approx(score(figures) - score(usual), abs=1e-9)
            assert fall == 0.0 or usual != figures
