"""What the engine may rely on when it keeps events and reads them back."""

import json
from collections import Counter
from collections.abc import Iterable

import pytest

from domain._kernel import AnyEvent
from domain.errors import Busy, Damaged, JourneysError
from journeys.store import (
    CommandRepeated,
    Conflict,
    EventIdTaken,
    OutOfTurn,
    Place,
    Store,
    open_store,
)
from journeys.store.evidence import FIRST, Entry, digest
from journeys.store.shards.rule import shard_of
from projections.ports import Log
from tests.journeys.store.samples import happened, history


def lines(store: Store) -> list[bytes]:
    return [row[0] for row in store._database.all("SELECT line FROM entries ORDER BY log_index")]


def counts(store: Store) -> list[int]:
    return [
        sum(one.database.all(f"SELECT count(*) FROM {table}")[0][0] for one in store.shards)  # noqa: S608
        for table in ("events", "entries", "heads", "commands")
    ]


def places(store: Store, events: Iterable[AnyEvent]) -> list[int]:
    """Return which position each event has in its shard, counted by hand."""
    given: Counter[int] = Counter()
    found = []
    for event in events:
        shard = shard_of(event.relationship, len(store.shards))
        given[shard] += 1
        found.append(given[shard])
    return found


def in_time(store: Store, events: Iterable[AnyEvent]) -> list[AnyEvent]:
    """Return events in the order of the log, sorted by hand: each shard keeps its own."""
    waiting: dict[int, list[AnyEvent]] = {}
    for event in events:
        waiting.setdefault(shard_of(event.relationship, len(store.shards)), []).append(event)
    found = []
    while any(waiting.values()):
        first = min((some[0].recorded_at.start, number) for number, some in waiting.items() if some)
        found.append(waiting[first[1]].pop(0))
    return found


def test_events_come_back_as_they_were_recorded(whole: Store) -> None:
    events = history()
    assert whole.append(events) == places(whole, events)
    assert whole.events("client-1") == [events[0], events[1], events[3]]
    assert whole.events("client-1", after=1) == [events[1], events[3]]
    assert whole.events("client-1", after=1, until=2) == [events[1]]
    assert whole.events("nobody") == []
    assert whole.relationships() == ["client-1", "client-2", "client-3"]
    assert [whole.version(name) for name in ("client-1", "client-3", "nobody")] == [3, 1, 0]
    assert whole.verify().clean


