"""The page about pictures says what works."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from defusedxml.ElementTree import fromstring

import journeys
from journeys.cli.app import cli
from journeys.cli.drawing import CONVERTERS

PAGE = (Path(__file__).parents[2] / "docs" / "pictures.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with both stories, in a folder of its own."""
    path = tmp_path_factory.mktemp("pictures") / "my.db"
    with journeys.open(path) as engine:
        engine.load_stories()
    return path


@pytest.mark.parametrize("line", re.findall(r"^journeys (.+?)\s+#", PAGE, re.MULTILINE))
def test_every_command_on_it_draws_what_it_says(
    line: str, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(store.parent)
    words = shlex.split(line)
    result = CliRunner().invoke(cli, [*words, "--store", str(store)])
    assert result.exit_code == 0, result.output
    drawn = (store.parent / words[-1]).read_text(encoding="utf-8")
    assert drawn.startswith("<!doctype html>") or fromstring(drawn).attrib["role"] == "img"


def test_everything_that_it_holds_in_python_has_a_picture(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(store.parent)
    code = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)[0]
    begun, shown = code.split("\nagency  #", 1)
    known: dict[str, object] = {}
    exec(begun, known)  # noqa: S102 - the page's own example
    held = [line.split("#")[0].strip() for line in f"agency  #{shown}".splitlines()]
    assert len(held) > 7
    for expression in held:
        one = eval(expression, known)  # noqa: S307 - the page's own example
        assert one._repr_html_() == one.picture().html()
    known["engine"].close()  # type: ignore[attr-defined]


def test_it_names_every_converter() -> None:
    assert all(program in PAGE for program in CONVERTERS)
