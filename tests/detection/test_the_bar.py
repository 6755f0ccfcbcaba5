"""The bar: what the combined line has to find, at rates of false alarms that it has to keep."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from projections.drift.calibrate import Budget, usual_limits
from projections.drift.columns import Columns
from projections.drift.lines import bulk_heights
from tests.detection.__main__ import main, table
from tests.detection.measure import Row, Trial, rows
from tests.detection.rivals import Heights, Rival, last_three, optional

BUDGETS = (5.0, 1.0)


def combined(columns: Columns) -> Heights:
    who, day, value = bulk_heights(columns)
    return Heights(who, day, value[:, 0])


@cache
def measured() -> tuple[Row, ...]:
    limits = tuple(usual_limits(Budget(budget)).of["drifting"] for budget in BUDGETS)
    return tuple(rows("ours", combined, Trial(), BUDGETS, limits))


@pytest.mark.slow
@pytest.mark.parametrize(("at", "clear", "moderate"), [(0, 60, 38), (1, 40, 20)])
def test_the_combined_line_finds_what_it_has_to(at: int, clear: float, moderate: float) -> None:
    row = measured()[at]

    assert row.mean("clear") >= clear
    assert row.mean("moderate") >= moderate


@pytest.mark.slow
def test_no_kind_of_drift_is_left_out() -> None:
    assert min(measured()[0].found["clear"]) >= 40


@pytest.mark.slow
@pytest.mark.parametrize("at", [0, 1])
def test_the_budget_is_kept_on_relationships_never_seen(at: int) -> None:
    row = measured()[at]

    assert 0.8 * row.budget <= row.realised <= 1.2 * row.budget


def test_a_rivals_limit_is_set_on_other_controls_than_it_is_measured_on() -> None:
    trial = Trial(controls=300, per_kind=20, tuning=300)

    found = rows("three", Rival("three", last_three).heights, trial, (5.0,))

    assert 2 <= found[0].realised <= 10
    assert "| three | " in table([found[0], found[0]._replace(budget=1.0)])


def test_a_library_that_is_not_installed_is_no_error() -> None:
    assert optional("no_such_library_here") is None


@pytest.mark.slow
def test_the_benchmark_writes_its_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "table.md"
    monkeypatch.setattr("sys.argv", ["detection", "--quick", "--ours", "--to", str(file)])

    main()

    assert "| journeys `drifting` |" in file.read_text(encoding="utf-8")
