"""Logs of other tools, out and in again with nothing lost; what is foreign asks for a mapping."""

import json
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import polars as pl
import pytest
from click.testing import Result

from journeys.cli.export import FILES
from journeys.io.other_logs import write

Journeys = Callable[..., Result]


@pytest.mark.parametrize("kind", [kind for kind in FILES if kind != "parquet"])
def test_what_is_exported_comes_back_byte_for_byte(
    run: Journeys, ask: Journeys, tmp_path: Path, kind: str
) -> None:
    log, again = tmp_path / "log", tmp_path / "again.db"
    native, back = tmp_path / "native.jsonl", tmp_path / "back.jsonl"
    assert ask("export", "--out", native).exit_code == 0

    assert ask("export", "--format", kind, "--out", log).exit_code == 0
    taken = run("import", log, "--store", again)
    assert taken.exit_code == 0, taken.stderr
    assert run("export", "--out", back, "--store", again).exit_code == 0

    assert back.read_bytes() == native.read_bytes()
    assert " 0" in run("import", log, "--store", again).stdout, "twice is once"


@pytest.mark.parametrize("kind", [kind for kind in FILES if kind != "parquet"])
def test_characters_that_xml_cannot_hold_come_back_from_every_kind(
    run: Journeys, tmp_path: Path, kind: str
) -> None:
    odd, log, back = tmp_path / "odd.jsonl", tmp_path / "log", tmp_path / "back.jsonl"
    said = "a bell \a, a colour \x1b[31m, no character \ufffe \uffff, a line\r\n\t]]> & <"
    odd.write_text("".join(_promising(said)), encoding="utf-8")
    assert run("import", odd, "--store", tmp_path / "odd.db").exit_code == 0
    assert run("export", "--out", odd, "--store", tmp_path / "odd.db").exit_code == 0

    written = run("export", "--format", kind, "--out", log, "--store", tmp_path / "odd.db")
    assert written.exit_code == 0, written.stderr
    taken = run("import", log, "--store", tmp_path / "again.db")
    assert taken.exit_code == 0, taken.stderr
    run("export", "--out", back, "--store", tmp_path / "again.db")

    assert back.read_bytes() == odd.read_bytes()


def _promising(text: str) -> Iterator[str]:
    told: tuple[tuple[str, dict[str, str]], ...] = (
        ("relationship-opened", {"kind": "client"}),
        ("promise-made", {"promise": "q", "text": text, "by": "supplier", "to": "client"}),
    )
    for fact, data in told:
        line = {"id": fact, "type": f"relationship.{fact}.v1", "subject": "c", "data": data}
        line |= {"specversion": "1.0", "occurred": "2026-01", "actor": "a\ufffe"}
        yield json.dumps(line) + "\n"


def test_parquet_has_a_row_an_event(ask: Journeys, tmp_path: Path) -> None:
    path = tmp_path / "log.parquet"
    assert ask("export", "agency", "--format", "parquet", "--out", path).exit_code == 0
    table = pl.read_parquet(path)
    assert set(table["subject"]) == {"agency"}
    assert table["type"][0] == "relationship.relationship-opened.v1"
    assert '"kind":"client"' in table["data"][0]


def test_a_log_is_a_file(ask: Journeys) -> None:
    said = ask("export", "--format", "xes")
    assert said.exit_code == 2
    assert "--out" in said.stderr


FOREIGN = """<log><trace><string key="concept:name" value="ada"/><event>
<string key="concept:name" value="call"/><date key="time:timestamp" value="2024-05-01T10:00:00Z"/>
</event></trace></log>"""


def test_a_foreign_log_asks_for_a_mapping(run: Journeys, tmp_path: Path) -> None:
    path = tmp_path / "calls.xes"
    path.write_text(FOREIGN, encoding="utf-8")
    said = run("import", path, "--store", tmp_path / "own.db")
    assert said.exit_code == 2
    assert "--mapping" in said.stderr
    assert not (tmp_path / "own.db").exists()


@pytest.mark.parametrize("kind", [kind for kind in FILES if kind != "parquet"])
def test_a_log_without_events_is_nobody_elses(run: Journeys, tmp_path: Path, kind: str) -> None:
    log = tmp_path / "log"
    write([], log, kind)
    said = run("import", log, "--store", tmp_path / "new.db")
    assert said.exit_code == 2
    assert "there is no event in this log" in said.stderr


def test_a_mapping_for_a_foreign_log_can_be_drafted_and_used(run: Journeys, tmp_path: Path) -> None:
    path, mapping = tmp_path / "calls.xes", tmp_path / "calls.toml"
    path.write_text(FOREIGN, encoding="utf-8")
    drafted = run("import", path, "--suggest-mapping")
    assert drafted.exit_code == 0, drafted.stderr
    mapping.write_text(drafted.stdout, encoding="utf-8")
    taken = run("import", path, "--mapping", mapping, "--store", tmp_path / "own.db")
    assert taken.exit_code == 0, taken.stderr + drafted.stdout


@pytest.mark.parametrize("kind", FILES)
def test_a_disk_that_is_full_is_no_mistake_of_the_program(
    ask: Journeys, tmp_path: Path, kind: str
) -> None:
    assert ask("export", "--out", tmp_path / "native.jsonl").exit_code == 0
    lines = (tmp_path / "native.jsonl").read_bytes().splitlines(keepends=True)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        with pytest.raises(OSError, match=str(tmp_path / "log")):
            write(lines, tmp_path / "log", kind)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert not list(tmp_path.glob("*log*"))


def test_a_database_that_finds_the_disk_full_says_so_in_our_words(
    ask: Journeys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object, path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA max_page_count = 2")
            connection.execute("CREATE TABLE a (b)")
            connection.execute("CREATE TABLE c (d)")

    monkeypatch.setattr("journeys.io.ocel.sqlite_writing._dump", full)
    refused = ask("export", "--format", "ocel-sqlite", "--out", tmp_path / "log", "--lang", "nl")
    assert "er is geen ruimte meer op de schijf" in " ".join(refused.stderr.split())
