"""A question comes to what trying every path comes to."""

from __future__ import annotations

from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import HealthCheck, given, settings

from domain.errors import Unreadable
from domain.moments import Moment
from journeys.graph.living import Graph
from journeys.graph.query import found as found_of
from journeys.graph.query import rows as rows_of
from journeys.graph.query import stepping
from journeys.graph.query.checking import check
from journeys.graph.query.found import Found
from journeys.graph.query.ground import Ground
from journeys.graph.query.parsing import parse
from journeys.graph.query.telling import tell
from journeys.graph.query.tree import Query
from journeys.language import speak
from projections.touchpoints import Felt
from tests.journeys.graph.query.naive import answers
from tests.journeys.graph.query.questions import graphs, in_full, queries
from tests.projections.touchpoints.test_lived import visit, way


@given(graphs(), queries())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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


def rows(graph: Graph, text: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in graph.query(text)]


def test_what_nobody_told_is_neither_so_nor_not_so() -> None:
    graph = Graph().add([
        visit("r", "sad", 0, client=Felt(after=-0.5)),
        visit("r", "silent", 1),
        visit("r", "glad", 2, client=Felt(after=0.5)),
    ])  # fmt: skip
    assert rows(graph, "touchpoint where client.after < 0 return key") == [("sad",)]
    assert rows(graph, "touchpoint where not client.after < 0 return key") == [("glad",)]
    assert rows(graph, "touchpoint where client.after is unknown return key") == [("silent",)]
    either = "touchpoint where client.after < 0 or key = 'silent' return key"
    assert rows(graph, either) == [("sad",), ("silent",)]
    assert graph.query("touchpoint where client.after < 0").unknown == 1
    assert graph.query("touchpoint where client.after < 0 and count > 1").unknown == 0


@pytest.mark.parametrize(
    ("told", "asked", "found"),
    [
        ("2025-08", "first < 2025-08-19", None),
        ("2025-08", "first < 2025-09", True),
        ("2025-08", "first = 2025", True),
        ("2025-08", "first = 2025-08-19", None),
        ("2025-08", "first > 2025-08-01", None),
        ("2025-08", "first >= 2025-08-01", True),
        ("2025-08-19", "first > 2025-08", False),
        ("2025-08-19", "2025-08-19 = first", True),
        ("2025-08-19", "first <= last", None),
        ("2025-08-19", "first != 2025-07", True),
        ("2025-08-19T00:00:00Z", "first = 2025-08-18", False),
        ("2025-08-19T00:00:00Z", "first > 2025-08-18", True),
        ("2025-08-19T10:00:00Z", "first <= last", True),
        ("2025-08-19T10:00:00Z", "first < 2025-08-19T12:00:00+02:00", False),
    ],
)
def test_moments_are_compared_no_sharper_than_they_are_known(
    *, told: str, asked: str, found: bool | None
) -> None:
    graph = Graph().add([visit("r", "here", 0, at=Moment(told))])
    so = len(graph.query(f"touchpoint where {asked}"))
    not_so = len(graph.query(f"touchpoint where not {asked}"))
    assert (so, not_so) == {True: (1, 0), False: (0, 1), None: (0, 0)}[found]


def test_rows_are_ordered_with_what_nobody_told_at_the_end_in_either_direction() -> None:
    felt = {"a": 0.5, "b": None, "c": -0.5, "d": 0.5}
    graph = Graph().add(
        visit("r", place, day, client=Felt(after=after))
        for day, (place, after) in enumerate(felt.items())
    )
    up = "touchpoint return key order by client.after, key desc"
    assert [row[0] for row in rows(graph, up)] == ["c", "d", "a", "b"]
    down = "touchpoint return key order by client.after desc, first limit 3"
    assert [row[0] for row in rows(graph, down)] == ["a", "d", "c"]


def test_what_says_the_same_is_one_row_with_the_events_of_all() -> None:
    graph = Graph().add(way("r", "ab")).add(way("s", "ac"))
    found = graph.query("touchpoint as a where key = 'a' -[next]-> touchpoint return a, events")
    assert found.rows == [{"a": "a", "events": ("r-0", "r-1", "s-0", "s-1")}]
    assert found.events(0) == found.cited()[0] == ("r-0", "r-1", "s-0", "s-1")


