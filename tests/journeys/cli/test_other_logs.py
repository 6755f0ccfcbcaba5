"""Logs of other tools, out and in again with nothing lost; what is foreign asks for a mapping."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from click.testing import Result

from journeys.cli.export import FILES

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


def test_a_mapping_for_a_foreign_log_can_be_drafted_and_used(run: Journeys, tmp_path: Path) -> None:
    path, mapping = tmp_path / "calls.xes", tmp_path / "calls.toml"
    path.write_text(FOREIGN, encoding="utf-8")
    drafted = run("import", path, "--suggest-mapping")
    assert drafted.exit_code == 0, drafted.stderr
    mapping.write_text(drafted.stdout, encoding="utf-8")
    taken = run("import", path, "--mapping", mapping, "--store", tmp_path / "own.db")
    assert taken.exit_code == 0, taken.stderr + drafted.stdout
