"""What whoever runs a store types: how it is, backups, views, room."""

import json
from pathlib import Path

import pytest

from journeys.engine import Engine
from journeys.store import Store
from projections.ports import Parked
from tests.journeys.cli.conftest import Journeys
from tests.journeys.store.samples import happened


def test_the_doctor_says_what_is_well_and_what_is_not(ask: Journeys, store: Path) -> None:
    store.chmod(0o600)
    well = ask("doctor")
    assert well.exit_code == 0
    assert "✓ evidence\n  all 261 events agree with their evidence" in well.stdout
    assert well.stderr == "Everything is as it should be.\n"
    store.chmod(0o644)
    care = ask("doctor", "--quick", "--lang", "nl")
    assert care.exit_code == 0
    assert "chmod 600" in care.stdout
    assert "bewijs\n" not in care.stdout
    assert care.stderr == "Mis: 0. Vraagt aandacht: 1.\n"


def test_the_doctor_fails_on_changed_bytes(ask: Journeys, store: Path) -> None:
    with Store.open(store) as opened, opened.database.writing("log") as session:
        session.run("UPDATE events SET payload = ? WHERE position = 9", b"{}")
    found = ask("doctor", "--format", "json")
    assert found.exit_code == 1
    verdicts = {row["check"]: row["verdict"] for row in json.loads(found.stdout)}
    assert verdicts["evidence"] == "fail"


def test_status_names_who_was_set_aside_and_why(ask: Journeys, store: Path) -> None:
    with Store.open(store) as opened:
        with opened.writing() as writing:
            writing.park(Parked("moods", "agency", 7, "KeyError"))
        opened.append([happened("new", 1, "c-new")])
    shown = ask("project", "status")
    assert shown.exit_code == 0
    assert "moods: agency was set aside at event 7 (KeyError)" in shown.stderr
    rows = json.loads(ask("project", "status", "--format", "json").stdout)
    moods = next(row for row in rows if row["name"] == "moods")
    assert (moods["lag"], moods["state"], moods["kept"]) == (1, "behind", moods["expected"])
    assert moods["parked"] == [{"relationship": "agency", "position": 7, "reason": "KeyError"}]

    rebuilt = ask("project", "rebuild", "moods")
    assert (rebuilt.exit_code, rebuilt.stderr) == (0, "1 view was built anew.\n")
    assert json.loads(ask("project", "status", "--format", "json").stdout)[1]["parked"] == []


def test_a_view_that_is_not_there_is_not_found(ask: Journeys) -> None:
    assert ask("project", "rebuild", "nope").exit_code == 3


@pytest.mark.parametrize("place", ["file", "postgres"])
def test_a_backup_comes_back_in_a_file_and_in_a_database(
    place: str, ask: Journeys, run: Journeys, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    file = tmp_path / "a.backup"
    new = request.getfixturevalue("postgres") if place == "postgres" else tmp_path / "new.db"
    made = ask("backup", file)
    assert (made.exit_code, made.stdout) == (0, "")
    assert made.stderr.startswith("261 events of 2 relationships in ")
    assert ask("backup", file).exit_code == 2
    assert ask("backup", file, "--replace").exit_code == 0

    tried = run("restore", file, "--dry-run", "--store", new)
    assert tried.exit_code == 0
    assert "is whole: 261 events of 2 relationships" in tried.stderr
    restored = run("restore", file, "--store", new)
    assert restored.exit_code == 0
    assert "261 events restored into" in restored.stderr
    with Engine.open(str(new)) as engine:
        assert engine.verify().clean
        assert engine.runner.lag() == 0
    assert run("restore", file, "--store", new).exit_code == 2


def test_a_backup_that_was_cut_short_makes_no_store(
    ask: Journeys, run: Journeys, tmp_path: Path
) -> None:
    file, new = tmp_path / "a.backup", tmp_path / "new.db"
    ask("backup", file)
    file.write_bytes(file.read_bytes()[:5000])
    refused = run("restore", file, "--store", new)
    assert (refused.exit_code, new.exists()) == (2, False)
    assert "is cut short at byte 5000" in refused.stderr


def test_compacting_says_what_it_would_give_back_before_it_does(ask: Journeys, store: Path) -> None:
    with Store.open(store) as opened, opened.writing() as writing:
        rows = [(str(n), '"' + "x" * 1000 + '"') for n in range(2000)]
        writing.replace("building:moods", "agency", rows)
    dry = ask("compact", "--dry-run")
    assert "views nobody needs (1)" in dry.stderr
    size = store.stat().st_size
    assert ask("compact").exit_code == 0
    assert store.stat().st_size < size - 1_500_000
    assert "views nobody needs (0)" in ask("compact", "--dry-run").stderr


def test_nothing_of_it_makes_a_store_where_there_is_none(run: Journeys, tmp_path: Path) -> None:
    nowhere = tmp_path / "none.db"
    for words in (["project", "status"], ["project", "rebuild"], ["compact"], ["backup", "f"]):
        assert run(*words, "--store", nowhere).exit_code == 3
    assert run("restore", tmp_path / "none.backup", "--store", nowhere).exit_code == 3
    assert run("doctor", "--store", nowhere).exit_code == 0
    assert not nowhere.exists()
