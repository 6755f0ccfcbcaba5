"""The page about open questions says what the program does, and its examples are run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

import journeys
from journeys.cli.app import cli
from journeys.graph.query.found import Found
from journeys.graph.query.parsing import parse
from journeys.graph.query.telling import tell
from journeys.graph.query.words import KEYWORDS, NODE_ATTRIBUTES, UNITS, WAY_ATTRIBUTES
from projections.touchpoints.attributes import MEANINGS
from tests.docs.generate import filled

PAGE = (Path(__file__).parents[2] / "docs" / "query.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```\n(journeys query [^\n]*)\n```\n\n```text\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("told") / "told.db"
    with journeys.open(path) as engine:
        engine.load_stories()
    return path


def said(command: str, store: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    for name in ("JOURNEYS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    _, *words = shlex.split(command, comments=True)
    result = CliRunner().invoke(cli, [*words, "--store", str(store)])
    return result.exit_code, result.stdout


def test_there_are_ten_examples() -> None:
    assert len(EXAMPLES) == 10


@pytest.mark.parametrize(("command", "shown"), EXAMPLES)
def test_an_example_answers_what_the_page_says(
    command: str, shown: str, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(command, store, monkeypatch) == (0, shown)


def test_the_first_examples_can_be_run(
    store: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    first = PAGE.partition("```\n")[2].partition("```")[0].splitlines()
    assert [said(line, store, monkeypatch)[0] for line in first] == [0, 0, 0]
    assert (tmp_path / "most.svg").exists()


def test_the_example_of_a_path_is_a_question() -> None:
    path = PAGE.partition("## A path\n\n```\n")[2].partition("\n```")[0]
    assert tell(parse(path)) == path


def test_the_lines_of_python_can_be_run(store: Path) -> None:
    lines = PAGE.partition("```python\n")[2].partition("```")[0].replace("my.db", str(store))
    known: dict[str, object] = {"journeys": journeys}
    exec(lines, known)  # noqa: S102 - the page of this project
    found = known["found"]
    assert isinstance(found, Found)
    assert len(found) == 3


def test_attributes_and_limits_are_those_of_the_program() -> None:
    assert filled("query.md") == PAGE, "run make docs"
    assert set(MEANINGS) <= {*NODE_ATTRIBUTES, *WAY_ATTRIBUTES}


def test_the_grammar_has_every_keyword_and_unit() -> None:
    grammar = PAGE.partition("```ebnf")[2].partition("```")[0]
    assert [word for word in (*KEYWORDS, *UNITS) if f'"{word}"' not in grammar] == []
