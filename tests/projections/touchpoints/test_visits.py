"""Visits: which moments a relationship lived, where on its map, and how both sides felt."""

from __future__ import annotations

from typing import Any

import pytest

from domain._kernel import Record
from domain.care import CareGiven, ContactHeld
from domain.feelings import FeelingObserved
from domain.friction import (
    IncidentOccurred,
    IssueHandled,
    IssueRaised,
    RequestAnswered,
    SolutionSought,
)
from domain.maps import MapBody
from domain.process import Gate, GateDecided, ProcessAdopted
from domain.promises import PromiseMade
from journeys.working_days import PublicHolidays
from projections.reading import read
from projections.touchpoints import Visit, visits
from tests.domain.map_bodies import small, touchpoint
from tests.given import CLIENT, history, on, opened

ADOPTED = ProcessAdopted(process="small", gates=(Gate(gate="fit", title="Do we fit?"),))


def lived(*commands: Record, body: MapBody | None = None) -> tuple[Visit, ...]:
    return visits(read(CLIENT, history(opened(), *commands), PublicHolidays()), body)


def felt(when: str, valence: float, about: str | None = None, **more: Any) -> Record:  # noqa: ANN401
    data = {"whose": "client", "valence": valence, "about": about, **more}
    return on(when, FeelingObserved.model_validate(data))


def test_a_moment_without_a_map_is_called_after_its_fact_and_its_word() -> None:
    (visit,) = lived(on("2025-01-02", CareGiven(kind="drift-named")))
    assert (visit.place, visit.designed, str(visit.title)) == (
        "care-given:drift-named",
        False,
        "Care given: drift-named",
    )


def test_a_contact_is_called_after_its_channel() -> None:
    (visit,) = lived(on("2025-01-02", ContactHeld(initiated_by="client"), channel="call"))
    assert (visit.place, visit.channel, visit.lane) == ("contact-held:call", "call", "client")


def test_what_keeps_the_record_is_no_moment() -> None:
    assert lived(on("2025-01-02", ADOPTED), felt("2025-01-03", 0.5)) == ()


def test_days_are_counted_since_the_moment_before() -> None:
    found = lived(
        on("2025-01-02", ContactHeld()),
        on("2025-01-05", ContactHeld()),
        on("2025-01-05~", ContactHeld()),
    )
    assert [visit.waited for visit in found] == [None, 3.0, 0.0]
    assert [visit.rough for visit in found] == [False, False, True]


def test_a_feeling_belongs_to_the_moment_it_is_about_and_is_never_carried_forward() -> None:
    first = on("2025-01-02", ContactHeld(), command_id="first")
    about = history(opened(), first)[-1].id
    one, other = lived(first, felt("2025-01-02", 0.5, about), on("2025-01-09", ContactHeld()))
    assert (one.client.before, one.client.after, one.staff.after) == (None, 0.5, None)
    assert (other.client.before, other.client.after, other.client.change) == (0.5, None, None)
    assert (one.gap, len(one.client.events)) == (None, 1)


def test_a_models_guess_is_nobodys_feeling() -> None:
    first = on("2025-01-02", ContactHeld(), command_id="first")
    about = history(opened(), first)[-1].id
    (visit,) = lived(first, felt("2025-01-02", 0.5, about, source="text-model"))
    assert visit.client.after is None


def test_what_one_side_says_of_the_other_is_marked_as_such() -> None:
    first = on("2025-01-02", ContactHeld(), command_id="first")
    about = history(opened(), first)[-1].id
    said = felt("2025-01-02", 0.0, about, whose="staff", said_by="client", mode="perceived")
    (visit,) = lived(first, said)
    assert (visit.staff.after, visit.staff.attributed) == (0.0, True)


def test_a_touchpoint_that_was_named_is_taken_at_its_word() -> None:
    body = small(touchpoints=(touchpoint("hello", systems=("crm",)), touchpoint("thanks")))
    (visit,) = lived(on("2025-01-02", ContactHeld(), touchpoint="hello"), body=body)
    assert (visit.place, visit.designed, visit.stage) == ("hello", True, "one")
    assert (visit.channel, visit.systems) == ("call", ("crm",))
    (other,) = lived(on("2025-01-02", ContactHeld(), touchpoint="elsewhere"), body=body)
    assert (other.place, other.designed) == ("elsewhere", False)


@pytest.mark.parametrize(
    ("outcome", "place"),
    [("passed", "hello"), ("failed", "hello"), ("skipped", "gate-decided:skipped")],
)
def test_a_gate_is_decided_at_its_touchpoint_unless_it_is_skipped(outcome: str, place: str) -> None:
    fact = GateDecided.model_validate({"gate": "fit", "outcome": outcome})
    (visit,) = lived(on("2025-01-02", ADOPTED), on("2025-01-03", fact), body=small())
    assert visit.place == place


def test_a_touchpoint_is_recognised_by_word_before_kind_and_by_its_channel() -> None:
    body = small(
        touchpoints=(
            touchpoint("hello", recognised_by=("contact-held",)),
            touchpoint("thanks", recognised_by=("contact-held:mail",), channel="mail"),
            touchpoint("again", recognised_by=("contact-held",), channel="chat"),
        )
    )
    found = lived(
        on("2025-01-02", ContactHeld(), channel="mail"),
        on("2025-01-03", ContactHeld(), channel="chat"),
        on("2025-01-04", ContactHeld(), channel="video"),
        on("2025-01-05", CareGiven(kind="attention")),
        body=body,
    )
    assert [visit.place for visit in found] == ["thanks", "again", "hello", "care-given:attention"]


def test_facts_of_one_breath_at_one_place_are_one_visit() -> None:
    error = IncidentOccurred(kind="incident", tool="shop")
    (visit,) = lived(on("2025-01-02", error, error.model_copy(update={"tool": "mail"})))
    assert (len(visit.events), visit.systems, visit.friction) == (2, ("shop", "mail"), "incident")


def test_friction_promises_and_what_heals_are_told_apart() -> None:
    promise = PromiseMade(promise="call-back", text="We call", by="supplier", to="client")
    raised, sought, answered, handled, made = lived(
        on("2025-01-02", IssueRaised(issue="slow", kind="complaint")),
        on("2025-01-03", SolutionSought(request="help", issue="slow")),
        on("2025-01-04", RequestAnswered(request="help", answer="deflected")),
        on("2025-01-05", IssueHandled(issue="slow", outcome="solved")),
        on("2025-01-06", promise),
    )
    assert (raised.friction, answered.friction, made.promise) == (
        "complaint",
        "deflected",
        "call-back",
    )
    assert (answered.heals, handled.heals) == (None, raised.events[0])
    assert (sought.lane, made.lane, handled.lane) == ("client", "supplier", "unknown")
