"""Views grow by what is new, and hold the same rows as when they are told from nothing."""

from __future__ import annotations

from copy import deepcopy
from functools import partial
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import journeys
from domain._kernel import AnyEvent, Fact, Record, event_id
from domain.breakup import BreakupAnnounced, BreakupWithdrawn, LessonRecorded
from domain.care import ContactHeld
from domain.contract import AgreementBroken, AgreementMade
from domain.feelings import FeelingObserved
from domain.friction import IncidentOccurred, UneaseVoiced
from domain.judgement import FindingAnswered
from domain.process import Gate, GateDecided, ProcessAdopted
from domain.promises import PromiseMade, PromiseSettled
from journeys.store import Store
from journeys.working_days import PublicHolidays
from projections.held import Held
from projections.reading import Reading
from projections.runner import Runner
from projections.views import VIEWS
from tests.bench.plain import recorded, stories
from tests.given import history, on, opened
from tests.projections.growing import grow_as_a_whole, in_order_of_knowing
from tests.projections.memory import Memory
from tests.projections.streams import streams

SEVERAL = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def told() -> dict[str, list[AnyEvent]]:
    with journeys.open(":memory:") as engine:
        engine.load_stories(invented=True)
        return {one: list(engine.store.events(one)) for one in engine.store.relationships()}


@pytest.fixture(scope="module")
def lived() -> dict[str, list[AnyEvent]]:
    return {one: events for one, events in told().items() if ":" not in one}


@given(streams, st.integers(1, 4))
@SEVERAL
def test_random_histories_grow_as_a_whole(events: tuple[AnyEvent, ...], size: int) -> None:
    grow_as_a_whole(events, size)


@pytest.mark.parametrize("size", [1, 7])
def test_the_stories_grow_as_a_whole(lived: dict[str, list[AnyEvent]], size: int) -> None:
    for events in lived.values():
        assert grow_as_a_whole(events, size) > 0


def test_a_long_history_grows_as_a_whole() -> None:
    events = recorded(stories(1, 600)[0])
    assert grow_as_a_whole(events, 3) == 199 * len(VIEWS)


def felt(number: int, valence: float, **more: object) -> Record:
    fact = FeelingObserved.model_validate({"whose": "client", "valence": valence, **more})
    return day(number, fact)


def day(number: int, *facts: Fact) -> Record:
    return on(f"2025-01-{number:02d}", *facts)


def answered(number: int, answer: str, **more: object) -> Record:
    told = {"finding": "unease-unanswered", "key": "u", "answer": answer}
    return day(number, FindingAnswered.model_validate({**told, **more}))


GATES = ProcessAdopted(process="p", edition=1, gates=(Gate(gate="g", title="G", waivable=True),))
OTHERS = ProcessAdopted(process="q", edition=1, gates=(Gate(gate="h", title="H", mandatory=True),))
MADE = PromiseMade(promise="p", text="P", by="supplier", to="client")
CALL = ContactHeld(initiated_by="client")
CHANGES_OF_MIND: dict[str, tuple[Any, ...]] = {
    "a feeling about a moment of long ago": (
        opened(),
        day(2, CALL),
        felt(3, 0.5),
        felt(4, -0.5),
        lambda known: felt(9, -0.9, about=known[1].id),
        lambda known: felt(9, 0.1, about=known[1].id),
        lambda known: felt(10, 0.7, about=known[1].id, whose="staff"),
    ),
    "a feeling told about a moment that comes later": (
        opened(),
        felt(3, 0.5, about=event_id("given-4", 0)),
        felt(4, -0.5),
        day(5, CALL),
        felt(6, 0.1, about=event_id("given-4", 0)),
    ),
    "a guess, and a word of the same moment": (
        opened(),
        felt(3, 0.5),
        felt(4, 0.1, source="text-model"),
        felt(4, 0.3),
        felt(4, 0.2),
        felt(4, 0.6, source="text-model"),
        felt(6, -0.2),
    ),
    "an agreement that another replaces": (
        opened(),
        day(2, AgreementMade(agreement="a", text="A")),
        day(3, AgreementBroken(agreement="a", by="supplier")),
        day(4, AgreementMade(agreement="b", text="B", replaces="a")),
    ),
    "a gate that a lesson hardens, and another process": (
        opened(),
        day(2, GATES),
        day(3, GateDecided(gate="g", outcome="skipped")),
        day(4, LessonRecorded(lesson="l", text="L", hardens=("g",))),
        day(5, OTHERS),
        day(6, GateDecided(gate="h", outcome="failed")),
        day(7, GateDecided(gate="h", outcome="passed")),
    ),
    "a goodbye that is taken back": (
        opened(),
        day(2, MADE),
        day(3, BreakupAnnounced(by="client")),
        felt(4, -0.9),
        day(5, BreakupWithdrawn(by="client")),
        day(6, PromiseSettled(promise="p", outcome="kept")),
        day(27, BreakupAnnounced(by="client")),
    ),
    "a finding that is answered, and comes back": (
        opened(),
        day(2, UneaseVoiced(unease="u")),
        day(20, CALL),
        lambda known: answered(21, "dismissed", reason="not-so", seen=[known[1].id]),
        lambda _: answered(22, "reopened"),
        day(23, IncidentOccurred(kind="bypass")),
    ),
    "what turns up for an earlier moment, and goes on": (
        opened(),
        day(2, CALL),
        day(20, IncidentOccurred(kind="bypass")),
        on("2025-01-05", UneaseVoiced(unease="u"), recorded="2025-01-21"),
        day(22, CALL),
        felt(23, 0.4),
    ),
    "silence that comes, and is broken": (
        opened("2025-01-01"),
        *(day(number, CALL) for number in range(2, 28, 2)),
        on("2025-06-01", CALL),
        on("2025-06-02", CALL),
    ),
}