def test_a_store_is_a_log_in_the_order_of_knowing(whole: Store) -> None:
    events = history()
    whole.append(events)
    log: Log = whole
    rows = log.page(0, 100)
    assert [row.payload for row in rows] == [event.payload() for event in in_time(whole, events)]
    assert [row.position for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    assert log.page(rows[1].position, 3) == rows[2:5]
    assert [(row.relationship, row.version) for row in log.stream("client-2")] == [
        ("client-2", 1),
        ("client-2", 2),
        ("client-2", 3),
    ]
    assert log.end() == 7
    assert log.page(log.end(), 10) == []
    assert [row.position for row in whole.log_order(batch=2)] == [1, 2, 3, 4, 5, 6, 7]


def test_facts_of_some_kinds_are_passed_over(store: Store) -> None:
    events = history()
    store.append(events)
    mine = [event for event in events if event.relationship == "client-1"]
    other = "relationship.contact-held.v1"
    assert store.events("client-1", without=(other,)) == mine
    assert store.events("client-1", without=(mine[0].fact.topic, other)) == []


def test_a_command_and_its_relationship_are_asked_for_at_once(store: Store) -> None:
    assert store.asked("c-1", "client-1") == (None, 0)
    store.append(history())
    assert store.asked("c-1", "client-1") == (store.answer("c-1"), 3)
    assert store.asked("c-1", "nobody") == (store.answer("c-1"), 0)
    assert store.asked("c-nobody", "client-1") == (None, 3)


def test_an_event_is_found_by_the_beginning_of_its_id(whole: Store) -> None:
    event = happened("client-1", 1, "c-1")
    whole.append([event])
    assert whole.find_event(event.id[:6]) == [(event.id, "client-1", 1)]
    assert whole.find_event("e-%") == []


def test_relationships_are_found_by_the_beginning_of_their_ids(whole: Store) -> None:
    ids = ["b", "b-1", "b-2", "ba", "map:b", "o-1", "organisation:b", "a", "c", "B-1"]
    for number, one in enumerate(ids):
        whole.append([happened(one, 1, f"c-{number}")])

    assert whole.relationships() == sorted(ids)
    assert whole.relationships("b") == ["b", "b-1", "b-2", "ba"]
    assert whole.relationships("b", limit=2) == ["b", "b-1"]
    assert whole.relationships("o", without=("map:", "organisation:")) == ["o-1"]
    assert whole.relationships("b", without=("b-", "a")) == ["b", "ba"]
    assert whole.relationships("%") == whole.relationships("b_") == []


def test_entries_are_lines_with_fixed_fields_that_form_a_chain_per_relationship(
    store: Store,
) -> None:
    events = history()
    store.append(events[:4])
    store.append(events[4:])
    found = lines(store)
    assert [list(json.loads(line)) for line in found] == [list(Entry._fields)] * 7
    first, second, _, third = (json.loads(line) for line in found[:4])
    assert [json.loads(line)["log_index"] for line in found] == list(range(7))
    assert first["previous"] == FIRST
    assert second["previous"] == digest(found[0])
    assert third["previous"] == digest(found[1])
    assert first["payload_sha256"] == digest(events[0].payload())
    assert (first["actor"], first["command_id"]) == ("ada", "c-1")
    assert first["recorded_at"] == "2026-07-28T10:01:00+02:00"


def test_nothing_that_a_person_said_is_in_an_entry(store: Store) -> None:
    store.append([happened("client-1", 1, "c-1", title="a secret")])
    assert b"secret" not in lines(store)[0]


def test_a_command_is_answered_with_what_it_led_to(whole: Store) -> None:
    whole.append(history(), fingerprints={"c-1": b"\x01"})
    assert whole.answer("c-1") == ("client-1", 1, 2, b"\x01")
    assert whole.answer("c-5") == ("client-2", 2, 3, None)
    assert whole.answer("c-6") is None


def test_the_same_command_twice_is_told_so_and_stores_nothing(whole: Store) -> None:
    whole.append(history())
    before = counts(whole)
    with pytest.raises(CommandRepeated):
        whole.append([happened("client-1", 4, "c-9"), happened("client-1", 5, "c-1", 7)])
    with pytest.raises(CommandRepeated):
        whole.append(history()[:1])
    assert counts(whole) == before
    assert whole.answer("c-9") is None


def test_an_event_id_that_is_taken_stores_nothing(whole: Store) -> None:
    whole.append(history())
    before = counts(whole)
    taken = happened("client-1", 4, "c-9").model_copy(update={"id": history()[0].id})
    with pytest.raises(EventIdTaken):
        whole.append([taken])
    assert counts(whole) == before


@pytest.mark.parametrize("version", [1, 3, 5, 99])
def test_a_version_that_is_not_the_last_plus_one_stores_nothing(whole: Store, version: int) -> None:
    whole.append(history()[:3])  # client-1 is at 2 ... but for version 3
    whole.append(history()[3:4])
    before = counts(whole)
    with pytest.raises(OutOfTurn) as refused:
        whole.append([happened("client-1", version, "c-9"), happened("client-9", 1, "c-8")])
    assert isinstance(refused.value, Busy)
    assert counts(whole) == before


@pytest.mark.parametrize("version", [2, 7])
def test_a_relationship_begins_with_version_one(whole: Store, version: int) -> None:
    with pytest.raises(OutOfTurn):
        whole.append([happened("client-1", version, "c-1")])


def test_a_command_belongs_to_one_relationship_and_to_successive_versions(whole: Store) -> None:
    with pytest.raises(Conflict):
        whole.append([happened("client-1", 1, "c-1"), happened("client-2", 1, "c-1", 1)])
    with pytest.raises(Conflict):
        whole.append(
            [
                happened("client-1", 1, "c-1"),
                happened("client-1", 2, "c-2"),
                happened("client-1", 3, "c-1", 1),
            ]
        )
    assert counts(whole) == [0, 0, 0, 0]


def test_the_store_goes_on_after_a_refusal(whole: Store) -> None:
    whole.append(history())
    with pytest.raises(OutOfTurn):
        whole.append([happened("client-1", 9, "c-9")])
    more = happened("client-1", 4, "c-9")
    assert whole.append([more]) == places(whole, [*history(), more])[-1:]
    assert whole.append([]) == []
    assert whole.verify().clean


def test_a_store_that_lost_its_last_event_is_not_written_on(store: Store) -> None:
    store.append(history())
    with store._database.writing("log") as session:
        session.run("DELETE FROM entries WHERE log_index = 6")
    with pytest.raises(Damaged):
        store.append([happened("client-9", 1, "c-9")])


def test_a_second_opening_finds_everything(anywhere: Place) -> None:
    with open_store(anywhere) as store:
        store.append(history(), fingerprints={"c-1": b"f"})
    with open_store(anywhere, create=False) as store:
        assert store.end() == 7
        assert store.answer("c-1") == ("client-1", 1, 2, b"f")
        more = happened("client-1", 4, "c-9")
        assert store.append([more]) == places(store, [*history(), more])[-1:]


def test_an_event_over_the_size_of_an_entry_is_refused(store: Store) -> None:
    from eventsourcing.persistence import StoredEvent

    with pytest.raises(JourneysError, match="64 KiB"):
        store.app.recorder.insert_events([StoredEvent("x" * 70_000, 1, "t", b"")])
    assert counts(store) == [0, 0, 0, 0]
