"""What the engine may rely on when it keeps events and reads them back."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from domain._kernel import AnyEvent
from domain.errors import Busy, Damaged, JourneysError
from journeys.store import CommandRepeated, Conflict, EventIdTaken, OutOfTurn, Store
from journeys.store.evidence import FIRST, Entry, digest
from projections.ports import Log
from tests.journeys.store.samples import happened, history


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with Store.open(":memory:" if request.param == "memory" else tmp_path / "a.db") as opened:
        yield opened


def lines(store: Store) -> list[bytes]:
    return [row[0] for row in store._rows("SELECT line FROM entries ORDER BY log_index")]


def counts(store: Store) -> list[int]:
    return [
        store._rows(f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608
        for table in ("events", "entries", "heads", "commands")
    ]


def test_events_come_back_as_they_were_recorded(store: Store) -> None:
    events = history()
    assert store.append(events) == [1, 2, 3, 4, 5, 6, 7]
    assert store.events("client-1") == [events[0], events[1], events[3]]
    assert store.events("client-1", after=1) == [events[1], events[3]]
    assert store.events("client-1", after=1, until=2) == [events[1]]
    assert store.events("nobody") == []
    assert store.relationships() == ["client-1", "client-2", "client-3"]
    assert [store.version(name) for name in ("client-1", "client-3", "nobody")] == [3, 1, 0]
    assert store.verify().clean


def test_a_store_is_a_log_in_the_order_of_knowing(store: Store) -> None:
    events = history()
    store.append(events)
    log: Log = store
    assert [row.position for row in log.page(2, 3)] == [3, 4, 5]
    assert [row.payload for row in log.page(0, 100)] == [event.payload() for event in events]
    assert [(row.relationship, row.version) for row in log.stream("client-2")] == [
        ("client-2", 1),
        ("client-2", 2),
        ("client-2", 3),
    ]
    assert log.end() == 7
    assert log.page(7, 10) == []
    assert [row.position for row in store.log_order(batch=2)] == [1, 2, 3, 4, 5, 6, 7]


def test_a_state_is_folded_from_events(store: Store) -> None:
    store.append(history())

    def fold(state: int | None, events: Iterable[AnyEvent]) -> int | None:
        versions = [event.version for event in events]
        return (state or 0) + sum(versions) if versions or state else None

    assert store.load("client-2", fold) == 6
    assert store.load("nobody", fold) is None


def test_an_event_is_found_by_the_beginning_of_its_id(store: Store) -> None:
    event = happened("client-1", 1, "c-1")
    store.append([event])
    assert store.find_event(event.id[:6]) == [(event.id, "client-1", 1)]
    assert store.find_event("e-%") == []


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


def test_a_command_is_answered_with_what_it_led_to(store: Store) -> None:
    store.append(history(), fingerprints={"c-1": b"\x01"})
    assert store.answer("c-1") == ("client-1", 1, 2, b"\x01")
    assert store.answer("c-5") == ("client-2", 2, 3, None)
    assert store.answer("c-6") is None


def test_the_same_command_twice_is_told_so_and_stores_nothing(store: Store) -> None:
    store.append(history())
    before = counts(store)
    with pytest.raises(CommandRepeated):
        store.append([happened("client-1", 4, "c-9"), happened("client-1", 5, "c-1", 7)])
    with pytest.raises(CommandRepeated):
        store.append(history()[:1])
    assert counts(store) == before
    assert store.answer("c-9") is None


def test_an_event_id_that_is_taken_stores_nothing(store: Store) -> None:
    store.append(history())
    before = counts(store)
    taken = happened("client-1", 4, "c-9").model_copy(update={"id": history()[0].id})
    with pytest.raises(EventIdTaken):
        store.append([taken])
    assert counts(store) == before


@pytest.mark.parametrize("version", [1, 3, 5, 99])
def test_a_version_that_is_not_the_last_plus_one_stores_nothing(store: Store, version: int) -> None:
    store.append(history()[:3])  # client-1 is at 2 ... but for version 3
    store.append(history()[3:4])
    before = counts(store)
    with pytest.raises(OutOfTurn) as refused:
        store.append([happened("client-1", version, "c-9"), happened("client-9", 1, "c-8")])
    assert isinstance(refused.value, Busy)
    assert counts(store) == before


@pytest.mark.parametrize("version", [2, 7])
def test_a_relationship_begins_with_version_one(store: Store, version: int) -> None:
    with pytest.raises(OutOfTurn):
        store.append([happened("client-1", version, "c-1")])


def test_a_command_belongs_to_one_relationship_and_to_successive_versions(store: Store) -> None:
    with pytest.raises(Conflict):
        store.append([happened("client-1", 1, "c-1"), happened("client-2", 1, "c-1", 1)])
    with pytest.raises(Conflict):
        store.append(
            [
                happened("client-1", 1, "c-1"),
                happened("client-1", 2, "c-2"),
                happened("client-1", 3, "c-1", 1),
            ]
        )
    assert counts(store) == [0, 0, 0, 0]


def test_the_store_goes_on_after_a_refusal(store: Store) -> None:
    store.append(history())
    with pytest.raises(OutOfTurn):
        store.append([happened("client-1", 9, "c-9")])
    assert store.append([happened("client-1", 4, "c-9")]) == [8]
    assert store.append([]) == []
    assert store.verify().clean


def test_a_store_that_lost_its_last_event_is_not_written_on(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        store.append(history())
        with store._datastore.transaction(commit=True) as cursor:
            cursor.execute("DELETE FROM entries WHERE log_index = 6")
        with pytest.raises(Damaged):
            store.append([happened("client-9", 1, "c-9")])


def test_reading_page_after_page_ends_even_where_positions_are_damaged(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        store.append(history())
        with store._datastore.transaction(commit=True) as cursor:
            cursor.execute("ALTER TABLE events RENAME TO once")
            cursor.execute("CREATE TABLE events (position, relationship, version, topic, payload)")
            cursor.execute("INSERT INTO events VALUES ('x', 'client-1', 1, 't', x'00')")
        with pytest.raises(Damaged):
            list(store.log_order())
        assert not store.verify().clean


def test_settings_in_the_process_environment_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for prefix in ("", "RELATIONSHIPS_"):
        monkeypatch.setenv(prefix + "SQLITE_DBNAME", str(tmp_path / "elsewhere.db"))
        monkeypatch.setenv(prefix + "CIPHER_KEY", "x")
        monkeypatch.setenv(prefix + "COMPRESSOR_TOPIC", "zlib")
        monkeypatch.setenv(prefix + "PERSISTENCE_MODULE", "eventsourcing.popo")
        monkeypatch.setenv(prefix + "AGGREGATE_CACHE_MAXSIZE", "100")
        monkeypatch.setenv(prefix + "IS_SNAPSHOTTING_ENABLED", "y")
    with Store.open(tmp_path / "a.db") as store:
        store.append(history())
        assert store.page(0, 1)[0].payload == history()[0].payload()
        assert store.app.repository.cache is None
        assert store.app.snapshots is None
    assert not (tmp_path / "elsewhere.db").exists()


def test_every_connection_waits_for_the_disk_and_keeps_its_statements(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        for commit in (False, True):
            with store._datastore.transaction(commit=commit) as cursor:
                raw = cursor.sqlite_cursor
                assert tuple(raw.execute("PRAGMA synchronous").fetchone()) == (2,)
                assert tuple(raw.execute("PRAGMA journal_mode").fetchone()) == ("wal",)
                assert tuple(raw.execute("PRAGMA user_version").fetchone()) == (1,)


def test_a_second_opening_finds_everything(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        store.append(history(), fingerprints={"c-1": b"f"})
    with Store.open(tmp_path / "a.db", create=False) as store:
        assert store.end() == 7
        assert store.answer("c-1") == ("client-1", 1, 2, b"f")
        assert store.append([happened("client-1", 4, "c-9")]) == [8]


def test_an_event_over_the_size_of_an_entry_is_refused(store: Store) -> None:
    from eventsourcing.persistence import StoredEvent

    with pytest.raises(JourneysError, match="64 KiB"):
        store.app.recorder.insert_events([StoredEvent("x" * 70_000, 1, "t", b"")])
    assert counts(store) == [0, 0, 0, 0]
