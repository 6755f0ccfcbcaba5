"""Findings about the organisation itself."""

from typing import Any

import pytest

import journeys
from domain._kernel import AnyEvent, Record
from domain.courtship import IntakeDecided
from domain.moments import Moment
from domain.organisation import (
    ImprovementReviewed,
    ImprovementStarted,
    OrganisationNamed,
    ProfileDeclared,
)
from tests.given import history, on, opened
from tests.projections.judging import judged, judged_organisation, quiet, raises

US = "organisation:us"


def ours(when: str, *facts: Any) -> Record:  # noqa: ANN401
    return on(when, *facts, relationship=US)


NAMED = ours("2024-01-01", OrganisationNamed(name="Us"))


def intake(number: int, outcome: str = "accepted", fit: str = "core") -> list[Record]:
    day = f"2025-{1 + number // 20:02d}-{1 + number % 20:02d}"
    decided = IntakeDecided.model_validate({"outcome": outcome, "fit": fit})
    client = f"client-{number}"
    named = {"relationship": client, "command_id": f"{client}-{day}"}
    start = opened("2024-02-01").model_copy(
        update={"relationship": client, "command_id": f"{client}-open"}
    )
    return [start, on(day, decided, **named)]


def told(*intakes: list[Record]) -> tuple[AnyEvent, ...]:
    events = [event for commands in intakes for event in history(*commands)]
    return tuple(event for event in events if isinstance(event.fact, IntakeDecided))


@raises("nobody-declined")
@pytest.mark.row(47)
def test_where_nobody_is_ever_declined_a_no_is_no_outcome() -> None:
    found = judged_organisation(NAMED, told=told(*(intake(n) for n in range(10))))
    finding = found.finding("nobody-declined")
    assert (finding.relationship, finding.since) == (US, "2025-01-10")
    assert found.evidence("nobody-declined") == ["IntakeDecided"] * 10


@raises("nobody-declined")
def test_the_first_no_ends_it() -> None:
    no = told(*(intake(n) for n in range(10)), intake(10, "declined"))
    found = judged_organisation(NAMED, told=no)
    assert "nobody-declined" in found.codes("2025-01-10")
    assert "nobody-declined" not in found.codes("2025-01-11")


@quiet("nobody-declined")
@pytest.mark.row(47)
@pytest.mark.parametrize("others", [0, 8], ids=["none", "too few"])
def test_a_handful_says_nothing_about_a_habit(others: int) -> None:
    few = told(*(intake(n) for n in range(others)))
    assert "nobody-declined" not in judged_organisation(NAMED, told=few).codes()


@quiet("nobody-declined")
def test_where_some_are_declined_selection_is_at_work() -> None:
    some = told(*(intake(n, "no-bid" if n % 5 == 0 else "accepted") for n in range(20)))
    assert "nobody-declined" not in judged_organisation(NAMED, told=some).codes()


@raises("edge-share-rising")
@pytest.mark.row(74)
def test_a_rising_share_of_clients_at_the_edge_is_a_finding() -> None:
    core = [intake(n) for n in range(8)]
    edge = [intake(n, fit="edge" if n % 2 else "outside") for n in range(8, 16)]
    found = judged_organisation(NAMED, told=told(*core, *edge))
    assert found.finding("edge-share-rising").sentence.values["share"] == 100
    assert found.finding("edge-share-rising").sentence.values["before"] == 0
    assert found.evidence("edge-share-rising") == ["IntakeDecided"] * 16


@quiet("edge-share-rising")
@pytest.mark.row(74)
@pytest.mark.parametrize(
    "fits",
    [["core"] * 16, ["edge"] * 16, ["edge"] * 8, ["core"] * 8 + ["unknown"] * 8],
    ids=["core", "always at the edge", "too few", "not assessed"],
)
def test_a_share_that_does_not_rise_or_is_not_known_is_none(fits: list[str]) -> None:
    known = told(*(intake(number, fit=fit) for number, fit in enumerate(fits)))
    assert "edge-share-rising" not in judged_organisation(NAMED, told=known).codes()


