"""The touchpoint graph: what followed what, ways, alignments and questions, beside others."""

from __future__ import annotations

import importlib
import random
import warnings
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from projections.conformance import Automaton
from projections.touchpoints.bulk import Log, follows, variants
from tests.bench import asking
from tests.bench.contest import Contest, Stopwatch, Work
from tests.bench.sizes import Sizes

SEED = 30
_NAMES = [f"t{number:02d}" for number in range(16)]
STEPS = {name: [then] for name, then in pairwise(_NAMES)} | {
    "t03": ["t04", "t07"],
    "t09": ["t10", "t05"],
    "t06": ["t07", "t06"],
}
OPTIONAL = {"t02", "t08", "t12"}


def visited(events: int) -> Log:
    """Return so many visits to 40 places, by relationships of 20 visits on average."""
    chance = np.random.default_rng(SEED)
    ends = np.cumsum(chance.integers(2, 39, events // 10 + 1))
    starts = np.concatenate(([0], ends[ends < events], [events]))
    ways = chance.dirichlet(np.full(40, 0.3), 40).cumsum(axis=1)
    place, turn = np.zeros(events, dtype=np.int64), chance.random(events)
    for number in range(1, events):
        place[number] = min(39, int(np.searchsorted(ways[place[number - 1]], turn[number])))
    at = np.cumsum(chance.exponential(0.02, events))
    return Log(tuple(f"place-{n}" for n in range(40)), starts, place, at)


def cases(count: int) -> list[tuple[str, ...]]:
    """Return ways through the map, each with one to four moments out, in or in another place."""
    chance = random.Random(SEED)  # noqa: S311 - the same each time
    return [_noisy(_walk(chance), chance) for _ in range(count)]


def _walk(chance: random.Random) -> list[str]:
    way, here = [], "t00"
    while True:
        if here not in OPTIONAL or chance.random() < 0.5:
            way.append(here)
        if here not in STEPS:
            return way
        here = chance.choice(STEPS[here])


def _noisy(way: list[str], chance: random.Random) -> tuple[str, ...]:
    for _ in range(chance.randint(1, 4)):
        at, other = chance.randrange(len(way)), chance.randrange(len(way))
        match chance.randrange(3):
            case 0 if len(way) > 1:
                way.pop(at)
            case 1:
                way.insert(at, chance.choice([*_NAMES, "elsewhere"]))
            case _:
                way[at], way[other] = way[other], way[at]
    return tuple(way)


def contests(sizes: Sizes, _folder: Path) -> Iterator[Contest]:
    """Yield what there is to measure; without pm4py ours alone."""
    theirs = pm4py()
    yield from _counting(sizes, theirs)
    yield from _fitting(sizes, theirs)
    yield from asking.contests(sizes)


def _counting(sizes: Sizes, theirs: Any) -> Iterator[Contest]:  # noqa: ANN401 - a library without types
    log = visited(sizes.visits)
    frame = _frame(log, theirs) if theirs else None
    found: dict[str, dict[tuple[str, str], int]] = {}

    def ours() -> None:
        counted = follows(log)
        ways = zip(counted.source, counted.target, counted.count, strict=True)
        found["ours"] = {(log.places[s], log.places[t]): int(n) for s, t, n in ways}

    def dfg() -> None:
        found["pm4py"] = theirs.pm4py.discover_dfg(frame)[0]

    yield Contest(
        "graph",
        "what followed what, with waits",
        "event",
        _timed(ours, sizes.visits),
        _timed(dfg, sizes.visits) if theirs else None,
        agree=lambda: {who: hash(frozenset(ways.items())) for who, ways in found.items()},
    )
    many: dict[str, int] = {}

    def own() -> None:
        many["ours"] = len(variants(log).count)

    def ways() -> None:
        many["pm4py"] = len(theirs.pm4py.get_variants(frame))

    yield Contest(
        "graph",
        "variants",
        "event",
        _timed(own, sizes.visits),
        _timed(ways, sizes.visits) if theirs else None,
        agree=lambda: many,
    )


def _fitting(sizes: Sizes, theirs: Any) -> Iterator[Contest]:  # noqa: ANN401 - a library without types
    lived = cases(sizes.cases)
    some = lived[: sizes.cases_sample]
    net = _net(theirs) if theirs else (None, None, None)

    def align() -> int:
        automaton = Automaton(STEPS, ["t00"], optional=OPTIONAL)
        return sum(automaton.align(case).cost for case in lived)

    def agree() -> dict[str, int]:
        if theirs is None:
            return {}
        done = theirs.pm4py.conformance_diagnostics_alignments(_told(lived, theirs), *net)
        costs = [int(one["cost"] // 10_000) for one in done]
        automaton = Automaton(STEPS, ["t00"], optional=OPTIONAL)
        ours = [automaton.align(case).cost for case in lived]
        return {"ours": hash(tuple(ours)), "pm4py": hash(tuple(costs))}

    few = _told(some, theirs) if theirs else None
    yield Contest(
        "graph",
        f"alignments of {sizes.cases:,} noisy cases",
        "case",
        _timed(align, sizes.cases),
        _timed(
            lambda: theirs.pm4py.conformance_diagnostics_alignments(few, *net), sizes.cases_sample
        )
        if theirs
        else None,
        sampled=sizes.cases_sample,
        agree=agree,
    )
    automaton = Automaton(STEPS, ["t00"], optional=OPTIONAL)
    yield Contest(
        "graph",
        "does it fit, yes or no (pm4py: token replay)",
        "case",
        _timed(lambda: [automaton.fits(case) for case in lived], sizes.cases),
        _timed(
            lambda: theirs.pm4py.conformance_diagnostics_token_based_replay(few, *net),
            sizes.cases_sample,
        )
        if theirs
        else None,
        sampled=sizes.cases_sample,
    )


def _timed(work: Callable[[], object], count: int) -> Work:
    def timed(watch: Stopwatch) -> int:
        with watch, warnings.catch_warnings(action="ignore"):
            work()
        return count

    return timed


def _frame(log: Log, theirs: Any) -> Any:  # noqa: ANN401 - a library without types
    sizes = np.diff(log.starts)
    start = theirs.pandas.Timestamp("2024-01-01", tz="UTC")
    return theirs.pandas.DataFrame(
        {
            "case:concept:name": np.repeat(np.arange(len(sizes)), sizes).astype(str),
            "concept:name": np.array(log.places)[log.place],
            "time:timestamp": start + theirs.pandas.to_timedelta(log.at, unit="D"),
        }
    )


def _told(lived: list[tuple[str, ...]], theirs: Any) -> Any:  # noqa: ANN401 - a library without types
    start = theirs.pandas.Timestamp("2024-01-01", tz="UTC")
    rows = [
        (f"{number:06d}", name, start + theirs.pandas.Timedelta(minutes=minute))
        for number, case in enumerate(lived)
        for minute, name in enumerate(case)
    ]
    names = ["case:concept:name", "concept:name", "time:timestamp"]
    return theirs.pandas.DataFrame(rows, columns=names)


def _net(theirs: Any) -> tuple[Any, Any, Any]:  # noqa: ANN401 - a library without types
    """Return the same map as a Petri net, with its first and last marking."""
    kinds, join = theirs.nets, theirs.join
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

    for name in _NAMES:
        step(name, name, f"before {name}", f"after {name}")
        if name in OPTIONAL:
            step(f"skip {name}", None, f"before {name}", f"after {name}")
        for then in STEPS.get(name, ()):
            step(f"{name} {then}", None, f"after {name}", f"before {then}")
    first, last = kinds.Marking({place("before t00"): 1}), kinds.Marking({place("after t15"): 1})
    return net, first, last


def pm4py() -> Any:  # noqa: ANN401 - a library without types
    try:
        with warnings.catch_warnings(action="ignore"):
            return SimpleNamespace(
                pm4py=importlib.import_module("pm4py"),
                pandas=importlib.import_module("pandas"),
                nets=importlib.import_module("pm4py.objects.petri_net.obj"),
                join=importlib.import_module(
                    "pm4py.objects.petri_net.utils.petri_utils"
                ).add_arc_from_to,
            )
    except ImportError:
        return None
