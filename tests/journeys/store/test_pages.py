"""A page by columns is the page by rows, whatever stands in the store."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from journeys.store import Store
from journeys.store.sqlite.recorder import SqliteRecorder
from projections.ports import LogPage
from tests.journeys.store.samples import happened, history

ADD = (
    "INSERT INTO events (position, relationship, version, topic, payload, event_id) "
    "VALUES (?, ?, ?, ?, ?, ?)"
)


def agree(store: Store) -> None:
    for after in (0, *(row.position for row in store.log_order())):
        for limit in (1, 2, 500):
            assert store.columns(after, limit) == LogPage.of(store.page(after, limit))


def test_a_page_by_columns_is_the_page_by_rows(whole: Store) -> None:
    agree(whole)
    assert len(whole.columns(0, 10)) == 0
    whole.append(history())
    agree(whole)
    assert len(whole.columns(0, 4)) == 4


@pytest.mark.parametrize(
    ("relationship", "topic", "payload"),
    [
        ("r\n1", "t", b"{}"),
        ('r"\\\x00\x01é\U0001f600', "t\n", b'{"a":\n1}'),
        ("r", "t", b""),
        ("r", "t", b"\n"),
        ("r", "t", b"\xff\x00\n\n"),
        ("r", "t", "text\n"),
        ("r", "t", 5),
        ("r", 7.5, b"{}"),
    ],
)
@pytest.mark.parametrize("at", [(3, 4), (9, 11)])
def test_what_is_odd_comes_as_it_stands(
    relationship: str, topic: object, payload: object, at: tuple[int, int], tmp_path: Path
) -> None:
    place = tmp_path / "a.db"
    with Store.open(place) as store:
        store.append([happened("r-1", 1, "c-1"), happened("r-1", 2, "c-2")])
    with closing(sqlite3.connect(place)) as file, file:
        file.execute(ADD, (at[0], relationship, 1, topic, payload, "e-9"))
        file.execute(ADD, (at[1], "r-1", 3, "t", b"", "e-11"))
    with Store.open(place) as store:
        found = store.columns(0, 10)
        rows = LogPage.of(store.page(0, 10))
        assert found.position == rows.position == [1, 2, *at]
        assert (found.relationship, found.version) == (rows.relationship, rows.version)
        assert found.topic == rows.topic
        assert found.payload[2] in (payload, str(payload).encode())
        assert [*found.payload[:2], found.payload[3]] == [*rows.payload[:2], rows.payload[3]]


def test_positions_that_have_gone_shorten_no_page(tmp_path: Path) -> None:
    place = tmp_path / "a.db"
    with Store.open(place) as store:
        store.append(history())
    with closing(sqlite3.connect(place)) as file, file:
        file.execute("DELETE FROM events WHERE position IN (2, 3)")
    with Store.open(place) as store:
        assert store.columns(0, 3).position == [1, 4, 5]
        agree(store)


def test_a_file_that_puts_nothing_together_is_read_by_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journeys.store.sqlite.recorder._PAGE", "SELECT no_such_function(?, ?)")
    with Store.open(tmp_path / "a.db") as store:
        store.append(history())
        agree(store)


def test_plain_events_are_not_read_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(tmp_path / "a.db") as store:
        store.append(history())
        monkeypatch.delattr(SqliteRecorder.__mro__[1], "select_rows")
        assert store.columns(0, 5).version == [1, 2, 1, 3, 1]
