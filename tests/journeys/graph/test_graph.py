"""The lived graph of the two stories, from the store to other tools' files."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
import pytest
from defusedxml.ElementTree import fromstring

import journeys
from domain.care import ContactHeld
from domain.courtship import RelationshipOpened
from domain.errors import NotFound
from domain.moments import Moment
from domain.process import ProcessAdopted
from journeys.backtesting import backtest
from journeys.engine import Engine
from journeys.graph.living import Graph, Maps, shipped_map
from journeys.graph.network import dot, graphml, mermaid, to_networkx
from journeys.language import speak
from projections.backtest.policy import Policy
from projections.touchpoints.attributes import MEANINGS
from projections.touchpoints.lived import Node
from tests.given import on


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with journeys.open(":memory:") as opened:
        opened.load_stories()
        yield opened


@pytest.fixture(scope="module")
def everybody(engine: Engine) -> Graph:
    return engine.graph()


def touchpoint(key: str) -> Node:
    return Node("touchpoint", key)


def test_a_relationship_whose_id_has_a_colon_is_one_of_everybody() -> None:
    with journeys.open(":memory:") as engine:
        facts = (RelationshipOpened(), ContactHeld())
        for day, fact in enumerate(facts, start=1):
            said = on(f"2026-01-0{day}", fact, relationship="crm:17", command_id=f"c-{day}")
            engine.record(said)
        assert engine.graph().nodes.keys() == engine.graph(["crm:17"]).nodes.keys() != set()
        assert [found.relationship for (found,) in backtest(engine, Policy())] == ["crm:17"]


@pytest.mark.row(179)
def test_the_agency_walked_the_touchpoints_of_the_map_it_adopted(engine: Engine) -> None:
    graph = engine.graph(["agency"])
    launch = graph.figures(touchpoint("launch-day"))
    assert (launch.count, launch.staff.after, launch.client.after) == (1, -0.5, None)
    assert Node("system", "shop-system") in graph
    assert Node("channel", "call") in graph
    assert Node("lane", "back") in graph


def test_the_incidents_came_from_the_waiver_on_the_records_own_word(engine: Engine) -> None:
    graph = engine.graph(["agency"])
    led = {e.target.key: len(bag) for e, bag in graph.edges.items()
           if e.kind == "causes" and e.source.key == "waiver-granted"}  # fmt: skip
    assert led == {"incident-occurred:incident": 2, "incident-occurred:bypass": 1}


def test_the_telecom_supplier_answered_need_after_need_until_it_did_not(engine: Engine) -> None:
    graph = engine.graph(["telecom"])
    needs = graph.figures(touchpoint("care-given:need-answered"))
    refused = graph.figures(touchpoint("request-answered:unwilling"))
    assert needs.count == 14
    assert needs.client.after == pytest.approx(0.6)
    assert (refused.staff.after, refused.staff.attributed) == (0.0, 3)
    assert refused.client.after == pytest.approx(-1.6 / 3)


def test_a_goodbye_that_went_wrong_is_known_to_and_one_untold_is_not_judged(
    everybody: Graph,
) -> None:
    assert {e.target.key: e.source.key for e in everybody.partings()} == {
        "poor": "loss-concluded:client", "undecided": "value-judged:lost"}  # fmt: skip
    renewed = everybody.nodes[touchpoint("contract-renewed")]
    assert everybody.share_of_good_endings(renewed) == (0.0, 1)


def test_every_event_behind_a_figure_is_on_record(engine: Engine, everybody: Graph) -> None:
    known = {e.id for who in ("agency", "telecom") for e in engine.store.events(who)}
    for bag in (*everybody.nodes.values(), *everybody.edges.values()):
        assert bag.events()
        assert known.issuperset(bag.events())


def test_a_graph_stops_where_the_replay_does(engine: Engine) -> None:
    early = engine.graph(["agency"], at=Moment("2025-08-18"))
    assert touchpoint("new-goal-talk") in early
    assert touchpoint("launch-day") not in early
    assert not engine.graph(["agency"], at=Moment("1990")).nodes
    unknown = engine.graph(["telecom"], as_known=Moment("2025-02-20"))
    late = engine.graph(["telecom"])
    untold = unknown.figures(touchpoint("request-answered:unwilling")).staff.after
    assert untold is None
    assert late.figures(touchpoint("request-answered:unwilling")).staff.after == 0


def test_nobody_of_that_name_has_a_graph(engine: Engine) -> None:
    with pytest.raises(NotFound):
        engine.graph(["nobody"])


def test_a_map_in_the_store_counts_before_the_one_that_comes_with_it(engine: Engine) -> None:
    adopted = engine.journey("agency").state().last(ProcessAdopted)
    assert adopted is not None
    assert Maps(engine.store).adopted(adopted.fact) == shipped_map("start-process")
    assert shipped_map("no-such-map") is None
    assert Maps(engine.store).adopted(None) is None


def test_networkx_gets_every_attribute_that_is_documented(everybody: Graph) -> None:
    made = to_networkx(everybody)
    assert made.number_of_nodes() == len(everybody.nodes) + 2
    for _, said in made.nodes(data=True):
        assert set(said) <= {"title", *MEANINGS}
    for *_, said in made.edges(data=True):
        assert set(said) <= set(MEANINGS)
    assert made["need-observed"]["care-given:need-answered"]["next"]["count"] == 14
    assert nx.has_path(made, "contract-signed", "ending:poor")


def test_graphml_can_be_read_back(everybody: Graph) -> None:
    again = nx.parse_graphml(graphml(everybody))
    assert again.number_of_nodes() == len(everybody.nodes) + 2
    assert again.nodes["contract-renewed"]["count"] == 9
    renewed = everybody.nodes[touchpoint("contract-renewed")].visits
    told = {event for visit in renewed for event in visit.events}
    for felt in (side for visit in renewed for side in (visit.client, visit.staff)):
        told.update(felt.events, [felt.earlier] if felt.earlier else [])
    assert set(again.nodes["contract-renewed"]["events"].split()) == told


def test_mermaid_and_dot_name_every_touchpoint_in_the_readers_language(everybody: Graph) -> None:
    count = sum(node.kind == "touchpoint" for node in everybody.nodes)
    dutch = mermaid(everybody, speak("nl"))
    assert dutch.count("×<br/>") + dutch.count('×"]') == count
    assert 'subgraph friction["wrijving"]' in dutch
    assert "Contract verlengd" in dutch
    assert dot(everybody).count("[label=") == count + dot(everybody).count("penwidth")


def test_what_means_something_to_another_tool_is_written_so_that_it_does_not() -> None:
    from journeys.graph.network import _entities, _quoted

    assert _entities('a "b" <c>; [d]') == "a #34;b#34; #60;c#62;#59; #91;d#93;"
    assert _quoted(['a "b"\\', "c"]) == '"a \\"b\\"\\\\\\nc"'


def test_a_graph_draws_itself(engine: Engine) -> None:
    text = engine.graph(["agency"]).svg(
        speak("nl"), title="Het bureau", focus=touchpoint("launch-day")
    )
    root = fromstring(text)
    assert root.attrib["lang"] == "nl"
    assert "box focus" in text
    assert "Wrijving" in text


def test_an_empty_store_has_an_empty_graph() -> None:
    with journeys.open(":memory:") as engine:
        graph = engine.graph()
        assert not graph.nodes
        assert "nothing was lived here yet" in graph.svg()
        assert to_networkx(graph).number_of_nodes() == 0
        assert mermaid(graph) == "flowchart LR\n"


# --- designed against lived ------------------------------------------------------------------


@pytest.mark.row(4, 43)
def test_the_agency_left_its_own_way_where_the_story_says(engine: Engine) -> None:
    found = engine.against_map("agency")
    stories = {e.id: e.story_id for e in engine.store.events("agency")}
    told: dict[tuple[str, str], list[str | None]] = {}
    for one in found.deviations:
        told[one.code, one.touchpoint] = [stories[shown.id] for shown in one.evidence]
    assert told["gate-skipped", "trust-talk"] == ["A12"]
    assert set(told["waiver-void", "clean-desk-talk"]) == {"A05", "A08"}
    assert told["order-broken", "launch-day"] == ["A13", "A14"]
    assert ("never-happened", "tools-tried") in told
    assert ("never-planned", "incident-occurred:bypass") in told
    assert ("passed-by", "trust-talk") in told
    assert (found.whole, found.alignment.lived) == (
        True, tuple(v.place for v in found.visits if v.designed))  # fmt: skip


def test_before_the_goal_changed_the_waiver_still_held(engine: Engine) -> None:
    codes = {one.code for one in engine.against_map("agency", at=Moment("2025-08-10")).deviations}
    assert "waived" in codes
    assert "waiver-void" not in codes
    assert "gate-skipped" not in codes


def test_any_map_can_be_laid_over_any_relationship(engine: Engine) -> None:
    found = engine.against_map("telecom", "telecom-contract")
    codes = {(one.code, one.touchpoint) for one in found.deviations}
    assert ("never-happened", "renewal-talk") in codes
    assert 0 < found.fitness < 1


def test_without_a_map_there_is_nothing_to_lay_it_over(engine: Engine) -> None:
    with pytest.raises(NotFound, match="goes by no map"):
        engine.against_map("telecom")
    with pytest.raises(NotFound, match="no map is called"):
        engine.against_map("telecom", "no-such-map")
    with pytest.raises(NotFound, match="nothing had happened"):
        engine.against_map("agency", at=Moment("1990"))


def test_the_skipped_gate_the_void_waiver_and_the_bypasses_are_drawn(engine: Engine) -> None:
    from journeys.graph.laying import picture

    drawn = picture(engine.against_map("agency"), speak("en"))
    places = {place.id: place for place in drawn.places}
    assert {"skipped", "bypassed", "never"} <= set(places["trust-talk"].marks)
    assert {"void", "never", "truth"} == set(places["clean-desk-talk"].marks)
    assert places["incident-occurred:bypass"].marks == ("unplanned",)
    kinds = {(way.source, way.target): way.kind for way in drawn.ways}
    assert kinds["agreement-talk", "launch-day"] == "unplanned"
    assert kinds["tools-tried", "clean-desk-talk"] == "designed"
    assert kinds["agreement-talk", "plan-shared"] == "lived"
    assert [column.title for column in drawn.columns][-1] == "Not on the map"
