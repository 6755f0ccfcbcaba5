"""Journey maps: drafted, changed, published in editions; what they say, and what changed."""

from __future__ import annotations

import pytest
from hypothesis import given as for_any
from hypothesis import settings

from domain._kernel import Fact, Record
from domain.map_diff import diff
from domain.map_rules import contradictions, gaps, reachable
from domain.maps import (
    Expected,
    Feelings,
    MapBody,
    MapChanged,
    MapDrafted,
    MapPublished,
    Stage,
    Step,
    as_process,
    edition,
    is_changed,
    latest,
    publications,
    without_feelings,
    written,
)
from domain.process import Gate, GateDecided, ProcessAdopted
from domain.relationship import Relationship, fold
from domain.rules import RULES
from tests.domain.map_bodies import bodies, small, touchpoint
from tests.domain.rule_cases import Case, by_rule
from tests.given import CLIENT, given, history, on, opened

MAP = "map:sprint"
LARGER = small(title="A larger one", touchpoints=(*small().touchpoints, touchpoint("later")))
LEADING = LARGER.model_copy(update={"steps": (*LARGER.steps, Step(after="thanks", then="later"))})


def happens(when: str, *facts: Fact) -> Record:
    return on(when, *facts, relationship=MAP)


def publish(number: int, when: str = "2025-01-02") -> Record:
    return happens(when, MapPublished(edition=number))


def change(body: MapBody, when: str = "2025-01-03") -> Record:
    return happens(when, MapChanged(body=body))


def draft(body: MapBody | None = None) -> Record:
    return happens("2025-01-01", MapDrafted(body=body or small()))


drafted, published = draft(), publish(1)

REFUSED: list[Case] = [
    (
        "map-names-what-it-has",
        "two stages of one name",
        (),
        draft(small(stages=small().stages * 2)),
    ),
    (
        "map-names-what-it-has",
        "two touchpoints of one name",
        (),
        draft(small(touchpoints=small().touchpoints * 2)),
    ),
    ("map-names-what-it-has", "two gates of one name", (), draft(small(gates=small().gates * 2))),
    ("map-names-what-it-has", "one step twice", (), draft(small(steps=small().steps * 2))),
    ("map-names-what-it-has", "one start twice", (), draft(small(start=("hello", "hello")))),
    ("map-names-what-it-has", "a start that is not there", (), draft(small(start=("hi",)))),
    ("map-names-what-it-has", "a stage that is not there", (), draft(small(stages=()))),
    ("map-names-what-it-has", "a gate that is not there", (drafted,), change(small(gates=()))),
    (
        "map-names-what-it-has",
        "a step to nowhere",
        (drafted,),
        change(small(steps=(Step(after="hello", then="nowhere"),))),
    ),
    (
        "map-names-what-it-has",
        "a step from nowhere",
        (drafted,),
        change(small(steps=(Step(after="nowhere", then="hello"),))),
    ),
    (
        "map-names-what-it-has",
        "a feeling that says nothing",
        (),
        draft(
            small(touchpoints=(touchpoint("hello", feelings=Feelings(staff=Expected())),), steps=())
        ),
    ),
    (
        "map-names-what-it-has",
        "a touchpoint recognised by what is no kind of fact",
        (),
        draft(small(touchpoints=(touchpoint("hello", recognised_by=("no-such-fact",)),), steps=())),
    ),
    ("map-change-says-something", "the same once more", (drafted,), change(small())),
    ("map-leads-everywhere", "an unreachable touchpoint", (draft(LARGER),), published),
    (
        "map-leads-everywhere",
        "a map without touchpoints",
        (draft(MapBody(title="Empty")),),
        published,
    ),
    ("map-leads-everywhere", "a map without a start", (draft(small(start=())),), published),
    ("map-editions-follow-each-other", "edition two first", (drafted,), publish(2)),
    (
        "map-editions-follow-each-other",
        "an overlapping edition",
        (drafted, published, change(LEADING)),
        publish(1, "2025-01-04"),
    ),
    (
        "map-editions-follow-each-other",
        "an edition left out",
        (drafted, published, change(LEADING)),
        publish(3, "2025-01-04"),
    ),
    ("map-edition-is-new", "nothing changed since", (drafted, published), publish(2)),
    (
        "map-edition-is-new",
        "changed and changed back",
        (drafted, published, change(LEADING), change(small())),
        publish(2, "2025-01-04"),
    ),
    ("map-goes-forward", "published before it was drafted", (drafted,), publish(1, "2024-12-31")),
    (
        "map-goes-forward",
        "changed before it was published",
        (drafted, publish(1, "2025-02-01")),
        change(LEADING),
    ),
    ("opened-first", "published out of nothing", (), published),
    ("opened-first", "drafted twice", (drafted,), draft(LEADING)),
    (
        "keeps-to-its-subject",
        "a client's gate among a map's facts",
        (drafted,),
        happens("2025-01-04", GateDecided(gate="fit", outcome="passed")),
    ),
]

