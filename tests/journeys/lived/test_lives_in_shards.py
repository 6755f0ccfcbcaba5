"""What was lived in several shards is answered from the columns of all of them together."""

from __future__ import annotations

from pathlib import Path

import journeys
from domain.moments import Moment
from journeys.graph import living
from journeys.graph.columned import ColumnGraph
from journeys.lived.answers.known import ANSWERED
from journeys.shards.engine import ShardedEngine
from journeys.upkeep.views import rebuild, standings
from tests.journeys.lived.busy import Busy

NOW = Moment("2026-10-01")


def test_shards_answer_together(tmp_path: Path) -> None:
    named = tmp_path / "all.toml"
    named.write_text('[shards]\nstores = ["a.db", "b.db", "c.db"]\n')
    with journeys.open(str(named)) as several, journeys.open(":memory:") as one:
        assert isinstance(several, ShardedEngine)
        told = Busy(5)
        for number in range(15):
            events = told.relationship(f"r-{number:02d}", 8)
            one.store.append(events)
            several.store.append(events)
        several.catch_up()
        assert several.lives() is None
        assert several.kept_lives.rebuild() > 50
        one.clock = several.clock = lambda: NOW
        found, expected = several.graph(), living.graph(one)
        assert isinstance(found, ColumnGraph)
        assert list(found.visits()) == list(expected.visits())
        assert found.graphml() == expected.graphml()
        for name in ANSWERED:
            assert several.ask(name).rows == one.ask(name).rows
        several.parts[1].kept_lives._at.rename(tmp_path / "gone")  # type: ignore[union-attr]
        assert several.lives() is None


def test_the_copy_is_made_anew_by_name_as_a_view_is(tmp_path: Path) -> None:
    with journeys.open(tmp_path / "a.db") as engine:
        engine.load_stories()
        assert "columns-of-lives" not in {one.name for one in standings(engine)}
        engine.kept_lives.rebuild()
        (engine.kept_lives._at / "pieces.json").write_bytes(b"?")  # type: ignore[operator]
        states = {one.name: one.state for one in standings(engine)}
        assert states["columns-of-lives"] == "missing"
        seen: list[int] = []
        done = rebuild(engine, ["columns-of-lives"], lambda one: seen.append(one.position))
        assert done == ("columns-of-lives",)
        assert seen == [engine.store.end()]
        states = {one.name: one.state for one in standings(engine)}
        assert states["columns-of-lives"] == "current"
        assert isinstance(engine.graph(), ColumnGraph)
