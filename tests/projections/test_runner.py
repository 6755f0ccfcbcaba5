"""The runner: whatever the pages, the rows are the same; what fails is set aside alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from pydantic_core import from_json, to_json

from domain._kernel import AnyEvent, Record
from domain.breakup import BreakupAnnounced, EndDateSet
from domain.care import ContactHeld
from domain.courtship import RelationshipOpened
from domain.errors import Busy
from domain.feelings import FeelingObserved
from domain.friction import UneaseVoiced
from domain.relationship import decide, fold
from journeys.store import Store
from journeys.working_days import PublicHolidays
from projections import held as held_module
from projections import runner as runner_module
from projections.ports import Head, Log, LogRow, Row, Views
from projections.reading import Reading
from projections.runner import Progress, Runner
from projections.views import VIEWS, View
from tests.given import on
from tests.projections.memory import Memory

CALENDAR = PublicHolidays()
Ports = Any
"""A log and views in one, which can be appended to: `Memory` or a store."""


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> Iterator[Any]:
    if request.param == "memory":
        yield Memory()
    else:
        postgres = request.param == "postgres"
        name = request.getfixturevalue("postgres") if postgres else ":memory:"
        with Store.open(name) as opened:
            yield opened


# --- a history of three relationships ------------------------------------------------------------


def portfolio() -> list[AnyEvent]:
    commands: list[Record] = []
    commands += [
        on("2025-01-01", RelationshipOpened(title=client), relationship=client)
        for client in ("client-1", "client-2", "client-3")
    ]
    for day in range(2, 8):
        for client in ("client-1", "client-2", "client-3"):
            feeling = FeelingObserved(whose="client", valence=0.5 - day / 10)
            commands.append(on(f"2025-01-{day:02d}", feeling, relationship=client))
        unease = UneaseVoiced(unease=f"u-{day}")
        commands.append(
            on(
                f"2025-01-{day:02d}",
                unease,
                relationship="client-1",
                recorded=f"2025-01-{day + 1:02d}",
            )
        )
    late = on("2025-01-01", ContactHeld(), relationship="client-2", recorded="2025-02-01")
    return decided([*commands, late])


def decided(commands: Iterable[Record], known: Iterable[AnyEvent] = ()) -> list[AnyEvent]:
    states: dict[str, Any] = {}
    for event in known:
        states[event.relationship] = fold(states.get(event.relationship), [event])
    events: list[AnyEvent] = []
    for number, command in enumerate(commands):
        own = command.model_copy(update={"command_id": f"c-{len(list(known))}-{number}"})
        new = decide(states.get(own.relationship), own)
        states[own.relationship] = fold(states.get(own.relationship), new)
        events += new
    return events


def contents(views: Views, kept: Sequence[View] = VIEWS) -> dict[str, list[tuple[str, str, Row]]]:
    return {view.name: list(views.rows(view.name)) for view in kept}


def one_page(events: Sequence[AnyEvent], kept: Sequence[View] = VIEWS) -> dict[str, Any]:
    with Store.open(":memory:") as store:
        store.append(events)
        Runner(store, store, CALENDAR, kept).catch_up()
        return contents(store, kept)


def plain(found: dict[str, Any]) -> Ports:
    """Return rows as JSON would have them: tuples as lists, moments as texts."""
    return from_json(to_json(found))


# --- pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 2, 7])
def test_the_rows_do_not_depend_on_the_size_of_the_pages(
    store: Ports,
    size: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    events = portfolio()
    store.append(events)
    monkeypatch.setattr(runner_module, "PAGE", size)
    pages = Runner(store, store, CALENDAR).catch_up()
    assert pages == -(-len(events) // size)
    assert plain(one_page(events)) == plain(contents(store))
    assert {head.position for head in store.heads().values()} == {len(events)}


@pytest.mark.parametrize("kept", [0, 1])
def test_the_rows_do_not_depend_on_how_many_readings_are_kept(
    store: Ports,
    kept: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    events = portfolio()
    store.append(events)
    monkeypatch.setattr(runner_module, "PAGE", 3)
    monkeypatch.setattr(held_module, "AT_MOST", kept)
    Runner(store, store, CALENDAR).catch_up()
    assert plain(one_page(events)) == plain(contents(store))


def test_growing_event_by_event_comes_to_what_a_rebuild_comes_to(store: Ports) -> None:
    events, runner = portfolio(), Runner(store, store, CALENDAR)
    for event in events:
        store.append([event])
        assert runner.catch_up() == 1
        assert runner.lag() == 0
    grown = contents(store)
    runner.rebuild()
    assert plain(grown) == plain(contents(store))
    assert plain(one_page(events)) == plain(grown)


def test_nothing_new_writes_nothing(store: Ports) -> None:
    runner = Runner(store, store, CALENDAR)
    assert runner.catch_up() == 0
    store.append(portfolio())
    assert runner.lag() == len(portfolio())
    assert runner.catch_up() == 1
    assert runner.catch_up() == 0


def test_a_late_event_folds_its_relationship_anew(store: Ports) -> None:
    events, runner = portfolio(), Runner(store, store, CALENDAR)
    store.append(events)
    runner.catch_up()
    late = on(
        "2025-01-02", UneaseVoiced(unease="late"), relationship="client-3", recorded="2025-03-01"
    )
    new = decided([late], events)
    store.append(new)
    runner.catch_up()
    assert plain(one_page([*events, *new])) == plain(contents(store))
    (row,) = [row for _, key, row in store.rows("findings", "client-3") if "late" in key]
    assert (row["since"], row["known_since"]) == ("2025-01-06T18:00:00+01:00", "2025-03-01")


def test_progress_is_told_page_by_page(store: Ports, monkeypatch: pytest.MonkeyPatch) -> None:
    events = portfolio()
    store.append(events)
    monkeypatch.setattr(runner_module, "PAGE", 10)
    told: list[Progress] = []
    Runner(store, store, CALENDAR).catch_up(told.append)
    assert told[-1] == Progress(len(events), len(events))
    assert [progress.position for progress in told] == [10, 20, 28][: len(told)]


def test_following_catches_up_until_told_to_stop(store: Ports) -> None:
    turns = iter([True, False])
    store.append(portfolio())
    follow = Runner(store, store, CALENDAR).follow(lambda: next(turns))
    assert list(follow) == [1, 0]


# --- parking -------------------------------------------------------------------------------------


class Fragile:
    """A view that raises for one relationship as long as it is broken."""

    def __init__(self, relationship: str = "client-2") -> None:
        self.relationship, self.broken = relationship, True

    def __call__(self, reading: Reading) -> Iterator[tuple[str, Row]]:
        if self.broken and reading.relationship == self.relationship:
            yield "half", {}
            msg = "Piet"
            raise ZeroDivisionError(msg)
        yield "", {"events": len(reading.events)}


def test_a_view_that_raises_parks_that_relationship_alone_until_it_is_rebuilt(store: Ports) -> None:
    rows = Fragile()
    kept = (View("fragile", 1, rows), *VIEWS)
    store.append(portfolio())
    runner = Runner(store, store, CALENDAR, kept)
    runner.catch_up()
    parked = store.parked("fragile")
    assert list(parked) == ["client-2"]
    assert parked["client-2"].error == "ZeroDivisionError"
    assert [name for name, _, _ in store.rows("fragile")] == ["client-1", "client-3"]
    assert store.parked("timeline") == {}
    assert len(list(store.rows("portfolio"))) == 3
    assert runner.lag() == 0
    rows.broken = False
    more = on("2025-03-01", ContactHeld(), relationship="client-2")
    store.append(decided([more], portfolio()))
    runner.catch_up()
    assert list(store.parked("fragile")) == ["client-2"]
    runner.rebuild("fragile")
    assert store.parked("fragile") == {}
    assert [name for name, _, _ in store.rows("fragile")] == ["client-1", "client-2", "client-3"]


def test_a_parked_relationship_keeps_the_rows_it_had(store: Ports) -> None:
    rows, events = Fragile(), portfolio()
    rows.broken = False
    runner = Runner(store, store, CALENDAR, (View("fragile", 1, rows),))
    store.append(events)
    runner.catch_up()
    before = list(store.rows("fragile", "client-2"))
    rows.broken = True
    store.append(decided([on("2025-03-01", ContactHeld(), relationship="client-2")], events))
    runner.catch_up()
    assert before == list(store.rows("fragile", "client-2"))
    assert list(store.parked("fragile")) == ["client-2"]


def test_an_event_nobody_can_read_parks_its_relationship_and_no_other() -> None:
    memory = Memory(portfolio())
    payload = portfolio()[0].payload()
    memory.log.append(LogRow(len(memory.log) + 1, "client-1", 15, "future.event.v1", payload))
    memory.append(decided([on("2025-03-01", ContactHeld(), relationship="client-3")], portfolio()))
    Runner(memory, memory, CALENDAR).catch_up()
    for view in VIEWS:
        assert list(memory.parked(view.name)) == ["client-1"]
    assert memory.parked("timeline")["client-1"].error == "Unreadable"
    assert {name for name, _, _ in memory.rows("timeline")} == {"client-2", "client-3"}


def test_a_row_that_cannot_be_written_parks_its_relationship_alone() -> None:
    def rows(reading: Reading) -> Iterator[tuple[str, Row]]:
        yield "", {"n": object() if reading.relationship == "client-2" else 1}

    with Store.open(":memory:") as store:
        store.append(portfolio())
        Runner(store, store, CALENDAR, (View("odd", 1, rows),)).catch_up()
        assert list(store.parked("odd")) == ["client-2"]


@pytest.mark.parametrize(
    "opening",
    [
        pytest.param({"zone": "Mars/Olympus"}),
        pytest.param({"jurisdiction": "XX"}),
    ],
)
def test_an_unknown_place_parks_nobody(opening: dict[str, str]) -> None:
    place = RelationshipOpened.model_validate(opening)
    events = decided([on("2025-01-01", place, BreakupAnnounced(by="client"))])
    memory = Memory(events)
    Runner(memory, memory, CALENDAR).catch_up()
    assert {view.name: list(memory.parked(view.name)) for view in VIEWS} == {
        view.name: [] for view in VIEWS
    }


def test_an_end_date_that_means_never_parks_nobody() -> None:
    over = (BreakupAnnounced(by="client"), EndDateSet.model_validate({"ends": "9999-12-30"}))
    memory = Memory(decided([on("2025-01-01", RelationshipOpened(), *over)]))
    Runner(memory, memory, CALENDAR).catch_up()
    assert memory.parked("findings") == {}


# --- several at once, and crashes ----------------------------------------------------------------


def test_two_runners_on_one_store_write_every_row_once(
    store: Ports, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = portfolio()
    store.append(events)
    monkeypatch.setattr(runner_module, "PAGE", 4)
    one, other = Runner(store, store, CALENDAR), Runner(store, store, CALENDAR)
    steps = [one._pages(VIEWS, "", None), other._pages(VIEWS, "", None)]
    while steps:
        for step in list(steps):
            if next(step, None) is None:
                steps.remove(step)
    assert plain(one_page(events)) == plain(contents(store))
    assert {head.position for head in store.heads().values()} == {len(events)}


def test_a_runner_that_comes_second_to_a_page_leaves_it_alone() -> None:
    memory = Memory(portfolio())
    one, other = Runner(memory, memory, CALENDAR), Runner(memory, memory, CALENDAR)
    before = one._positions()
    page = memory.page(0, 5)
    assert other._write(VIEWS, "", before, page, 5)
    assert not one._write(VIEWS, "", before, page, 5)


@pytest.mark.parametrize("writes", range(7))
def test_a_crash_between_pages_leaves_heads_and_rows_of_one_moment(
    writes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    events, memory = portfolio(), Memory(portfolio())
    monkeypatch.setattr(runner_module, "PAGE", 4)
    memory.fails_after = writes
    with pytest.raises(OSError, match="power"):
        Runner(memory, memory, CALENDAR).catch_up()
    position = max((head.position for head in memory.heads().values()), default=0)
    assert position == 4 * writes
    assert plain(one_page(events[:position])) == plain(contents(memory))
    memory.fails_after = None
    Runner(memory, memory, CALENDAR).catch_up()
    assert plain(one_page(events)) == plain(contents(memory))


def test_the_same_runner_goes_on_after_a_failed_write(monkeypatch: pytest.MonkeyPatch) -> None:
    events, memory = portfolio(), Memory(portfolio())
    monkeypatch.setattr(runner_module, "PAGE", 4)
    runner = Runner(memory, memory, CALENDAR)
    for _ in range(30):
        memory.fails_after = 1
        try:
            runner.catch_up()
        except OSError:
            continue
        break
    assert plain(one_page(events)) == plain(contents(memory))


# --- rebuilding ----------------------------------------------------------------------------------


def counting(version: int, factor: int) -> View:
    return View("count", version, lambda reading: [("", {"n": factor * len(reading.events)})])


def test_a_new_version_of_a_view_is_built_anew(store: Ports) -> None:
    store.append(portfolio())
    Runner(store, store, CALENDAR, (counting(1, 1),)).catch_up()
    Runner(store, store, CALENDAR, (counting(2, 10),)).catch_up()
    assert plain(one_page(portfolio(), (counting(2, 10),))) == plain(
        contents(store, (counting(2, 10),))
    )
    assert list(store.heads().values()) == [Head("count", 2, len(portfolio()))]


def test_readers_see_the_old_rows_until_the_new_ones_are_whole(
    store: Ports,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store.append(portfolio())
    Runner(store, store, CALENDAR, (counting(1, 1),)).catch_up()
    before = list(store.rows("count"))
    monkeypatch.setattr(runner_module, "PAGE", 5)
    seen: list[bool] = []
    newer = Runner(store, store, CALENDAR, (counting(2, 10),))
    newer.catch_up(lambda _: seen.append(before == list(store.rows("count"))))
    assert seen
    assert all(seen)
    assert before != list(store.rows("count"))


@pytest.mark.parametrize("writes", range(9))
def test_a_crash_during_a_rebuild_leaves_the_old_rows_or_the_new(
    writes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = Memory(portfolio())
    Runner(memory, memory, CALENDAR, (counting(1, 1),)).catch_up()
    old = list(memory.rows("count"))
    new = one_page(portfolio(), (counting(2, 10),))["count"]
    monkeypatch.setattr(runner_module, "PAGE", 5)
    memory.fails_after = writes
    newer = Runner(memory, memory, CALENDAR, (counting(2, 10),))
    try:
        newer.catch_up()
    except OSError:
        assert list(memory.rows("count")) in (old, new)
    memory.fails_after = None
    Runner(memory, memory, CALENDAR, (counting(2, 10),)).catch_up()
    assert new == list(memory.rows("count"))
    assert list(memory.heads()) == ["count"]


def test_a_log_that_is_empty_has_heads_all_the_same(store: Ports) -> None:
    Runner(store, store, CALENDAR).rebuild()
    assert {head.position for head in store.heads().values()} == {0}
    assert not any(name.startswith("building:") for name in store.heads())


def test_what_is_recorded_while_the_first_heads_are_made_is_not_passed_over(store: Ports) -> None:
    first, *later = portfolio()
    real = store.page
    looked: list[int] = []

    def page(after: int, limit: int) -> Sequence[LogRow]:
        rows: Sequence[LogRow] = real(after, limit)
        if not looked:  # nobody has recorded anything yet; now somebody does
            looked.append(after)
            store.append([first])
        return rows

    store.page = page
    follower = Runner(store, store, CALENDAR)
    follower.catch_up()
    store.append([event for event in later if event.relationship != first.relationship])
    follower.catch_up()
    followed = contents(store)
    follower.rebuild()
    assert looked
    assert plain(followed) == plain(contents(store))
    assert list(store.rows("timeline", first.relationship))


def test_a_log_that_cannot_be_read_just_now_parks_nobody(
    store: Ports, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = portfolio()
    store.append(events[:9])
    Runner(store, store, CALENDAR).catch_up()
    store.append(events[9:])

    def cut(_: str) -> Sequence[LogRow]:
        raise Busy("the connection was cut")

    runner = Runner(store, store, CALENDAR)
    with monkeypatch.context() as broken:
        broken.setattr(store, "stream", cut)  # who has no reading yet reads it from the log
        with pytest.raises(Busy):
            runner.catch_up()
    assert not any(store.parked(view.name) for view in VIEWS)
    runner.catch_up()
    assert plain(contents(store)) == plain(one_page(events))


def test_two_rebuilds_at_once_never_empty_the_live_rows() -> None:
    class Slow(Memory):
        """Lets another runner rebuild just before the first one puts it in place."""

        meanwhile: Any = None
        emptied = False

        def put_in_place(self, view: str) -> None:
            super().put_in_place(view)
            self.emptied = self.emptied or not list(self.rows(view))

        @contextmanager
        def writing(self) -> Iterator[Memory]:
            built = self.head.get("building:count")
            if built and built.position == len(self.log) and self.meanwhile:
                meanwhile, self.meanwhile = self.meanwhile, None
                meanwhile()
            with super().writing() as memory:
                yield memory

    memory = Slow(portfolio())
    view = counting(1, 1)
    Runner(memory, memory, CALENDAR, (view,)).catch_up()
    memory.meanwhile = lambda: Runner(memory, memory, CALENDAR, (view,)).rebuild()
    Runner(memory, memory, CALENDAR, (view,)).rebuild()
    assert list(memory.rows("count"))
    assert not memory.emptied


def test_a_store_and_a_memory_are_both_ports() -> None:
    log: Log = Memory()
    views: Views = Memory()
    assert log.end() == 0
    assert views.heads() == {}