ALLOWED: list[Case] = [
    ("map-names-what-it-has", "a map that hangs together", (), drafted),
    (
        "map-names-what-it-has",
        "a step to itself",
        (),
        draft(small(steps=(Step(after="hello", then="hello"),))),
    ),
    ("map-change-says-something", "something new", (drafted,), change(LEADING)),
    ("map-leads-everywhere", "every touchpoint is reached", (draft(LEADING),), published),
    (
        "map-leads-everywhere",
        "two starts",
        (draft(small(start=("hello", "thanks"), steps=())),),
        published,
    ),
    ("map-editions-follow-each-other", "the first", (drafted,), published),
    (
        "map-editions-follow-each-other",
        "the next",
        (drafted, published, change(LEADING)),
        publish(2, "2025-01-04"),
    ),
    (
        "map-edition-is-new",
        "a change",
        (drafted, published, change(LEADING)),
        publish(2, "2025-02"),
    ),
    ("map-goes-forward", "on the same day", (drafted,), publish(1, "2025-01-01")),
]


@pytest.mark.parametrize(("rule", "_because", "before", "command"), by_rule(REFUSED))
def test_a_rule_refuses(
    rule: str, _because: str, before: tuple[Record, ...], command: Record
) -> None:
    given(*before).when(command).then_refused(rule)


@pytest.mark.parametrize(("rule", "_because", "before", "command"), by_rule(ALLOWED))
def test_a_rule_allows(
    rule: str, _because: str, before: tuple[Record, ...], command: Record
) -> None:
    given(*before).when(command).then_events(*command.facts)


def test_every_rule_of_maps_has_a_case_of_both_kinds() -> None:
    ours = {rule.name for rule in RULES if rule.policy.__module__ == "domain.map_rules"}
    assert ours <= {case[0] for case in REFUSED}
    assert ours <= {case[0] for case in ALLOWED}


def test_a_refusal_names_the_touchpoint_that_nobody_can_reach() -> None:
    outcome = given(draft(LARGER)).when(published)
    assert "later" in str(outcome.refusal)


def test_a_refusal_of_an_overlapping_edition_says_which_comes_next() -> None:
    outcome = given(drafted, published, change(LEADING)).when(publish(1, "2025-01-04"))
    assert "edition 1 is out already" in str(outcome.refusal)
    assert "take 2" in str(outcome.refusal)


def test_a_map_that_lacks_much_is_told_the_first_thing_alone() -> None:
    assert [fault.path for fault in gaps(MapBody(title="Empty"))] == [("touchpoints",)]
    assert [fault.path for fault in gaps(small(start=()))] == [("start",)]


# --- editions --------------------------------------------------------------------------------


def state(*commands: Record) -> Relationship:
    return fold(None, history(*commands)) or Relationship(MAP)


@pytest.mark.row(4)
def test_an_edition_stays_what_it_was_whatever_is_written_since() -> None:
    known = state(
        drafted, published, change(LEADING), publish(2, "2025-01-04"), change(LARGER, "2026")
    )
    assert edition(known, 1) == small()
    assert edition(known, 2) == LEADING
    assert edition(known, 3) is None
    assert latest(known) == LARGER
    assert list(publications(known)) == [1, 2]
    assert len(written(known)) == 3
    assert is_changed(known)


def test_a_map_of_which_nothing_is_known_says_nothing() -> None:
    nothing = Relationship(MAP)
    assert latest(nothing) is None
    assert not is_changed(nothing)
    assert edition(nothing, 1) is None


def test_an_edition_without_a_draft_on_record_says_nothing() -> None:
    events = [one for one in history(drafted, published) if isinstance(one.fact, MapPublished)]
    assert edition(fold(None, events) or Relationship(MAP), 1) is None


@pytest.mark.row(4, 43)
def test_an_edition_is_the_same_in_the_order_of_happening() -> None:
    events = history(drafted, published, change(LEADING))
    for order in (events, events[::-1]):
        assert edition(fold(None, order) or Relationship(MAP), 1) == small()


