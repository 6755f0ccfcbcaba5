"""Questions are read, or said to be wrong at the right place; nothing else can happen."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from domain.errors import Unreadable
from domain.moments import Moment
from journeys.graph.living import Graph
from journeys.graph.query.misread import Misread, marked
from journeys.graph.query.parsing import parse
from journeys.graph.query.telling import tell
from journeys.graph.query.tree import And, Compare, Name, Not, Or, Query, Span, Told, Value
from journeys.graph.query.words import (
    KEYWORDS,
    MOST_CHARACTERS,
    MOST_DEPTH,
    MOST_NODES,
    MOST_STEPS,
    NODE_ATTRIBUTES,
    NODE_KINDS,
    WAY_ATTRIBUTES,
    WAY_KINDS,
)  # fmt: skip
from tests.journeys.graph.query.questions import in_full, queries
from tests.projections.touchpoints.test_lived import way

GRAPH = Graph().add(way("r", "abcab"))


def wrong(text: str) -> Misread:
    with pytest.raises(Misread) as caught:
        GRAPH.query(text)
    return caught.value


def test_a_path_is_nodes_with_ways_between_them() -> None:
    query = parse("touchpoint as a -[next|causes]{1,3}-> any <- channel -- friction|promise")
    assert [node.kinds for node in query.nodes] == [
        ("touchpoint",), (), ("channel",), ("friction", "promise"),
    ]  # fmt: skip
    assert [(one.kinds, one.direction, one.steps) for one in query.ways] == [
        (("next", "causes"), "out", (1, 3)),
        ((), "in", None),
        ((), "either", None),
    ]
    assert query.nodes[0].name == "a"


def test_and_binds_closer_than_or_and_not_closest() -> None:
    count = Compare(Name("count"), ">", Value("number", 5))
    dark = Compare(Name("client.after"), "<", Value("number", -0.3))
    told = Told(Name("gap"), known=True)
    where = "touchpoint where not count > 5 and client.after < -0.3 or gap is not unknown"
    assert parse(where).nodes[0].where == Or((And((Not(count), dark)), told))


def test_values_have_a_type_of_their_own() -> None:
    def value(text: str) -> object:
        where = parse(f"any where x = {text}").nodes[0].where
        assert isinstance(where, Compare)
        assert isinstance(where.right, Value)
        return where.right

    assert value("−0.3") == Value("number", -0.3)
    assert value("14 days") == value("14 DAYS") == Value("days", Span(14, "days"))
    assert value("1 week") == Value("days", Span(1, "weeks"))
    assert value("2025-08") == Value("moment", Moment("2025-08"))
    assert value("2025-08-19t14:00Z") == Value("moment", Moment("2025-08-19T14:00Z"))
    assert value(r'"it\"s"') == value("'it\"s'") == Value("text", 'it"s')
    assert value("TRUE") == Value("flag", value=True)


def test_a_minus_is_no_arrow_where_a_number_follows() -> None:
    tight = parse("touchpoint where client.after<-0.3-[next]->touchpoint where count>5->friction")
    assert [bool(node.where) for node in tight.nodes] == [True, True, False]
    assert parse("touchpoint<-channel").ways[0].direction == "in"


def test_it_is_told_in_one_form() -> None:
    text = (
        "TOUCHPOINT as a WHERE not (count>5 OR (gap IS NOT KNOWN)) and key not in ('x')"
        "-[next as w where count>=2]{2}->any RETURN a,w.steps ORDER BY a.count DESC,a ASC LIMIT 5"
    )
    assert tell(parse(text)) == (
        'touchpoint as a where not (count > 5 or gap is unknown) and not key in ("x")'
        " -[next as w where count >= 2]{2,2}-> any"
        " return a, w.steps order by a.count desc, a limit 5"
    )


@pytest.mark.parametrize(
    ("text", "place", "says", "near"),
    [
        ("touchpiont", 0, "a kind of node is needed", "touchpoint"),
        ("touchpoint whre count > 1", 11, "does not belong here", "where"),
        ("touchpoint where client_aftr < 0", 17, "no attribute client_aftr", "client_after"),
        ("touchpoint where staff.befor < 0", 17, "no attribute staff.befor", "staff_before"),
        ("touchpoint -[nxt]-> any", 13, "a kind of way is needed", "next"),
        ("touchpoint -[next> any", 17, "a way ends with ]", ""),
        ("touchpoint <-[next]-> any", 19, "ends with ]-", ""),
        ("touchpoint -[next]{3,1}-> any", 19, "from the fewest to the most", ""),
        ("touchpoint -[next]{0}-> any", 19, "from the fewest to the most", ""),
        ("touchpoint -[next]{1,99}-> any", 21, "from 0 to 20", ""),
        ("touchpoint -[next]{1,2-> any", 22, "{1,3}", ""),
        ("touchpoint where count", 17, "not true or false by itself", ""),
        ("touchpoint where count >", 24, "a value is needed", ""),
        ("touchpoint where count = many", 25, "no attribute many", ""),
        ("touchpoint where count > 'x'", 25, "count is a number", ""),
        ("touchpoint where waited_q50 > 14", 30, "14 days", ""),
        ("touchpoint where first > 3 days", 25, "2025-08-19", ""),
        ("touchpoint where first > 2025-13", 25, "no such date", ""),
        ("touchpoint where key < 'x'", 17, "key is a text", ""),
        ("touchpoint where phase = 'frction'", 25, "one of courtship", "friction"),
        ("any -[where kind = 'nxt']- any", 19, "one of next", "next"),
        ("channel where phase = 'contract'", 14, "no attribute phase", ""),
        ("touchpoint where title = 'x'", 17, "reader's language", ""),
        ("touchpoint where events = 'x'", 17, "are ids of events", ""),
        ("touchpoint where 'x' in key", 24, "no list of events", ""),
        ("touchpoint where 1 in events", 17, "are ids of events", ""),
        ("touchpoint where 1 < 2", 17, "name an attribute", ""),
        ("touchpoint where (count > 1", 27, "not closed", ""),
        ("touchpoint where count in ()", 27, "a value is needed", ""),
        ("touchpoint where count in 5", 26, "a list is needed", ""),
        ("touchpoint where key like count", 26, "a text in quotes", ""),
        ("touchpoint where count is 5", 26, "is unknown or is known", ""),
        ("touchpoint where key = 'abc", 23, "does not end", ""),
        ("touchpoint where count > 1e999", 25, "too large", ""),
        ("touchpoint where count ~ 1", 23, "means nothing here: ~", ""),
        ("touchpoint as", 13, "a name is needed", ""),
        ("touchpoint as count", 14, "means something already", ""),
        ("touchpoint as a -> any as a", 19, "two have the name a", ""),
        ("touchpoint -> friction return count", 30, "touchpoint.count", ""),
        ("touchpoint -> friction return frction", 30, "nothing here is called", "friction"),
        ("touchpoint -> friction return friction.phase", 30, "no attribute phase", ""),
        ("touchpoint -[next]{2}-> any return next.count", 35, "no attribute count", ""),
        ("touchpoint order count", 17, "order by", ""),
        ("touchpoint order by events", 20, "nothing can be ordered by", ""),
        ("touchpoint limit 0", 17, "from 1 to 100000", ""),
        ("touchpoint limit 1.5", 17, "from 1 to 100000", ""),
        ("touchpoint return where", 18, "the name of a node", ""),
        ("any as a -[next where a.count > 1]{2}- any", 9, "cannot ask about anything else", ""),
        ("any as a where next.count > 1 -[next]{2}- any", 15, "only its own where", ""),
    ],
)
def test_what_is_wrong_is_said_at_its_place(text: str, place: int, says: str, near: str) -> None:
    error = wrong(text)
    assert says in error.args[0]
    assert (error.place, error.near) == (place, near)
    assert error.lines[1].index("^") == place


def test_an_empty_question_has_no_place_to_point_at() -> None:
    error = wrong(" ")
    assert "a kind of node is needed" in str(error)
    assert error.lines == ()


def test_a_long_question_shows_the_part_that_is_wrong() -> None:
    error = wrong(f"touchpoint where count in ({'1, ' * 90} x) -> channel")
    shown, below = error.lines
    assert len(shown) < 80
    assert shown[below.index("^")] == "x"
    assert marked("目目x", 2)[1] == "    ^"


def test_everything_has_an_upper_limit() -> None:
    deep = "(" * (MOST_DEPTH + 1) + "count > 1" + ")" * (MOST_DEPTH + 1)
    assert "deep in each other" in wrong(f"touchpoint where {deep}").args[0]
    assert "deep in each other" in wrong(f"touchpoint where {'not ' * 60} designed").args[0]
    assert "at most 8 nodes" in wrong(" -> ".join(["any"] * (MOST_NODES + 1))).args[0]
    assert "at most 100" in wrong(f"any where count in ({'1, ' * 100}1)").args[0]
    assert "at most 100" in wrong(f"any return {'count, ' * 100}count").args[0]
    assert "at most 100" in wrong(f"any order by {'count, ' * 100}count").args[0]
    assert str(MOST_CHARACTERS) in wrong("x" * (MOST_CHARACTERS + 1)).args[0]


def test_the_largest_question_is_answered_quickly() -> None:
    begun = time.monotonic()
    path = f" -[where count >= 0]{{0,{MOST_STEPS}}}- ".join(["any"] * MOST_NODES)
    try:
        found = len(GRAPH.query(f"{path} limit 5"))
    except Unreadable:
        found = 5
    assert found == 5
    assert time.monotonic() - begun < 20


_PIECES = [
    *KEYWORDS, *NODE_KINDS, *WAY_KINDS, *NODE_ATTRIBUTES, *WAY_ATTRIBUTES, "->", "<-", "--", "-[",
    "<-[", "]->", "]-", "]", "{1,2}", "{", "}", "(", ")", ",", "|", "=", "!=", "<", "<=", ">", ">=",
    "5", "-0.3", "1e9", "3 days", "2 weeks", "2025", "2025-08", "2025-01-02T12:00:00Z", "'x'", '"',
    "a", "as a", "a.count", "where count > 1", "touchpoint ->", "\\", "\x00", "é", "{}", "{0}",
]  # fmt: skip


@st.composite
def nearly(draw: st.DrawFn) -> str:
    """Draw a question in which something was put in another's place."""
    text = tell(in_full(draw(queries())))
    begin = draw(st.integers(0, len(text)))
    end = draw(st.integers(begin, min(len(text), begin + 6)))
    piece = draw(st.sampled_from(["", "", *_PIECES]) | st.text(max_size=3))
    return f"{text[:begin]}{piece}{text[end:]}"


@given(st.lists(st.sampled_from(_PIECES), max_size=25).map(" ".join) | nearly() | st.text())
@settings(deadline=5000, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@example("touchpoint where 'x")
@example("any return events, shared, steps order by shared desc limit 3")
@example("any where first <= last and not '' in events -- any")
def test_any_text_gives_an_answer_or_says_what_is_wrong(text: str) -> None:
    try:
        found = GRAPH.query(text)
    except Unreadable as error:
        wrong = error
    else:
        assert len(found.rows) == len(found)
        again = GRAPH.query(found.query)
        assert (again.query, again.rows) == (found.query, found.rows)
        return
    assert str(wrong)
    assert 0 <= getattr(wrong, "place", 0) <= len(text)


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map(" ".join))
def test_what_was_read_is_read_the_same_when_told(text: str) -> None:
    try:
        query: Query = parse(f"touchpoint {text}")
    except Misread:
        return
    assert parse(tell(query)) == query
