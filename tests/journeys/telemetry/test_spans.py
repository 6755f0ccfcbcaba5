"""What is told of the work: all of it when somebody listens, and nothing when nobody does."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from domain.errors import NotFound
from journeys.engine import STORIES, Engine
from journeys.io import story, telling
from journeys.telemetry.spans import around, listening, watched
from journeys.upkeep.views import rebuild
from tests.journeys.telemetry.listener import Listener


@pytest.fixture
def engine() -> Engine:
    return Engine.open(":memory:")


def test_an_import_tells_of_its_save_and_of_the_fold_with_its_pages(engine: Engine) -> None:
    listener = Listener()
    told = story.load(STORIES / "agency.yaml")
    with watched(listener):
        engine.take(partial(telling.plan, told))
    assert listener.of("import").values == {"recorded": engine.store.end(), "already": 0}
    assert listener.of("save").values == {"events": engine.store.end()}
    assert listener.of("save").depth == listener.of("import").depth + 1
    assert listener.of("page").depth == listener.of("fold").depth + 1
    assert listener.of("page").values == {"after": 0, "events": engine.store.end()}
    assert listener.of("fold").values == {"pages": 1}
    assert all(one.seconds >= 0 for one in listener.heard)


def test_a_question_a_rebuild_and_a_check_are_told(engine: Engine) -> None:
    engine.load_stories()
    listener = Listener()
    with watched(listener):
        engine.ask("tenure")
        rebuild(engine, ["moods"])
        engine.verify()
    assert listener.of("question").values == {"question": "tenure", "rows": 2}
    assert listener.of("rebuild").values == {"views": 1}
    assert listener.of("verify").values == {"events": 261, "clean": True}


def test_what_fails_is_told_by_its_class_and_goes_on_failing(engine: Engine) -> None:
    listener = Listener()
    with watched(listener), pytest.raises(NotFound):
        engine.ask("the-name-of-somebody")
    assert (listener.of("question").error, listener.of("question").values) == ("NotFound", {})
    assert listener.of("question").expected
    with watched(listener), pytest.raises(ZeroDivisionError), around("slip"):
        1 / 0  # noqa: B018 - that it fails is the point
    assert not listener.of("slip").expected


def test_who_listens_no_longer_hears_nothing_and_work_that_began_is_told_to_its_end() -> None:
    first, second = Listener(), Listener()
    with watched(first):
        with watched(second):
            work = around("long")
            work.__enter__()
        work.__exit__(None, None, None)
        with around("later"):
            pass
    assert not listening()
    assert first.names == ["long", "later"]
    assert (second.names, second.of("long").seconds >= 0) == (["long"], True)


def test_nobody_listens_unless_asked_to_and_neither_library_is_loaded(
    root: Path, tmp_path: Path
) -> None:
    code = """
import sys
from journeys.cli import main
sys.argv = ["journeys", "demo", "--store", sys.argv[1]]
try:
    main()
except SystemExit as leaving:
    assert not leaving.code
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.db")],
        cwd=root,
        capture_output=True,
        check=True,
        text=True,
    )
    loaded = done.stderr.splitlines()[-1].split()
    assert "journeys" in loaded
    assert {"structlog", "opentelemetry"}.isdisjoint(loaded)
