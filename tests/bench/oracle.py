"""The library as an oracle: what pm4py finds in a small log, in a shop's and in a generated one.

``python -m tests.bench.oracle`` writes what it finds into the golden file that the ordinary tests
compare with (`tests/projections/touchpoints/test_oracle.py`); the library itself is needed there
no more. The benchmarks hold both against each other, edge by edge and case by case.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import journeys
from projections.conformance import Automaton
from projections.touchpoints.bulk import Log, follows, variants
from projections.touchpoints.lived import LivedGraph
from tests.bench.contest import Contest, Disagreement, Stopwatch, Work
from tests.bench.graph import pm4py
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

MOST = 20
_OFTEN = 60
_CASES, _STEPS = 24, 30
_CLOSE = 1e-6


class Found(NamedTuple):
    """What was found in a log: its ways with counts and mean days, and how many variants it has."""

    ways: dict[Way, tuple[int, float]]
    variants: int


def ours(runs: Runs) -> Found:
    """Return what the lived graph finds."""
    graph = LivedGraph()
    for run in runs.values():
        graph.add(run)
    return Found(ways_of(graph), len(graph.variants()))


def counted(log: Log) -> Found:
    """Return what is found in the same visits as columns."""
    found = follows(log)
    rows = zip(found.source, found.target, found.count, found.mean, strict=True)
    ways = {(log.places[s], log.places[t]): (int(n), float(mean)) for s, t, n, mean in rows}
    return Found(ways, len(variants(log).count))


def theirs(frame: Any, library: Any) -> Found:  # noqa: ANN401 - a library without types
    """Return what the library finds, in its own functions for each."""
    counts = library.pm4py.discover_dfg(frame)[0]
    waits = library.pm4py.discover_performance_dfg(frame)[0]
    ways = {way: (int(n), float(waits[way]["mean"]) / 86_400) for way, n in counts.items()}
    return Found(ways, len(library.pm4py.get_variants(frame)))


def framed(runs: Runs, library: Any) -> Any:  # noqa: ANN401 - a library without types
    """Return the runs as the library's table."""
    rows = [(who, v.place, v.at.start) for who, run in runs.items() for v in run]
    names = ["case:concept:name", "concept:name", "time:timestamp"]
    return library.pandas.DataFrame(rows, columns=names)


def check(one: Found, other: Found) -> None:
    """Hold that both found the same: every way, its count, its mean wait, and the variants.

    Raises
    ------
    Disagreement
        With the first that differs.
    """
    if one.ways.keys() != other.ways.keys() or one.variants != other.variants:
        raise Disagreement(f"{len(one.ways)} ways and {len(other.ways)}, or other variants")
    for way, (count, mean) in one.ways.items():
        counted, waited = other.ways[way]
        if count != counted or abs(mean - waited) > _CLOSE * max(1.0, abs(waited)):
            raise Disagreement(f"{way}: {count} × {mean} and {counted} × {waited}")


def shop(folder: Path) -> Runs:
    """Return what the shop's clients lived; nothing where its data does not stand beside."""
    from click.testing import CliRunner

    from journeys.cli.app import cli

    beside = shop_beside()
    if beside is None:
        return {}
    store = folder / "shop.db"
    told = ["import", str(beside), "--mapping", MAPPING, "--store", str(store)]
    CliRunner().invoke(cli, told, catch_exceptions=False)
    with journeys.open(store) as engine:
        return {run[0].relationship: run for run in engine.graph().runs()}


def contests(folder: Path) -> Iterator[Contest]:
    """Yield the shop's log, counted and aligned; nothing without the data."""
    library, runs = pm4py(), shop(folder)
    if not runs:
        return
    frame, log = (framed(runs, library) if library else None), columns(runs)
    found: dict[str, Found] = {}
    size = sum(map(len, runs.values()))

    def same() -> Mapping[str, int]:
        if library:
            check(found["ours"], found["pm4py"])
            check(ours(runs), found["pm4py"])
        return {}

    yield Contest(
        "graph",
        f"a shop's {size:,} visits: ways with waits, and variants",
        "event",
        _timed(lambda: found.update(ours=counted(log)), size),
        _timed(lambda: found.update(pm4py=theirs(frame, library)), size) if library else None,
        agree=same,
    )
    yield from _aligned(runs, library)


