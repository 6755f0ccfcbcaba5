"""Findings about looking first."""

from typing import Any

import pytest

from domain._kernel import Fact, Record
from domain.breakup import BreakupAnnounced
from domain.contract import ContextNoted, GoalSet, Target
from domain.friction import PlugReviewed
from domain.moments import Moment
from domain.numbers import MetricObserved
from domain.process import Gate, ProcessAdopted, WaiverGranted, WorkStarted
from tests.given import on, opened
from tests.projections.judging import judged, quiet, raises

OPENED = opened("2025-01-01")
LAUNCH = on("2025-03-01", WorkStarted(work="sales-launch", uses=("mailer",)))


def tool(status: str | None, when: str = "2025-02-01") -> Record:
    said = {"topic_of": "tool", "text": "The mailer", "tool": "mailer", "status": status}
    return on(when, ContextNoted.model_validate(said))


@raises("unchecked-tool-used")
@pytest.mark.row(31)
@pytest.mark.parametrize(("status", "severity"), [("unchecked", "medium"), ("fails", "high")])
def test_work_on_a_tool_nobody_checked_is_a_finding_until_it_works(
    status: str, severity: str
) -> None:
    found = judged(OPENED, tool(status), LAUNCH, tool("works", "2025-03-09"))
    finding = found.finding("unchecked-tool-used", "2025-03-01")
    assert (finding.severity, finding.since) == (severity, "2025-03-01")
    assert found.evidence("unchecked-tool-used", "2025-03-01") == ["ContextNoted", "WorkStarted"]
    assert "unchecked-tool-used" not in found.codes("2025-03-09")


def waived(until: str | None) -> list[Record]:
    gate = Gate(gate="desk", title="Tidy desk", questions=("tools",))
    waiver: dict[str, Any] = {"waiver": "later", "gates": ("desk",), "leaves_unchecked": ["mailer"]}
    granted = WaiverGranted.model_validate({**waiver, "harmless_for": ["delivery"], "until": until})
    return [on("2025-01-02", ProcessAdopted(process="p", gates=(gate,))), on("2025-01-03", granted)]


@quiet("unchecked-tool-used")
@pytest.mark.parametrize(
    "told",
    [
        [LAUNCH],
        [tool(None), LAUNCH],
        [tool("unchecked"), tool("works", "2025-02-10"), LAUNCH],
        [tool("fails", "2025-03-02"), LAUNCH],
        [*waived("2025-04-01"), tool("unchecked"), LAUNCH],
        [*waived(None), tool("unchecked"), LAUNCH],
    ],
    ids=["unknown", "untold", "works by now", "fails later", "waived", "waived for good"],
)
def test_a_tool_that_works_or_is_not_known_or_was_waived_is_none(told: list[Record]) -> None:
    assert "unchecked-tool-used" not in judged(OPENED, *told).codes()


@raises("unchecked-tool-used")
def test_a_waiver_that_ran_out_covers_nothing() -> None:
    found = judged(OPENED, *waived("2025-02-15"), tool("unchecked"), LAUNCH)
    assert "unchecked-tool-used" in found.codes()


SALES = Target(metric="sales", value=400, unit="count")
GOAL = on("2025-02-01", GoalSet(goal="sell", work="sales-launch", target=SALES))
SELL = on("2025-03-01", WorkStarted(work="sales-launch", goal="sell"))
NUMBER = MetricObserved(metric="open-rate", value=0.2, unit="share")


@raises("decided-without-numbers")
@pytest.mark.row(26)
def test_a_launch_towards_a_target_with_nothing_measured_is_a_finding_until_something_is() -> None:
    found = judged(OPENED, GOAL, SELL, on("2025-03-05", NUMBER))
    assert found.evidence("decided-without-numbers", "2025-03-01") == ["GoalSet", "WorkStarted"]
    assert found.finding("decided-without-numbers", "2025-03-01").since == "2025-03-01"
    assert "decided-without-numbers" not in found.codes("2025-03-05")


@quiet("decided-without-numbers")
@pytest.mark.parametrize(
    "told",
    [
        [GOAL, on("2025-02-10", NUMBER), SELL],
        [on("2025-02-01", GoalSet(goal="sell", work="sales-launch")), SELL],
        [GOAL, on("2025-03-01", WorkStarted(work="delivery", goal="sell"))],
        [GOAL, on("2025-03-01", WorkStarted(work="sales-launch"))],
    ],
    ids=["measured", "no target", "other work", "no goal"],
)
def test_a_launch_with_numbers_or_without_a_target_is_none(told: list[Record]) -> None:
    assert "decided-without-numbers" not in judged(OPENED, *told).codes()


def test_a_number_that_was_recorded_late_counts_from_when_it_was_measured() -> None:
    late = on("2025-02-10", NUMBER, recorded="2025-05-01")
    assert "decided-without-numbers" not in judged(OPENED, GOAL, SELL, late).codes("2025-03-01")


def reviewed(when: str, again: str | None) -> Record:
    moment = Moment(again) if again else None
    return on(when, PlugReviewed(verdict="go-on", again=moment))


@raises("plug-review-due")
@pytest.mark.row(59)
def test_a_review_that_was_due_again_is_overdue_at_the_close_of_that_day() -> None:
    found = judged(OPENED, reviewed("2025-02-01", "2025-05-01"), reviewed("2025-05-09", None))
    finding = found.finding("plug-review-due", "2025-05-02")
    assert finding.since == finding.due == "2025-05-01T18:00:00+02:00"
    assert found.evidence("plug-review-due", "2025-05-02") == ["PlugReviewed"]
    assert "plug-review-due" not in found.codes("2025-04-30")
    assert "plug-review-due" not in found.codes("2025-05-09")


@quiet("plug-review-due")
@pytest.mark.parametrize(
    "told",
    [
        [reviewed("2025-02-01", None)],
        [reviewed("2025-02-01", "2025-05~")],
        [reviewed("2025-02-01", "2025-05-01"), reviewed("2025-04-30", None)],
    ],
    ids=["no day", "about that time", "reviewed in time"],
)
def test_a_review_without_a_day_or_in_time_is_not_due(told: list[Record]) -> None:
    assert "plug-review-due" not in judged(OPENED, *told).codes()


@quiet("plug-review-due")
@pytest.mark.parametrize("fact", [BreakupAnnounced(by="supplier")])
def test_nothing_is_to_be_weighed_once_it_is_over(fact: Fact) -> None:
    told = judged(OPENED, reviewed("2025-02-01", "2025-05-01"), on("2025-04-01", fact))
    assert "plug-review-due" not in told.codes()


@raises("plug-review-due")
def test_a_review_due_in_a_month_has_until_its_last_day() -> None:
    found = judged(OPENED, reviewed("2025-02-01", "2025-05"))
    assert found.finding("plug-review-due").since == "2025-05-31T18:00:00+02:00"
