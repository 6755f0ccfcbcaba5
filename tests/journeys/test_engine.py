"""The engine: recording once, several engines on one file, and finding one's way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import journeys
from domain._kernel import Fact, Record
from domain.care import ContactHeld
from domain.courtship import RelationshipOpened
from domain.errors import NotFound, Refused
from domain.friction import UneaseAnswered, UneaseVoiced
from domain.organisation import OrganisationNamed
from domain.promises import PromiseMade, PromiseSettled
from domain.relationship import decide
from journeys.engine import STORIES, Engine
from journeys.io import story
from journeys.recording import fingerprint
from journeys.store import CannotWrite
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


def test_a_fingerprint_leaves_out_what_was_not_said() -> None:
    unsaid = on("2025-01-01", RelationshipOpened())
    spelled = on("2025-01-01", RelationshipOpened(market="unknown", sector="unknown"), cause=None)
    said = on("2025-01-01", RelationshipOpened(market="b2b"))
    assert fingerprint(unsaid) == fingerprint(spelled)
    assert fingerprint(unsaid) != fingerprint(said)


def recorded_by_an_older_version(engine: Engine) -> None:
    # It took what was not said to be this, and made its fingerprint of it as well.
    taken_to_be = RelationshipOpened(title="Acme", sector="other", jurisdiction="NL")
    command = on("2025-01-01", taken_to_be, command_id="open")
    engine.store.append(decide(None, command), fingerprints={"open": b"made in another way"})


def test_what_an_older_version_recorded_is_known_again_by_what_was_said(engine: Engine) -> None:
    recorded_by_an_older_version(engine)
    again = on("2025-01-01", RelationshipOpened(title="Acme"), command_id="open")
    assert engine.record(again).already
    assert engine.store.end() == 1


@pytest.mark.parametrize(
    "other",
    [
        on("2025-01-01", RelationshipOpened(title="Other"), command_id="open"),
        on("2025-01-01", RelationshipOpened(title="Acme", sector="agency"), command_id="open"),
        on("2025-01-01", RelationshipOpened(title="Acme", market="b2b"), command_id="open"),
        on("2025-01-02", RelationshipOpened(title="Acme"), command_id="open"),
        on("2025-01-01", ContactHeld(), command_id="open"),
        on("2025-01-01", RelationshipOpened(title="Acme"), ContactHeld(), command_id="open"),
    ],
)
def test_what_an_older_version_recorded_stands_for_nothing_else(
    engine: Engine, other: Record
) -> None:
    recorded_by_an_older_version(engine)
    with pytest.raises(Refused) as refusal:
        engine.record(other)
    assert refusal.value.rule == "one-id-one-command"


def test_a_demo_that_an_older_version_loaded_is_there_already(engine: Engine) -> None:
    told = story.load(STORIES / "agency.yaml")
    opened, *_ = told.commands
    earlier = [fact.model_copy(update=_unsaid(fact)) for fact in opened.facts]
    assert earlier != list(opened.facts)
    old = opened.model_copy(update={"facts": tuple(earlier)})
    engine.store.append(decide(None, old))
    loaded = engine.load_stories()
    assert loaded.already == len(opened.facts)
    assert engine.load_stories().recorded == 0


def _unsaid(fact: Fact) -> dict[str, object]:
    return {k: v for k, v in fact.formerly.items() if k not in fact.model_fields_set}


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


def test_what_is_kept_is_acknowledged_though_there_is_no_room_for_the_views(
    tmp_path: Path,
) -> None:
    with Engine.open(tmp_path / "full.db") as engine:
        engine.record(on("2025-01-01", RelationshipOpened(), command_id="0"))
        engine.store.database.all("PRAGMA max_page_count = 60")
        for n in range(1, 200):
            voiced = on("2025-01-02", UneaseVoiced(unease=f"u-{n}"), command_id=str(n))
            try:
                engine.record(voiced)
            except CannotWrite:
                break
        assert engine.store.answer(str(n)) is None  # who is told so may send it again
        assert engine.runner.lag() > 0, "the views were not in want of room before the facts"
        engine.store.database.all("PRAGMA max_page_count = 100000")
        engine.record(voiced)
        assert engine.store.version("client-1") == n + 1
        assert engine.runner.lag() == 0


def test_a_relationship_is_found_by_the_first_letters_of_its_id(engine: Engine) -> None:
    engine.load_stories()

    assert engine.find("tel") == "telecom"
    with pytest.raises(NotFound):
        engine.find("nobody")
    with pytest.raises(NotFound):
        engine.find("")
    for text in ("tele%", "t_l", "telecom2", "tel\U0010ffff", "\udcff", "tel\0"):
        with pytest.raises(NotFound):
            engine.find(text)


def test_where_letters_may_mean_many_some_are_named_and_no_organisation(engine: Engine) -> None:
    for number in range(30):
        engine.record(
            on(
                "2025-01-01",
                RelationshipOpened(),
                relationship=f"o-{number:02d}",
                command_id=f"{number}",
            )
        )
    engine.record(
        on(
            "2025-01-01",
            OrganisationNamed(name="Us"),
            relationship="organisation:us",
            command_id="u",
        )
    )
    engine.record(on("2025-01-01", RelationshipOpened(), relationship="o-1", command_id="o"))

    with pytest.raises(NotFound) as ambiguous:
        engine.find("o")
    named = ", ".join(f"o-{number:02d}" for number in range(10))
    assert ambiguous.value.details["candidates"] == named
    assert engine.find("o-1") == "o-1"
    assert engine.find("organisation:") == "organisation:us"
    assert engine.organisations() == ["organisation:us"]


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
