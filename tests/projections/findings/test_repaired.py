"""What a later fact puts right is settled by it, from that day on."""

from __future__ import annotations

from typing import Any

import pytest

from domain._kernel import Record
from domain.contract import GoalSet, ScopeSet
from domain.friction import IssueRaised, RequestAnswered, SolutionSought
from domain.moments import Moment
from domain.numbers import ExpectationStated, MetricObserved
from domain.process import (
    AdviceAnswered,
    AdviceGiven,
    Gate,
    GateDecided,
    ProcessAdopted,
    WaiverGranted,
    WorkStarted,
)
from domain.promises import PromiseMade, PromiseSettled
from domain.values import ValueDeclared, ValueJudged
from tests.given import on, opened
from tests.projections.judging import judged

GATE = Gate(gate="tidy", title="Tidy up")
PROCESS = ProcessAdopted(process="p", gates=(GATE,), strictness="loose")
WAIVER = WaiverGranted(
    waiver="later", gates=("tidy",), harmless_for=("visibility",), leaves_unchecked=("shop",)
)
ISSUE = (
    IssueRaised(issue="i", kind="problem", by="client"),
    SolutionSought(request="r", issue="i", by="client"),
)


def number(metric: str, value: float) -> MetricObserved:
    return MetricObserved.model_validate({"metric": metric, "value": value, "unit": "share"})


def expected() -> ExpectationStated:
    return ExpectationStated(
        expectation="e", by="client", metric="sold", value=400, unit="count", rate_metric="opened"
    )


def scope(size: float, reason: str) -> ScopeSet:
    return ScopeSet.model_validate({"size": size, "unit": "hours", "reason": reason})


REPAIRED: dict[str, tuple[list[Any], Any]] = {
    "deflected-to-procedure": (
        [*ISSUE, RequestAnswered(request="r", answer="deflected")],
        RequestAnswered(request="r", answer="called-back"),
    ),
    "rigid-where-free": (
        [PROCESS, *ISSUE, RequestAnswered(request="r", answer="refused", ground="convention")],
        RequestAnswered(request="r", answer="solution"),
    ),
    "waiver-void": (
        [PROCESS, WAIVER, GoalSet(goal="sell", work="sales-launch", needs=("shop",))],
        GateDecided.model_validate({"gate": "tidy", "outcome": "passed"}),
    ),
    "advice-rejected": (
        [
            number("opened", 0.1),
            AdviceGiven(advice="a", by="supplier"),
            AdviceAnswered(advice="a", answer="rejected"),
        ],
        AdviceAnswered(advice="a", answer="accepted"),
    ),
    "perception-gap": (
        [number("opened", 0.1), number("interactions", 0), expected()],
        number("interactions", 12),
    ),
    "core-value-broken": (
        [
            ValueDeclared(value="trust", exit_when="lost"),
            ValueJudged(value="trust", verdict="lost", by="client"),
        ],
        ValueJudged(value="trust", verdict="upheld", by="client"),
    ),
    "promise-impossible": (
        [
            PromiseMade(
                promise="p",
                text="P",
                by="supplier",
                to="client",
                before_use_of="shop",
                due=Moment("2025-06-01"),
            ),
            WorkStarted(work="delivery", uses=("shop",)),
        ],
        PromiseSettled(promise="p", outcome="reagreed", due=Moment("2025-07-01")),
    ),
    "scope-creep": ([scope(100, "baseline"), scope(50, "pleasing")], scope(150, "baseline")),
}


@pytest.mark.parametrize("code", REPAIRED)
def test_what_is_put_right_is_settled(code: str) -> None:
    facts, repair = REPAIRED[code]
    told: list[Record] = [on(f"2025-02-{day:02d}", one) for day, one in enumerate(facts, start=1)]
    found = judged(opened(), *told, on("2025-03-01", repair))

    (finding,) = (one for one in found.judged() if one.code == code)
    assert (finding.until, finding.over) == ("2025-03-01", "settled")
    assert code in found.codes("2025-02-28")
    assert code not in found.codes("2025-03-01")
