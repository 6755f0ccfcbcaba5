"""The best moments, both curves, and where nobody asked how it felt."""

import pytest

from domain._kernel import Fact, event_id
from domain.breakup import FarewellActDone, LessonRecorded
from domain.contract import ContractSigned, CooperationStarted, StaffAssigned
from domain.courtship import ReferralMade
from domain.expectation import InterviewAnswered
from domain.feelings import FeelingObserved
from domain.friction import IncidentOccurred, IssueRaised
from domain.process import WorkStarted
from tests.given import on
from tests.projections.answers.asked import ask, figures, told


def felt(command: int, client: float | None = None, staff: float | None = None) -> list[Fact]:
    """Return feelings about the first fact of a command of relationship a."""
    about = event_id(f"a-{command}", 0)
    said = []
    if client is not None:
        said.append(FeelingObserved(whose="client", valence=client, about=about))
    if staff is not None:
        said.append(FeelingObserved(whose="staff", valence=staff, about=about))
    return [*said]


@pytest.mark.row(116, 117)
def test_the_finest_moments_are_those_both_sides_felt_best() -> None:
    rows = ask(
        "highlights",
        told(
            "a",
            on("2025-02-01", CooperationStarted(), *felt(1, client=0.9)),
            on("2025-02-02", ContractSigned(contract="c"), *felt(2, client=0.6, staff=0.5)),
            on("2025-02-03", IssueRaised(issue="i", kind="problem"), *felt(3, client=0.9, staff=0)),
            on("2025-02-04", CooperationStarted(), *felt(4, 0.9, 0.9), channel="internal"),
            on("2025-02-04", LessonRecorded(lesson="l", text="L")),
            on("2025-02-04", FarewellActDone(act="contribution")),
            on("2025-02-04", InterviewAnswered(step="used-in-offer")),
            on("2025-02-04", ReferralMade(referral="r", by="client", direction="client-to-others")),
            on("2025-02-05", StaffAssigned(person="p-1", role="owner", known_to_client=True)),
        ),
    )
    assert [figures(r, "highlight", "rank", "what", "who") for r in rows] == [
        ("moment", 1, "Contract signed", None),
        ("moment", 2, "Cooperation started", None),
        ("contribution", None, "Lesson recorded", None),
        ("contribution", None, "Referral made", None),
        ("contribution", None, "Interview answered", None),
        ("contribution", None, "Farewell act done", None),
        ("known-person", None, "Staff assigned", "p-1"),
    ]


@pytest.mark.row(98, 181)
def test_both_curves_and_their_gap_stand_beside_what_is_remembered() -> None:
    rows = ask(
        "two-curves",
        told(
            "a",
            on("2025-02-01", FeelingObserved(whose="client", valence=0.8)),
            on("2025-02-01", FeelingObserved(whose="staff", valence=0.2)),
            on("2025-02-11", FeelingObserved(whose="client", valence=0.4)),
        ),
        told("b"),
    )
    assert [
        figures(r, "mean_client", "mean_staff", "mood_gap", "peak_end_client") for r in rows
    ] == [(0.6, 0.2, 0.4, 0.6)]


@pytest.mark.row(181)
def test_steps_without_feelings_are_counted_a_step_at_a_time() -> None:
    history = told(
        "a",
        on("2025-02-01", CooperationStarted(), ContractSigned(contract="c"), *felt(1, 0.9, 0.5)),
        on("2025-02-02", IncidentOccurred(kind="incident"), *felt(2, staff=-0.5)),
        on("2025-02-03", IncidentOccurred(kind="incident")),
    )
    rows = ask("steps-without-feelings", history)
    assert [figures(r, "what", "times", "without_client", "without_staff") for r in rows] == [
        ("Relationship opened", 1, 1, 1),
        ("Incident occurred", 2, 2, 1),
    ]


@pytest.mark.row(180)
def test_the_blueprint_tells_front_stage_from_back_stage_and_what_was_not_told() -> None:
    rows = ask(
        "blueprint",
        told(
            "a",
            on("2025-02-01", ContractSigned(contract="c"), channel="in-person", touchpoint="desk"),
            on("2025-02-02", WorkStarted(work="delivery", uses=("shop",)), channel="internal"),
        ),
    )
    assert [figures(r, "stage", "what", "touchpoint", "systems") for r in rows] == [
        (None, "Relationship opened", None, []),
        ("front-stage", "Contract signed", "desk", []),
        ("back-stage", "Work started", None, ["shop"]),
    ]
