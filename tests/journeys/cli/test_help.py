"""Help is short, quick, in both languages, and ends with two examples."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from journeys.cli.app import GROUPS

Journeys = Callable[..., Result]

VERBS = [verb for group in GROUPS.values() for verb in group]
PAGES: list[tuple[str, ...]] = [(), *((verb,) for verb in VERBS)]
HEAVY = {
    "babel", "eventsourcing", "fastapi", "holidays", "networkx", "numpy", "pandas", "platformdirs",
    "pydantic", "pydantic_core", "sqlite3", "yaml",
}  # fmt: skip
LOADED = """
import json, sys
from journeys.cli.app import cli

for page in json.loads(sys.argv[1]):
    code = cli.main([*page, "--help"], standalone_mode=False)
    assert code == 0, code
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr)
"""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: " ".join(page) or "journeys")
@pytest.mark.parametrize(("lang", "title"), [("en", "Examples"), ("nl", "Voorbeelden")])
def test_every_page_ends_with_two_examples(
    run: Journeys, page: tuple[str, ...], lang: str, title: str
) -> None:
    result = run(*page, "--lang", lang, "--help")
    assert result.exit_code == 0
    _, found, examples = result.stdout.rpartition(f"{title}\n")
    assert found
    assert sum(line.startswith("  journeys ") for line in examples.splitlines()) == 2


@pytest.mark.parametrize("page", PAGES, ids=lambda page: " ".join(page) or "journeys")
def test_no_page_is_wider_than_its_terminal(
    run: Journeys, page: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    for columns in ("40", "80"):
        monkeypatch.setenv("COLUMNS", columns)
        lines = run(*page, "--help").stdout.splitlines()
        assert [line for line in lines if len(line) > int(columns) or line != line.rstrip()] == []


def test_no_page_leaves_a_sentence_in_english(run: Journeys) -> None:
    for page in PAGES:
        said = run(*page, "--lang", "nl", "--help").stdout
        assert " the " not in said, page


def test_help_lists_the_verbs_in_their_groups(run: Journeys) -> None:
    said = run("--help").stdout
    places = [
        said.index(f"\n{title}\n") for title in ("Look", "Judge", "Run", "Options", "Examples")
    ]
    assert places == sorted(places)
    assert [verb for verb in VERBS if f"\n  {verb} " not in said] == []


def test_help_loads_nothing_heavy(root: Path) -> None:
    plain = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    asked = subprocess.run(
        [sys.executable, "-c", LOADED, json.dumps(PAGES)],
        cwd=root,
        env=plain,
        capture_output=True,
        check=True,
        text=True,
    )
    assert sorted(HEAVY & set(json.loads(asked.stderr))) == []


def test_help_says_what_a_chain_cannot_show(run: Journeys) -> None:
    assert "What a chain cannot show" in run("verify", "--help").stdout


def test_the_version_is_said(run: Journeys) -> None:
    result = run("--version")
    assert result.stdout.startswith("journeys ")
    assert result.exit_code == 0


@pytest.fixture
def root() -> Path:
    """Where the project lies."""
    return Path(__file__).resolve().parents[3]
