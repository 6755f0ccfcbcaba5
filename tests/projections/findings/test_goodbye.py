"""Findings about the goodbye, beside the duties (which have a table of their own)."""

import pytest

from domain._kernel import Record
from domain.breakup import (
    BreakupAnnounced,
    PartingStatementMade,
    RecordDeclaredComplete,
    RivalNoticed,
)
from domain.feelings import FeelingObserved
from domain.friction import IssueRaised, RequestAnswered, SolutionSought
from domain.moments import Moment
from tests.given import history, on, opened
from tests.projections.judging import judged, quiet, raises

DEFLECTED = on(
    "2025-08-20",
    IssueRaised(issue="form", kind="problem"),
    SolutionSought(request="r", issue="form"),
    RequestAnswered(request="r", answer="deflected"),
)
OVER = on("2025-08-25", BreakupAnnounced(by="client"))
NOTHING_SAID = on(
    "2025-10-01",
    RecordDeclaredComplete(
        begins=Moment("2025-08-25"), ends=Moment("2025-09-30"), about=("spoken-in-person",)
    ),
)


def said(when: str = "2025-11-01", **more: object) -> Record:
    return on(when, PartingStatementMade.model_validate({"by": "client", "public": True, **more}))


@raises("ended-without-words")
@pytest.mark.row(186)
def test_silence_that_leaves_the_saying_to_the_client_is_a_finding() -> None:
    found = judged(opened(), DEFLECTED, OVER, NOTHING_SAID, said(attributes_silence=True))
    assert found.evidence("ended-without-words") == [
        "IssueRaised",
        "RequestAnswered",
        "BreakupAnnounced",
        "RecordDeclaredComplete",
        "PartingStatementMade",
    ]


@quiet("ended-without-words")
def test_silence_is_not_concluded_from_what_is_merely_not_on_record() -> None:
    silent = said(attributes_silence=True)
    by_supplier = on("2025-08-25", BreakupAnnounced(by="supplier"))
    for commands in [
        (DEFLECTED, OVER, silent),
        (DEFLECTED, OVER, NOTHING_SAID, said()),
        (OVER, NOTHING_SAID, silent),
        (DEFLECTED, by_supplier, NOTHING_SAID, silent),
    ]:
        assert "ended-without-words" not in judged(opened(), *commands).codes()


@raises("win-back-window")
@pytest.mark.row(122)
def test_an_attached_client_with_a_second_best_leaves_a_window() -> None:
    rival = on("2025-10-01", RivalNoticed(stage="attention", second_best=True))
    gone = on("2025-12-01", RivalNoticed(stage="switched"))
    found = judged(opened(), rival, said(still_attached=True), gone)
    assert found.evidence("win-back-window", "2025-11-01") == [
        "RivalNoticed",
        "PartingStatementMade",
    ]
    assert "win-back-window" not in found.codes("2025-12-01")


@quiet("win-back-window")
def test_without_attachment_or_a_second_best_there_is_none() -> None:
    rival = on("2025-10-01", RivalNoticed(stage="intent"))
    second = on("2025-10-01", RivalNoticed(stage="intent", second_best=True))
    for commands in [(rival, said(still_attached=True)), (second, said())]:
        assert "win-back-window" not in judged(opened(), *commands).codes()


YEARS = [
    on(f"20{year}-01-01", FeelingObserved(whose="client", valence=0.7)) for year in range(20, 25)
]


def recalled(valence: float, **more: object) -> list[Record]:
    before = [opened(), *YEARS, said("2025-01-01")]
    parting = history(*before)[-1].id
    fact = {"whose": "client", "valence": valence, "about": parting, **more}
    return [*before, on("2025-01-01", FeelingObserved.model_validate(fact))]


@raises("end-recolours-past")
@pytest.mark.row(118)
def test_a_bad_end_recolours_good_years() -> None:
    found = judged(*recalled(-0.9))
    assert found.evidence("end-recolours-past") == ["FeelingObserved", "PartingStatementMade"]


@quiet("end-recolours-past")
@pytest.mark.parametrize(
    ("valence", "more"),
    [
        (0.5, {}),
        (-0.9, {"whose": "staff"}),
        (-0.9, {"towards": "rival"}),
        (-0.9, {"source": "text-model"}),
    ],
)
def test_a_mild_end_or_somebody_elses_feeling_recolours_nothing(
    valence: float, more: dict[str, object]
) -> None:
    assert "end-recolours-past" not in judged(*recalled(valence, **more)).codes()
