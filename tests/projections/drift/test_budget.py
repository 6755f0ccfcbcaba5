"""The budget of false alarms: said in plain words, and kept to."""

from __future__ import annotations

import numpy as np
import pytest

from journeys.population import Population, generate
from projections.drift.calibrate import (
    Budget,
    calibrate,
    first_alarms,
    usual_limits,
    yearly,
)
from projections.drift.lines import LINES, Heights, bulk_heights

OWN_SEED = 50_000_000
YEARS = 10_000


@pytest.fixture(scope="module")
def quiet() -> Population:
    return generate(4000, OWN_SEED)


@pytest.fixture(scope="module")
def heights(quiet: Population) -> Heights:
    return bulk_heights(quiet.columns)


def test_a_budget_speaks_plainly() -> None:
    assert str(Budget(5)) == "5 false alarms a year per 100 clients"
    assert str(Budget(0.5, 40)) == "0.5 false alarms a year per 40 clients"


@pytest.mark.parametrize("budget", [(0, 100), (5, 0)])
def test_a_budget_of_nothing_is_refused(budget: tuple[float, int]) -> None:
    with pytest.raises(ValueError, match="above zero"):
        Budget(*budget)


@pytest.mark.slow
@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("alarms", [5.0, 1.0])
def test_every_line_keeps_to_the_budget_on_unseen_controls(
    quiet: Population, heights: Heights, line: str, alarms: float
) -> None:
    limit = usual_limits(Budget(alarms)).of[line]
    first = first_alarms(heights, line, limit, len(quiet))

    realised = 100 * yearly(first, quiet.columns.end)

    assert quiet.years >= YEARS
    assert 0.8 * alarms <= realised <= 1.2 * alarms


def test_a_smaller_budget_has_higher_limits() -> None:
    rising = [usual_limits(Budget(alarms)).of["drifting"] for alarms in (8, 5, 3, 1, 0.7)]

    assert rising == sorted(rising)


def test_beyond_what_was_measured_the_limit_stays() -> None:
    assert usual_limits(Budget(0.01)).of == usual_limits(Budget(0.5)).of


def test_limits_say_what_they_were_measured_on() -> None:
    assert "generated" in usual_limits(Budget(5)).measured_on


def test_an_organisations_own_limits_are_measured_on_its_quiet_relationships() -> None:
    own = generate(1000, OWN_SEED + 1).columns

    limits = calibrate(own, Budget(5), quiet=np.arange(1000) < 900)

    assert limits.measured_on == "900 relationships of one's own"
    assert abs(limits.of["mood-drop"] - usual_limits(Budget(5)).of["mood-drop"]) < 1


def test_too_few_quiet_years_are_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        calibrate(generate(20, OWN_SEED).columns, Budget(5))
