"""A history in shards, as whoever keeps one types it."""

import json
from pathlib import Path

import pytest

from journeys.store import Store
from tests.journeys.cli.conftest import Journeys


@pytest.fixture
def where(tmp_path: Path) -> Path:
    """A file that names three shards which are not there yet."""
    path = tmp_path / "all.toml"
    path.write_text('[shards]\nstores = ["one.db", "two.db", "three.db"]\n')
    return path


@pytest.fixture
def told(run: Journeys, where: Path) -> Path:
    """Three shards, of which one is empty, with both stories in them."""
    assert run("demo", "--store", where).exit_code == 0
    return where


def test_shards_are_made_after_saying_what_would_be_made(run: Journeys, where: Path) -> None:
    would = run("shards", "make", "--store", where, "--dry-run")
    assert (would.exit_code, would.stderr) == (0, "Nothing was made: this was a dry run.\n")
    assert "to be made" in would.stdout
    assert [one.name for one in where.parent.glob("*.db")] == []
    made = run("shards", "make", "--store", where, "--format", "json")
    assert [row["state"] for row in json.loads(made.stdout)] == ["made"] * 3
    again = run("shards", "make", "--store", where, "--format", "json")
    assert [row["state"] for row in json.loads(again.stdout)] == ["there"] * 3


def test_status_says_what_is_in_each_and_how_far_the_whole_is(run: Journeys, told: Path) -> None:
    status = run("shards", "status", "--store", told)
    rows = json.loads(run("shards", "status", "--store", told, "--format", "json").stdout)
    numbers = [row["position"] for row in rows]
    assert sorted(numbers) == [0, 71, 190]
    said = f"The position of the whole is {'·'.join(map(str, numbers))}: 261 events.\n"
    assert status.stderr == said


def test_only_a_store_in_shards_has_shards(run: Journeys, tmp_path: Path) -> None:
    for verb in ("make", "status"):
        found = run("shards", verb, "--store", tmp_path / "own.db")
        assert found.exit_code == 2
        assert "is one store: name shards with" in found.stderr


def test_a_missing_shard_is_said_before_anything_is_read(run: Journeys, told: Path) -> None:
    told.with_name("two.db").unlink()
    for verb in ("list", "board", "verify", "demo", "export"):
        found = run(verb, "--store", told)
        assert found.exit_code == 3
        assert "shard 2 of" in found.stderr.replace("\n", " ")
        assert found.stdout == ""
    assert not told.with_name("two.db").exists()


def test_a_shard_by_itself_is_refused(run: Journeys, told: Path) -> None:
    found = run("list", "--store", told.with_name("one.db"))
    assert found.exit_code == 2
    assert "is shard 1 of 3: name the whole" in found.stderr


def test_everything_is_verified_each_and_the_whole(run: Journeys, told: Path) -> None:
    clean = run("verify", "--store", told)
    assert clean.exit_code == 0
    assert "261 events of 2 relationships in 3 shards" in clean.stdout
    with Store.open(told.with_name("one.db"), shard=True) as store:
        first = store.page(0, 1)[0].relationship
        with store.database.writing("log") as session:
            session.run("UPDATE events SET payload = ? WHERE position = 2", b"{}")
    found = run("verify", "--store", told, "--format", "json")
    assert found.exit_code == 1
    said = json.loads(found.stdout)
    assert [one["clean"] for one in said["shards"]] == [False, True, True]
    assert (said["faults"][0]["shard"], said["faults"][0]["relationship"]) == (1, first)


def test_the_doctor_says_once_what_is_so_in_every_shard(run: Journeys, told: Path) -> None:
    well = run("doctor", "--store", told)
    assert well.exit_code == 0
    assert "✓ settings, shard 1–3" in well.stdout
    told.with_name("two.db").chmod(0o644)
    care = json.loads(run("doctor", "--store", told, "--format", "json").stdout)
    found = {tuple(row["shards"]): row["verdict"] for row in care if row["check"] == "permissions"}
    assert found == {(1, 3): "ok", (2,): "warn"}


