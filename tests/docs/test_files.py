"""The examples in the page about files can be imported as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import journeys
from journeys.io import importing, story, telling

PAGE = Path(__file__).parents[2] / "docs" / "files.md"


def _example(kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


@pytest.mark.parametrize(("kind", "events"), [("yaml", 5), ("json", 6)])
def test_an_example_is_taken_whole(tmp_path: Path, kind: str, events: int) -> None:
    file = tmp_path / f"example.{kind}"
    file.write_text(_example(kind), encoding="utf-8")
    with journeys.open(":memory:") as engine:
        if kind == "yaml":
            plan = telling.plan(story.load(file), engine.store)
        else:
            plan = importing.plan(file, engine.store)
        assert engine.take(lambda _store: plan).recorded == events