@pytest.mark.parametrize("what", CHANGES_OF_MIND)
def test_what_changes_earlier_rows_grows_as_a_whole(what: str) -> None:
    commands: list[Any] = []
    for one in CHANGES_OF_MIND[what]:
        commands.append(one(history(*commands)) if callable(one) else one)
    events = history(*commands)
    assert grow_as_a_whole(events) + grow_as_a_whole(events, 2) > 0


def test_a_new_event_writes_what_it_changes_and_no_more() -> None:
    events = recorded(stories(1, 800)[0])
    held = Held(0, Reading(events[0].relationship, PublicHolidays()))
    held.reading.learn(*events[:-100])
    for view in VIEWS:
        held.changes(view, view.name)
    written = 0
    for event in events[-100:]:
        held.reading.learn(event)
        for view in VIEWS:
            changes = held.changes(view, view.name)
            assert not isinstance(changes, str)
            assert not changes.whole
            written += len(changes.put) + len(changes.gone)
    assert written < 100 * len(VIEWS)


def test_views_that_could_not_be_written_are_told_as_a_whole_next_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    events = [event for one in stories(3, 30) for event in recorded(one)]
    shuffled = in_order_of_knowing(events)
    chance = Random(7)  # noqa: S311 - no secrets here
    with Store.open(":memory:") as store, Store.open(":memory:") as other:
        runner = Runner(store, store, PublicHolidays())
        for event in shuffled:
            store.append([event])
            other.append([event])
            if chance.random() < 0.3:
                with monkeypatch.context() as broken:
                    broken.setattr(store, "set_aside", partial(_fails, "the power went"))
                    with pytest.raises(OSError, match="power"):
                        runner.catch_up()
            else:
                runner.catch_up()
        runner.catch_up()
        Runner(other, other, PublicHolidays()).catch_up()
        for view in VIEWS:
            assert list(store.rows(view.name)) == list(other.rows(view.name))


def _fails(why: str, *_: object) -> None:
    raise OSError(why)


def test_two_runners_in_turns_leave_no_row_behind() -> None:
    events = in_order_of_knowing([e for one in stories(2, 40) for e in recorded(one)])
    chance = Random(11)  # noqa: S311 - no secrets here
    with Store.open(":memory:") as store, Store.open(":memory:") as other:
        runners = [Runner(store, store, PublicHolidays()) for _ in range(2)]
        for event in events:
            store.append([event])
            runners[chance.random() < 0.4].catch_up()
        other.append(events)
        Runner(other, other, PublicHolidays()).catch_up()
        for view in VIEWS:
            assert list(store.rows(view.name)) == list(other.rows(view.name))


def test_views_that_were_put_back_to_an_earlier_moment_are_told_again() -> None:
    """As a rebuild does that somebody else began before: its rows end where it began."""
    events = in_order_of_knowing([e for one in stories(3, 40) for e in recorded(one)])
    memory = Memory(events[:90])
    runner = Runner(memory, memory, PublicHolidays())
    runner.catch_up()
    then = deepcopy((memory.tables, memory.head))
    for event in events[90:]:
        memory.append([event])
        runner.catch_up()
    grown = {view.name: list(memory.rows(view.name)) for view in VIEWS}
    memory.tables, memory.head = then
    runner.catch_up()
    assert {view.name: list(memory.rows(view.name)) for view in VIEWS} == grown
