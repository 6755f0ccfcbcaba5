"""How far the views are, and building them anew."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from domain.errors import NotFound
from journeys.engine import Engine
from journeys.store import Store
from journeys.upkeep import doctor, views
from journeys.upkeep.views import rebuild, standings
from projections import runner as runner_module
from projections.ports import Parked
from projections.runner import Progress
from tests.faults.processes import forked
from tests.journeys.store.samples import happened
from tests.journeys.upkeep.conftest import Opened
from tests.projections.test_runner import contents, plain


def by_name(engine: Engine) -> dict[str, views.Standing]:
    return {one.name: one for one in standings(engine)}


def test_a_view_that_has_everything_is_up_to_date(engine: Engine) -> None:
    found = standings(engine)
    assert {(one.state, one.lag, one.end) for one in found} == {("current", 0, 261)}
    assert by_name(engine)["timeline"].rows == len(list(engine.store.rows("timeline")))


def test_what_is_not_taken_in_yet_is_its_lag_and_asking_takes_nothing_in(engine: Engine) -> None:
    engine.store.append([happened("new", 1, "c-new")])
    for _ in range(2):
        assert {(one.state, one.lag) for one in standings(engine)} == {("behind", 1)}


def test_a_view_of_another_version_and_one_that_is_not_there_say_so(engine: Engine) -> None:
    with engine.store.writing() as writing:
        writing.advance("moods", 1, 261)
        writing.drop("farewell")
    found = by_name(engine)
    assert (found["moods"].state, found["moods"].kept) == ("outdated", 1)
    assert (found["farewell"].state, found["farewell"].kept) == ("missing", None)


def test_rebuilding_takes_up_what_was_set_aside_and_leaves_the_others_alone(
    engine: Engine,
) -> None:
    before = plain(contents(engine.store))
    with engine.store.writing() as writing:
        writing.replace("moods", "agency", [])
        writing.park(Parked("moods", "agency", 7, "KeyError"))
        writing.park(Parked("process", "agency", 7, "KeyError"))
    assert by_name(engine)["moods"].parked == (Parked("moods", "agency", 7, "KeyError"),)
    assert rebuild(engine, ["moods"]) == ("moods",)
    assert by_name(engine)["moods"].parked == ()
    assert by_name(engine)["process"].parked != ()
    assert plain(contents(engine.store)) == before


def test_a_view_that_does_not_exist_is_named_before_anything_is_built(engine: Engine) -> None:
    told: list[Progress] = []
    with pytest.raises(NotFound, match="there is no view nope; there are timeline, moods"):
        rebuild(engine, ["moods", "nope"], told.append)
    assert told == []


def test_a_copy_that_a_small_store_has_not_begun_is_told_from_one_that_does_not_exist(
    engine: Engine,
) -> None:
    with pytest.raises(NotFound, match="this store has no columns yet: they are begun at 10000"):
        rebuild(engine, ["columns"])


def test_a_copy_outside_the_store_is_one_more_view(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Outside:
        made = 0

        @property
        def versions(self) -> tuple[int | None, int]:
            return (3 if self.made else None), 3

        def end(self) -> int:
            return self.made

        def rebuild(self, on_progress: Callable[[Progress], None] | None = None) -> None:
            self.made = engine.store.end()

    outside = Outside()
    copies: dict[str, Any] = {"outside": lambda _: outside, "not-here": lambda _: None}
    monkeypatch.setattr(views, "COPIES", copies)
    assert by_name(engine)["outside"].state == "missing"
    assert "not-here" not in by_name(engine)
    assert rebuild(engine, ["outside"]) == ("outside",)
    assert by_name(engine)["outside"].state == "current"
    assert rebuild(engine)[-1] == "outside"
    assert [check.verdict for check in doctor.views(engine)] == ["ok"]
    outside.made = 5
    assert (by_name(engine)["outside"].state, by_name(engine)["outside"].lag) == ("behind", 256)
    assert [check.verdict for check in doctor.views(engine)] == ["ok"]


def test_who_is_killed_in_the_middle_of_a_rebuild_leaves_the_old_rows(
    tmp_path: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "own.db"
    with Engine.open(path) as engine:
        engine.load_stories()
        before = plain(contents(engine.store))
    monkeypatch.setattr(runner_module, "PAGE", 50)

    def work(say: Callable[[str], None]) -> None:
        with Engine.open(path) as engine:

            def page(at: Progress) -> None:
                say(str(at.position))
                if at.position >= 100:
                    os.kill(os.getpid(), signal.SIGKILL)

            rebuild(engine, on_progress=page)

    child = forked(work)
    assert child.wait() == ["50", "100"]
    with Store.open(path) as store:
        assert plain(contents(store)) == before
        assert any(name.startswith("building:") for name in store.row_counts())
    with Engine.open(path) as engine:
        rebuild(engine)
        assert plain(contents(engine.store)) == before
        assert not any(name.startswith("building:") for name in engine.store.row_counts())
