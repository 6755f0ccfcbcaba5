"""A long log is told relationship by relationship: the same rows, at once or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import Mock

import pytest

from domain.care import ContactHeld
from journeys.store import Store
from projections import rebuilding
from projections import runner as runner_module
from projections.ports import Row
from projections.reading import Reading
from projections.runner import Progress, Runner
from projections.views import VIEWS, View
from tests.given import on
from tests.projections.memory import Memory
from tests.projections.test_runner import (
    CALENDAR,
    Ports,
    contents,
    counting,
    decided,
    one_page,
    plain,
    portfolio,
)


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> Iterator[Ports]:
    if request.param == "memory":
        yield Memory()
        return
    name = request.getfixturevalue("postgres") if request.param == "postgres" else ":memory:"
    with Store.open(name) as opened:
        yield opened


@pytest.fixture(autouse=True)
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every log be a long one."""
    monkeypatch.setattr(runner_module, "LONG", 1)
    monkeypatch.setattr(rebuilding, "TOGETHER", 5)


@pytest.fixture
def page_by_page() -> dict[str, Any]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(runner_module, "LONG", 1_000_000)
        return one_page(portfolio())


def test_views_that_were_never_written_hold_what_pages_come_to(
    store: Ports,
    page_by_page: dict[str, Any],
) -> None:
    store.append(portfolio())
    told: list[Progress] = []
    runner = Runner(store, store, CALENDAR)
    assert runner.catch_up(told.append) > 1
    assert plain(contents(store)) == plain(page_by_page)
    assert {head.position for head in store.heads().values()} == {len(portfolio())}
    assert set(store.heads()) == {view.name for view in VIEWS}
    assert told[-1] == Progress(len(portfolio()), len(portfolio()))
    assert [at.position for at in told] == sorted(at.position for at in told)
    assert runner.catch_up() == 0


def test_views_of_another_version_are_built_anew_together(store: Ports) -> None:
    store.append(portfolio())
    view = counting(1, 1)
    first = (view, replace(view, name="again"), replace(view, name="same"))
    Runner(store, store, CALENDAR, first).catch_up()
    folds = Mock(wraps=rebuilding.one_by_one)
    later = counting(2, 10)
    second = (later, replace(later, name="again"), first[2])
    Runner(store, store, CALENDAR, second, folds=folds).catch_up()
    ((_, _, views, *_), _) = folds.call_args
    assert folds.call_count == 1  # the log is folded once, for both of them
    assert [one.name for one in views] == ["count", "again"]
    assert {name: head.version for name, head in store.heads().items()} == {
        "count": 2, "again": 2, "same": 1,
    }  # fmt: skip
    assert list(store.rows("again")) == list(store.rows("count"))


def test_a_view_that_joins_the_others_is_built_alone(store: Ports) -> None:
    store.append(portfolio())
    Runner(store, store, CALENDAR).catch_up()
    before = contents(store)
    Runner(store, store, CALENDAR, (*VIEWS, counting(1, 1))).catch_up()
    assert contents(store) == before
    assert [row["n"] for _, _, row in store.rows("count")] == [13, 8, 7]


@pytest.mark.parametrize(("stands", "times"), [(10, 1), (20, 0)])
def test_who_has_half_of_the_log_to_go_is_told_from_the_beginning(
    stands: int, times: int, monkeypatch: pytest.MonkeyPatch, page_by_page: dict[str, Any]
) -> None:
    memory = Memory(portfolio()[:stands])
    runner = Runner(memory, memory, CALENDAR)
    runner.catch_up()
    memory.append(portfolio()[stands:])
    asked = Mock(side_effect=runner._rebuild_whole)
    monkeypatch.setattr(runner, "_rebuild_whole", asked)
    runner.catch_up()
    assert asked.call_count == times
    assert plain(contents(memory)) == plain(page_by_page)


def test_it_is_the_same_for_a_rebuild(store: Ports) -> None:
    store.append(portfolio())
    runner = Runner(store, store, CALENDAR)
    runner.catch_up()
    before = plain(contents(store))
    store.append(decided([on("2025-03-01", ContactHeld(), relationship="client-2")], portfolio()))
    runner.catch_up()
    grown = plain(contents(store))
    runner.rebuild()
    assert before != grown == plain(contents(store))


def build_again_and_again(memory: Memory) -> None:
    for _ in range(10):
        Runner(memory, memory, CALENDAR).catch_up()
        Runner(memory, memory, CALENDAR).rebuild()


@pytest.mark.parametrize("writes", range(9))
def test_a_crash_leaves_no_rows_or_all_of_them(writes: int, page_by_page: dict[str, Any]) -> None:
    memory = Memory(portfolio())
    memory.fails_after = writes
    with pytest.raises(OSError, match="power"):
        build_again_and_again(memory)
    assert plain(contents(memory)) in (
        plain(page_by_page),
        plain({view.name: [] for view in VIEWS}),
    )
    memory.fails_after = None
    Runner(memory, memory, CALENDAR).catch_up()
    assert plain(contents(memory)) == plain(page_by_page)
    assert set(memory.heads()) >= {view.name for view in VIEWS}


def test_who_fails_is_set_aside_with_the_rows_from_before() -> None:
    def rows(reading: Reading) -> Iterator[tuple[str, Row]]:
        if reading.relationship == "client-2" and len(reading.events) > 4:
            raise ZeroDivisionError
        yield "", {"events": len(reading.events)}

    def kept(long: int) -> tuple[Any, Any]:
        with pytest.MonkeyPatch.context() as patched, Store.open(":memory:") as opened:
            patched.setattr(runner_module, "LONG", long)
            patched.setattr(runner_module, "PAGE", 10)
            opened.append(portfolio())
            Runner(opened, opened, CALENDAR, (View("fragile", 1, rows),)).catch_up()
            return list(opened.rows("fragile")), dict(opened.parked("fragile"))

    told, aside = kept(1)
    assert (told, aside) == kept(1_000)
    assert aside["client-2"].error == "ZeroDivisionError"
    assert [row["events"] for _, _, row in told] == [13, 3, 7]


def test_two_who_begin_at_once_both_come_to_the_end(page_by_page: dict[str, Any]) -> None:
    memory = Memory(portfolio())
    other = Runner(memory, memory, CALENDAR)
    met: list[int] = []

    def meet(at: Progress) -> None:
        if not met:
            met.append(at.position)
            other.catch_up()

    Runner(memory, memory, CALENDAR).catch_up(meet)
    assert met
    assert plain(contents(memory)) == plain(page_by_page)
    assert {memory.heads()[view.name].position for view in VIEWS} == {len(portfolio())}
