"""Findings about the work that was agreed."""

import pytest

from domain._kernel import Record
from domain.contract import ScopeSet
from domain.friction import IncidentOccurred
from tests.given import on, opened
from tests.projections.judging import judged, quiet, raises

OPENED = opened("2025-01-01")


def scope(when: str, size: float, reason: str = "baseline", unit: str = "hours") -> Record:
    return on(when, ScopeSet.model_validate({"size": size, "reason": reason, "unit": unit}))


BASELINE = scope("2025-01-10", 100)
PLEASED = [scope("2025-02-01", 12, "pleasing"), scope("2025-03-01", 10, "pleasing")]


@raises("scope-creep")
@pytest.mark.row(56, 85)
def test_work_that_grows_by_more_than_a_fifth_to_please_creeps() -> None:
    found = judged(OPENED, BASELINE, scope("2025-01-20", 80, "new-insight"), *PLEASED)
    finding = found.finding("scope-creep")
    assert (finding.since, finding.sentence.values["share"]) == ("2025-03-01", 22)
    assert found.evidence("scope-creep") == ["ScopeSet"] * 3


def test_what_was_agreed_may_be_next_to_nothing() -> None:
    tiny = scope("2025-01-10", 5e-324)
    found = judged(OPENED, tiny, *PLEASED).finding("scope-creep")
    assert found.sentence.values["share"] == "∞"


@quiet("scope-creep")
@pytest.mark.parametrize(
    "told",
    [
        [BASELINE, scope("2025-02-01", 90, "new-insight"), scope("2025-02-02", 9, "mistake")],
        [BASELINE, scope("2025-02-01", 20, "pleasing")],
        [BASELINE, scope("2025-02-01", 5000, "pleasing", "eur")],
        [scope("2025-02-01", 50, "pleasing")],
        [BASELINE, PLEASED[0], scope("2025-02-20", 120), scope("2025-03-01", 24, "pleasing")],
        [scope("2025-01-10", 0), PLEASED[0]],
    ],
    ids=["insight", "a fifth", "other unit", "no baseline", "agreed anew", "empty baseline"],
)
def test_insight_and_small_changes_are_no_creep(told: list[Record]) -> None:
    assert "scope-creep" not in judged(OPENED, *told).codes()


def wrong(*days: str) -> list[Record]:
    return [on(f"2025-{day}", IncidentOccurred(kind="small-error")) for day in days]


CHANGES = [scope(f"2025-03-{day:02d}", 5, "pleasing") for day in (1, 8, 15)]


@raises("errors-follow-changes")
@pytest.mark.row(57)
def test_errors_at_a_multiple_of_the_rate_before_the_changes_are_a_finding() -> None:
    errors = wrong("01-15", "03-16", "03-20", "03-25")
    found = judged(OPENED, scope("2025-01-10", 900), *CHANGES, *errors)
    finding = found.finding("errors-follow-changes")
    assert finding.since == "2025-03-25"
    expected = ["ScopeSet"] * 3 + ["IncidentOccurred"] * 3
    assert found.evidence("errors-follow-changes") == expected
    assert finding.sentence.values["before"] == 1


@quiet("errors-follow-changes")
@pytest.mark.parametrize(
    ("begun", "told"),
    [
        ("2025-01-01", [*CHANGES[:2], *wrong("03-16", "03-20", "03-25")]),
        ("2025-01-01", [*CHANGES, *wrong("03-16", "03-20")]),
        ("2025-02-20", [*CHANGES, *wrong("03-16", "03-20", "03-25")]),
        (
            "2025-01-01",
            [*CHANGES, *wrong("01-10", "01-20", "02-02", "02-12", "03-16", "03-20", "03-25")],
        ),
        ("2025-01-01", [*CHANGES, *wrong("11-16", "11-20", "11-25")]),
    ],
    ids=["few changes", "few errors", "nothing known before", "always so", "long after"],
)
def test_errors_that_do_not_follow_changes_are_none(begun: str, told: list[Record]) -> None:
    told.sort(key=lambda command: command.occurred_at)
    assert "errors-follow-changes" not in judged(opened(begun), *told).codes()
