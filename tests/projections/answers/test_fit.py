"""Who fits us, what came of it, and what a no was worth."""

import pytest

from domain.contract import MoneyBooked, ProjectFinished
from domain.courtship import IntakeDecided, ReferralMade
from domain.friction import ConcessionMade, IssueRaised
from domain.organisation import ProfileDeclared
from domain.process import Gate, ProcessAdopted, WaiverGranted
from tests.given import on
from tests.projections.answers.asked import ask, figures, told

FITS = on("2025-01-02", IntakeDecided(outcome="accepted", fit="core", profile_edition=1))
EDGE = on(
    "2025-03-02",
    IntakeDecided(
        outcome="accepted",
        fit="edge",
        pursued_despite_doubt=True,
        pressure="target",
        near_miss="accept-with-conditions",
        by_procedure=False,
        profile_edition=1,
    ),
)


@pytest.mark.row(3)
def test_a_prospect_is_held_against_the_edition_in_force() -> None:
    us = told(
        "organisation:us",
        on("2025-01-01", ProfileDeclared(edition=1)),
        on("2025-02-01", ProfileDeclared(edition=2, must=("b2b",))),
    )
    rows = ask("profile-fit", us, told("fits", FITS), told("edge", EDGE), told("nobody"))
    assert [
        figures(r, "fit", "edition", "in_force", "can_reject", "by_procedure") for r in rows
    ] == [
        ("core", 1, 1, False, None),
        ("edge", 1, 2, True, False),
    ]


@pytest.mark.row(67)
def test_outcomes_by_fit_keep_those_never_assessed_apart() -> None:
    won = on("2025-06-01", ProjectFinished(project="one", successful=True))
    given_in = on("2025-06-01", ConcessionMade(motive="pressure"))
    rows = ask("outcomes-by-fit", told("a", FITS, won), told("b", EDGE, given_in), told("c"))
    assert [figures(r, "fit", "relationships", "friction", "success") for r in rows] == [
        ("core", 1, 0.0, 1.0),
        ("edge", 1, 1.0, None),
        (None, 1, 0.0, None),
    ]


@pytest.mark.row(70)
def test_a_no_that_led_to_a_recommendation_is_best_practice() -> None:
    no = IntakeDecided(outcome="declined", declined_by="client", minutes_to_no=2)
    referral = ReferralMade(
        referral="friend",
        by="client",
        direction="others-to-supplier",
        after_no=True,
        outcome="placed",
    )
    rows = ask(
        "no-and-referral",
        told("a", on("2025-01-02", no), on("2025-01-09", referral)),
        told("b", on("2025-01-02", no)),
        told("c", FITS),
    )
    assert [figures(r, "relationship", "said_no", "best_practice", "outcome") for r in rows] == [
        ("a", "client", True, "placed"),
        ("b", "client", False, None),
    ]


@pytest.mark.row(48, 72)
def test_each_sale_is_traced_to_the_friction_that_came_of_it() -> None:
    rows = ask(
        "after-the-sale",
        told("calm", FITS),
        told(
            "doubted",
            EDGE,
            on("2025-03-12", IssueRaised(issue="late", kind="complaint")),
            on("2025-04-01", MoneyBooked(kind="failure-cost", amount=500)),
        ),
    )
    assert [
        figures(r, "despite_doubt", "pressure", "friction", "days_to_friction", "complaints", "eur")
        for r in rows
    ] == [(None, None, 0, None, 0, None), (True, "target", 1, 10, 1, 500)]


@pytest.mark.row(86)
def test_authorised_deviations_are_counted_by_fit_and_how_they_worked_out() -> None:
    process = ProcessAdopted(process="p", gates=(Gate(gate="g", title="G"),))

    def free(waiver: str, *, worked: bool | None) -> WaiverGranted:
        return WaiverGranted(
            waiver=waiver, gates=("g",), harmless_for=(), authorised=True, worked_out=worked
        )

    waivers = (free("one", worked=True), free("two", worked=False), free("three", worked=None))
    rows = ask("discretion-by-fit", told("a", FITS, on("2025-02-01", process, *waivers)))
    assert figures(rows[0], "fit", "deviations", "worked_out", "failed", "not_told", "success") == (
        "core", 3, 1, 1, 1, 0.5,
    )  # fmt: skip