def test_views_stand_shard_by_shard_and_are_built_anew(run: Journeys, told: Path) -> None:
    rows = json.loads(run("project", "status", "--store", told, "--format", "json").stdout)
    assert {row["shard"] for row in rows} == {1, 2, 3}
    assert {row["state"] for row in rows} == {"current"}
    rebuilt = run("project", "rebuild", "findings", "--store", told)
    assert (rebuilt.exit_code, rebuilt.stderr) == (0, "1 view was built anew.\n")
    assert run("project", "rebuild", "nope", "--store", told).exit_code == 3


def test_a_backup_of_shards_is_restored_into_as_many(run: Journeys, told: Path) -> None:
    folder = told.parent
    kept = run("backup", folder / "b", "--store", told)
    assert (kept.exit_code, sorted(one.name for one in folder.glob("b.*"))) == (
        0,
        ["b.1-of-3", "b.2-of-3", "b.3-of-3"],
    )
    assert run("backup", folder / "b", "--store", told).exit_code != 0
    whole = run("restore", folder / "b", "--dry-run")
    assert "261 events of 2 relationships" in whole.stderr.replace("\n", " ")
    other = folder / "other.toml"
    other.write_text('[shards]\nstores = ["x.db", "y.db", "z.db"]\n')
    assert run("restore", folder / "b", "--store", other).exit_code == 0
    assert run("verify", "--store", other).exit_code == 0
    shown = [run("board", "--format", "json", "--store", one).stdout for one in (told, other)]
    assert shown[0] == shown[1]
    alone = run("restore", folder / "b", "--store", folder / "alone.db")
    assert alone.exit_code == 2
    assert "a backup of 3 shards, and this store has 1" in alone.stderr.replace("\n", " ")
    assert not (folder / "alone.db").exists()


def test_a_lost_shard_comes_back_from_its_own_backup(run: Journeys, told: Path) -> None:
    run("backup", told.with_name("b"), "--store", told)
    lost = told.with_name("one.db")
    lost.unlink()
    assert run("list", "--store", told).exit_code == 3
    assert run("restore", told.with_name("b.1-of-3"), "--store", lost).exit_code == 0
    assert run("verify", "--store", told).exit_code == 0
    assert "telecom" in run("list", "--store", told).stdout


def test_parts_of_two_backups_are_not_restored_together(run: Journeys, told: Path) -> None:
    run("backup", told.with_name("b"), "--store", told)
    run("demo", "--store", told.with_name("own.db"))
    run("backup", told.with_name("c"), "--store", told.with_name("own.db"))
    told.with_name("c").replace(told.with_name("b.2-of-3"))
    found = run("restore", told.with_name("b"), "--dry-run")
    assert found.exit_code == 2
    assert "is no part of the same backup" in found.stderr.replace("\n", " ")


def test_compacting_and_exporting_go_over_all_of_them(run: Journeys, told: Path) -> None:
    assert "MB can be given back" in run("compact", "--dry-run", "--store", told).stderr
    assert run("compact", "--store", told).exit_code == 0
    out = told.with_name("all.jsonl")
    exported = run("export", "--out", out, "--store", told)
    assert "Across shards, events stand by when they were recorded." in exported.stderr
    again = run("import", out, "--store", told, "--format", "json")
    assert [(row["recorded"], row["already"]) for row in json.loads(again.stdout)] == [(0, 261)]


def test_a_back_test_over_processes_is_the_same_in_shards(run: Journeys, told: Path) -> None:
    parts = ["--partitions", told.with_name("parts")]
    here = run("backtest", "--store", told, "--format", "json")
    assert here.exit_code == 0
    over = ["--on", "processes", "--workers", "1", *parts]
    spread = run("backtest", "--store", told, "--format", "json", *over)
    assert (spread.exit_code, spread.stdout) == (0, here.stdout)
    assert sorted(one.name for one in told.with_name("parts").iterdir()) == [
        "shard-1",
        "shard-2",
        "shard-3",
    ]
