"""Findings about issues that nobody takes up, and agreements that lose their ground."""

from typing import Any

import pytest

from domain._kernel import Record
from domain.breakup import BreakupAnnounced
from domain.contract import AgreementMade, GoalSet
from domain.friction import IssueHandled, IssueRaised, RequestAnswered, SolutionSought
from domain.process import Gate, ProcessAdopted, WaiverGranted, WorkStarted
from tests.given import on, opened
from tests.projections.judging import judged, quiet, raises

OPENED = opened("2025-01-01")
CODE = "issue-left-lying"


def raised(kind: str = "problem", when: str = "2025-03-03", by: str = "client") -> Record:
    return on(when, IssueRaised.model_validate({"issue": "slow", "kind": kind, "by": by}))


@raises(CODE)
@pytest.mark.row(99)
@pytest.mark.parametrize(
    ("kind", "severity"), [("problem", "medium"), ("disagreement", "medium"), ("complaint", "high")]
)
def test_what_the_client_brought_up_and_nobody_took_up_is_left_lying(
    kind: str, severity: str
) -> None:
    handled = on("2025-05-01", IssueHandled(issue="slow", listened=True))
    found = judged(OPENED, raised(kind), handled)
    finding = found.finding(CODE, "2025-04-01")
    assert (finding.severity, finding.since) == (severity, "2025-03-17T18:00:00+01:00")
    assert found.evidence(CODE, "2025-04-01") == ["IssueRaised"]
    assert CODE not in found.codes("2025-05-01")


@quiet(CODE)
@pytest.mark.row(99)
@pytest.mark.parametrize(
    "told",
    [
        [raised(by="supplier")],
        [raised(when="2025-03-03~")],
        [raised(), on("2025-03-10", IssueHandled(issue="slow", outcome="unsolved"))],
        [
            raised(),
            on(
                "2025-03-10",
                SolutionSought(request="r", issue="slow"),
                RequestAnswered(request="r", answer="refused"),
            ),
        ],
        [raised(), on("2025-03-10", BreakupAnnounced(by="client"))],
    ],
    ids=["we brought it up", "about then", "gone into, badly", "answered, badly", "over"],
)
def test_what_was_taken_up_well_or_badly_is_not_left_lying(told: list[Record]) -> None:
    assert CODE not in judged(OPENED, *told).codes()


BASE = (
    OPENED,
    on("2025-01-02", ProcessAdopted(process="p", gates=(Gate(gate="tidy", title="Tidy up"),))),
    on(
        "2025-01-03",
        WaiverGranted(
            waiver="later",
            gates=("tidy",),
            harmless_for=("visibility",),
            leaves_unchecked=("shop",),
        ),
    ),
)


def agreed(key: str = "plan", when: str = "2025-01-10", **more: Any) -> Record:  # noqa: ANN401
    return on(when, AgreementMade.model_validate({"agreement": key, "text": "A", **more}))


RESTS = agreed(rests_on_waivers=("later",))
SELLS = on("2025-02-01", GoalSet(goal="sell", work="sales-launch", needs=("shop",)))


@raises("agreement-undermined")
@pytest.mark.row(30)
@pytest.mark.parametrize(
    "change", [SELLS, on("2025-02-01", WorkStarted(work="sales-launch", uses=("shop",)))]
)
def test_a_change_takes_the_ground_from_an_agreement_until_a_new_one_replaces_it(
    change: Record,
) -> None:
    anew = agreed("plan-b", "2025-03-01", replaces="plan")
    found = judged(*BASE, RESTS, change, anew)
    expected = ["WaiverGranted", "AgreementMade", type(change.facts[0]).__name__]
    assert found.evidence("agreement-undermined", "2025-02-01") == expected
    assert "agreement-undermined" not in found.codes("2025-03-01")


@quiet("agreement-undermined")
@pytest.mark.row(30)
@pytest.mark.parametrize(
    "told",
    [
        [agreed(), SELLS],
        [RESTS, on("2025-02-01", GoalSet(goal="seen", work="visibility", needs=("shop",)))],
        [RESTS, on("2025-02-01", GoalSet(goal="sell", work="sales-launch", needs=("mail",)))],
        [RESTS, agreed("plan-b", "2025-01-20", replaces="plan"), SELLS],
    ],
    ids=["rests on nothing", "harmless", "another tool", "replaced before"],
)
def test_an_agreement_whose_ground_holds_is_not_undermined(told: list[Record]) -> None:
    assert "agreement-undermined" not in judged(*BASE, *told).codes()
