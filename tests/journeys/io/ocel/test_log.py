"""A log is the same in columns and as things; things are made when somebody asks for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.io.ocel import Attribute, Change, Event, Log, Object, Related, columns
from journeys.io.ocel.columns import Columns, grouped, ordered

NAMES = st.sampled_from(["a", "b", "c", ""])
VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), NAMES)
TIES = st.lists(st.builds(Related, NAMES, NAMES), max_size=3).map(tuple)
EVENTS = st.lists(
    st.builds(
        Event, NAMES, NAMES, NAMES, st.lists(st.builds(Attribute, NAMES, VALUES)).map(tuple), TIES
    )
).map(tuple)
OBJECTS = st.lists(
    st.builds(
        Object, NAMES, NAMES, st.lists(st.builds(Change, NAMES, VALUES, NAMES)).map(tuple), TIES
    )
).map(tuple)


@given(objects=OBJECTS, events=EVENTS)
def test_columns_tell_the_same_as_the_things(
    objects: tuple[Object, ...], events: tuple[Event, ...]
) -> None:
    things = Log((), (), objects, events)
    told = Log((), (), things.object_columns, things.event_columns)
    assert told.events == events
    assert told.objects == objects
    assert told == things
    assert hash(told) == hash(things)
    assert repr(told) == repr(things)
    assert told.ids() == things.ids()


@given(events=EVENTS, data=st.data())
def test_things_in_another_order_have_what_they_had(
    events: tuple[Event, ...], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(events))))
    turned = columns.events(columns.of_events(events).in_order(order))
    assert turned == tuple(events[place] for place in order)


@given(
    ids=st.lists(st.sampled_from("abcde"), unique=True),
    owners=st.lists(st.sampled_from("abcdef")),
)
def test_what_belongs_to_each_keeps_its_order(ids: list[str], owners: list[str]) -> None:
    counts, order = grouped(ids, owners)
    assert counts == [owners.count(one) for one in ids]
    expected = [place for one in ids for place, owner in enumerate(owners) if owner == one]
    assert ordered([*range(len(owners))], order) == expected


def test_a_thing_that_was_made_is_made_once() -> None:
    log = Log((), (), Columns(), columns.of_events([Event("e1", "call", "2024")]))
    assert log.events[0] is log.events[0]


def test_ids_are_told_without_making_a_thing() -> None:
    told = columns.of_events([Event("e1", "call", "2024")])
    log = Log((), (), Columns(), told)
    assert log.ids() == (["e1"], [])
    assert log._events is None


@pytest.mark.parametrize("other", [None, "log", ()])
def test_a_log_is_no_other_thing(other: object) -> None:
    assert Log() != other


def test_two_logs_of_nothing_are_the_same() -> None:
    assert Log() == Log()
