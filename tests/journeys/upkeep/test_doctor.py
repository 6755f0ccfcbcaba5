"""The doctor: each thing that can be amiss is named, with what to do; nothing else is."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

from domain.moments import Moment
from journeys.columns import keeping
from journeys.engine import Engine
from journeys.io.files import part_of
from journeys.language import speak
from journeys.lived import keeping as keeping_lives
from journeys.store import Place, Server, place
from journeys.upkeep import doctor, installation
from journeys.upkeep import place as place_of_file
from journeys.upkeep.checks import Check
from journeys.upkeep.doctor import examine
from projections.ports import Parked
from tests.journeys.store.samples import happened

NOW = Moment("2026-09-01T10:00:00+02:00")


@pytest.fixture(params=["file", "postgres"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A store of either kind with both stories in it."""
    address = tmp_path / "own.db"
    found = place(request.getfixturevalue("postgres") if request.param == "postgres" else address)
    with Engine.open(found) as engine:
        engine.load_stories()
    if isinstance(found, Path):
        found.chmod(0o600)
    return found


def looked(where: Place, now: Moment = NOW, *, quick: bool = False) -> dict[str, Check]:
    return {check.name: check for check in examine(where, now, quick=quick)}


def amiss(where: Place, now: Moment = NOW) -> dict[str, str]:
    found = looked(where, now)
    if isinstance(where, Server):  # the tests' own server is quick and not safe, and told so
        found.pop("settings")
    return {name: check.verdict for name, check in found.items() if check.verdict != "ok"}


def change(where: Place, work: Callable[[Engine], object]) -> None:
    with Engine.open(where) as engine:
        work(engine)


def test_nothing_is_amiss_with_a_store_that_is_well(where: Place) -> None:
    assert amiss(where) == {}
    assert "evidence" in looked(where)
    assert "evidence" not in looked(where, quick=True)


def test_every_check_says_something_and_what_is_amiss_says_what_to_do(where: Place) -> None:
    change(where, lambda engine: engine.store.append([happened("a", 1, "c")]))
    words = speak("en")
    for check in examine(where, Moment("2020")):
        assert words.say(check.said)
        assert "{" not in words.say(check.said)
        assert check.verdict == "ok" or (check.todo and words.say(check.todo))