def profile(edition: int, when: str, **more: Any) -> Record:  # noqa: ANN401
    return ours(when, ProfileDeclared.model_validate({"edition": edition, **more}))


@raises("profile-too-vague")
@pytest.mark.row(73)
def test_a_profile_that_turns_nobody_away_is_too_vague_until_the_next_edition() -> None:
    loose = profile(1, "2024-02-01", should=("nice",))
    found = judged_organisation(NAMED, loose, profile(2, "2024-06-01", must=("listens",)))
    assert found.evidence("profile-too-vague", "2024-03-01") == ["ProfileDeclared"]
    assert "profile-too-vague" not in found.codes("2024-06-01")


@raises("profile-too-vague")
@pytest.mark.row(73)
def test_clients_that_are_taken_on_without_any_profile_show_that_it_is_missing() -> None:
    found = judged_organisation(NAMED, told=told(*(intake(n) for n in range(5))))
    assert found.finding("profile-too-vague").since == "2025-01-05"
    assert found.finding("profile-too-vague").sentence.values["edition"] == "none"


@quiet("profile-too-vague")
@pytest.mark.row(73)
def test_a_profile_that_can_turn_somebody_away_or_hardly_a_client_yet_is_fine() -> None:
    sharp = profile(1, "2024-02-01", excludes=("shouts",))
    many = told(*(intake(n) for n in range(9)))
    assert "profile-too-vague" not in judged_organisation(NAMED, sharp, told=many).codes()
    assert "profile-too-vague" not in judged_organisation(NAMED, told=many[:4]).codes()


def started(**more: Any) -> Record:  # noqa: ANN401
    said = {"improvement": "culture", "kind": "programme", **more}
    return ours("2024-03-01", ImprovementStarted.model_validate(said))


@raises("programme-without-process")
@pytest.mark.row(193)
def test_a_programme_that_serves_no_process_hangs_in_the_air_until_it_is_tied_to_one() -> None:
    review = ImprovementReviewed(
        improvement="culture", metric="complaints", before=9, after=4, process="intake"
    )
    found = judged_organisation(NAMED, started(), ours("2024-09-01", review))
    assert found.finding("programme-without-process", "2024-03-01").severity == "medium"
    assert found.evidence("programme-without-process", "2024-03-01") == ["ImprovementStarted"]
    assert "programme-without-process" not in found.codes("2024-09-01")


@quiet("programme-without-process")
@pytest.mark.row(193)
@pytest.mark.parametrize(
    "more", [{"process": "delivery"}, {"means": ("values", "process")}], ids=["named", "a means"]
)
def test_a_programme_that_is_tied_to_the_work_is_fine(more: dict[str, Any]) -> None:
    assert "programme-without-process" not in judged_organisation(NAMED, started(**more)).codes()


def test_a_relationship_is_not_asked_what_is_asked_of_the_organisation() -> None:
    decided = [on(f"2025-01-{d:02d}", IntakeDecided(outcome="accepted")) for d in range(2, 16)]
    assert judged(opened("2025-01-01"), *decided).codes() == set()


def test_an_organisation_is_judged_by_what_the_relationships_in_its_store_tell() -> None:
    with journeys.open(":memory:") as engine:
        engine.load([NAMED, *(command for n in range(10) for command in intake(n))])
        found = engine.journey(US).findings(at=Moment("2025-01-10"))
        assert {f.code for f in found} == {"nobody-declined", "profile-too-vague"}
        assert engine.organisations() == [US]
        assert not engine.journey("client-3").findings()


def test_with_two_organisations_nobody_can_tell_whose_clients_they_are() -> None:
    other = on("2024-01-01", OrganisationNamed(name="Them"), relationship="organisation:them")
    other = other.model_copy(update={"command_id": "them"})
    with journeys.open(":memory:") as engine:
        engine.load([NAMED, other, *(command for n in range(10) for command in intake(n))])
        assert engine.journey(US).findings() == ()
