"""Several stores that are one: what they remember, what they refuse, and who waits for whom."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from domain._kernel import AnyEvent
from domain.errors import JourneysError, NotFound, Unreadable
from journeys.store import (
    Conflict,
    EventIdTaken,
    Server,
    ShardedStore,
    Shards,
    Store,
    StoreBusy,
    Vector,
    open_store,
    place,
    verify_at,
)
from journeys.store.mark import mark_of
from journeys.store.shards.opening import check_empty, looked_at
from journeys.store.shards.rule import shard_of
from journeys.store.shards.writing import HalfKept
from projections.ports import LogRow
from tests.journeys.store.samples import happened, history

KINDS = ("files", "schemas")
NAMES = ("a.db", "b.db", "c.db")


def named(folder: Path, *stores: str, called: str = "all.toml") -> Shards:
    """Return the shards that a file names."""
    path = folder / called
    path.write_text(f"[shards]\nstores = {list(stores)!r}\n".replace("'", '"'))
    found = place(path)
    assert isinstance(found, Shards)
    return found


@pytest.fixture(params=KINDS)
def shards(request: pytest.FixtureRequest, tmp_path: Path) -> Shards:
    """A place for three shards, where nothing is yet."""
    if request.param == "files":
        return named(tmp_path, *NAMES)
    found = place(request.getfixturevalue("postgres") + "&shards=3")
    assert isinstance(found, Shards)
    return found


def one_in(shard: int, of: int = 3, *, but: str = "") -> str:
    """Return the id of a relationship that is kept in a shard, from 0."""
    ids = (f"client-{number}" for number in range(1000))
    return next(one for one in ids if shard_of(one, of) == shard and one != but)


# --- what is one set, and what is not ------------------------------------------------------------


def test_each_shard_remembers_which_of_how_many_it_is(shards: Shards) -> None:
    with open_store(shards) as store:
        marks = [mark_of(one.database) for one in store.shards]
    assert [(mark.number, mark.shards, mark.whole) for mark in marks if mark] == [
        (1, 3, 1),
        (2, 3, 1),
        (3, 3, 1),
    ]
    assert len({mark.set_id for mark in marks if mark}) == 1


def test_shards_in_another_order_or_number_are_refused(tmp_path: Path) -> None:
    with open_store(named(tmp_path, *NAMES)) as store:
        store.append(history())
    before = {name: (tmp_path / name).read_bytes() for name in NAMES}
    with pytest.raises(Unreadable, match=r"b\.db is shard 2, and stands as shard 1"):
        open_store(named(tmp_path, "b.db", "a.db", "c.db", called="turned.toml"))
    with pytest.raises(Unreadable, match=r"names 2 shards, and .*a\.db is one of 3"):
        open_store(named(tmp_path, "a.db", "b.db", called="fewer.toml"))
    with pytest.raises(Unreadable, match=r"names 4 shards, and .*a\.db is one of 3"):
        open_store(named(tmp_path, *NAMES, "d.db", called="more.toml"))
    assert not (tmp_path / "d.db").exists()
    assert {name: (tmp_path / name).read_bytes() for name in NAMES} == before


def test_another_number_of_schemas_is_refused(postgres: str) -> None:
    with open_store(f"{postgres}&shards=2") as store:
        store.append(history())
    with pytest.raises(Unreadable, match=r"names 3 shards, and .* is one of 2"):
        open_store(f"{postgres}&shards=3")
    with pytest.raises(Unreadable, match=r"names 1 shards, and .* is one of 2"):
        open_store(f"{postgres}&shards=1")


def test_a_shard_of_another_set_is_refused(tmp_path: Path) -> None:
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        open_store(named(tmp_path / folder, "a.db", "b.db")).close()
    with pytest.raises(Unreadable, match="belongs to another set"):
        open_store(named(tmp_path, "one/a.db", "other/b.db"))


def test_a_store_that_is_no_shard_is_no_shard(tmp_path: Path) -> None:
    with Store.open(tmp_path / "b.db") as store:
        store.append(history())
    with pytest.raises(Unreadable, match="is a store of its own"):
        open_store(named(tmp_path, *NAMES))
    open_store(named(tmp_path, "x.db", "y.db", called="whole.toml")).close()
    with pytest.raises(Unreadable, match=r"names 3 shards, and .* is one of 2"):
        open_store(named(tmp_path, "x.db", "b.db", "y.db", called="mixed.toml"))


def test_a_missing_shard_is_never_made_again(tmp_path: Path) -> None:
    shards = named(tmp_path, *NAMES)
    open_store(shards).close()
    (tmp_path / "b.db").unlink()
    for create in (True, False):
        with pytest.raises(NotFound, match=r"shard 2 of .* is missing: .*b\.db"):
            open_store(shards, create=create)
    with pytest.raises(NotFound, match="is missing"):
        verify_at(shards)
    assert not (tmp_path / "b.db").exists()


def test_a_shard_is_not_opened_by_itself(shards: Shards) -> None:
    open_store(shards).close()
    with pytest.raises(Unreadable, match="is shard 2 of 3: name the whole"):
        Store.open(shards.places[1])


def test_a_making_that_was_cut_off_is_finished_and_is_no_store_before(tmp_path: Path) -> None:
    shards = named(tmp_path, *NAMES)

    class Cut(Exception):
        pass

    def cut(*_: object) -> None:
        raise Cut

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("journeys.store.shards.opening.set_whole", cut)
        with pytest.raises(Cut):
            open_store(shards)
    (tmp_path / "c.db").unlink()
    with pytest.raises(NotFound, match="were never all made"):
        open_store(shards, create=False)
    with open_store(shards) as store:
        store.append(history())
    with open_store(shards, create=False) as store:
        assert store.end() == 7


def test_nothing_is_added_to_shards_that_hold_events(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db", shard=True) as store:
        from journeys.store.mark import Mark, set_mark

        set_mark(store.database, Mark("s", 1, 2))
        store.append([happened(one_in(0, 2), 1, "c-1")])
    with pytest.raises(NotFound, match="there are events in others"):
        open_store(named(tmp_path, "a.db", "b.db"))
    with ExitStack() as opened:
        shards = named(tmp_path, "a.db", "b.db")
        with pytest.raises(NotFound, match="there are events in others"):
            check_empty(shards, looked_at(shards, opened))
    assert not (tmp_path / "b.db").exists()


def test_two_who_make_them_at_once_make_one_set(shards: Shards) -> None:
    with ThreadPoolExecutor(4) as pool, ExitStack() as opened:
        stores = list(pool.map(lambda _: opened.enter_context(open_store(shards)), range(4)))
        marks = {mark_of(one.database) for store in stores for one in store.shards}
    assert len({mark.set_id for mark in marks if mark}) == 1


def test_nothing_there_is_nothing_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        open_store(named(tmp_path, *NAMES), create=False)
    assert [one.name for one in tmp_path.iterdir()] == ["all.toml"]


# --- how shards are named ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "names no shards"),
        ('[shards]\nstores = "a.db"', "names no shards"),
        ('[shards]\nstores = ["a.db", 3]', "names no shards"),
        ('[shards]\nstores = ["a.db"]\nmore = 1', "names no shards"),
        ("[shards]\nstores = []", "has 0 shards"),
        ('[shards]\nstores = ["a.db", "a.db"]', "twice"),
        ('[shards]\nstores = ["a.db", "b.toml"]', "shards of its own"),
        ('[shards]\nstores = ["postgresql:///crm?shards=2"]', "shards of its own"),
        ("[shards", "cannot be read"),
    ],
)
def test_a_file_that_names_no_shards_is_refused(tmp_path: Path, text: str, wrong: str) -> None:
    path = tmp_path / "all.toml"
    path.write_text(text)
    with pytest.raises(Unreadable, match=wrong):
        place(str(path))


@pytest.mark.parametrize("asked", ["0", "x", "-1", "", "1.5", "99999"])
def test_a_number_of_shards_is_a_number(asked: str) -> None:
    with pytest.raises(Unreadable):
        place(f"postgresql:///crm?shards={asked}")


def test_the_schemas_keep_what_else_the_address_says() -> None:
    found = place(
        "postgresql://ada:secret@db.example/crm?schema=x&shards=2&mode=read&sslmode=require"
    )
    assert isinstance(found, Shards)
    assert found.read_only
    assert "secret" not in f"{found} {found!r} {found.places}"
    first = found.places[0]
    assert isinstance(first, Server)
    assert (first.schema, first.read_only) == ("x_1", True)
    assert first.conninfo() == "postgresql://ada:secret@db.example/crm?sslmode=require"


# --- positions -----------------------------------------------------------------------------------


def test_a_position_names_what_was_read_and_nothing_else(shards: Shards) -> None:
    with open_store(shards) as store:
        store.append(history())
        first = store.page(0, 4)
        at = first[-1].position
        store.append([happened(f"new-{number}", 1, f"n-{number}") for number in range(9)])
        rest = store.page(at, 100)
        keys = [(row.relationship, row.version) for row in [*first, *rest]]
        assert len(keys) == len(set(keys)) == store.end()
        assert isinstance(at, Vector)
        assert pickle.loads(pickle.dumps(at)).shards == at.shards  # noqa: S301 - our own bytes
        with pytest.raises(Unreadable, match="is no position in 3 shards"):
            store.page(4, 1)


def test_a_cause_in_another_shard_comes_before_its_effect_whatever_the_clocks_say(
    shards: Shards,
) -> None:
    first, second = one_in(0), one_in(1)
    effect = happened(first, 1, "c-1").model_copy(update={"cause": happened(second, 3, "d-3").id})
    with open_store(shards) as store:
        store.append([happened(second, number, f"d-{number}") for number in (1, 2, 3)])
        store.append([effect])  # recorded at 10:01, its cause at 10:03
        told = [(row.relationship, row.version) for row in store.log_order()]
        assert told == [(second, 1), (second, 2), (second, 3), (first, 1)]
        pages, at = list[LogRow](), 0
        while page := store.page(at, 1):
            pages += page
            at = page[-1].position
        assert [(row.relationship, row.version) for row in pages] == told


# --- writing -------------------------------------------------------------------------------------


def test_writers_of_two_shards_do_not_wait_for_each_other(shards: Shards) -> None:
    with (
        open_store(shards) as store,
        open_store(shards, wait=1) as other,
        store.shards[0].database.writing("log") as session,
    ):
        session.positions(1)
        assert other.append([happened(one_in(1), 1, "c-1")]) == [1]
        assert other.append([happened(one_in(2), 1, "c-2")]) == [1]
        with pytest.raises(StoreBusy):
            other.append([happened(one_in(0), 1, "c-3")])
        assert other.version(one_in(0)) == 0


def test_an_id_is_taken_in_every_shard_when_several_are_written_at_once(shards: Shards) -> None:
    first, second = one_in(0), one_in(1)
    known = happened(first, 1, "c-1")
    with open_store(shards) as store:
        store.append([known])
        taken = happened(second, 1, "c-2").model_copy(update={"id": known.id})
        with pytest.raises(EventIdTaken):
            store.append([happened(one_in(2), 1, "c-3"), taken])
        with pytest.raises(Conflict):
            store.append([happened(one_in(2), 1, "c-3"), happened(second, 1, "c-1", 7)])
        assert store.end() == 1


@contextmanager
def failing(store: Store, shard: int, how: Callable[[], Any]) -> Iterator[None]:
    """Let the transaction of a shard come to its end, and then something happens."""
    real = Store.bulk

    @contextmanager
    def bulk(self: Store, among: int = 1) -> Iterator[Any]:
        with real(self, among) as writing:
            yield writing
            if self is store.shards[shard]:
                how()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Store, "bulk", bulk)
        yield


def everywhere() -> list[AnyEvent]:
    return [happened(one_in(number), 1, f"c-{number}") for number in range(3)]


def full() -> None:
    from journeys.store import CannotWrite

    raise CannotWrite("the disk is full")


def test_when_the_first_shard_cannot_keep_its_part_nothing_is_kept(shards: Shards) -> None:
    with open_store(shards) as store:
        with failing(store, 0, full), pytest.raises(JourneysError, match="the disk is full"):
            store.append(everywhere())
        assert store.end() == 0
        store.append(everywhere())
        assert store.verify().clean


def test_when_a_later_shard_cannot_it_is_said_that_some_have_their_part(shards: Shards) -> None:
    with open_store(shards) as store:
        with (
            failing(store, 1, full),
            pytest.raises(HalfKept, match=r"1 of 3 shards have kept .* the disk is full"),
        ):
            store.append(everywhere())
        assert Vector.of(store.end(), 3).shards == (1, 0, 0)
        assert store.verify().clean


def test_a_crash_between_two_shards_leaves_each_whole(shards: Shards) -> None:
    open_store(shards).close()
    child = os.fork()
    if not child:
        with open_store(shards) as store, failing(store, 1, lambda: os._exit(7)):
            store.append(everywhere())
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    with open_store(shards) as store:
        assert isinstance(store, ShardedStore)
        assert store.end().shards == (1, 0, 0)
        assert store.verify().clean


# --- verification --------------------------------------------------------------------------------


def test_verification_names_the_shard_and_the_event(shards: Shards) -> None:
    with open_store(shards) as store:
        store.append(history())
        number = shard_of("client-2", 3)
        with store.shards[number].database.writing("log") as session:
            session.run("UPDATE events SET payload = ? WHERE version = 2", b"{}")
        report = store.verify()
    assert {(fault.shard, fault.relationship, fault.version) for fault in report.faults} >= {
        (number + 1, "client-2", 2)
    }
    assert [one.clean for one in report.shards] == [one != number for one in range(3)]
    assert not verify_at(shards).clean


def test_a_file_that_cannot_be_read_any_more_is_a_fault_of_its_shard(tmp_path: Path) -> None:
    shards = named(tmp_path, *NAMES)
    with open_store(shards) as store:
        store.append([happened(f"n-{number}", 1, f"c-{number}") for number in range(300)])
    damaged = tmp_path / "b.db"
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    report = verify_at(shards)
    assert [one.clean for one in report.shards] == [True, False, True]
    assert {fault.shard for fault in report.faults} == {2}


def test_a_set_that_was_never_made_to_its_end_is_not_verified(tmp_path: Path) -> None:
    Store.open(tmp_path / "a.db", shard=True).close()
    with pytest.raises(NotFound, match="were never all made"):
        verify_at(named(tmp_path, *NAMES))


def test_a_relationship_where_nobody_looks_for_it_is_found(shards: Shards) -> None:
    with open_store(shards) as store:
        store.shards[2].append([happened(one_in(0), 1, "c-1")])
        (fault,) = store.verify().faults
    assert (fault.what, fault.shard, fault.relationship) == ("elsewhere", 3, one_in(0))
    assert verify_at(shards).faults == (fault,)


def test_an_id_that_stands_in_two_shards_is_found(shards: Shards) -> None:
    with open_store(shards) as store:
        store.shards[0].append([happened(one_in(0), 1, "c-1")])
        store.shards[1].append([happened(one_in(1), 1, "c-1")])
        faults = store.verify().faults
    assert [(fault.what, fault.shard) for fault in faults] == [("twice", 2), ("twice", 2)]


def test_a_copy_that_is_read_from_is_written_nowhere(postgres: str) -> None:
    with open_store(f"{postgres}&shards=2") as store:
        store.append(history())
    with open_store(f"{postgres}&shards=2&mode=read", create=False) as copy:
        assert copy.read_only
        assert copy.end() == 7
        with pytest.raises(JourneysError, match="for reading only"):
            copy.append([happened("client-9", 1, "c-9")])
        with pytest.raises(JourneysError, match="for reading only"):
            copy.append(everywhere())