@pytest.mark.row(4, 83)
def test_a_relationship_adopts_the_gates_of_an_edition() -> None:
    fact = as_process(small(), MAP, 2, complexity="complex", discretion=("fit",))
    assert fact == ProcessAdopted(
        process="sprint",
        edition=2,
        gates=small().gates,
        complexity="complex",
        strictness="loose",
        discretion=("fit",),
    )
    given(opened()).when(on("2025-01-05", fact)).then_state(
        lambda state: state.gate("fit") == small().gates[0], id=CLIENT
    )


@pytest.mark.row(83)
def test_a_strictness_that_is_given_wins_over_the_class_of_the_work() -> None:
    assert as_process(small(), MAP, 1, complexity="simple").strictness == "strict"
    given_one = as_process(small(), MAP, 1, complexity="complex", strictness="guided")
    assert given_one.strictness == "guided"
    assert as_process(small(), MAP, 1).strictness is None


# --- what a map says -------------------------------------------------------------------------


@pytest.mark.row(181)
def test_the_touchpoints_without_feelings_are_named_with_the_sides_that_lack_them() -> None:
    half = touchpoint("half", feelings=Feelings(client=Expected(valence=0), staff=Expected()))
    body = small(touchpoints=(*small().touchpoints, half))
    assert without_feelings(body) == {"thanks": ("client", "staff"), "half": ("staff",)}


@pytest.mark.row(137, 138, 179, 180)
def test_a_touchpoint_tells_its_place_in_the_use_its_lane_and_the_systems_behind_it() -> None:
    tasted = touchpoint(
        "tasted", use="before", lane="front", channel="in-person", systems=("cellar",)
    )
    drunk = touchpoint("drunk", use="during", lane="back", systems=("stock", "till"))
    known = state(draft(small(touchpoints=(tasted, drunk), start=("tasted",), steps=())))
    body = latest(known)
    assert body is not None
    assert [one.use for one in body.touchpoints] == ["before", "during"]
    assert [one.lane for one in body.touchpoints] == ["front", "back"]
    assert [one.systems for one in body.touchpoints] == [("cellar",), ("stock", "till")]


@for_any(bodies())
@settings(max_examples=40, deadline=None)
def test_any_map_that_hangs_together_is_published_and_stays_as_it_is(body: MapBody) -> None:
    assert list(contradictions(body)) == list(gaps(body)) == []
    assert reachable(body) == {one.touchpoint for one in body.touchpoints}
    assert edition(state(draft(body), published), 1) == body


# --- what changed ----------------------------------------------------------------------------


def said(old: MapBody, new: MapBody) -> list[tuple[str, str, str, str]]:
    return [(one.how, one.part, one.key, one.field) for one in diff(old, new)]


@for_any(bodies(), bodies())
@settings(max_examples=40, deadline=None)
def test_two_maps_differ_exactly_when_something_changed(one: MapBody, other: MapBody) -> None:
    assert diff(one, one) == ()
    assert (diff(one, other) == ()) == (one == other)


def test_a_change_says_what_it_was_and_what_it_is() -> None:
    new = small(
        touchpoints=(touchpoint("hello", gate="fit", limit_hours=8), *small().touchpoints[1:])
    )
    felt, limit = diff(small(), new)[:2], diff(small(), new)[2]
    assert [one.field for one in felt] == ["feelings.client", "feelings.staff"]
    assert (limit.field, limit.before, limit.after) == ("limit_hours", None, 8)


@pytest.mark.parametrize(
    ("new", "changes"),
    [
        (
            small(title="B", kind="farewell"),
            [("changed", "map", "", "title"), ("changed", "map", "", "kind")],
        ),
        (
            LEADING,
            [
                ("changed", "map", "", "title"),
                ("added", "touchpoint", "later", ""),
                ("added", "step", "thanks → later", ""),
            ],
        ),
        (
            small(stages=(*small().stages, Stage(stage="two", title="Two")), start=("thanks",)),
            [
                ("removed", "start", "hello", ""),
                ("added", "start", "thanks", ""),
                ("added", "stage", "two", ""),
            ],
        ),
        (small(touchpoints=small().touchpoints[::-1]), [("reordered", "touchpoint", "", "order")]),
        (
            small(gates=(Gate(gate="fit", title="Fit?", questions=("both-sides",)),)),
            [("changed", "gate", "fit", "title")],
        ),
        (small(steps=()), [("removed", "step", "hello → thanks", "")]),
    ],
    ids=["head", "added", "start and stage", "order", "gate", "removed"],
)
def test_changes_come_part_by_part(new: MapBody, changes: list[tuple[str, str, str, str]]) -> None:
    assert said(small(), new) == changes
