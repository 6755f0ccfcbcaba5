"""Compacting: room comes back, facts stay, and what is damaged is left as it is."""

from __future__ import annotations

import pytest

from domain.errors import Damaged
from journeys.engine import Engine
from journeys.upkeep.compacting import compact, waste
from tests.journeys.upkeep.conftest import Opened
from tests.journeys.upkeep.test_backup import tables
from tests.projections.test_runner import contents, plain


def littered(engine: Engine) -> None:
    with engine.store.writing() as writing:
        for name in ("building:moods", "gone-view"):
            rows = [(str(n), '"' + "x" * 200 + '"') for n in range(500)]
            writing.replace(name, "agency", rows)
            writing.advance(name, 1, 5)
    with engine.store.database.writing("snapshots") as session:
        session.put("snapshots", [("agency", 3, b"checksum", b"a state of an earlier version")])


def test_what_nobody_needs_goes_and_everything_else_stays(engine: Engine) -> None:
    before, views = tables(engine.store), plain(contents(engine.store))
    littered(engine)
    found = waste(engine.store, engine.runner)
    assert list(found.views) == ["gone-view", "building:moods"]
    assert all(size > 100_000 for size in found.views.values())
    assert list(found.snapshots) == ["agency"]
    assert found.total <= found.size
    assert waste(engine.store, engine.runner) == found  # asking changes nothing

    compact(engine.store, engine.runner)

    after = waste(engine.store, engine.runner)
    assert (after.views, after.snapshots) == ({}, {})
    assert tables(engine.store) == before
    assert plain(contents(engine.store)) == views
    assert engine.verify().clean


def test_a_file_becomes_as_much_smaller_as_was_said(opened: Opened) -> None:
    engine = opened("file")
    engine.load_stories()
    littered(engine)
    said = waste(engine.store, engine.runner).total
    before, after = compact(engine.store, engine.runner)
    assert before - after == pytest.approx(said, rel=0.25)
    assert engine.store.database.size() == (after, 0)


def test_a_damaged_store_is_left_as_it_is(engine: Engine) -> None:
    littered(engine)
    with engine.store.database.writing("log") as session:
        session.run("UPDATE events SET topic = ? WHERE position = 5", "another.topic.v1")
    with pytest.raises(Damaged, match="left as it is"):
        compact(engine.store, engine.runner)
    assert "gone-view" in waste(engine.store, engine.runner).views
