"""Short fault runs on both stores; ``python -m tests.faults`` makes them as long as one likes."""

from __future__ import annotations

import random

import pytest

from tests.faults.grounds import IN_SHARDS, STORES, ground
from tests.faults.runs import BOTH, SERVER, Run, side_by_side
from tests.postgres import QUICK

pytestmark = pytest.mark.slow
SECONDS = 1.5
MINUTE = 60


def dice() -> random.Random:
    return random.Random(20260728)  # noqa: S311 - a test wants the same dice every time


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("run", [BOTH["killed writers"], BOTH["killed runners"]])
def test_whoever_is_killed_nothing_acknowledged_is_lost_and_nothing_counted_twice(
    store: str, run: Run
) -> None:
    with ground(store, settings=QUICK) as place:
        tally = run(place, SECONDS, dice())
    assert tally.kept >= tally.acknowledged > 0


@pytest.mark.parametrize("store", STORES)
def test_when_there_is_room_again_the_same_processes_go_on(store: str) -> None:
    with ground(store, settings=QUICK) as place:
        tally = BOTH["full disk"](place, SECONDS, dice())
    assert tally.kept >= tally.acknowledged > 0
    assert tally.again > 0


@pytest.mark.parametrize("run", SERVER.values(), ids=SERVER.keys())
def test_whatever_happens_to_the_server_the_same_processes_go_on(run: Run) -> None:
    with ground("postgres", settings=QUICK) as place:
        tally = run(place, SECONDS, dice())
    assert tally.kept >= tally.acknowledged > 0


@pytest.mark.parametrize("store", IN_SHARDS)
def test_two_write_and_one_follows_in_shards_as_in_one_store(store: str) -> None:
    with ground(store, settings=QUICK) as place:
        tally = BOTH["two write, one follows"](place, SECONDS, dice())
    assert tally.kept >= tally.acknowledged > 0


@pytest.mark.parametrize("store", IN_SHARDS)
def test_whoever_is_killed_while_writing_to_shards_nothing_acknowledged_is_lost(store: str) -> None:
    with ground(store, settings=QUICK) as place:
        tally = BOTH["killed writers"](place, SECONDS, dice())
    assert tally.kept >= tally.acknowledged > 0


def test_for_a_minute_two_write_and_one_follows_in_order() -> None:
    with ground("sqlite") as file, ground("postgres", settings=QUICK) as server:
        tallies = side_by_side([file, server], MINUTE)  # at once, so that it is one minute
    assert all(tally.kept >= tally.acknowledged > 100 for tally in tallies)
