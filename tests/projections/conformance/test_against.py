"""Designed against lived: each way in which they differ, with what shows it."""

from __future__ import annotations

from domain._kernel import Record
from domain.care import ContactHeld
from domain.contract import GoalSet
from domain.maps import MapBody, Step
from domain.process import Gate, GateDecided, ProcessAdopted, WaiverGranted
from journeys.working_days import PublicHolidays
from projections.conformance import Laid, lay
from projections.reading import read
from projections.touchpoints import visits
from tests.domain.map_bodies import small, touchpoint
from tests.given import CLIENT, history, on, opened

GATES = (Gate(gate="fit", title="Do we fit?"),)
BODY = small(
    touchpoints=(
        touchpoint("hello", mandatory=True),
        touchpoint("coffee"),
        touchpoint("talk", mandatory=True, gate="fit", limit_hours=48),
        touchpoint("thanks", mandatory=True),
    ),
    steps=(
        Step(after="hello", then="coffee"),
        Step(after="hello", then="talk"),
        Step(after="coffee", then="talk"),
        Step(after="talk", then="thanks"),
    ),
    gates=GATES,
)


def at(when: str, touchpoint: str) -> Record:
    return on(when, ContactHeld(), touchpoint=touchpoint)


def laid(*commands: Record, body: MapBody = BODY) -> Laid:
    adopted = on("2025-01-01", ProcessAdopted(process="small", gates=GATES))
    reading = read(CLIENT, history(opened(), adopted, *commands), PublicHolidays())
    return lay(reading, visits(reading, body), body, reading.events[1])


def codes(found: Laid) -> list[tuple[str, str]]:
    return [(one.code, one.touchpoint) for one in found.deviations if one.code != "never-happened"]


def test_what_was_lived_as_designed_deviates_in_nothing() -> None:
    found = laid(at("2025-01-02", "hello"), at("2025-01-03", "talk"), at("2025-01-04", "thanks"))
    assert codes(found) == []
    assert (found.alignment.cost, found.fitness, found.unplanned) == (0, 1.0, 0)


def test_what_need_not_happen_and_did_not_is_told_and_costs_nothing() -> None:
    found = laid(at("2025-01-02", "hello"), at("2025-01-03", "talk"), at("2025-01-04", "thanks"))
    (never,) = found.deviations
    assert (never.code, never.touchpoint) == ("never-happened", "coffee")
    assert "did not have to" in str(never.sentence)


def test_a_mandatory_touchpoint_that_was_left_out_is_shown_by_what_came_without_it() -> None:
    found = laid(at("2025-01-02", "hello"), at("2025-01-04", "thanks"))
    assert ("passed-by", "talk") in codes(found)
    assert ("order-broken", "thanks") in codes(found)
    by = next(one for one in found.deviations if one.code == "passed-by")
    assert by.evidence[0].id == found.visits[1].events[0]


def test_nothing_is_owed_that_is_still_to_come() -> None:
    assert codes(laid(at("2025-01-02", "hello"))) == []


def test_a_limit_is_missed_only_after_it_and_never_on_a_guess() -> None:
    in_time = laid(at("2025-01-02", "hello"), at("2025-01-05", "talk"))
    late = laid(at("2025-01-02", "hello"), at("2025-01-06", "talk"))
    guessed = laid(at("2025-01-02", "hello"), at("2025-01-06~", "talk"))
    assert [codes(one) for one in (in_time, late, guessed)] == [[], [("limit-missed", "talk")], []]


def test_moments_off_the_map_are_a_detour_to_where_they_led() -> None:
    found = laid(
        at("2025-01-02", "hello"),
        on("2025-01-02", ContactHeld(), channel="mail"),
        at("2025-01-03", "talk"),
    )
    assert codes(found) == [("detour", "talk"), ("never-planned", "contact-held:mail")]
    assert (found.unplanned, found.alignment.cost) == (1, 0)


def test_a_skipped_gate_stands_at_its_touchpoint_and_is_not_never_planned() -> None:
    found = laid(
        at("2025-01-02", "hello"), on("2025-01-03", GateDecided(gate="fit", outcome="skipped"))
    )
    assert codes(found) == [("gate-skipped", "talk")]


def test_a_waiver_is_put_off_until_what_it_was_harmless_for_is_no_longer_the_work() -> None:
    waiver = WaiverGranted(
        waiver="later", gates=("fit",), harmless_for=("visibility",), leaves_unchecked=("shop",)
    )
    still = laid(at("2025-01-02", "hello"), on("2025-01-03", waiver))
    assert codes(still) == [("waived", "talk")]
    goal = GoalSet(goal="sell", work="sales-launch", needs=("shop",))
    broken = laid(at("2025-01-02", "hello"), on("2025-01-03", waiver), on("2025-01-04", goal))
    assert ("waiver-void", "talk") in codes(broken)
    void = next(one for one in broken.deviations if one.code == "waiver-void")
    assert len(void.evidence) == 2
