"""The lived graph: counts, merges, parts; and the same figures over columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import mean, pstdev

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.moments import Moment
from projections.finding import Say
from projections.touchpoints import Felt, Visit
from projections.touchpoints.attributes import MEANINGS, attributes
from projections.touchpoints.bulk import Log, follows, variants
from projections.touchpoints.figures import QUANTILES, Bag
from projections.touchpoints.lived import Edge, LivedGraph, Node


def visit(who: str, place: str, day: int, **more: object) -> Visit:
    data: dict[str, object] = {
        "relationship": who, "place": place, "activity": place, "title": Say(place),
        "designed": False, "phase": "contract", "stage": None, "channel": "call",
        "lane": "supplier", "systems": (), "promise": None, "friction": None, "heals": None,
        "at": Moment(f"2025-01-{1 + day:02d}"), "rough": False, "waited": None, "client": Felt(),
        "staff": Felt(), "events": (f"{who}-{day}",), "story_id": None, "cause": None,
    }  # fmt: skip
    return Visit(**{**data, **more})  # type: ignore[arg-type]


def way(who: str, places: Sequence[str], days: Sequence[int] | None = None) -> list[Visit]:
    at = list(days) if days is not None else list(range(len(places)))
    waits = [None, *(float(b - a) for a, b in pairwise(at))][: len(at)]
    return [
        visit(who, place, day, waited=wait)
        for place, day, wait in zip(places, at, waits, strict=True)
    ]


def step(source: str, target: str) -> Edge:
    return Edge("next", Node("touchpoint", source), Node("touchpoint", target))


def summed(graph: LivedGraph) -> dict[str, dict[str, object]]:
    every = {node.id: attributes(graph, node) for node in graph.nodes}
    every |= {f"{e.kind} {e.source.id} {e.target.id}": attributes(graph, e) for e in graph.edges}
    return {key: {**said, "events": sorted(said["events"])} for key, said in every.items()}


ways = st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=6), max_size=6)


@given(ways)
def test_every_step_is_counted_once_with_the_events_behind_it(some: list[list[str]]) -> None:
    graph = LivedGraph()
    for who, places in enumerate(some):
        graph.add(way(f"r{who}", places))
    expected = Counter(pair for places in some for pair in pairwise(places))
    found = {
        (e.source.key, e.target.key): len(bag) for e, bag in graph.edges.items() if e.kind == "next"
    }
    assert found == expected
    visited = Counter(place for places in some for place in places)
    for place, count in visited.items():
        assert graph.figures(Node("touchpoint", place)).count == count
        assert len(graph.figures(Node("touchpoint", place)).events) == count


@given(ways, st.data())
def test_adding_in_parts_and_merging_come_to_the_same(
    some: list[list[str]], data: st.DataObject
) -> None:
    runs = [way(f"r{who}", places) for who, places in enumerate(some)]
    whole, parts, merged = LivedGraph(), LivedGraph(), LivedGraph()
    for run in runs:
        whole.add(run)
        cut = data.draw(st.integers(0, len(run)))
        parts.add(run[:cut])
        [bag.figures() for bag in parts.nodes.values()]
        parts.add(run[cut:])
        merged.merge(LivedGraph().add(run))
    assert summed(whole) == summed(parts) == summed(merged)


def test_a_merged_graph_goes_on_growing() -> None:
    run = way("r", "abab")
    grown = LivedGraph().merge(LivedGraph().add(run[:2])).add(run[2:])
    assert summed(grown) == summed(LivedGraph().add(run))


def test_growing_after_a_merge_leaves_the_other_graph_as_it_was() -> None:
    other = LivedGraph().add(way("r", "ab"))
    before = summed(other), other.variants()
    LivedGraph().merge(other).add([visit("r", "c", 9)])
    assert (summed(other), other.variants()) == before


def test_graphs_that_share_a_relationship_are_not_merged() -> None:
    one = LivedGraph().add(way("r", "ab"))
    with pytest.raises(ValueError, match="different relationships"):
        one.merge(LivedGraph().add(way("r", "a")))


def test_waits_feelings_and_the_mood_gap_are_figures_over_what_was_told() -> None:
    told = Felt(0.5, -0.5, attributed=True, events=("f",), earlier="e")
    graph = LivedGraph().add(way("r", "ab", [0, 4])).add(way("s", "ab", [0, 10]))
    graph.add(
        [visit("t", "a", 0), visit("t", "b", 2, waited=2.0, client=told, staff=Felt(None, 0.25))]
    )
    said = attributes(graph, step("a", "b"))
    assert said.keys() <= MEANINGS.keys()
    assert (said["count"], said["relationships"], said["waited_known"]) == (3, 3, 3)
    assert (said["waited_mean"], said["waited_q50"]) == (pytest.approx(16 / 3), 4)
    assert said["waited_spread"] == pytest.approx(pstdev([4, 10, 2]))
    assert (said["client_before"], said["client_after"], said["client_change"]) == (0.5, -0.5, -1.0)
    assert (said["client_told"], said["client_attributed"], said["staff_told"]) == (1, 1, 1)
    assert (said["gap"], said["gap_told"]) == (-0.75, 1)
    assert (said["first"], said["last"]) == (Moment("2025-01-01"), Moment("2025-01-11"))
    assert said["events"] == ("r-0", "r-4", "s-0", "s-10", "t-0", "t-2", "f", "e")


def test_a_wait_on_a_guessed_date_is_counted_as_such() -> None:
    graph = LivedGraph().add([visit("r", "a", 0, rough=True), visit("r", "b", 3, waited=3.0)])
    assert attributes(graph, step("a", "b"))["waited_rough"] == 1
    assert attributes(graph, Node("touchpoint", "b"))["waited_rough"] == 0


def test_lanes_hand_over_causes_lead_and_friction_heals() -> None:
    graph = LivedGraph().add([
        visit("r", "a", 0, lane="client", friction="complaint"),
        visit("r", "b", 3, lane="back", cause="r-0"),
        visit("r", "c", 5, lane="unknown", heals="r-0"),
    ])  # fmt: skip
    a, b, c = (Node("touchpoint", key) for key in "abc")
    assert Edge("hand-off", Node("lane", "client"), Node("lane", "back")) in graph.edges
    assert not any(e.kind == "hand-off" and e.target.key == "unknown" for e in graph.edges)
    assert graph.figures(Edge("causes", a, b)).waits.mean == 3
    assert graph.figures(Edge("recovers", a, c)).waits.mean == 5
    assert Edge("shows", a, Node("friction", "complaint")) in graph.edges


def test_good_endings_are_a_share_of_those_that_could_be_judged() -> None:
    graph = LivedGraph()
    for who, ending in (("r", "good"), ("s", "poor"), ("t", "undecided"), ("u", "none")):
        graph.add(way(who, "a"), {who: ending})  # type: ignore[dict-item]
    assert graph.share_of_good_endings(graph.nodes[Node("touchpoint", "a")]) == (0.5, 2)


def test_a_relationship_parts_at_the_last_moment_before_it_was_over() -> None:
    run = [visit("r", "a", 0), visit("r", "b", 1), visit("r", "c", 2, phase="breakup")]
    graph = LivedGraph().add(run, {"r": "mixed"})
    (edge,) = graph.partings()
    assert (edge.source.key, edge.target.key) == ("b", "mixed")
    assert edge.target in graph
    assert [n.key for n in graph.around(edge.target, 0).nodes if n.kind == "touchpoint"] == ["b"]
    graph.add([visit("r", "d", 3)])
    assert not graph.partings()


def test_a_part_counts_no_way_over_what_was_left_out() -> None:
    graph = LivedGraph().add(way("r", "abcab"))
    part = graph.only(lambda one: one.place != "c")
    assert {
        (e.source.key, e.target.key): len(bag) for e, bag in part.edges.items() if e.kind == "next"
    } == {("a", "b"): 2}
    assert summed(graph) == summed(LivedGraph().add(way("r", "abcab")))


def test_around_a_node_lies_what_is_so_many_steps_away() -> None:
    graph = LivedGraph().add(way("r", "abcde"))
    near = graph.around(Node("touchpoint", "c"))
    assert [n.key for n in near.nodes if n.kind == "touchpoint"] == ["b", "c", "d"]
    assert len(graph.around(Node("channel", "call"), 0).nodes) == len(graph.nodes)
    with pytest.raises(KeyError):
        graph.around(Node("touchpoint", "z"))


def test_what_is_rare_can_be_left_out() -> None:
    graph = LivedGraph().add(way("r", "ababc"))
    part = graph.at_least(2)
    assert [n.key for n in part.nodes if n.kind == "touchpoint"] == ["a", "b"]
    assert [e for e in part.edges if e.kind == "next"] == [step("a", "b")]


def test_variants_come_with_those_who_went_them_the_commonest_first() -> None:
    graph = LivedGraph().add(way("r", "ab")).add(way("s", "b")).add(way("t", "ab"))
    assert graph.variants() == [(("a", "b"), ("r", "t")), (("b",), ("s",))]


def test_nothing_comes_to_nothing() -> None:
    with pytest.raises(ValueError, match="no figures"):
        Bag().figures()
    with pytest.raises(KeyError):
        LivedGraph().figures(Node("touchpoint", "a"))


# --- over columns ----------------------------------------------------------------------------

timed = st.lists(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 27)), max_size=6), max_size=6)


def log(some: list[list[tuple[int, int]]]) -> Log:
    runs = [sorted(run, key=lambda one: one[1]) for run in some]
    flat = [one for run in runs for one in run]
    return Log(
        ("a", "b", "c"),
        np.cumsum([0, *map(len, runs)], dtype=np.int64),
        np.array([place for place, _ in flat], dtype=np.int64),
        np.array([day for _, day in flat], dtype=np.float64),
    )


@given(timed)
def test_columns_count_the_same_steps_as_visits(some: list[list[tuple[int, int]]]) -> None:
    columns = log(some)
    graph = LivedGraph()
    for who, run in enumerate(some):
        ordered = sorted(run, key=lambda one: one[1])
        places = [columns.places[place] for place, _ in ordered]
        graph.add(way(f"r{who}", places, [day for _, day in ordered]))
    found = follows(columns)
    every = {e: bag.figures() for e, bag in graph.edges.items() if e.kind == "next"}
    assert len(found.count) == len(every)
    for row, (source, target) in enumerate(zip(found.source, found.target, strict=True)):
        one = every[step(columns.places[source], columns.places[target])]
        assert found.count[row] == one.count
        assert found.mean[row] == pytest.approx(one.waits.mean)
        assert found.spread[row] == pytest.approx(one.waits.spread, abs=1e-6)
        assert one.waits.quantiles == pytest.approx(found.quantiles[row])
    assert found.quantiles.shape == (len(every), len(QUANTILES))


@given(timed)
def test_columns_tell_the_same_variants_apart_as_visits(some: list[list[tuple[int, int]]]) -> None:
    columns = log(some)
    found = variants(columns)
    runs = [tuple(columns.place[a:b].tolist()) for a, b in pairwise(columns.starts.tolist())]
    expected = Counter(runs)
    assert sorted(found.count.tolist(), reverse=True) == found.count.tolist()
    assert {
        runs[one]: n for one, n in zip(found.example.tolist(), found.count.tolist(), strict=True)
    } == expected
    assert all(runs[found.example[of]] == runs[who] for who, of in enumerate(found.of.tolist()))


def test_ways_that_share_a_hash_are_still_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    from projections.touchpoints import bulk

    monkeypatch.setattr(bulk, "_hashes", lambda _log, sizes: np.zeros(len(sizes), dtype=np.uint64))
    found = variants(log([[(0, 1), (1, 2)], [(1, 1)], [(0, 3), (1, 4)], [(1, 1), (0, 2)], []]))
    assert found.count.tolist() == [2, 1, 1, 1]
    assert found.of.tolist()[0] == found.of.tolist()[2]


def test_the_mean_is_the_mean() -> None:
    bag = LivedGraph().add(way("r", "aaa", [0, 1, 5])).nodes[Node("touchpoint", "a")]
    assert bag.figures().waits.mean == mean([1, 4])
