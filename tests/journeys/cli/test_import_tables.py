"""Tables come in by a mapping, bad rows are looked after, and a safe table goes out."""

import csv
import errno
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

import journeys
from journeys.store import CannotWrite
from projections.runner import Runner

DATA = Path(__file__).parents[2] / "data"
Journeys = Callable[..., Result]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Where a store will stand."""
    return tmp_path / "own.db"


def accounts(run: Journeys, own: Path, *more: object) -> Result:
    return run("import", DATA / "ravenstack", "--mapping", "ravenstack", "--store", own, *more)


def test_the_last_line_is_one_object_with_every_row_in_it(run: Journeys, own: Path) -> None:
    first = accounts(run, own, "--format", "json")
    assert first.exit_code == 0
    said = json.loads(first.stdout.splitlines()[-1])
    assert (said["read"], said["accepted"], said["quarantined"], said["new"]) == (18, 11, 7, 11)
    assert sum(said["reasons"].values()) == 7
    again = json.loads(accounts(run, own, "--format", "json").stdout.splitlines()[-1])
    assert again == said | {"new": 0, "events": 0}


def test_people_read_how_many_why_and_where(run: Journeys, own: Path) -> None:
    result = accounts(run, own)
    assert "18 rows read" in result.stdout
    assert "11 accepted, 11 of them new: 27 events" in result.stdout
    assert "before-relationship" in result.stdout
    assert "journeys quarantine list" in result.stderr
    dutch = accounts(run, own, "--lang", "nl")
    assert "18 rijen gelezen" in dutch.stdout


def test_a_dry_run_shows_what_would_be_written_and_writes_nothing(run: Journeys, own: Path) -> None:
    result = accounts(run, own, "--dry-run")
    assert "11 would be accepted" in result.stdout
    assert "3 relationships, from 17 August 2023 to about 12 November 2024" in result.stdout
    assert "feelings of the client: 1, on average +0.5" in result.stdout
    assert "this was a dry run" in result.stderr
    said = json.loads(accounts(run, own, "--dry-run", "--format", "json").stdout)
    assert said["profile"]["events"]["contract-signed"] == 1
    assert list(own.parent.glob("own.db*")) == []
    accounts(run, own)
    again = json.loads(accounts(run, own, "--dry-run", "--format", "json").stdout)
    assert (again["accepted"], again["new"]) == (11, 0)


def test_a_table_without_a_mapping_says_what_to_do(run: Journeys, own: Path) -> None:
    for path in (DATA / "ecom", DATA / "ecom" / "ecom.csv"):
        result = run("import", path, "--store", own)
        assert result.exit_code == 2
        assert "--mapping, or draft one with --suggest-mapping" in result.stderr


def test_an_unknown_mapping_lists_the_shipped_ones(run: Journeys, own: Path) -> None:
    result = run("import", DATA / "ecom", "--mapping", "shop", "--store", own)
    assert result.exit_code == 3
    assert "cfpb, ravenstack, retentioneering-ecom" in result.stderr
    assert not own.exists()


def test_a_mapping_is_for_one_path(run: Journeys) -> None:
    result = run("import", "a.csv", "b.csv", "--mapping", "cfpb")
    assert result.exit_code == 2
    assert "one file or one folder" in result.stderr


def test_where_nothing_could_be_taken_the_exit_code_says_so(
    run: Journeys, own: Path, tmp_path: Path
) -> None:
    table = tmp_path / "ecom.csv"
    head = (DATA / "ecom" / "ecom.csv").read_text(encoding="utf-8").splitlines()[0]
    table.write_text(head + "\nuser 1,s,home,yesterday,a,b,c,d\n", encoding="utf-8")
    result = run("import", table, "--mapping", "retentioneering-ecom", "--store", own)
    assert result.exit_code == 1
    assert "1 row read" in result.stdout


def test_a_draft_can_be_used_at_once(run: Journeys, own: Path, tmp_path: Path) -> None:
    table = DATA / "ecom" / "ecom.csv"
    draft = run("import", table, "--suggest-mapping")
    (tmp_path / "draft.toml").write_text(draft.stdout, encoding="utf-8")
    result = run("import", table, "--mapping", tmp_path / "draft.toml", "--store", own)
    assert result.exit_code == 0
    assert "7 accepted" in result.stdout


def test_an_export_of_rows_that_fails_leaves_the_file_that_was_there(
    run: Journeys, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Iterator[bytes]:
        yield b"half"
        raise OSError(errno.ENOSPC, "no room")

    accounts(run, own)
    (tmp_path / "mend.csv").write_text("what was mended", encoding="utf-8")
    monkeypatch.setattr("journeys.io.mapped.mending.export", full)
    failed = run("quarantine", "export", tmp_path / "mend.csv", "--store", own)
    assert (failed.exit_code, "no room left on the disk" in failed.stderr) == (2, True)
    assert (tmp_path / "mend.csv").read_text(encoding="utf-8") == "what was mended"


def test_rows_are_listed_mended_tried_again_and_dropped(
    run: Journeys, own: Path, tmp_path: Path
) -> None:
    nothing = run("quarantine", "list", "--store", own)
    assert (nothing.exit_code, "nothing in quarantine" in nothing.stderr) == (3, True)
    accounts(run, own)
    listed = run("quarantine", "list", "--store", own)
    assert "ravenstack: 2 rows with the reason before-relationship" in listed.stderr
    chosen = run(
        "quarantine", "list", "--reason", "no-partner", "--format", "jsonl", "--store", own
    )
    (row,) = map(json.loads, chosen.stdout.splitlines())
    assert row["row"]["subscription_id"] == "S-9"
    mend = tmp_path / "mend.csv"
    exported = run("quarantine", "export", mend, "--store", own)
    assert "7 rows written" in exported.stderr
    text = mend.read_text(encoding="utf-8")
    mend.write_text(
        text.replace("27-07-2023,28-07-2023", "27-07-2024,28-07-2024"), encoding="utf-8"
    )
    tried = run("quarantine", "retry", mend, "--store", own, "--format", "json")
    said = json.loads(tried.stdout)
    assert (said["read"], said["accepted"], said["new"]) == (7, 1, 1)
    dropped = run(
        "quarantine", "drop", row["id"][:9], "--because", "a test", "--store", own
    )  # fmt: skip
    assert "1 row dropped" in dropped.stderr
    shown = run("quarantine", "list", "--dropped", "--format", "json", "--store", own)
    assert [one["because"] for one in json.loads(shown.stdout)] == ["a test"]
    assert run("quarantine", "drop", "--because", "x", "--store", own).exit_code == 2
    rest = run(
        "quarantine", "drop", "--reason", "recorded-differently", "--because", "x", "--store", own
    )
    assert "1 row dropped" in rest.stderr
    again = accounts(run, own, "--format", "json")
    assert json.loads(again.stdout)["reasons"]["dropped"] == 2


def test_the_history_goes_out_as_a_table_in_which_nothing_is_a_formula(
    run: Journeys, own: Path, tmp_path: Path
) -> None:
    table = tmp_path / "ecom.csv"
    head = (DATA / "ecom" / "ecom.csv").read_text(encoding="utf-8").splitlines()[0]
    table.write_text(head + "\nu1,s,error_page,2024-01-02 10:00:00,a,b,c,d\n", encoding="utf-8")
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        'mapping = "m"\nsource = "=cmd()"\ndates = ["%Y-%m-%d %H:%M:%S"]\n[[file]]\nname = "f"\n'
        'relationship = "{user_id}"\nwhen = "{timestamp}"\n[[file.event]]\n'
        'fact = "relationship-opened"\n[[file.event]]\n'
        'feeling = { whose = "client", scale = "valence", answer = "-0.5" }\n',
        encoding="utf-8",
    )
    run("import", table, "--mapping", mapping, "--store", own)
    result = run("export", "--format", "csv", "--store", own)
    opened, felt = csv.DictReader(io.StringIO(result.stdout))
    assert (opened["relationship"], opened["fact"], opened["valence"]) == (
        "u1",
        "relationship-opened",
        "",
    )
    assert (felt["whose"], felt["valence"], felt["source"]) == ("client", "-0.5", "'=cmd()")
    assert json.loads(felt["data"])["valence"] == -0.5
    one = run("export", "--format", "csv", "u1", "--out", tmp_path / "out.csv", "--store", own)
    assert one.exit_code == 0
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == result.stdout


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("way", ["a table", "a file of ours", "a backup", "what was set aside"])
def test_what_came_in_is_told_though_there_is_no_room_for_the_views(
    way: str,
    language: str,
    run: Journeys,
    store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    native, kept, new = (tmp_path / name for name in ("all.jsonl", "all.backup", "new.db"))
    run("export", "--out", native, "--store", store)
    run("backup", kept, "--store", store)
    if way == "what was set aside":
        accounts(run, new)

    def full(*_: object) -> int:
        raise CannotWrite("the disk is full: make room and try again")

    monkeypatch.setattr(Runner, "catch_up", full)
    commands = {
        "a table": ("import", DATA / "ravenstack", "--mapping", "ravenstack"),
        "a file of ours": ("import", native),
        "a backup": ("restore", kept),
        "what was set aside": ("quarantine", "retry"),
    }
    result = run(*commands[way], "--store", new, "--lang", language)
    said = " ".join(result.stderr.split())
    words = {
        "en": "Everything is recorded; the views are not up to date yet: the disk is full",
        "nl": "Alles is vastgelegd; de overzichten zijn nog niet bij: de schijf is vol",
    }
    assert words[language] in said
    counted = {"a table": "18 ", "a file of ours": "261", "a backup": "261"}
    assert counted.get(way, "") in result.stdout + result.stderr
    with journeys.open(new, create=False) as engine:
        assert engine.store.end() in (27, 261)
