"""What is asked of a store in shards has the answers of one store."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import journeys
from domain._kernel import Record
from domain.courtship import RelationshipOpened
from domain.errors import Refused
from domain.moments import Moment
from domain.organisation import AlarmBudgetSet, OrganisationNamed
from journeys.asking import FOUND, PORTFOLIO
from journeys.columns.keeping import SETTING
from journeys.drift.kept import KeptEras
from journeys.drift.sources import engine_eras, store_eras
from journeys.drift.standing import standing
from journeys.engine import Engine
from journeys.io.cloudevents import export
from journeys.io.importing import plan
from journeys.population import portfolio
from journeys.population.portfolio import planned
from journeys.shards.copies import Copies
from journeys.shards.engine import ShardedEngine
from journeys.store import Place
from projections.answers import ANSWERS
from tests import postgres as server
from tests.given import on
from tests.journeys.store.test_shards import failing, named, one_in

UNTIL = date(2026, 11, 1)
NOW = Moment("2026-11-01T12:00:00+00:00")


class Both(NamedTuple):
    one: Engine
    several: Engine


def lines(engine: Engine) -> list[bytes]:
    return list(export(engine.store.log_order()))


def budget(alarms: float) -> Record:
    """Return the command that begins an organisation with so many false alarms a year."""
    facts = OrganisationNamed(name="Us"), AlarmBudgetSet(alarms=alarms)
    return on("2026-10-01", *facts, relationship="organisation:us", command_id="b-1")


def settle(both: Both) -> Both:
    for engine in both:
        engine.clock = lambda: NOW
    return both


@pytest.fixture(scope="module", params=["files", "schemas"])
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Both]:
    """One store, and the same history in three shards: whatever is done, is done to both."""
    with ExitStack() as stack:
        tmp_path = tmp_path_factory.mktemp("both")
        where: Place | str = named(tmp_path, "a.db", "b.db", "c.db")
        if request.param == "schemas":
            patched = stack.enter_context(pytest.MonkeyPatch.context())
            (tmp_path / "columns").mkdir()
            patched.setenv(SETTING, str(tmp_path / "columns"))
            where = stack.enter_context(server.schema()) + "&shards=3"
        one = stack.enter_context(journeys.open(":memory:"))
        several = stack.enter_context(journeys.open(where))
        for engine in (one, several):
            engine.load_stories(invented=True)
            engine.take(lambda _: planned(portfolio(3, 7, UNTIL)))
        yield settle(Both(one, several))


@pytest.mark.slow
def test_every_question_has_the_answer_of_one_store(both: Both) -> None:
    assert isinstance(both.several, ShardedEngine)
    for name in ANSWERS:
        assert both.several.ask(name).rows == both.one.ask(name).rows, name


def test_portfolio_questions_are_answered_from_the_columns_of_every_shard(both: Both) -> None:
    both.several.kept_columns.catch_up(begin=True)
    columns = both.several.columns()
    assert isinstance(columns, Copies)
    counted = {name for name, answer in ANSWERS.items() if answer.counted}
    for name in PORTFOLIO | FOUND | counted:
        assert both.several.ask(name) == both.one.ask(name)
        at = Moment("2025-06-01")
        some = ["agency", "telecom"]
        assert both.several.ask(name, some, at=at) == both.one.ask(name, some, at=at)
        assert both.several.ask(name, as_known=at) == both.one.ask(name, as_known=at)
    kept = engine_eras(both.several, (), at, None, NOW)
    assert isinstance(kept, KeptEras)
    told = store_eras(both.one.store, (), at, None, NOW)
    for ours, theirs in zip(kept, told, strict=True):
        assert (ours.relationship, ours.zero) == (theirs.relationship, theirs.zero)
        places = range(len(theirs.contacts))
        assert ours.contacts == theirs.contacts
        assert ours.events(places) == theirs.events(places)
    assert both.several.columns() is columns
    more = on("2026-10-01", RelationshipOpened(), relationship="more", command_id="more")
    for engine in both:
        engine.record(more)
    assert both.several.ask("facts-over-time") == both.one.ask("facts-over-time")
    everything = both.several.to_polars()
    assert everything.height == both.one.to_polars().height
    ends = [part.store.end() for part in both.several.parts]  # shard by shard, each in its order
    assert everything["position"].to_list() == [at + 1 for end in ends for at in range(end)]


def test_board_findings_lists_and_graphs_are_those_of_one_store(both: Both) -> None:
    assert both.several.relationships() == both.one.relationships()
    assert both.several.board() == both.one.board()
    for one in both.one.relationships():
        ours, theirs = both.several.journey(one.id), both.one.journey(one.id)
        assert ours.findings() == theirs.findings()
        assert ours.events() == theirs.events()
    text = "touchpoint where client.after < 0 -> friction"
    assert both.several.query(text).rows == both.one.query(text).rows
    drifting = [
        list(standing(store_eras(engine.store, (), None, None, NOW), engine.runner.bounds))
        for engine in both
    ]
    assert drifting[0] == drifting[1] != []


def test_a_budget_counts_in_every_shard_whichever_keeps_it(both: Both) -> None:
    strict = budget(0.01)
    for engine in both:
        engine.record(strict)
    assert both.several.board() == both.one.board()
    bounds = {id_: part.runner.bounds for id_, part in enumerate(both.several.parts)}
    assert set(bounds.values()) == {both.one.runner.bounds}


def test_a_history_goes_out_and_comes_in_again_byte_for_byte(both: Both, tmp_path: Path) -> None:
    told, ours = lines(both.one), lines(both.several)
    assert sorted(ours) == sorted(told)
    for one in both.one.store.relationships():
        alone = [
            list(export(row for row in engine.store.log_order() if row.relationship == one))
            for engine in both
        ]
        assert alone[0] == alone[1]
    path = tmp_path / "all.jsonl"
    path.write_bytes(b"".join(ours))
    with journeys.open(tmp_path / "back.db") as back:
        back.take_file(path)
        assert lines(back) == ours


@pytest.mark.parametrize("bulk", [True, False])
def test_an_import_that_crashed_between_two_shards_is_finished_by_importing_again(
    tmp_path: Path, *, bulk: bool
) -> None:
    with journeys.open(":memory:") as one:
        one.load_stories(invented=True)
        one.take(lambda _: planned(portfolio(3, 7, UNTIL)))
        told = lines(one)
    path = tmp_path / "all.jsonl"
    path.write_bytes(b"".join(told))
    where = named(tmp_path, "a.db", "b.db", "c.db")
    journeys.open(where).close()

    def take(engine: Engine) -> tuple[int, int]:
        return engine.take_file(path) if bulk else engine.take(partial(plan, path), look=False)

    child = os.fork()
    if not child:
        with journeys.open(where) as engine, failing(engine.store, 1, lambda: os._exit(7)):
            take(engine)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    with journeys.open(where) as engine:
        half = engine.store.end()
        assert 0 < half < len(told)
        assert take(engine) == (len(told) - half, half)
        assert take(engine) == (0, len(told))
        assert sorted(lines(engine)) == sorted(told)
        assert engine.verify().clean


def test_recording_in_one_shard_does_not_wait_for_the_views_of_another(postgres: str) -> None:
    with journeys.open(f"{postgres}&shards=3") as engine:
        engine.catch_up()
        with engine.store.shards[1].database.writing("views"):
            opened = on("2025-01-01", RelationshipOpened(), relationship=one_in(0))
            assert not engine.record(opened).already
            assert [part.runner.lag() for part in engine.parts] == [0, 0, 0]
            assert engine.runner.set_aside("portfolio") == frozenset()
        assert [row.id for row in engine.relationships()] == [one_in(0)]


def test_one_command_has_one_effect_whichever_shard_it_is_sent_to(tmp_path: Path) -> None:
    where = named(tmp_path, "a.db", "b.db", "c.db")
    with journeys.open(where) as engine:
        first = on("2025-01-01", RelationshipOpened(), relationship=one_in(0), command_id="c-1")
        other = first.model_copy(update={"relationship": one_in(1)})
        assert not engine.record(first).already
        assert engine.record(first).already
        with pytest.raises(Refused) as refused:
            engine.record(other)
        assert refused.value.rule == "one-id-one-command"
        assert engine.store.relationships() == [one_in(0)]


@pytest.mark.slow
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 2**20),
    count=st.integers(1, 4),
    shards=st.integers(1, 9),
    question=st.sampled_from(sorted(ANSWERS)),
)
def test_any_log_dealt_over_any_number_of_shards_is_one_history(
    tmp_path_factory: pytest.TempPathFactory, seed: int, count: int, shards: int, question: str
) -> None:
    members = portfolio(count, seed, UNTIL)
    folder = tmp_path_factory.mktemp("dealt")
    where = named(folder, *(f"{number}.db" for number in range(shards)))
    with journeys.open(":memory:") as one, journeys.open(where) as several:
        for engine in (one, several):
            engine.take(lambda _: planned(members))
        both = settle(Both(one, several))
        assert both.several.board() == both.one.board()
        for member in members:
            found = both.several.journey(member.id).findings()
            assert found == both.one.journey(member.id).findings()
        assert both.several.columns() is None
        both.several.kept_columns.catch_up(begin=True)
        for name in (*PORTFOLIO, question):
            assert both.several.ask(name).rows == both.one.ask(name).rows
        assert sorted(lines(several)) == sorted(lines(one))
        assert both.several.verify().clean
