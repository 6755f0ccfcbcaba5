"""The copy of what was lived is never behind, and is made anew when it is not whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest

import journeys
from domain._kernel import Record
from domain.care import ContactHeld
from domain.courtship import RelationshipOpened
from domain.moments import Moment
from journeys.engine import Engine
from journeys.graph import living
from journeys.graph.columned import ColumnGraph
from journeys.lived import copy, keeping
from journeys.lived.folder import Shelf
from tests.journeys.lived.busy import Busy


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with journeys.open(tmp_path / "a.db") as engine:
        told = Busy(3)
        for number in range(12):
            engine.store.append(told.relationship(f"r-{number:02d}", 6))
        engine.catch_up()
        engine.kept_lives.rebuild()
        yield engine


def shelf(engine: Engine) -> Shelf:
    at = engine.kept_lives._at
    assert at is not None
    return Shelf(at)


def met(relationship: str, number: int) -> Record:
    at = Moment("2026-03-01T10:00:00+01:00")
    return Record(
        relationship=relationship, occurred_at=at, recorded_at=at, actor="test", channel="chat",
        command_id=f"met-{relationship}-{number}",
        facts=(RelationshipOpened(),) if number < 0 else (ContactHeld(initiated_by="client"),),
    )  # fmt: skip


def as_folded(engine: Engine) -> bool:
    """Whether it is answered from columns, and as the fold does."""
    found, expected = engine.graph(), living.graph(engine)
    assert list(found.visits()) == list(expected.visits())
    assert found.graphml() == expected.graphml()
    return isinstance(found, ColumnGraph)


def test_what_is_recorded_after_the_copy_is_in_the_next_answer(engine: Engine) -> None:
    before = shelf(engine).standing()
    engine.record(met("r-03", 1))
    engine.record(met("new", -1))
    engine.record(met("new", 1))
    engine.record(met("r-03", 2))
    assert as_folded(engine)
    assert shelf(engine).standing() == before


def test_whoever_looks_after_a_copy_that_stands_loads_no_columns(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Mock()
    monkeypatch.setattr("journeys.lived.copy.copy_at", made)
    with journeys.open(tmp_path / "a.db") as again:
        again.catch_up()
        assert not made.called
        monkeypatch.setattr(keeping, "WORTH", 0)
        monkeypatch.setattr(keeping, "SHARE", 10_000)
        again.kept_lives.catch_up()
    assert made.called


def test_the_copy_grows_by_the_lives_in_which_something_is_new(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "WORTH", 2)
    monkeypatch.setattr(copy, "MERGED", 2)
    pieces = []
    for number in range(8):
        engine.record(met("r-05", number))
        engine.record(met(f"new-{number}", -1))
        found = shelf(engine).standing()
        assert found is not None
        assert found.end == engine.store.end()
        pieces.append(len(found.pieces))
        assert as_folded(engine)
    assert pieces == [2, 3, 1, 2, 3, 1, 2, 3]
    assert len(list(shelf(engine).path.glob("*.lives"))) == pieces[-1]


def test_another_process_sees_what_was_written(engine: Engine) -> None:
    with journeys.open(shelf(engine).path.parent.with_suffix("")) as other:
        assert as_folded(other)
        engine.record(met("r-05", 1))
        assert as_folded(other)


@pytest.mark.parametrize("harm", ["gone", "shorter", "other"])
def test_a_torn_copy_is_answered_by_the_fold_and_made_anew(
    engine: Engine, harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file,) = shelf(engine).path.glob("*.lives")
    data = file.read_bytes()
    changed = {"shorter": data[:-9], "other": data[:400] + b"?" * 40 + data[440:]}
    file.unlink()
    if harm in changed:
        file.write_bytes(changed[harm])
    with journeys.open(shelf(engine).path.parent.with_suffix("")) as other:
        assert not as_folded(other)
        monkeypatch.setattr(keeping, "LEAST", 1)
        other.catch_up()
        assert as_folded(other)


def test_a_list_that_says_something_else_is_no_list(engine: Engine) -> None:
    for said in (b"", b"[]", b'{"format": 0}'):
        (shelf(engine).path / "pieces.json").write_bytes(said)
        assert not as_folded(engine)
    engine.kept_lives.rebuild()
    assert as_folded(engine)


def test_the_copy_of_another_store_is_not_answered_from(engine: Engine, tmp_path: Path) -> None:
    mine = shelf(engine).path
    with journeys.open(tmp_path / "b.db") as other:
        other.store.append(Busy(9).relationship("r-01", 60)[: engine.store.end()])
        other.catch_up()
        at = shelf(other).path
        at.parent.mkdir()
        mine.rename(at)
        assert not as_folded(other)


def test_a_view_of_another_version_is_not_answered_from(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copy, "VERSION", keeping.VERSION + 1)
    assert engine.lives() is None
    assert engine.kept_lives.rebuild() == 0


def test_nothing_is_written_while_the_view_is_behind(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "WORTH", 1)
    before = shelf(engine).standing()
    engine.scribe.record(met("r-02", 1))
    engine.kept_lives.catch_up()
    assert engine.kept_lives.rebuild() == 0
    assert engine.kept_lives.to_answer() is None
    assert shelf(engine).standing() == before


def test_nobody_waits_for_who_is_writing(engine: Engine) -> None:
    with shelf(engine).alone() as alone:
        assert alone
        assert engine.kept_lives.rebuild() == 0
    assert engine.kept_lives.rebuild() > 0


def test_a_small_store_is_given_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with journeys.open(tmp_path / "b.db") as engine:
        engine.load_stories()
        assert engine.lives() is None
        assert not (tmp_path / "b.db.columns" / "lived").exists()
        monkeypatch.setattr(keeping, "LEAST", 10)
        engine.catch_up()
        assert as_folded(engine)


def test_a_store_in_memory_has_none() -> None:
    with journeys.open(":memory:") as engine:
        engine.load_stories()
        assert engine.lives() is None
        assert engine.kept_lives.rebuild() == 0


def test_columns_of_the_facts_are_made_anew_beside_it(engine: Engine) -> None:
    engine.kept_columns.rebuild()
    engine.kept_lives.rebuild()
    engine.kept_columns.rebuild()
    assert as_folded(engine)


def test_who_may_not_read_the_store_may_not_read_the_copy(engine: Engine) -> None:
    file = shelf(engine).path.parent.with_suffix("")
    modes = {one.stat().st_mode & 0o777 for one in shelf(engine).path.iterdir()}
    assert modes == {file.stat().st_mode & 0o666}
