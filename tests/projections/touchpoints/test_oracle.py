"""What another library (pm4py) found in two logs, this finds too.

The library is under a licence of its own and no part of this one: what it found was written down by
``python -m tests.bench.oracle``, which makes the golden file again where it is at hand. Of the shop
everything is counted, and the twenty ways that were gone most are held one by one.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import journeys
from projections.touchpoints.bulk import follows, variants
from projections.touchpoints.lived import LivedGraph
from tests.projections.touchpoints.oracle import (
    GOLDEN,
    MAPPING,
    Runs,
    Way,
    columns,
    shop_beside,
    small_log,
    ways_of,
)

KEPT: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))


def one_by_one(runs: Runs) -> tuple[dict[Way, tuple[int, float]], int]:
    graph = LivedGraph()
    for run in runs.values():
        graph.add(run)
    return ways_of(graph), len(graph.variants())


def in_columns(runs: Runs) -> tuple[dict[Way, tuple[int, float]], int]:
    log = columns(runs)
    found = follows(log)
    rows = zip(found.source, found.target, found.count, found.mean, strict=True)
    ways = {(log.places[s], log.places[t]): (int(n), float(mean)) for s, t, n, mean in rows}
    return ways, len(variants(log).count)


BOTH = pytest.mark.parametrize("counted", [one_by_one, in_columns])
Counted = Callable[[Runs], tuple[dict[Way, tuple[int, float]], int]]


def hold(runs: Runs, kept: dict[str, Any], counted: Counted) -> None:
    ways, different = counted(runs)
    assert (len(ways), different) == (kept["ways"], kept["variants"])
    assert sum(count for count, _ in ways.values()) == kept["steps"]
    assert kept["most"]
    for source, target, count, mean in kept["most"]:
        counted_here, waited = ways[source, target]
        assert counted_here == count
        assert waited == pytest.approx(mean, abs=1e-6)


@BOTH
def test_a_small_log_is_counted_as_the_library_counted_it(counted: Counted) -> None:
    hold(small_log(), KEPT["small"], counted)
    assert len(KEPT["small"]["most"]) == KEPT["small"]["ways"]


@pytest.mark.slow
@pytest.mark.skipif(shop_beside() is None, reason="the shop's data does not stand beside it")
def test_a_shops_clients_are_counted_as_the_library_counted_them(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from journeys.cli.app import cli

    store = str(tmp_path / "shop.db")
    told = ["import", str(shop_beside()), "--mapping", MAPPING, "--store", store]
    assert CliRunner().invoke(cli, told).exit_code == 0
    with journeys.open(store) as engine:
        runs = {run[0].relationship: run for run in engine.graph().runs()}
    for counted in (one_by_one, in_columns):
        hold(runs, KEPT["shop"], counted)
