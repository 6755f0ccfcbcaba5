"""Generated relationships have the facts that they are said to have."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import journeys
from journeys.population import KINDS, Population, generate
from journeys.population.telling import events, relationship_id, write
from projections.drift.columns import LATE, NO_PROMISE, joined
from projections.drift.telling import contacts


@pytest.fixture(scope="module")
def quiet() -> Population:
    return generate(3000, 1)


def test_the_same_seed_gives_the_same_relationships() -> None:
    one, other = generate(50, 7, "bypasses"), generate(50, 7, "bypasses")

    assert np.array_equal(one.columns.day, other.columns.day)
    assert np.array_equal(one.columns.client, other.columns.client, equal_nan=True)


def test_another_seed_gives_others() -> None:
    assert not np.array_equal(generate(50, 7).columns.end, generate(50, 8).columns.end)


def test_relationships_meet_as_often_as_real_ones(quiet: Population) -> None:
    counts = quiet.columns.counts

    assert counts.min() >= 5
    assert counts.max() <= 200
    assert 28 <= np.median(counts) <= 36
    assert 9 <= np.percentile(counts, 5) <= 15
    assert 70 <= np.percentile(counts, 95) <= 92
    assert 2 <= quiet.columns.end.max() / 365.25 <= 4


def test_a_third_of_the_clients_and_half_of_the_staff_are_not_asked(quiet: Population) -> None:
    assert np.isnan(quiet.columns.client).mean() == pytest.approx(0.34, abs=0.02)
    assert np.isnan(quiet.columns.staff).mean() == pytest.approx(0.5, abs=0.02)


def test_promises_and_errors_are_as_usual(quiet: Population) -> None:
    due = quiet.columns.promise != NO_PROMISE

    assert due.mean() == pytest.approx(0.35, abs=0.01)
    assert (quiet.columns.promise[due] == LATE).mean() == pytest.approx(0.11, abs=0.015)
    assert quiet.columns.errors.mean() == pytest.approx(0.1, abs=0.015)


def test_moods_lie_around_their_means_on_their_grids(quiet: Population) -> None:
    assert np.nanmean(quiet.columns.client) == pytest.approx(0.33, abs=0.04)
    assert np.nanmax(np.abs(quiet.columns.client)) <= 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_drift_begins_after_five_contacts_in_the_middle_of_a_life(kind: str) -> None:
    drifting = generate(200, 3, kind)  # type: ignore[arg-type]
    part = drifting.onset / drifting.columns.end
    who = np.repeat(np.arange(200), drifting.columns.counts)
    before = np.bincount(who[drifting.columns.day < drifting.onset[who]], minlength=200)

    assert before.min() >= 5
    assert part.min() > 0.3


def test_what_drifts_differs_after_the_onset() -> None:
    dread = generate(400, 4, "staff-dread")
    who = np.repeat(np.arange(400), dread.columns.counts)
    after = dread.columns.day > dread.onset[who]

    fell = np.nanmean(dread.columns.staff[~after]) - np.nanmean(dread.columns.staff[after])
    assert fell == pytest.approx(0.64, abs=0.06)
    stayed = np.nanmean(dread.columns.client[~after]) - np.nanmean(dread.columns.client[after])
    assert stayed == pytest.approx(0, abs=0.04)


def test_parts_join_and_are_taken_apart_again() -> None:
    one, other = generate(20, 1).columns, generate(30, 2).columns

    again = joined([one, other]).take(np.arange(20, 50))

    assert np.array_equal(again.first, other.first)
    assert np.array_equal(again.day, other.day)


def test_its_events_are_read_back_as_the_contacts_they_were_made_of() -> None:
    made = generate(5, 11, "combined-mild")

    for index in range(5):
        told = [each.contact for each in contacts(events(made, index))]

        expected = list(made.columns.of(index))
        assert [c[1:] for c in told] == [c[1:] for c in expected]
        days = [c[0] for c in told], [c[0] for c in expected]
        np.testing.assert_allclose(*days, atol=1e-6)


def test_the_files_it_writes_are_taken_in(tmp_path: Path) -> None:
    from journeys.io.importing import plan

    made = generate(4, 12, "promises-late")
    file = tmp_path / "population.jsonl"
    written = write(made, file)

    with journeys.open(":memory:") as engine:
        planned = plan(file, engine.store)

    assert written == len(planned.events)
    assert {event.relationship for event in planned.events} == {
        relationship_id(made, index) for index in range(4)
    }
