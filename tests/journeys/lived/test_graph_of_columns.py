"""The graph over columns is the graph that is folded, figure by figure and id by id."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import journeys
from domain._kernel import AnyEvent
from domain.moments import Moment
from journeys.engine import Engine
from journeys.graph import living
from journeys.graph.columned import ColumnGraph
from journeys.graph.living import Graph
from journeys.graph.whole import visited
from journeys.lived.answers.known import ANSWERED
from projections.answers import ANSWERS, Asked
from projections.farewell import Overall
from projections.touchpoints.attributes import PHASES, attributes
from projections.touchpoints.lived import Edge, LivedGraph, Node
from tests.journeys.lived.busy import Busy
from tests.projections.streams import streams

LIVED = sorted(name for name, one in ANSWERS.items() if one.lived)
OTHERWISE: dict[str, dict[str, Any]] = {
    "valleys": {"most": 3},
    "feeling-gaps": {"least": 0.2, "most": 4},
    "hurt-unseen": {"hurt": 0.1, "calm": 0.3},
    "events-behind": {"touchpoint": "contact-held:mail"},
    "systems-behind-waits": {"longest": 0.5},
    "blast-radius": {"system": "crm", "steps": 1},
    "hand-offs-before-escalation": {"steps": 1},
    "loops": {"least": 1},
    "recovery-paths": {"trust": 0.0, "within": 1},
}


@pytest.fixture(scope="module")
def busy() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as made, journeys.open(Path(made) / "a.db") as engine:
        engine.load_stories()
        told = Busy(7)
        for number in range(40):
            engine.store.append(told.relationship(f"r-{(number * 7) % 40:02d}", 12))
        engine.catch_up()
        assert engine.kept_lives.rebuild() > 300
        yield engine


def folded(engine: Engine) -> Graph:
    return living.graph(engine)


def columned(engine: Engine) -> ColumnGraph:
    found = engine.graph()
    assert isinstance(found, ColumnGraph)
    return found


def same(one: LivedGraph, other: LivedGraph) -> None:
    """Hold the graph over columns against the folded one."""
    assert list(other.nodes) == list(one.nodes)
    assert list(other.edges) == list(one.edges)
    assert other.endings == one.endings
    everything: list[Node | Edge] = [*one.nodes, *one.edges]
    for what in everything:
        assert attributes(other, what) == attributes(one, what)
        bags = [(g.nodes if isinstance(what, Node) else g.edges)[what] for g in (one, other)]  # type: ignore[index]
        assert bags[1].waits == bags[0].waits
        assert list(bags[1].visits) == bags[0].visits
        assert list(bags[1].sources) == bags[0].sources
        assert bags[1].relationships() == bags[0].relationships()
        assert bags[1].events() == bags[0].events()
    ends = [graph.partings() for graph in (one, other)]
    assert list(ends[1]) == list(ends[0])
    assert all(ends[1][edge].figures() == bag.figures() for edge, bag in ends[0].items())
    assert other.endings_met() == one.endings_met()
    assert other.relationships == one.relationships
    assert list(other.runs()) == list(one.runs())
    assert other.variants() == one.variants()
    assert other.ranks() == one.ranks()
    assert other.places_of_events() == one.places_of_events()
    assert repr(other) == repr(one)


def test_the_whole_graph_is_the_same(busy: Engine) -> None:
    same(folded(busy), columned(busy))


@pytest.mark.parametrize("phase", PHASES)
def test_the_graph_of_a_phase_is_the_same(busy: Engine, phase: Any) -> None:  # noqa: ANN401 - a phase
    same(folded(busy).in_phase(phase), columned(busy).in_phase(phase))


def test_what_lies_around_a_node_is_the_same(busy: Engine) -> None:
    one, other = folded(busy), columned(busy)
    for node in [*list(one.nodes)[::9], *one.endings_met()]:
        assert other.places_of(node) == one.places_of(node)
        assert list(other.around(node, 1).edges) == list(one.around(node, 1).edges)
        same(one.around(node, 0), other.around(node, 0))


def test_what_is_lived_often_is_the_same(busy: Engine) -> None:
    one, other = folded(busy).at_least(4), columned(busy).at_least(4)
    assert (list(other.nodes), list(other.edges)) == (list(one.nodes), list(one.edges))
    assert other.endings_met() == one.endings_met()
    same(one.in_phase("contract"), other.in_phase("contract"))


def test_visits_that_are_chosen_one_by_one_make_the_same_graph(busy: Engine) -> None:
    def keep(visit: Any) -> bool:  # noqa: ANN401 - a visit
        return visit.client.after is not None or visit.channel == "mail"

    same(folded(busy).only(keep), columned(busy).only(keep))


def test_a_graph_that_is_added_to_is_one_like_any_other(busy: Engine) -> None:
    one, other = folded(busy), columned(busy)
    first = next(iter(one.visits()))
    both = [graph.add([first], {"new": "good"}) for graph in (one, other)]
    same(*both)
    assert type(other) is Graph


def test_graphs_of_different_relationships_are_merged_either_way(busy: Engine) -> None:
    few = living.graph(busy, ["r-01"])
    for mine, theirs in ((Graph().merge(few), columned(busy)), (columned(busy), few)):
        with pytest.raises(ValueError, match="different relationships"):
            mine.merge(theirs)
    same(Graph().merge(folded(busy)), Graph().merge(columned(busy)))


def test_other_tools_are_handed_the_same(busy: Engine) -> None:
    one, other = folded(busy), columned(busy)
    assert other.graphml() == one.graphml()
    assert other.mermaid() == one.mermaid()
    assert other.svg() == one.svg()


@pytest.mark.parametrize(
    "question",
    [
        "touchpoint where client.after < 0.3 -> friction",
        "touchpoint as a -[next]-> touchpoint as b where a.waited.q50 > 2 days return a, b, events",
        "any as a -- ending as b return a, b.count, b.good_endings",
        "touchpoint order by gap limit 5",
    ],
)
def test_open_questions_are_answered_the_same(busy: Engine, question: str) -> None:
    one = folded(busy).query(question)
    other = columned(busy).query(question)
    assert other.rows == one.rows
    assert list(other.cited()) == list(one.cited())


def test_every_question_about_what_was_lived_has_its_columns() -> None:
    assert sorted(ANSWERED) == LIVED


def asked(engine: Engine, name: str, **more: Any) -> None:  # noqa: ANN401 - of any question
    """Hold what columns answer against what folds answer."""
    found = engine.ask(name, **more)
    with pytest.MonkeyPatch.context() as without:
        without.setattr(Engine, "lives", lambda _: None)
        expected = engine.ask(name, **more)
    assert isinstance(found.graph, ColumnGraph)
    assert not isinstance(expected.graph, ColumnGraph)
    assert found.rows == expected.rows
    assert (found.parameters, found.items) == (expected.parameters, expected.items)


@pytest.mark.parametrize("name", LIVED)
def test_questions_about_what_was_lived_are_answered_the_same(busy: Engine, name: str) -> None:
    asked(busy, name)
    if name in OTHERWISE:
        asked(busy, name, **OTHERWISE[name])


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("good-endings-share", {}),
        ("good-endings-share", {"least": 0.1, "most": 500}),
        ("point-of-no-return", {}),
        ("point-of-no-return", {"least": 3, "hurt": 0.2}),
        ("point-of-no-return", {"least": 50}),
    ],
)
def test_questions_about_endings_are_answered_the_same_however_it_ended(
    busy: Engine, name: str, more: dict[str, Any], seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secrets here
    lives = [
        replace(life, ending=chance.choice(get_args(Overall)))
        for life in living.each(busy, None, None, None)
    ]
    graph, ends = Graph(), [life.ending for life in lives]
    for life in lives:
        graph.add(life.visits, {life.relationship: life.ending})
    answer, now, visits = ANSWERS[name], busy.clock(), visited(busy)
    assert visits is not None
    expected = answer.of(Asked((), (), now, lives, graph), **more)
    asked_of = ColumnGraph(visits, ends).asked(now)
    found = answer.shaped(ANSWERED[name](asked_of, **{**answer.parameters, **more}))
    assert found == expected != []


def test_an_answer_is_drawn_the_same(busy: Engine) -> None:
    found = busy.ask("valleys")
    with pytest.MonkeyPatch.context() as without:
        without.setattr(Engine, "lives", lambda _: None)
        assert found.svg() == busy.ask("valleys").svg()


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(streams, min_size=1, max_size=2))
def test_any_histories_make_the_same_graph_and_answers(told: list[tuple[AnyEvent, ...]]) -> None:
    with tempfile.TemporaryDirectory() as made, journeys.open(Path(made) / "a.db") as engine:
        for number, events in enumerate(told):
            engine.store.append([_of(event, number) for event in events])
        engine.catch_up()
        engine.kept_lives.rebuild()
        same(folded(engine), columned(engine))
        for name in sorted(ANSWERED):
            asked(engine, name)


def _of(event: AnyEvent, number: int) -> AnyEvent:
    own = f"{number}-{event.id}"[:60]
    told = {"relationship": f"r-{9 - number}", "id": own, "command_id": own, "cause": None}
    return event.model_copy(update=told)


@pytest.mark.parametrize("cut", [{"at": Moment("2025-01-01")}, {"relationships": ["r-01"]}])
def test_a_replay_and_one_relationship_are_folded(busy: Engine, cut: dict[str, Any]) -> None:
    assert not isinstance(busy.graph(**cut), ColumnGraph)
    assert not isinstance(busy.ask("valleys", **cut).graph, ColumnGraph)
