"""What only an SQLite file has: settings of its connections, and columns that hold anything."""

from pathlib import Path
from typing import Any, cast

import pytest

from domain.errors import Damaged
from journeys.store import Store
from journeys.store.sqlite.connection import Datastore
from tests.journeys.store.samples import history


def datastore(store: Store) -> Datastore:
    return cast("Datastore", cast("Any", store._database))


def test_reading_page_after_page_ends_even_where_positions_are_damaged(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        store.append(history())
        with datastore(store).transaction(commit=True) as cursor:
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
            with datastore(store).transaction(commit=commit) as cursor:
                raw = cursor.sqlite_cursor
                assert tuple(raw.execute("PRAGMA synchronous").fetchone()) == (2,)
                assert tuple(raw.execute("PRAGMA journal_mode").fetchone()) == ("wal",)
                assert tuple(raw.execute("PRAGMA user_version").fetchone()) == (1,)
