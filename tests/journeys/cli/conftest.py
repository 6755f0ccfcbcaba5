"""A store with the two stories, and the command line as a function."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import journeys
from journeys.cli.app import cli

Journeys = Callable[..., Result]


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with both stories in it. Only to be copied."""
    path = tmp_path_factory.mktemp("told") / "told.db"
    with journeys.open(path) as engine:
        engine.load_stories()
    return path


@pytest.fixture
def store(told: Path, tmp_path: Path) -> Path:
    """A store of this test's own, with both stories in it."""
    return Path(shutil.copy(told, tmp_path / "own.db"))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Journeys:
    """The command line: plain, in English, 80 columns wide, with a home of its own."""
    for name in ("JOURNEYS_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "JOURNEYS_STORE", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    def journeys_(*arguments: object) -> Result:
        return CliRunner().invoke(cli, [str(argument) for argument in arguments])

    return journeys_


@pytest.fixture
def ask(run: Journeys, store: Path) -> Journeys:
    """The command line, asked of the store with both stories."""

    def asked(*arguments: object) -> Result:
        return run(*arguments, "--store", store)

    return asked
