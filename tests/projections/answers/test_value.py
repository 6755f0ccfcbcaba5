"""What we stand for, what clients wish and got, and what we keep of them."""

import pytest

from domain.care import ConsentGiven, PreferenceNoted
from domain.courtship import IntakeDecided
from domain.expectation import InterviewAnswered, OpinionVoiced
from domain.organisation import ValuesDeclared
from domain.values import BehaviourObserved, ValueDeclared
from tests.given import on
from tests.projections.answers.asked import ask, figures, told

US = told(
    "organisation:us",
    on(
        "2025-01-01",
        ValuesDeclared(edition=1, values=("trust", "care"), behaviours=(("trust", "We say so"),)),
    ),
)
LIVED = told(
    "a",
    on("2025-02-01", ValueDeclared(value="trust", behaviour=("we say so",))),
    on("2025-02-02", BehaviourObserved(value="trust", supports=True, where="within")),
    on("2025-02-03", BehaviourObserved(value="trust", supports=False, where="towards-client")),
)


@pytest.mark.row(131)
def test_of_two_values_one_is_seen_in_behaviour() -> None:
    rows = {row["subject_id"]: row for row in ask("values-lived", US, LIVED)}
    ours = rows["organisation:us"]
    assert figures(ours, "values", "described", "observed", "share") == (2, 1, 1, 0.5)
    assert rows["a"]["share"] == 1.0


@pytest.mark.row(131, 132)
def test_each_value_has_its_evidence_for_and_against() -> None:
    rows = {(r["subject_id"], r["value"]): r for r in ask("value-evidence", US, LIVED)}
    assert figures(rows["organisation:us", "trust"], "upheld", "contradicted") == (1, 1)
    assert figures(rows["organisation:us", "care"], "described", "upheld", "verdict") == (
        0,
        0,
        None,
    )


@pytest.mark.row(65)
def test_a_wish_is_met_where_we_have_a_strength_of_that_name() -> None:
    rows = ask(
        "strengths-and-wishes",
        told(
            "a",
            on("2025-02-01", OpinionVoiced(topic_of="wish", by="client", item="speed")),
            on("2025-02-01", OpinionVoiced(topic_of="wish", by="client", item="price")),
        ),
        told(
            "b",
            on("2025-02-01", OpinionVoiced(topic_of="wish", by="client", item="speed")),
            on("2025-02-01", OpinionVoiced(topic_of="strength", by="supplier", item="speed")),
            on("2025-02-01", OpinionVoiced(topic_of="strength", by="supplier", item="style")),
        ),
    )
    assert [figures(r, "item", "wished_by", "cell", "met") for r in rows] == [
        ("price", 1, "wish-only", False),
        ("speed", 2, "both", True),
        ("style", 0, "strength-only", None),
    ]


@pytest.mark.row(159)
def test_value_that_was_never_offered_is_unrecognised() -> None:
    said = [
        OpinionVoiced(topic_of="value-received", by="client", item="time", in_offer=False),
        OpinionVoiced(topic_of="value-offered", by="supplier", item="plan"),
        OpinionVoiced(topic_of="value-offered", by="supplier", item="ads"),
        OpinionVoiced(topic_of="value-received", by="client", item="ads"),
    ]
    rows = ask("value-gaps", told("a", on("2025-02-01", *said)))
    assert [figures(r, "item", "offered", "received", "gap") for r in rows] == [
        ("time", False, True, "unrecognised"),
        ("plan", True, False, "not-received"),
        ("ads", True, True, None),
    ]


@pytest.mark.row(170)
def test_the_interview_says_which_steps_are_missing() -> None:
    before = InterviewAnswered(step="before")
    used = InterviewAnswered(step="used-in-offer", led_to="faster")
    rows = ask("interview", told("a", on("2025-02-01", before, used)), told("b"))
    assert figures(rows[0], "steps", "missing", "share", "led_to", "consent") == (
        2,
        ["beyond", "brought", "published"],
        0.4,
        ["faster"],
        None,
    )
    assert figures(rows[1], "steps", "share") == (0, 0.0)


@pytest.mark.row(64)
def test_both_views_of_the_match_stand_side_by_side() -> None:
    sold = on("2025-01-02", IntakeDecided(outcome="accepted", mismatch_seen=False))
    doubts = on("2025-02-01", OpinionVoiced(topic_of="fit", by="client", verdict="no"))
    rows = ask("both-views", told("a", sold, doubts), told("b", sold), told("c"))
    assert [figures(r, "view_client", "view_supplier", "agree") for r in rows] == [
        ("no", "yes", False),
        (None, "yes", None),
    ]


@pytest.mark.row(144)
def test_the_profile_names_a_purpose_and_only_the_third_yes_is_permission() -> None:
    rows = ask(
        "visible-profile",
        told(
            "a",
            on(
                "2025-02-01",
                ConsentGiven(consent="sales", purpose="wine", answer="wants-solution"),
                ConsentGiven(consent="keep", purpose="wine", answer="may-keep-profile"),
                PreferenceNoted(
                    item="red", kind="likes", purpose="advice", serves="client", consent="keep"
                ),
                PreferenceNoted(item="white", kind="likes", consent="sales"),
                PreferenceNoted(item="cava", kind="likes"),
            ),
        ),
    )
    assert [figures(r, "item", "purpose", "serves", "consent") for r in rows] == [
        ("red", "advice", "client", True),
        ("white", None, None, False),
        ("cava", None, None, None),
    ]
