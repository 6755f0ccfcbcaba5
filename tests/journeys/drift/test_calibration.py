"""Limits of one's own: kept to on clients never seen, also where some drift unseen."""

from __future__ import annotations

import numpy as np
import pytest

from journeys.drift.calibration import Calibrated, calibrated, own_limits
from journeys.drift.eras import Era, eras
from journeys.drift.histories import History
from journeys.population import KINDS, World, generate
from journeys.population.telling import events
from projections.alarms.bounds import Bounds
from projections.drift.calibrate import first_alarms, yearly
from projections.drift.columns import Columns, joined
from projections.drift.lines import bulk_heights

HARSHER = World(
    wave=0.24, noise=0.26, memory=70.0, patches=0.4, patch=(0.7, 1.4), unsteady=0.5,
    late=0.15, errors=0.15, client_mean=(0.25, 0.3),
)  # fmt: skip
SEED = 60_000_000


def rate(columns: Columns, limit: float) -> float:
    first = first_alarms(bulk_heights(columns), "drifting", limit, len(columns))
    return 100 * yearly(first, columns.end)


def mixed(world: World, share: float) -> Columns:
    quiet = generate(2400, SEED, world=world).columns
    each = int(len(quiet) * share / (1 - share) / len(KINDS))
    if not each:
        return quiet
    drifting = [generate(each, SEED + 1 + at, kind, world=world) for at, kind in enumerate(KINDS)]
    return joined([quiet, *(population.columns for population in drifting)])


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.0, 0.2])
@pytest.mark.parametrize("world", [World(), HARSHER], ids=["usual", "harsher"])
def test_the_budget_is_kept_on_clients_never_seen_also_where_some_drift(
    world: World, share: float
) -> None:
    own = mixed(world, share)

    limits = own_limits(bulk_heights(own), own.end, Bounds())

    fresh = generate(4000, SEED + 100, world=world).columns
    assert limits[0][0] == "drifting"
    assert 4 <= rate(fresh, limits[0][1]) <= 6


@pytest.mark.slow
def test_in_a_harsher_world_the_usual_limits_alarm_twice_as_often() -> None:
    fresh = generate(4000, SEED + 100, world=HARSHER).columns

    assert rate(fresh, Bounds().whole["drifting"]) > 8


def told(count: int) -> list[Era]:
    population = generate(count, SEED + 200)
    found = (list(events(population, index)) for index in range(count))
    return [
        era
        for history in found
        for era in eras(History(history[0].relationship, history), history[-1].occurred_at)
    ]


def test_a_few_relationships_get_the_usual_limits_and_are_told_so() -> None:
    found = calibrated(told(30), Bounds())

    assert not found.enough
    assert found.bounds == Bounds()
    assert 60 <= found.years <= 120
    assert found.realised is None


def test_nothing_at_all_is_no_error() -> None:
    assert calibrated([], Bounds()) == Calibrated(Bounds(), 0, 0.0, None)


@pytest.mark.slow
def test_enough_of_ones_own_give_limits_of_ones_own() -> None:
    found = calibrated(told(900), Bounds())

    assert found.enough
    assert found.bounds.relationships == 900
    assert 2 <= (found.realised or 0) <= 9
    assert all(strict > whole for _, whole, strict in found.bounds.own)


def test_those_that_parted_are_left_out() -> None:
    found = told(4)
    found[0].parted = True

    assert calibrated(found, Bounds()).relationships == 3
    assert np.isfinite(calibrated(found, Bounds()).years)
