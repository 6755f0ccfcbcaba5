"""The automaton of a map: what fits, and the cheapest alignment, held against brute force."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.maps import Step
from projections.conformance import Automaton
from projections.conformance.alignment import COSTS
from tests.domain.map_bodies import small, touchpoint

NAMES = "abcde"


class Plain:
    """A map as plain sets, with its alignments found by trying everything, cheapest first."""

    def __init__(self, steps: set[tuple[str, str]], start: set[str], optional: set[str]) -> None:
        self.steps, self.start, self.optional = steps, start, optional
        names = {*start, *(name for step in steps for name in step)}
        dead = {name for name in names if not any(one == name for one, _ in steps)}
        self.ends = dead or names

    def then(self, state: str | None) -> set[str]:
        if state is None:
            return self.start
        return {after for before, after in self.steps if before == state}

    def cost(self, trace: Sequence[str], *, whole: bool) -> int:
        number = count()
        ahead: list[tuple[int, int, int, str | None]] = [(0, next(number), 0, None)]
        done: set[tuple[int, str | None]] = set()
        while ahead:
            cost, _, place, state = heapq.heappop(ahead)
            if (place, state) in done:
                continue
            done.add((place, state))
            if place == len(trace) and (not whole or state in self.ends):
                return cost
            if place < len(trace):
                heapq.heappush(ahead, (cost + 1, next(number), place + 1, state))
            for after in self.then(state):
                left_out = 0 if after in self.optional else 1
                heapq.heappush(ahead, (cost + left_out, next(number), place, after))
                if place < len(trace) and trace[place] == after:
                    heapq.heappush(ahead, (cost, next(number), place + 1, after))
        raise AssertionError(trace)

    def automaton(self) -> Automaton:
        steps: dict[str, list[str]] = {}
        for before, after in sorted(self.steps):
            steps.setdefault(before, []).append(after)
        return Automaton(steps, sorted(self.start), optional=self.optional)


@st.composite
def maps(draw: st.DrawFn) -> Plain:
    """Draw a map with loops and optional touchpoints, all of them reached from the first."""
    names = NAMES[: draw(st.integers(1, len(NAMES)))]
    steps = {(draw(st.sampled_from(names[:i])), names[i]) for i in range(1, len(names))}
    ways = st.tuples(st.sampled_from(names), st.sampled_from(names))
    steps |= draw(st.sets(ways, max_size=6))
    return Plain(steps, {names[0]}, draw(st.sets(st.sampled_from(names), max_size=3)))


traces = st.lists(st.sampled_from("abcdex"), max_size=8)


@given(one=maps(), trace=traces, whole=st.booleans())
def test_an_alignment_costs_what_trying_everything_finds(
    one: Plain, trace: list[str], *, whole: bool
) -> None:
    assert one.automaton().align(trace, whole=whole).cost == one.cost(trace, whole=whole)


@given(one=maps(), trace=traces, whole=st.booleans())
def test_an_alignment_is_what_was_lived_beside_a_way_through_the_map(
    one: Plain, trace: list[str], *, whole: bool
) -> None:
    found = one.automaton().align(trace, whole=whole)
    assert list(found.lived) == trace
    assert found.cost == sum(COSTS[move.how] for move in found.moves)
    state = None
    for name in found.designed:
        assert name in one.then(state)
        state = name
    assert not whole or state in one.ends
    assert all(m.touchpoint in one.optional for m in found.moves if m.how == "optional")
    assert not any(m.touchpoint in one.optional for m in found.moves if m.how == "designed")


@given(one=maps(), trace=traces, whole=st.booleans())
def test_a_way_fits_when_and_only_when_its_alignment_costs_nothing(
    one: Plain, trace: list[str], *, whole: bool
) -> None:
    automaton = one.automaton()
    assert automaton.fits(trace, whole=whole) == (one.cost(trace, whole=whole) == 0)


@given(maps(), traces)
def test_the_same_way_is_answered_the_same_from_memory(one: Plain, trace: list[str]) -> None:
    automaton = one.automaton()
    assert automaton.align(trace) is automaton.align(tuple(trace))
    assert automaton.align(trace).moves == one.automaton().align(trace).moves


def test_of_two_that_cost_the_same_the_one_with_more_in_step_is_found() -> None:
    chain = Automaton({"a": ["b"], "b": ["c"]}, ["a"])
    moves = [str(move) for move in chain.align(["a", "c"], whole=False).moves]
    assert moves == ["a", "b only designed", "c"]


def test_nothing_lived_costs_every_obligatory_touchpoint_of_the_shortest_way() -> None:
    chain = Automaton({"a": ["b"], "b": ["c"]}, ["a"], optional=["b"])
    assert chain.align([]).cost == chain.shortest() == 2
    assert chain.align([], whole=False).cost == 0
    assert chain.align([]).fitness(chain.shortest()) == 0
    assert chain.align(["a", "c"]).fitness(chain.shortest()) == 1


def test_a_map_is_an_automaton_in_which_only_the_mandatory_may_not_be_left_out() -> None:
    body = small(
        touchpoints=(
            touchpoint("hello", mandatory=True),
            touchpoint("coffee"),
            touchpoint("thanks", mandatory=True),
        ),
        steps=(Step(after="hello", then="coffee"), Step(after="coffee", then="thanks")),
    )
    automaton = Automaton.from_map(body)
    assert automaton.fits(["hello", "thanks"])
    assert not automaton.fits(["coffee", "thanks"])
    assert not automaton.fits(["hello", "tea", "thanks"])
    assert (automaton.allows(None, "hello"), automaton.allows("thanks", "hello")) == (True, False)
    assert "coffee" in automaton
    assert "tea" not in automaton


def test_a_map_that_leads_to_no_end_is_refused() -> None:
    with pytest.raises(ValueError, match="no way leads"):
        Automaton({"a": ["a"]}, ["a"], ends=[])
