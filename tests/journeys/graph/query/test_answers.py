"""A question comes to what trying every path comes to."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from journeys.graph.living import Graph
from journeys.graph.query.checking import check
from journeys.graph.query.found import Found
from journeys.graph.query.ground import Ground
from journeys.graph.query.parsing import parse
from journeys.graph.query.telling import tell
from journeys.graph.query.tree import Query
from tests.journeys.graph.query.naive import answers
from tests.journeys.graph.query.questions import graphs, in_full, queries


@given(graphs(), queries())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_question_comes_to_what_trying_every_path_comes_to(
    graph: Graph, query: Query
) -> None:
    asked = in_full(query)
    found = Found(Ground(graph), check(asked))
    rows = [tuple(row.values()) for row in found]
    assert set(rows) == answers(graph, asked)
    assert len(set(rows)) == len(rows)


@given(queries(4))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_question_that_is_told_and_read_again_is_the_same(query: Query) -> None:
    asked = in_full(query)
    assert parse(tell(asked)) == asked
    assert tell(parse(tell(asked))) == tell(asked)
