"""States: as they stand, whatever was read for them, and whoever else writes."""

from __future__ import annotations

import pytest

from domain.care import ContactHeld
from domain.courtship import RelationshipOpened
from domain.errors import Damaged, Refused
from domain.feelings import FeelingObserved
from domain.friction import UneaseAnswered, UneaseVoiced
from domain.promises import PromiseMade, PromiseSettled
from domain.relationship import Relationship, fold
from journeys import states
from journeys.engine import Engine
from journeys.recording import Scribe
from journeys.states import States
from journeys.store import Store
from tests.given import on

PROMISE = PromiseMade(promise="call", text="call back", by="supplier", to="client")


@pytest.fixture
def store() -> Store:
    """A store in which a relationship has begun, with a promise and much contact."""
    store = Store.open(":memory:")
    scribe = Scribe(store)
    scribe.record(on("2025-01-01", RelationshipOpened(), command_id="open"))
    scribe.record(on("2025-01-02", *[ContactHeld() for _ in range(40)], command_id="many"))
    scribe.record(on("2025-01-03", PROMISE, ContactHeld(), command_id="promise"))
    return store


def test_a_state_is_what_all_events_make_of_it(store: Store) -> None:
    assert States(store).of("client-1") == fold(None, store.events("client-1"))
    assert States(store).of("nobody") is None


def test_every_state_of_the_stories_is_what_all_events_make_of_it() -> None:
    with Engine.open(":memory:") as engine:
        engine.load_stories(invented=True)
        kept = States(engine.store)
        for name in engine.store.relationships():
            assert kept.of(name) == fold(None, engine.store.events(name))


def test_contacts_and_feelings_are_not_read(store: Store) -> None:
    with store.database.writing("log") as session:
        session.run("UPDATE events SET payload = ? WHERE version = 20", b"{}")
    state = States(store).of("client-1")
    assert state is not None
    assert state.version == 43
    with pytest.raises(Damaged):
        store.events("client-1")


def test_a_contact_is_recorded_without_reading_what_was_promised(store: Store) -> None:
    with store.database.writing("log") as session:
        session.run("UPDATE events SET payload = ? WHERE version > 1", b"{}")
    felt = FeelingObserved(whose="client", valence=0.5)
    done = Scribe(store).record(on("2025-01-04", ContactHeld(), felt, command_id="more"))
    assert (done.first_version, done.last_version) == (44, 45)
    with pytest.raises(Damaged):
        Scribe(store).record(
            on("2025-01-05", PromiseSettled(promise="call", outcome="kept"), command_id="kept")
        )


def test_a_contact_needs_a_history_that_has_begun() -> None:
    with Store.open(":memory:") as store, pytest.raises(Refused) as refusal:
        Scribe(store).record(on("2025-01-04", ContactHeld()))
    assert refusal.value.rule == "opened-first"


def test_of_what_a_promise_does_not_hang_on_nothing_is_read(store: Store) -> None:
    with store.database.writing("log") as session:
        session.run("UPDATE events SET payload = ? WHERE version < 42", b"{}")
    scribe = Scribe(store)
    kept = PromiseSettled(promise="call", outcome="kept")
    scribe.record(on("2025-01-05", kept, command_id="kept"))
    with pytest.raises(Refused) as refusal:
        Scribe(store).record(on("2025-01-06", kept, command_id="again"))
    assert refusal.value.rule == "settled-once"
    with pytest.raises(Damaged):  # who comes again is read whole
        scribe.record(on("2025-01-06", kept, command_id="again"))


def test_a_state_that_was_not_read_whole_is_not_kept(store: Store) -> None:
    scribe = Scribe(store)
    scribe.record(on("2025-01-04", ContactHeld(), command_id="more"))
    with pytest.raises(Refused):  # it knows of the promise
        scribe.record(on("2025-01-05", PROMISE, command_id="again"))
    assert scribe.states.of("client-1") == fold(None, store.events("client-1"))


def test_what_others_record_is_seen(store: Store) -> None:
    mine, theirs = Scribe(store), Scribe(store)
    mine.record(on("2025-02-01", UneaseVoiced(unease="u"), command_id="1"))
    theirs.record(on("2025-02-02", ContactHeld(), command_id="2"))
    theirs.record(on("2025-02-03", UneaseAnswered(unease="u"), command_id="3"))
    mine.record(on("2025-02-04", ContactHeld(), command_id="4"))
    with pytest.raises(Refused):
        mine.record(on("2025-02-05", UneaseVoiced(unease="u"), command_id="5"))
    for scribe in (mine, theirs):
        assert scribe.states.of("client-1") == fold(None, store.events("client-1"))


def test_only_so_many_states_are_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(states, "KEPT", 2)
    kept = States(store)
    for name in ("a", "b", "c", "b", "d"):
        kept.keep(Relationship(name))
    assert list(kept._kept) == ["b", "d"]
