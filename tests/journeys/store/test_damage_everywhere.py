"""What was changed, lost, added or moved in any store: verification names the first bad event."""

import pytest

from journeys.store import Store
from tests.journeys.store.samples import happened, history

PAYLOAD = """UPDATE events SET payload = (SELECT payload FROM events WHERE position = 4)
    WHERE position = 3"""
LINE = """UPDATE entries SET line = (SELECT line FROM entries WHERE log_index = 3)
    WHERE log_index = 2"""
DAMAGE: list[tuple[str, str, int | None]] = [
    ("DELETE FROM events WHERE position = 3", "event-missing", 3),
    ("DELETE FROM events WHERE position = 7", "event-missing", 7),
    ("DELETE FROM events", "event-missing", 1),
    ("DELETE FROM entries WHERE log_index = 2", "entry-missing", 3),
    ("DELETE FROM entries", "entry-missing", 1),
    ("UPDATE events SET position = 50 WHERE position = 3", "event-missing", 3),
    ("UPDATE events SET position = -5 WHERE position = 3", "entry-missing", -5),
    ("UPDATE entries SET log_index = 50 WHERE log_index = 2", "entry-missing", 3),
    ("UPDATE events SET version = 9 WHERE position = 3", "version", 3),
    ("UPDATE events SET topic = 'other' WHERE position = 3", "topic", 3),
    ("UPDATE events SET relationship = 'other' WHERE position = 3", "relationship", 3),
    ("UPDATE events SET event_id = NULL WHERE position = 3", "event-id", 3),
    ("UPDATE events SET event_id = 'other' WHERE position = 3", "event-id", 3),
    (PAYLOAD, "payload", 3),
    (LINE, "relationship", 3),
    ("UPDATE heads SET version = 1 WHERE relationship = 'client-1'", "head", 4),
    ("UPDATE heads SET log_index = 1 WHERE relationship = 'client-1'", "head", 4),
    ("DELETE FROM heads WHERE relationship = 'client-1'", "head", 4),
    ("DELETE FROM commands WHERE command_id = 'c-5'", "command", 6),
    ("UPDATE commands SET first_version = 3 WHERE command_id = 'c-5'", "command", 6),
    ("UPDATE commands SET last_version = 2 WHERE command_id = 'c-5'", "command", 7),
    ("UPDATE commands SET last_version = 99 WHERE command_id = 'c-5'", "ledger", None),
    ("UPDATE commands SET command_id = 'c-9' WHERE command_id = 'c-5'", "command", 6),
    ("INSERT INTO commands VALUES ('c-9', 'client-1', 1, 1, NULL)", "ledger", None),
    ("INSERT INTO commands VALUES ('', 'client-9', 1, 99999999, NULL)", "ledger", None),
    ("DROP TABLE heads", "unreadable", None),
    ("DROP TABLE commands", "command", 1),
    ("DROP TABLE entries", "unreadable", 1),
    ("ALTER TABLE events RENAME COLUMN topic TO subject", "unreadable", 1),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "what", "position"), DAMAGE)
def test_damage_is_named_where_it_was_done(
    store: Store, damage: str, what: str, position: int | None
) -> None:
    store.append(history())
    assert store.verify().clean
    with store._database.writing("snapshots") as session:
        session.run(damage)
    first = store.verify().faults[0]
    assert (first.what, first.position) == (what, position)


@pytest.mark.parametrize(
    ("table", "column", "key"),
    [("events", "payload", "position"), ("entries", "line", "log_index")],
)
def test_every_changed_byte_of_an_event_or_its_entry_is_found(
    store: Store, table: str, column: str, key: str
) -> None:
    store.append(history()[:3])
    read = f"SELECT {column} FROM {table} WHERE {key} = 2"  # noqa: S608
    write = f"UPDATE {table} SET {column} = ? WHERE {key} = 2"  # noqa: S608
    ((before,),) = store._database.all(read)
    for place in range(0, len(before), 7):
        changed = before[:place] + bytes([before[place] ^ 1]) + before[place + 1 :]
        with store._database.writing("snapshots") as session:
            session.run(write, changed)
        first = store.verify().faults[0]
        assert (first.position if table == "events" else first.log_index) == 2, (place, first)


def test_a_tail_that_was_cut_off_with_everything_is_missed_by_the_count(store: Store) -> None:
    store.append(history()[:5])
    assert store.version("client-3") == 1
    with store._database.writing("snapshots") as session:
        session.run("DELETE FROM events WHERE position = 5")
        session.run("DELETE FROM entries WHERE log_index = 4")
        session.run("DELETE FROM heads WHERE relationship = 'client-3'")
        session.run("DELETE FROM commands WHERE command_id = 'c-4'")
    (fault,) = store.verify().faults
    assert (fault.what, fault.position) == ("tail", 5)


def test_a_walk_of_several_pages_finds_the_one_bad_event(store: Store) -> None:
    store.append([happened("client-1", n, f"c-{n}") for n in range(1, 5002)])
    seen: list[int] = []
    assert store.verify(seen.append).clean
    assert seen == [0, 1000, 2000, 3000, 4000, 5000]
    with store._database.writing("snapshots") as session:
        session.run("UPDATE events SET topic = 'other' WHERE position = 4321")
    (fault,) = store.verify().faults
    assert (fault.what, fault.position, fault.version) == ("topic", 4321, 4321)