def _aligned(runs: Runs, library: Any) -> Iterator[Contest]:  # noqa: ANN401 - a library without types
    """Yield the shop's short cases, held against the map of the ways that were gone often."""
    steps: dict[str, list[str]] = defaultdict(list)
    for (source, target), (count, _) in ours(runs).ways.items():
        if count >= _OFTEN:
            steps[source].append(target)
    cases = [tuple(v.place for v in run) for run in runs.values() if len(run) <= _STEPS][:_CASES]
    start = sorted({case[0] for case in cases} & steps.keys())
    ends = sorted({case[-1] for case in cases} & steps.keys())
    costs: dict[str, list[int]] = {}

    def own() -> None:
        map_ = Automaton(steps, start, ends)
        costs["ours"] = [map_.align(case).cost for case in cases]

    def other() -> None:
        net = petri_net(steps, start, ends, library)
        frame = told(cases, library)
        done = library.pm4py.conformance_diagnostics_alignments(frame, *net)
        costs["pm4py"] = [int(one["cost"] // 10_000) for one in done]

    def same() -> Mapping[str, int]:
        if library and costs["ours"] != costs["pm4py"]:
            raise Disagreement(f"alignments cost {costs}")
        return {}

    yield Contest(
        "graph",
        f"alignments of {len(cases)} cases of the shop, each at the same cost",
        "case",
        _timed(own, len(cases)),
        _timed(other, len(cases)) if library else None,
        agree=same,
    )


def told(cases: Sequence[Sequence[str]], library: Any) -> Any:  # noqa: ANN401 - a library without types
    """Return cases as the library's table, a minute between two moments."""
    start = library.pandas.Timestamp("2024-01-01", tz="UTC")
    rows = [
        (f"{number:06d}", name, start + library.pandas.Timedelta(minutes=minute))
        for number, case in enumerate(cases)
        for minute, name in enumerate(case)
    ]
    names = ["case:concept:name", "concept:name", "time:timestamp"]
    return library.pandas.DataFrame(rows, columns=names)


def petri_net(
    steps: Mapping[str, Sequence[str]],
    start: Sequence[str],
    ends: Sequence[str],
    library: Any,  # noqa: ANN401 - a library without types
) -> tuple[Any, Any, Any]:
    """Return a map as a Petri net, with its first and its last marking."""
    kinds, join = library.nets, library.join
    net = kinds.PetriNet("map")
    places: dict[str, Any] = {}

    def place(name: str) -> Any:  # noqa: ANN401 - a library without types
        if name not in places:
            places[name] = kinds.PetriNet.Place(name)
            net.places.add(places[name])
        return places[name]

    def step(name: str, label: str | None, before: str, after: str) -> None:
        made = kinds.PetriNet.Transition(name, label)
        net.transitions.add(made)
        join(place(before), made, net)
        join(made, place(after), net)

    for name in {*steps, *(then for some in steps.values() for then in some)}:
        step(name, name, f"before {name}", f"after {name}")
        for then in steps.get(name, ()):
            step(f"{name} {then}", None, f"after {name}", f"before {then}")
    for name in start:
        step(f"start {name}", None, "start", f"before {name}")
    for name in ends:
        step(f"end {name}", None, f"after {name}", "end")
    first, last = kinds.Marking({place("start"): 1}), kinds.Marking({place("end"): 1})
    return net, first, last


def _timed(work: Any, count: int) -> Work:  # noqa: ANN401 - any function
    def timed(watch: Stopwatch) -> int:
        with watch:
            work()
        return count

    return timed


def golden(found: Found, most: int | None = None) -> dict[str, Any]:
    """Return what was found as it is kept: all ways, or the most gone of them."""
    ways = sorted(found.ways.items(), key=lambda one: (-one[1][0], one[0]))
    return {
        "ways": len(ways),
        "steps": sum(count for count, _ in found.ways.values()),
        "variants": found.variants,
        "most": [[*way, count, round(mean, 9)] for way, (count, mean) in ways[:most]],
    }


def main() -> None:
    """Write what the library finds into the golden file."""
    import tempfile

    library = pm4py()
    if library is None:
        sys.exit("the library is not here: pip install -r tests/bench/requirements.txt")
    with tempfile.TemporaryDirectory() as folder:
        logs = {"small": (small_log(), None), "shop": (shop(Path(folder)), MOST)}
    made = {name: golden(theirs(framed(runs, library), library), most)
            for name, (runs, most) in logs.items() if runs}  # fmt: skip
    kept = json.loads(GOLDEN.read_text(encoding="utf-8")) if GOLDEN.exists() else {}
    GOLDEN.write_text(json.dumps({**kept, **made}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
