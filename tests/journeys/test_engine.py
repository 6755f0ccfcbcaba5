"""The engine: recording once, several engines on one file, and finding one's way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import journeys
from domain.care import ContactHeld
from domain.courtship import RelationshipOpened
from domain.errors import NotFound, Refused
from domain.friction import UneaseAnswered, UneaseVoiced
from domain.promises import PromiseMade, PromiseSettled
from journeys.engine import Engine
from journeys.recording import SNAPSHOT_EVERY
from tests.given import on
from tests.journeys.store.test_power import forked


@pytest.fixture
def engine() -> Engine:
    """An empty engine in memory."""
    return Engine.open(":memory:")


def test_a_command_sent_twice_has_one_effect_and_the_first_answer(engine: Engine) -> None:
    engine.record(on("2025-01-01", RelationshipOpened(), command_id="open"))
    made = PromiseMade(promise="call", text="call back", by="supplier", to="client")
    kept = PromiseSettled(promise="call", outcome="kept")
    first = engine.record(on("2025-01-02", made, command_id="promise"))
    engine.record(on("2025-01-03", kept, command_id="keep"))

    again = engine.record(on("2025-01-02", made, recorded="2025-02-01", command_id="promise"))

    assert (first.first_version, first.last_version) == (again.first_version, again.last_version)
    assert again.already
    assert engine.store.end() == 3


def test_one_command_id_stands_for_one_command(engine: Engine) -> None:
    engine.record(on("2025-01-01", RelationshipOpened(), command_id="open"))

    with pytest.raises(Refused) as refusal:
        engine.record(on("2025-01-02", ContactHeld(), command_id="open"))

    assert refusal.value.rule == "one-id-one-command"
    assert engine.store.end() == 1


def test_a_cause_has_to_be_on_record(engine: Engine) -> None:
    with pytest.raises(Refused) as refusal:
        engine.record(on("2025-01-01", RelationshipOpened(), cause="e-nowhere"))

    assert refusal.value.rule == "cause-is-known"
    assert engine.store.end() == 0


def test_two_engines_on_one_file_see_each_others_facts(tmp_path: Path) -> None:
    path = tmp_path / "shared.db"
    with Engine.open(path) as mine, Engine.open(path) as theirs:
        mine.record(on("2025-01-01", RelationshipOpened(), command_id="1"))
        theirs.record(on("2025-01-02", UneaseVoiced(unease="u"), command_id="2"))
        mine.record(on("2025-01-03", UneaseAnswered(unease="u"), command_id="3"))
        with pytest.raises(Refused):
            theirs.record(on("2025-01-04", UneaseVoiced(unease="u"), command_id="4"))
        assert mine.store.version("client-1") == theirs.store.version("client-1") == 3


def test_a_snapshot_gives_the_same_answers_as_the_events(engine: Engine) -> None:
    engine.record(on("2025-01-01", RelationshipOpened(), command_id="open"))
    many = [ContactHeld() for _ in range(SNAPSHOT_EVERY)]
    engine.record(on("2025-01-02", *many, UneaseVoiced(unease="u"), command_id="many"))
    assert engine.store.snapshot("client-1") is not None

    fresh = Engine(engine.store)
    fresh.record(on("2025-01-03", UneaseAnswered(unease="u"), command_id="answer"))

    assert fresh.store.version("client-1") == SNAPSHOT_EVERY + 3


def test_a_relationship_is_found_by_the_first_letters_of_its_id(engine: Engine) -> None:
    engine.load_stories()

    assert engine.find("tel") == "telecom"
    with pytest.raises(NotFound):
        engine.find("nobody")
    with pytest.raises(NotFound):
        engine.find("")


def test_a_journey_says_nothing_personal_of_itself(engine: Engine) -> None:
    engine.load_stories()

    assert repr(engine.journey("agency")) == "<Journey agency: 71 events>"


def test_whoever_loads_the_stories_at_the_same_time_loads_them_once(tmp_path: Path) -> None:
    path = tmp_path / "race.db"

    def load(_pipe: int) -> None:
        with journeys.open(path) as racing:
            racing.load_stories()

    children = [forked(load) for _ in range(4)]
    for child, pipe in children:
        os.close(pipe)
        assert os.waitpid(child, 0)[1] == 0
    with journeys.open(path) as opened:
        assert opened.verify().clean
        assert opened.load_stories() == (0, 261)