@pytest.mark.parametrize("which", ["*.segment", "lived/*.lives"])
def test_a_file_of_the_columns_that_is_torn(
    which: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LEAST", 1)
    monkeypatch.setattr(keeping_lives, "LEAST", 1)
    where = tmp_path / "own.db"
    with Engine.open(where) as engine:
        engine.load_stories()
        engine.catch_up()
        assert engine.kept_columns.rebuild()
        assert engine.kept_lives.rebuild()
    where.chmod(0o600)
    assert looked(where)["copies"].verdict == "ok"
    (file,) = (tmp_path / "own.db.columns").glob(which)
    data = file.read_bytes()
    file.write_bytes(data[:-99] + bytes(99))
    assert amiss(where) == {"copies": "warn"}
    assert "copies" not in looked(where, quick=True)
    assert file.read_bytes() == data[:-99] + bytes(99)


def test_a_store_that_is_not_there_is_no_fault_and_is_not_made(tmp_path: Path) -> None:
    assert amiss(tmp_path / "none.db") == {"store": "warn"}
    assert not list(tmp_path.iterdir())


def test_something_else_in_its_place_is(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    other.write_text("no store at all, whatever it is called " * 50)
    other.chmod(0o604)
    assert amiss(other) == {"store": "fail", "evidence": "fail", "permissions": "warn"}
    other.unlink()
    other.mkdir()
    found = looked(other)
    assert "permissions" not in found  # what a folder wants is not for us to say
    assert all(check.todo for check in found.values() if check.verdict != "ok")


def test_changed_bytes_are(where: Place) -> None:
    def harm(engine: Engine) -> None:
        with engine.store.database.writing("log") as session:
            session.run("UPDATE events SET payload = ? WHERE position = 9", b"{}")

    change(where, harm)
    assert amiss(where)["evidence"] == "fail"


def test_a_time_of_recording_that_was_changed_is_found_with_the_evidence(where: Place) -> None:
    def harm(engine: Engine) -> None:
        with engine.store.database.writing("log") as session:
            ((number, line),) = session.all(
                "SELECT log_index, line FROM entries ORDER BY log_index DESC LIMIT 1"
            )
            changed = bytes(line).replace(b'"recorded_at":"20', b'"recorded_at":"x0')
            session.run("UPDATE entries SET line = ? WHERE log_index = ?", changed, number)

    change(where, harm)
    assert amiss(where)["evidence"] == "fail"


def test_lag_is_looked_after(where: Place) -> None:
    change(where, lambda engine: engine.store.append([happened("a", 1, "c")]))
    assert amiss(where) == {"views": "warn"}


def test_so_are_other_versions_relationships_set_aside_and_leftovers(where: Place) -> None:
    def litter(engine: Engine) -> None:
        with engine.store.writing() as writing:
            writing.advance("moods", 1, 261)
            writing.park(Parked("process", "agency", 7, "KeyError"))
            writing.replace("building:moods", "agency", [("1", "{}")])

    change(where, litter)
    assert amiss(where) == {"views": "warn", "set-aside": "warn", "leftovers": "warn"}


def test_a_clock_that_goes_back_is_noticed(where: Place) -> None:
    assert amiss(where, Moment("2001-01-01T10:00:00+02:00")) == {"clock": "warn"}


@pytest.mark.parametrize(
    ("settings", "verdict"),
    [
        ({"synchronous": "FULL", "journal_mode": "wal"}, "ok"),
        ({"synchronous": "NORMAL", "journal_mode": "wal"}, "fail"),
        ({"synchronous_commit": "off", "fsync": "on", "data_checksums": "on"}, "fail"),
        ({"synchronous_commit": "on", "fsync": "off", "full_page_writes": "off"}, "fail"),
        ({"synchronous_commit": "on", "fsync": "on", "data_checksums": "off"}, "warn"),
    ],
)
def test_settings_with_which_a_power_cut_costs_facts_are_wrong(
    settings: dict[str, str], verdict: str
) -> None:
    assert doctor.settings(settings).verdict == verdict


def test_whoever_may_read_the_file_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "own.db"
    with Engine.open(path) as engine:
        engine.load_stories()
    path.chmod(0o604)
    assert amiss(path) == {"permissions": "warn"}
    path.chmod(0o600)
    assert amiss(path) == {}


@pytest.mark.parametrize(
    ("allowed", "verdict"), [(set(), "fail"), ({"file"}, "fail"), ({"file", "folder"}, "ok")]
)
def test_a_user_who_may_not_use_the_file_or_its_folder_is_told(
    tmp_path: Path, allowed: set[str], verdict: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "own.db"
    path.touch(mode=0o600)

    def access(asked: Path, mode: int) -> bool:
        return ("folder" if Path(asked).is_dir() else "file") in allowed

    monkeypatch.setattr(os, "access", access)  # root may do everything
    permissions, _ = place_of_file.file(path, NOW)
    assert permissions.verdict == verdict


@pytest.mark.parametrize(("least", "verdict"), [(1, "ok"), (10**15, "fail")])
def test_a_disk_that_is_as_good_as_full_is_wrong(tmp_path: Path, least: int, verdict: str) -> None:
    path = tmp_path / "own.db"
    path.touch(mode=0o600)
    _, room = place_of_file.file(path, NOW, least)
    assert (room.name, room.verdict) == ("room", verdict)


@pytest.mark.parametrize("there", [True, False])
def test_what_an_import_that_was_killed_left_beside_the_place_is_named(
    tmp_path: Path, *, there: bool
) -> None:
    path = tmp_path / "own.db"
    if there:
        with Engine.open(path) as engine:
            engine.load_stories()
        path.chmod(0o600)
    usual = amiss(path)
    left, busy, other = part_of(path), part_of(path), part_of(tmp_path / "own.db2")
    for one in (left, busy, other):
        one.write_bytes(b"x" * 2_000_000)
        columns = one.with_name(f"{one.name}.columns")
        columns.mkdir()
        (columns / "1.segment").write_bytes(b"x" * 1_000_000)
        for each in (one, columns, columns / "1.segment"):
            os.utime(each, (NOW.start.timestamp() - 7200,) * 2)
    os.utime(busy.with_name(f"{busy.name}.columns") / "1.segment", (NOW.start.timestamp(),) * 2)
    assert amiss(path) == {**usual, "leftovers": "warn"}
    said = looked(path)["leftovers"].said
    assert (said.values["names"], said.values["size"]) == (left.name, "2.9")


def test_a_missing_package_is_wrong_and_a_missing_extra_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = ["nobody-has-this>=1", "nor-this ; extra == 'more'", "click>=8.1"]
    monkeypatch.setattr(metadata, "requires", lambda _: asked)
    found = {one.name: one for one in installation.installation({"more": ["nor.this"]})}
    assert found["packages"].verdict == "fail"
    assert found["packages"].said.values == {"missing": "nobody-has-this"}
    assert found["extras"].verdict == "ok"
