"""What the runner keeps answers questions as the events themselves do: always, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise

import pytest

import journeys
from domain.care import CareGiven, ContactHeld
from domain.courtship import RelationshipOpened
from domain.errors import Busy
from domain.feelings import FeelingObserved
from domain.friction import IncidentOccurred
from domain.maps import MapBody, MapDrafted, MapPublished, Stage, Touchpoint
from domain.moments import Moment
from domain.process import Gate, ProcessAdopted
from journeys.asking import questions
from journeys.engine import STORIES, Engine
from journeys.io import story as stories
from journeys.io import telling
from journeys.journey import Journey
from journeys.store import CannotWrite
from projections.course import course
from projections.finding import Finding
from projections.ports import Head, Parked
from projections.still import by_then
from projections.touchpoints import keeping
from projections.touchpoints.life import kept
from projections.whatif import Hold
from tests.given import on

LIVED = [one.name for one in questions() if one.lived]
WHO = "client-1"
SAVES = (
    on("2025-01-01", RelationshipOpened(kind="client")),
    on("2025-02-01", IncidentOccurred(kind="incident"), recorded="2025-02-02"),
    on("2025-03-01", FeelingObserved(whose="client", valence=-0.5), recorded="2025-03-02"),
    on("2025-04-01", ContactHeld(initiated_by="supplier"), recorded="2025-04-02", channel="call"),
    on("2025-01-15", ContactHeld(initiated_by="client"), recorded="2025-05-01", channel="mail"),
    on("2025-02-15", FeelingObserved(whose="client", valence=0.5), recorded="2025-05-02"),
)


def same_as_its_events(engine: Engine) -> bool:
    """Whether what is kept of everybody is what their events tell."""
    rows = engine.kept(keeping.VIEW)
    for who in engine.store.relationships():
        row = rows.of(who)
        if not row or keeping.of_rows(who, row) != kept(
            course(who, engine.store.events(who), engine.calendar)
        ):
            return False
    return True


def placed(engine: Engine) -> list[str]:
    return [visit.place for visit in engine.graph().visits()]


def test_after_every_save_what_is_kept_is_what_the_events_tell() -> None:
    with journeys.open(":memory:") as engine:
        for number, save in enumerate(SAVES):
            engine.record(save.model_copy(update={"command_id": f"c-{number}"}))
            assert same_as_its_events(engine)


def test_what_turned_up_late_for_an_earlier_moment_stands_where_it_happened() -> None:
    with journeys.open(":memory:") as engine:
        for number, save in enumerate(SAVES):
            engine.record(save.model_copy(update={"command_id": f"c-{number}"}))
        assert placed(engine) == [
            "contact-held:mail", "incident-occurred:incident", "contact-held:call"]  # fmt: skip
        (call,) = [v for v in engine.graph().visits() if v.place == "contact-held:call"]
        felt = [e.id for e in engine.store.events(WHO) if isinstance(e.fact, FeelingObserved)]
        assert (call.client.before, call.client.earlier) == (-0.5, felt[0])


def answers(engine: Engine, at: Moment | None = None) -> dict[str, object]:
    """Return every answer about what was lived; *at* the present moment it is a replay."""
    engine.clock = lambda: Moment("2030-01-01T00:00:00Z")
    return {name: engine.ask(name, at=at).rows for name in LIVED}


def test_a_replay_up_to_now_answers_as_what_is_kept_does() -> None:
    with journeys.open(":memory:") as engine:
        engine.load_stories(invented=True)
        assert same_as_its_events(engine)
        assert answers(engine) == answers(engine, Moment("2030-01-01T00:00:00Z"))
        (one, other) = (engine.ask("precision", at=at).rows for at in (None, engine.clock()))
        assert one == other


def _of_another_version(engine: Engine) -> None:
    with engine.store.writing() as writing:
        writing.replace(keeping.VIEW, WHO, [("", '{"occasions": "of another kind"}')])
        writing.advance(keeping.VIEW, 0, engine.store.end())


def _parked(engine: Engine) -> None:
    with engine.store.writing() as writing:
        writing.replace(keeping.VIEW, WHO, [("", '{"occasions": "older"}')])
        writing.park(Parked(keeping.VIEW, WHO, engine.store.end(), "ValueError"))


def _forgotten(engine: Engine) -> None:
    with engine.store.writing() as writing:
        writing.drop(keeping.VIEW)


def _behind(engine: Engine) -> None:
    """Let it stand before the last event, while somebody else keeps the views."""
    with engine.store.writing() as writing:
        head: Head = engine.store.heads()[keeping.VIEW]
        writing.replace(keeping.VIEW, WHO, [("", '{"occasions": "older"}')])
        writing.advance(keeping.VIEW, head.version, head.position - 1)

    def busy(on_progress: object = None) -> int:
        raise Busy("somebody else writes", on_progress=on_progress)

    engine.catch_up = busy  # type: ignore[method-assign]


def _only_read(engine: Engine) -> None:
    """Let somebody ask who may not write, of a store whose view was never made."""
    _forgotten(engine)

    def refused(on_progress: object = None) -> int:
        raise CannotWrite(f"this may only be read: {on_progress}")

    engine.catch_up = refused  # type: ignore[method-assign]


@pytest.mark.parametrize("spoil", [_of_another_version, _parked, _forgotten, _behind, _only_read])
def test_what_cannot_be_relied_on_is_made_of_the_events(spoil: Callable[[Engine], None]) -> None:
    with journeys.open(":memory:") as engine:
        for number, save in enumerate(SAVES):
            engine.record(save.model_copy(update={"command_id": f"c-{number}"}))
        before = answers(engine), placed(engine)
        spoil(engine)
        assert (answers(engine), placed(engine)) == before


def test_a_view_of_another_version_is_built_anew_by_the_next_question() -> None:
    with journeys.open(":memory:") as engine:
        engine.record(SAVES[0])
        _of_another_version(engine)
        engine.graph()
        assert same_as_its_events(engine)


def test_a_map_that_is_recorded_later_places_what_was_kept_before_it() -> None:
    point = Touchpoint(
        touchpoint="hello", title="Hello", stage="s", channel="call",
        recognised_by=("care-given",), systems=("phone",))  # fmt: skip
    body = MapBody(title="Ours", start=("hello",), stages=(Stage(stage="s", title="S"),),
                   touchpoints=(point,))  # fmt: skip
    adopted = ProcessAdopted(process="ours", edition=1, gates=(Gate(gate="g", title="G"),))
    cared = CareGiven(kind="need-answered")
    with journeys.open(":memory:") as engine:
        engine.record(on("2025-01-01", RelationshipOpened(), adopted, cared))
        assert placed(engine) == ["care-given:need-answered"]
        drafted = on("2024-12-01", MapDrafted(body=body), relationship="map:ours", command_id="m")
        engine.record(drafted)
        engine.record(on("2024-12-02", MapPublished(edition=1), relationship="map:ours",
                         command_id="n"))  # fmt: skip
        assert placed(engine) == ["hello"]
        (visit,) = engine.graph().visits()
        assert (visit.designed, visit.systems, visit.stage) == (True, ("phone",), "s")
        assert engine.ask("blast-radius", system="phone").rows[0]["times"] == 1


def test_waits_are_told_between_neighbours_as_they_were_kept() -> None:
    with journeys.open(":memory:") as engine:
        engine.load_stories()
        for run in engine.graph().runs():
            for one, then in pairwise(run):
                days = (then.at.start - one.at.start).total_seconds() / 86_400
                assert then.waited == max(0.0, days)


@pytest.mark.parametrize("story", ["agency", "telecom"])
def test_every_question_runs_bare_on_a_store_of_one_story(story: str) -> None:
    with journeys.open(":memory:") as engine:
        engine.take(partial(telling.plan, stories.load(STORIES / f"{story}.yaml")))
        for one in questions():
            rows = engine.ask(one.name).rows
            assert all(row["events"] for row in rows)


def test_at_least_fifteen_questions_are_asked_of_the_graph() -> None:
    assert len(LIVED) >= 15


def judged_anew(journey: Journey) -> tuple[Finding, ...]:
    """Return the findings as they are judged from the events themselves."""
    return by_then(journey.reading().findings(), journey.clock())


def test_a_journey_shows_the_findings_that_are_kept_as_if_judged_anew() -> None:
    with journeys.open(":memory:") as engine:
        engine.load_stories(invented=True)
        portfolio = [name for name in engine.store.relationships() if ":" not in name]
        for name in portfolio:
            journey = engine.journey(name)
            assert journey.kept() is not None
            assert tuple(journey.judged()) == judged_anew(journey)
            assert [f for f in judged_anew(journey) if f.is_open(journey.clock())] == list(
                journey.findings()
            )
        assert engine.journey("agency").judged()


def test_findings_that_are_kept_serve_no_other_moment_and_no_branch() -> None:
    with journeys.open(":memory:") as engine:
        engine.load_stories()
        agency = engine.journey("agency")
        early = agency.judged(at=Moment("2025-08-01"))
        assert 0 < len(early) < len(agency.judged())
        assert tuple(early) == by_then(
            agency.reading(at=Moment("2025-08-01")).findings(), Moment("2025-08-01")
        )
        branch = agency.what_if(Hold(hold="know-like-trust")).hypothetical
        assert branch.kept() is None
        assert tuple(branch.judged()) == judged_anew(branch)
        assert len(branch.judged()) != len(agency.judged())


def test_a_journey_that_is_held_goes_by_its_own_events() -> None:
    with journeys.open(":memory:") as engine:
        for number, command in enumerate(SAVES):
            engine.record(command.model_copy(update={"command_id": f"c-{number}"}))
        held = engine.journey(WHO)
        before = judged_anew(held)
        engine.record(on("2025-06-01", IncidentOccurred(kind="incident"), command_id="later"))
        assert held.kept() is None
        assert tuple(held.judged()) == before
        assert engine.journey(WHO).kept() is not None


def test_views_that_are_behind_are_not_brought_up_to_date_for_one_journey() -> None:
    with journeys.open(":memory:") as engine:
        engine.load_stories()
        engine.scribe.record(
            on("2026-06-01", ContactHeld(), relationship="agency", command_id="unseen")
        )
        behind = engine.runner.lag()
        agency = engine.journey("agency")
        assert agency.kept() is None
        assert tuple(agency.judged()) == judged_anew(agency)
        assert engine.runner.lag() == behind == 1
