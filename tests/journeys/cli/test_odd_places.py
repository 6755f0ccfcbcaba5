"""Places that are no place for a store, an output or a backup, and bytes that are no text."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from journeys.cli.errors import report
from journeys.language import speak

Journeys = Callable[..., Result]


@pytest.mark.parametrize(
    "words", [("export", "--out"), ("export", "--format", "csv", "--out"), ("backup",)]
)
def test_an_output_that_leads_round_in_a_circle_is_refused(
    ask: Journeys, tmp_path: Path, words: tuple[str, ...]
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.symlink_to(other)
    other.symlink_to(one)

    said = ask(*words, one)

    assert said.exit_code == 2
    assert f"with {one}: {os.strerror(40)}" in said.stderr
    assert one.is_symlink()


def test_an_empty_store_option_is_not_taken_for_none(run: Journeys, tmp_path: Path) -> None:
    said = run("open", "ada", "--kind", "client", "--store", "")

    assert said.exit_code == 2
    assert "--store needs a value" in said.stderr
    assert not list(tmp_path.rglob("*.db")), "nothing was recorded somewhere else"


def test_a_store_within_a_file_is_refused(run: Journeys, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.touch()

    said = run("open", "ada", "--kind", "client", "--store", file / "my.db")

    assert said.exit_code == 3
    assert f"there is no folder {file}: create it first" in said.stderr


@pytest.mark.timeout(60)
def test_a_pipe_is_no_backup(run: Journeys, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    said = run("restore", tmp_path / "pipe", "--store", tmp_path / "new.db")

    assert said.exit_code == 2
    assert "is not an ordinary file" in said.stderr
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_command_whose_output_nobody_reads_does_its_work(tmp_path: Path, closed: str) -> None:
    words = 'exec "$0" -m journeys open ada --kind client --store "$1" ' + closed

    ended = subprocess.run(
        ["/bin/sh", "-c", words, sys.executable, tmp_path / "new.db"],
        capture_output=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("open", "ada{}", "--kind", "client"),
        ("open", "ada", "--kind", "client", "--command-id", "once{}"),
        ("open", "ada", "--kind", "client", "--title", "Ada{}"),
        ("open", "ada", "--kind", "client", "--actor", "me{}"),
        ("record", "telecom", "need-observed", "text=a{}"),
    ],
)
def test_bytes_that_are_no_text_are_not_recorded(ask: Journeys, words: tuple[str, ...]) -> None:
    """As bytes of Latin-1 come in."""
    count = len(ask("export").stdout.splitlines())

    said = ask(*(word.format("\udce9") for word in words))

    assert said.exit_code == 2
    assert "is not text in UTF-8" in said.stderr
    assert len(ask("export").stdout.splitlines()) == count


def test_bytes_that_are_no_text_are_no_mistake_of_the_program(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(UnicodeEncodeError) as error:
        "caf\udce9".encode()

    assert report(error.value, speak("nl"), debug=False) == 2
    assert "geen tekst in UTF-8" in capsys.readouterr().err


def test_a_store_may_be_called_anything(run: Journeys, tmp_path: Path) -> None:
    store = tmp_path / "caf\udce9.db"
    assert run("open", "ada", "--kind", "client", "--store", store).exit_code == 0
    assert store.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux that is always full")
def test_what_was_recorded_was_recorded_where_nobody_hears_of_it(tmp_path: Path) -> None:
    store = tmp_path / "a.db"
    words = ("open", "ada", "--kind", "client", "--store", store)
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "journeys", *map(str, words)],
            stdout=subprocess.DEVNULL,
            stderr=full,
            check=False,
        )
    assert done.returncode == 0
    assert store.exists()
