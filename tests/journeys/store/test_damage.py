"""One changed byte or a lost row of a file: verification names the first bad event."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeys.store import FAULTS, Report, Store
from journeys.store.sqlite.stored import SqliteStored
from journeys.store.verify import verify as verify_stored
from tests.journeys.store.samples import happened, history
from tests.journeys.store.test_sqlite import datastore


def verify(connection: sqlite3.Connection) -> Report:
    return verify_stored(SqliteStored(connection))


FIRST_OF = {"c-1": 1, "c-2": 3, "c-3": 4, "c-4": 5, "c-5": 6}


@contextmanager
def workbench() -> Iterator[sqlite3.Connection]:
    """A connection to a store in memory; what is done to it is undone at the end."""
    with Store.open(":memory:") as store:
        store.append(history())
        with datastore(store).transaction(commit=True) as cursor:
            connection = cursor.sqlite_cursor.connection
            connection.row_factory = None
            assert verify(connection).clean
            yield connection


@contextmanager
def undone(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("SAVEPOINT here")
    try:
        yield
    finally:
        connection.execute("ROLLBACK TO here")
        connection.execute("RELEASE here")


def put(connection: sqlite3.Connection, table: str, column: str, row: object, raw: bytes) -> None:
    key = KEYS[table]
    kind = "TEXT" if (table, column) not in BLOBS else "BLOB"
    connection.execute(
        f"UPDATE {table} SET {column} = CAST(? AS {kind}) WHERE {key} = ?",  # noqa: S608
        (raw, row),
    )


KEYS = {
    "events": "position",
    "entries": "log_index",
    "heads": "relationship",
    "commands": "command_id",
}
BLOBS = {("events", "payload"), ("entries", "line"), ("heads", "entry_hash")}
COLUMNS = [
    ("events", "relationship"),
    ("events", "topic"),
    ("events", "payload"),
    ("events", "event_id"),
    ("entries", "line"),
    ("heads", "relationship"),
    ("heads", "entry_hash"),
    ("commands", "command_id"),
    ("commands", "relationship"),
]


def named(report: Report, table: str, row: object) -> bool:
    """Whether the first fault is where the damage was done."""
    if report.clean:
        return False
    first = report.faults[0]
    if table == "events":
        return first.position == row
    if table == "entries":
        return first.log_index == row
    if table == "commands":
        return first.position == FIRST_OF[str(row)]
    return {fault.what for fault in report.faults} == {"head"} and row in {
        fault.relationship for fault in report.faults
    }


@pytest.mark.parametrize(("table", "column"), COLUMNS)
@pytest.mark.parametrize("flip", [0x01, 0x80])
def test_every_single_changed_byte_is_found_at_its_event(
    table: str, column: str, flip: int
) -> None:
    tried = 0
    with workbench() as connection:
        query = f"SELECT {KEYS[table]}, CAST({column} AS BLOB) FROM {table}"  # noqa: S608
        for row, raw in connection.execute(query).fetchall():
            for place in range(len(raw)):
                changed = raw[:place] + bytes([raw[place] ^ flip]) + raw[place + 1 :]
                with undone(connection):
                    try:
                        put(connection, table, column, row, changed)
                    except sqlite3.IntegrityError:
                        continue  # it would have been another row's name
                    assert named(verify(connection), table, row), (row, place, changed)
                    tried += 1
    assert tried > 10


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_any_other_value_in_any_column_is_found_at_its_event(data: st.DataObject) -> None:
    with workbench() as connection, undone(connection):
        table, column = data.draw(st.sampled_from([*COLUMNS, ("events", "version")]))
        rows = connection.execute(
            f"SELECT {KEYS[table]}, {column} FROM {table}"  # noqa: S608
        ).fetchall()
        row, before = data.draw(st.sampled_from(rows))
        after = data.draw(
            st.one_of(
                st.none(),
                st.integers(-(2**63), 2**63 - 1),
                st.floats(allow_nan=False),
                st.text(max_size=40),
                st.binary(max_size=40),
            )
        )
        try:
            connection.execute(
                f"UPDATE {table} SET {column} = ? WHERE {KEYS[table]} = ?",  # noqa: S608
                (after, row),
            )
        except (sqlite3.IntegrityError, UnicodeEncodeError):
            return
        stored = connection.execute(
            f"SELECT 1 FROM {table} WHERE {column} IS ?",  # noqa: S608
            (before,),
        ).fetchone()
        if after == before and type(after) is type(before) and stored:
            return
        assert named(verify(connection), table, row)


@pytest.mark.parametrize(
    ("damage", "what", "position"),
    [
        ("DELETE FROM events WHERE position = 3", "event-missing", 3),
        ("DELETE FROM events WHERE position = 7", "event-missing", 7),
        ("DELETE FROM events WHERE position < 3", "event-missing", 1),
        ("DELETE FROM events", "event-missing", 1),
        ("DELETE FROM entries WHERE log_index = 2", "entry-missing", 3),
        ("DELETE FROM entries WHERE log_index = 6", "entry-missing", 7),
        ("DELETE FROM entries", "entry-missing", 1),
        ("UPDATE events SET position = 50 WHERE position = 3", "event-missing", 3),
        ("UPDATE events SET position = -5 WHERE position = 3", "entry-missing", -5),
        ("UPDATE entries SET log_index = 50 WHERE log_index = 2", "entry-missing", 3),
        ("UPDATE entries SET log_index = -5 WHERE log_index = 2", "event-missing", -4),
        ("UPDATE entries SET line = CAST(line AS TEXT) WHERE log_index = 2", "entry-unreadable", 3),
        ("UPDATE events SET payload = CAST(payload AS TEXT) WHERE position = 3", "event-type", 3),
        ("UPDATE events SET version = 'x' WHERE position = 3", "event-type", 3),
        ("UPDATE events SET version = 9 WHERE position = 3", "version", 3),
        ("UPDATE events SET version = '99999999999999999999' WHERE position = 3", "event-type", 3),
        ("UPDATE events SET event_id = NULL WHERE position = 3", "event-id", 3),
        ("INSERT INTO events VALUES (8, 'client-9', 1, 't', x'00', NULL)", "entry-missing", 8),
        ("INSERT INTO entries VALUES (7, x'00')", "event-missing", 8),
        ("UPDATE heads SET version = 1 WHERE relationship = 'client-1'", "head", 4),
        ("UPDATE heads SET log_index = 1 WHERE relationship = 'client-1'", "head", 4),
        ("UPDATE heads SET version = 'x' WHERE relationship = 'client-1'", "head", 4),
        ("DELETE FROM heads WHERE relationship = 'client-1'", "head", 4),
        ("INSERT INTO heads VALUES ('client-9', 1, 7, x'00')", "head", 8),
        ("DELETE FROM commands WHERE command_id = 'c-5'", "command", 6),
        ("UPDATE commands SET first_version = 3 WHERE command_id = 'c-5'", "command", 6),
        ("UPDATE commands SET last_version = 2 WHERE command_id = 'c-5'", "command", 7),
        ("UPDATE commands SET last_version = 'x' WHERE command_id = 'c-5'", "command", 6),
        ("UPDATE commands SET first_version = 1 WHERE command_id = 'c-5'", "ledger", None),
        ("UPDATE commands SET last_version = 99 WHERE command_id = 'c-5'", "ledger", None),
        ("INSERT INTO commands VALUES ('c-9', 'client-1', 1, 1, NULL)", "ledger", None),
        ("INSERT INTO commands VALUES ('c-9', 'client-9', 1, 99999999, NULL)", "ledger", None),
        ("INSERT INTO commands VALUES ('c-9', 'client-9', 1, 'x', NULL)", "ledger", None),
        ("DROP TABLE entries", "unreadable", 1),
        ("DROP TABLE events", "unreadable", 1),
        ("DROP TABLE heads", "unreadable", None),
        ("DROP TABLE commands", "command", 1),
    ],
)
def test_what_was_lost_added_or_moved_is_named(
    damage: str, what: str, position: int | None
) -> None:
    with workbench() as connection:
        connection.execute(damage)
        first = verify(connection).faults[0]
        assert (first.what, first.position) == (what, position)
        assert first.sentence


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"actor":"ada"', b'"actor":"\\u0061da"'),
        (b'"actor":"ada"', b'"actor": "ada"'),
        (b'"actor":"ada"', b'"actor":"bea","actor":"ada"'),
        (b'"log_index":2', b'"log_index":2.0'),
        (b'"version":1', b'"version":true'),
        (b'"version":1', b'"version":' + b"9" * 30),
        (b'"version":1', b'"version":' + b"9" * 5000),
        (b'"version":1', b'"version":' + b"[" * 9000),
        (b'"actor":"ada"', b'"actor":"\\ud800"'),
        (b"}", b"}\n"),
    ],
)
def test_another_spelling_of_the_same_entry_is_another_entry(old: bytes, new: bytes) -> None:
    with workbench() as connection:
        (line,) = connection.execute("SELECT line FROM entries WHERE log_index = 2").fetchone()
        assert old in line
        put(connection, "entries", "line", 2, line.replace(old, new))
        first = verify(connection).faults[0]
        assert (first.what, first.position) == ("entry-unreadable", 3)


def test_a_trigger_in_the_file_is_a_fault() -> None:
    with workbench() as connection:
        connection.execute(
            "CREATE TRIGGER sly AFTER INSERT ON events BEGIN DELETE FROM commands; END"
        )
        assert [fault.what for fault in verify(connection).faults] == ["structure"]


def test_a_hole_in_both_tables_is_named() -> None:
    with workbench() as connection:
        connection.execute("DELETE FROM events WHERE position IN (3, 4)")
        connection.execute("DELETE FROM entries WHERE log_index IN (2, 3)")
        first = verify(connection).faults[0]
        assert (first.what, first.log_index) == ("gap", 2)


def test_a_tail_that_was_lost_is_missed_by_the_heads() -> None:
    with workbench() as connection:
        connection.execute("DELETE FROM events WHERE position = 7")
        connection.execute("DELETE FROM entries WHERE log_index = 6")
        whats = {fault.what for fault in verify(connection).faults}
        assert whats == {"head", "ledger", "tail"}


def test_a_tail_that_was_cut_off_with_heads_and_ledger_is_missed_by_the_count() -> None:
    with workbench() as connection:
        connection.execute("DELETE FROM events WHERE position = 5")
        connection.execute("DELETE FROM entries WHERE log_index = 4")
        connection.execute("DELETE FROM heads WHERE relationship = 'client-3'")
        connection.execute("DELETE FROM commands WHERE command_id = 'c-4'")
        connection.execute("DELETE FROM events WHERE position > 5")
        connection.execute("DELETE FROM entries WHERE log_index > 4")
        connection.execute("DELETE FROM commands WHERE command_id = 'c-5'")
        (line,) = connection.execute("SELECT line FROM entries WHERE log_index = 2").fetchone()
        connection.execute(
            "UPDATE heads SET version = 1, log_index = 2, entry_hash = ? "
            "WHERE relationship = 'client-2'",
            (sha256(line).digest(),),
        )
        (fault,) = verify(connection).faults
        assert (fault.what, fault.position) == ("tail", 5)


def test_two_events_that_changed_places_are_both_named() -> None:
    with workbench() as connection:
        for old, new in ((3, 99), (5, 3), (99, 5)):
            connection.execute("UPDATE events SET position = ? WHERE position = ?", (new, old))
        assert [fault.position for fault in verify(connection).faults[:1]] == [3]
        assert {fault.position for fault in verify(connection).faults} == {3, 5}


def test_a_rewritten_event_with_a_rewritten_entry_breaks_the_chain() -> None:
    from journeys.store.evidence import digest, parsed

    with workbench() as connection:
        payload = history()[0].payload().replace(b"Vleugel", b"Vlerk")
        (line,) = connection.execute("SELECT line FROM entries WHERE log_index = 0").fetchone()
        entry = parsed(line)
        assert entry
        forged = entry._replace(payload_sha256=digest(payload)).line()
        connection.execute("UPDATE events SET payload = ? WHERE position = 1", (payload,))
        connection.execute("UPDATE entries SET line = ? WHERE log_index = 0", (forged,))
        first = verify(connection).faults[0]
        assert (first.what, first.position) == ("chain", 2)


def test_a_fault_says_where_without_a_persons_words() -> None:
    with workbench() as connection:
        connection.execute("UPDATE events SET payload = x'00' WHERE position = 4")
        (fault,) = verify(connection).faults
        assert (fault.position, fault.log_index) == (4, 3)
        assert (fault.relationship, fault.version) == ("client-1", 3)
        assert fault.event_id == history()[3].id
        assert fault.what in FAULTS


def test_faults_beyond_the_first_thousand_are_counted_only() -> None:
    with Store.open(":memory:") as store:
        store.append([happened("client-1", n, f"c-{n}") for n in range(1, 1101)])
        seen: list[int] = []
        assert store.verify(seen.append) == Report(1100, 1100, 1, ())
        assert seen == [0, 1000]
        with datastore(store).transaction(commit=True) as cursor:
            cursor.execute("UPDATE events SET payload = x''")
        report = store.verify()
        assert len(report.faults) == 1000
        assert report.more == 100
