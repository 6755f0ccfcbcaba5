"""The bar: what the combined line has to find, at rates of false alarms that it has to keep."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from journeys.population import Strength, generate
from projections.drift.calibrate import Budget, usual_limits
from projections.drift.columns import Columns
from projections.drift.lines import bulk_heights
from tests.bench.sections import section as of_page
from tests.detection import contenders, speed
from tests.detection.__main__ import main
from tests.detection.contenders import BUDGETS, NAMES, ours
from tests.detection.measure import Row, Trial, found, rows
from tests.detection.report import bars, section, with_speeds
from tests.detection.rivals import Heights, Rival, last_three, optional
from tests.detection.speed import Speed

ABOUT = {
    "per_kind": 20, "controls": 300, "years": 900, "tuning": 300, "date": "2026-11-22",
    "python": "3.11", "versions": "numpy 2", "missing": "",
}  # fmt: skip


def _low(budget: float) -> Row:
    shares: dict[Strength, list[float]] = {"clear": [45.0] * 9, "moderate": [30.0] * 9}
    return Row(ours("drifting"), budget, 0.0, 5.0, shares, shares)


LOW = [_low(budget) for budget in BUDGETS]


def combined(columns: Columns) -> Heights:
    who, day, value = bulk_heights(columns)
    return Heights(who, day, value[:, 0])


@cache
def measured() -> tuple[Row, ...]:
    limits = tuple(usual_limits(Budget(budget)).of["drifting"] for budget in BUDGETS)
    return tuple(rows(ours("drifting"), combined, Trial(), BUDGETS, limits))


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

    five, one = rows("three", Rival("three", last_three).heights, trial, BUDGETS)

    assert 2 <= five.realised <= 10
    assert one.limit > five.limit
    assert "| three | " in section([five, one, *LOW], {}, ABOUT)


def test_who_alarmed_before_the_onset_is_left_out_or_counts_as_not_found() -> None:
    population = generate(3, 1, "level-shift")
    onset = population.onset
    days = np.array([onset[0] - 10, onset[1] + 10, onset[2] + 400])
    heights = Heights(np.arange(3), days, np.ones(3))

    still, of_all = found(heights, population, 0.5)

    assert still == 50.0
    assert of_all == pytest.approx(100 / 3)


def test_a_library_that_is_not_installed_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contenders, "optional", lambda _: None)

    assert contenders.missing() == ("ruptures", "river", "scipy")
    assert contenders.measured(contenders.PELT, Trial(50, 5, 50)) == []
    assert optional("no_such_library_here") is None


def test_a_bar_that_is_not_reached_says_so() -> None:
    slow = {
        name: Speed(name, 1_000_000, [seconds, seconds])
        for name, seconds in ((speed.BULK, 1.0), (speed.EACH_1, 2.0), (speed.EACH_5, 6.0))
    }

    told = {what: reached for what, _, _, reached in bars(LOW, slow)}

    assert told["clear, mean of the nine kinds, at 5 a year per 100"] == "**no**"
    assert told["clear, mean of the nine kinds, at 1 a year per 100"] == "yes"
    assert told["false alarms where 5 are meant"] == "yes"
    assert told["false alarms where 1 are meant"] == "**no**"
    assert told[f"{speed.BULK}, beside {speed.EACH_1}"] == "**no**"
    assert told[f"{speed.BULK}, beside {speed.EACH_5}"] == "yes"


def test_speeds_can_be_measured_again_by_themselves() -> None:
    def took(seconds: float) -> dict[str, Speed]:
        names = (speed.BULK, speed.PAGES, speed.EACH_1, speed.EACH_5, speed.LOG_1, speed.LOG_5)
        return {name: Speed(name, 1_000_000, [seconds]) for name in names} | {
            speed.EACH_1: Speed(speed.EACH_1, 1_000_000, [2.0])
        }

    before, whole = section(LOW, took(1.0), ABOUT), section(LOW, took(0.25), ABOUT)

    assert with_speeds(before, took(0.25)) == whole != before


def test_every_way_of_going_through_the_contacts_is_timed() -> None:
    speeds = speed.measured(30, 2)

    assert {speed.BULK, speed.PAGES, speed.ONE} <= set(speeds)
    assert all(each.rate > 0 and len(each.seconds) == 2 for each in speeds.values())
    middle, least, most = speeds[speed.BULK].times(speeds[speed.ONE])
    assert least <= middle <= most


@pytest.mark.slow
def test_the_benchmark_writes_its_section_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Benchmarks\n\nwhat stood here\n", encoding="utf-8")
    monkeypatch.setattr(Trial, "smaller", lambda trial, _: trial.on(60, 5, 60))
    monkeypatch.setattr(speed, "measured", lambda *_: {})

    main(["--quick", "--ours", "--page", str(page)])
    main(["--quick", "--ours", "--page", str(page)])

    text = page.read_text(encoding="utf-8")
    assert text.startswith("# Benchmarks\n\nwhat stood here\n")
    assert text.count("## Detection") == 1
    assert "| journeys `drifting` |" in of_page(text, "detection")


def test_the_combined_line_takes_part_under_its_name() -> None:
    assert ours("drifting") in NAMES
