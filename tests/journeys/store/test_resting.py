"""The collector rests while very many events are read, and runs again afterwards."""

from __future__ import annotations

import gc

import pytest

from journeys.store import Store, resting
from journeys.store.resting import collector_at_rest
from tests.journeys.store.samples import happened


def test_it_rests_until_the_last_block_ends() -> None:
    assert gc.isenabled()
    with collector_at_rest():
        with collector_at_rest():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_who_does_without_the_collector_is_left_without() -> None:
    gc.disable()
    try:
        with collector_at_rest():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_it_runs_again_when_the_block_fails() -> None:
    def fail() -> None:
        with collector_at_rest():
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()
    assert gc.isenabled()


def test_it_rests_while_many_events_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    many = [happened("client-1", n, f"c-{n}") for n in range(1, resting.MANY + 1)]
    with Store.open(":memory:") as store:
        store.append(many)
        read = store.events("client-1")
        assert read == many
        monkeypatch.setattr("journeys.store.facade.read_at", lambda *_: seen.append(gc.isenabled()))
        store.events("client-1")
        store.events("client-1", after=1)
    assert (set(seen[: len(many)]), set(seen[len(many) :])) == ({False}, {True})
    assert gc.isenabled()
