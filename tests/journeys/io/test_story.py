"""A story becomes commands: in the order of knowing, the same ones every time."""

from typing import TYPE_CHECKING

import pytest

from domain._kernel import event_id
from domain.errors import Unreadable
from domain.feelings import FeelingObserved
from journeys.io import importing, story, telling
from journeys.io.yaml_text import parse

if TYPE_CHECKING:
    from tests.journeys.io.conftest import Remembering

TEXT = """
story: small
zero: 2026-07-28
landmarks: {H: 28, after: H+2, L: 2027-01-01}
source: retold by somebody
events:
  - id: S1
    when: 0
    word: client
    facts:
      - relationship-opened: {kind: partner, title: Two of us}
      - cooperation-started
      - goal-set: {goal: g, work: other, target: {metric: m, value: 4, unit: u, due: L-1}}
    feelings:
      client: [0.5, {valence: -0.25, towards: rival}]
      staff:
        - {valence: 0, category: indifferent, said_by: client, mode: perceived, recorded: H~}
        - {valence: 0.1, basis: implied}
  - id: S3
    when: after
    by: jan
    cause: S2
    facts: [contact-held]
  - id: S2
    when: 3~
    recorded: H+2
    touchpoint: kick-off
    feelings: {client: {valence: 0.5, said_by: null, source: survey}}
"""


def test_days_and_landmarks_become_dates() -> None:
    told = story.parse(TEXT)
    assert told.events[0].occurred_at == told.events[0].recorded_at == "2026-07-28"
    assert {e.story_id: e.occurred_at for e in told.events} == {
        "S1": "2026-07-28",
        "S2": "2026-07-31~",
        "S3": "2026-08-27",
    }
    assert told.events[2].fact.target.due == "2026-12-31"


def test_a_feeling_that_was_known_later_or_less_firmly_is_a_command_of_its_own() -> None:
    told = story.parse(TEXT)
    assert [(c.command_id, c.recorded_at, c.basis, len(c.facts)) for c in told.commands] == [
        ("story:small:S1", "2026-07-28", None, 5),
        ("story:small:S1:2", "2026-07-28", "implied", 1),
        ("story:small:S1:1", "2026-08-25~", None, 1),
        ("story:small:S2", "2026-08-27", None, 1),
        ("story:small:S3", "2026-08-27", None, 1),
    ]
    felt = [e.fact for e in told.events if isinstance(e.fact, FeelingObserved)]
    first = event_id("story:small:S1", 0)
    assert [f.about for f in felt] == [first, first, first, first, None]
    assert [f.said_by for f in felt] == ["client", "client", "staff", "client", None]
    assert [f.source for f in felt] == ["retold"] * 4 + ["survey"]


def test_a_cause_is_the_first_event_of_its_item_and_is_recorded_first() -> None:
    told = story.parse(TEXT)
    caused = told.events[-1]
    assert (caused.story_id, caused.actor, caused.source) == ("S3", "jan", "retold by somebody")
    assert caused.cause == event_id("story:small:S2", 0) == told.events[-2].id


def test_the_title_is_the_story_s_own_or_the_relationship_s() -> None:
    assert story.parse(TEXT).title == "Two of us"
    assert story.parse("title: Ours" + TEXT).title == "Ours"


def test_a_story_told_twice_changes_nothing(store: "Remembering") -> None:
    told = story.parse(TEXT)
    assert importing.apply(telling.plan(told, store), store) == 9
    assert tuple(store.stored) == told.events
    again = telling.plan(story.parse(TEXT), store)
    assert (again.events, again.already) == ((), 9)


def test_a_story_that_goes_on_adds_to_what_was_stored(store: "Remembering") -> None:
    importing.apply(telling.plan(story.parse(TEXT), store), store)
    more = TEXT + "  - {id: S4, when: L, facts: [contact-held]}\n"
    assert [e.version for e in telling.plan(story.parse(more), store).events] == [10]


def test_what_was_recorded_is_not_told_differently(store: "Remembering") -> None:
    importing.apply(telling.plan(story.parse(TEXT), store), store)
    with pytest.raises(Unreadable, match="line 7: S1 was recorded differently before"):
        telling.plan(story.parse(TEXT.replace("kind: partner", "kind: client")), store)
    assert store.appends == 1


def test_another_history_under_the_same_name_is_refused(store: "Remembering") -> None:
    importing.apply(telling.plan(story.parse(TEXT), store), store)
    other = "story: small\nevents: [{id: X, when: 2026-01, facts: [relationship-opened]}]"
    with pytest.raises(Unreadable, match=r"line 2: X is against the rule opened-first"):
        telling.plan(story.parse(other), store)


def test_a_long_name_still_gives_command_ids_that_fit() -> None:
    text = TEXT.replace("story: small", "story: " + "x" * 128)
    assert all(len(c.command_id) < 100 for c in story.parse(text).commands)


def test_yaml_is_read_without_surprises() -> None:
    text = (
        "{a: on, b: no, c: 010, d: 1:30, e: 0x1F, f: 1_000, g: 2026-07-28, h: 1e3, i: -.5, j: ~,"
        " k: '7', l: True, on: 12, m: E+30, n: +3}"
    )
    assert parse(text, "a.yaml").plain() == {
        "a": "on", "b": "no", "c": "010", "d": "1:30", "e": "0x1F", "f": "1_000",
        "g": "2026-07-28", "h": 1000.0, "i": -0.5, "j": None, "k": "7", "l": True, "on": 12,
        "m": "E+30", "n": 3,
    }  # fmt: skip