def test_a_month_and_its_first_day_do_not_say_the_same() -> None:
    told = ["2025-08", "2025-08-01", "2025-08~", "2025-08"]
    graph = Graph().add(
        visit("r", f"p{number}", number, at=Moment(one)) for number, one in enumerate(told)
    )
    assert rows(graph, "touchpoint return first") == [(one,) for one in told[:3]]


def test_a_walk_is_a_shortest_one_that_was_gone_step_by_step() -> None:
    graph = Graph().add(way("r", "abcde")).add(way("s", "axe"))
    path = "touchpoint as a where key = 'a' -[next]{%s}-> touchpoint as e where key = 'e'"
    ask = f"{path} return next, next.steps, steps, shared"
    assert rows(graph, ask % "1,4") == [(("x",), 2, 2, 1)]
    assert rows(graph, ask % "3,4") == [(("b", "c", "d"), 4, 4, 1)]
    assert rows(graph, ask % "1") == []
    assert rows(graph, "touchpoint where key = 'a' -[next]{0,1}-> touchpoint as e return e") == [
        ("a",), ("b",), ("x",),
    ]  # fmt: skip


def test_a_path_may_be_shared_by_nobody() -> None:
    graph = Graph().add(way("r", "ab")).add(way("s", "bc"))
    path = "touchpoint where key = 'a' -[next]-> touchpoint -[next]-> touchpoint return shared"
    assert rows(graph, path) == [(0,)]


def test_a_graph_that_has_grown_is_asked_anew() -> None:
    graph = Graph().add(way("r", "ab"))
    assert rows(graph, "touchpoint return count") == [(1,)]
    graph.add(way("s", "aba"), {"s": "good"})
    assert rows(graph, "touchpoint return key, count") == [("a", 3), ("b", 2)]
    graph.add((), {"r": "poor"})
    assert rows(graph, "touchpoint where key = 'a' return good_endings") == [(0.5,)]


def test_figures_come_as_they_are_and_titles_in_the_readers_language() -> None:
    graph = Graph().add(way("r", "ab"), {"r": "good"})
    query = "channel return title, count, waited_q50, first"
    dutch = list(graph.query(query, speak("nl")))
    assert dutch == [
        {"title": "telefoongesprek", "count": 2, "waited_q50": 1.0, "first": Moment("2025-01-01")}
    ]
    assert "1 rows" in repr(graph.query(query))
    assert rows(graph, "touchpoint return designed limit 1") == [(False,)]


def test_too_much_is_refused_and_nothing_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = Graph().add(way("r", "abcabc"))
    monkeypatch.setattr(stepping, "MOST_MATCHES", 4)
    with pytest.raises(Unreadable, match="more than 4 matches"):
        graph.query("any -- any")
    assert len(graph.query("touchpoint where key = 'a' -[next]-> any")) == 1
    monkeypatch.setattr(rows_of, "MOST_ROWS", 2)
    with pytest.raises(Unreadable, match="more than 2 rows"):
        graph.query("touchpoint")
    assert len(graph.query("touchpoint limit 2")) == 2
    with pytest.raises(Unreadable, match="more than 2 rows"):
        graph.query("touchpoint order by shared limit 2")
    monkeypatch.setattr(found_of, "MOST_EVENTS", 3)
    for text in ("touchpoint return key, events", "touchpoint as a return key, a.events"):
        with pytest.raises(Unreadable, match="more than 3 events"):
            list(graph.query(text + " limit 2"))


def test_an_answer_can_be_drawn() -> None:
    graph = Graph().add(way("r", "ab"))
    drawn = fromstring(graph.query("touchpoint where key = 'a'").svg(width=390))
    assert drawn.attrib["width"] == "390"
    assert graph.query("touchpoint where key = 'a'").places(0) == {"a"}
    assert graph.query("channel").places(0) == {"a", "b"}


def test_a_part_of_a_graph_is_asked_like_the_whole() -> None:
    graph = Graph().add(way("r", "aab"), {"r": "good"})
    assert rows(graph.at_least(2), "touchpoint return key") == [("a",)]
    assert rows(graph.only(lambda one: one.place == "b"), "any -- any return node") == [
        ("b",), ("lane:supplier",), ("channel:call",),
    ]  # fmt: skip
